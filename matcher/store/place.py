"""Where a store is, and how it is opened or made: the key file, the database and the folder of originals belong together."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from matcher.errors import CannotWrite, StoreUnavailable, WrongKey
from matcher.store.attendance import attend
from matcher.store.database import open_database
from matcher.store.facts import KEY_FINGERPRINT, read_fact
from matcher.store.key_ring import Keys
from matcher.store.keys import create_key_file, load_key_file
from matcher.store.migrate import check_version, is_empty, migrate
from matcher.store.originals import Originals
from matcher.store.rekey import has_key
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is."""

    #: Address of the database.
    url: str
    key_file: Path
    #: Folder of what was handed in.
    originals: Path
    #: Bytes of the disk that uploads leave free.
    free_space_floor: int = 0

    @property
    def database_file(self) -> Path | None:
        """The file of the embedded database; None on a server."""
        return _file_of(self.url)

    # The address may hold a password.
    def __repr__(self) -> str:
        return "Place(…)"


async def open_vault(place: Place, *, is_held: bool = False) -> Vault:
    """Open a store that is there.

    Args:
        place: Where it is.
        is_held: Whether whoever opens it keeps everybody else off it (`matcher.store.attendance`).

    Raises:
        StoreUnavailable: there is none, it cannot be reached, it is of another version, or it was never set up to its end.
        WrongKey: the key file is missing, damaged, open to others, or that of another store.
    """
    vault = await asyncio.to_thread(_opened, place)
    if not is_held:
        attend(vault.db, vault.keys.check)
    async with AsyncExitStack() as unless_whole:
        unless_whole.push_async_callback(vault.db.close)
        await _check_whole(vault)
        unless_whole.pop_all()
    return vault


async def make_vault(place: Place) -> Vault:
    """Make the key file and the tables of a store, or go on where making them was interrupted.

    Raises:
        CannotWrite: its folder or key file cannot be written.
        StoreUnavailable: the database cannot be reached, or another version has been at work on it.
        WrongKey: there is a store without its key file, or with another one.
    """
    return await asyncio.to_thread(_made, place)


async def upgrade_store(place: Place) -> None:
    """Bring the tables of a store to this version.

    Raises:
        StoreUnavailable: there is none, it cannot be reached, or a newer version has been at work on it.
        WrongKey: the key file is missing, damaged, open to others, or that of another store.
    """
    await asyncio.to_thread(_upgraded, place)


async def _check_whole(vault: Vault) -> None:
    async with vault.db.read() as connection:
        fingerprint = await read_fact(connection, KEY_FINGERPRINT)
    if fingerprint is None:
        raise StoreUnavailable("The store was never set up to its end.", hint="Run `linewatch init` again.")
    vault.keys.check(fingerprint)


def is_read_only(place: Place) -> bool:
    """Whether a store is there and its folder or file may only be read; one on a server never is."""
    file = place.database_file
    return file is not None and file.is_file() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


@contextmanager
def copied(place: Place) -> Iterator[Place]:
    """Give a copy of an embedded store that may be written, to look at one that may only be read; it is gone at the end.

    Raises:
        CannotWrite: there is no room for it.
    """
    file = place.database_file
    if file is None:
        raise LookupError("a store on a server is not copied")
    with tempfile.TemporaryDirectory(prefix="linewatch-") as folder:
        try:
            for each in (file, file.with_name(f"{file.name}-wal")):
                if each.exists():
                    shutil.copyfile(each, Path(folder) / each.name)
        except OSError as err:
            raise CannotWrite("There is no room for a copy of the store.", hint="Set TMPDIR to a folder that has it.") from err
        yield replace(place, url=f"sqlite:///{Path(folder) / file.name}")


def _opened(place: Place) -> Vault:
    keys = _keys_of_old(place)
    if is_read_only(place):
        raise StoreUnavailable(
            "The data folder may only be read.",
            hint="Let whoever runs this write it. `linewatch audit verify` looks at a store that is left as it is.",
        )
    with _renewed_to_its_end(place, keys):
        check_version(place.url, keys.database_key)
    return _vault(place, keys)


def _upgraded(place: Place) -> None:
    keys = _keys_of_old(place)
    with _renewed_to_its_end(place, keys):
        migrate(place.url, keys.database_key)


@contextmanager
def _renewed_to_its_end(place: Place, keys: Keys) -> Iterator[None]:
    """Say of a database that has an older key of the very key file that a renewal was cut off: nobody is to look for another file."""
    try:
        yield
    except WrongKey:
        file, (_, *older) = place.database_file, keys.database_keys
        if file is None or not any(has_key(file, each) for each in older):
            raise
        raise WrongKey(
            "A renewal of the key was cut off: the key file has the new key, and the store still an older one of the same file.",
            hint="Run `linewatch keys rotate`, which brings the renewal to its end; nothing is lost.",
        ) from None


def _keys_of_old(place: Place) -> Keys:
    file = _file_of(place.url)
    if file is not None and not file.is_file():
        raise StoreUnavailable("There is no store there.", hint="Set it up with `linewatch init`, or check LINEWATCH_DATA_DIR.")
    # On a server there is a store once it has tables; before that a key file is missing to nobody.
    if file is None and not place.key_file.exists() and is_empty(place.url, ""):
        raise StoreUnavailable("There is no store there.", hint="Set it up with `linewatch init`, or check LINEWATCH_DATABASE_URL.")
    return load_key_file(place.key_file)


def _made(place: Place) -> Vault:
    file = _file_of(place.url)
    if file is not None:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as err:
            raise CannotWrite("The folder of the store cannot be made.", hint="Check LINEWATCH_DATA_DIR.") from err
    is_new = is_empty(place.url, "") if file is None else not file.exists() or file.stat().st_size == 0
    if place.key_file.exists():
        keys = load_key_file(place.key_file)
        with _renewed_to_its_end(place, keys):
            is_new = is_new or is_empty(place.url, keys.database_key)
    elif is_new:
        keys = create_key_file(place.key_file)
    else:
        # A new key beside an old store opens nothing, and would stand in the place of the one that does.
        raise WrongKey("There is a store, and no key file to open it.", hint="Bring back the key file, or name another folder.")
    if is_new and file is not None:
        # What the engine makes is open to others where the mask of the process says nothing else, and so is what it keeps beside.
        file.touch(mode=0o600)
    if is_new:
        migrate(place.url, keys.database_key)
    else:
        with _renewed_to_its_end(place, keys):
            check_version(place.url, keys.database_key)
    return _vault(place, keys)


def _vault(place: Place, keys: Keys) -> Vault:
    originals = Originals(place.originals, keys, free_space_floor=place.free_space_floor)
    return Vault(open_database(place.url, keys.database_key), keys, originals)


def _file_of(url: str) -> Path | None:
    try:
        parts = sa.make_url(url)
    except sa.exc.ArgumentError as err:
        raise StoreUnavailable("The database address cannot be read.", hint="Use sqlite:///… or postgresql://….") from err
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None
