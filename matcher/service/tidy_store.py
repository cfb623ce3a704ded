"""Removes what nobody needs any more: what crashes left behind, and what was kept long enough."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.audit import AuditAction, Deed
from matcher.store.audit import put_on_record
from matcher.store.idempotency import forget_keys
from matcher.store.submissions import kept_originals
from matcher.store.unmatched import expire_unmatched
from matcher.store.vault import Vault

#: An upload this old is no longer under way.
_UNDER_WAY = timedelta(hours=6)
#: Nobody repeats a request after this time.
_REPEATED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was removed."""

    originals: int
    unmatched: int
    keys: int


async def tidy_store(vault: Vault, *, now: datetime, origin: str) -> Tidied:
    """Remove files that belong to no submission, numbers whose time is over, and idempotency keys nobody repeats."""
    async with vault.db.write() as connection:
        unmatched = await expire_unmatched(connection, today=now.date())
        keys = await forget_keys(connection, before=now - _REPEATED_WITHIN)
        if unmatched:
            await put_on_record(connection, vault.keys, [Deed(now, None, None, AuditAction.UNMATCHED_EXPIRED, "unmatched", origin=origin)])
        known = await kept_originals(connection)
    leftovers = await asyncio.to_thread(vault.originals.leftovers, known, before=now - _UNDER_WAY)
    for original_id in leftovers:
        await asyncio.to_thread(vault.originals.erase, original_id)
    return Tidied(len(leftovers), unmatched, keys)
