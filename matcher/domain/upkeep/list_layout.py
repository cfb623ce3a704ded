"""The header of a list file that nobody has seen yet: whether it is one at all, and what is wrong with what was said of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from matcher.domain.line_list.columns import COLUMNS, column_name, nearest
from matcher.domain.register import bad_mapping
from matcher.errors import Fault

_LEAST_CELLS = 2
_LONGEST_CELL = 100
_LONGEST_SHOWN = 60
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
    for at, (cell, column) in enumerate(mapping.items()):
        if column_name(cell) not in there:
            yield Fault(f"mapping.{at}", f"The file has no column {named(cell)}.")
        if cell not in wrong:
            continue
        if column in COLUMNS:
            yield Fault(f"mapping.{at}", f"The column {named(cell)} is said to be {column}, and so is another one; a list has each once.")
        else:
            known = nearest(column) or f" The columns are: {', '.join(COLUMNS)}."
            yield Fault(f"mapping.{at}", f"The column {named(cell)} is said to be {named(column)}, which is no column of a list.{known}")


def named(text: str) -> str:
    """Give the name of a column as it can be repeated: what may be about somebody is not."""
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return "of that name" if not shown or _DIGITS.search(shown) else f"'{shown[:_LONGEST_SHOWN]}'"
