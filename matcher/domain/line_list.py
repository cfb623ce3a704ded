"""Rows of a line list become a list that can be looked up; every fault of the file is told at once, and one fault refuses it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from matcher.domain.line import LineList, ListEntry, Marker, NamedAssociate, NumberRole
from matcher.domain.line_draft import LineDraft
from matcher.domain.list_columns import LINE_COLUMNS, read_header
from matcher.domain.list_rows import Row, RowReader, Use
from matcher.domain.numbers import Number, Reading, Status, read_all
from matcher.domain.protection import PREFIX, NumberLists
from matcher.errors import BadLineList, Fault

#: Rows whose numbers are normalised together.
_BATCH = 2048

_FREE_TEXTS = ("name", "exporting_area", "owner_unit", "ocg_urn")

_HINT = "Correct the places named and load the list again; nothing of it was taken."
_PROTECTED = "The number is protected (a helpline or confidential service) and is never matched; take it off the list and tell its owner."


@dataclass(frozen=True, slots=True)
class ListOrigin:
    """Where the rows of a list came from, and how its numbers are written."""

    name: str
    sha256: str
    #: ISO 3166 code of the country whose national numbers the list writes.
    region: str = "GB"
    #: Admit the unassigned +44 4 and +44 6 ranges.
    test_numbers: bool = False
    #: Row of the header, counted from 1.
    header_row: int = 1


def parse_line_list(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, origin: ListOrigin, lists: NumberLists
) -> LineList:
    """Make a list from its header and its rows, each with its row number in the file.

    Raises:
        BadLineList: with every fault of the file, each with row and column.
    """
    found, faults = read_header(header, origin.header_row)
    if faults:
        raise refusal(origin.name, faults, len(faults))
    parser = _Parser(RowReader(found), origin, lists)
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        parser.take(batch)
    return parser.finish()


def refusal(name: str, faults: Sequence[Fault], count: int) -> BadLineList:
    """Say that a list cannot be used, with its faults; those beyond the ones kept are only counted."""
    kept = tuple(faults)
    if count > len(kept):
        kept = (*kept, Fault("further rows", f"{count - len(kept)} more faults are not listed."))
    what = "1 fault" if count == 1 else f"{count} faults"
    return BadLineList(f"The line list '{name}' cannot be used: it has {what}.", hint=_HINT, faults=kept)


_Key = tuple[str, date | None, date | None]


class _Crowd(NamedTuple):
    """A number on more than one row: its entries by line and dates."""

    entries: dict[_Key, ListEntry]


@dataclass(slots=True)
class _Parser:
    """Takes rows in batches; single use."""

    reader: RowReader
    origin: ListOrigin
    lists: NumberLists
    rows: int = 0
    #: Rows with a social handle instead of a number.
    handles: int = 0
    #: Rows that say again, word for word, what another row says.
    repeats: int = 0
    #: Rows that name a person on information suspected to be false.
    suspected_people: int = 0
    drafts: dict[str, LineDraft] = field(default_factory=dict)
    entries: dict[str, tuple[ListEntry, ...]] = field(default_factory=dict)
    crowds: dict[str, _Crowd] = field(default_factory=dict)
    #: E.164 -> line and person -> associate.
    associates: dict[str, dict[tuple[str, str], NamedAssociate]] = field(default_factory=dict)
    #: The line cells last seen of each line: most rows of a line repeat them.
    last_facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    line_cells: Callable[[list[str]], tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the cut through a row that holds what is said of the line."""
        self.line_cells = itemgetter(*[self.reader.at[column] for column in LINE_COLUMNS])

    def take(self, batch: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Read one batch of rows."""
        rows = [row for number, cells in batch if (row := self.reader.clean(number, cells)) is not None]
        self.rows += len(rows)
        at = self.reader.at["number"]
        readings = self._read([row.cells[at] for row in rows])
        # The self-test: what is kept as the key must read as itself, or list and phone would disagree.
        again = self._read([several[0].e164 if several and isinstance(several[0], Number) else "" for several in readings])
        for row, several, second in zip(rows, readings, again, strict=True):
            self._take_row(row, several, second)

    def _read(self, texts: list[str]) -> list[tuple[Reading, ...]]:
        return read_all(texts, self.origin.region, test_numbers=self.origin.test_numbers)

    def _fault(self, row: Row, column: str, sentence: str) -> None:
        self.reader.faults.add(row.number, column, sentence)

    def _take_row(self, row: Row, readings: tuple[Reading, ...], again: tuple[Reading, ...]) -> None:
        reader = self.reader
        line_id = row.cells[reader.at["line_id"]]
        if not line_id:
            self._fault(row, "line_id", "The cell is empty; every row names its line.")
        draft = self._take_facts(row, line_id)
        use = reader.use(row)
        number = self._number(row, use.role, readings, again)
        # Read for a person too: every cell is checked, whatever the row is about.
        entry = self._entry(row, draft.id, use, number)
        person = reader.text(row, "associate_name")
        if person is not None:
            self._add_associate(row, entry, person)
            return
        if row.cells[reader.at["associate_role"]]:
            self._fault(row, "associate_role", "The row gives a role but no associate_name.")
        draft.add_number(entry.closed_on, entry.closure_type)
        if entry.e164:
            self._keep(entry, row)

    def _take_facts(self, row: Row, line_id: str) -> LineDraft:
        draft = self.drafts.get(line_id)
        if draft is None:
            draft = self.drafts[line_id] = LineDraft(line_id)
        facts = self.line_cells(row.cells)
        if self.last_facts.get(line_id) != facts:
            self.last_facts[line_id] = facts
            self._merge_facts(row, draft)
        return draft

    def _merge_facts(self, row: Row, draft: LineDraft) -> None:
        reader, convert = self.reader, self.reader.convert
        cells, at = row.cells, reader.at
        others = [(column, draft.say(column, text, row.number)) for column in _FREE_TEXTS if (text := cells[at[column]])]
        if (status := reader.value(row, "status", convert.status)) is not None:
            others.append(("status", draft.say_status(status, row.number)))
        if (visibility := reader.value(row, "visibility", convert.visibility)) is not None:
            others.append(("visibility", draft.say_visibility(visibility, row.number)))
        for column, other in others:
            # Rows without a line id are at fault already and share nothing.
            if other is not None and draft.id:
                self._fault(row, column, f"This differs from what row {other} says of the same line; give each line its own line_id.")
        for column in ("aliases", "importing_areas"):
            if several := cells[at[column]]:
                draft.say_several(column, several)
        markers: frozenset[Marker] | None = reader.value(row, "markers", convert.markers)
        if markers is not None:
            draft.markers |= markers
        if (due := reader.day(row, "review_due")) is not None:
            draft.say_review(due)

    def _number(self, row: Row, role: NumberRole, readings: tuple[Reading, ...], again: tuple[Reading, ...]) -> Number | None:
        """Give the one number of a row, or say why there is none."""
        at = self.reader.at["number"]
        if not row.cells[at]:
            self._fault(row, "number", "The cell is empty; every row holds one number.")
            return None
        if len(readings) == 1 and isinstance(number := readings[0], Number):
            if number.e164[:PREFIX] in self.lists.watched and self.lists.is_protected(number):
                self._fault(row, "number", _PROTECTED)
            elif not (len(again) == 1 and isinstance(again[0], Number) and again[0].e164 == number.e164):
                self._fault(row, "number", "The number does not read back as itself; write it in international form.")
            return number
        if role is NumberRole.SOCIAL_HANDLE and not any(isinstance(reading, Number) for reading in readings):
            self.handles += 1
            return None
        self._fault(row, "number", self._why_no_number(readings))
        return None

    def _why_no_number(self, readings: tuple[Reading, ...]) -> str:
        if any(self.lists.is_protected(reading) for reading in readings):
            return _PROTECTED
        if len(readings) > 1:
            return f"The cell holds {len(readings)} numbers or more than a number; write one number in each row."
        if not readings or isinstance(readings[0], Number):
            return "The cell holds no telephone number."
        return f"{_REFUSALS.get(readings[0].status, _UNREADABLE)}: {readings[0].reason.rstrip('.')}."

    def _entry(self, row: Row, line_id: str, use: Use, number: Number | None) -> ListEntry:
        reader = self.reader
        dates, grades = reader.dates(row), reader.grades(row)
        return ListEntry(
            line_id=line_id,
            raw=row.cells[reader.at["number"]],
            e164=number.e164 if number else "",
            row=row.number,
            role=use.role,
            first_seen=dates.first,
            last_seen=dates.last,
            date_precision=dates.precision,
            source_grade=grades.source,
            intel_grade=grades.intel,
            handling=grades.handling,
            handling_conditions=grades.conditions,
            ddtro_ref=reader.text(row, "ddtro_ref"),
            closed_on=use.closed_on,
            closure_type=use.closure_type,
            repaired=number is not None and number.status is Status.OK_REPAIRED,
        )

    def _keep(self, entry: ListEntry, row: Row) -> None:
        before = self.entries.setdefault(entry.e164, (entry,))
        if before[0] is entry:
            return
        crowd = self.crowds.get(entry.e164)
        if crowd is None:
            crowd = self.crowds[entry.e164] = _Crowd({_key(before[0]): before[0]})
        same = crowd.entries.setdefault(_key(entry), entry)
        if same is entry:
            return
        if replace(same, row=entry.row, raw=entry.raw) == entry:
            self.repeats += 1
        else:
            self._fault(row, "number", f"The row differs from row {same.row} about the same line, number and dates; keep one of them.")

    def _add_associate(self, row: Row, entry: ListEntry, person: str) -> None:
        if not entry.e164:
            return
        if entry.intel_grade == "E":
            self.suspected_people += 1
            return
        role = self.reader.text(row, "associate_role")
        associate = NamedAssociate(entry.line_id, person, entry.raw, entry.e164, row.number, role)
        before = self.associates.setdefault(entry.e164, {}).setdefault((entry.line_id, person.casefold()), associate)
        if before is associate:
            return
        if (before.role or "").casefold() == (role or "").casefold():
            self.repeats += 1
        else:
            self._fault(
                row, "associate_role", f"This differs from row {before.row} about the same line, person and number; keep one of them."
            )

    def finish(self) -> LineList:
        """Make the list, or refuse it with all its faults."""
        faults = self.reader.faults
        if not self.rows:
            faults.add(self.origin.header_row, "", "The list has a header and no row below it.")
        elif not faults.count and not self.entries and not self.associates:
            faults.add(self.origin.header_row, "number", "The list holds no telephone number.")
        if faults.count:
            raise refusal(self.origin.name, faults.in_order(), faults.count)
        for e164, crowd in self.crowds.items():
            self.entries[e164] = tuple(crowd.entries.values())
        return LineList(
            name=self.origin.name,
            sha256=self.origin.sha256,
            lines={line_id: draft.finish() for line_id, draft in self.drafts.items()},
            entries=self.entries,
            associates={e164: tuple(several.values()) for e164, several in self.associates.items()},
            notes=(*self.reader.header.notes, *self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        if self.handles:
            yield f"{_count(self.handles)} a social handle instead of a number; handles are not compared."
        if self.repeats:
            yield f"{_count(self.repeats, 'repeats', 'repeat')} another row and {'was' if self.repeats == 1 else 'were'} counted once."
        if self.suspected_people:
            yield (
                f"{_count(self.suspected_people, 'names', 'name')} a person on information suspected to be false (E); the person is "
                "never shown."
            )


def _count(rows: int, one: str = "holds", many: str = "hold") -> str:
    return f"1 row {one}" if rows == 1 else f"{rows} rows {many}"


def _key(entry: ListEntry) -> _Key:
    return entry.line_id, entry.first_seen, entry.last_seen


_UNREADABLE = "This cannot be read as a telephone number"
_REFUSALS = {
    Status.AMBIGUOUS: "This could be more than one telephone number",
    Status.PARTIAL: "Digits of this number are missing or too many",
    Status.SHORT_CODE: "This is a short code, not a telephone number",
    Status.SERVICE: "This is a service number, not a telephone number",
    Status.ALPHANUMERIC: "This is a name, not a telephone number",
    Status.WITHHELD: "This stands for a withheld number",
}
