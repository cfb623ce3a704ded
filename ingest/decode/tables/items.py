"""The rows of a table become records, by the layout of its columns; every row is accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, dropwhile, takewhile
from typing import NamedTuple

from ingest.decode.arrangement.facts import are_facts
from ingest.decode.arrangement.footers import FOOTER, FOOTER_STARTS, is_footer
from ingest.decode.arrangement.grouped_people import GroupedPeople
from ingest.decode.arrangement.grouped_rows import GroupedRows
from ingest.decode.arrangement.headings import (
    heading_in,
    last_heading,
    may_be_title,
    shape_by_headings,
    shape_told_by,
    title_in,
    way_told_by,
)
from ingest.decode.arrangement.row_stream import NumberedRow, NumberedRuns, RowStream
from ingest.decode.arrangement.sources import Source, tables_of
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.header_rows import is_header, starts_table
from ingest.decode.columns.layout import JUDGED_ROWS, Found, Layout, find_layout, layout_of
from ingest.decode.columns.owners import names_a_line
from ingest.decode.owners.of_log import Above, Owners
from ingest.decode.rows.contacts import NO_NUMBER, ContactRows
from ingest.decode.rows.events import EventRows
from ingest.decode.rows.out_of_place import TypedRows, unshifted
from ingest.decode.rows.plain import PlainPlan, PlainRows
from ingest.decode.rows.prose import ProseRows
from ingest.decode.rows.times import unread_in
from ingest.decode.tables.above import read_above
from ingest.decode.tables.between import as_title, is_titled, is_wordy
from ingest.decode.tables.date_order import order_times
from ingest.decode.tables.forms import is_form, is_form_of_child, read_form
from ingest.decode.tables.remarks import is_of_words, outside_scope, remarks_on_columns
from ingest.decode.tables.sections import Sections
from ingest.decode.tables.sim_sheets import read_fact
from ingest.decode.values.user_ids import id_app_within
from ingest.decode.words.headers import Column, classify
from ingest.decode.words.kinds import Shape
from ingest.decode.words.sim_files import sim_file_of
from ingest.records import Item, Part, Record, Remark, Role, Rows, Scope, Skipped

_WANTED = {
    Shape.CONTACTS: frozenset({Scope.CONTACTS}),
    Shape.CALLS: frozenset({Scope.CALLS}),
    Shape.MESSAGES: frozenset({Scope.MESSAGES, Scope.TEXTS}),
    Shape.PROPERTIES: frozenset(Scope),
}
_MOMENTS = frozenset({Column.TIME, Column.DIRECTION, Column.DURATION})
#: Rows that show whether a row with the words of a header is one, and how many that are none are looked at in one table.
_SHOWING_ROWS = 40
_MOST_FALSE_HEADERS = 2000
#: Blanks, and what fills up or ends files of old systems.
_BLANKS = "".join(map(chr, (*range(0x21), 0x85, 0xA0, 0xFEFF)))
_TEXTS = (Column.BODY, Column.NOTE)


def read_items(rows: Iterator[NumberedRow], task: Task, tally: Tally, runs: NumberedRuns | None = None) -> Iterator[Part]:
    """Yield an item for every row that is a record and inside the scopes; titles, headers and blank rows are none.

    `runs` is where the rows come from, if many can be taken from there at once.
    """
    for table in tables_of(rows, task, runs, is_form_of_child, is_form):
        yield from read_form(table.first, table.task, tally) if table.is_form else _read_table(table, tally)


def _read_table(table: Source, tally: Tally) -> Iterator[Part]:
    task = table.task
    found = find_layout([cells for _, cells in table.first], task.title)
    heading = last_heading(table.first[: max(found.skip - 1, 0)], found.layout)
    if heading:
        found = find_layout([cells for _, cells in table.first], heading)
    layout = found.layout if task.shape is None else found.layout._replace(shape=task.shape)
    if layout.shape is Shape.CONTACTS and not layout.header and Column.TIME in layout.by and layout.width > 1:
        layout = layout._replace(shape=shape_by_headings(cells for _, cells in table.first) or layout.shape)
    if task.is_text:
        layout = layout._replace(shape=Shape.CONTACTS, is_prose=True)
    elif task.shape is None and are_facts(table.first, is_whole=len(table.first) < JUDGED_ROWS):
        found, heading = Found(Layout(Shape.PROPERTIES, (), {}, (), 0), 0), ""
        layout = found.layout
    declared: list[str] = []
    if not found.skip and is_titled([cells for _, cells in table.first], layout):
        found = found._replace(skip=1)
    above = table.first[: found.skip if not layout.header else found.skip - 1]
    for item in read_above(above, layout, task, tally, [cells for _, cells in table.first[found.skip :]]):
        if isinstance(item, Record):
            declared += [mention.raw for mention in item.mentions if mention.role is Role.OWNER]
        yield item
    names_line = any(names_a_line(cell) for _, cells in above for cell in cells)
    yield from _Table(task, tally, layout, heading or task.title, tuple(declared), names_line, Sections.below(above)).read(
        RowStream(chain(table.first[found.skip :], table.rows), table.runs)
    )


class _Candidate(NamedTuple):
    """A row that has the words of a header."""

    cells: Sequence[str]
    #: What it is if it is none.
    item: Item | None


@dataclass(slots=True)
class _Table:
    """Reads one table; changes its layout where another header stands among the rows."""

    task: Task
    tally: Tally
    layout: Layout
    #: The heading of the rows that are read, or else the name of the sheet.
    title: str
    #: The phone's own numbers by what stands above the first header.
    declared: Sequence[str] = ()
    #: Whether a line is spoken of there.
    names_line: bool = False
    #: What headings say of the people below them.
    _sections: Sections = field(default_factory=Sections)
    #: What stands right above the next rows: the header of another table may be among them.
    _above: str = ""
    #: Whether a title nobody knows ended what the heading above said.
    _is_untitled: bool = False
    #: The last row with anything in it.
    _last: int = 0
    #: The texts of the header, in small letters.
    _heading: tuple[str, ...] = ()
    _reader: ContactRows | EventRows | None = field(init=False, default=None)
    #: The row that ended the table, should it be a header.
    _candidate: _Candidate | None = None
    _false_headers: int = 0
    _prose: ProseRows = field(init=False)
    _owners: Owners = field(init=False)
    #: What somebody typed among the rows of a log.
    _typed: TypedRows | None = None
    #: Where who it was stands only in the first row of several.
    _groups: GroupedRows | GroupedPeople | None = None

    def __post_init__(self) -> None:
        """Prepare to search rows whose columns say nothing, and to find whose the logs are."""
        self._prose = ProseRows(self.task, self.tally)
        self._owners = Owners(self.task)

    def read(self, rows: RowStream) -> Iterator[Part]:
        is_new = True
        while True:
            yield from self._read_one(rows, is_new=is_new)
            found, self._candidate = self._candidate, None
            if found is None and self._prose.is_late:
                judged = self._prose.judge_again(self.layout, rows, self.title)
                self.layout, is_new = judged or self.layout, judged is not None
                continue
            if found is None:
                self._count_times()
                return
            below = [cells for _, cells in rows.peek(JUDGED_ROWS)]
            below = list(takewhile(lambda cells: not is_header(cells), dropwhile(is_header, below)))
            is_new = starts_table(found.cells, below[:_SHOWING_ROWS], self.layout.header)
            if is_new:
                if isinstance(found.item, Record):
                    # It was read like a row of data, and is none.
                    self.tally.unread_times -= unread_in(self.layout, found.cells)
                self.title, self._above = self._above or self._title_for(found.cells), ""
                layout = layout_of(found.cells, below, self.title)
                self.layout = layout._replace(app=layout.app or id_app_within(self.task.title))
                continue
            self._false_headers += 1
            self._above = ""
            if found.item is not None:
                self.tally.records += isinstance(found.item, Record)
                yield found.item

    def _title_for(self, header: Sequence[str]) -> str:
        """Give the name of the sheet to a table without a title, but not to people without times below a log, which it is named after."""
        is_log = not _MOMENTS.isdisjoint(self.layout.by)
        return "" if is_log and _MOMENTS.isdisjoint(map(classify, header)) else self.task.title

    def _read_one(self, rows: RowStream, *, is_new: bool) -> Iterator[Part]:
        """Read a table to its end, or to a row that may be the header of another; not `is_new` after one that was not."""
        layout = self.layout
        if is_new:
            self._heading = tuple(text for cell in layout.header if (text := cell.strip().casefold()))
            self._is_untitled = False
        if not self._is_wanted(layout):
            if is_new:
                self.tally.outside += 1
                yield outside_scope(layout, self.task)
            self._pass_over(rows)
        elif layout.shape is Shape.PROPERTIES:
            yield from self._properties(rows)
        elif layout.shape is Shape.CONTACTS and layout.is_prose:
            if is_new:
                yield from remarks_on_columns(layout, rows, self.task.place)
            yield from self._prose.read(layout, rows, self._repeats)
        else:
            if is_new:
                yield from self._begin(rows)
            yield from self._records(rows)

    def _begin(self, rows: RowStream) -> Iterator[Item]:
        """Say what a person must know of the columns, and prepare to read the rows."""
        yield from remarks_on_columns(self.layout, rows, self.task.place)
        self.layout = order_times(self.layout, rows, self.task, self.tally.orders)
        self._count_times()
        task = self.task
        self._sections.begin(self.layout, rows)
        self._groups = GroupedRows.of(self.layout, rows) or GroupedPeople.of(self.layout, rows)
        if self._groups is not None:
            yield Remark("rows-grouped", self._groups.sentence, task.place.whole)
        if self.layout.shape is Shape.CONTACTS or task.is_own:
            self._reader = ContactRows(self.layout, task.place, is_own=task.is_own, scopes=task.scopes)
        above = Above(self.title, self.declared or self.tally.owners_of_one, self.names_line)
        owner = self._owners.of(self.layout, rows, above)
        yield from owner.remarks(task.place.whole)
        if self._reader is None:
            self._reader = EventRows(self.layout, task.place, task.scopes, way_told_by(self.title), owner)
            self._typed = TypedRows(self.layout) if Scope.CONTACTS in task.scopes else None

    def _count_times(self) -> None:
        """Note how many times the reader that has done its work did not understand."""
        if self._reader is not None:
            self.tally.unread_times += self._reader.unread_times
            self._reader = self._typed = None

    def _is_wanted(self, layout: Layout) -> bool:
        if self.task.is_text or is_of_words(layout):
            return Scope.TEXTS in self.task.scopes
        return self.task.is_own or layout.is_mixed or bool(_WANTED[layout.shape] & self.task.scopes)

    def _records(self, rows: RowStream) -> Iterator[Part]:
        layout, task, reader = self.layout, self.task, self._reader
        is_plain = isinstance(reader, ContactRows) and not self._is_sectioned and not task.is_own and not task.place.sheet
        if is_plain and self._groups is None and layout.app is None:
            return self._plain_contacts(rows)
        return self._any_rows(rows)

    def _any_rows(self, rows: RowStream) -> Iterator[Item]:
        for number, cells in self._prose.until_late(self.layout, rows):
            item = self._read_row(number, cells)
            if item is not None:
                yield item
            elif self._candidate is not None:
                return

    def _plain_contacts(self, rows: RowStream) -> Iterator[Part]:
        """The common case, names and numbers only: many rows at once where nothing in them asks for a closer look."""
        plan = PlainPlan.of(self.layout)
        if plan is None:
            yield from self._any_rows(rows)
            return
        while (chunk := rows.chunk(plan.width)) is not None:
            plain = PlainRows.of(chunk, plan, f"{self.task.place.name}:")
            start = 0
            for odd in plain.odd:
                yield from self._run(plain, start, odd)
                start = odd + 1
                item = self._read_row(chunk.numbers[odd], chunk.cells(odd))
                if item is not None:
                    yield item
                if self._candidate is not None:
                    rows.put_back(chunk.behind(start))
                    return
                if self._is_sectioned:
                    # Below the name of a SIM file a number may be the owner's or a call: no row is plain any more.
                    rows.put_back(chunk.behind(start))
                    yield from self._any_rows(rows)
                    return
            yield from self._run(plain, start, len(chunk.numbers))

    def _run(self, plain: PlainRows, start: int, end: int) -> Iterator[Rows]:
        if start < end:
            self._above, self._last = "", plain.rows.numbers[end - 1]
            self.tally.records += end - start
            yield plain.rows.between(start, end)

    def _read_row(self, number: int, cells: Sequence[str]) -> Item | None:
        """Read a row the long way; None when it is no record: blank, a heading, or outside the scopes."""
        layout, reader = self.layout, self._reader
        if len(cells) < layout.width:
            cells = [*cells, *[""] * (layout.width - len(cells))]
        cells = unshifted(cells, layout) if len(cells) > layout.width else cells
        if self._repeats(cells):
            self._candidate = self._again(cells)
            return None
        if self._groups is not None:
            cells = self._groups.filled(cells)
        if cells and cells[0][:1] in FOOTER_STARTS and is_footer(cells):
            return Skipped(FOOTER, self.task.place.row(number))
        assert reader is not None  # noqa: S101 # set before any row is read; said for the type checker
        self._end_heading(number, cells)
        item = (self._typed and self._typed.read(cells, self.task.place.row(number))) or reader.read(number, cells)
        if item is None or not any(cell.strip(_BLANKS) for cell in cells):
            return None
        if layout.header and is_wordy(item) and self._false_headers < _MOST_FALSE_HEADERS and is_header(cells):
            self._candidate = _Candidate(cells, item)
            return None
        if self._is_heading(cells, item):
            return None
        if not self._is_text(cells):
            item = as_title(cells, item, self.task.place.row(number), self.task.scopes)
        return self._counted(self._sections.told(item)) if isinstance(item, Record) else self._unless_heading(cells, item)

    def _counted(self, item: Record) -> Record:
        self.tally.records += 1
        if self.task.is_own:
            self.tally.owners += [mention.raw for mention in item.mentions if mention.role is Role.OWNER]
        return item

    def _end_heading(self, number: int, cells: Sequence[str]) -> None:
        """Take a few words behind a blank row for a title of other rows: the way of the heading above is not theirs."""
        if not any(cell.strip(_BLANKS) for cell in cells):
            return
        is_apart, self._last = 0 < self._last < number - 1, number
        self._sections.step(number, cells, is_apart=is_apart)
        if is_apart and isinstance(self._reader, EventRows) and not self._is_text(cells) and may_be_title(cells):
            self._is_untitled = True
            self._reader.turn(way_told_by(self.task.title))

    def _again(self, header: Sequence[str]) -> _Candidate | None:
        """Take the header once more for that of another table with the same columns, where a title above it says so."""
        is_other = bool(self._above) and shape_told_by(self._above) not in {None, self.layout.shape}
        is_other = is_other or (self._is_untitled and _MOMENTS.isdisjoint(self.layout.by))
        return _Candidate(header, None) if is_other else None

    def _is_heading(self, cells: Sequence[str], item: Record | Skipped) -> bool:
        """Whether a row says what stands below it; a contact may be called like a title, and is told of as one without a number."""
        is_log = isinstance(self._reader, EventRows)
        self._above = (heading_in(cells, is_log=is_log) or self._title_in(cells)) if is_wordy(item) else ""
        if not self._above:
            return False
        way = way_told_by(self._above)
        if isinstance(self._reader, EventRows):
            self._reader.turn(way)
            return True
        return way is not None

    def _title_in(self, cells: Sequence[str]) -> str:
        return "" if self._is_text(cells) else title_in(cells)

    def _is_text(self, cells: Sequence[str]) -> bool:
        """Whether a row has words in a column of texts, which somebody wrote."""
        return any(cells[at].strip() for at in self.layout.all_of(*_TEXTS))

    def _unless_heading(self, cells: Sequence[str], item: Skipped) -> Item | None:
        """Take the name of a SIM file between rows for what it is: the heading of the rows below it."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 1 and sim_file_of(filled[0]) and isinstance(self._reader, ContactRows):
            self._reader.section = filled[0]
            return None
        return item if self._groups is None else self._groups.told(item, NO_NUMBER)

    @property
    def _is_sectioned(self) -> bool:
        return isinstance(self._reader, ContactRows) and bool(self._reader.section or self._sections.about)

    def _repeats(self, cells: Sequence[str]) -> bool:
        """Whether a row is the header once more, as at page breaks and where a tool appended to its file."""
        heading = self._heading
        at = 0
        for cell in cells:
            text = cell.strip()
            if text:
                if at >= len(heading) or (text.casefold() != heading[at] and not _is_end_of(heading[at], text)):
                    return False
                at += 1
        return at > 0 and at == len(heading)

    def _pass_over(self, rows: RowStream) -> None:
        """Leave a table out that nobody asked for; another one may follow in the same sheet."""
        for _, cells in rows:
            if not self._repeats(cells) and self._false_headers < _MOST_FALSE_HEADERS and is_header(cells):
                self._candidate = _Candidate(cells, None)
                return
            if any(cell.strip() for cell in cells):
                self._above = heading_in(cells) or title_in(cells)

    def _properties(self, rows: Iterable[NumberedRow]) -> Iterator[Item]:
        """Read facts about the phone itself: its own numbers are wanted, and the lists of its SIM."""
        # Only who made a report is known to have written nothing of others there. Of facts somebody typed, one says whose another is.
        is_told = self.task.shape is not None or bool(self.layout.header)
        told = (
            (item for number, cells in rows for item in read_fact(cells, self.task.place.row(number), self.task.scopes))
            if is_told
            else read_above(tuple(rows), self.layout, self.task, self.tally)
        )
        for item in told:
            if isinstance(item, Record):
                self.tally.records += is_told
                self.tally.owners += [mention.raw for mention in item.mentions if mention.role is Role.OWNER]
            yield item


def _is_end_of(heading: str, text: str) -> bool:
    """Whether a text is what a header says without the row above it, which it was told apart by."""
    return heading.endswith(f" {text.casefold()}")
