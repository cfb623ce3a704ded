"""The header of a list file that nobody has seen yet: whether it is one at all, and what is wrong with what was said of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from matcher.domain.list_columns import column_name
from matcher.domain.register import bad_mapping
from matcher.errors import Fault

_LEAST_CELLS = 2
_LONGEST_CELL = 100
#: A row with so many digits in a cell is about somebody, and no header.
_DIGITS = re.compile(r"\d(?:[\s()._/+-]*\d){4,}")


def may_be_header(cells: Sequence[str]) -> bool:
    """Whether a row may name columns: then somebody can say which they are; a row of values is shown to nobody."""
    named = [cell.strip() for cell in cells if cell.strip()]
    if len({column_name(cell) for cell in named}) < _LEAST_CELLS:
        return False
    return all(len(cell) <= _LONGEST_CELL and cell.isprintable() and not _DIGITS.search(cell) for cell in named)


def faults_of_mapping(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[Fault, ...]:
    """Say what is wrong with what somebody said of the columns of a file, each at its place."""
    return tuple(_faults(header, mapping))


def _faults(header: Sequence[str], mapping: Mapping[str, str]) -> Iterator[Fault]:
    there = {column_name(cell) for cell in header}
    wrong = set(bad_mapping(mapping))
    for at, cell in enumerate(mapping):
        if column_name(cell) not in there:
            yield Fault(f"mapping.{at}", "The file has no such column.")
        if cell in wrong:
            yield Fault(f"mapping.{at}", "It stands for no column of a list, or for one that another stands for as well.")
