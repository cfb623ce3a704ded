"""What is missing or impossible in a legal basis, what remains to be done about it, and when somebody has to look at it again (AR-24)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from matcher.domain.legal.case import CLOCKS, Case
from matcher.domain.legal.powers import POWERS, S37, S38, S39, S40, Question
from matcher.domain.legal.rules import RULES
from matcher.domain.submissions.legal_basis import (
    AgreementBy,
    BasisFault,
    ConfirmationForm,
    LegalBasis,
    OpenTask,
    ParentTold,
    Power,
)
from matcher.domain.submissions.stated import is_sentence, is_stated
from matcher.domain.submissions.submission import Metadata

#: The rule that says a number of the household is listed.
_HOUSEHOLD = "AR-22"


def faults_of(metadata: Metadata, at: datetime) -> tuple[BasisFault, ...]:
    """Find everything that keeps a file from being looked at; none means the basis is complete.

    Args:
        metadata: What was stated with the file.
        at: Now. Nothing that is stated to have happened may lie after it.
    """
    basis = metadata.legal_basis
    faults = [*_faults_of_power(metadata, at), *_in_future(metadata, at)]
    if basis.power is None:
        faults.insert(0, BasisFault("legal_basis.power", "Say on what power the phone was examined.", S37))
    # One field may break two rules; both are told, the same one once.
    return tuple(dict.fromkeys(faults))


def _faults_of_power(metadata: Metadata, at: datetime) -> Iterator[BasisFault]:
    basis = metadata.legal_basis
    if basis.power is None:
        return
    terms = POWERS[basis.power]
    yield from (
        BasisFault(f"legal_basis.{asked.field}", asked.missing, asked.source) for asked in terms.asks if not _is_answered(basis, asked)
    )
    if basis.purpose is not None and basis.purpose not in terms.purposes:
        yield BasisFault("legal_basis.purpose", terms.why_purposes, terms.source)
    case = Case(basis, metadata.subject, metadata.episode, metadata.device, basis.power, at)
    yield from (BasisFault(rule.field, rule.sentence, rule.source) for rule in RULES if rule.holds(case))


def _is_answered(basis: LegalBasis, asked: Question) -> bool:
    answer = getattr(basis, asked.field)
    if not isinstance(answer, str) or asked.field in {"power", "purpose", "confidential_material", "risk_ground", "authoriser_rank"}:
        return answer is not None
    return is_sentence(answer) if asked.wants_sentence else is_stated(answer)


def _in_future(metadata: Metadata, at: datetime) -> Iterator[BasisFault]:
    latest = at + CLOCKS
    for field, moment in _moments(metadata):
        if moment is not None and moment > latest:
            yield BasisFault(field, "The time lies in the future.", "DPA 2018 s.38")


def _moments(metadata: Metadata) -> Iterator[tuple[str, datetime | None]]:
    basis, episode = metadata.legal_basis, metadata.episode
    agreement, confirmation, review = basis.agreement, basis.confirmation, basis.supervisor_review
    yield "episode.started", episode.started
    yield "episode.ended", episode.ended
    yield "device.extracted", metadata.device.extracted
    yield "legal_basis.notice_served", basis.notice_served
    yield "legal_basis.authorised", basis.authorised
    yield "legal_basis.warrant_issued", basis.warrant_issued
    if agreement is not None:
        yield "legal_basis.agreement.given", agreement.given
        yield "legal_basis.agreement.parent_told_at", agreement.parent_told_at
    if confirmation is not None:
        yield "legal_basis.confirmation.given", confirmation.given
        yield "legal_basis.confirmation.copy_given", confirmation.copy_given
    if review is not None:
        yield "legal_basis.supervisor_review.at", review.at


def open_tasks(metadata: Metadata) -> tuple[OpenTask, ...]:
    """Say what remains to be done about a basis that is complete enough to go on."""
    return tuple(_tasks(metadata))


def _tasks(metadata: Metadata) -> Iterator[OpenTask]:
    basis = metadata.legal_basis
    if basis.power is None:
        return
    if POWERS[basis.power].rests_on_agreement:
        agreement, confirmation = basis.agreement, basis.confirmation
        if agreement is not None and agreement.by is AgreementBy.RESPONSIBLE_ADULT and agreement.parent_told is ParentTold.PLANNED:
            yield OpenTask("tell-parent", "Tell a parent or the council that somebody else agreed, unless that is inappropriate.", S38)
        if confirmation is None or confirmation.form is None:
            yield OpenTask("confirm-in-writing", "Have the agreement confirmed in writing, or record why it is oral.", S39)
        elif confirmation.copy_given is None and confirmation.form is ConfirmationForm.WRITTEN:
            yield OpenTask("give-copy", "Hand over a copy of the confirmation.", S39)
    if basis.power is Power.PCSC_S40:
        yield OpenTask("review-urgent-path", "Review the examination as soon as the person is found.", S40)


def review_reasons(metadata: Metadata, raised_rules: Collection[str]) -> tuple[str, ...]:
    """Say why a supervisor has to look at the basis again after the answer, in sentences; none where nobody has to (S2).

    Args:
        metadata: What was stated with the file.
        raised_rules: Ids of the alert rules the answer raised.
    """
    basis = metadata.legal_basis
    reasons = []
    family = {AgreementBy.PARENT, AgreementBy.GUARDIAN, AgreementBy.RESPONSIBLE_ADULT}
    if _HOUSEHOLD in raised_rules and basis.agreement is not None and basis.agreement.by in family:
        reasons.append("A number that may be one of the household is listed, and somebody close to the child agreed to the examination.")
    if basis.agreement is not None and basis.agreement.possible_exploiter:
        reasons.append("Whoever agreed may be exploiting the child.")
    if basis.power is Power.PCSC_S40 and metadata.episode.is_person_found:
        reasons.append("The phone was examined without agreement, and the person has been found.")
    return tuple(reasons)


__all__ = ["faults_of", "open_tasks", "review_reasons"]
