"""Who works on a store on PostgreSQL: every connection says so as long as it lives, and has the keys of the store or is refused.

The embedded database knows itself who has it open. A server tells nobody, so each connection of a process takes a lock that many may hold,
and whoever renews the keys takes it alone. A connection that comes back after the server was gone asks anew which keys the store has.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from matcher.errors import StoreUnavailable
from matcher.store.database import Database, server_url, told
from matcher.store.facts import KEY_FINGERPRINT

#: Locks are of one database; this number is ours in it.
_LOCK = 7355609


def attend(database: Database, check: Callable[[str], None]) -> None:
    """Let every connection to a server say that it works on the store, and have it refused where the keys are not those of the store.

    Args:
        database: Nothing was connected to it yet.
        check: Is given the fingerprint of the key the store has, and raises where that key is not there.
    """
    if not database.is_postgresql:
        return

    def begin(connection: Any, _record: object) -> None:  # noqa: ANN401 - the connection of the driver
        with ExitStack() as undo:
            undo.callback(connection.close)
            _begin(connection, check)
            undo.pop_all()

    sa.event.listen(database.engine.sync_engine, "connect", begin)


def _begin(connection: Any, check: Callable[[str], None]) -> None:  # noqa: ANN401 - the same
    cursor = connection.cursor()
    cursor.execute(f"SELECT pg_try_advisory_lock_shared({_LOCK})")
    if not cursor.fetchone()[0]:
        raise StoreUnavailable("The keys of the store are being renewed.", hint="Start again when that has ended, with the new key file.")
    cursor.execute("SELECT value FROM store_facts WHERE name = %s", (KEY_FINGERPRINT,))
    found = cursor.fetchone()
    cursor.close()
    connection.commit()
    # A store that is being set up has none yet.
    if found is not None:
        check(found[0])


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Keep everybody else off a store on a server; the embedded database is held by its file.

    Raises:
        StoreUnavailable: somebody works on it, or it cannot be reached.
    """
    address = server_url(url)
    if address is None:
        yield
        return
    engine = create_async_engine(address, poolclass=sa.pool.NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with AsyncExitStack() as held:
            with told():
                holder = await held.enter_async_context(engine.connect())
                is_free = await holder.scalar(sa.text(f"SELECT pg_try_advisory_lock({_LOCK})"))
            if not is_free:
                raise StoreUnavailable("The store is in use.", hint="Stop the service on every machine first; nothing was changed.")
            yield
    finally:
        await engine.dispose()
