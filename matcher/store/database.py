"""The database: one transaction for each use case, on SQLCipher or PostgreSQL, through the same code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlcipher3 import dbapi2 as sqlcipher

from matcher.errors import StoreFull, StoreUnavailable, WrongKey
from matcher.store.embedded import BUSY_MILLISECONDS, connect, embedded_engine

_READERS = 4
#: Connections of one process at most: so many are kept, and more are made when needed.
_EMBEDDED_CONNECTIONS, _SERVER_CONNECTIONS = 2 * _READERS, 3 * _READERS
#: Seconds anybody waits for the others of the process: a writer for its turn, and everybody for a connection.
_LONGEST_TURN = 30
#: How long whoever only looks whether the store is written waits for those who write.
_LOOK_MILLISECONDS = 3_000
_IN_USE = "The store is in use by something else for too long."
_NOT_WRITABLE = "The store may not be written."
_TRY_AGAIN = "Nothing was changed. Try again; tell an administrator."
_ONE_STATE: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@dataclass(slots=True)
class Condition:
    """What a process has learned of a database while it worked on it."""

    #: A page was not what was written there. It stays so until somebody has looked.
    is_damaged: bool = False
    #: A write met no room; `matcher.store.room` finds out when there is some again.
    is_full: bool = False
    #: A write waited for somebody else's until it was refused. It stays so until one gets on.
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Reading and writing are transactions; nothing is executed outside one."""

    engine: AsyncEngine
    is_postgresql: bool
    condition: Condition = field(default_factory=Condition)
    #: Where the embedded database is; None on a server.
    folder: Path | None = None
    #: Writers of one process take turns in the order in which they come. The embedded database itself lets whoever asks at the right moment
    #: go first, so that one of many could wait until it was refused.
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: So do all for connections, of which there are no more than this: the library's own queue, too, lets whoever asks at the right moment
    #: go first, and one of very many was refused in the end.
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_EMBEDDED_CONNECTIONS))

    def check_condition(self) -> None:
        """Make sure that no damage was met yet.

        Raises:
            StoreUnavailable: it was; nothing more is written, so that nobody is promised what may not be kept.
        """
        if self.condition.is_damaged:
            raise damaged()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one state of the store and changes nothing.

        Raises:
            StoreUnavailable: the store cannot be reached, is in use for too long, or is damaged where it is read.
        """
        with told(self.condition):
            async with self._place(), self.engine.connect() as plain:
                # PostgreSQL shows every statement another state unless it is told not to; SQLite never does.
                connection = await plain.execution_options(**_ONE_STATE) if self.is_postgresql else plain
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is durable when the block ends, and undone when it fails.

        Raises:
            StoreUnavailable: the store cannot be reached, is full, is damaged, or is in use for too long.
        """
        self.check_condition()
        with told(self.condition):
            async with self._turn(), self._place(), self.engine.connect() as plain:
                connection = await plain.execution_options(linewatch_writes=True)
                async with connection.begin():
                    yield connection
                self.condition.is_locked = False

    async def check_writable(self) -> None:
        """Make sure that the store takes writes at this moment. Nothing is written, and nobody waits long.

        Raises:
            StoreUnavailable: it is in use by something else, or may not be written.
        """
        self.check_condition()
        if self.is_postgresql:
            async with self.write() as connection:
                await connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_LOOK_MILLISECONDS}")
                # Asks for all that a write asks for, and finds nothing to change.
                await connection.exec_driver_sql("UPDATE store_facts SET value = value WHERE false")
            return
        try:
            async with self._turn(_LOOK_MILLISECONDS / 1000):
                await self._ask_for_lock()
        except TimeoutError:
            # A writer of ours has the turn: either it gets on, or it waits for somebody else, and the last one was refused.
            if self.condition.is_locked:
                raise StoreUnavailable(_IN_USE, hint=_TRY_AGAIN) from None

    async def _ask_for_lock(self) -> None:
        with told(self.condition):
            async with self._place(), self.engine.connect() as plain:
                driver: Any = (await plain.get_raw_connection()).driver_connection
                await driver.execute(f"PRAGMA busy_timeout = {_LOOK_MILLISECONDS}")
                try:
                    await driver.execute("BEGIN IMMEDIATE")
                    await driver.rollback()
                finally:
                    await driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
                self.condition.is_locked = False

    @asynccontextmanager
    async def _turn(self, longest: float = _LONGEST_TURN) -> AsyncIterator[None]:
        if self.is_postgresql:
            yield
            return
        async with asyncio.timeout(longest):
            await self.turns.acquire()
        try:
            yield
        finally:
            self.turns.release()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        # A clock that nobody needs costs as much as the rest.
        async with asyncio.timeout(_LONGEST_TURN) if self.places.locked() else nullcontext():
            await self.places.acquire()
        try:
            yield
        finally:
            self.places.release()

    async def check_pages(self) -> bool:
        """Make sure that every page of the embedded database is what was written there; say whether pages were looked at at all.

        A server looks after its own pages (docs/how-to/restore.md).

        Raises:
            StoreUnavailable: one is not, or the store cannot be read.
        """
        if self.is_postgresql:
            return False
        async with self.read() as connection:
            wrong = (await connection.exec_driver_sql("PRAGMA cipher_integrity_check")).fetchall()
        if wrong:
            self.condition.is_damaged = True
            raise damaged()
        return True

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def open_database(url: str, key_hex: str) -> Database:
    """Open a store; nothing is connected yet.

    Args:
        url: `sqlite:///path/to/file` or `postgresql://…`.
        key_hex: Raw key of the embedded database, 64 hex digits; unused on PostgreSQL, which the force encrypts.

    Raises:
        StoreUnavailable: the address names no store we know.
    """
    server = server_url(url)
    if server is not None:
        return Database(_server(server), is_postgresql=True, places=asyncio.Semaphore(_SERVER_CONNECTIONS))
    parts = _parsed(url)
    if parts.get_backend_name() == "sqlite":
        if not parts.database:
            raise StoreUnavailable("The database address names no file.", hint="Write it as sqlite:///data/linewatch.db.")
        file = Path(parts.database)
        return Database(embedded_engine(file, key_hex, _READERS), is_postgresql=False, folder=file.parent)
    raise StoreUnavailable("The database address names no store we know.", hint="Use sqlite:///… or postgresql://….")


