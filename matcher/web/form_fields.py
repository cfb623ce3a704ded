"""The questions of the form, as data: for each power its own (domain 9). What is missing or impossible is found where it always is.

A field is called by its place in the metadata, so that a fault leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

from matcher.domain.legal.powers import MAY_AGREE_FOR_ADULT, MAY_AGREE_FOR_CHILD, MAY_AGREE_WITHOUT_CAPACITY, POWERS
from matcher.domain.screening import EpisodeStatus
from matcher.domain.submissions.episode import AgeCertainty, DeviceKind, EpisodeType
from matcher.domain.submissions.legal_basis import (
    AgreementBy,
    ConfidentialMaterial,
    ConfirmationForm,
    ParentTold,
    Power,
    Purpose,
    Rank,
    RiskGround,
)
from matcher.domain.submissions.submission import SCOPES


class Kind(StrEnum):
    """How a question is asked."""

    TEXT = "text"
    LONG = "long"
    #: Several, one on each line.
    LINES = "lines"
    NUMBER = "number"
    #: By the clocks of the United Kingdom.
    TIME = "time"
    DAY = "day"
    #: One of several, or nothing.
    CHOICE = "choice"
    #: Several of several.
    SEVERAL = "several"
    #: Said, or not said.
    TICK = "tick"
    #: Yes, no, or not answered.
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True)
class Field:
    """One question."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    #: Values and what they are called.
    options: tuple[tuple[str, str], ...] = ()
    #: Answered for few: stands with others of its kind where the section ends, folded like a section of its own.
    is_folded: bool = False

    @property
    def id(self) -> str:
        """How the page calls it."""
        return f"f-{self.name.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions that belong together."""

    legend: str
    fields: tuple[Field, ...]
    #: The place in the metadata that a fault about all of it names.
    name: str = ""
    hint: str = ""
    #: Asked of few: shown when somebody opens it, when something of it was answered, and when something is wrong with it.
    is_folded: bool = False

    @property
    def id(self) -> str:
        """How the page calls it."""
        return f"f-{self.name.replace('.', '-')}" if self.name else ""


#: What the values are called where their own word does not say it.
_WORDS = {
    "pcsc-s37": "Section 37: provided voluntarily, and whoever may agree has agreed",
    "pcsc-s40": "Section 40: nobody can be asked in time, and somebody is at risk of death or serious harm",
    "pace-seizure": "Seized on arrest or in a search (PACE 1984)",
    "warrant": "A warrant",
    "adult-volunteered": "An adult provided the own phone and agreed",
    "other": "Something else",
    "prevent-detect-crime": "To prevent or detect crime",
    "locate-missing-person": "To find a missing person",
    "protect-child-or-adult": "To protect a child or an adult at risk",
    "rhi": "Return interview",
    "list-check": "Check of a number",
    "user": "The adult whose phone it is",
    "child": "The person's own phone",
    "council": "The council that cares for the child",
    "responsible-adult": "Another responsible adult",
    "child-at-risk": "A child",
    "adult-without-capacity-at-risk": "An adult without capacity",
    "missing-user-at-risk": "The missing person who used the phone immediately before",
    "inappropriate": "It would be inappropriate",
    "line-handset": "A phone that serves a line",
    "auto": "Judge by what stands in it",
    "calls": "Calls",
    "messages": "Who wrote to whom",
    "texts": "Numbers within the texts of messages",
}


def words_of(value: str) -> str:
    """Say what a value is called."""
    return _WORDS.get(value) or value.replace("-", " ").capitalize()


