"""The impossible combinations of a legal basis, one row each: where, what is said, where the law says so, and when it holds (domain 9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from matcher.domain.legal.case import CLOCKS, Case
from matcher.domain.legal.powers import (
    DPA_36,
    LOCAL,
    MAY_AGREE_FOR_ADULT,
    MAY_AGREE_FOR_CHILD,
    MAY_AGREE_WITHOUT_CAPACITY,
    S37,
    S38,
    S39,
    S40,
)
from matcher.domain.screening import EpisodeStatus
from matcher.domain.submissions.legal_basis import (
    AgreementBy,
    ConfidentialMaterial,
    ConfirmationForm,
    ParentTold,
    Power,
    Purpose,
    RiskGround,
)
from matcher.domain.submissions.stated import is_sentence, is_stated


def _after(earlier: datetime | None, later: datetime | None, *, slack: timedelta = timedelta(0)) -> bool:
    """Whether what has to come first came last; what was not stated is no fault of the order."""
    return earlier is not None and later is not None and earlier - later > slack


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that cannot be."""

    field: str
    sentence: str
    source: str
    holds: Callable[[Case], bool]


_AGREEMENT = "legal_basis.agreement"

#: From this day on a phone can be examined under sections 37 and 40 (SI 2022/1054), by the clock of London, which was then that of UTC.
_IN_FORCE = datetime(2022, 11, 8, tzinfo=UTC)


def _is_before_the_act(case: Case) -> bool:
    """Whether a phone was examined under the Act before it was in force.

    Of an adult who volunteers a phone that is not said: what the Act asks for was asked for before it, and whoever agreed had agreed.
    """
    # Until it is examined an authorisation may be given in advance; where nobody says when it was, the authorisation is all there is.
    examined = case.device.extracted or case.basis.authorised
    return case.power in {Power.PCSC_S37, Power.PCSC_S40} and examined is not None and examined < _IN_FORCE


def _is_of_earlier_episode(case: Case) -> bool:
    """Whether section 40 was used before the person went missing: they have been found in between, and it runs out when they are."""
    examined = case.device.extracted or case.basis.authorised
    return case.power is Power.PCSC_S40 and _after(case.episode.started, examined, slack=CLOCKS)


def _is_sought(case: Case) -> bool:
    return case.basis.purpose is Purpose.LOCATE_MISSING_PERSON and case.episode.status is EpisodeStatus.MISSING


def _reviewed_first(case: Case) -> datetime | None:
    """Give what a supervisor cannot have reviewed before it was there: the agreement, or where nobody is asked the authorisation."""
    if case.is_on:
        return case.agreement.given
    # What rests on neither may have been looked at beforehand.
    return case.basis.authorised if case.power is Power.PCSC_S40 else None


