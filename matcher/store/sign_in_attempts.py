"""Failed sign-ins in the store, counted by name, whether anybody has the name or not, and by the address they come from."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.sign_in import Attempts, SignInPolicy, Wait, address_of, one_more, one_more_from
from matcher.store.crypto import Use
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import sign_in_attempts


async def count_attempt(connection: AsyncConnection, keys: Keys, name: str, *, policy: SignInPolicy, now: datetime) -> Attempts | Wait:
    """Count an attempt before it is made, or say how long the name has to wait. Two at once are counted one after the other."""
    name_hash = _hash_of(keys, name)
    known = await _held(connection, name_hash, now)
    counted = one_more(known, policy, now=now)
    if counted is None:
        return Wait(known.locked_until or now)
    await _write(connection, name_hash, counted)
    return counted


async def count_attempt_from(connection: AsyncConnection, keys: Keys, origin: str, *, policy: SignInPolicy, now: datetime) -> Wait | None:
    """Count an attempt by where it comes from before it is made, or say how long that has to wait; None where it may be made.

    The address is kept as a keyed hash. Where one is not known nothing is counted.
    """
    if not (address := address_of(origin)):
        return None
    name_hash = _hash_of_address(keys, address)
    counted = one_more_from(await _held(connection, name_hash, now), policy, now=now)
    if isinstance(counted, Wait):
        return counted
    await _write(connection, name_hash, counted)
    return None


async def take_back_from(connection: AsyncConnection, keys: Keys, origin: str) -> None:
    """Take one attempt back that did not fail. Nothing is left of an address from which none did."""
    table = sign_in_attempts
    is_it = table.c.name_hash == _hash_of_address(keys, address_of(origin))
    await connection.execute(sa.update(table).where(is_it).values(failures=table.c.failures - 1))
    await connection.execute(sa.delete(table).where(is_it, table.c.failures <= 0))


async def _held(connection: AsyncConnection, name_hash: str, now: datetime) -> Attempts:
    """Give what is counted, held until the transaction ends: nobody else counts, or forgets, meanwhile."""
    table = sign_in_attempts
    first = {"name_hash": name_hash, "failures": 0, "last_at": to_text(now)}
    insert = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    same = {"failures": table.c.failures}
    held = insert.values(first).on_conflict_do_update(index_elements=[table.c.name_hash], set_=same).returning(*table.c)
    row = (await connection.execute(held)).one()
    return Attempts(row.failures, to_moment(row.last_at), None if row.locked_until is None else to_moment(row.locked_until))


async def _write(connection: AsyncConnection, name_hash: str, counted: Attempts) -> None:
    values = {
        "failures": counted.failures,
        "last_at": to_text(counted.last_at),
        "locked_until": None if counted.locked_until is None else to_text(counted.locked_until),
    }
    await connection.execute(sa.update(sign_in_attempts).where(sign_in_attempts.c.name_hash == name_hash).values(values))


async def forget_attempts(connection: AsyncConnection, keys: Keys, name: str) -> None:
    """Begin to count anew for a name."""
    await connection.execute(sa.delete(sign_in_attempts).where(sign_in_attempts.c.name_hash == _hash_of(keys, name)))


async def forget_old_attempts(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove counts that no longer mean anything."""
    over = sa.delete(sign_in_attempts).where(sign_in_attempts.c.last_at < to_text(before))
    return (await connection.execute(over)).rowcount


def _hash_of_address(keys: Keys, address: str) -> str:
    return keys.keyed_hash(Use.SESSION, f"sign-in-from:{address}".encode("utf-8", "surrogatepass")).hex()


def _hash_of(keys: Keys, name: str) -> str:
    return keys.keyed_hash(Use.SESSION, f"sign-in:{name}".encode("utf-8", "surrogatepass")).hex()