def server_url(url: str) -> sa.URL | None:
    """Give the address of a server as the driver takes it; None for the embedded database.

    Raises:
        StoreUnavailable: the address cannot be read, or there is no driver for the server.
    """
    parts = _parsed(url)
    if parts.get_backend_name() != "postgresql":
        return None
    try:
        # Loads the library of the server's makers as well, which may be missing by itself.
        import_module("psycopg")
    except ImportError as err:
        raise StoreUnavailable(
            "The driver for PostgreSQL is not installed.",
            hint="`scripts/linewatch` installs it where LINEWATCH_DATABASE_URL is set; else install requirements/postgresql.txt.",
        ) from err
    return parts.set(drivername="postgresql+psycopg")


def connect_embedded(path: Path, key_hex: str) -> sqlcipher.Connection:
    """Open the embedded database with the driver alone, as backup and migrations need it.

    Raises:
        StoreUnavailable: it is no database of ours, or the key is another's.
    """
    with told():
        return connect(path, key_hex)


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except sa.exc.ArgumentError as err:
        raise StoreUnavailable("The database address cannot be read.", hint="Use sqlite:///… or postgresql://….") from err


def _server(url: sa.URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=_READERS,
        max_overflow=_SERVER_CONNECTIONS - _READERS,
        # The connection that was used last: its statements are prepared.
        pool_use_lifo=True,
        # A server that was restarted in between must not fail the next use case.
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC -c statement_timeout=60000 -c lock_timeout=20000"},
    )


@contextmanager
def told(condition: Condition | None = None) -> Iterator[None]:
    """Turn what a driver says into one sentence; whatever it quotes of the data stays out of it.

    Args:
        condition: Remembers that damage, no room, or somebody else's lock was met.

    Raises:
        StoreUnavailable: the store cannot be reached, is full, damaged, in use for too long, or cannot be opened with this key.
    """
    try:
        yield
    except sa.exc.IntegrityError:
        raise
    except (OperationalError, InterfaceError, sqlcipher.OperationalError, OSError) as err:
        raise _of_reaching(str(getattr(err, "orig", err)).casefold(), condition or Condition()) from err
    except (DatabaseError, sqlcipher.DatabaseError) as err:
        if (found := _of_state(getattr(err, "orig", err), condition or Condition())) is None:
            raise
        raise found from err
    # That all connections are in use is an error of the library's own, and none of those of the language or of a driver.
    except (TimeoutError, sa.exc.TimeoutError, DBAPIError) as err:
        raise StoreUnavailable("The store did not answer.", hint="Nothing was changed. Try again.") from err


def full() -> StoreFull:
    """Say that the store has no room to be written."""
    return StoreFull("The disk of the store is full.", hint="Nothing was changed. Make room, then try again.")


def damaged() -> StoreUnavailable:
    """Say that pages of the database are not what was written there."""
    return StoreUnavailable("The database is damaged.", hint="Stop the service and restore a backup: docs/how-to/restore.md says how.")


def _of_reaching(said: str, condition: Condition) -> StoreUnavailable:
    if "full" in said or "no space" in said:
        condition.is_full = True
        return full()
    reason = _reason(said)
    condition.is_locked = condition.is_locked or reason == _IN_USE
    return StoreUnavailable(reason, hint=_TRY_AGAIN)


def _of_state(said: object, condition: Condition) -> StoreUnavailable | None:
    """Say what is wrong with a store that answers; None where it is nothing of the store's."""
    if _is_of_damage(said):
        condition.is_damaged = True
        return damaged()
    if "not a database" in str(said):
        return WrongKey(
            "The store cannot be opened: its key is another one, or the file is no store of ours.",
            hint="Check LINEWATCH_KEY_FILE and the data folder.",
        )
    # read_only_sql_transaction and insufficient_privilege of PostgreSQL: a copy after a fail-over, or another account's tables.
    return StoreUnavailable(_NOT_WRITABLE, hint=_TRY_AGAIN) if getattr(said, "sqlstate", None) in {"25006", "42501"} else None


def _is_of_damage(said: object) -> bool:
    # SQLITE_CORRUPT in words; data_corrupted and index_corrupted of PostgreSQL.
    return "malformed" in str(said) or getattr(said, "sqlstate", None) in {"XX001", "XX002"}


def _reason(said: str) -> str:
    if "locked" in said or "busy" in said or "lock timeout" in said:
        return _IN_USE
    if "readonly" in said or "read-only" in said:
        return _NOT_WRITABLE
    if "no such table" in said or "no such column" in said or "does not exist" in said:
        return "The store is of another version."
    return "The store cannot be reached."