#: Who may agree (s.38).
OF_WHO_AGREES = (
    Rule(f"{_AGREEMENT}.by", "Say who agreed.", S38, lambda c: c.is_on and c.agreement.by is None),
    Rule(
        f"{_AGREEMENT}.by",
        "A child cannot give the agreement; a parent, a guardian or, for a child in care, the council can.",
        S38,
        lambda c: c.by is AgreementBy.CHILD or (c.by is AgreementBy.USER and c.is_child),
    ),
    Rule(
        f"{_AGREEMENT}.by",
        "For a child a parent, a guardian, the council that cares for the child or, failing these, another responsible adult agrees.",
        S38,
        lambda c: c.is_child and c.by is not None and c.by not in MAY_AGREE_FOR_CHILD | {AgreementBy.USER, AgreementBy.CHILD},
    ),
    Rule(
        f"{_AGREEMENT}.by",
        "The council can agree only for a child in its care, and the child is not stated to be looked after.",
        S38,
        lambda c: c.by is AgreementBy.COUNCIL and c.is_child and not c.subject.looked_after,
    ),
    Rule(
        f"{_AGREEMENT}.by",
        "An adult with capacity agrees in person; nobody else can.",
        S37,
        lambda c: (
            not c.is_child and not c.subject.lacks_capacity and c.by is not None and c.by not in MAY_AGREE_FOR_ADULT | {AgreementBy.CHILD}
        ),
    ),
    Rule(
        f"{_AGREEMENT}.by",
        "For an adult without capacity a parent, guardian, social worker, attorney, deputy or other responsible adult agrees.",
        S38,
        lambda c: (
            not c.is_child
            and c.subject.lacks_capacity
            and c.by is not None
            and c.by not in MAY_AGREE_WITHOUT_CAPACITY | {AgreementBy.CHILD}
        ),
    ),
    Rule(
        f"{_AGREEMENT}.by",
        "Whoever is missing cannot agree that the own phone is examined to find them; state section 40, or when they agreed before.",
        S37,
        lambda c: c.by is AgreementBy.USER and _is_sought(c) and _after(c.agreement.given, c.episode.started),
    ),
    Rule(
        f"{_AGREEMENT}.relationship",
        "Say what the person who agreed is to the one whose phone it is.",
        S38,
        lambda c: c.by is not None and c.by is not AgreementBy.USER and not is_stated(c.agreement.relationship),
    ),
    Rule(f"{_AGREEMENT}.given", "Say when the agreement was given.", S37, lambda c: c.is_on and c.agreement.given is None),
    Rule(
        "legal_basis.refused",
        "The examination was refused, so it cannot rest on an agreement; a refusal alone says nothing against anybody.",
        S39,
        lambda c: c.basis.refused and c.terms.rests_on_agreement,
    ),
)

#: The other responsible adult of s.38, and what has to be made sure of.
OF_FALLBACK = (
    Rule(
        f"{_AGREEMENT}.why_no_parent",
        "Say in a sentence why no parent, guardian or council could be asked.",
        S38,
        lambda c: c.is_by_fallback and not is_sentence(c.agreement.why_no_parent),
    ),
    Rule(
        f"{_AGREEMENT}.is_18_or_over",
        "Whoever agrees in place of a parent must be stated to be 18 or over.",
        S38,
        lambda c: c.is_by_fallback and c.agreement.is_18_or_over is not True,
    ),
    Rule(
        f"{_AGREEMENT}.is_authorised_person",
        "Whoever agrees in place of a parent must be stated not to be somebody who may do such an extraction.",
        S38,
        lambda c: c.is_by_fallback and c.agreement.is_authorised_person is not False,
    ),
    Rule(
        f"{_AGREEMENT}.parent_told",
        "Say whether a parent or the council was told, will be told, or why that would be inappropriate.",
        S38,
        lambda c: c.is_by_fallback and c.agreement.parent_told is None,
    ),
    Rule(
        f"{_AGREEMENT}.parent_told_at",
        "Say when the parent or the council was told.",
        S38,
        lambda c: c.is_by_fallback and c.agreement.parent_told is ParentTold.DONE and c.agreement.parent_told_at is None,
    ),
    Rule(
        f"{_AGREEMENT}.why_not_told",
        "Say in a sentence why it would be inappropriate to tell a parent or the council.",
        S38,
        lambda c: c.is_by_fallback and c.agreement.parent_told is ParentTold.INAPPROPRIATE and not is_sentence(c.agreement.why_not_told),
    ),
)

#: The child's part, and those who may harm the child.
OF_CHILD = (
    Rule(
        "legal_basis.child_views",
        "Say what the child thinks of it, or why the child could not be asked.",
        S38,
        lambda c: (
            c.is_child and c.terms.rests_on_agreement and not is_stated(c.basis.child_views) and not is_sentence(c.basis.why_no_child_views)
        ),
    ),
    Rule(
        "legal_basis.supervisor_review",
        "Whoever agreed may be exploiting the child: a supervisor other than the authoriser reviews the basis first, with a reason.",
        LOCAL,
        lambda c: c.is_on and c.agreement.possible_exploiter and not c.is_reviewed,
    ),
    Rule(
        "legal_basis.power",
        "An adult volunteers the own phone; for somebody who is or may be under 18 state section 37.",
        S38,
        lambda c: c.power is Power.ADULT_VOLUNTEERED and c.is_child,
    ),
    Rule(
        "legal_basis.power",
        "An adult without capacity cannot volunteer the own phone; state section 37.",
        S38,
        lambda c: c.power is Power.ADULT_VOLUNTEERED and not c.is_child and c.subject.lacks_capacity,
    ),
)

