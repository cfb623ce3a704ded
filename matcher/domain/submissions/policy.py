"""What a force decided about what is handed in: how much, how long it is kept, and when an answer is seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from matcher.domain.access.check_limits import Caps


@dataclass(frozen=True, slots=True)
class SubmissionPolicy:
    """The figures and choices; an operator may change them (docs/reference/settings.md)."""

    #: Largest file that is taken.
    upload_limit_bytes: int = 2 << 30
    #: What one person's uploads may amount to in a day.
    user_quota_bytes: int = 20 << 30
    #: What all originals that are kept may amount to.
    total_quota_bytes: int = 500 << 30
    #: Keeps the sealed file after it was read.
    keep_originals: bool = False
    #: How long tokens of numbers that match nothing are kept; None keeps none.
    retain_unmatched_days: int | None = 90
    #: How long typed look-ups are kept; their caps count a day, and a repeated request is answered for a week.
    retain_checks_days: int = 90
    #: Whoever is told by number and name of a line (sender, coordinators) sees a match once a reviewer confirmed it. Those who see it in
    #: full, to review and oversee, do at once. Safeguarding partners have the sanitised concern at once as well, without number and line:
    #: a child does not wait for a review (domain 6, AR-17; docs/decisions/0024).
    is_reviewed_first: bool = False
    #: Days after which a list counts as old, and answers that rest on it say so.
    list_old_after_days: int = 90
    #: From when on the auditor hears of unusual use (AR-25).
    caps: Caps = field(default_factory=Caps)
