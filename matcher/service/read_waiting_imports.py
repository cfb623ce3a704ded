"""Shows somebody the list files of theirs that wait: to be told what their columns mean, or to be proposed."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.store.accounts import as_it_stands
from matcher.store.list_imports import WaitingName, imports_waiting_for
from matcher.store.vault import Vault


async def waiting_imports(vault: Vault, actor: Actor, *, now: datetime) -> list[WaitingName]:
    """Give the files somebody handed in that wait, the newest first; none to whoever imports no lists any more."""
    async with vault.db.read() as connection:
        standing = await as_it_stands(connection, actor)
        if not may(standing, Action.LINES_IMPORT, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id)).allowed:
            return []
        return await imports_waiting_for(connection, vault.keys, organisation_id=actor.organisation_id, handed_in_by=actor.user_id, now=now)
