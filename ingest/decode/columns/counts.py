"""Columns that count the calls or messages of whoever a row is about, by their way: `Calls in`, `SMS sent`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.kinds import kind_named
from ingest.decode.words.phones import NUMBER_WORDS
from ingest.decode.words.sets import set_of
from ingest.decode.words.ways import says_only_way, way_of
from ingest.records import Direction, Role

_COUNT: Final = re.compile(r"\d{1,5}(?:\.0)?", re.ASCII)
_NOTHING: Final = re.compile(r"0+(?:\.0)?", re.ASCII)
_ROLES: Final = {"calls": Role.CALL, "messages": Role.MESSAGE}
#: Say no more than that something is counted.
_COUNTING: Final = NUMBER_WORDS | set_of("of total count counts sum the")
#: What makes each row a call or message by itself.
_OF_ONE: Final = frozenset({Column.DIRECTION, Column.BODY, Column.FROM, Column.TO, Column.DURATION})
#: Columns that may count; no other use was found for them.
_MAYBE: Final = frozenset({Column.OTHER, Column.REFERENCE, Column.COUNT, Column.MAYBE_PHONE})
#: Of each way, calls that were missed by themselves, and messages of two kinds: no table has more.
_MOST: Final = 16


class Counted(NamedTuple):
    """What a column counts."""

    role: Role
    way: Direction


def counted_by(header: str) -> Counted | None:
    """Say what a header counts; None where it names no calls or messages, or not which way they went."""
    text = " ".join(word for word in words_of(header) if word not in _COUNTING)
    kind, way = kind_named(text), way_of(text)
    if kind not in _ROLES or way is None or way.direction is None or not says_only_way(text):
        return None
    return Counted(_ROLES[kind], way.direction)


def find_counts(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """Take columns of a summary of contacts for those that count, and say whether there are any.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers.
    """
    if NUMBER_COLUMNS.isdisjoint(columns) or not _OF_ONE.isdisjoint(columns):
        return False
    found = [
        at
        for at, column in enumerate(columns)
        if column in _MAYBE and samples[at] and counted_by(header[at]) and all(map(_COUNT.fullmatch, samples[at]))
    ]
    is_summary = bool(found) and not NUMBER_COLUMNS.isdisjoint(column for at, column in enumerate(columns) if at not in found)
    for at in found[:_MOST] if is_summary else ():
        columns[at] = Column.COUNTED
    return is_summary


def is_counted(cell: str) -> bool:
    """Whether a cell counts anything at all."""
    return _COUNT.fullmatch(cell) is not None and _NOTHING.fullmatch(cell) is None
