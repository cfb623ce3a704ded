"""Plain rows of a table with what can be found out before anybody knows the line list: their keys, and labels that say too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from ingest import Rows
from matcher.domain.numbers import keys_of
from matcher.domain.protection import NumberLists


class ReadyRows(Rows):
    """To everybody else the rows they were made of."""

    #: Key of each number; None where it is not plainly one.
    keys: Sequence[str | None]
    #: Places of the labels that may not be shown as they stand.
    telling: Sequence[int]

    @classmethod
    def of(cls, rows: Rows, keys: Sequence[str | None], telling: Sequence[int]) -> Self:
        """Put rows and what is known of them together."""
        ready = cls(*rows)
        ready.keys, ready.telling = keys, telling
        return ready


def make_ready(rows: Rows, lists: NumberLists, region: str, *, test_numbers: bool) -> ReadyRows:
    """Find out what can be found out about rows, unless somebody has."""
    if isinstance(rows, ReadyRows):
        return rows
    return ReadyRows.of(rows, keys_of(rows.raws, region, test_numbers=test_numbers), lists.telling_labels(rows.labels))
