"""A list file against the register: what would change, what stays, and what the file cannot decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from matcher.domain.line import LineStatus
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.register.change import Change, Conflict, removal
from matcher.domain.register.diff import Diff, diff_of_changes
from matcher.domain.register.from_list import ImportedRegister
from matcher.domain.register.numbering import Conventions, FreeIds, Slot, slot_of, slots_of
from matcher.domain.register.pairing import Claims, are_apart
from matcher.domain.register.record import COLUMNS_OF, Key, Record, RecordKind, Removal
from matcher.domain.register.register import Register


class ImportMode(StrEnum):
    """What the absence of a record from a file says."""

    #: The file is the whole list: what it does not hold is removed, and an empty cell empties its field.
    WHOLE = "whole"
    #: The file adds to the list: what it does not hold stays, and an empty cell says nothing.
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do. What stands in conflict is left out of the changes, and stays as it is."""

    diff: Diff
    conflicts: tuple[Conflict, ...]
    #: Record -> row of the file it comes from.
    rows: Mapping[Key, int]

    __hash__ = None  # type: ignore[assignment] # its changes have none

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it would change, in the order of the register."""
        return self.diff.changes


def plan_import(
    current: Register, imported: ImportedRegister, mode: ImportMode, conventions: Conventions, *, is_first: bool = False
) -> ImportPlan:
    """Compare a file with the register. The same file a second time plans no change.

    Args:
        current: The register as far as whoever imports may know of it.
        imported: The file.
        mode: What absence says.
        conventions: How the numbers of the register are read.
        is_first: Whether there is no list yet: then the ids of the file are taken as they are.
    """
    planner = _Planner(current, imported, mode, conventions, is_first)
    with nothing_collected():
        planner.plan()
    return ImportPlan(diff_of_changes(current, planner.changes), tuple(planner.conflicts), planner.rows)


#: Why a removed record does not come back by a file.
_STAYS: Mapping[Removal, str] = {
    Removal.WRONG: "It was removed as wrong; the file holds it again. Bring it back by a change of its own, or take it out of the file.",
    Removal.DUPLICATE: "It was removed because another record says the same; take it out of the file.",
    Removal.UNDONE: "The link was undone; the file holds it again. Bring it back by a change of its own, or take it out of the file.",
    Removal.MERGED: "It went on in another record; take it out of the file.",
}
#: The same whether nothing has the id or a record that few may know of.
_NO_ENTRY = "No entry of this list has this id. The list gives ids to its entries; leave the cell empty for a new one."
_OTHER_LINE = "The file gives this id to an entry of another line; an entry stays with its line. Leave the id out to make a new one."


@dataclass(slots=True)
class _Planner:
    """Plans one import; single use."""

    current: Register
    imported: ImportedRegister
    mode: ImportMode
    conventions: Conventions
    is_first: bool
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    rows: dict[Key, int] = field(default_factory=dict)
    #: Records of the register that the file speaks of.
    met: set[Key] = field(default_factory=set)
    #: Lines that do not come back, and with them everything the file says of them.
    kept_away: set[str] = field(default_factory=set)
    #: Line-level closures and visibility live on the lines as they will be.
    lines: dict[str, Record] = field(default_factory=dict)
    ids: FreeIds = field(init=False)

    def __post_init__(self) -> None:
        """Give no id that stands for something else."""
        self.ids = FreeIds(self._is_taken)

    def plan(self) -> None:
        """Find every change and every conflict."""
        records = self.imported.register.records
        for (kind, _), record in records.items():
            if kind is RecordKind.LINE:
                self._take_line(record)
        slots: dict[Slot, Claims] = {}
        rest = [record for key, record in records.items() if key[0] is not RecordKind.LINE and not self._is_met(key, record)]
        for record in rest:
            slots.setdefault(self._slot(record), Claims()).imported[record.id] = record
        if slots:
            self._fill(slots)
        for slot in slots.values():
            for record, known in slot.pairs(self._may_be_one):
                self._meet(record, known)
            for record in slot.imported.values():
                self._add(record)
        if self.mode is ImportMode.WHOLE:
            self.changes += map(_absent, self._absent())

    def _take_line(self, record: Record) -> None:
        known = self.current.get(RecordKind.LINE, record.id)
        if known is None:
            self.lines[record.id] = record
            self._change(Change(None, record), record)
        elif known.removed is not None and known.removed is not Removal.ABSENT:
            self.kept_away.add(record.id)
            self._conflict(known, record, _STAYS[known.removed])
        else:
            self.met.add(known.key)
            after = known if known == record else self._after(record, known)
            self.lines[record.id] = after
            self._change(Change(known, after), record)

    def _is_met(self, key: tuple[RecordKind, str], record: Record) -> bool:
        """Settle what needs no comparing: what the register holds as it is, what has an id of its own, what hangs on a line kept away."""
        if record.line_id in self.kept_away:
            return True
        known = self.current.records.get(key)
        if known is None:
            if self.is_first or key not in self.imported.named:
                return False
            # Taken as it is, it would meet whatever has it when it is published, and so tell of what few may know of.
            self._conflict(record, record, _NO_ENTRY)
            return True
        if known == record and key not in self.met:
            self.met.add(known.key)
            self.rows[known.key] = self.imported.rows[known.key]
            return True
        if key not in self.imported.named:
            return False
        if known.line_id != record.line_id:
            self.met.add(known.key)
            self._conflict(known, record, _OTHER_LINE)
        else:
            self._meet(record, known)
        return True

    def _fill(self, slots: Mapping[Slot, Claims]) -> None:
        """Put beside the rows of the file what the register holds about the same lines."""
        lines = {key[1] for key in slots}
        candidates = [
            record
            for key, record in self.current.records.items()
            if record.line_id in lines and record.kind is not RecordKind.LINE and key not in self.met
        ]
        for record, about in zip(candidates, slots_of(candidates, self.conventions), strict=True):
            slot = slots.get(slot_of(record.kind, record.line_id, about, record.fields))
            if slot is not None:
                (slot.live if record.removed is None else slot.removed)[record.id] = record

    def _may_be_one(self, known: Record, record: Record) -> bool:
        return self.mode is ImportMode.WHOLE or not are_apart(known, record)

    def _meet(self, record: Record, known: Record) -> None:
        self.met.add(known.key)
        if known.removed is not None and known.removed is not Removal.ABSENT:
            self._conflict(known, record, _STAYS[known.removed])
        else:
            self._change(Change(known, self._after(record, known)), record)

    def _add(self, record: Record) -> None:
        new = self._without_closure_of_line(record, None)
        if self._is_taken(record.kind, record.id):
            # Its own id stands for another period of the same number.
            new = replace(new, id=self.ids.give(self._slot(record), record.fields, alone=True))
        self._change(Change(None, new), record)

    def _is_taken(self, kind: RecordKind, id: str) -> bool:  # noqa: A002 - as the field
        return (kind, id) in self.current.records or (kind, id) in self.rows

    def _slot(self, record: Record) -> Slot:
        return slot_of(record.kind, record.line_id, self.imported.slots[record.key], record.fields)

    def _change(self, change: Change, record: Record) -> None:
        if (row := self.imported.rows.get(record.key)) is not None:
            self.rows[change.key] = row
        if change.before != change.after:
            self.changes.append(change)

    def _conflict(self, known: Record, record: Record, sentence: str) -> None:
        row = self.imported.rows.get(record.key)
        self.conflicts.append(Conflict(known.kind, known.id, record.line_id, (), sentence, row))

    def _after(self, record: Record, known: Record) -> Record:
        """Give a known record as the file has it; what the file says nothing of stays."""
        said = record.fields
        keeps = COLUMNS_OF[record.kind] if self.mode is ImportMode.UPDATE else self._unsaid(record.kind)
        fields = {**{column: known.fields[column] for column in keeps if column in known.fields}, **said}
        if "date_precision" not in said and any(fields.get(column) != known.fields.get(column) for column in ("first_seen", "last_seen")):
            # New dates without a precision are exact.
            fields.pop("date_precision", None)
        if record.kind is RecordKind.LINE and "status" in said and not LineStatus(said["status"]).is_closed:
            fields = {column: text for column, text in fields.items() if column not in _CLOSURE}
        return self._without_closure_of_line(Record(known.kind, known.id, known.line_id, fields), known)

    def _unsaid(self, kind: RecordKind) -> list[str]:
        # A file says of a line when it was closed only by its numbers.
        return [
            column for column in COLUMNS_OF[kind] if column not in self.imported.columns or (kind is RecordKind.LINE and column in _CLOSURE)
        ]

    def _without_closure_of_line(self, record: Record, known: Record | None) -> Record:
        """Leave to the line what a row repeats of its closure, as an export writes it."""
        line = self.lines.get(record.line_id)
        own = [record.get(column) for column in _CLOSURE]
        if record.kind is not RecordKind.NUMBER or line is None or not any(own) or own != [line.get(column) for column in _CLOSURE]:
            return record
        if known is not None and any(known.get(column) for column in _CLOSURE):
            return record
        return replace(record, fields={column: text for column, text in record.fields.items() if column not in _CLOSURE})

    def _absent(self) -> Iterator[Record]:
        """Yield the live records that a whole list does not hold.

        A line without numbers cannot stand in a file, so its absence says nothing.
        """
        lines = {line_id for (kind, line_id), line in self.current.records.items() if kind is RecordKind.LINE and line.removed is None}
        missed, kept = [], set()
        for key, record in self.current.records.items():
            if record.removed is None and record.line_id in lines and key[0] is not RecordKind.LINE:
                if key in self.met:
                    kept.add(record.line_id)
                else:
                    missed.append(record)
        yield from missed
        for line_id in {record.line_id for record in missed} - kept:
            line = self.current.line(line_id)
            if line is not None and line.key not in self.met:
                yield line


_CLOSURE = ("closure_type", "closed_on")


def _absent(record: Record) -> Change:
    return removal(record, Removal.ABSENT)
