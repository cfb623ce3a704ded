"""Facts about the store itself: which key it was made with, and when."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.errors import Conflict
from matcher.store.schema.trail import store_facts

#: Tells the key the store was made with apart; see `Keys.check`.
KEY_FINGERPRINT = "key_fingerprint"
#: When it was set up.
MADE_AT = "made_at"


async def write_fact(connection: AsyncConnection, name: str, value: str) -> None:
    """Put a new fact down.

    Raises:
        Conflict: it stands there already.
    """
    try:
        await connection.execute(sa.insert(store_facts).values(name=name, value=value))
    except sa.exc.IntegrityError as err:
        raise Conflict("The store is set up already.", hint="Use it, or name another folder.") from err


async def change_fact(connection: AsyncConnection, name: str, value: str) -> None:
    """Put another value in the place of a fact that stands there."""
    await connection.execute(sa.update(store_facts).where(store_facts.c.name == name).values(value=value))


async def forget_fact(connection: AsyncConnection, name: str) -> None:
    """Take a fact away."""
    await connection.execute(sa.delete(store_facts).where(store_facts.c.name == name))


async def read_fact(connection: AsyncConnection, name: str) -> str | None:
    """Give a fact; None where it was never put down."""
    return await connection.scalar(sa.select(store_facts.c.value).where(store_facts.c.name == name))
