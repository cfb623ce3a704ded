"""On what power a phone was examined: the questions of the law, and what is wrong with the answers (domain 9, AR-24).

The Act is the Police, Crime, Sentencing and Courts Act 2022. Which question belongs to which power stands as a table in `legal.powers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: The code of whatever is refused for these faults.
LEGAL_BASIS_INCOMPLETE = "legal-basis-incomplete"

#: Source of what is wrong with the shape and not with the law.
OF_SHAPE = "contract"


class Power(StrEnum):
    """What allows a phone to be examined (contract, "Metadata of a submission")."""

    PCSC_S37 = "pcsc-s37"
    PCSC_S40 = "pcsc-s40"
    PACE_SEIZURE = "pace-seizure"
    WARRANT = "warrant"
    ADULT_VOLUNTEERED = "adult-volunteered"
    OTHER = "other"


class Purpose(StrEnum):
    """The three purposes of s.37."""

    PREVENT_DETECT_CRIME = "prevent-detect-crime"
    LOCATE_MISSING_PERSON = "locate-missing-person"
    PROTECT_CHILD_OR_ADULT = "protect-child-or-adult"


class AgreementBy(StrEnum):
    """Who agreed. All that people may state, the impossible ones among them, so that they can be told why."""

    #: An adult, for their own phone (s.37).
    USER = "user"
    #: Never enough (s.38).
    CHILD = "child"
    PARENT = "parent"
    GUARDIAN = "guardian"
    #: Somebody who represents the council that cares for a child (s.38).
    COUNCIL = "council"
    #: The fall-back of s.38: somebody responsible, 18 or over, who may not do such an extraction.
    RESPONSIBLE_ADULT = "responsible-adult"
    #: For adults without capacity only (s.38).
    SOCIAL_WORKER = "social-worker"
    ATTORNEY = "attorney"
    DEPUTY = "deputy"


class ConfidentialMaterial(StrEnum):
    """Whether legal privilege, confidential personal records or journalistic material may be caught (s.37)."""

    NONE = "none"
    POSSIBLE = "possible"
    LIKELY = "likely"


class RiskGround(StrEnum):
    """Which case of s.40 it is."""

    CHILD_AT_RISK = "child-at-risk"
    ADULT_WITHOUT_CAPACITY_AT_RISK = "adult-without-capacity-at-risk"
    #: The missing person used the phone immediately before and is at risk.
    MISSING_USER_AT_RISK = "missing-user-at-risk"


class Rank(StrEnum):
    """Rank of who authorised, from low to high; staff give the rank they act at."""

    CONSTABLE = "constable"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief-inspector"
    SUPERINTENDENT = "superintendent"
    CHIEF_OFFICER = "chief-officer"

    def is_at_least(self, other: Rank) -> bool:
        """Whether it is this rank or a higher one."""
        ranks = list(Rank)
        return ranks.index(self) >= ranks.index(other)


class ConfirmationForm(StrEnum):
    """How the agreement was confirmed (s.39)."""

    WRITTEN = "written"
    ORAL = "oral"


class ParentTold(StrEnum):
    """Whether a parent or the council was told that somebody else agreed (s.38)."""

    DONE = "done"
    PLANNED = "planned"
    INAPPROPRIATE = "inappropriate"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed to the examination, when, and what had to be made sure of."""

    by: AgreementBy | None = None
    relationship: str | None = None
    given: datetime | None = None
    #: Fall-back adult: 18 or over, and nobody who may carry out such an extraction.
    is_18_or_over: bool | None = None
    is_authorised_person: bool | None = None
    #: Fall-back adult: why no parent, guardian or council could agree.
    why_no_parent: str | None = None
    parent_told: ParentTold | None = None
    parent_told_at: datetime | None = None
    why_not_told: str | None = None
    #: The person who agreed may be among those who exploit the child.
    possible_exploiter: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How the agreement was confirmed and a copy handed over (s.39)."""

    form: ConfirmationForm | None = None
    given: datetime | None = None
    #: Why it could not be in writing.
    why_oral: str | None = None
    copy_given: datetime | None = None


@dataclass(frozen=True, slots=True)
class SupervisorReview:
    """That a supervisor looked at the basis and lets it stand."""

    by: str | None = None
    at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Everything that was answered about the power. None means not answered."""

    power: Power | None = None
    purpose: Purpose | None = None
    #: Why information on the phone is believed to be relevant to the purpose.
    belief: str | None = None
    necessity: str | None = None
    proportionality: str | None = None
    #: What else was considered, and why it would not do.
    other_means: str | None = None
    confidential_material: ConfidentialMaterial | None = None
    #: Where it is not `none`: how much, how relevant, and why there is no other means.
    confidential_assessment: str | None = None
    agreement: Agreement | None = None
    #: When the written notice of s.39 was given.
    notice_served: datetime | None = None
    confirmation: Confirmation | None = None
    #: Whether the person was asked and refused; says nothing against them.
    refused: bool = False
    child_views: str | None = None
    #: Why they could not be sought.
    why_no_child_views: str | None = None
    #: How they were weighed, with age and maturity.
    child_views_weighed: str | None = None
    authorised_by: str | None = None
    authoriser_rank: Rank | None = None
    authorised: datetime | None = None
    #: s.40: which case, and the risk of death or serious harm in words.
    risk_ground: RiskGround | None = None
    risk: str | None = None
    supervisor_review: SupervisorReview | None = None
    #: The provision the phone was seized under, e.g. PACE 1984 s.19.
    seized_under: str | None = None
    warrant_reference: str | None = None
    warrant_issued: datetime | None = None
    #: The power relied on where it is none of those named.
    other_power: str | None = None
    #: Version of the code of practice that was acknowledged (s.42).
    code_of_practice: str | None = None


@dataclass(frozen=True, slots=True)
class BasisFault:
    """One thing that is missing or impossible."""

    #: Where in the metadata: `legal_basis.agreement.by`.
    field: str
    sentence: str
    #: Where the law says so: `PCSC Act 2022 s.38`; `contract` where it is about the shape and not about the law.
    source: str

    @property
    def is_of_shape(self) -> bool:
        """Whether a value cannot be read, whatever the law says."""
        return self.source == OF_SHAPE


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What remains to be done about a basis that is good enough to go on."""

    #: Stable: `tell-parent`, `give-copy`, `confirm-in-writing`, `review-urgent-path`.
    code: str
    sentence: str
    source: str
