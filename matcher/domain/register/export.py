"""The register as the rows of a list file, as far as whoever exports it may have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.register.record import Record
from matcher.domain.register.register import Register, part_of
from matcher.domain.register.to_list import rows_of


@dataclass(frozen=True, slots=True)
class ExportTable:
    """Rows under the columns of list files; read as a file again, they are the same records."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Entries that stay because they may be handed on with conditions only (handling code C).
    withheld: int


def export_rows(register: Register, *, visible: Callable[[Record], bool], with_conditions: bool) -> ExportTable:
    """Give the live numbers and people of the lines somebody may know of, as if there were no others.

    Args:
        register: The whole.
        visible: Asked of the record of each line.
        with_conditions: Whether entries with handling code C go along, each with its conditions.
    """
    rows = list(rows_of(part_of(register, visible), COLUMNS))
    kept = tuple(tuple(row.cells) for row in rows if with_conditions or row.record.get("handling") != "C")
    return ExportTable(COLUMNS, kept, len(rows) - len(kept))
