"""The rows of a sheet in which tables stand side by side, where other rows above or below them go through the column between those.

Columns are those of the rows around them: a table below that is wider, or a footer, joins no two tables above it into one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from ingest.decode.arrangement.parts import TablePart, parts_below, starts_in
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Task
from ingest.decode.columns.header_rows import is_header, names_fact
from ingest.decode.columns.layout import JUDGED_ROWS
from ingest.decode.values.number_shape import looks_like_number, mentions_number

#: The sheet is looked through again for each; what stands below so many is read as it is.
_MOST_BANDS: Final = 12
#: Two headers with a number and something beside it each.
_FEWEST_HEADS: Final = 4
#: Cells of a fact about the phone.
_FACT: Final = 2


class Piece(NamedTuple):
    """The rows of one table, or the columns of them; or whatever stands above or below such tables."""

    task: Task
    #: It is one of several tables side by side.
    is_part: bool


class _Band(NamedTuple):
    """Rows in which tables stand side by side, counted from 0."""

    start: int
    #: None where they go on to the end of the sheet.
    end: int | None
    parts: list[TablePart]


def pieces_of(first: Sequence[NumberedRow], task: Task, parted: int) -> list[Piece]:
    """Take a sheet apart into tables side by side, and what stands above, between and below them; none where no tables are side by side.

    `first` are the rows by which sheets are judged; where tables end is looked for in all. Where empty columns through all of them make
    several tables of those rows (`parted`), there are such pieces only if there are more, or if another one further down begins in other
    columns.
    """
    is_whole = sum(any(map(str.strip, cells)) for _, cells in first) < JUDGED_ROWS
    again = (lambda: iter(first)) if is_whole else task.again
    bands = list(_bands(first, again))
    if not bands or (len(bands) == 1 and bands[0].end is None and len(bands[0].parts) <= parted):
        return []
    pieces: list[Piece] = []
    done = 0
    for start, end, parts in bands:
        pieces += _rest(task, done, start)
        band = _between(task, start, end)
        pieces += [Piece(part.task(band), is_part=True) for part in parts]
        if end is None:
            return pieces
        done = end
    return [*pieces, *_rest(task, done, None)]


def _between(task: Task, start: int, end: int | None) -> Task:
    return replace(task, again=lambda: islice(task.again(), start, end))


def _rest(task: Task, start: int, end: int | None) -> list[Piece]:
    return [Piece(_between(task, start, end), is_part=False)] if start != end else []


def _bands(first: Sequence[NumberedRow], again: Callable[[], Iterator[NumberedRow]]) -> Iterator[_Band]:
    done = 0
    ahead = [cells for _, cells in first]
    for _ in range(_MOST_BANDS):
        at, parts = next(((at, parts) for at in range(len(ahead)) if (parts := _parts_at(ahead, at))), (0, []))
        if not parts:
            return
        below = done + at + 1
        length = _length(parts, ahead[at], (cells for _, cells in islice(again(), below, None)))
        end = None if length is None else below + length
        yield _Band(done + _start(ahead, at, parts), end, parts)
        if end is None:
            return
        done = end
        ahead = list(_judged(cells for _, cells in islice(again(), done, None)))


def _judged(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    filled = 0
    for cells in rows:
        yield cells
        filled += any(map(str.strip, cells))
        if filled >= JUDGED_ROWS:
            return


def _parts_at(rows: Sequence[Sequence[str]], at: int) -> list[TablePart]:
    """Find the tables side by side whose headers a row has; none where it has not."""
    heads = [cell for cell in rows[at] if cell.strip()]
    if len(heads) < _FEWEST_HEADS or any(map(looks_like_number, heads)) or not starts_in(rows[at]):
        return []
    return parts_below(rows[: _next_head(rows, at)], at)


def _next_head(rows: Sequence[Sequence[str]], at: int) -> int:
    """Give the row below a header that is another one, or the end."""
    return next((after for after in range(at + 1, len(rows)) if is_header(rows[after])), len(rows))


def _start(rows: Sequence[Sequence[str]], at: int, parts: Sequence[TablePart]) -> int:
    """Give the first row that belongs to tables with a header: theirs are the titles above it, one or none above each, and facts."""
    start = at
    for row in range(at - 1, -1, -1):
        filled = [place for place, cell in enumerate(rows[row]) if cell.strip()]
        owners = [_part_at(parts, place) for place in filled]
        if len(set(owners)) < len(owners) or any(mentions_number(rows[row][place]) for place in filled):
            return 0 if _are_facts(rows[:start]) else start
        start = row
    return 0


def _are_facts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all rows with anything in them have a word for a telephone and its number."""
    filled = [[cell for cell in cells if cell.strip()] for cells in rows]
    return all(len(cells) <= _FACT and (len(cells) < _FACT or names_fact(cells[0])) for cells in filled)


def _part_at(parts: Sequence[TablePart], place: int) -> int:
    return max(sum(part.start <= place for part in parts) - 1, 0)


def _length(parts: Sequence[TablePart], header: Sequence[str], below: Iterable[Sequence[str]]) -> int | None:
    """Count the rows below a header to the next that goes over several of the tables below it; None without one.

    What goes over them is another header than theirs, or after a blank row a row that has the columns between them, too.
    """
    between = [at for at in range(parts[0].start, len(header)) if not header[at].strip() and any(map(str.strip, header[at:]))]
    starts = [part.start for part in parts]
    title: int | None = None
    is_apart = False
    for at, cells in enumerate(below):
        filled = [place for place, cell in enumerate(cells) if cell.strip()]
        if len(filled) < 2:
            is_apart = is_apart or not filled
            is_title = bool(filled) and not mentions_number(cells[filled[0]])
            title = at if is_title else None
            continue
        if len({_part_at(parts, place) for place in filled}) > 1 and (
            (is_header(cells) and not _has_heads(cells, starts, between)) or (is_apart and _goes_through(cells, between))
        ):
            return at if title is None else title
        title, is_apart = None, False
    return None


def _has_heads(cells: Sequence[str], starts: Sequence[int], between: Sequence[int]) -> bool:
    """Whether headers below those of tables side by side are of such tables, in the same columns."""
    own = starts_in(cells)
    is_free = bool(between) and not any(at < len(cells) and cells[at].strip() for at in between)
    return own == list(starts) or (is_free and not own)


def _goes_through(cells: Sequence[str], between: Sequence[int]) -> bool:
    """Whether a row has a cell between two tables and cells right beside it on both sides."""
    return any(0 < at < len(cells) - 1 and all(cell.strip() for cell in cells[at - 1 : at + 2]) for at in between)
