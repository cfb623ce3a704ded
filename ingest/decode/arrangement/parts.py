"""Tables that stand side by side in one sheet: a phone book on the left, a call log on the right.

An empty column is between them, or a row of titles above them says where each begins, or the headers of the first come again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest.decode.arrangement.headings import heading_in
from ingest.decode.arrangement.repeated_heads import plain_head, repeated_starts
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Task
from ingest.decode.columns.header_rows import find_header, header_at
from ingest.decode.values.number_shape import has_digit, is_number_column, looks_like_number, mentions_number
from ingest.decode.values.person import label_of_number
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, RELATIONS, Column, classify, words_of
from ingest.decode.words.kinds import named_shape

_MOMENTS = frozenset({Column.TIME, Column.DIRECTION, Column.DURATION})
_SIDES = frozenset({Column.FROM, Column.TO})
_OF_SIDES = _SIDES | {Column.FROM_NAME, Column.TO_NAME}
#: Titles stand above the first header.
_TITLE_ROWS = 20
#: Columns of a name and a number.
_PAIR = 2


class TablePart(NamedTuple):
    """The columns of one of several tables, with the empty ones behind it: what a later row has there is not lost."""

    start: int
    #: None for the last one, which takes whatever follows.
    end: int | None
    #: What stands above it and names what it holds; empty without.
    title: str
    has_moments: bool
    #: Its header where that has a number to tell it from others, and without that.
    numbered: tuple[list[str], list[str]] | None = None

    def cut(self, rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
        """Give the cells of every row that belong to this table."""
        if self.numbered is None:
            return ((number, cells[self.start : self.end]) for number, cells in rows)
        header, plain = self.numbered
        own = ((number, list(cells[self.start : self.end])) for number, cells in rows)
        return ((number, plain if cells == header else cells) for number, cells in own)

    def task(self, task: Task) -> Task:
        """Say what is to be done with this table, where `task` says it of the sheet."""
        title = self.title or (task.title if self.has_moments else "")
        return replace(task, place=task.place._replace(left=self.start), again=lambda: self.cut(task.again()), title=title)


def tables_in(rows: Sequence[Sequence[str]]) -> list[TablePart]:
    """Find tables side by side by the first rows of a sheet; none where there is only one.

    Each must be one by itself, with a header of its own that has numbers and what they go with, and all must have the same kind of number:
    an empty column in the middle of a single table divides nothing.
    """
    starts = _titled_starts(rows) or _starts(rows)
    if len(starts) < 2:
        return _pairs_in(rows)
    parts: list[TablePart] = []
    kinds: list[frozenset[Column]] = []
    for start, end in zip(starts, (*starts[1:], None), strict=True):
        own = [row[start:end] for row in rows]
        at = find_header(own)
        if at is None:
            return []
        way = _way_above(own[:at])
        # What came in is no other side of what went out, and other titles than those of sides say what the tables below them are.
        told = [] if way else header_at(rows, at)[start:end]
        columns = frozenset(map(classify, told if _tells_side(told) else own[at]))
        has_moments = not columns.isdisjoint(_MOMENTS)
        if columns.isdisjoint(NUMBER_COLUMNS) or not (has_moments or columns & NAMES):
            return []
        above = way or next((cell for row in own[:at] for cell in row if named_shape(cell) is not None), "")
        parts.append(TablePart(start, end, above, has_moments))
        kinds.append(_numbers_in(columns))
    return parts if all(_are_alike(kinds[0], other) for other in kinds[1:]) else []


def parts_below(rows: Sequence[Sequence[str]], at: int) -> list[TablePart]:
    """Find the tables side by side whose headers stand in one row, by that row and those below it; none where there is only one.

    An empty cell is between the headers of two, or the headers of one come again in the next.
    """
    header, told = rows[at], header_at(rows, at)
    if told is not header and _tells_side(told):
        return []
    below = rows[at + 1 :]
    for starts in (_parted_starts(header), repeated_starts(header)):
        parts = [part for start, end in pairwise([*starts, None]) if start is not None and (part := _part_below(header, below, start, end))]
        if len(parts) > 1 and len(parts) == len(starts):
            return parts
    return []


def _parted_starts(header: Sequence[str]) -> list[int]:
    """Columns in which the headers of tables begin that have empty cells between them; none where a header is not that of a whole table."""
    starts = _starts([header])
    if len(starts) < 2:
        return []
    groups = [header[start:end] for start, end in zip(starts, (*starts[1:], None), strict=True)]
    kinds = [frozenset(map(classify, group)) for group in groups]
    if any(columns.isdisjoint(NUMBER_COLUMNS) or columns.isdisjoint(NAMES | _MOMENTS) for columns in kinds):
        return []
    numbers = [_numbers_in(columns) for columns in kinds]
    if not all(_are_alike(numbers[0], other) for other in numbers[1:]):
        return []
    return [start + more for start, group in zip(starts, groups, strict=True) for more in repeated_starts(group) or (0,)]


def starts_in(header: Sequence[str]) -> list[int]:
    """Columns in which the headers of tables side by side begin, the first of all included; empty where there is one only."""
    return _parted_starts(header) or repeated_starts(header)


def _part_below(header: Sequence[str], below: Sequence[Sequence[str]], start: int, end: int | None) -> TablePart | None:
    """Give the table below a part of a row of headers; None where no number stands below them."""
    own = list(header[start:end])
    plain = [plain_head(cell) for cell in own]
    columns = list(map(classify, plain))
    places = [start + at for at, column in enumerate(columns) if column in NUMBER_COLUMNS]
    if not any(at < len(row) and (mentions_number(row[at]) or looks_like_number(row[at])) for row in below for at in places):
        return None
    # Two numbers of one person are told apart by theirs.
    is_clear = max(Counter(filter(None, plain)).values()) == 1
    is_numbered = is_clear and any(each != cell.strip() for each, cell in zip(plain, own, strict=True))
    return TablePart(start, end, "", not _MOMENTS.isdisjoint(columns), (own, plain) if is_numbered else None)


def _tells_side(header: Sequence[str]) -> bool:
    """Whether any header says on which side of calls its numbers or names are."""
    return not _OF_SIDES.isdisjoint(map(classify, header))


def _way_above(rows: Sequence[Sequence[str]]) -> str:
    """Give the title right above a header that says which way the calls below went."""
    return next((heading_in(row, is_log=True) for row in reversed(rows) if any(cell.strip() for cell in row)), "")


def _pairs_in(rows: Sequence[Sequence[str]]) -> list[TablePart]:
    """Find columns of names and of numbers by turns, without a header: a list that somebody broke into several columns.

    Words for relatives, or for kinds of telephones, say of the first name whose number the next one is, and make no list of their own.
    """
    width = max((len(row) for row in rows), default=0)
    if width < 2 * _PAIR or width % _PAIR or find_header(rows) is not None:
        return []
    samples = [[row[at] for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    first = 0 if is_number_column(samples[1]) else 1
    names, numbers = samples[first::_PAIR], samples[1 - first :: _PAIR]
    if not all(map(is_number_column, numbers)) or any(map(has_digit, (cell for sample in names for cell in sample))):
        return []
    if not all(any(map(_may_be_person, sample)) for sample in names):
        return []
    starts = range(0, width, _PAIR)
    return [TablePart(start, start + _PAIR if start + _PAIR < width else None, "", has_moments=False) for start in starts]


def _may_be_person(cell: str) -> bool:
    """Whether a word is neither for a relative nor for one of somebody's telephones."""
    return RELATIONS.isdisjoint(words_of(cell)) and label_of_number(cell) is not None


