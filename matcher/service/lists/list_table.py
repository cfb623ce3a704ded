"""Finds the line list in a CSV or XLSX file, and tells what is wrong with the file as what is wrong with a list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from itertools import groupby, islice
from operator import attrgetter
from typing import TypeVar

from ingest import IngestError, Remark, Source, TableRow, UnreadableExtraction, read_table
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.line_list.parsing import ListOrigin
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
RawRow = tuple[int, Sequence[str]]

T = TypeVar("T")


def source_of(content: bytes, name: str) -> Source:
    """Give a list that is no file (any more), under the name it was handed in with."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Source.over(lambda: BufferedReader(BytesIO(content)), name=name, size=len(content), sha256=sha256)


@contextmanager
def told_of_list(name: str) -> Iterator[None]:
    """Tell a file that cannot be read as a list that cannot be used."""
    try:
        yield
    except IngestError as error:
        # Of a file that was not even opened the sentence says it all.
        faults = () if isinstance(error, UnreadableExtraction) else (Fault(error.place or name, error.sentence),)
        raise BadLineList(f"The line list cannot be used: {error.sentence}", hint=error.hint, faults=faults) from error


def read_list(
    source: Source,
    read: Callable[[TableRow, Iterator[RawRow], ListOrigin], T],
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
        sheets: _Sheets = groupby(read_table(source, remarks.append, with_formulas=True), key=_SHEET)
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


def header_of(source: Source, is_known: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """Give the header of the list in a file: the first row that is one, or the first that holds anything."""
    header, _ = _find_list(groupby(read_table(source, lambda _: None, with_formulas=True), key=_SHEET), is_known)
    return tuple(map(str.strip, header.cells))


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
