"""Call logs and messages that somebody grouped: who it was stands in the first row of a group only, and the rows below have blanks there.

A phone that was called by nobody known leaves the same blanks. So a table is grouped only where rows with blanks show it: those that went
out, which had a number. Where a single one does, or callers are withheld, only rows that went out are given the number above.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.decode.columns import JUDGED_ROWS, Layout, Shape
from ingest.decode.header_words import NUMBER_COLUMNS, Column
from ingest.decode.moments import read_moment
from ingest.decode.number_shape import has_digit, is_withheld
from ingest.decode.row_stream import RowStream
from ingest.decode.way_words import Rank, way_of
from ingest.records import Direction

_NAMED = (Column.NAME, Column.GIVEN, Column.MIDDLE, Column.FAMILY, Column.NICKNAME, Column.FROM_NAME, Column.TO_NAME)
#: Rows with blanks that went out, from which on all others with blanks are taken to be of a group, too.
_SURE = 2
_OF_PROGRAMS = frozenset({Column.APP, Column.DELETED, Column.STORAGE})


class GroupedRows:
    """Gives rows of a group what its first row says of who it was."""

    def __init__(self, layout: Layout) -> None:
        """Ask the layout once."""
        self._numbers = layout.all_of(*NUMBER_COLUMNS)
        self._who = tuple(sorted({*self._numbers, *layout.all_of(*_NAMED)}))
        self._times = layout.times
        self._ways = layout.all_of(Column.DIRECTION, Column.TYPE)
        self._above: Sequence[str] | None = None
        #: Rows with blanks that came in may have been calls of nobody known.
        self._is_unsure = False

    @classmethod
    def of(cls, layout: Layout, rows: RowStream) -> GroupedRows | None:
        """Tell by its first rows whether a table is grouped; None where nothing shows it."""
        is_log = layout.shape in {Shape.CALLS, Shape.MESSAGES} and layout.header and not layout.is_mixed
        # A table with applications or recovered rows was written by a program: its blanks are lost or withheld numbers.
        if not is_log or not _OF_PROGRAMS.isdisjoint(layout.by):
            return None
        grouped = cls(layout)
        first = [cells for _, cells in rows.peek(JUDGED_ROWS)]
        shown = grouped._shown(first)
        grouped._is_unsure = shown < _SURE or any(map(grouped._is_of_nobody, first))
        return grouped if shown else None

    def filled(self, cells: Sequence[str]) -> Sequence[str]:
        """Give a row with what the one above it said, where it lacks only that; a row of anything else ends a group."""
        if self._is_blank(cells):
            is_left = self._above is None or (self._is_unsure and not self._went_out(cells))
            return cells if self._above is None or is_left else self._joined(cells, self._above)
        self._above = cells if self._is_headed(cells) else None
        return cells

    def _joined(self, cells: Sequence[str], above: Sequence[str]) -> Sequence[str]:
        return [above[at] if at in self._who and at < len(above) else cell for at, cell in enumerate(cells)]

    def _is_blank(self, cells: Sequence[str]) -> bool:
        """Whether a row tells when something was, and nothing of who."""
        if any(cells[at].strip() for at in self._who if at < len(cells)):
            return False
        return any(at < len(cells) and read_moment(cells[at], style) is not None for at, style in self._times)

    def _is_headed(self, cells: Sequence[str]) -> bool:
        return any(at < len(cells) and has_digit(cells[at]) is not None for at in self._numbers)

    def _is_of_nobody(self, cells: Sequence[str]) -> bool:
        """Whether a row says that a number was withheld, as others then may by a blank."""
        return any(at < len(cells) and is_withheld(cells[at]) for at in self._numbers)

    def _went_out(self, cells: Sequence[str]) -> bool:
        return any(at < len(cells) and _says_out(cells[at]) for at in self._ways)

    def _shown(self, rows: Sequence[Sequence[str]]) -> int:
        """Count the rows below another of their group that show that there are groups; none does where somebody is told twice."""
        before: tuple[str, ...] | None = None
        shown = 0
        for cells in rows:
            if self._is_blank(cells):
                shown += before is not None and self._went_out(cells)
                continue
            who = tuple(cells[at] for at in self._who if at < len(cells))
            if who == before and self._is_headed(cells):
                # Nobody is left out who is the same as above.
                return 0
            before = who if self._is_headed(cells) else None
        return shown


def _says_out(cell: str) -> bool:
    way = way_of(cell)
    return way is not None and way.direction is Direction.OUT and way.rank in {Rank.NAMED, Rank.SHARED}
