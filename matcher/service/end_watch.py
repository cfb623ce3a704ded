"""Ends a watch before its time."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action
from matcher.service.lists.line_lists import LineLists
from matcher.service.views.watch import decide_watch
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.vault import Vault
from matcher.store.watches import close_watch, find_watch

_ACTION = Action.WATCH_END


async def end_watch(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, watch_id: str, *, now: datetime, origin: str, reason: str | None = None
) -> None:
    """End a watch: its owner may, and a supervisor of the owner's unit. Ending it twice changes nothing.

    Raises:
        NotAllowed: the role ends no watches.
        NotFound: there is no watch of this id that they may end.
    """
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_watch(connection, vault.keys, watch_id, organisation_id=actor.organisation_id, locked=True)
        decision = decide_watch(standing, _ACTION, found, published)
        if found is not None and decision.allowed:
            if found.ended_at is None:
                await close_watch(connection, found.id, at=now)
                action = AuditAction.WATCH_ENDED
                deed = Deed(now, actor.organisation_id, actor.user_id, action, "watch", found.id, origin=origin, reason=reason)
                await put_on_record(connection, vault.keys, [deed])
            return
    raise await denied(vault, actor, Refused(_ACTION, decision, "watch", watch_id), now=now, origin=origin)
