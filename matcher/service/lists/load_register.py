"""Loads a line list from a CSV or XLSX file as the records it speaks of, all or nothing; its columns may have names of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest import TableRow
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line_list.parsing import ListOrigin
from matcher.domain.register import ImportedRegister, is_mapped_header, register_of
from matcher.errors import BadLineList, Fault
from matcher.service.lists.list_table import RawRow, header_of, read_list, source_of, told_of_list


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

    def read(header: TableRow, rows: Iterator[RawRow], origin: ListOrigin) -> ImportedRegister:
        bounded = rows if most_rows is None else _at_most(rows, most_rows, name)
        return register_of(header.cells, bounded, origin=origin, lists=lists, mapping=known)

    def is_known(cells: Sequence[str]) -> bool:
        return is_mapped_header(cells, known)

    with told_of_list(name):
        found, notes = read_list(source_of(content, name), read, is_known, region=region, test_numbers=test_numbers)
    return replace(found, line_list=replace(found.line_list, notes=(*found.line_list.notes, *notes)))


def list_header_of(content: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Give the header of a list whose columns may have names of their own: the first row that is one, or the first that holds anything.

    Raises:
        BadLineList: it cannot be read as a table.
    """
    known = mapping or {}
    with told_of_list(name):
        return header_of(source_of(content, name), lambda cells: is_mapped_header(cells, known))


def _at_most(rows: Iterable[RawRow], most: int, name: str) -> Iterator[RawRow]:
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise BadLineList(
                f"The line list '{name}' cannot be used: it has more than {most:,} rows.",
                hint="Hand in the list alone; in parts, with the mode `update`, where it is so long.",
                faults=(Fault(f"row {row[0]}", "No list has so many rows."),),
            )
        yield row
