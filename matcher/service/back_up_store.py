"""A copy of the embedded store, made while it is in use. That it is made is on record before anything is copied, and in the copy itself."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.errors import BadRequest, MatcherError
from matcher.store.audit import put_on_record
from matcher.store.backup import copy_store, embedded_path, new_folder
from matcher.store.backup_manifest import Manifest, write_manifest
from matcher.store.ids import new_id
from matcher.store.place import Place, open_vault
from matcher.store.vault import Vault


async def back_up_store(place: Place, folder: Path, *, tool: str, now: datetime, origin: str) -> Manifest:
    """Copy database and uploads into a new folder, without the key file. Nothing of the copy is left when it fails.

    Args:
        place: The store.
        folder: One that is not there yet, or empty.
        tool: Name and version of this program.
        now: The moment.
        origin: Where it was asked from.

    Raises:
        BadRequest: the store is on PostgreSQL, or the folder lies in that of the store.
        CannotWrite: there is something in the folder, or it cannot be written there.
        StoreUnavailable: the store cannot be read, or is damaged.
    """
    database = embedded_path(place.url)
    _check_apart(folder, database.parent)
    vault = await open_vault(place)
    backup_id = new_id("bak")

    def copy() -> Manifest:
        """Copy the store page by page."""
        with new_folder(folder) as part:
            copied = copy_store(database, place.originals, vault.keys.database_key, part)
            manifest = Manifest(backup_id, now, tool, vault.keys.fingerprint, copied.head, copied.files)
            write_manifest(part, manifest, vault.keys)
        return manifest

    try:
        await _note(vault, backup_id, Outcome.DONE, now, origin)
        try:
            return await asyncio.to_thread(copy)
        except MatcherError:
            await _note(vault, backup_id, Outcome.FAILED, now, origin)
            raise
    finally:
        await vault.db.close()


def _check_apart(folder: Path, store: Path) -> None:
    if folder.resolve().is_relative_to(store.resolve()):
        raise BadRequest("A backup does not lie in the folder it is a copy of.", hint="Name a place on another disk.")


async def _note(vault: Vault, backup_id: str, outcome: Outcome, now: datetime, origin: str) -> None:
    who = SignedInBy.COMMAND_LINE.value
    deed = Deed(now, None, who, AuditAction.STORE_BACKED_UP, "store", backup_id, outcome=outcome, origin=origin)
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [deed])
