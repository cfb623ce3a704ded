"""Numbers of a phone that match nothing, its own too: a token to find them again, and the number sealed. No label, no name (design 4).

A phone may hold very many of them, and the embedded store has one writer: they are put into it, and taken out of it, a stride at a time
(`strides`). Those of a submission that is not `done` stand there before its answer does, and count for nothing until then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.bulk import count_rows
from matcher.store.crypto import DRAWN, Cell
from matcher.store.key_ring import Keys
from matcher.store.schema.answers import submissions, unmatched_numbers

_COLUMNS = ("submission_id", "token", "organisation_id", "number_sealed", "expires_on")
_INTO = f"unmatched_numbers ({', '.join(_COLUMNS)})"


class Tokened(NamedTuple):
    """One number under its token, not sealed yet."""

    token: bytes
    e164: str


class Unmatched(NamedTuple):
    """One number, ready to be kept."""

    token: bytes
    number_sealed: bytes


class Shown(NamedTuple):
    """One number, opened, and its place among those of its phone."""

    place: bytes
    e164: str


def tokened(keys: Keys, e164s: Iterable[str]) -> list[Tokened]:
    """Give numbers with their tokens, sorted by these: no order tells anything, and neighbours in the store are written together."""
    numbers = list(e164s)
    return sorted(map(Tokened, keys.tokens(numbers), numbers))


def seal_numbers(keys: Keys, submission_id: str, numbers: Iterable[Tokened]) -> list[Unmatched]:
    """Seal numbers, each in the place of its token; this takes a while and needs no transaction."""
    return [Unmatched(token, keys.seal_text(e164, _cell(submission_id, token))) for token, e164 in numbers]


async def write_unmatched(
    connection: AsyncConnection, organisation_id: str, submission_id: str, numbers: Sequence[Unmatched], *, expires_on: date
) -> None:
    """Put numbers into the store, by the driver's own way for many rows; they belong to the transaction like all else."""
    last_day = expires_on.isoformat()
    rows = [(submission_id, each.token, organisation_id, each.number_sealed, last_day) for each in numbers]
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if connection.dialect.name == "postgresql":
        async with driver.cursor() as cursor, cursor.copy(f"COPY {_INTO} FROM STDIN") as copy:
            for row in rows:
                await copy.write_row(row)
    else:
        # Every name is one of the schema, none comes from outside.
        placed = await driver.executemany(f"INSERT INTO {_INTO} VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608
        await placed.close()


async def remove_unmatched_of(connection: AsyncConnection, submission_id: str, *, most: int) -> int:
    """Remove numbers of one submission, so many at most, and say how many there were."""
    return await _remove(connection, unmatched_numbers.c.submission_id == submission_id, most)


async def remove_expired_unmatched(connection: AsyncConnection, *, today: date, most: int) -> int:
    """Remove numbers that were kept long enough, so many at most, and say how many there were."""
    return await _remove(connection, unmatched_numbers.c.expires_on < today.isoformat(), most)


async def count_unmatched_of(connection: AsyncConnection, submission_id: str, *, without: Collection[bytes] = ()) -> int:
    """Count the numbers of one submission, without those of some tokens."""
    kept = unmatched_numbers.c
    return await count_rows(connection, unmatched_numbers, sa.and_(kept.submission_id == submission_id, kept.token.not_in(sorted(without))))


async def page_of_unmatched(
    connection: AsyncConnection, keys: Keys, submission_id: str, *, limit: int, behind: bytes | None, without: Collection[bytes] = ()
) -> list[Shown]:
    """Open numbers of one submission, in an order of chance that is drawn anew for each phone and stays for it.

    Not in the order of their tokens: a number has the same one in every phone, and where it stands between numbers that are known tells a
    masked one apart. The chance is that which every sealed value begins with.

    Args:
        connection: The transaction.
        keys: Open the numbers.
        submission_id: Of which submission.
        limit: How many at most.
        behind: The place of the last one that was seen.
        without: Tokens of numbers that are left out.
    """
    kept = unmatched_numbers.c
    place = sa.func.substr(kept.number_sealed, DRAWN.start + 1, DRAWN.stop - DRAWN.start)
    wanted = sa.select(kept.token, kept.number_sealed).where(kept.submission_id == submission_id, kept.token.not_in(sorted(without)))
    if behind is not None:
        wanted = wanted.where(place > behind)
    found = await connection.execute(wanted.order_by(place).limit(limit))
    rows = [(bytes(row.token), bytes(row.number_sealed)) for row in found]
    return [Shown(sealed[DRAWN], keys.unseal_text(sealed, _cell(submission_id, token))) for token, sealed in rows]


async def erased_with_unmatched(connection: AsyncConnection) -> list[str]:
    """Give the submissions that are erased and have numbers all the same: their erasure was interrupted."""
    kept = sa.exists().where(unmatched_numbers.c.submission_id == submissions.c.id)
    wanted = sa.select(submissions.c.id).where(submissions.c.erased_at.is_not(None), kept)
    return list(await connection.scalars(wanted))


async def _remove(connection: AsyncConnection, condition: sa.ColumnElement[bool], most: int) -> int:
    key = sa.tuple_(unmatched_numbers.c.submission_id, unmatched_numbers.c.token)
    some = sa.select(unmatched_numbers.c.submission_id, unmatched_numbers.c.token).where(condition).limit(most)
    return (await connection.execute(sa.delete(unmatched_numbers).where(key.in_(some)))).rowcount


def _cell(submission_id: str, token: bytes) -> Cell:
    return Cell("unmatched_numbers", "number_sealed", (submission_id, token))
