"""Loads a line list from a CSV or XLSX file, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader, BytesIO
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from ingest import IngestError, Remark, Source, TableRow, UnreadableExtraction, read_table
from matcher.domain.collector import nothing_collected
from matcher.domain.line import LineList
from matcher.domain.line_list import ListOrigin, parse_line_list
from matcher.domain.list_columns import is_header
from matcher.domain.protection import NumberLists
from matcher.domain.register import ImportedRegister, is_mapped_header, register_of
from matcher.errors import BadLineList, Fault

#: A title or a note may stand above the header.
_HEADER_WITHIN = 20
#: Nor does one stand below so many rows with nothing in them: of a file of any size without a header no more is read.
_HEADER_WITHIN_ROWS = 1000

#: What reading a table may tell that changes what a list says; the others concern sheets that are not read.
_TOLD = frozenset({"guessed-encoding", "lossy-text", "repaired-rows"})

#: Parts of a row, for the many rows of a list.
_SHEET, _NUMBER_AND_CELLS = attrgetter("sheet"), attrgetter("number", "cells")

_Sheets = Iterator[tuple[str, Iterator[TableRow]]]
_RawRow = tuple[int, Sequence[str]]

T = TypeVar("T")


def load_line_list(path: Path, *, region: str, lists: NumberLists, test_numbers: bool = False) -> LineList:
    """Read a list; of a workbook with several sheets the first one whose header names line_id and number.

    Raises:
        BadLineList: the file cannot be read as a table, or with every fault in it.
    """
    if path.is_dir():
        raise BadLineList(
            f"The line list cannot be used: '{path.name}' is a folder, not a file.",
            hint="Give the file of the list, a CSV or a workbook (XLSX).",
        )
    with _told_of_list(path.name):
        return _load(Source(path), region=region, lists=lists, test_numbers=test_numbers)


def load_line_list_of(content: bytes, *, name: str, region: str, lists: NumberLists, test_numbers: bool = False) -> LineList:
    """Read a list that is no file (any more), under the name it was handed in with.

    Raises:
        BadLineList: it cannot be read as a table, or with every fault in it.
    """
    with _told_of_list(name):
        return _load(_source_of(content, name), region=region, lists=lists, test_numbers=test_numbers)


def _source_of(content: bytes, name: str) -> Source:
    sha256 = hashlib.sha256(content).hexdigest()
    return Source.over(lambda: BufferedReader(BytesIO(content)), name=name, size=len(content), sha256=sha256)


def load_register_of(  # noqa: PLR0913 - all but the first are named
    content: bytes,
    *,
    name: str,
    region: str,
    lists: NumberLists,
    test_numbers: bool = False,
    mapping: Mapping[str, str] | None = None,
    most_rows: int | None = None,
) -> ImportedRegister:
    """Read a list as the records it speaks of.

    Args:
        content: The file.
        name: The name it was handed in with.
        region: ISO 3166 code of the country whose national numbers it writes.
        lists: Numbers that may stand on no list.
        test_numbers: Admit the unassigned +44 4 and +44 6 ranges.
        mapping: Header cell -> the column it stands for; an empty text leaves it out.
        most_rows: More are not taken, where strangers hand lists in.

    Raises:
        BadLineList: it cannot be read as a table, has too many rows, or with every fault in it.
    """
    known = mapping or {}

    def read(header: TableRow, rows: Iterator[_RawRow], origin: ListOrigin) -> ImportedRegister:
        bounded = rows if most_rows is None else _at_most(rows, most_rows, name)
        return register_of(header.cells, bounded, origin=origin, lists=lists, mapping=known)

    def is_known(cells: Sequence[str]) -> bool:
        return is_mapped_header(cells, known)

    with _told_of_list(name):
        found, notes = _read(_source_of(content, name), read, is_known, region=region, test_numbers=test_numbers)
    return replace(found, line_list=replace(found.line_list, notes=(*found.line_list.notes, *notes)))


def list_header_of(content: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Give the header of a list whose columns may have names of their own: the first row that is one, or the first that holds anything.

    Raises:
        BadLineList: it cannot be read as a table.
    """
    known = mapping or {}
    with _told_of_list(name):
        sheets: _Sheets = groupby(read_table(_source_of(content, name), lambda _: None), key=_SHEET)
        header, _ = _find_list(sheets, lambda cells: is_mapped_header(cells, known))
    return tuple(map(str.strip, header.cells))


