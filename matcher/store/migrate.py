"""Brings the tables of a store to the form this version knows, only forward and only when asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2 as sqlcipher

from matcher.errors import StoreUnavailable
from matcher.store.database import connect_embedded, server_url, told

_STEPS = Path(__file__).resolve().parent / "migrations"


def migrate(url: str, key_hex: str) -> None:
    """Bring a store, new or older, to this version; all steps or none.

    Raises:
        StoreUnavailable: it cannot be reached, or a newer version has been at work on it.
    """
    with told(), _connected(url, key_hex) as connection:
        found = _revision_of(connection)
        if found is not None and found not in _known():
            raise _of_another_version(found)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_empty(url: str, key_hex: str) -> bool:
    """Say whether a database has no tables of ours.

    Raises:
        StoreUnavailable: it cannot be reached.
    """
    with told(), _connected(url, key_hex) as connection:
        return _revision_of(connection) is None


def check_version(url: str, key_hex: str) -> None:
    """Make sure that a store has exactly the tables this version knows.

    Raises:
        StoreUnavailable: it is empty, older or newer.
    """
    with told(), _connected(url, key_hex) as connection:
        found = _revision_of(connection)
    if found is None:
        raise StoreUnavailable("The store is empty.", hint="Set it up with `linewatch init`.")
    if found != _head():
        if found in _known():
            raise StoreUnavailable(
                "The store is of an older version.", hint="Stop the service, back up, then run `linewatch init --upgrade`."
            )
        raise _of_another_version(found)


def _of_another_version(_found: str) -> StoreUnavailable:
    return StoreUnavailable(
        "The store was written by a newer version of Linewatch.", hint="Start that version, or restore a backup made before it."
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _head() -> str | None:
    return _scripts().get_current_head()


def _known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def _revision_of(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _connected(url: str, key_hex: str) -> Iterator[sa.Connection]:
    server = server_url(url)
    if server is None:
        path = Path(sa.make_url(url).database or "")
        engine = sa.create_engine(
            "sqlite://", creator=lambda: connect_embedded(path, key_hex), module=sqlcipher, poolclass=sa.pool.NullPool
        )

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    else:
        engine = sa.create_engine(server, poolclass=sa.pool.NullPool)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                # Two that start at once: one makes the tables, the other finds them.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7355608)")
            yield connection
    finally:
        engine.dispose()
