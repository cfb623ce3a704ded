"""A block of a text table in which every row is a line: its rows, or its columns all at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import IncrementalNewlineDecoder

from ingest.decode.text.dialect import split_record
from ingest.decode.text.quotes import QUOTE

#: Characters of a block from which one of its lines must be too long to be a row.
_LONG_BLOCK = 1 << 17

#: Ends of lines among which no CR stands alone.
_WITHOUT_BARE_CR = ("\r\n", ("\n", "\r\n"))


class Block:
    """Whole lines of a table. Columns come without any row being made, which costs a quarter."""

    __slots__ = ("_count", "_delimiter", "_rows", "_text")

    def __init__(self, text: str, delimiter: str, rows: list[list[str]] | None) -> None:
        """Use `of`, which tells whether the text may be taken so."""
        self._text = text
        self._delimiter = delimiter
        self._rows = rows
        # Asked for again and again; to count takes as long as half of the splitting.
        self._count = text.count("\n") + 1

    @classmethod
    def of(cls, text: str, delimiter: str) -> Block | None:
        """Take whole lines; None when a row may not be a line, or a character asks for a closer look."""
        if len(text) > _LONG_BLOCK:
            return None
        if "\r" in text:
            # Several times as fast as counting both and replacing one.
            line_ends = IncrementalNewlineDecoder(None, translate=True)
            text = line_ends.decode(text, final=True)
            if line_ends.newlines not in _WITHOUT_BARE_CR:
                return None
        if "\ufeff" in text or "\x00" in text:
            return None
        text = text.removesuffix("\n")
        if QUOTE not in text:
            return cls(text, delimiter, None)
        lines = text.split("\n")
        rows = list(csv.reader(lines, delimiter=delimiter, quotechar=QUOTE))
        # A quoted cell with a line break swallows lines; at the end of the block it is still open.
        return None if len(rows) != len(lines) or split_record(lines[-1], delimiter)[1] else cls(text, delimiter, rows)

    def __iter__(self) -> Iterator[list[str]]:
        return iter(self.rows())

    def __len__(self) -> int:
        return self._count

    def rows(self) -> list[list[str]]:
        """Give the cells of every row; a blank row has none."""
        if self._rows is None:
            delimiter = self._delimiter
            self._rows = [line.split(delimiter) if line else [] for line in self._text.split("\n")]
        return self._rows

    def columns(self, width: int) -> Sequence[Sequence[str]] | None:
        """Give the cells of every column; None when a row has more or fewer than `width` cells."""
        if width < 2:
            return None
        if self._rows is not None:
            return list(zip(*self._rows, strict=True)) if set(map(len, self._rows)) == {width} else None
        between = f"{self._delimiter}\n{self._delimiter}"
        cells = self._text.replace("\n", between).split(self._delimiter)
        ends = cells[width :: width + 1]
        # Every line end must be the cell behind the last one of its row, and no cell may be left over.
        if len(cells) != len(ends) * (width + 1) + width or ends.count("\n") != len(ends) or len(ends) != self._count - 1:
            return None
        return [cells[at :: width + 1] for at in range(width)]
