"""A match: a number of the phone that equals a number of a line, and how far that carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.line import Line, ListEntry
from matcher.domain.sighting import Sighting


class Grade(StrEnum):
    """How well a match is dated (domain 5.2). E is a lead, never a match of numbers."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


#: What each grade is called, wherever it is written.
GRADE_WORDS: Mapping[Grade, str] = {
    Grade.A: "dated match",
    Grade.B: "undated match",
    Grade.C: "match outside the dates",
    Grade.D: "possible reissue",
    Grade.E: "lead only",
}


class TimeRelation(StrEnum):
    """How the phone's evidence lies to the dates of the listed number (domain 5.3)."""

    OVERLAPS = "overlaps"
    NEAR = "near"
    OUTSIDE = "outside"
    POSSIBLE_REISSUE = "possible_reissue"
    UNDATED = "undated"


class Strength(StrEnum):
    """Confidence in words, each tied to stated conditions; never a percentage (domain 10.3)."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    NOT_USABLE = "not usable"


class Contact(StrEnum):
    """What passed between the phone and the number."""

    OWN_NUMBER = "own number"
    TWO_WAY = "two-way"
    RECEIVED = "received"
    CALLED = "called"
    MESSAGED = "messaged"
    IN_CONTACT = "in contact, direction unknown"
    SAVED_ONLY = "saved only"
    IN_A_GROUP = "in a group"
    MENTIONED = "mentioned"
    #: No phone was read: somebody typed the number to have it checked.
    TYPED = "typed for a check"
    #: The number alone was kept of the phone.
    NOT_KEPT = "not kept"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The figures of the trade that an operator may change (config/matching.yaml); defaults are those of domain 5 and 14."""

    near_days: int = 30
    outside_days: int = 180
    reissue_after_closure_days: int = 90
    #: Share of rows that could not be used above which the answer warns (0 to 1).
    unusable_share_warning: float = 0.05
    #: Distinct contacts from which a phone looks like a line handset.
    line_handset_contacts: int = 1000
    #: Shortest brand that may be compared with one letter of difference.
    near_label_letters: int = 5
    #: How many years younger than stated a child of uncertain age may be.
    age_uncertainty_years: int = 3
    #: Days past its review date beyond which a line is called overdue for review.
    review_overdue_days: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The phone's own times for one number: earliest and latest credible; both None when the phone gives none."""

    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Match:
    """One listed number of one line seen on the phone: every sighting of it, the entry it met, and why it may be wrong."""

    line: Line
    #: The entry the grade rests on: the one of this line and number that fits the evidence best. Its handling code and conditions are the
    #: strictest of all rows about that line and number.
    entry: ListEntry
    number: str
    grade: Grade
    strength: Strength
    time_relation: TimeRelation
    contact: Contact
    sightings: tuple[Sighting, ...]
    cautions: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Something to look into that matches no listed number: a brand or near-brand label, a partial number."""

    #: `brand_label`, `near_brand_label`, `partial_number`, `entry_suspected_false`, `line_handset`.
    kind: str
    line: Line | None
    sighting: Sighting | None
    explanation: str
    #: True when it may go to the owning unit only.
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Association:
    """A person named in the list whose number stands on the phone."""

    name: str
    number: str
    line: Line
    role: str | None
    sightings: tuple[Sighting, ...]
    explanation: str
    #: `P` or `C` as the list says of the person, None where it does not.
    handling: str | None = None
