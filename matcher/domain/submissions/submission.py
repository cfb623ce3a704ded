"""A submission: one file with what was stated about it, and the way it takes from received to answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from matcher.domain.screening import SourceFacts, Subject
from matcher.domain.submissions.episode import Device, Episode, SubjectDetails
from matcher.domain.submissions.legal_basis import LegalBasis


class SubmissionStatus(StrEnum):
    """Where a submission stands (contract section 3)."""

    RECEIVED = "received"
    READING = "reading"
    MATCHING = "matching"
    DONE = "done"
    #: Not looked at, for a reason somebody can put right.
    REFUSED = "refused"
    #: Looked at, without an answer.
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows by itself."""
        return not TRANSITIONS[self]

    @property
    def needs_code(self) -> bool:
        """Whether it has to say why."""
        return self in {SubmissionStatus.REFUSED, SubmissionStatus.FAILED}


_S = SubmissionStatus

#: From which status to which. Back to `received` is the worker that died: its lease ran out, and another one begins anew.
TRANSITIONS: Mapping[SubmissionStatus, frozenset[SubmissionStatus]] = {
    _S.RECEIVED: frozenset({_S.READING, _S.REFUSED, _S.FAILED}),
    _S.READING: frozenset({_S.MATCHING, _S.RECEIVED, _S.REFUSED, _S.FAILED}),
    _S.MATCHING: frozenset({_S.DONE, _S.RECEIVED, _S.FAILED}),
    _S.DONE: frozenset(),
    _S.REFUSED: frozenset(),
    _S.FAILED: frozenset(),
}


class ImpossibleStep(ValueError):
    """A status that cannot follow the one before it; a fault of the program, never of a person."""


#: What may be read of a phone, and what is read where nothing else was asked for (contract section 2).
SCOPES = ("contacts", "calls", "messages", "texts")
DEFAULT_SCOPE = ("contacts", "calls", "messages")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything that is stated with a file."""

    subject: SubjectDetails = field(default_factory=SubjectDetails)
    episode: Episode = field(default_factory=Episode)
    device: Device = field(default_factory=Device)
    legal_basis: LegalBasis = field(default_factory=LegalBasis)
    scope: tuple[str, ...] = DEFAULT_SCOPE
    #: The hash the file is to have, in lower case; one that differs is refused (AR-24).
    file_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """Metadata that satisfy the law: the file may be handed over now."""

    metadata: Metadata
    #: Of the metadata as they were read, so that a repeated request is known again.
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that was handed in."""

    id: str
    organisation_id: str
    unit_id: str
    submitter_id: str
    status: SubmissionStatus
    created_at: datetime
    updated_at: datetime
    metadata: Metadata
    file_name: str
    file_sha256: str
    file_size: int
    #: Why it was refused or failed: stable, kebab-case.
    code: str | None = None
    #: Thousandths of the file that were read.
    progress: int = 0
    #: Moment the answer is judged at.
    judged_at: datetime | None = None
    sources: tuple[SourceFacts, ...] = ()
    list_version_id: str | None = None
    screening_id: str | None = None
    erased_at: datetime | None = None

    @property
    def areas(self) -> frozenset[str]:
        """The areas the case touches."""
        episode = self.metadata.episode
        named = (self.metadata.subject.home_area, episode.missing_from, episode.found_at)
        return frozenset(area for area in named if area)


def step(submission: Submission, status: SubmissionStatus, *, at: datetime, code: str | None = None) -> Submission:
    """Move a submission on.

    Raises:
        ImpossibleStep: the table does not allow it, or a code is missing or out of place.
    """
    if status not in TRANSITIONS[submission.status]:
        raise ImpossibleStep(f"{submission.status} is never followed by {status}")
    if status.needs_code is not bool(code):
        raise ImpossibleStep(f"{status} {'needs a code' if status.needs_code else 'has no code'}")
    progress = {_S.RECEIVED: 0, _S.DONE: 1000}.get(status, submission.progress)
    return replace(submission, status=status, code=code, updated_at=at, progress=progress)


def to_subject(metadata: Metadata, *, own_numbers: Sequence[str] = (), household_numbers: Sequence[str] = ()) -> Subject:
    """Give the person as the screening takes them.

    Args:
        metadata: What was stated.
        own_numbers: The keys of `metadata.device.own_numbers`: reading numbers is the normaliser's work, not this module's.
        household_numbers: The keys of `metadata.subject.household_numbers`.
    """
    person, episode = metadata.subject, metadata.episode
    return Subject(
        age=person.age,
        age_uncertain=person.is_age_in_doubt,
        status=episode.status,
        looked_after=person.looked_after,
        placed_out_of_area=person.placed_out_of_area,
        adult_at_risk=person.adult_at_risk,
        home_takeover=person.home_takeover,
        home_area=person.home_area,
        found_area=episode.found_at,
        returned=episode.returned,
        sex=person.sex,
        ethnicity=person.ethnicity,
        own_numbers=frozenset(own_numbers),
        household_numbers=frozenset(household_numbers),
    )
