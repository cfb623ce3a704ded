"""How a submission stands, as it may be told to somebody who may know of it: the same whatever was found in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.submissions.legal_basis import OpenTask
from matcher.domain.submissions.submission import SubmissionStatus


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """One submission without its answer."""

    id: str
    status: SubmissionStatus
    #: Why it was refused or failed, and what the person can do.
    code: str | None
    hint: str | None
    #: Thousandths of the file that were read.
    progress: int
    created_at: datetime
    updated_at: datetime
    submitter_id: str
    #: None where the role may not know who the person is: people name files after them.
    file_name: str | None
    #: Reference of the person as stated; None where the role may not know it.
    subject_reference: str | None
    file_sha256: str | None
    file_size: int
    #: An earlier submission of the same file that whoever looks may know of.
    same_as: str | None
    erased_at: datetime | None
    #: Of the most urgent alert that nobody has closed, as far as the viewer may know of it; None where that was not asked for.
    urgency: str | None = None
    #: What remains to be done about the legal basis; None where the role may not know who the person is: it tells who agreed.
    open_tasks: tuple[OpenTask, ...] | None = None


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """Some of the submissions somebody may know of, the newest first."""

    items: tuple[SubmissionView, ...]
    #: For the next page; None at the end.
    cursor: str | None
    #: How many there are, for those who may know nothing else (administrators); else None.
    count: int | None = None


@dataclass(frozen=True, slots=True)
class SubmissionEvent:
    """One thing that happened to a submission."""

    #: Counted from 1 within the submission.
    number: int
    at: datetime
    status: SubmissionStatus
    progress: int
