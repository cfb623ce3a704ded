"""Which way each row of a log went, as far as its direction or its folder says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.layout import Layout
from ingest.decode.values.small_words import STATED, Asked, asked_by, plainest, read_kind
from ingest.decode.words.headers import Column
from ingest.records import Direction

#: Kinds of cells remembered; their number is small unless the column is something else.
_REMEMBERED: Final = 1000


class RowWays:
    """Says which way a row went, where its direction or folder says it; what became of it does not."""

    def __init__(self, layout: Layout, way: Direction | None) -> None:
        """Ask the layout once; `way` is that of all rows, if what stands above them says one."""
        self._way = way
        self._shape = layout.shape
        self._directions = layout.all_of(Column.DIRECTION)
        places = (*self._directions, *layout.all_of(Column.TYPE))
        self.asked = tuple((at, asked_by(layout.header[at]) if at < len(layout.header) else Asked.KIND) for at in places)
        self._known: dict[tuple[str, ...], Direction | None] = {}

    @property
    def are_asked(self) -> bool:
        """Whether there are columns of ways at all."""
        return bool(self.asked) or self._way is not None

    def of(self, cells: Sequence[str]) -> Direction | None:
        """Give the way of a row."""
        if not self.asked:
            return self._way
        told = tuple(cells[at] if at < len(cells) else "" for at, _ in self.asked)
        if told not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            filled = [(cell, at, asked) for cell, (at, asked) in zip(told, self.asked, strict=True) if cell]
            meanings = [read_kind(cell, self._shape, asked) for cell, _, asked in filled]
            way = plainest(meanings, sum(at in self._directions for _, at, _ in filled))
            self._known[told] = self._way if way is None else None if way.rank in STATED else way.direction
        return self._known[told]
