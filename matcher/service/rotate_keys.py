"""A new master key, with which everything the store keeps is sealed anew; an older one is dropped when nothing needs it any more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.errors import Conflict
from matcher.store.attendance import alone
from matcher.store.audit import put_on_record
from matcher.store.facts import KEY_FINGERPRINT, change_fact
from matcher.store.key_ring import Keys
from matcher.store.keys import load_key_file, retire, rotate
from matcher.store.place import Place, open_vault
from matcher.store.rekey import hold_alone, take_newest_key
from matcher.store.resealing import Resealed, numbers_in_use, reseal_all
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a renewal came to."""

    #: Number of the key that seals from now on.
    number: int
    fingerprint: str
    #: False where a renewal that was interrupted was brought to its end.
    is_new: bool
    resealed: Resealed


async def rotate_keys(place: Place, *, now: datetime, origin: str) -> Rotated:
    """Make a new key, and everything anew with it. One that was interrupted is gone on with, without another new key.

    Raises:
        CannotWrite: the key file cannot be written.
        StoreUnavailable: the store is in use, or cannot be reached.
        WrongKey: the key file is missing, damaged, open to others, or that of another store.
    """
    async with alone(place.url):
        return await _rotate(place, now=now, origin=origin)


async def _rotate(place: Place, *, now: datetime, origin: str) -> Rotated:
    database = place.database_file
    keys = await asyncio.to_thread(load_key_file, place.key_file)
    is_new = not await _is_half_done(place, database, keys)
    if is_new:
        if database is not None:
            await asyncio.to_thread(hold_alone, database, keys)
        keys = await asyncio.to_thread(rotate, place.key_file)
    if database is not None:
        await asyncio.to_thread(take_newest_key, database, keys)
    vault = await open_vault(place, is_held=True)
    try:
        resealed = await reseal_all(vault.db, vault.keys)
        async with vault.db.write() as connection:
            await change_fact(connection, KEY_FINGERPRINT, keys.fingerprint)
            await put_on_record(connection, vault.keys, [_deed(now, origin)])
    finally:
        await vault.db.close()
    return Rotated(keys.number, keys.fingerprint, is_new, resealed)


async def retire_keys(place: Place, *, now: datetime, origin: str) -> tuple[int, ...]:
    """Drop every older key that nothing in the store needs any more, and give their numbers.

    What they sealed in older backups then opens with older copies of the key file only.

    Raises:
        Conflict: something is still sealed with one of them.
    """
    vault = await open_vault(place)
    try:
        keys = vault.keys
        async with vault.db.read() as connection:
            needed = await numbers_in_use(connection) - {keys.number}
        if needed:
            raise Conflict("Something is still sealed with an older key.", hint="Run `linewatch keys rotate` to its end first.")
        older = tuple(number for number in keys.numbers if number != keys.number)
        await _note(vault, now, origin)
        for number in older:
            await asyncio.to_thread(retire, place.key_file, number)
    finally:
        await vault.db.close()
    return older


async def _is_half_done(place: Place, database: Path | None, keys: Keys) -> bool:
    """Say whether an earlier renewal was interrupted: a newer key is there, and something does not have it yet."""
    if len(keys.numbers) == 1:
        return False
    if database is not None and await asyncio.to_thread(take_newest_key, database, keys):
        return True
    vault = await open_vault(place, is_held=True)
    try:
        async with vault.db.read() as connection:
            return bool(await numbers_in_use(connection) - {keys.number})
    finally:
        await vault.db.close()


async def _note(vault: Vault, now: datetime, origin: str) -> None:
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [_deed(now, origin)])


def _deed(now: datetime, origin: str) -> Deed:
    return Deed(now, None, SignedInBy.COMMAND_LINE.value, AuditAction.KEYS_ROTATED, "keys", origin=origin)
