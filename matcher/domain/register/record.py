"""What the register keeps: a line, a number of it, or a person linked to it; each with an id of its own and its fields as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from matcher.domain.line import Visibility
from matcher.domain.line_list.columns import LINE_COLUMNS


class RecordKind(StrEnum):
    """What a record is about, in the order in which the records of a line are kept."""

    LINE = "line"
    NUMBER = "number"
    ASSOCIATE = "associate"

    # Hashed like the text it equals, and without a detour: kinds are part of every key.
    __hash__ = str.__hash__


class Removal(StrEnum):
    """Why a record does not count any more."""

    #: It was never so.
    WRONG = "wrong"
    #: Another record says the same.
    DUPLICATE = "duplicate"
    #: A file that is the whole list does not hold it.
    ABSENT = "absent-from-import"
    #: The link of a person to the line was taken back.
    UNDONE = "undone"
    #: It went on in another record.
    MERGED = "merged"


#: What is said of a number, whether it is one of the line or of a person.
_OF_NUMBERS = (
    *("number", "number_role", "first_seen", "last_seen", "date_precision"),
    *("source_grade", "intel_grade", "handling", "handling_conditions"),
    *("closure_type", "closed_on", "ddtro_ref", "reported_by_sources"),
)

#: Columns that a record of each kind can fill. The closure of a line holds for those of its numbers that have none of their own.
COLUMNS_OF: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.LINE: (*LINE_COLUMNS, "closure_type", "closed_on", "commodities", "group"),
    RecordKind.NUMBER: (*_OF_NUMBERS, "predecessor", "successor", "notes"),
    RecordKind.ASSOCIATE: ("associate_name", "associate_role", "associate_confidence", "associate_justification", *_OF_NUMBERS, "notes"),
}

#: What the ids of a kind begin with; the id of a line is its line_id.
PREFIX_OF: Mapping[RecordKind, str] = {RecordKind.NUMBER: "num", RecordKind.ASSOCIATE: "ass"}


_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}


class Key(NamedTuple):
    """Names a record."""

    kind: RecordKind
    id: str


@dataclass(frozen=True, slots=True)
class Record:
    """One thing the list says. Its fields are never changed; a changed record is another value with the same key."""

    kind: RecordKind
    #: Of a line its line_id; of others `num_…` and `ass_…`.
    id: str
    line_id: str
    #: Column -> canonical text. Empty fields, and those that say what an empty one says, are left out.
    fields: Mapping[str, str] = field(default_factory=dict)
    #: Set in a tombstone, which keeps the fields it had.
    removed: Removal | None = None

    __hash__ = None  # type: ignore[assignment] # its fields are a dictionary

    def __post_init__(self) -> None:
        """Leave out empty fields, so that two records that say the same are equal."""
        if "" in self.fields.values():
            object.__setattr__(self, "fields", {name: text for name, text in self.fields.items() if text})

    @property
    def key(self) -> Key:
        """The name of the record within its register."""
        return Key(self.kind, self.id)

    def get(self, column: str) -> str:
        """Give the text of a field; empty where it says nothing."""
        return self.fields.get(column, "")

    def remove(self, reason: Removal) -> Record:
        """Give its tombstone."""
        return replace(self, removed=reason)

    @property
    def visibility(self) -> Visibility:
        """Who may know of the line; meant for records of lines, tombstones included. What cannot be read hides the line."""
        return _VISIBILITIES.get(self.fields.get("visibility", Visibility.OPEN_TO_FORCE), Visibility.COVERT)


def differing(one: Record | None, other: Record | None) -> tuple[str, ...]:
    """Name the fields in which two states of a record differ, in the order of the columns; `removed` comes last."""
    kind = (one or other).kind if one or other else RecordKind.LINE  # type: ignore[union-attr]
    before, after = (one.fields if one else {}), (other.fields if other else {})
    names = [column for column in COLUMNS_OF[kind] if before.get(column, "") != after.get(column, "")]
    names += sorted(column for column in {*before, *after} - {*COLUMNS_OF[kind]} if before.get(column, "") != after.get(column, ""))
    if (one.removed if one else None) != (other.removed if other else None):
        names.append("removed")
    return tuple(names)
