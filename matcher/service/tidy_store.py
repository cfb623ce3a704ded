"""Removes what was left behind by crashes and by people who began something; what was kept long enough goes elsewhere (`run_retention`)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from matcher.store.list_imports import forget_old_imports
from matcher.store.repeats_kept import keep_repeats
from matcher.store.submissions import kept_originals
from matcher.store.unfinished_erasures import end_erasure
from matcher.store.unmatched import erased_with_unmatched
from matcher.store.vault import Vault

#: An upload this old is no longer under way.
_UNDER_WAY = timedelta(hours=6)


async def tidy_store(vault: Vault, *, now: datetime) -> int:
    """Remove list files that nobody mapped, and files that belong to no submission; say how many of these there were.

    Erasures that were interrupted come to their end, and what a store from before does not say of the same file again is written down.
    """
    async with vault.db.write() as connection:
        await forget_old_imports(connection, before=now)
        unfinished = await erased_with_unmatched(connection)
        known = await kept_originals(connection)
    for submission_id in unfinished:
        await end_erasure(vault.db, submission_id)
    await keep_repeats(vault)
    leftovers = await asyncio.to_thread(vault.originals.leftovers, known, before=now - _UNDER_WAY)
    for original_id in leftovers:
        await asyncio.to_thread(vault.originals.erase, original_id)
    return len(leftovers)