def _options(kind: type[Enum] | tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    values = kind if isinstance(kind, tuple) else tuple(str(each.value) for each in kind)
    return tuple((value, words_of(value)) for value in values)


_UK = "By UK clocks."

PERSON = Section(
    "The person whose phone it is",
    (
        Field("subject.reference", "Your reference for the person", hint="A reference, not a name."),
        Field("subject.age", "Age in years", Kind.NUMBER),
        Field(
            "subject.age_certainty",
            "How sure the age is",
            Kind.CHOICE,
            "Whoever may be under 18 is treated as a child.",
            _options(AgeCertainty),
        ),
        Field("subject.sex", "Sex", hint="For the report on fair treatment only; no rule reads it.", is_folded=True),
        Field("subject.ethnicity", "Ethnicity", hint="For the same report only.", is_folded=True),
        Field("subject.home_area", "Home area"),
        Field("subject.looked_after", "Is looked after by a council", Kind.TICK),
        Field("subject.placed_out_of_area", "Is placed out of the home area", Kind.TICK, is_folded=True),
        Field("subject.adult_at_risk", "Is an adult at risk", Kind.TICK, is_folded=True),
        Field("subject.lacks_capacity", "Is an adult who cannot decide about the phone alone", Kind.TICK, is_folded=True),
        Field("subject.home_takeover", "The address is flagged as a possible home takeover", Kind.TICK, is_folded=True),
        Field("subject.household_numbers", "Numbers of parents, carers and the household", Kind.LINES, "One on each line.", is_folded=True),
    ),
    "subject",
)

EPISODE = Section(
    "What happened",
    (
        Field("episode.type", "What brought the phone in", Kind.CHOICE, "", _options(EpisodeType)),
        Field("episode.reference", "Reference of the episode"),
        Field("episode.status", "Where the person is now", Kind.CHOICE, "", _options(EpisodeStatus)),
        Field("episode.started", "When it began", Kind.TIME, _UK),
        Field("episode.ended", "When it ended", Kind.TIME, _UK, is_folded=True),
        Field("episode.missing_from", "Area the person was missing from"),
        Field("episode.found_at", "Area the person was found in"),
        Field("episode.returned", "Is known to be back home", Kind.TICK, is_folded=True),
    ),
    "episode",
)

DEVICE = Section(
    "The phone",
    (
        Field("device.exhibit", "Exhibit"),
        Field("device.own_numbers", "Its own numbers", Kind.LINES, "One on each line."),
        Field("device.imei", "IMEI", is_folded=True),
        Field("device.make_model", "Make and model", is_folded=True),
        Field("device.tool", "Tool it was extracted with, and its version", is_folded=True),
        Field("device.extracted", "When it was extracted", Kind.TIME, _UK, is_folded=True),
        Field("device.examiner", "Who extracted it", is_folded=True),
        Field("device.kind", "Whose phone it seems to be", Kind.CHOICE, "", _options(DeviceKind), is_folded=True),
        Field("scope", "What is read of it", Kind.SEVERAL, "What is not ticked is not read.", _options(SCOPES)),
    ),
    "device",
)

#: Who may agree for somebody; a child never can, whoever the phone belongs to.
_MAY_AGREE = MAY_AGREE_FOR_CHILD | MAY_AGREE_FOR_ADULT | MAY_AGREE_WITHOUT_CAPACITY

_AGREEMENT = Section(
    "Who agreed",
    (
        Field(
            "legal_basis.agreement.by", "Who agreed", Kind.CHOICE, "", _options(tuple(each for each in AgreementBy if each in _MAY_AGREE))
        ),
        Field("legal_basis.agreement.relationship", "What they are to the person"),
        Field("legal_basis.notice_served", "When the written notice was given", Kind.TIME, f"Before anybody agreed. {_UK}"),
        Field("legal_basis.agreement.given", "When they agreed", Kind.TIME, _UK),
        Field("legal_basis.refused", "The examination was refused; that says nothing against anybody", Kind.TICK, is_folded=True),
        Field("legal_basis.agreement.possible_exploiter", "Whoever agreed may be exploiting the child", Kind.TICK),
    ),
    "legal_basis.agreement",
)

_FALLBACK = Section(
    "Where another responsible adult agreed",
    (
        Field("legal_basis.agreement.why_no_parent", "Why no parent, guardian or council could be asked", Kind.LONG),
        Field("legal_basis.agreement.is_18_or_over", "Is the adult 18 or over?", Kind.YES_NO),
        Field("legal_basis.agreement.is_authorised_person", "May the adult do such extractions?", Kind.YES_NO),
        Field("legal_basis.agreement.parent_told", "Was a parent or the council told?", Kind.CHOICE, "", _options(ParentTold)),
        Field("legal_basis.agreement.parent_told_at", "When they were told", Kind.TIME, _UK),
        Field("legal_basis.agreement.why_not_told", "Why it would be inappropriate to tell them", Kind.LONG),
    ),
    hint="Only then.",
    is_folded=True,
)

_CHILD = Section(
    "What the child thinks",
    (
        Field("legal_basis.child_views", "The child's views", Kind.LONG),
        Field("legal_basis.why_no_child_views", "Or why the child could not be asked", Kind.LONG),
        Field("legal_basis.child_views_weighed", "How they were weighed, with age and maturity", Kind.LONG),
    ),
)

_CONFIRMATION = Section(
    "How it was confirmed",
    (
        Field("legal_basis.confirmation.form", "Written or oral", Kind.CHOICE, "", _options(ConfirmationForm)),
        Field("legal_basis.confirmation.given", "When", Kind.TIME, _UK),
        Field("legal_basis.confirmation.why_oral", "Why it could not be in writing", Kind.LONG),
        Field("legal_basis.confirmation.copy_given", "When a copy was handed over", Kind.TIME, _UK),
    ),
    "legal_basis.confirmation",
    "May follow later.",
    is_folded=True,
)

_REVIEW = Section(
    "Review by a supervisor",
    (
        Field("legal_basis.supervisor_review.by", "Who reviewed it"),
        Field("legal_basis.supervisor_review.at", "When", Kind.TIME, _UK),
        Field("legal_basis.supervisor_review.reason", "Why the basis stands", Kind.LONG),
    ),
    "legal_basis.supervisor_review",
    "Only where one is needed: whoever agreed may be exploiting the child, or the person has been found since.",
    is_folded=True,
)

#: Questions of single powers, by their names in the legal basis.
_OF_POWER = {
    "risk_ground": Field("legal_basis.risk_ground", "Who is at risk", Kind.CHOICE, "", _options(RiskGround)),
    "risk": Field("legal_basis.risk", "What the risk of death or serious harm is", Kind.LONG),
    "seized_under": Field("legal_basis.seized_under", "The provision it was seized under", hint="For example PACE 1984 s.19."),
    "warrant_reference": Field("legal_basis.warrant_reference", "Reference of the warrant"),
    "other_power": Field("legal_basis.other_power", "The power that is relied on"),
}


_REASONS = (
    Field(
        "legal_basis.belief",
        "Why the phone is believed to hold something relevant",
        Kind.LONG,
        "A sentence somebody could disagree with.",
    ),
    Field("legal_basis.necessity", "Why it is necessary", Kind.LONG),
    Field("legal_basis.proportionality", "Why it is proportionate", Kind.LONG),
    Field("legal_basis.other_means", "Which other means were considered, and why they do not do", Kind.LONG),
)

_CONFIDENTIAL = Section(
    "Confidential material",
    (
        Field(
            "legal_basis.confidential_material",
            "Whether it may be caught",
            Kind.CHOICE,
            "Legal privilege, confidential personal records, journalistic material.",
            _options(ConfidentialMaterial),
        ),
        Field("legal_basis.confidential_assessment", "If so: how much, how relevant, and why there is no other means", Kind.LONG),
    ),
)

_AUTHORITY = Section(
    "Who authorised it",
    (
        Field("legal_basis.authorised_by", "Who"),
        Field("legal_basis.authoriser_rank", "Rank", Kind.CHOICE, "Staff give the rank they act at.", _options(Rank)),
        Field("legal_basis.authorised", "When", Kind.TIME, _UK),
        Field("legal_basis.code_of_practice", "Version of the code of practice that was acknowledged"),
    ),
)


def sections_of(power: Power) -> tuple[Section, ...]:
    """Give the questions of a power, in the order they are asked."""
    return tuple(_sections(power))


def _sections(power: Power) -> Iterator[Section]:
    terms = POWERS[power]
    yield from (PERSON, EPISODE, DEVICE, Section("Why the phone is examined", tuple(_reasons(power))), _CONFIDENTIAL)
    if terms.rests_on_agreement:
        yield from (_AGREEMENT, _FALLBACK, _CHILD, _CONFIRMATION, _REVIEW)
    elif power is Power.PCSC_S40:
        yield _REVIEW
    yield _AUTHORITY


def _reasons(power: Power) -> Iterator[Field]:
    terms = POWERS[power]
    purposes = _options(tuple(each for each in Purpose if each in terms.purposes))
    yield Field("legal_basis.purpose", "What it is for", Kind.CHOICE, "", purposes)
    yield from _REASONS
    asked = {question.field for question in terms.asks}
    yield from (field for name, field in _OF_POWER.items() if name in asked)
    if power is Power.WARRANT:
        yield Field("legal_basis.warrant_issued", "When the warrant was issued", Kind.TIME, _UK)
