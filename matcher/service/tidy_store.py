"""Removes what was left behind: by crashes, and by people who began something. What was kept long enough goes elsewhere (`run_retention`)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from matcher.store.list_imports import forget_old_imports
from matcher.store.submissions import kept_originals
from matcher.store.vault import Vault

#: An upload this old is no longer under way.
_UNDER_WAY = timedelta(hours=6)


async def tidy_store(vault: Vault, *, now: datetime) -> int:
    """Remove list files that nobody mapped, and files that belong to no submission; say how many of these there were."""
    async with vault.db.write() as connection:
        await forget_old_imports(connection, before=now)
        known = await kept_originals(connection)
    leftovers = await asyncio.to_thread(vault.originals.leftovers, known, before=now - _UNDER_WAY)
    for original_id in leftovers:
        await asyncio.to_thread(vault.originals.erase, original_id)
    return len(leftovers)
