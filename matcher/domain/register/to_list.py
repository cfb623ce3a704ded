"""A register becomes the list that answers are judged against: its live records as rows, read like those of any file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from matcher.domain.line import Line, LineList
from matcher.domain.line_list.book import LineBook
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.domain.line_list.rows import RowReader
from matcher.domain.register.cells import header_of
from matcher.domain.register.numbering import Conventions
from matcher.domain.register.record import COLUMNS_OF, Record, RecordKind
from matcher.domain.register.register import Register
from matcher.errors import BadLineList

#: Columns an answer can depend on.
_READ = COLUMNS[: COLUMNS.index("notes")]

_CLOSURE = ("closure_type", "closed_on")
_OF_LINE = frozenset(COLUMNS_OF[RecordKind.LINE]) - {*_CLOSURE}
_RANK = {kind: str(rank) for rank, kind in enumerate(RecordKind)}
_ROW = re.compile(r"row (\d+)\b")
_HEADER_ROW = 1


class RegisterRow(NamedTuple):
    """A record as a row of a list."""

    record: Record
    cells: list[str]


def rows_of(register: Register, columns: Sequence[str]) -> Iterator[RegisterRow]:
    """Yield the live numbers and people as rows with these columns: by line, the numbers by their dates, then the people.

    What is said of a line stands on each of its rows. A number without a closure of its own has that of its line.
    """
    line: Mapping[str, str] = {}
    of_line = [(at, column) for at, column in enumerate(columns) if column in _OF_LINE]
    of_entry = [(at, column) for at, column in enumerate(columns) if column not in _OF_LINE]
    line_cells = [""] * len(columns)
    for record in sorted(register.live(), key=_place):
        if record.kind is RecordKind.LINE:
            line = record.fields
            for at, column in of_line:
                line_cells[at] = line.get(column, "")
            continue
        own = {"line_id": record.line_id, "entry_id": record.id, **effective(record, line)}
        cells = line_cells.copy()
        for at, column in of_entry:
            if column in own:
                cells[at] = own[column]
        yield RegisterRow(record, cells)


def _place(record: Record) -> tuple[str, ...]:
    get = record.fields.get
    return record.line_id, _RANK[record.kind], get("first_seen", ""), get("last_seen", ""), get("number", ""), record.id


def effective(record: Record, line: Mapping[str, str]) -> Mapping[str, str]:
    """Give the fields of a number with the closure of its line, where it has none of its own; of a person those it has."""
    if record.kind is not RecordKind.NUMBER or line.keys().isdisjoint(_CLOSURE) or not record.fields.keys().isdisjoint(_CLOSURE):
        return record.fields
    return {**record.fields, **{column: line[column] for column in _CLOSURE if column in line}}


def line_list_of(register: Register, *, name: str, sha256: str, conventions: Conventions, version: str | None = None) -> LineList:
    """Make the list that answers are judged against.

    An entry that may stand on no list any more (its number is protected by now, or reads otherwise) is left out, and a note says how many.
    """
    rows = list(rows_of(register, _READ))
    kept = [(at, row.cells) for at, row in enumerate(rows, start=_HEADER_ROW + 1)]
    origin = ListOrigin(name, sha256, conventions.region, test_numbers=conventions.test_numbers, header_row=_HEADER_ROW)
    found = LineList(name, sha256, {}, {})
    while True:
        try:
            with nothing_collected():
                found = parse_line_list(_READ, kept, origin=origin, lists=conventions.lists)
        except BadLineList as refused:
            unfit = {int(at) for fault in refused.faults for at in _ROW.findall(fault.place)} - {_HEADER_ROW}
            if unfit:
                kept = [row for row in kept if row[0] not in unfit]
                continue
            # No telephone number is left, which is no fault of a register.
        break
    return replace(
        found,
        lines=_with_bare_lines(register, rows, found.lines),
        version=version,
        notes=(*found.notes, *_say_left_out(len(rows) - len(kept))),
    )


def _say_left_out(entries: int) -> Iterator[str]:
    if entries:
        which = "1 entry is" if entries == 1 else f"{entries} entries are"
        yield f"{which} not compared: a number is protected by now, or cannot be read any more. The list of what to mend names them."


def _with_bare_lines(register: Register, rows: Sequence[RegisterRow], lines: Mapping[str, Line]) -> Mapping[str, Line]:
    """Add the live lines of which no number is left: their names still say something."""
    live = (record for (kind, _), record in register.records.items() if kind is RecordKind.LINE and record.removed is None)
    bare = {record.id: record for record in live if record.id not in lines}
    if not bare:
        return lines
    columns = ("line_id", *COLUMNS_OF[RecordKind.LINE])
    book = LineBook(RowReader(header_of(columns)))
    for record in bare.values():
        book.say(record.id, book.facts([record.get(column) for column in columns]), 0, _untold)
    counted = [record for record, _ in rows if record.line_id in bare and record.kind is RecordKind.NUMBER]
    for record in counted:
        _count(book, record.line_id, effective(record, bare[record.line_id].fields))
    for line_id in bare.keys() - {record.line_id for record in counted}:
        _count(book, line_id, bare[line_id].fields)
    return dict(sorted({**lines, **book.finish()}.items()))


def _count(book: LineBook, line_id: str, fields: Mapping[str, str]) -> None:
    reader = book.reader
    closed_on = reader.day(0, "closed_on", fields.get("closed_on", ""))
    book.count(line_id, closed_on, reader.cell(0, "closure_type", fields.get("closure_type", ""), reader.convert.closure_type))


def _untold(row: int, column: str, sentence: str) -> None:
    """Nobody is told: what a line says was checked when it was said."""
