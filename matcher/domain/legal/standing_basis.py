"""Whether the legal basis a phone was examined on still runs when the list has changed (domain 9 and AR-19; docs/decisions/0038).

A basis that was good when the phone was handed in need not be good for looking at it again. Here it is held against what has happened
since, as far as it was stated. What nobody stated is taken as it stood: a person withdraws an agreement by having the submission erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matcher.domain.legal.case import Case
from matcher.domain.legal.powers import DPA_36, POWERS, S38, S39, S40
from matcher.domain.screening import ADULT_FROM
from matcher.domain.submissions.legal_basis import AgreementBy, Power, Purpose
from matcher.domain.submissions.submission import Metadata

#: For so long section 40 carries after it was authorised, where the person was not found before. The Act names no figure.
S40_RUNS = timedelta(days=28)

_YEAR = timedelta(days=365.25)


class BasisEnd(StrEnum):
    """Why a basis carries no further."""

    NOT_STATED = "not-stated"
    REFUSED = "refused"
    PERSON_FOUND = "person-found"
    TIME_OVER = "time-over"
    PURPOSE_SERVED = "purpose-served"
    OF_AGE = "of-age"


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a basis carries no further, for the supervisor who decides what follows."""

    end: BasisEnd
    sentence: str
    source: str


_SENTENCES: dict[BasisEnd, tuple[str, str]] = {
    BasisEnd.NOT_STATED: ("No power is on record for it.", "DPA 2018 s.35"),
    BasisEnd.REFUSED: ("The agreement it rested on was refused.", S39),
    BasisEnd.PERSON_FOUND: ("It was examined because somebody was at risk and could not be asked, and the person has been found.", S40),
    BasisEnd.TIME_OVER: (
        f"It was examined because somebody was at risk and could not be asked, over {S40_RUNS.days} days ago, and nobody let that stand.",
        S40,
    ),
    BasisEnd.PURPOSE_SERVED: ("It was examined to find a missing person, who has been found; no other purpose was stated.", DPA_36),
    BasisEnd.OF_AGE: ("Somebody else agreed for a child who must be 18 by now, and was not asked.", S38),
}


def end_of_basis(metadata: Metadata, *, handed_in: datetime, now: datetime, is_found_since: bool = False) -> Ended | None:
    """Say why the basis carries no further; None where it still runs.

    Args:
        metadata: What was stated with the phone.
        handed_in: When.
        now: The moment.
        is_found_since: Whether the person was stated to be found by what was handed in later.
    """
    end = _end(metadata, handed_in, now, is_found=is_found_since or _is_found(metadata, now))
    return None if end is None else Ended(end, *_SENTENCES[end])


def _end(metadata: Metadata, handed_in: datetime, now: datetime, *, is_found: bool) -> BasisEnd | None:
    basis = metadata.legal_basis
    if basis.power is None:
        return BasisEnd.NOT_STATED
    if POWERS[basis.power].rests_on_agreement and basis.refused:
        return BasisEnd.REFUSED
    if basis.power is Power.PCSC_S40 and not _is_let_stand(metadata, now):
        if is_found:
            return BasisEnd.PERSON_FOUND
        if now - (basis.authorised or handed_in) > S40_RUNS:
            return BasisEnd.TIME_OVER
    if basis.purpose is Purpose.LOCATE_MISSING_PERSON and is_found:
        return BasisEnd.PURPOSE_SERVED
    return BasisEnd.OF_AGE if _is_of_age_since(metadata, handed_in, now) else None


def _is_found(metadata: Metadata, now: datetime) -> bool:
    episode = metadata.episode
    return episode.is_person_found or (episode.ended is not None and episode.ended <= now)


def _is_let_stand(metadata: Metadata, now: datetime) -> bool:
    power = metadata.legal_basis.power or Power.OTHER
    return Case(metadata.legal_basis, metadata.subject, metadata.episode, metadata.device, power, now).is_reviewed


def _is_of_age_since(metadata: Metadata, handed_in: datetime, now: datetime) -> bool:
    """Whether a child for whom somebody agreed is an adult for certain by now: only whole years since then count."""
    basis, subject = metadata.legal_basis, metadata.subject
    if basis.power is None or not POWERS[basis.power].rests_on_agreement or basis.agreement is None:
        return False
    if basis.agreement.by in {None, AgreementBy.USER} or subject.lacks_capacity or subject.age is None or subject.is_age_in_doubt:
        return False
    return subject.age < ADULT_FROM <= subject.age + int((now - handed_in) / _YEAR)
