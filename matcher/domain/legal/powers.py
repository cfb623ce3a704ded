"""The powers and what each asks for, as a table (domain 9). The reasons for our own choices stand in docs/decisions/0020.

"PCSC" is the Police, Crime, Sentencing and Courts Act 2022, "DPA" the Data Protection Act 2018. What no Act says is marked "local policy".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.submissions.legal_basis import AgreementBy, Power, Purpose, Rank

LOCAL = "local policy"
S37 = "PCSC Act 2022 s.37"
S38 = "PCSC Act 2022 s.38"
S39 = "PCSC Act 2022 s.39"
S40 = "PCSC Act 2022 s.40"
DPA_35 = "DPA 2018 s.35"
DPA_36 = "DPA 2018 s.36"
PACE = "PACE 1984"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the wizard."""

    #: Field of the legal basis.
    field: str
    #: What is said where it was not answered.
    missing: str
    source: str
    #: Whether a word will not do: a person has to be able to disagree with the answer.
    wants_sentence: bool = False


PURPOSE = Question("purpose", "Say which of the three purposes it is for.", S37)
PURPOSE_AT_RISK = Question("purpose", "Say which of the two purposes that section 40 allows it is for.", S40)
PURPOSE_OF_EVIDENCE = Question("purpose", "Say which of the two purposes that this power allows it is for.", DPA_35)
PURPOSE_OF_OTHER = Question("purpose", "Say which of the three purposes it is for.", DPA_35)
BELIEF = Question(
    "belief", "Say in a sentence why the phone is believed to hold something relevant to the purpose.", S37, wants_sentence=True
)
NECESSITY = Question("necessity", "Say in a sentence why the examination is necessary.", S37, wants_sentence=True)
PROPORTIONALITY = Question("proportionality", "Say in a sentence why it is proportionate.", S37, wants_sentence=True)
OTHER_MEANS = Question("other_means", "Say which other means were considered, and why they do not do.", S37)
CONFIDENTIAL = Question("confidential_material", "Say whether confidential material may be caught: none, possible or likely.", S37)
AGREEMENT = Question("agreement", "Say who agreed, in what relationship, and when.", S37)
NOTICE = Question("notice_served", "Say when the written notice was given.", S39)
AUTHORISED_BY = Question("authorised_by", "Say who authorised it.", S37)
AUTHORISED = Question("authorised", "Say when it was authorised.", S37)
RANK = Question("authoriser_rank", "Say the rank of who authorised it.", LOCAL)
RISK_GROUND = Question(
    "risk_ground", "Say who is at risk: a child, an adult without capacity, or the missing person who used the phone.", S40
)
RISK = Question("risk", "Say in a sentence what the risk of death or serious harm is.", S40, wants_sentence=True)
SEIZED_UNDER = Question("seized_under", "Name the provision the phone was seized under.", PACE)
WARRANT_REFERENCE = Question("warrant_reference", "Give the reference of the warrant.", LOCAL)
OTHER_POWER = Question("other_power", "Name the power that is relied on.", DPA_35)

#: For powers outside of the Act the same is asked on the ground of the DPA.
_OF_THE_DPA = tuple(
    Question(each.field, each.missing, DPA_35, each.wants_sentence)
    for each in (BELIEF, NECESSITY, PROPORTIONALITY, AUTHORISED_BY, AUTHORISED)
)
_OF_SECTION_37 = (BELIEF, NECESSITY, PROPORTIONALITY, OTHER_MEANS, CONFIDENTIAL, AUTHORISED_BY, AUTHORISED)

_EVERY_PURPOSE = frozenset(Purpose)
_NOT_CRIME = _EVERY_PURPOSE - {Purpose.PREVENT_DETECT_CRIME}
_NOT_SEARCH = _EVERY_PURPOSE - {Purpose.LOCATE_MISSING_PERSON}


@dataclass(frozen=True, slots=True)
class Terms:
    """What one power asks for and what it allows."""

    title: str
    source: str
    purposes: frozenset[Purpose]
    #: Why another purpose is impossible.
    why_purposes: str
    asks: tuple[Question, ...]
    #: Whether somebody has to agree.
    rests_on_agreement: bool = False
    #: Lowest rank that may authorise it; None where it is not asked for.
    lowest_rank: Rank | None = None


POWERS: Mapping[Power, Terms] = {
    Power.PCSC_S37: Terms(
        title="The phone was provided voluntarily, and whoever may agree has agreed.",
        source="PCSC Act 2022 ss.37 to 39",
        purposes=_EVERY_PURPOSE,
        why_purposes="",
        asks=(PURPOSE, *_OF_SECTION_37, AGREEMENT, NOTICE),
        rests_on_agreement=True,
    ),
    Power.PCSC_S40: Terms(
        title="Nobody can be asked in time, and somebody is at risk of death or serious harm.",
        source=S40,
        purposes=_NOT_CRIME,
        why_purposes="Section 40 is for a person at risk: the purpose is to find or to protect that person.",
        asks=(PURPOSE_AT_RISK, *_OF_SECTION_37, RISK_GROUND, RISK, RANK),
        lowest_rank=Rank.INSPECTOR,
    ),
    Power.PACE_SEIZURE: Terms(
        title="The phone was seized on arrest or in a search.",
        source=PACE,
        purposes=_NOT_SEARCH,
        why_purposes="A phone seized as evidence is not examined to find a missing person; state section 37 or 40 for that.",
        asks=(PURPOSE_OF_EVIDENCE, *_OF_THE_DPA, SEIZED_UNDER),
    ),
    Power.WARRANT: Terms(
        title="A court allowed it.",
        source="the warrant",
        purposes=_NOT_SEARCH,
        why_purposes="A warrant for evidence does not cover finding a missing person; state section 37 or 40 for that.",
        asks=(PURPOSE_OF_EVIDENCE, *_OF_THE_DPA, WARRANT_REFERENCE),
    ),
    Power.ADULT_VOLUNTEERED: Terms(
        title="An adult provided the own phone and agreed.",
        source="PCSC Act 2022 ss.37 and 39",
        purposes=_EVERY_PURPOSE,
        why_purposes="",
        asks=(PURPOSE, *_OF_SECTION_37, AGREEMENT, NOTICE),
        rests_on_agreement=True,
    ),
    Power.OTHER: Terms(
        title="Another power.",
        source=DPA_35,
        purposes=_EVERY_PURPOSE,
        why_purposes="",
        asks=(PURPOSE_OF_OTHER, *_OF_THE_DPA, OTHER_POWER),
    ),
}

#: Who may agree for whom (s.38); anybody else is impossible, with the sentence that says so.
MAY_AGREE_FOR_CHILD = frozenset({AgreementBy.PARENT, AgreementBy.GUARDIAN, AgreementBy.COUNCIL, AgreementBy.RESPONSIBLE_ADULT})
MAY_AGREE_FOR_ADULT = frozenset({AgreementBy.USER})
MAY_AGREE_WITHOUT_CAPACITY = frozenset(
    {
        AgreementBy.PARENT,
        AgreementBy.GUARDIAN,
        AgreementBy.SOCIAL_WORKER,
        AgreementBy.ATTORNEY,
        AgreementBy.DEPUTY,
        AgreementBy.RESPONSIBLE_ADULT,
    }
)
