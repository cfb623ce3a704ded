"""Loads a line list from a CSV or XLSX file, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest import Source, TableRow
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList
from matcher.domain.line_list.columns import is_header
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.errors import BadLineList
from matcher.service.lists.list_table import RawRow, read_list, source_of, told_of_list


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
    with told_of_list(path.name):
        return _load(Source(path), region=region, lists=lists, test_numbers=test_numbers)


def load_line_list_of(content: bytes, *, name: str, region: str, lists: NumberLists, test_numbers: bool = False) -> LineList:
    """Read a list that is no file (any more), under the name it was handed in with.

    Raises:
        BadLineList: it cannot be read as a table, or with every fault in it.
    """
    with told_of_list(name):
        return _load(source_of(content, name), region=region, lists=lists, test_numbers=test_numbers)


def _load(source: Source, *, region: str, lists: NumberLists, test_numbers: bool) -> LineList:
    def read(header: TableRow, rows: Iterator[RawRow], origin: ListOrigin) -> LineList:
        return parse_line_list(header.cells, rows, origin=origin, lists=lists)

    line_list, notes = read_list(source, read, is_header, region=region, test_numbers=test_numbers)
    return replace(line_list, notes=(*line_list.notes, *notes))
