"""Whether the store has room to be written: by what its disks have free, and by what the last write met.

The disks of a server cannot be asked. There, and wherever else a write met no room, one small write says when there is some again; nothing
is written while none failed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from matcher.errors import StoreUnavailable
from matcher.store.database import full
from matcher.store.facts import forget_fact, write_fact
from matcher.store.vault import Vault

#: What the database needs to go on for a while: its log grows to a few MiB before it is taken in.
_LEAST_BYTES = 16 << 20
_PROBE, _PROBE_LETTERS = "room_probe", 64 << 10


class Room(NamedTuple):
    """What is free, in bytes."""

    #: Of the embedded database; None on a server.
    database: int | None
    uploads: int
    #: Whether files are taken: they leave room for the database.
    takes_uploads: bool


def look_at_room(vault: Vault) -> Room:
    """Say how much room there is. A disk far away may take a while.

    Raises:
        StoreUnavailable: a disk does not say.
    """
    originals = vault.originals
    uploads = _free(originals.folder)
    database = None if vault.db.folder is None else _free(vault.db.folder)
    return Room(database, uploads, takes_uploads=uploads >= originals.free_space_floor)


async def check_room(vault: Vault, room: Room) -> None:
    """Make sure that the store can be written.

    Raises:
        StoreFull: it has no room.
        StoreUnavailable: it cannot be written.
    """
    least = min(vault.originals.free_space_floor, _LEAST_BYTES)
    if room.uploads <= least or (room.database is not None and room.database <= least):
        raise full()
    if vault.db.condition.is_full:
        async with vault.db.write() as connection:
            await write_fact(connection, _PROBE, "0" * _PROBE_LETTERS)
            await forget_fact(connection, _PROBE)
        vault.db.condition.is_full = False


def _free(folder: Path) -> int:
    try:
        found = os.statvfs(folder)
    except OSError as err:
        raise StoreUnavailable("A disk of the store does not answer.", hint="Tell an administrator.") from err
    return found.f_bavail * found.f_frsize
