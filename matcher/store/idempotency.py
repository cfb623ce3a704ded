"""Keys under which a request is known again, so that it has one effect however often it comes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.errors import KeyReused
from matcher.store.bulk import delete_counted
from matcher.store.moments import to_text
from matcher.store.schema import idempotency_keys


async def claim_key(connection: AsyncConnection, account_id: str, key: str, *, request_hash: str, object_id: str, now: datetime) -> str:
    """Claim a key for what this transaction makes, and give its id; where the key is taken, the id of what was made with it.

    Two that come at once wait for each other here.

    Raises:
        KeyReused: the key stood for another request.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    claimed = await connection.execute(
        insert(idempotency_keys)
        .values(account_id=account_id, key=key, request_hash=request_hash, object_id=object_id, created_at=to_text(now))
        .on_conflict_do_nothing()
    )
    if claimed.rowcount == 1:
        return object_id
    found = await find_key(connection, account_id, key, request_hash=request_hash)
    return found or object_id


async def find_key(connection: AsyncConnection, account_id: str, key: str, *, request_hash: str) -> str | None:
    """Give the id of what was made with a key; None where the key is free.

    Raises:
        KeyReused: the key stood for another request.
    """
    wanted = sa.select(idempotency_keys).where(idempotency_keys.c.account_id == account_id, idempotency_keys.c.key == key)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None
    # Of what was erased only the id is left.
    if row.request_hash not in {request_hash, ""}:
        raise KeyReused("The idempotency key stood for another request.", hint="Use a new key for each request; the same one to repeat it.")
    return str(row.object_id)


async def blank_keys(connection: AsyncConnection, object_id: str) -> None:
    """Forget what was asked for under the keys of something that is erased; a repeated request still finds its id and makes nothing."""
    await connection.execute(sa.update(idempotency_keys).where(idempotency_keys.c.object_id == object_id).values(request_hash=""))


async def forget_keys(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove keys that are too old to be repeated, and say how many there were."""
    return await delete_counted(connection, idempotency_keys, idempotency_keys.c.created_at < to_text(before))
