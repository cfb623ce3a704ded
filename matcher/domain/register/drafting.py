"""What people write into the fields of records, read by the rules of list files: the same spellings, faults and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from matcher.domain.line_list.book import LineBook
from matcher.domain.line_list.columns import COLUMNS, Converters, Wrong, fault_of_id, nearest
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.domain.line_list.rows import RowReader
from matcher.domain.register.cells import CellReader, fields_of_line, header_of, several_of
from matcher.domain.register.numbering import ENTRY_ID, Conventions, link_of
from matcher.domain.register.record import COLUMNS_OF, PREFIX_OF, Record, RecordKind
from matcher.errors import BadLineList

#: Stands in the place of a row number; rows of drafts are counted from 1.
_HEADER_ROW = 0
_WORD = re.compile(r"[A-Za-z][A-Za-z _-]{0,59}")
_PLACE = re.compile(r"row (\d+)(?:, column (\w+))?")


class Place(NamedTuple):
    """Where a draft has a fault."""

    #: Which of the drafts, counted from 0.
    draft: int
    #: Empty where it is the draft as a whole.
    column: str


class DraftFault(NamedTuple):
    """What is wrong with a draft. The sentence never quotes a number."""

    place: Place
    sentence: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as somebody writes it."""

    kind: RecordKind
    id: str
    line_id: str
    #: Column -> text in any spelling a list file may have.
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of drafts: a record of each, which is sound only where there is no fault of it."""

    records: tuple[Record, ...]
    faults: tuple[DraftFault, ...]

    __hash__ = None  # type: ignore[assignment] # its records have none


def draft_records(drafts: Sequence[Draft], conventions: Conventions) -> Drafted:
    """Make records of many drafts at once; what one record means for another is not looked at."""
    faults: list[DraftFault] = []
    fields: dict[int, dict[str, str]] = {}
    for kind in RecordKind:
        several = [(at, draft) for at, draft in enumerate(drafts) if draft.kind is kind]
        if several:
            read = _read_lines if kind is RecordKind.LINE else _read_entries
            found, told = read(kind, [draft for _, draft in several], conventions)
            fields |= {at: each for (at, _), each in zip(several, found, strict=True)}
            faults += [DraftFault(Place(several[at][0], column), sentence) for (at, column), sentence in told]
    for at, draft in enumerate(drafts):
        faults += [DraftFault(Place(at, column), sentence) for column, sentence in _faults_beside(draft)]
    order = {column: at for at, column in enumerate(COLUMNS)}
    faults.sort(key=lambda fault: (fault.place.draft, order.get(fault.place.column, len(COLUMNS))))
    records = tuple(Record(draft.kind, draft.id, draft.line_id, fields[at]) for at, draft in enumerate(drafts))
    return Drafted(records, tuple(dict.fromkeys(faults)))


_Found = tuple[list[dict[str, str]], list[DraftFault]]


def _faults_beside(draft: Draft) -> Iterator[tuple[str, str]]:
    """Tell what is wrong beside the cells: ids, and fields the kind does not have."""
    if not draft.line_id:
        yield "line_id", "The cell is empty; every row names its line."
    elif (wrong := fault_of_id(draft.line_id)) is not None:
        yield "line_id", wrong
    if draft.kind is RecordKind.LINE:
        if draft.id != draft.line_id:
            yield "line_id", "A line is kept under its own id."
    elif not (ENTRY_ID.fullmatch(draft.id) and draft.id.startswith(PREFIX_OF[draft.kind])):
        yield "entry_id", "This is no id of an entry of this kind."
    if draft.kind is RecordKind.ASSOCIATE and not tidy(draft.texts.get("associate_name", "")):
        yield "associate_name", "The cell is empty; a person has a name."
    for column, text in draft.texts.items():
        if text and column not in COLUMNS_OF[draft.kind]:
            yield (column, "A record of this kind has no such field.") if column in COLUMNS else ("", _no_field(column, draft.kind))


def _no_field(name: str, kind: RecordKind) -> str:
    """Name a field that no record has. One that is no word may be anything, and is not repeated."""
    if not _WORD.fullmatch(name):
        return "A field that was named is no field of any record."
    return f"There is no field '{name}'.{nearest(name, COLUMNS_OF[kind])}"


def _read_entries(kind: RecordKind, drafts: Sequence[Draft], conventions: Conventions) -> _Found:
    """Read numbers or people as the rows of a list in which each has a line of its own."""
    columns = ("line_id", *COLUMNS_OF[kind])
    rows = [(at, _cells(draft, f"L{at}", columns)) for at, draft in enumerate(drafts, start=1)]
    told: list[DraftFault] = []
    origin = ListOrigin("proposal", "", conventions.region, test_numbers=conventions.test_numbers, header_row=_HEADER_ROW)

    def further(reader: RowReader) -> None:
        for column in ("predecessor", "successor"):
            for number, cells in rows:
                text = cells[columns.index(column)] if column in columns else ""
                if text and isinstance(wrong := link_of(text, conventions), Wrong):
                    reader.faults.add(number, column, wrong.sentence)

    try:
        parse_line_list(columns, rows, origin=origin, lists=conventions.lists, further=further)
    except BadLineList as refused:
        told = list(_placed(refused))
    reader = CellReader(header_of(columns), Converters(), conventions)
    fields = [reader.fields(cells) for _, cells in rows]
    return fields, told


def _placed(refused: BadLineList) -> Iterator[DraftFault]:
    for fault in refused.faults:
        found = _PLACE.match(fault.place)
        row = int(found[1]) if found else 1
        if row != _HEADER_ROW:
            yield DraftFault(Place(row - 1, (found[2] or "") if found else ""), fault.sentence)


def _read_lines(kind: RecordKind, drafts: Sequence[Draft], conventions: Conventions) -> _Found:
    """Read lines as the book of a list does."""
    columns = ("line_id", *COLUMNS_OF[kind])
    reader = RowReader(header_of(columns))
    book = LineBook(reader)
    cleaned = []
    for at, draft in enumerate(drafts, start=1):
        row = reader.clean(at, _cells(draft, f"L{at}", columns))
        cleaned.append(row)
        if row is not None:
            book.say(f"L{at}", book.facts(row.cells), at, reader.faults.add)
            reader.use(row)
    told = list(_placed(BadLineList("", faults=reader.faults.in_order())))
    if told:
        # What is at fault says nothing.
        at_fault = {fault.place for fault in told}
        sound = [
            replace(draft, texts={column: text for column, text in draft.texts.items() if Place(at, column) not in at_fault})
            for at, draft in enumerate(drafts)
        ]
        return _read_lines(kind, sound, conventions)[0], told
    lines = book.finish()
    fields = []
    for at, row in enumerate(cleaned, start=1):
        said: dict[str, str] = {}
        if row is not None:
            said = fields_of_line(lines[f"L{at}"], is_status_stated=bool(row.cells[reader.at["status"]]))
            use = reader.use(row)
            said["closed_on"], said["closure_type"] = use.closed_on.isoformat() if use.closed_on else "", use.closure_type or ""
            said["commodities"] = several_of([row.cells[reader.at["commodities"]]])
            said["group"] = tidy(row.cells[reader.at["group"]])
        fields.append({column: text for column, text in said.items() if text})
    return fields, []


def _cells(draft: Draft, line_id: str, columns: Sequence[str]) -> list[str]:
    return [line_id, *(draft.texts.get(column, "").strip() for column in columns[1:])]
