"""List files that wait to be gone on with: until somebody says what their columns mean, or proposes what they previewed. Shared."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.access.actor import Actor
from matcher.domain.upkeep.list_import import ListFile, Manner
from matcher.render.uk_time import say_time
from matcher.store.ids import new_id
from matcher.store.list_imports import MOST_WAITING, Dropped, WaitingImport, keep_import, seal_import
from matcher.store.vault import Vault

#: How long a file waits until somebody says what its columns mean.
_FOR_ITS_COLUMNS = timedelta(days=7)
#: How long one waits that was previewed.
_PREVIEWED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that waits."""

    id: str
    until: datetime
    #: What whoever handed it in has to know, in sentences.
    notes: tuple[str, ...] = ()


async def keep_file(vault: Vault, actor: Actor, file: ListFile, manner: Manner, *, now: datetime, is_preview: bool) -> KeptFile:
    """Keep a file until it is gone on with: it need not be handed in again, nor need it be said again how."""
    until = now + (_PREVIEWED if is_preview else _FOR_ITS_COLUMNS)
    waiting = WaitingImport(new_id("imp"), actor.organisation_id, actor.user_id, file.name, file.content, until, manner, is_preview)
    sealed = await asyncio.to_thread(seal_import, vault.keys, waiting)
    async with vault.db.write() as connection:
        dropped = await keep_import(connection, vault.keys, waiting, sealed, now=now)
    return KeptFile(waiting.id, until, () if is_preview else tuple(map(_say_dropped, dropped)))


def _say_dropped(dropped: Dropped) -> str:
    return (
        f"No more than {MOST_WAITING} files of yours wait for their columns: {dropped.name} of {say_time(dropped.handed_in_at)} "
        f"({dropped.id}) waits no longer; hand it in again if it is still wanted."
    )
