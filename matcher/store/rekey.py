"""The key of the embedded database as a whole, changed for the newest one."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from matcher.errors import StoreUnavailable, WrongKey
from matcher.store.database import connect_embedded, told
from matcher.store.key_ring import Keys


def take_newest_key(path: Path, keys: Keys) -> bool:
    """Give the database the newest of the keys, whichever of them it has; say whether it had another one. Nobody else may have it open.

    Raises:
        StoreUnavailable: it is in use, or cannot be written.
        WrongKey: it has none of the keys.
    """
    newest = keys.database_key
    for key_hex in keys.database_keys:
        try:
            connection = connect_embedded(path, key_hex)
        except WrongKey:
            continue
        with told():
            try:
                if key_hex == newest:
                    return False
                # All pages are written anew in one transaction, which a write-ahead log would double.
                _have_alone(connection)
                connection.execute(f"PRAGMA rekey = \"x'{newest}'\"")
                return True
            finally:
                connection.close()
    raise WrongKey("The database has another key than those of the key file.", hint="Check LINEWATCH_KEY_FILE and the data folder.")


def has_key(path: Path, key_hex: str) -> bool:
    """Say whether the database opens with a key."""
    try:
        connect_embedded(path, key_hex).close()
    except WrongKey:
        return False
    return True


def hold_alone(path: Path, keys: Keys) -> None:
    """Make sure that nobody else has the database open.

    Raises:
        StoreUnavailable: somebody has.
        WrongKey: it has none of the keys.
    """
    with told():
        connection = connect_embedded(path, keys.database_key)
        try:
            # Whoever works on it cannot be asked to wait: the service is to be stopped.
            connection.execute("PRAGMA busy_timeout=200")
            # Leaving the write-ahead log takes having the file alone.
            _have_alone(connection)
        finally:
            connection.close()


def _have_alone(connection: sqlcipher.Connection) -> None:
    """Leave the write-ahead log, which only whoever has the database alone can do."""
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlcipher.OperationalError as err:
        if "locked" not in str(err):
            raise
        raise StoreUnavailable("The store is in use.", hint="Stop the service first, then run this again; nothing was changed.") from err
