"""The embedded database: SQLCipher, each connection in a thread of its own, every write on the disk before it is acknowledged.

Whatever is done on a connection is done in its thread, and every way there and back wakes two threads that share one lock of the language:
while the service has much to answer that takes longer than most statements. A statement of the library took four such ways (make a cursor,
execute, fetch, close it), and the beginning and the end of a transaction three and two more. Here each statement takes one, the beginning
goes with the first statement, and an end that has nothing to end takes none.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlcipher3 import dbapi2 as sqlcipher

#: How long a writer of the embedded database waits for another one, in milliseconds.
BUSY_MILLISECONDS = 10_000

#: Every commit is on the disk before it is acknowledged: the only setting of a write-ahead log that loses none in a power cut.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
)

# Before the driver takes `bytes` as they are it asks in three places in vain what stands for them, anew for every value: of a typed number
# that was more than putting down all its texts. A `bytearray` needs no asking, and both are the same in the database.
sqlcipher.register_adapter(bytes, bytearray)

Given = TypeVar("Given")


class Connection(aiosqlite.Connection):
    """A connection in its thread. What is awaited here is done there, one thing after the other."""

    def __init__(self, connector: Callable[[], sqlcipher.Connection]) -> None:
        """Take what opens the connection, in the thread; nothing is opened yet."""
        super().__init__(connector, iter_chunk_size=64)
        # Since 0.22 the thread is no daemon: a close that was forgotten would keep the process from ending.
        self._thread.daemon = True
        self._beginning: str | None = None
        #: How much was sent to the thread, and how much has ended there: each is counted by one thread alone. Whoever sent something may
        #: have stopped to wait for it.
        self._sent = self._ended = 0

    def begin(self, statement: str) -> None:
        """Begin a transaction with whatever is done first, in the same way to the thread: until then there is nothing to keep apart."""
        self._beginning = statement

    async def _execute(self, fn: Callable[..., Given], *args: Any, **kwargs: Any) -> Given:  # noqa: ANN401 - as the library has it
        beginning, self._beginning = self._beginning, None
        self._sent += 1
        given: Given = await super()._execute(self._done, beginning, partial(fn, *args, **kwargs))  # type: ignore[no-untyped-call]
        return given

    def _done(self, beginning: str | None, function: Callable[[], Given]) -> Given:
        """Do something in the thread of the connection, in a transaction that begins with it where one is to begin."""
        try:
            if beginning is not None:
                self._conn.execute(beginning).close()
            return function()
        finally:
            self._ended += 1

    async def commit(self) -> None:
        """Make what was done durable; where nothing was, there is nothing to do."""
        self._beginning = None
        if self._has_something():
            await super().commit()

    async def rollback(self) -> None:
        """Undo what was done; where nothing was, there is nothing to do."""
        self._beginning = None
        if self._has_something():
            await super().rollback()

    def _has_something(self) -> bool:
        """Whether a transaction is under way, or may be once what was sent has ended."""
        return self._sent != self._ended or bool(self._conn.in_transaction)

    def cursor(self) -> _Cursor:  # type: ignore[override] # the library makes one in the thread
        """Give a cursor; it costs nothing before something is executed."""
        return _Cursor(self)


class _Cursor:
    """A statement with all it gives, from one way to the thread of its connection; SQLAlchemy takes it for a cursor of the library."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute a statement."""
        await self._connection._execute(self._run, sqlcipher.Cursor.execute, statement, parameters)  # noqa: SLF001 - its other half
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Execute a statement for each of several rows."""
        await self._connection._execute(self._run, sqlcipher.Cursor.executemany, statement, parameters)  # noqa: SLF001 - the same
        return self

    def _run(self, execute: Callable[..., object], statement: str, parameters: Iterable[Any]) -> None:
        cursor = self._connection._conn.cursor()  # noqa: SLF001 - the same
        try:
            execute(cursor, statement, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        """Give the rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: what the cursor held in the database ended with its statement."""


def connect(path: Path, key_hex: str) -> sqlcipher.Connection:
    """Open the embedded database with the driver alone; what the driver raises is told by whoever asks."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    with ExitStack() as undo:
        undo.callback(connection.close)
        # What it prints of a wrong key is told in a sentence of ours.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # A raw key: no slow derivation on every connection.
        connection.execute(f"PRAGMA key = \"x'{key_hex}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        undo.pop_all()
    return connection


def embedded_engine(path: Path, key_hex: str, readers: int) -> AsyncEngine:
    """Make the engine of an embedded database; nothing is connected yet.

    Args:
        path: Of the file.
        key_hex: Raw key, 64 hex digits.
        readers: How many connections are kept; as many more are made when needed.
    """
    # SQLAlchemy takes the classes of errors from the driver's module, which here is another one than aiosqlite expects.
    shim = types.ModuleType("aiosqlite_sqlcipher")
    for name in ("DatabaseError", "Error", "IntegrityError", "NotSupportedError", "OperationalError", "ProgrammingError"):
        setattr(shim, name, getattr(sqlcipher, name))
    for name in ("sqlite_version", "sqlite_version_info"):
        setattr(shim, name, getattr(sqlcipher, name))
    shim.Connection, shim.connect = aiosqlite.Connection, aiosqlite.connect  # type: ignore[attr-defined]

    async def creator() -> aiosqlite.Connection:
        return await Connection(partial(connect, path, key_hex))

    engine = create_async_engine(
        "sqlite+aiosqlite://",
        async_creator=creator,
        pool_size=readers,
        max_overflow=readers,
        # The connection that wrote last: its pages are the ones every other would have to read and decrypt anew.
        pool_use_lifo=True,
        poolclass=sa.pool.AsyncAdaptedQueuePool,
        module=AsyncAdapt_aiosqlite_dbapi(shim, sqlcipher),
    )

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes the lock at once: two that begin as readers would refuse each other.
        writes = connection.get_execution_options().get("linewatch_writes")
        driver: Any = connection.connection.driver_connection
        driver.begin("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
