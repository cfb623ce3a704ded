"""A line, the dated numbers it was seen on, and the list that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import cast


class LineStatus(StrEnum):
    """Where a line stands (domain 4.2)."""

    SUSPECTED = "suspected"
    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED_TYPE1 = "closed_type1"
    CLOSED_TYPE2 = "closed_type2"
    MERGED = "merged"
    REBRANDED = "rebranded"
    DISPUTED = "disputed"

    @property
    def is_closed(self) -> bool:
        """Whether the line was closed by arrest (type 1) or by cutting the number off (type 2)."""
        return self in {LineStatus.CLOSED_TYPE1, LineStatus.CLOSED_TYPE2}

    @property
    def is_ended(self) -> bool:
        """Whether the line trades under its name no more."""
        return self.is_closed or self in {LineStatus.MERGED, LineStatus.REBRANDED}


class NumberRole(StrEnum):
    """What a listed number was used for."""

    DEAL_LINE = "deal_line"
    BULK_TEXT_SENDER = "bulk_text_sender"
    HOLDER_PERSONAL = "holder_personal"
    WORKER_HANDSET = "worker_handset"
    SOCIAL_HANDLE = "social_handle"
    UNKNOWN = "unknown"


class DatePrecision(StrEnum):
    """How exactly the dates of a listed number are known."""

    EXACT = "exact"
    MONTH = "month"
    QUARTER = "quarter"
    UNDATED = "undated"


class Confidence(StrEnum):
    """How sure the unit is that a person is linked to a line."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Marker(StrEnum):
    """Harm linked to a line."""

    KNIFE = "knife"
    FIREARM = "firearm"
    CORROSIVE = "corrosive"
    SERIOUS_ASSAULT = "serious_assault"
    SEXUAL_VIOLENCE = "sexual_violence"
    KIDNAP = "kidnap"
    CHILD_EXPLOITATION = "child_exploitation"
    CUCKOOING = "cuckooing"
    INTERNAL_CONCEALMENT = "internal_concealment"
    PRISON_RUN = "prison_run"
    DEBT_BONDAGE = "debt_bondage"
    RIVALRY = "rivalry"


class Visibility(StrEnum):
    """Who may know that the line is known."""

    OPEN_TO_FORCE = "open_to_force"
    OWNER_UNIT_ONLY = "owner_unit_only"
    #: The existence of the line is itself protected.
    COVERT = "covert"

    @property
    def is_restricted(self) -> bool:
        """Whether a match must stay with the owning unit."""
        return self is not Visibility.OPEN_TO_FORCE


@dataclass(frozen=True, slots=True)
class Line:
    """A deal line: an identity apart from its numbers."""

    id: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    status: LineStatus = LineStatus.ACTIVE
    exporting_area: str | None = None
    importing_areas: tuple[str, ...] = ()
    markers: frozenset[Marker] = frozenset()
    visibility: Visibility = Visibility.OPEN_TO_FORCE
    owner_unit: str | None = None
    ocg_urn: str | None = None
    review_due: date | None = None
    #: When the line was closed, whatever the type.
    closed_on: date | None = None


class _NewLine:
    """A line whose fields are being set; then it is one, frozen as any.

    A frozen class sets each field by a call of its own, which is four fifths of the time it takes to make a line; a list has many.
    """

    __slots__ = tuple(each.name for each in fields(Line))

    def __init__(  # noqa: PLR0913, PLR0917 - the fields of a line
        self,
        id: str,  # noqa: A002 - as the field
        name: str | None,
        aliases: tuple[str, ...],
        status: LineStatus,
        exporting_area: str | None,
        importing_areas: tuple[str, ...],
        markers: frozenset[Marker],
        visibility: Visibility,
        owner_unit: str | None,
        ocg_urn: str | None,
        review_due: date | None,
        closed_on: date | None,
    ) -> None:
        self.id = id
        self.name = name
        self.aliases = aliases
        self.status = status
        self.exporting_area = exporting_area
        self.importing_areas = importing_areas
        self.markers = markers
        self.visibility = visibility
        self.owner_unit = owner_unit
        self.ocg_urn = ocg_urn
        self.review_due = review_due
        self.closed_on = closed_on
        self.__class__ = Line  # type: ignore[assignment]


#: Makes lines by the thousand: takes every field, in the order of the class.
make_line = cast("Callable[..., Line]", _NewLine)


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row of the list: a number of a line, with its dates and its 3x5x2 grading."""

    line_id: str
    #: As the list writes it.
    raw: str
    e164: str
    #: Row of the list file, counted from 1 with the header as row 1.
    row: int
    role: NumberRole = NumberRole.UNKNOWN
    first_seen: date | None = None
    last_seen: date | None = None
    date_precision: DatePrecision = DatePrecision.EXACT
    #: `1`, `2` or `3` (source evaluation), None where the list does not say.
    source_grade: str | None = None
    #: `A` to `E` (intelligence assessment), None where the list does not say.
    intel_grade: str | None = None
    #: `P` or `C`, None where the list does not say.
    handling: str | None = None
    handling_conditions: str | None = None
    #: Set when a court order cut the number off.
    ddtro_ref: str | None = None
    #: Closure of this number (row level); the line's own where the row gives none.
    closed_on: date | None = None
    closure_type: str | None = None
    #: True when the list's own text needed a repair to be read.
    repaired: bool = False

    @property
    def grading(self) -> str | None:
        """The two letters a practitioner knows, e.g. `2B`; None when neither part is given."""
        return f"{self.source_grade or ''}{self.intel_grade or ''}" or None


def strictest(handling: Iterable[tuple[str | None, str | None]]) -> tuple[str | None, str | None]:
    """Give the handling code and the conditions that hold where several rows speak of one thing: what one forbids no other allows."""
    codes, conditions = zip(*handling, strict=True)
    code = max((each or "" for each in codes), key=("", "P", "C").index)
    return code or None, "; ".join(dict.fromkeys(filter(None, conditions))) or None


@dataclass(frozen=True, slots=True)
class NamedAssociate:
    """A person the list itself links to a line, with that person's number."""

    line_id: str
    name: str
    raw: str
    e164: str
    row: int
    role: str | None = None
    #: `P` or `C`, None where the list does not say.
    handling: str | None = None
    handling_conditions: str | None = None

    def held_with(self, other: NamedAssociate) -> NamedAssociate:
        """Give the person as two rows about them allow them to be handled."""
        both = ((each.handling, each.handling_conditions) for each in (self, other))
        handling, conditions = strictest(both)
        return replace(self, handling=handling, handling_conditions=conditions)


@dataclass(frozen=True, slots=True)
class LineList:
    """A whole list, ready to be looked up: one dictionary probe however long it is."""

    name: str
    sha256: str
    lines: Mapping[str, Line]
    #: E.164 -> entries, in list order.
    entries: Mapping[str, tuple[ListEntry, ...]]
    #: E.164 -> associates, in list order.
    associates: Mapping[str, tuple[NamedAssociate, ...]] = field(default_factory=dict)
    version: str | None = None
    #: What was tolerated while the list was read, in sentences: unknown columns, social handles.
    notes: tuple[str, ...] = ()
    #: Rows of restricted lines of which nothing is kept, ascending: they count where rows are numbered as if those lines were not there.
    hidden_rows: tuple[int, ...] = ()

    def is_suspected_false(self, e164: str) -> bool:
        """Whether a number is listed and every entry about it is information suspected to be false."""
        entries = self.entries.get(e164, ())
        return bool(entries) and all(entry.intel_grade == "E" for entry in entries)
