"""What would make the list unsound if changes were made to it: everything a list file is refused for, and the rules of keeping one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from matcher.domain.line import LineStatus
from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.register.change import Change, is_closed, overlay
from matcher.domain.register.drafting import Draft, draft_records
from matcher.domain.register.links import LINKS, links_of
from matcher.domain.register.numbering import Conventions, is_number, slots_of
from matcher.domain.register.record import Record, RecordKind, Removal
from matcher.domain.register.register import Register
from matcher.errors import Fault

_ORDER = {column: at for at, column in enumerate(COLUMNS)}
_TYPE_OF = {"type1": LineStatus.CLOSED_TYPE1, "type2": LineStatus.CLOSED_TYPE2, "ddtro": LineStatus.CLOSED_TYPE2}
#: Of a person the register says how sure it is, and why.
_OF_PERSON = {
    "associate_confidence": "The cell is empty; say how sure it is that the person is linked to the line.",
    "associate_justification": "The cell is empty; say what the link of the person to the line rests on.",
}

_Told = Iterator[tuple[int, str, str]]


class ChangeFault(NamedTuple):
    """One thing that one of several changes would make unsound."""

    #: Which of the changes, counted from 0.
    at: int
    #: Empty where it is the change as a whole.
    column: str
    sentence: str

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return self.told_of(f"change {self.at + 1}").place

    def told_of(self, what: str) -> Fault:
        """Tell it of what the change is to whoever reads it: a row of a file, or a record."""
        return Fault(f"{what}, column {self.column}" if self.column else what, self.sentence)


def check(register: Register, changes: Sequence[Change], conventions: Conventions, *, from_file: bool = False) -> tuple[ChangeFault, ...]:
    """Say what would make the list unsound; no fault, and the changes may be made. Conflicts are not looked for (see `apply`).

    Args:
        register: The register the changes are to be made to.
        changes: All of them; each fault names one of them by its place among them, and the column.
        conventions: How numbers are read, and which may stand on no list.
        from_file: The changes were planned of a list file, whose cells were read, and which may tell of a closure without day or type.

    """
    case = _Case(register, tuple(changes), overlay(register, changes), conventions, from_file)
    told = dict.fromkeys((*_of_identity(case), *_of_cells(case), *_of_lines(case)))
    ordered = sorted(told, key=lambda fault: (fault[0], _ORDER.get(fault[1], len(COLUMNS))))
    return tuple(ChangeFault(*fault) for fault in ordered)


@dataclass(slots=True)
class _Case:
    """Changes that are being checked."""

    before: Register
    changes: tuple[Change, ...]
    after: Register
    conventions: Conventions
    from_file: bool
    #: Line -> numbers of the changes about it.
    by_line: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the changes by line."""
        self.by_line = {}
        for at, change in enumerate(self.changes):
            self.by_line.setdefault(change.line_id, []).append(at)

    def live_of(self, line_id: str) -> list[Record]:
        """Give the records of a line that count once the changes are made."""
        return [record for record in self.after.of_line(line_id) if self.after.is_live(record)]


def _of_identity(case: _Case) -> _Told:
    for at, change in enumerate(case.changes):
        before, after = change.before, change.after
        if before is not None and (before.key, before.line_id) != (after.key, after.line_id):
            yield at, "line_id", "A record keeps its kind, its id and its line."
        if after.removed is None:
            continue
        if before is None:
            yield at, "", "A record that was never there cannot be removed."
        elif before.fields != after.fields:
            yield at, "", "A record that is removed keeps its fields; what was wrong in them stays on record."
        if after.removed is Removal.UNDONE and after.kind is not RecordKind.ASSOCIATE:
            yield at, "", "Only the link of a person to a line is undone; a line or number is removed for another reason."


def _of_cells(case: _Case) -> _Told:
    """Read the fields as cells of a list. New records of a file were read with it."""
    wanted = [
        at for at, change in enumerate(case.changes) if change.after.removed is None and not (case.from_file and change.before is None)
    ]
    records = [case.changes[at].after for at in wanted]
    drafted = draft_records([Draft(each.kind, each.id, each.line_id, each.fields) for each in records], case.conventions)
    at_fault = set()
    for (draft, column), sentence in drafted.faults:
        at_fault.add(draft)
        yield wanted[draft], column, sentence
    for draft, (record, read) in enumerate(zip(records, drafted.records, strict=True)):
        if draft not in at_fault and record != read:
            columns = [column for column in {*record.fields, *read.fields} if record.get(column) != read.get(column)]
            for column in columns:
                yield wanted[draft], column, "The value is not spelt as the register keeps it."