#: Purpose, confidential material, and what the episode says.
OF_PURPOSE = (
    Rule(
        "legal_basis.purpose",
        "By what is stated of the episode nobody is or was missing.",
        S37,
        lambda c: c.basis.purpose is Purpose.LOCATE_MISSING_PERSON and not c.concerns_missing,
    ),
    Rule(
        "legal_basis.purpose",
        "The missing person had been found before it was authorised; there was nobody left to find.",
        S37,
        lambda c: c.basis.purpose is Purpose.LOCATE_MISSING_PERSON and _after(c.basis.authorised, c.episode.ended),
    ),
    Rule(
        "legal_basis.confidential_assessment",
        "Confidential material may be caught: say in a sentence how much, how relevant, and why there is no other means.",
        S37,
        lambda c: (
            c.basis.confidential_material in {ConfidentialMaterial.POSSIBLE, ConfidentialMaterial.LIKELY}
            and not is_sentence(c.basis.confidential_assessment)
        ),
    ),
    Rule(
        "episode.reference",
        "Give the reference of the episode, so that nobody can look up numbers without a case.",
        DPA_36,
        lambda c: not (c.episode.reference or "").strip(),
    ),
    Rule("subject.age", "An age is from 0 to 120.", "DPA 2018 s.38", lambda c: c.subject.age is not None and not 0 <= c.subject.age <= 120),
)

#: The path without agreement (s.40).
OF_SECTION_40 = (
    Rule(
        _AGREEMENT,
        "Section 40 is for a phone for which nobody can be asked in time; where somebody agreed, state section 37.",
        S40,
        lambda c: c.power is Power.PCSC_S40 and c.basis.agreement is not None,
    ),
    Rule(
        "legal_basis.authoriser_rank",
        "An examination without agreement is authorised by an inspector or somebody above.",
        LOCAL,
        lambda c: (
            c.terms.lowest_rank is not None
            and c.basis.authoriser_rank is not None
            and not c.basis.authoriser_rank.is_at_least(c.terms.lowest_rank)
        ),
    ),
    Rule(
        "legal_basis.risk_ground",
        "The person is an adult by what is stated, so no child is at risk.",
        S40,
        lambda c: c.power is Power.PCSC_S40 and c.basis.risk_ground is RiskGround.CHILD_AT_RISK and not c.is_child,
    ),
    Rule(
        "legal_basis.risk_ground",
        "The person is not stated to be an adult without capacity.",
        S40,
        lambda c: (
            c.power is Power.PCSC_S40
            and c.basis.risk_ground is RiskGround.ADULT_WITHOUT_CAPACITY_AT_RISK
            and (c.is_child or not c.subject.lacks_capacity)
        ),
    ),
    Rule(
        "legal_basis.risk_ground",
        "By what is stated of the episode nobody is or was missing.",
        S40,
        lambda c: c.power is Power.PCSC_S40 and c.basis.risk_ground is RiskGround.MISSING_USER_AT_RISK and not c.concerns_missing,
    ),
    Rule(
        "legal_basis.power",
        "Section 40 was used before this episode began, and has run out since: a supervisor other than the authoriser reviews it, or state "
        "another power.",
        S40,
        lambda c: c.basis.risk_ground is RiskGround.MISSING_USER_AT_RISK and _is_of_earlier_episode(c) and not c.is_reviewed,
    ),
    Rule(
        "legal_basis.power",
        "Section 40 has run out, as the person has been found: a supervisor other than the authoriser reviews it, or state another power.",
        S40,
        lambda c: c.power is Power.PCSC_S40 and c.concerns_missing and c.episode.is_person_found and not c.is_reviewed,
    ),
)

