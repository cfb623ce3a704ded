"""Lists of people that somebody grouped: the name stands beside the first number of a person only, and the rows below have blanks there.

Somebody without a name leaves the same blank. So a list is grouped only where a column says which of somebody's telephones each number is,
and in every group each of them once: `Mobile`, and below it `Work`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from ingest.decode.arrangement.row_stream import RowStream
from ingest.decode.columns.layout import JUDGED_ROWS, Layout
from ingest.decode.values.number_shape import looks_like_number
from ingest.decode.values.person import is_kind_of_phone
from ingest.decode.words.column_kinds import NAMING
from ingest.decode.words.headers import NUMBER_COLUMNS, Column
from ingest.decode.words.kinds import Shape
from ingest.records import Item

_ABOUT: Final = (Column.ORGANISATION, Column.ABOUT)
#: Columns in which the kind of a number stands.
_KINDS: Final = (Column.TYPE, Column.OTHER)
#: Such columns that are tried; one is enough, and each is held against all rows.
_MOST_KINDS: Final = 8
#: Columns of what programs write, which keep people without a name.
_OF_PROGRAMS: Final = frozenset({Column.APP, Column.DELETED, Column.STORAGE, Column.MESSENGER_ID, Column.ENTRIES, Column.TIME})


class GroupedPeople:
    """Gives rows of a group the name in its first row."""

    sentence: Final = "Rows give a name only beside the first number of a person; those with blanks there were taken to be of the same one."

    def __init__(self, layout: Layout, kind: int) -> None:
        """Ask the layout once; `kind` is the column that says which of somebody's telephones a number is."""
        self._names = layout.all_of(*NAMING)
        self._who = frozenset((*self._names, *layout.all_of(*_ABOUT))) - {kind}
        self._numbers = layout.all_of(*NUMBER_COLUMNS)
        self._kind = kind
        self._above: Sequence[str] | None = None

    @classmethod
    def of(cls, layout: Layout, rows: RowStream) -> GroupedPeople | None:
        """Tell by its first rows whether a list is grouped; None where nothing shows it."""
        is_list = layout.shape is Shape.CONTACTS and not layout.is_mixed and _OF_PROGRAMS.isdisjoint(layout.by)
        if not is_list or not layout.all_of(*NAMING):
            return None
        first = [cells for _, cells in rows.peek(JUDGED_ROWS)]
        kinds = islice((at for at in layout.all_of(*_KINDS) if any(map(is_kind_of_phone, _cells(first, at)))), _MOST_KINDS)
        return next((found for found in (cls(layout, at) for at in kinds) if found.is_shown_by(first)), None)

    def is_shown_by(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether there are groups, and in each of them every kind of telephone once; none are where somebody is named twice."""
        kinds: set[str] = set()
        before: tuple[str, ...] | None = None
        is_shown = False
        for cells in rows:
            kind = cells[self._kind].strip().casefold() if self._kind < len(cells) else ""
            if not self._is_blank(cells):
                who = tuple(cells[at].strip().casefold() for at in self._names if at < len(cells))
                if who == before and any(who):
                    return False
                before, kinds = who, {kind}
                continue
            if not is_kind_of_phone(kind) or kind in kinds or "" in kinds or before is None or not any(before):
                return False
            kinds.add(kind)
            is_shown = True
        return is_shown

    def filled(self, cells: Sequence[str]) -> Sequence[str]:
        """Give a row with what the one above it said of its person, where it has a number and says nothing of that."""
        if self._above is not None and self._is_blank(cells):
            above = self._above
            return [above[at] if at in self._who and at < len(above) else cell for at, cell in enumerate(cells)]
        self._above = cells if self._is_named(cells) else None
        return cells

    def told(self, item: Item, _reason: str) -> Item:
        """Give what was read of a row as it is."""
        return item

    def _is_named(self, cells: Sequence[str]) -> bool:
        return self._has_number(cells) and any(cells[at].strip() for at in self._names if at < len(cells))

    def _is_blank(self, cells: Sequence[str]) -> bool:
        return self._has_number(cells) and not any(cells[at].strip() for at in self._who if at < len(cells))

    def _has_number(self, cells: Sequence[str]) -> bool:
        return any(at < len(cells) and looks_like_number(cells[at]) for at in self._numbers)


def _cells(rows: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    return (cells[at].strip().casefold() for cells in rows if at < len(cells))
