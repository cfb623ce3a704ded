"""Loads a line list from a CSV or XLSX file, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path

from ingest import IngestError, Source, TableRow, read_table
from matcher.domain.line import LineList
from matcher.domain.line_list import ListOrigin, parse_line_list
from matcher.domain.list_columns import is_header
from matcher.domain.protection import NumberLists
from matcher.errors import BadLineList, Fault

#: A title or a note may stand above the header.
_HEADER_WITHIN = 20


def load_line_list(path: Path, *, region: str, lists: NumberLists, test_numbers: bool = False) -> LineList:
    """Read a list; of a workbook with several sheets the first one whose header names line_id and number.

    Raises:
        BadLineList: the file cannot be read as a table, or with every fault in it.
    """
    try:
        source = Source(path)
        header, rows = _find_sheet(read_table(source))
        origin = ListOrigin(source.name, source.sha256, region=region, test_numbers=test_numbers, header_row=header.number)
        return parse_line_list(header.cells, ((row.number, row.cells) for row in rows), origin=origin, lists=lists)
    except IngestError as error:
        raise BadLineList(
            f"The line list cannot be used: {error.sentence}", hint=error.hint, faults=(Fault(error.place or path.name, error.sentence),)
        ) from error


def _find_sheet(rows: Iterator[TableRow]) -> tuple[TableRow, Iterator[TableRow]]:
    """Give the header and the rows below it; the first row of all where no sheet has a header, so that the fault can name it."""
    first: TableRow | None = None
    for _, sheet in groupby(rows, key=lambda row: row.sheet):
        filled = (row for row in sheet if any(cell.strip() for cell in row.cells))
        for row in islice(filled, _HEADER_WITHIN):
            if is_header(row.cells):
                return row, filled
            first = first or row
    return first or TableRow("", 1, ()), iter(())
