"""The whole answer for one person's phone: one frozen value, the same for the same inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matcher.domain.line import LineList
from matcher.domain.match import Association, Lead, Match
from matcher.domain.sighting import Sighting


class EpisodeStatus(StrEnum):
    """Where the person is, as the command line takes it."""

    MISSING = "missing"
    FOUND = "found"
    CUSTODY = "custody"
    OTHER = "other"


#: Under this age a person is a child in law.
ADULT_FROM = 18


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of the person whose phone it is. Nothing here is guessed; None means not stated."""

    age: int | None = None
    age_uncertain: bool = False
    status: EpisodeStatus = EpisodeStatus.OTHER
    looked_after: bool = False
    placed_out_of_area: bool = False
    adult_at_risk: bool = False
    home_takeover: bool = False
    home_area: str | None = None
    found_area: str | None = None
    #: True when the person is known to be back home.
    returned: bool = False
    #: Recorded for the disparity report only; no rule can read them.
    sex: str | None = None
    ethnicity: str | None = None
    own_numbers: frozenset[str] = frozenset()
    #: Numbers of parents, carers and the household.
    household_numbers: frozenset[str] = frozenset()

    @property
    def is_adult(self) -> bool:
        """Whether what was stated leaves no doubt: 18 or over for certain, or an adult at risk of no stated age."""
        if self.age is None:
            return self.adult_at_risk and not self.age_uncertain
        return self.age >= ADULT_FROM and not self.age_uncertain


class Urgency(StrEnum):
    """How soon a person must look, never how bad a child is (domain 6 and 7)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


@dataclass(frozen=True, slots=True)
class Alert:
    """A safeguarding alert: what is known (facts), what it may mean (assessment) and what a person may decide to do (actions)."""

    rule: str
    rule_version: str
    urgency: Urgency
    title: str
    facts: tuple[str, ...]
    assessment: str
    actions: tuple[str, ...]
    #: Why the urgency is what it is, step by step: raised by AR-05, capped by grade C …
    urgency_steps: tuple[str, ...] = ()
    #: Who should get it by default, in words.
    recipients: tuple[str, ...] = ()
    #: True when it goes to its recipients and nobody else, never to parents or carers: its rule says so, or what it rests on.
    restricted: bool = False
    #: True when it rests on something only the owning unit may see: a restricted line, or an entry suspected to be false.
    rests_on_restricted: bool = False


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where an answer came from: one file and how it was read."""

    name: str
    sha256: str
    bytes: int
    reader: str
    scope: tuple[str, ...]
    records: int
    skipped: int
    #: Set when the file ended too early: what was complete was read.
    truncated: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that was handed in and could not be read; nothing of it is part of the answer."""

    name: str
    #: Stable and kebab-case, as on the command line: `damaged-extraction`.
    code: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals over all sources. Protected numbers count nowhere."""

    records: int = 0
    sightings: int = 0
    #: Distinct usable numbers, the owner's own left out.
    numbers: int = 0
    matched_numbers: int = 0
    unusable: int = 0
    skipped: int = 0
    #: Records with a text that could be a number and cannot be read as one; records count, not different texts.
    doubtful_records: int = 0


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """One record that gave no number, and why."""

    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """Which list was used."""

    name: str
    sha256: str
    version: str | None
    lines: int
    #: Distinct numbers of lines; one that stands there for two periods counts once.
    numbers: int
    #: What was tolerated while the list was read, in sentences.
    notes: tuple[str, ...] = ()


def facts_of(line_list: LineList) -> ListFacts:
    """Say which list this is and how much stands in it."""
    return ListFacts(
        line_list.name, line_list.sha256, line_list.version, len(line_list.lines), len(line_list.entries), notes=line_list.notes
    )


@dataclass(frozen=True, slots=True)
class Screening:
    """The whole answer."""

    #: The moment it was judged at, UTC.
    at: datetime
    tool: str
    normaliser: str
    phone_metadata: str
    line_list: ListFacts
    sources: tuple[SourceFacts, ...]
    counts: Counts
    statement: str
    subject: Subject = field(default_factory=Subject)
    matches: tuple[Match, ...] = ()
    leads: tuple[Lead, ...] = ()
    associates: tuple[Association, ...] = ()
    alerts: tuple[Alert, ...] = ()
    #: Ambiguous, partial and unparsable readings: where a match could hide.
    unusable: tuple[Sighting, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    #: Files that were handed in and are not part of the answer, in order of their names.
    unread: tuple[UnreadFile, ...] = ()
    #: Sentences the person must read before the result: a file that could not be read, a line handset, matches no rule speaks of …
    warnings: tuple[str, ...] = ()
