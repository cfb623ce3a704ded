"""Lists the submissions somebody may know of."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.submission_view import SubmissionPage
from matcher.store.vault import Vault


async def list_submissions(
    vault: Vault, actor: Actor, *, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> SubmissionPage:
    """Give a page of submissions, the newest first; who may only know how many there are gets the count and no items.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role reads no submissions.
    """
    raise NotImplementedError
