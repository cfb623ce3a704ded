"""Keys under which a request is known again, so that it has one effect however often it comes."""

from __future__ import annotations

import json
from collections.abc import Collection
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

    def hashes(self, keys: Keys) -> list[str]:
        """Tell it from others, by each key and the newest first. It may ask for a number: only a holder of a key can try which."""
        said = json.dumps({"of": type(self.draft).__qualname__, **asdict(self.draft)}, default=_plain, sort_keys=True)
        return [each.hex() for each in keys.every_keyed_hash(Use.REFERENCE, said.encode("ascii"))]


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
    said, *older = request.hashes(keys)
    account_id, key = request.account_id, request.key
    made = await claim_key(connection, keys, account_id, key, request_hash=said, older=older, object_id=object_id, now=now)
    return made if made != object_id else None


async def claim_key(  # noqa: PLR0913 - all but the first four are named
    connection: AsyncConnection,
    keys: Keys,
    account_id: str,
    key: str,
    *,
    request_hash: str,
    older: Collection[str] = (),
    object_id: str,
    now: datetime,
) -> str:
    """Claim a key for what this transaction makes, and give its id; where the key is taken, the id of what was made with it.

    Two that come at once wait for each other here. The same request may have been put down by one of the `older` hashes.

    Raises:
        KeyReused: the key stood for another request.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    claimed = await connection.execute(
        insert(idempotency_keys)
        .values(account_id=account_id, key=key, request_hash=request_hash, object_id=object_id, created_at=to_text(now))
        .on_conflict_do_nothing()
        .returning(idempotency_keys.c.key)
    )
    is_new = claimed.one_or_none() is not None
    # Asked for after the claim, which waits for an erasure that is under way.
    words = words_left(keys, key) if is_new else [key, *words_left(keys, key)]
    found = await _find(connection, account_id, words, hashes={request_hash, *older}, object_id=object_id)
    if found is not None and is_new:
        await connection.execute(
            sa.delete(idempotency_keys).where(idempotency_keys.c.account_id == account_id, idempotency_keys.c.key == key)
        )
    return found or object_id


async def find_key(
    connection: AsyncConnection, keys: Keys, account_id: str, key: str, *, request_hash: str, older: Collection[str] = ()
) -> str | None:
    """Give the id of what was made with a key; None where the key is free.

    Args:
        connection: A transaction.
        keys: Tell which key is left of one whose words are gone.
        account_id: Whose key.
        key: Itself.
        request_hash: Tells the request from others.
        older: What told it from others before.

    Raises:
        KeyReused: the key stood for another request.
    """
    words = [key, *words_left(keys, key)]
    return await _find(connection, account_id, words, hashes={request_hash, *older}, object_id="")


async def _find(connection: AsyncConnection, account_id: str, words: list[str], *, hashes: AbstractSet[str], object_id: str) -> str | None:
    wanted = sa.select(idempotency_keys).where(idempotency_keys.c.account_id == account_id, idempotency_keys.c.key.in_(words))
    row = (await connection.execute(wanted.limit(1))).one_or_none()
    if row is None:
        return None
    # Of what was erased before hashes were keyed only the id is left: it answers for a request that makes the same kind of thing.
    is_same = kind_of(row.object_id) == kind_of(object_id) if not row.request_hash else row.request_hash in hashes
    if not is_same:
        raise KeyReused("The idempotency key stood for another request.", hint="Use a new key for each request; the same one to repeat it.")
    return str(row.object_id)


def words_left(keys: Keys, key: str) -> list[str]:
    """Give what may stand in the place of a key whose words went with what they stood for, the one of today first."""
    hashes = keys.every_keyed_hash(Use.REFERENCE, f"idempotency-key:{key}".encode("utf-8", "surrogatepass"))
    return [f"erased:{each.hex()}" for each in hashes]


async def blank_keys(connection: AsyncConnection, keys: Keys, object_id: str) -> None:
    """Forget the words of the keys of what is erased; a repeated request still finds its id and makes nothing, and any other is refused."""
    is_it = idempotency_keys.c.object_id == object_id
    for row in (await connection.execute(sa.select(idempotency_keys.c.account_id, idempotency_keys.c.key).where(is_it))).all():
        is_row = sa.and_(is_it, idempotency_keys.c.account_id == row.account_id, idempotency_keys.c.key == row.key)
        await connection.execute(sa.update(idempotency_keys).where(is_row).values(key=words_left(keys, row.key)[0]))


async def forget_keys(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove keys that are too old to be repeated, and say how many there were."""
    return await delete_counted(connection, idempotency_keys, idempotency_keys.c.created_at < to_text(before))
