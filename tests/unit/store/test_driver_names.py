"""What the store takes of its drivers beyond what they promise: a version without it fails here, and says what to do."""

from __future__ import annotations

import importlib.metadata
import inspect
import sqlite3
import threading

import aiosqlite
import psycopg
import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from matcher.store.database import connect_embedded, open_database
from matcher.store.together import Bound, execute_together

KNOWN = "0.22.1"
WHAT_TO_DO = (
    "matcher/store/together.py and matcher/store/embedded.py rest on it: read the changes of aiosqlite, then mend both and this test."
)
KEY = "00" * 32


@pytest.fixture
async def connection():
    """Give a connection of the library by itself."""
    async with aiosqlite.connect(":memory:") as made:
        yield made


def test_the_library_is_the_one_whose_inside_was_read():
    """The version is pinned, and the pin is the one these facts were read in."""
    assert importlib.metadata.version("aiosqlite") == KNOWN, f"aiosqlite is no longer {KNOWN}. {WHAT_TO_DO}"


async def test_a_function_is_executed_in_the_thread_of_the_connection(connection):
    """`_execute(function, *arguments)` gives back what the function gave, which ran where the connection lives."""
    assert hasattr(connection, "_execute"), f"aiosqlite.Connection has no _execute. {WHAT_TO_DO}"
    kinds = [each.kind for each in inspect.signature(connection._execute).parameters.values()]
    assert kinds[:2] == [inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL], (
        f"_execute takes something else. {WHAT_TO_DO}"
    )

    where, given = await connection._execute(lambda *several: (threading.current_thread(), several), 1, "two")

    assert given == (1, "two")
    assert where is not threading.current_thread(), f"_execute runs in the loop's own thread. {WHAT_TO_DO}"
    assert where is connection._thread, f"_execute runs in a thread that is not _thread. {WHAT_TO_DO}"


async def test_what_a_function_raises_reaches_whoever_asked(connection):
    """An error inside `_execute` is raised where it is awaited, and the connection goes on."""

    def fails():
        raise sqlite3.OperationalError("as a driver says it")

    with pytest.raises(sqlite3.OperationalError, match="as a driver says it"):
        await connection._execute(fails)
    assert await connection._execute(lambda: 1) == 1


async def test_the_connection_of_the_driver_is_at_hand(connection):
    """`_conn` is the connection itself, open, which `_on_sqlite` executes statements on."""
    assert hasattr(connection, "_conn"), f"aiosqlite.Connection has no _conn. {WHAT_TO_DO}"
    assert isinstance(connection._conn, sqlite3.Connection), f"_conn is something else. {WHAT_TO_DO}"


async def test_a_thread_can_be_told_to_end_with_the_process():
    """`_thread` is there before the connection is opened and has not begun, so that it can be made a daemon."""
    made = aiosqlite.Connection(lambda: sqlite3.connect(":memory:"), iter_chunk_size=64)
    assert isinstance(getattr(made, "_thread", None), threading.Thread), f"aiosqlite.Connection has no _thread. {WHAT_TO_DO}"
    assert not made._thread.is_alive(), f"_thread runs before it is awaited. {WHAT_TO_DO}"
    made._thread.daemon = True
    await made
    assert made._thread.is_alive()
    await made.close()


async def test_statements_go_through_the_engine_to_the_driver(tmp_path):
    """SQLAlchemy hands out the library's connection as `driver_connection`, and statements on it are part of the transaction."""
    connect_embedded(tmp_path / "store.db", KEY).close()
    database = open_database(f"sqlite:///{tmp_path / 'store.db'}", KEY)
    async with database.write() as opened:
        driver = (await opened.get_raw_connection()).driver_connection
        assert isinstance(driver, aiosqlite.Connection), f"driver_connection is something else. {WHAT_TO_DO}"
        made, rows = await execute_together(opened, [Bound("CREATE TABLE t (a)", []), Bound("SELECT 1 AS one", [])])
        await opened.execute(sa.text("INSERT INTO t VALUES (7)"))
    async with database.read() as opened:
        kept = await opened.scalar(sa.text("SELECT a FROM t"))
    await database.close()

    assert (made, rows, kept) == ([], [{"one": 1}], 7)


def test_the_other_driver_takes_marks_of_the_server_as_they_are():
    """Psycopg has a cursor that hands `$1` on without looking for marks of its own, and a pipeline."""
    assert issubclass(psycopg.AsyncRawCursor, psycopg.AsyncCursor)
    assert callable(psycopg.AsyncConnection.pipeline)


async def test_bytes_are_kept_as_they_are_without_being_asked_what_stands_for_them(tmp_path):
    """The driver takes a `bytearray` at once and nothing else of the kind; both are the same value of the same type in the database."""
    assert type(sqlcipher.adapt(b"\0\xff")) is bytearray
    embedded = open_database(f"sqlite:///{tmp_path / 'store.db'}", KEY)

    async with embedded.read() as connection:
        question = Bound("SELECT typeof(?) AS kind, ? AS kept, ? = x'00ff' AS is_same", [b"\0\xff"] * 3)
        (rows,) = await execute_together(connection, [question])
    await embedded.close()

    assert rows == [{"kind": "blob", "kept": b"\0\xff", "is_same": 1}]
