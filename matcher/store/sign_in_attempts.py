"""Failed sign-ins in the store, counted by name, whether anybody has the name or not."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.sign_in import Attempts, SignInPolicy, one_more
from matcher.store.crypto import Use
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import sign_in_attempts


async def count_attempt(connection: AsyncConnection, keys: Keys, name: str, *, policy: SignInPolicy, now: datetime) -> Attempts | None:
    """Count an attempt before it is made; None where the name has to wait. Two at once are counted one after the other."""
    name_hash = _hash_of(keys, name)
    first = {"name_hash": name_hash, "failures": 0, "last_at": to_text(now)}
    table = sign_in_attempts
    if connection.dialect.name == "postgresql":
        await connection.execute(postgresql.insert(table).values(first).on_conflict_do_nothing())
    else:
        await connection.execute(sqlite.insert(table).values(first).on_conflict_do_nothing())
    row = (await connection.execute(sa.select(table).where(table.c.name_hash == name_hash).with_for_update())).one()
    locked_until = None if row.locked_until is None else to_moment(row.locked_until)
    counted = one_more(Attempts(row.failures, to_moment(row.last_at), locked_until), policy, now=now)
    if counted is not None:
        await connection.execute(
            sa.update(table)
            .where(table.c.name_hash == name_hash)
            .values(
                failures=counted.failures,
                last_at=to_text(counted.last_at),
                locked_until=None if counted.locked_until is None else to_text(counted.locked_until),
            )
        )
    return counted


async def forget_attempts(connection: AsyncConnection, keys: Keys, name: str) -> None:
    """Begin to count anew for a name."""
    await connection.execute(sa.delete(sign_in_attempts).where(sign_in_attempts.c.name_hash == _hash_of(keys, name)))


async def forget_old_attempts(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove counts that no longer mean anything."""
    over = sa.delete(sign_in_attempts).where(sign_in_attempts.c.last_at < to_text(before))
    return (await connection.execute(over)).rowcount


def _hash_of(keys: Keys, name: str) -> str:
    return keys.keyed_hash(Use.SESSION, f"sign-in:{name}".encode("utf-8", "surrogatepass")).hex()
