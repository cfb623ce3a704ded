"""The numbered rows of one table, to be looked at before they are read, given back, and taken many at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from ingest.decode.text.line_block import Block

#: A row with its number, counted from 1.
NumberedRow = tuple[int, Sequence[str]]

#: Rows taken together where they do not come in blocks, and so soon after some were given back: where that happens it happens again.
_CHUNK = 1024
_FEW = 16


class Chunk(NamedTuple):
    """Rows that follow one another, by columns."""

    numbers: Sequence[int]
    #: None where the rows have not all the width asked for; then `rows` holds them.
    columns: Sequence[Sequence[str]] | None
    rows: Sequence[Sequence[str]] = ()

    def cells(self, at: int) -> Sequence[str]:
        """Give the cells of one row."""
        return [column[at] for column in self.columns] if self.columns is not None else self.rows[at]

    def behind(self, start: int) -> list[NumberedRow]:
        """Give the rows from a place on, one by one."""
        return [(self.numbers[at], self.cells(at)) for at in range(start, len(self.numbers))]


class NumberedRuns:
    """Rows that come in runs, numbered from 1; a run nobody has begun to read can be taken as a whole."""

    def __init__(self, runs: Iterator[Iterable[list[str]]]) -> None:
        """Take the runs over."""
        self._runs = runs
        #: Number of the last row of the runs begun so far; 0 while that is not known.
        self.supplied = 0

    def __iter__(self) -> Iterator[NumberedRow]:
        return chain.from_iterable(self._numbered())

    def next_block(self) -> tuple[int, Block] | None:
        """Take the next run and the number of its first row; None when it can only be had row by row."""
        ahead = next(self._runs, None)
        if isinstance(ahead, Block):
            start = self.supplied + 1
            self.supplied += len(ahead)
            return start, ahead
        if ahead is not None:
            self._runs = chain((ahead,), self._runs)
        return None

    def _numbered(self) -> Iterator[Iterator[NumberedRow]]:
        while (run := next(self._runs, None)) is not None:
            start = self.supplied + 1
            if isinstance(run, Block):
                self.supplied += len(run)
                yield zip(range(start, self.supplied + 1), run.rows(), strict=True)
            else:
                yield self._counted(run, start)

    def _counted(self, run: Iterable[list[str]], start: int) -> Iterator[NumberedRow]:
        # Until its end nobody knows where a run of unknown length ends; `supplied` lags behind, so that no block is taken meanwhile.
        number = start - 1
        for number, cells in enumerate(run, start):  # wanted after the loop
            yield number, cells
        self.supplied = number


class RowStream:
    """Rows of which the first can be looked at before they are read."""

    def __init__(self, rows: Iterator[NumberedRow], runs: NumberedRuns | None = None) -> None:
        """Take the rows over; `runs` is where they come from, if blocks of them can be had."""
        self._rows = rows
        self._runs = runs
        self._last = 0
        #: Rows that were looked at, or given back; they come first.
        self._ahead: deque[NumberedRow] = deque()
        self._together = _CHUNK

    def __iter__(self) -> Iterator[NumberedRow]:
        return chain(self._drained(), self._rows) if self._ahead else self._rows

    def put_back(self, rows: Sequence[NumberedRow]) -> None:
        """Give rows back that were taken last; they come next."""
        self._ahead.extendleft(reversed(rows))
        self._last = 0
        self._together = _FEW

    def peek(self, count: int) -> list[NumberedRow]:
        """Give the next rows without taking them."""
        self._ahead.extend(islice(self._rows, max(count - len(self._ahead), 0)))
        self._last = 0
        return list(islice(self._ahead, count))

    def _drained(self) -> Iterator[NumberedRow]:
        while self._ahead:
            yield self._ahead.popleft()

    def chunk(self, width: int) -> Chunk | None:
        """Take a number of rows at once, those of a block by columns; None at the end."""
        runs = self._runs
        if runs is not None and self._last and self._last == runs.supplied and (found := runs.next_block()) is not None:
            start, block = found
            self._last = runs.supplied
            columns = block.columns(width)
            return Chunk(range(start, start + len(block)), columns, () if columns is not None else block.rows())
        left = runs.supplied - self._last if runs is not None and 0 < self._last < runs.supplied else _CHUNK
        taken = list(islice(self, min(left, self._together)))
        self._together = min(2 * self._together, _CHUNK)
        if not taken:
            return None
        numbers, rows = zip(*taken, strict=True)
        self._last = numbers[-1]
        is_even = set(map(len, rows)) == {width}
        return Chunk(numbers, list(zip(*rows, strict=True)), ()) if is_even else Chunk(numbers, None, rows)
