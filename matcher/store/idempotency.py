"""Keys under which a request is known again, so that it has one effect however often it comes."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.errors import KeyReused
from matcher.store.bulk import delete_counted
from matcher.store.crypto import Use
from matcher.store.ids import kind_of
from matcher.store.key_ring import Keys
from matcher.store.moments import to_text
from matcher.store.schema.trail import idempotency_keys


@dataclass(frozen=True, slots=True)
class Request:
    """A request that makes something, as far as it is known again."""

    account_id: str
    key: str | None
    #: What it asks for: a frozen dataclass of plain values.
    draft: Any

    def hash(self, keys: Keys) -> str:
        """Tell it from others. What it asks for may be a number, so that only a holder of the key can try which."""
        said = json.dumps({"of": type(self.draft).__qualname__, **asdict(self.draft)}, default=_plain, sort_keys=True)
        return keys.keyed_hash(Use.REFERENCE, said.encode("ascii")).hex()


def _plain(value: object) -> object:
    if isinstance(value, AbstractSet):
        return sorted(map(str, value))
    if isinstance(value, date | timedelta):
        return str(value)
    raise TypeError("a request is made of plain values")


async def made_before(connection: AsyncConnection, keys: Keys, request: Request, *, object_id: str, now: datetime) -> str | None:
    """Claim the key of a request for what this transaction makes; give the id of what the same request made before, if it did.

    Raises:
        KeyReused: the key stood for another request.
    """
    if request.key is None:
        return None
    said = request.hash(keys)
    made = await claim_key(connection, request.account_id, request.key, request_hash=said, object_id=object_id, now=now)
    return made if made != object_id else None


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
    found = await find_key(connection, account_id, key, request_hash=request_hash, object_id=object_id)
    return found or object_id


async def find_key(connection: AsyncConnection, account_id: str, key: str, *, request_hash: str, object_id: str = "") -> str | None:
    """Give the id of what was made with a key; None where the key is free.

    Args:
        connection: A transaction.
        account_id: Whose key.
        key: Itself.
        request_hash: Tells the request from others.
        object_id: What the request would make: what was erased answers for a request that makes the same kind of thing, and for no other.

    Raises:
        KeyReused: the key stood for another request.
    """
    wanted = sa.select(idempotency_keys).where(idempotency_keys.c.account_id == account_id, idempotency_keys.c.key == key)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None
    # Of what was erased only the id is left.
    is_same = kind_of(row.object_id) == kind_of(object_id) if not row.request_hash else row.request_hash == request_hash
    if not is_same:
        raise KeyReused("The idempotency key stood for another request.", hint="Use a new key for each request; the same one to repeat it.")
    return str(row.object_id)


async def blank_keys(connection: AsyncConnection, object_id: str) -> None:
    """Forget what was asked for under the keys of something that is erased; a repeated request still finds its id and makes nothing."""
    await connection.execute(sa.update(idempotency_keys).where(idempotency_keys.c.object_id == object_id).values(request_hash=""))


async def forget_keys(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove keys that are too old to be repeated, and say how many there were."""
    return await delete_counted(connection, idempotency_keys, idempotency_keys.c.created_at < to_text(before))
