"""Loads a line list from a CSV or XLSX file, all or nothing."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader, BytesIO
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from ingest import IngestError, Remark, Source, TableRow, UnreadableExtraction, read_table
from matcher.domain.line import LineList
from matcher.domain.line_list import ListOrigin, parse_line_list
from matcher.domain.list_columns import is_header
from matcher.domain.protection import NumberLists
from matcher.errors import BadLineList, Fault

#: A title or a note may stand above the header.
_HEADER_WITHIN = 20

#: What reading a table may tell that changes what a list says; the others concern sheets that are not read.
_TOLD = frozenset({"lossy-text", "repaired-rows"})

#: Parts of a row, for the many rows of a list.
_SHEET, _NUMBER_AND_CELLS = attrgetter("sheet"), attrgetter("number", "cells")

_Sheets = Iterator[tuple[str, Iterator[TableRow]]]


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
    sha256 = hashlib.sha256(content).hexdigest()
    with _told_of_list(name):
        source = Source.over(lambda: BufferedReader(BytesIO(content)), name=name, size=len(content), sha256=sha256)
        return _load(source, region=region, lists=lists, test_numbers=test_numbers)


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
    remarks: list[Remark] = []
    faults: tuple[Fault, ...] = ()
    try:
        sheets: _Sheets = groupby(read_table(source, remarks.append), key=_SHEET)
        header, rows = _find_list(sheets)
        origin = ListOrigin(source.name, source.sha256, region=region, test_numbers=test_numbers, header_row=header.number)
        with _nothing_collected():
            line_list = parse_line_list(header.cells, map(_NUMBER_AND_CELLS, rows), origin=origin, lists=lists)
        unread = tuple(_unread_lists(sheets))
    except BadLineList as error:
        if not _is_cut_short(remarks):
            raise
        faults = error.faults
    if _is_cut_short(remarks):
        raise _cut_short(source.name, faults)
    return replace(line_list, notes=(*line_list.notes, *unread, *_told(remarks, f"{source.name}:{header.sheet}")))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the cyclic collector still."""
    # A list is hundreds of thousands of objects that stay, and walking them again and again takes a third of the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find_list(sheets: _Sheets) -> tuple[TableRow, Iterator[TableRow]]:
    """Give the header and the rows below it; the first row of all where no sheet has a header, so that the fault can name it."""
    first: TableRow | None = None
    for _, sheet in sheets:
        filled = (row for row in sheet if any(cell.strip() for cell in row.cells))
        for row in islice(filled, _HEADER_WITHIN):
            if is_header(row.cells):
                return row, sheet
            first = first or row
    return first or TableRow("", 1, ()), iter(())


def _unread_lists(sheets: _Sheets) -> Iterator[str]:
    """Say which later sheets hold a list as well: whoever put numbers there must know that they are not compared."""
    for name, sheet in sheets:
        if any(is_header(row.cells) for row in islice(sheet, _HEADER_WITHIN)):
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