def _of_lines(case: _Case) -> _Told:
    live = {line_id: case.live_of(line_id) for line_id in case.by_line}
    entries = [record for several in live.values() for record in several if record.kind is not RecordKind.LINE]
    slots = dict(zip(((each.kind, each.id) for each in entries), slots_of(entries, case.conventions), strict=True))
    for line_id, ats in case.by_line.items():
        yield from _of_presence(case, line_id, ats)
        yield from _of_repeats(case, ats, live[line_id], slots)
        yield from _of_links(case, ats, live[line_id], slots)
        if not case.from_file:
            yield from _of_closing(case, ats, live[line_id])
            yield from _of_people(case, ats)


def _of_presence(case: _Case, line_id: str, ats: Sequence[int]) -> _Told:
    line = case.after.line(line_id)
    for at in ats:
        change = case.changes[at]
        if change.kind is RecordKind.LINE:
            left = [each for each in case.after.of_line(line_id) if each.kind is not RecordKind.LINE and each.removed is None]
            if change.after.removed is not None and left:
                yield at, "", "Numbers or people of the line would be left without it; remove them with it."
        elif change.after.removed is None and (line is None or line.removed is not None):
            yield at, "line_id", "There is no such line; propose it as well."


def _of_repeats(case: _Case, ats: Sequence[int], live: Sequence[Record], slots: Mapping[tuple[RecordKind, str], str]) -> _Told:
    """Tell of changed entries that say what another one says already."""
    first: dict[tuple[str, ...], str] = {}
    changed = {case.changes[at].key: at for at in ats}
    # What was there before is the original, what is changed the repetition.
    for record in sorted(live, key=lambda record: record.key in changed):
        about = slots.get(record.key, "")
        if not is_number(about):
            continue
        person = record.get("associate_name").casefold()
        if person and record.get("intel_grade") == "E":
            continue
        same = (record.kind, about, person) if person else (record.kind, about, record.get("first_seen"), record.get("last_seen"))
        if first.setdefault(same, record.id) != record.id and (record.kind, record.id) in changed:
            what = "person and number" if person else "number and dates"
            yield changed[record.key], "number", f"Another entry of the line is about the same {what}; change that one."


def _of_links(case: _Case, ats: Sequence[int], live: Sequence[Record], slots: Mapping[tuple[RecordKind, str], str]) -> _Told:
    numbers = [record for record in live if record.kind is RecordKind.NUMBER]
    if not any(record.get(column) for record in numbers for column in LINKS):
        return
    links = links_of(numbers, [slots[record.key] for record in numbers])
    for at in ats:
        record = case.changes[at].after
        if record.id in links.entries and record.kind is RecordKind.NUMBER:
            yield from ((at, column, sentence) for column, sentence in links.faults_of(record))


def _of_closing(case: _Case, ats: Sequence[int], live: Sequence[Record]) -> _Told:
    """Closing takes a type and a day (domain 12)."""
    for at in ats:
        before, after = case.changes[at].before, case.changes[at].after
        if after.removed is not None:
            continue
        closed_on, closure_type = after.get("closed_on"), after.get("closure_type")
        if after.kind is not RecordKind.LINE:
            if closed_on and not closure_type:
                yield at, "closure_type", "The cell is empty; closing takes a type and a day."
            if closure_type and not closed_on:
                yield at, "closed_on", "The cell is empty; closing takes a type and a day."
            continue
        status = LineStatus(after.get("status")) if _is_status(after.get("status")) else None
        if closed_on and not closure_type and not (status and status.is_closed):
            yield at, "closure_type", "The cell is empty; closing takes a type and a day."
        if status and not status.is_closed and (closed_on or closure_type):
            yield at, "status", "The line has a closure, so its status is one of: closed_type1, closed_type2."
        elif status and closure_type in _TYPE_OF and status is not _TYPE_OF[closure_type]:
            yield at, "status", "The status tells of another type of closure than closure_type."
        was_open = before is None or before.removed is not None or not is_closed(before)
        numbers_say = any(each.kind is RecordKind.NUMBER and each.get("closed_on") for each in live)
        if is_closed(after) and was_open and not closed_on and not numbers_say:
            yield at, "closed_on", "The cell is empty; closing takes a type and a day."


def _is_status(text: str) -> bool:
    return text in {status.value for status in LineStatus}


def _of_people(case: _Case, ats: Sequence[int]) -> _Told:
    for at in ats:
        change = case.changes[at]
        if change.kind is RecordKind.ASSOCIATE and change.after.removed is None and change.before is None:
            yield from ((at, column, sentence) for column, sentence in _OF_PERSON.items() if not change.after.get(column))
