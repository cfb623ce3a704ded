"""Rows of a line list become a list that can be looked up; every fault of the file is told at once, and one fault refuses it all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import Line, LineList, ListEntry, NamedAssociate, NumberRole
from matcher.domain.line_list.batch import Batch, BatchReader, RawRow
from matcher.domain.line_list.book import LineBook
from matcher.domain.line_list.columns import fault_of_id, read_header
from matcher.domain.line_list.entries import BATCH, EntryBook, Tell
from matcher.domain.line_list.keys import KeyReader, beside, only_number
from matcher.domain.line_list.rows import Faults, Row, RowReader, Use, is_closed_before
from matcher.domain.numbers import Number, Reading, Status
from matcher.errors import BadLineList, Fault

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
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    origin: ListOrigin,
    lists: NumberLists,
    further: Callable[[RowReader], None] | None = None,
) -> LineList:
    """Make a list from its header and its rows, each with its row number in the file.

    Args:
        header: The cells of the header.
        rows: Number and cells of each row below it.
        origin: Where they came from.
        lists: Numbers that may stand on no list.
        further: Called once all rows are read; the faults it tells the reader are told with the others.

    Raises:
        BadLineList: with every fault of the file, each with row and column.
    """
    found, faults = read_header(header, origin.header_row)
    if faults:
        raise refusal(origin.name, faults, len(faults))
    parser = _Parser(RowReader(found), origin, lists)
    remaining, told = iter(rows), parser.reader.faults
    while batch := list(islice(remaining, BATCH)):
        parser.take(batch)
        if told.is_enough and next(remaining, None) is not None:
            raise _unread(origin.name, told, batch[-1][0])
    if further is not None:
        further(parser.reader)
    return parser.finish()


def _unread(name: str, faults: Faults, last: int) -> BadLineList:
    """Say that a list has so many faults that it was not read to its end."""
    stopped = Fault(f"rows behind row {last}", "They were not read: the file has too many faults. Correct those of one kind together.")
    sentence = f"The line list '{name}' cannot be used: it has {faults.count} faults up to row {last}, and was not read any further."
    return BadLineList(sentence, hint=_HINT, faults=(*faults.in_order(), stopped))


def refusal(name: str, faults: Sequence[Fault], count: int) -> BadLineList:
    """Say that a list cannot be used, with its faults."""
    what = "1 fault" if count == 1 else f"{count} faults"
    return BadLineList(f"The line list '{name}' cannot be used: it has {what}.", hint=_HINT, faults=tuple(faults))


@dataclass(slots=True)
class _Parser:
    """Takes rows in batches; single use."""

    reader: RowReader
    origin: ListOrigin
    lists: NumberLists
    rows: int = 0
    #: Rows with a social handle instead of a number.
    handles: int = 0
    #: Rows that say again of a person what another row says.
    repeats: int = 0
    #: Rows that name a person on information suspected to be false.
    suspected_people: int = 0
    #: Row and line of every row of which nothing is kept.
    dropped: list[tuple[int, str]] = field(default_factory=list)
    #: E.164 -> line and person -> associate.
    associates: dict[str, dict[tuple[str, str], NamedAssociate]] = field(default_factory=dict)
    entries: EntryBook = field(default_factory=EntryBook)
    lines: LineBook = field(init=False)
    keys: KeyReader = field(init=False)
    batches: BatchReader = field(init=False)

    def __post_init__(self) -> None:
        """Prepare for the columns that are there."""
        self.lines = LineBook(self.reader)
        self.keys = KeyReader(self.lists, self.origin.region, test_numbers=self.origin.test_numbers)
        self.batches = BatchReader(self.reader, self.keys)

    def take(self, rows: Sequence[RawRow]) -> None:
        """Read one batch of rows: at once where every cell can be used, row by row otherwise."""
        batch = self.batches.read(rows)
        if batch is None:
            self._take_each(rows)
        elif batch.rows:
            self._take_batch(batch)

    def _take_batch(self, batch: Batch) -> None:
        told: list[tuple[int, str, str]] = []

        def tell(row: int, column: str, sentence: str) -> None:
            told.append((row, column, sentence))

        entries, keys = batch.entries, list(batch.keys)
        self.rows += batch.rows
        if handles := [at for at, key in enumerate(keys) if not key]:
            self.handles += len(handles)
            self.dropped += ((entries.row[at], entries.line_id[at]) for at in handles)
        self.lines.take(entries.line_id, batch.facts, entries.row, tell)
        for at in batch.people:
            self._add_associate(entries.entry(at, keys[at]), batch.names[at] or "", batch.associate_roles[at], tell)
            keys[at] = ""
        self.lines.count_all(entries, batch.names)
        self.entries.take(keys, entries, tell)
        # As if the rows had been read one by one.
        for fault in sorted(told, key=itemgetter(0)):
            self.reader.faults.add(*fault)

    def _take_each(self, batch: Sequence[RawRow]) -> None:
        rows = [row for number, cells in batch if (row := self.reader.clean(number, cells)) is not None]
        self.rows += len(rows)
        at = self.reader.at["number"]
        readings = self.keys.read_all([row.cells[at] for row in rows])
        # The self-test: what is kept as the key must read as itself, or list and phone would disagree.
        again = self.keys.read_all([several[0].e164 if several and isinstance(several[0], Number) else "" for several in readings])
        for row, several, second in zip(rows, readings, again, strict=True):
            self._take_row(row, several, second)

    def _fault(self, row: Row, column: str, sentence: str) -> None:
        self.reader.faults.add(row.number, column, sentence)

    def _take_row(self, row: Row, readings: tuple[Reading, ...], again: tuple[Reading, ...]) -> None:
        reader, tell = self.reader, self.reader.faults.add
        line_id = row.cells[reader.at["line_id"]]
        if not line_id and "line_id" not in row.refused:
            self._fault(row, "line_id", "The cell is empty; every row names its line.")
        elif line_id and (wrong := fault_of_id(line_id)) is not None:
            self._fault(row, "line_id", wrong)
        self.lines.say(line_id, self.lines.facts(row.cells), row.number, tell)
        reader.check_further(row)
        use = reader.use(row)
        number = self._number(row, use.role, readings, again)
        # Read for a person too: every cell is checked, whatever the row is about.
        entry = self._entry(row, line_id, use, number)
        person = reader.text(row, "associate_name")
        if person is not None:
            self._add_associate(entry, person, reader.text(row, "associate_role"), tell)
            return
        if row.cells[reader.at["associate_role"]] and "associate_name" not in row.refused:
            self._fault(row, "associate_role", "The row gives a role but no associate_name.")
        self.lines.count(line_id, entry.closed_on, entry.closure_type)
        if entry.e164:
            self.entries.keep(entry, tell)
        else:
            self.dropped.append((entry.row, entry.line_id))

    def _number(self, row: Row, role: NumberRole, readings: tuple[Reading, ...], again: tuple[Reading, ...]) -> Number | None:
        """Give the one number of a row, or say why there is none."""
        if not row.cells[self.reader.at["number"]]:
            if "number" not in row.refused:
                self._fault(row, "number", "The cell is empty; every row holds one number.")
            return None
        if (number := only_number(readings)) is not None:
            if self.keys.is_protected(number):
                self._fault(row, "number", _PROTECTED)
            elif (more := beside(number)) is not None:
                self._fault(row, "number", more)
            elif (second := only_number(again)) is None or second.e164 != number.e164:
                self._fault(row, "number", "The number does not read back as itself; write it in international form.")
            return number
        if role is NumberRole.SOCIAL_HANDLE and not any(isinstance(reading, Number) for reading in readings):
            self.handles += 1
            return None
        self._fault(row, "number", self._why_no_number(readings))
        return None

    def _why_no_number(self, readings: tuple[Reading, ...]) -> str:
        # To find one among other digits takes longer than all else: what is only counted is counted for what it is at first sight.
        if not self.reader.faults.is_full and any(self.lists.is_protected(reading) for reading in readings):
            return _PROTECTED
        if len(readings) > 1:
            return f"The cell holds {len(readings)} numbers or more than a number; write one number in each row."
        if not readings or isinstance(readings[0], Number):
            return "The cell holds no telephone number."
        refusal, reason = _REFUSALS.get(readings[0].status, _UNREADABLE), readings[0].reason.rstrip(".")
        return f"{refusal}." if reason in refusal else f"{refusal}: {reason}."

    def _entry(self, row: Row, line_id: str, use: Use, number: Number | None) -> ListEntry:
        reader = self.reader
        dates, grades = reader.dates(row), reader.grades(row)
        if is_closed_before(use.closed_on, dates.first, dates.precision):
            self._fault(row, "closed_on", "The number was closed before it was first seen.")
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

    def _add_associate(self, entry: ListEntry, person: str, role: str | None, tell: Tell) -> None:
        if not entry.e164 or entry.intel_grade == "E":
            self.suspected_people += bool(entry.e164)
            self.dropped.append((entry.row, entry.line_id))
            return
        associate = NamedAssociate(entry.line_id, person, entry.raw, entry.e164, entry.row, role, entry.handling, entry.handling_conditions)
        known, key = self.associates.setdefault(entry.e164, {}), (entry.line_id, person.casefold())
        before = known.setdefault(key, associate)
        if before is associate:
            return
        if (before.role or "").casefold() == (role or "").casefold():
            self.repeats += 1
            self.dropped.append((entry.row, entry.line_id))
            known[key] = before.held_with(associate)
        else:
            tell(
                entry.row, "associate_role", f"This differs from row {before.row} about the same line, person and number; keep one of them."
            )

    def finish(self) -> LineList:
        """Make the list, or refuse it with all its faults."""
        faults = self.reader.faults
        if not self.rows:
            faults.add(self.origin.header_row, "", "The list has a header and no row below it.")
        elif not faults.count and not self.entries.places and not self.associates:
            faults.add(self.origin.header_row, "number", "The list holds no telephone number.")
        if faults.count:
            raise refusal(self.origin.name, faults.in_order(), faults.count)
        lines = self.lines.finish()
        dropped = {*self.dropped, *self.entries.dropped}
        return LineList(
            name=self.origin.name,
            sha256=self.origin.sha256,
            lines=lines,
            entries=self.entries.finish(),
            associates={e164: tuple(several.values()) for e164, several in self.associates.items()},
            notes=(*self.reader.header.notes, *self._notes(lines)),
            hidden_rows=tuple(sorted(row for row, line_id in dropped if lines[line_id].visibility.is_restricted)),
        )

    def _notes(self, lines: Mapping[str, Line]) -> Iterator[str]:
        if half_closed := sum(map(self.lines.is_half_closed, lines.values())):
            yield (
                f"{'1 line is' if half_closed == 1 else f'{half_closed} lines are'} closed without a day or a type; closing takes both "
                "(closed_on, closure_type), and without them a number that went to somebody else since cannot be told."
            )
        if still_open := sum(map(self.lines.is_open_without_numbers, lines.values())):
            yield (
                f"{'1 line is' if still_open == 1 else f'{still_open} lines are'} said to be active, though every number listed of "
                f"{'it' if still_open == 1 else 'them'} is closed."
            )
        names = {name for line in lines.values() if not line.status.is_ended for name in (line.name, *line.aliases) if name}
        if trades := sum(map(self.lists.is_protected_trade, names)):
            yield (
                f"{'1 name of a line is' if trades == 1 else f'{trades} names of lines are'} what people call a lawyer, a doctor or "
                f"others who are confidential; contacts saved so stay protected, and {'it gives' if trades == 1 else 'they give'} no lead."
            )
        if empty := sum(map(_says_nothing, names)):
            yield (
                f"{'1 name of a line has' if empty == 1 else f'{empty} names of lines have'} no letter, no figure and no picture; no "
                f"contact can be found by {'it' if empty == 1 else 'them'}."
            )
        repeats = self.repeats + len(self.entries.dropped)
        if self.handles:
            yield f"{_count(self.handles)} a social handle instead of a number; handles are not compared."
        if repeats:
            yield f"{_count(repeats, 'repeats', 'repeat')} another row and {'was' if repeats == 1 else 'were'} counted once."
        if self.suspected_people:
            yield (
                f"{_count(self.suspected_people, 'names', 'name')} a person on information suspected to be false (E); the person is "
                "never shown."
            )


def _says_nothing(name: str) -> bool:
    """Whether nothing of a name is left where it is compared: that is done by letters and figures, or else by pictures and signs."""
    # Most begin with a letter.
    if any(map(str.isalnum, name)):
        return False
    return not any(each.isalnum() or unicodedata.category(each)[0] == "S" for each in unicodedata.normalize("NFKD", name))


def _count(rows: int, one: str = "holds", many: str = "hold") -> str:
    return f"1 row {one}" if rows == 1 else f"{rows} rows {many}"


_UNREADABLE = "This cannot be read as a telephone number"
_REFUSALS = {
    Status.AMBIGUOUS: "This could be more than one telephone number",
    Status.PARTIAL: "Digits of this number are missing or too many",
    Status.SHORT_CODE: "This is a short code, not a telephone number",
    Status.SERVICE: "This is a service number, not a telephone number",
    Status.ALPHANUMERIC: "This is a name, not a telephone number",
    Status.WITHHELD: "This stands for a withheld number",
}