#: What has to come before what.
#:
#: That the phone was examined before the episode began is no fault, even to find the person: what was lawfully taken from it in an earlier
#: episode may be used again (DPA 2018 s.36), and when a child is missing again it is often all there is. Section 40 is the exception.
OF_ORDER = (
    Rule(
        "legal_basis.power",
        "Sections 37 and 40 came into force on 8 November 2022: the phone was examined before that, so state another power.",
        S37,
        _is_before_the_act,
    ),
    Rule(
        "legal_basis.supervisor_review.at",
        "A supervisor cannot review an agreement or an authorisation before it is given.",
        LOCAL,
        lambda c: _after(_reviewed_first(c), c.review.at),
    ),
    Rule(
        "legal_basis.notice_served",
        "The notice has to be given before anybody agrees.",
        S39,
        lambda c: c.is_on and _after(c.basis.notice_served, c.agreement.given),
    ),
    Rule(
        f"{_AGREEMENT}.given",
        "The agreement has to be given before the examination is authorised.",
        S37,
        lambda c: c.is_on and _after(c.agreement.given, c.basis.authorised),
    ),
    Rule(
        f"{_AGREEMENT}.given",
        "The agreement has to be given before the phone is extracted.",
        S37,
        lambda c: c.is_on and _after(c.agreement.given, c.device.extracted, slack=CLOCKS),
    ),
    Rule(
        "legal_basis.authorised",
        "The examination has to be authorised before the phone is extracted.",
        S37,
        lambda c: _after(c.basis.authorised, c.device.extracted, slack=CLOCKS),
    ),
    Rule(
        "legal_basis.warrant_issued",
        "The warrant has to be issued before the phone is extracted.",
        LOCAL,
        lambda c: c.power is Power.WARRANT and _after(c.basis.warrant_issued, c.device.extracted, slack=CLOCKS),
    ),
    Rule(
        "episode.found_at",
        "The person is stated to be missing, and to have been found somewhere: state where they are now, or leave the area out.",
        LOCAL,
        lambda c: c.episode.status is EpisodeStatus.MISSING and c.episode.found_at is not None,
    ),
    Rule(
        "episode.returned",
        "The person is stated to be missing, and to be back home: state which of the two it is.",
        LOCAL,
        lambda c: c.episode.status is EpisodeStatus.MISSING and c.episode.returned,
    ),
    Rule(
        "episode.ended",
        "The person is stated to be missing, and the episode to have ended: state where they are now, or leave the end out.",
        LOCAL,
        lambda c: c.episode.status is EpisodeStatus.MISSING and c.episode.ended is not None,
    ),
    Rule("episode.ended", "The episode cannot end before it starts.", LOCAL, lambda c: _after(c.episode.started, c.episode.ended)),
)

#: How the agreement was confirmed (s.39).
OF_CONFIRMATION = (
    Rule(
        "legal_basis.confirmation.form",
        "Say whether the confirmation was written or oral.",
        S39,
        lambda c: c.basis.confirmation is not None and c.confirmation.form is None,
    ),
    Rule(
        "legal_basis.confirmation.why_oral",
        "Say in a sentence why the confirmation could not be in writing.",
        S39,
        lambda c: c.confirmation.form is ConfirmationForm.ORAL and not is_sentence(c.confirmation.why_oral),
    ),
    Rule(
        "legal_basis.confirmation.given",
        "An agreement cannot be confirmed before it is given.",
        S39,
        lambda c: c.is_on and _after(c.agreement.given, c.confirmation.given),
    ),
    Rule(
        "legal_basis.confirmation.copy_given",
        "A copy cannot be handed over before there is a confirmation.",
        S39,
        lambda c: _after(c.confirmation.given, c.confirmation.copy_given),
    ),
)

RULES = (*OF_WHO_AGREES, *OF_FALLBACK, *OF_CHILD, *OF_PURPOSE, *OF_SECTION_40, *OF_ORDER, *OF_CONFIRMATION)
