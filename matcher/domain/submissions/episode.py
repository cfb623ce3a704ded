"""Whose phone it is, in which episode, and which phone: what a submission states before its file is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.screening import ADULT_FROM, EpisodeStatus


class AgeCertainty(StrEnum):
    """How sure the stated age is. Whoever may be under 18 is treated as a child (Modern Slavery Act 2015 s.51)."""

    KNOWN = "known"
    ESTIMATED = "estimated"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


class EpisodeType(StrEnum):
    """What brought the phone in (domain 4.1)."""

    MISSING = "missing"
    FOUND = "found"
    ARREST = "arrest"
    VOLUNTARY = "voluntary"
    #: Return interview.
    RHI = "rhi"
    LIST_CHECK = "list-check"


@dataclass(frozen=True, slots=True)
class SubjectDetails:
    """The person whose phone it is, as stated. None means not stated."""

    reference: str | None = None
    age: int | None = None
    #: None where nothing was said of it: the age is then taken as it stands.
    age_certainty: AgeCertainty | None = None
    sex: str | None = None
    ethnicity: str | None = None
    looked_after: bool = False
    placed_out_of_area: bool = False
    home_area: str | None = None
    adult_at_risk: bool = False
    home_takeover: bool = False
    #: Cannot decide about the phone for themselves (s.38); asked of adults only.
    lacks_capacity: bool = False
    #: As typed; numbers of parents, carers and the household.
    household_numbers: tuple[str, ...] = ()

    @property
    def is_adult(self) -> bool:
        """Whether the person is 18 or over for certain."""
        return self.age is not None and self.age >= ADULT_FROM and not self.is_age_in_doubt

    @property
    def is_age_in_doubt(self) -> bool:
        """Whether it was said that the age is not certain."""
        return self.age_certainty not in {None, AgeCertainty.KNOWN}


@dataclass(frozen=True, slots=True)
class Episode:
    """What happened, under which reference, and where the person is now."""

    type: EpisodeType | None = None
    reference: str | None = None
    status: EpisodeStatus = EpisodeStatus.OTHER
    started: datetime | None = None
    #: When the person was found or the episode ended otherwise.
    ended: datetime | None = None
    #: Areas, not moments.
    missing_from: str | None = None
    found_at: str | None = None
    #: True when the person is known to be back home.
    returned: bool = False

    @property
    def is_person_found(self) -> bool:
        """Whether the person is missing no more."""
        return self.status in {EpisodeStatus.FOUND, EpisodeStatus.CUSTODY} or self.found_at is not None or self.returned


class DeviceKind(StrEnum):
    """Whether the phone is the person's own or serves a line; `auto` looks at what stands in it."""

    AUTO = "auto"
    CHILD = "child"
    LINE_HANDSET = "line-handset"


@dataclass(frozen=True, slots=True)
class Device:
    """The phone and how it was extracted."""

    exhibit: str | None = None
    #: As typed.
    own_numbers: tuple[str, ...] = ()
    imei: str | None = None
    make_model: str | None = None
    #: The extraction tool and its version.
    tool: str | None = None
    extracted: datetime | None = None
    examiner: str | None = None
    kind: DeviceKind = DeviceKind.AUTO