def _starts(rows: Sequence[Sequence[str]]) -> list[int]:
    """Columns with an empty one before them and anything in them, the first of all included."""
    filled = {at for row in rows for at, cell in enumerate(row) if cell.strip()}
    return [at for at in sorted(filled) if at - 1 not in filled]


def _titled_starts(rows: Sequence[Sequence[str]]) -> list[int]:
    """Columns below titles of different kinds of tables, each with numbers by the header in the next row; none without such titles.

    `Contact` and `Call` above the columns of a single log part nothing: only one of them has numbers.
    """
    filled = [row for row in rows[:_TITLE_ROWS] if any(cell.strip() for cell in row)]
    for row, header in pairwise(filled):
        titles = [at for at, cell in enumerate(row) if cell.strip()]
        if len(titles) < 2:
            continue
        shapes = {named_shape(row[at]) for at in titles}
        are_kinds = None not in shapes and len(shapes) == len(titles)
        starts = [0, *titles[1:]]
        kinds = [frozenset(map(classify, header[start:end])) for start, end in zip(starts, (*starts[1:], None), strict=True)]
        if not (are_kinds or (_are_ways([row[at] for at in titles]) and Column.TIME in kinds[0] and len(set(kinds)) == 1)):
            continue
        if all(not columns.isdisjoint(NUMBER_COLUMNS) for columns in kinds):
            return starts
    return []


def _are_ways(titles: Sequence[str]) -> bool:
    """Whether each of several titles says which way calls went, in words of its own: `Dialled`, `Missed`."""
    return len(set(titles)) == len(titles) and all(heading_in([title], is_log=True) for title in titles)


def _numbers_in(columns: frozenset[Column]) -> frozenset[Column]:
    """What numbers a table has: those of senders and recipients, which may be parts of one, and any others."""
    others = columns & (NUMBER_COLUMNS - _SIDES)
    return (columns & _SIDES) | ({Column.PHONE} if others else frozenset())


def _are_alike(kinds: frozenset[Column], other: frozenset[Column]) -> bool:
    """Whether two tables have the same kind of number, or one has both sides of calls, which no phone book goes on with."""
    return bool(kinds & other) or _SIDES in (kinds, other)
