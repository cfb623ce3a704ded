"""The list as a file that leaves: what goes along, what stays, and whether the file is the whole list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.domain.line_list.columns import COLUMNS, PART_COLUMN, VERSION_COLUMN, column_name
from matcher.domain.register import Conventions, Record, RecordKind, Register, export_rows, part_of

_NUMBER = COLUMNS.index("number")
_LINE = COLUMNS.index("line_id")


@dataclass(frozen=True, slots=True)
class ListExport:
    """Rows of a list file; read as a file again, they are the same records."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Entries that may be handed on with conditions only, and stayed.
    withheld: int
    #: Entries whose number is protected by now, and stayed.
    protected: int
    #: Lines without a row of their own, because no number or person of theirs goes along.
    lines_without_rows: int
    #: Whether the file may be taken for the whole list.
    is_whole: bool

    @property
    def lines(self) -> int:
        """How many lines have rows."""
        return len({row[_LINE] for row in self.rows})


def export_list(
    register: Register,
    conventions: Conventions,
    *,
    version: int,
    visible: Callable[[Record], bool],
    with_conditions: bool,
    sees_all: bool,
) -> ListExport:
    """Write what somebody may have of the list as rows.

    Args:
        register: The whole.
        conventions: How numbers are read, and which are protected by now.
        version: Its number. It goes along, so that an old export is known for one when it comes back.
        visible: Asked of the record of each line.
        with_conditions: Whether entries with handling code C go along, each with its conditions.
        sees_all: Whether they may know of every line there could be. Who may not gets a part, whether or not there are others: a file
            that was whole only where nothing is hidden would tell that nothing is.
    """
    table = export_rows(register, visible=visible, with_conditions=with_conditions)
    keys = conventions.keys_of([row[_NUMBER] for row in table.rows])
    is_protected = conventions.lists.is_protected_number
    protected = {key for key in set(keys) if key and is_protected(key)}
    rows = tuple(row for row, key in zip(table.rows, keys, strict=True) if key not in protected) if protected else table.rows
    left_out = len(table.rows) - len(rows)
    told = {row[_LINE] for row in rows}
    known = part_of(register, visible)
    bare = sum(record.kind is RecordKind.LINE and record.id not in told for record in known.live())
    is_whole = sees_all and not (table.withheld or left_out or bare)
    header, said = (*table.header, VERSION_COLUMN), (str(version),)
    if is_whole:
        return ListExport(header, tuple(row + said for row in rows), 0, 0, 0, is_whole)
    marked = tuple((*row, *said, "yes") for row in rows)
    return ListExport((*header, PART_COLUMN), marked, table.withheld, left_out, bare, is_whole)


def is_part(header: Sequence[str]) -> bool:
    """Whether a file says of itself that it is no whole list."""
    return any(column_name(cell) == PART_COLUMN for cell in header)
