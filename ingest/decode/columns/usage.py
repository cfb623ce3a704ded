"""Columns of bills that hold whatever was used: the number called or written to, the page that was looked at, the service listened to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.values.number_shape import looks_like_number
from ingest.decode.words.headers import NUMBER_COLUMNS, Column
from ingest.decode.words.kinds import kind_named

_KINDS: Final = frozenset({"calls", "messages"})
_MAYBE: Final = frozenset({Column.OTHER, Column.NOTE})
#: Rows of calls and messages from which on numbers in all of them are no accident.
_FEWEST: Final = 2


def find_used(columns: list[Column], rows: Sequence[Sequence[str]]) -> None:
    """Take a column of a log without numbers elsewhere for that of its parties, where a number stands in each row of a call or message.

    Args:
        columns: what the columns hold so far; changed.
        rows: the rows that are judged.
    """
    if Column.TIME not in columns or Column.TYPE not in columns or not NUMBER_COLUMNS.isdisjoint(columns):
        return
    kind = columns.index(Column.TYPE)
    told = [row for row in rows if kind < len(row) and kind_named(row[kind]) in _KINDS and not _is_service(row[kind])]
    found = [
        at
        for at, column in enumerate(columns)
        if column in _MAYBE and len(told) >= _FEWEST and all(at < len(row) and looks_like_number(row[at]) for row in told)
    ]
    if len(found) == 1:
        columns[found[0]] = Column.PARTY


def _is_service(kind: str) -> bool:
    return "voicemail" in kind.casefold()
