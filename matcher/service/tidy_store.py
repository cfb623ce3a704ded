"""Removes what nobody needs any more: what crashes left behind, and what was kept long enough."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.audit import AuditAction, Deed
from matcher.store.audit import put_on_record
from matcher.store.idempotency import forget_keys
from matcher.store.list_imports import forget_old_imports
from matcher.store.sessions import forget_old_sessions
from matcher.store.sign_in_attempts import forget_old_attempts
from matcher.store.strides import Strides
from matcher.store.submissions import kept_originals
from matcher.store.unmatched import remove_expired_unmatched
from matcher.store.vault import Vault

#: An upload this old is no longer under way.
_UNDER_WAY = timedelta(hours=6)
#: Nobody repeats a request after this time.
_REPEATED_WITHIN = timedelta(days=7)
#: What is left of a session, and of failed sign-ins, means nothing any more: no name waits longer than a day.
_OVER_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was removed."""

    originals: int
    unmatched: int
    keys: int


async def tidy_store(vault: Vault, *, now: datetime, origin: str) -> Tidied:
    """Remove files that belong to no submission, what is kept for a time that is over, and keys of requests nobody repeats."""
    unmatched = await Strides(vault.db).remove_all(lambda c, most: remove_expired_unmatched(c, today=now.date(), most=most))
    async with vault.db.write() as connection:
        keys = await forget_keys(connection, before=now - _REPEATED_WITHIN)
        await forget_old_imports(connection, before=now)
        await forget_old_sessions(connection, before=now - _OVER_FOR)
        await forget_old_attempts(connection, before=now - _OVER_FOR)
        if unmatched:
            await put_on_record(connection, vault.keys, [Deed(now, None, None, AuditAction.UNMATCHED_EXPIRED, "unmatched", origin=origin)])
        known = await kept_originals(connection)
    leftovers = await asyncio.to_thread(vault.originals.leftovers, known, before=now - _UNDER_WAY)
    for original_id in leftovers:
        await asyncio.to_thread(vault.originals.erase, original_id)
    return Tidied(len(leftovers), unmatched, keys)
