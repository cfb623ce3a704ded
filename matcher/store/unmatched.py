"""Numbers of third parties that match nothing: a token to find them again, and the number sealed. No label, no name (design section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.bulk import delete_counted
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.schema import unmatched_numbers

_COLUMNS = ("submission_id", "token", "organisation_id", "number_sealed", "expires_on")
#: So that a phone with a million numbers is no list of a million dictionaries.
_BATCH = 20_000


class Unmatched(NamedTuple):
    """One number, ready to be kept."""

    token: bytes
    number_sealed: bytes


def seal_numbers(keys: Keys, submission_id: str, e164s: Iterable[str]) -> list[Unmatched]:
    """Make tokens of numbers and seal the numbers; this takes a while and needs no transaction. Sorted, so that no order tells anything."""
    numbers = list(e164s)
    tokens = keys.tokens(numbers)
    made = (Unmatched(token, keys.seal_text(number, _cell(submission_id, token))) for number, token in zip(numbers, tokens, strict=True))
    return sorted(made)


async def write_unmatched(
    connection: AsyncConnection, organisation_id: str, submission_id: str, numbers: Sequence[Unmatched], *, expires_on: date
) -> None:
    """Put numbers into the store."""
    last_day = expires_on.isoformat()
    rows = ((submission_id, each.token, organisation_id, each.number_sealed, last_day) for each in numbers)
    if connection.dialect.name == "postgresql":
        raw = await connection.get_raw_connection()
        # The driver's own bulk way in; it belongs to the same transaction.
        async with (
            raw.driver_connection.cursor() as cursor,  # type: ignore[union-attr]
            cursor.copy(f"COPY unmatched_numbers ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
        ):
            for row in rows:
                await copy.write_row(row)
        return
    placed = sa.insert(unmatched_numbers)
    for start in range(0, len(numbers), _BATCH):
        batch = [dict(zip(_COLUMNS, row, strict=True)) for row, _ in zip(rows, range(start, start + _BATCH), strict=False)]
        await connection.execute(placed, batch)


async def expire_unmatched(connection: AsyncConnection, *, today: date) -> int:
    """Remove what was kept long enough, and say how many there were."""
    return await delete_counted(connection, unmatched_numbers, unmatched_numbers.c.expires_on < today.isoformat())


def _cell(submission_id: str, token: bytes) -> Cell:
    return Cell("unmatched_numbers", "number_sealed", (submission_id, token))
