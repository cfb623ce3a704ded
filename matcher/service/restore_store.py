"""A backup becomes a store again, when every part of it is sound; otherwise nothing of it is left."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.errors import BadBackup, BadRequest, CannotWrite
from matcher.store.audit import put_on_record
from matcher.store.backup import check_database, copy_back, embedded_path
from matcher.store.backup_manifest import DATABASE, ORIGINALS, Manifest, count_others, read_manifest
from matcher.store.folders import sync_folder
from matcher.store.keys import load_key_file
from matcher.store.place import Place, open_vault
from matcher.store.rekey import take_newest_key
from matcher.store.sessions import end_every_session
from matcher.store.trail_check import is_whole

#: Where a backup is looked at before it takes its place.
_BESIDE = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was put back."""

    manifest: Manifest
    #: Sign-ins that were open when the backup was made, and are no longer.
    sessions_ended: int
    #: Files that lie in the folder of the backup and are no part of it; they were left out.
    left_out: int = 0


async def restore_store(backup: Path, place: Place, *, now: datetime, origin: str) -> Restored:
    """Put a backup into an empty data folder. Files, database, audit trail and version are checked before anything takes its place.

    Args:
        backup: Folder of the backup.
        place: Where the store is to be; its key file is there already.
        now: The moment.
        origin: Where it was asked from.

    Raises:
        BadBackup: a part is missing, cut or changed.
        BadRequest: the store is to be somewhere else than in one data folder.
        CannotWrite: the data folder is not empty, or cannot be written.
        StoreUnavailable: the backup was made by another version.
        WrongKey: the key file is missing, or the backup was made with another one.
    """
    database = embedded_path(place.url)
    folder = database.parent
    if place.originals.parent != folder:
        raise BadRequest(
            "A backup is restored into one folder.", hint="Leave LINEWATCH_DATABASE_URL unset, and name the folder with --data."
        )
    _check_empty(folder, place)
    keys = await asyncio.to_thread(load_key_file, place.key_file)
    manifest = await asyncio.to_thread(read_manifest, backup, keys)
    with _beside(folder) as staged:
        await asyncio.to_thread(copy_back, backup, manifest.files, staged)
        # A backup made before the keys were renewed has an older one of them.
        await asyncio.to_thread(take_newest_key, staged / DATABASE, keys)
        await asyncio.to_thread(check_database, staged / DATABASE, keys.database_key)
        ended = await _take_over(replace(place, url=f"sqlite:///{staged / DATABASE}", originals=staged / ORIGINALS), manifest, now, origin)
        try:
            # The database last: without it there is no store.
            (staged / ORIGINALS).rename(place.originals)
            (staged / DATABASE).rename(database)
            sync_folder(folder)
        except OSError as err:
            raise CannotWrite("The data folder cannot be written.", hint="Empty it, and run it again.") from err
    return Restored(manifest, ended, await asyncio.to_thread(count_others, backup, manifest))


async def _take_over(staged: Place, manifest: Manifest, now: datetime, origin: str) -> int:
    vault = await open_vault(staged)
    try:
        async with vault.db.read() as connection:
            if not await is_whole(connection, vault.keys, manifest.head):
                raise BadBackup("The audit trail of the backup is not whole.", hint="Nothing was restored. Take another one.")
        async with vault.db.write() as connection:
            # Whoever was signed in then may have been signed out since.
            ended = await end_every_session(connection, now=now)
            who = SignedInBy.COMMAND_LINE.value
            await put_on_record(
                connection, vault.keys, [Deed(now, None, who, AuditAction.STORE_RESTORED, "store", manifest.id, origin=origin)]
            )
    finally:
        await vault.db.close()
    # Whatever the store keeps beside its file is part of it from now on.
    await asyncio.to_thread(check_database, Path(embedded_path(staged.url)), vault.keys.database_key)
    return ended


def _check_empty(folder: Path, place: Place) -> None:
    mine = {place.key_file, folder / "linewatch.toml", folder / _BESIDE}
    try:
        found = [each for each in folder.iterdir() if each not in mine] if folder.exists() else []
    except OSError as err:
        raise CannotWrite("The data folder cannot be read.", hint="Check LINEWATCH_DATA_DIR.") from err
    if found:
        raise CannotWrite("The data folder is not empty; a restore replaces nothing.", hint="Name an empty folder with --data.")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    staged = folder / _BESIDE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(mode=0o700)
    except OSError as err:
        raise CannotWrite("The data folder cannot be written.", hint="Check LINEWATCH_DATA_DIR.") from err
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)