def _at_most(rows: Iterable[_RawRow], most: int, name: str) -> Iterator[_RawRow]:
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise BadLineList(
                f"The line list '{name}' cannot be used: it has more than {most:,} rows.",
                hint="Hand in the list alone; in parts, with the mode `update`, where it is so long.",
                faults=(Fault(f"row {row[0]}", "No list has so many rows."),),
            )
        yield row


@contextmanager
def _told_of_list(name: str) -> Iterator[None]:
    """Tell a file that cannot be read as a list that cannot be used."""
    try:
        yield
    except IngestError as error:
        # Of a file that was not even opened the sentence says it all.
        faults = () if isinstance(error, UnreadableExtraction) else (Fault(error.place or name, error.sentence),)
        raise BadLineList(f"The line list cannot be used: {error.sentence}", hint=error.hint, faults=faults) from error


def _load(source: Source, *, region: str, lists: NumberLists, test_numbers: bool) -> LineList:
    def read(header: TableRow, rows: Iterator[_RawRow], origin: ListOrigin) -> LineList:
        return parse_line_list(header.cells, rows, origin=origin, lists=lists)

    line_list, notes = _read(source, read, is_header, region=region, test_numbers=test_numbers)
    return replace(line_list, notes=(*line_list.notes, *notes))


def _read(
    source: Source,
    read: Callable[[TableRow, Iterator[_RawRow], ListOrigin], T],
    is_known: Callable[[Sequence[str]], bool],
    *,
    region: str,
    test_numbers: bool,
) -> tuple[T, tuple[str, ...]]:
    """Find the list in a file and read it; with notes about the file itself.

    Args:
        source: The file.
        read: Takes the header, the rows below it and where they come from.
        is_known: Whether a row is the header of a list.
        region: See `ListOrigin`.
        test_numbers: See `ListOrigin`.
    """
    remarks: list[Remark] = []
    faults: tuple[Fault, ...] = ()
    try:
        sheets: _Sheets = groupby(read_table(source, remarks.append), key=_SHEET)
        header, rows = _find_list(sheets, is_known)
        origin = ListOrigin(source.name, source.sha256, region=region, test_numbers=test_numbers, header_row=header.number)
        with nothing_collected():
            found = read(header, map(_NUMBER_AND_CELLS, rows), origin)
        unread = tuple(_unread_lists(sheets, is_known))
    except BadLineList as error:
        if not _is_cut_short(remarks):
            raise
        faults = error.faults
    if _is_cut_short(remarks):
        raise _cut_short(source.name, faults)
    return found, (*unread, *_told(remarks, f"{source.name}:{header.sheet}"))


def _find_list(sheets: _Sheets, is_known: Callable[[Sequence[str]], bool]) -> tuple[TableRow, Iterator[TableRow]]:
    """Give the header and the rows below it; the first row of all where no sheet has a header, so that the fault can name it."""
    first: TableRow | None = None
    for name, sheet in sheets:
        filled = (row for row in islice(sheet, _HEADER_WITHIN_ROWS) if any(cell.strip() for cell in row.cells))
        for row in islice(filled, _HEADER_WITHIN):
            if is_known(row.cells):
                return row, sheet
            first = first or row
        if not name:
            # A text has one sheet.
            break
    return first or TableRow("", 1, ()), iter(())


def _unread_lists(sheets: _Sheets, is_known: Callable[[Sequence[str]], bool]) -> Iterator[str]:
    """Say which later sheets hold a list as well: whoever put numbers there must know that they are not compared."""
    for name, sheet in sheets:
        if any(is_known(row.cells) for row in islice(sheet, _HEADER_WITHIN)):
            yield f"The sheet '{name}' holds a list as well and was not read; keep one list in a workbook."


def _is_cut_short(remarks: Iterable[Remark]) -> bool:
    return any(remark.code == "truncated" for remark in remarks)


def _cut_short(name: str, faults: Sequence[Fault]) -> BadLineList:
    sentence = "The file ends too early, or a quotation mark is never closed."
    return BadLineList(
        f"The line list '{name}' cannot be used: it ends too early.",
        hint="Save or copy the list again, whole; nothing of it was taken.",
        faults=(Fault("last row", sentence), *faults),
    )


def _told(remarks: Iterable[Remark], place: str) -> Iterator[str]:
    for remark in remarks:
        if remark.code in _TOLD or (remark.code == "hidden-sheet" and remark.place == place):
            yield remark.sentence
