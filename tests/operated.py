"""Stores as whoever runs the service has them: a folder with a key file, a database and uploads."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from matcher.domain.access.account_change import AccountDraft
from matcher.domain.access.actor import Role
from matcher.domain.access.audit import AuditAction, Deed
from matcher.service.initialise_store import Initialised, initialise_store
from matcher.store.audit import put_on_record
from matcher.store.place import Place, open_vault
from matcher.store.schema.answers import submissions
from matcher.store.vault import Vault
from stores import new_kept_folder

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
PASSWORD = "tolmen brawl fickle nub"


def place_in(folder: Path) -> Place:
    """Give where the store of a data folder is."""
    return Place(f"sqlite:///{folder / 'linewatch.db'}", folder / "linewatch.key", folder / "originals")


@dataclass(frozen=True)
class Store:
    """A store that is set up, and who was set up with it."""

    folder: Path
    first: Initialised

    @property
    def place(self) -> Place:
        """Where it is."""
        return place_in(self.folder)

    async def vault(self) -> Vault:
        """Open it."""
        return await open_vault(self.place)


@cache
def _kept() -> Store:
    """Set a store up once, to be copied for each test."""
    folder = new_kept_folder() / "data"
    first = AccountDraft("head.of.it", "Intelligence", frozenset({Role.ADMIN, Role.SUBMITTER}), password=PASSWORD)
    return Store(folder, asyncio.run(initialise_store(place_in(folder), "Estmoor", first, now=NOW, origin="test")))


async def new_store(folder: Path) -> Store:
    """Give a copy of a store that was set up."""
    kept = await asyncio.to_thread(_kept)
    shutil.copytree(kept.folder, folder)
    return Store(folder, kept.first)


async def hand_in(vault: Vault, store: Store, upload_id: str, content: bytes) -> None:
    """Put an upload with its row into the store, as a submission that waits to be read."""
    with vault.originals.create(upload_id) as writer:
        writer.write(content)
        facts = writer.finish()
    row = {
        "id": upload_id,
        "organisation_id": store.first.organisation.id,
        "unit_id": store.first.account.unit_id,
        "submitter_id": store.first.account.id,
        "status": "received",
        "progress": 0,
        "created_at": "2026-04-20T12:00:00.000000Z",
        "updated_at": "2026-04-20T12:00:00.000000Z",
        "file_sha256": facts.sha256,
        "file_size": facts.size,
        "original_key": facts.wrapped_key,
    }
    async with vault.db.write() as connection:
        await connection.execute(sa.insert(submissions).values(**row))
        await put_on_record(
            connection, vault.keys, [Deed(NOW, None, None, AuditAction.SUBMISSION_RECEIVED, "submission", upload_id, origin="test")]
        )


async def forget(vault: Vault, upload_id: str) -> None:
    """Erase an upload as it is erased once it was read: its key first, then its file."""
    async with vault.db.write() as connection:
        await connection.execute(sa.update(submissions).where(submissions.c.id == upload_id).values(original_key=None))
    vault.originals.erase(upload_id)
