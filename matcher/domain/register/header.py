"""The header of a file whose columns have names of their own: which are known, and which stand for known ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.domain.line_list.columns import COLUMNS, OF_FILE, REQUIRED, column_name, is_header

#: Stands in a header for a column that is left out on purpose: nobody is told of it.
_LEFT_OUT = ""


def renamed(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Give the cells of a header with the columns they stand for.

    Args:
        header: The cells as they stand in the file.
        mapping: Header cell, in any case and with any gaps -> the column of a list it stands for; an empty text leaves it out.
    """
    wanted = {column_name(cell): column for cell, column in mapping.items()}
    return tuple(wanted.get(column_name(cell), cell) for cell in header)


def unknown_columns(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Name the cells of a header that are no known column and that the mapping does not speak of, as they stand in the file."""
    known = {*COLUMNS, *OF_FILE, *map(column_name, mapping), _LEFT_OUT}
    return tuple(cell.strip() for cell in header if column_name(cell) not in known)


def missing_columns(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Name the columns every list has that no cell of a header is, by itself or by what the mapping gives it."""
    there = {column_name(cell) for cell in renamed(header, mapping)}
    return tuple(column for column in REQUIRED if column not in there)


def bad_mapping(mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Name the header cells that a mapping turns into no column of a list, or into one that another cell stands for as well."""
    columns = list(filter(None, mapping.values()))
    return tuple(cell for cell, column in mapping.items() if column and (column not in COLUMNS or columns.count(column) > 1))


def is_mapped_header(header: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Whether a row names the two columns every list has, under the names the mapping gives them."""
    return is_header(renamed(header, mapping))
