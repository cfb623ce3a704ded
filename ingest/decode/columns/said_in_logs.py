"""Columns of a log that say in a few words who the other one is: a confidential person is known by it (domain 11.5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from ingest.decode.values.number_shape import has_digit
from ingest.decode.values.person import may_say_who
from ingest.decode.words.headers import Column
from ingest.decode.words.kinds import kind_named
from ingest.decode.words.log_columns import may_say_who_is_meant
from ingest.decode.words.ways import is_state_of_call, way_of

#: Columns that may say who somebody is though they are read for nothing, or for what a row is.
_MAYBE_SAID: Final = frozenset({Column.OTHER, Column.MAYBE_PHONE, Column.MESSENGER_ID, Column.REFERENCE, Column.TYPE})


def find_said(columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> tuple[int, ...]:
    """Give the columns of a log that may say in a few words who the other one is, whatever else their headers ask: `Intel check`."""
    return tuple(
        at
        for at, column in enumerate(columns)
        if column in _MAYBE_SAID and may_say_who_is_meant(header[at]) and _may_say_who(column, set(samples[at]))
    )


def _may_say_who(column: Column, cells: Collection[str]) -> bool:
    """Whether words stand in a column, and below a word for kinds none that is one."""
    if column is Column.TYPE and any(way_of(cell) or kind_named(cell) or is_state_of_call(cell) for cell in cells):
        return False
    return 2 * sum(may_say_who(cell) and not has_digit(cell) for cell in cells) >= len(cells)
