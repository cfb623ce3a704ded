"""Columns of times that are counts of seconds, which look like British landlines without their zero: `1767225600`.

Landlines from a spreadsheet look the same in each cell, so the table has to tell: its order, who stands beside, and what was said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from ingest.decode.columns.unheaded_logs import is_repeated, may_be_parties, texts_among
from ingest.decode.words.headers import Column

#: Seconds since 1970, which phones counted from 2005 (formats facts 18.1) and will until 2033; then they look like numbers in London.
_SECONDS = re.compile(r"1\d{9}(?:\.\d+)?", re.ASCII)
_FIRST: Final = 1104537600
#: Columns in which the others of a log may stand, though nothing says that they have numbers.
_OPEN: Final = frozenset({Column.OTHER, Column.NAME})
#: Fewer rows stand in order by chance.
_FEWEST_ORDERED: Final = 4
_FEWEST_DOUBTED: Final = 5
#: Share of its cells of which a column of times has different ones.
_MOST_DIFFERENT: Final = 0.9


def settle_counted_times(
    columns: list[Column], rows: Sequence[Sequence[str]], samples: Sequence[Sequence[str]], told: Collection[int] = ()
) -> None:
    """Tell counts of seconds from numbers, in a table of which no header says what is which.

    Where two things speak for times beside the numbers of others, it is one of times. Where it may be either, it is read as neither, so
    that nobody's number is made of a time; that it stands there is told like that of any unread column.

    Args:
        columns: what the columns hold so far, those that look like numbers as `PHONE`; changed.
        rows: the rows the columns were judged by.
        samples: the filled cells of each column.
        told: columns that are numbers by their headers.
    """
    numbers = [at for at, column in enumerate(columns) if column is Column.PHONE]
    counted = [at for at in numbers if at not in told and are_counts_of_seconds(samples[at])]
    if not counted:
        return
    ordered = {at for at in counted if _are_in_order([float(cell) for cell in samples[at]])}
    others = [at for at in numbers if at not in counted]
    others = others or [at for at, column in enumerate(columns) if column in _OPEN and may_be_parties(samples[at])][:1]
    is_said = Column.BODY in columns or bool(texts_among(columns, samples))
    for at in counted:
        beside = others or [other for other in counted if at in ordered and other not in ordered]
        if beside:
            signs = is_said + any(is_repeated(samples[other]) for other in beside if _are_different(samples[at]))
            signs += at in ordered or any(_are_in_order_of(rows, other, at) for other in beside)
            if signs > 1:
                columns[at] = Column.TIME
                columns[beside[0]] = Column.PHONE
        elif is_said and at in ordered and len(samples[at]) >= _FEWEST_DOUBTED:
            columns[at] = Column.REFERENCE


def are_counts_of_seconds(sample: Sequence[str]) -> bool:
    """Whether every cell may be a count of the seconds since 1970, of a time at which a phone may have written it."""
    cells = [cell.strip() for cell in sample]
    return bool(cells) and all(_SECONDS.fullmatch(cell) and float(cell) >= _FIRST for cell in cells)


def _are_in_order(counts: Sequence[float]) -> bool:
    return len(counts) >= _FEWEST_ORDERED and _is_one_way(list(pairwise(counts)))


def _are_in_order_of(rows: Sequence[Sequence[str]], numbers: int, counts: int) -> bool:
    """Whether counts are in order with each number by itself, as where a program wrote one conversation below the other."""
    told: dict[str, list[float]] = {}
    for row in rows:
        if max(numbers, counts) < len(row) and row[numbers].strip() and row[counts].strip():
            told.setdefault(row[numbers].strip(), []).append(float(row[counts]))
    pairs = [pair for each in told.values() for pair in pairwise(each)]
    return len(pairs) >= _FEWEST_ORDERED - 1 and _is_one_way(pairs)


def _is_one_way(pairs: Sequence[tuple[float, float]]) -> bool:
    return all(one <= other for one, other in pairs) or all(one >= other for one, other in pairs)


def _are_different(sample: Sequence[str]) -> bool:
    return len(set(sample)) >= _MOST_DIFFERENT * len(sample)
