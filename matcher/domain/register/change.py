"""Changes to a register: each says what it found and what it leaves behind, and they are made all together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.line import LineStatus
from matcher.domain.register.record import Key, Record, RecordKind, Removal, differing
from matcher.domain.register.register import Register, place_of


class Effect(StrEnum):
    """What a change amounts to."""

    NEW = "new"
    CHANGED = "changed"
    CLOSED = "closed"
    REOPENED = "reopened"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after; nothing is ever taken out of a register."""

    #: None where the record is new.
    before: Record | None
    #: A tombstone where the record is removed.
    after: Record

    __hash__ = None  # type: ignore[assignment] # its records have none

    @property
    def kind(self) -> RecordKind:
        """What the record is about."""
        return self.after.kind

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.after.id

    @property
    def line_id(self) -> str:
        """The line it belongs to."""
        return self.after.line_id

    @property
    def key(self) -> Key:
        """The name of the record."""
        return self.after.key

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that differ; `removed` among them where the record goes or comes back."""
        return differing(self.before, self.after)

    @property
    def effect(self) -> Effect:
        """What it amounts to."""
        before, after = self.before, self.after
        if after.removed is not None:
            return Effect.REMOVED if before is None or before.removed is None else Effect.CHANGED
        if before is None:
            return Effect.NEW
        if before.removed is not None:
            return Effect.REOPENED
        if is_closed(before) != is_closed(after):
            return Effect.CLOSED if is_closed(after) else Effect.REOPENED
        return Effect.CHANGED


_CLOSED = frozenset(status.value for status in LineStatus if status.is_closed)


def is_closed(record: Record) -> bool:
    """Whether a record says of itself that it is closed: a line by its status or its closure, a number by its closure."""
    status = record.get("status")
    if record.kind is RecordKind.LINE and status:
        return status in _CLOSED
    return bool(record.get("closed_on") or record.get("closure_type"))


class ConflictCode(StrEnum):
    """Why one record cannot be changed as was meant, by a word."""

    #: Twice among the changes themselves.
    TWICE = "twice"
    THERE = "there"
    #: A new line has an id that cannot be given to it.
    TAKEN = "taken"
    #: The same of a new entry, whose id one of another line has.
    ENTRY_TAKEN = "entry-taken"
    GONE = "gone"
    REMOVED = "removed"
    CHANGED = "changed"
    #: Somebody else proposed the same, and it was published.
    SAME = "same"
    #: The list stands against what a file says.
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why one record cannot be changed as was meant."""

    kind: RecordKind
    id: str
    line_id: str
    #: Fields that are not as the change found them.
    fields: tuple[str, ...]
    sentence: str
    #: Row of the file that meant it, where one did.
    row: int | None = None
    code: ConflictCode = ConflictCode.FILE


class ConflictingChanges(Exception):
    """The register is not as the changes found it; nothing was changed."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        """Keep every conflict."""
        super().__init__("the register has changed since")
        self.conflicts = conflicts


#: The same whatever stands under the id: a line that is seen, one that was removed, or one that few may know of.
ID_TAKEN = "This id cannot be used for a new line; propose it under another one."

#: Of the entry that has it, on another line, nothing is told: it may be one that few may know of.
_ENTRY_ID_TAKEN = "This id cannot be used for a new entry; propose it without one."

_SENTENCES = {
    ConflictCode.TWICE: "The same record is changed twice; make one change of both.",
    ConflictCode.THERE: "A record with this id is there already.",
    ConflictCode.TAKEN: ID_TAKEN,
    ConflictCode.ENTRY_TAKEN: _ENTRY_ID_TAKEN,
    ConflictCode.GONE: "The record is not there.",
    ConflictCode.REMOVED: "The record was removed since.",
    ConflictCode.CHANGED: "The record was changed since.",
    ConflictCode.SAME: "The list says exactly this already; there is nothing left to change.",
}


def apply(register: Register, changes: Iterable[Change]) -> Register:
    """Give the register after the changes.

    Raises:
        ConflictingChanges: a record is not as a change found it, with every such record; nothing is half applied.
    """
    changes = tuple(changes)
    if conflicts := conflicts_of(register, changes):
        raise ConflictingChanges(conflicts)
    return overlay(register, changes)


def overlay(register: Register, changes: Iterable[Change]) -> Register:
    """Give the register with what the changes leave behind, whatever they found."""
    return Register({**register.records, **{change.key: change.after for change in changes}})


_UNTOLD = frozenset({ConflictCode.TAKEN, ConflictCode.ENTRY_TAKEN})


def conflicts_of(register: Register, changes: Sequence[Change]) -> tuple[Conflict, ...]:
    """Name every record that is not as a change found it, in the order of the register."""
    found: list[Conflict] = []
    seen: set[Key] = set()
    for change in sorted(changes, key=lambda change: place_of(change.after)):
        current = register.records.get(change.key)
        why = ConflictCode.TWICE if change.key in seen else _why(change, current)
        seen.add(change.key)
        if why is not None:
            fields = differing(change.before, current) if why not in _UNTOLD and (change.before or current) else ()
            found.append(Conflict(change.kind, change.id, change.line_id, fields, _SENTENCES[why], code=why))
    return tuple(found)


def _why(change: Change, current: Record | None) -> ConflictCode | None:
    if change.before == current:
        return None
    if current is None:
        return ConflictCode.GONE
    if current == change.after:
        return ConflictCode.SAME
    if change.before is None:
        if change.kind is RecordKind.LINE:
            return ConflictCode.TAKEN
        return ConflictCode.THERE if current.line_id == change.line_id else ConflictCode.ENTRY_TAKEN
    return ConflictCode.REMOVED if current.removed is not None and change.before.removed is None else ConflictCode.CHANGED


def removal(record: Record, reason: Removal) -> Change:
    """Give the change that makes a tombstone of a record."""
    return Change(record, record.remove(reason))


def removal_of_line(register: Register, line_id: str, reason: Removal) -> tuple[Change, ...]:
    """Give the changes that make tombstones of a line and of everything that hangs on it."""
    return tuple(removal(record, reason) for record in register.of_line(line_id) if record.removed is None)
