"""Keeps a watch going that is still needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, Reason
from matcher.domain.alerts.watch import faults_of_renewal
from matcher.errors import BadRequest, Conflict
from matcher.service.lists.line_lists import LineLists
from matcher.service.views.watch import WatchView, decide_watch, view_watch
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.vault import Vault
from matcher.store.watches import find_watch, write_renewal

_ACTION = Action.WATCH_READ


async def renew_watch(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, watch_id: str, *, reason: str, expires_at: datetime, now: datetime, origin: str
) -> WatchView:
    """Keep a watch of one's own going, with a new reason.

    Raises:
        BadRequest: no reason was given, or the end is none that can be; all faults listed.
        Conflict: the watch is over.
        NotAllowed: the role has no watches.
        NotFound: there is no watch of this id of their own.
    """
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_watch(connection, vault.keys, watch_id, organisation_id=actor.organisation_id, locked=True)
        decision = decide_watch(standing, _ACTION, found, published)
        if found is not None and decision.allowed and found.owner_id != actor.user_id:
            decision = Decision(allowed=False, reason=Reason.NOT_OWN)
        if found is not None and decision.allowed:
            if faults := faults_of_renewal(reason, expires_at, now=now):
                raise BadRequest("The watch cannot be renewed like this.", hint="Correct the fields named.", faults=faults)
            if not found.is_live(now):
                raise Conflict("The watch is over.", hint="Set a new one.")
            renewed = replace(found, reason=reason.strip(), expires_at=expires_at)
            await write_renewal(connection, vault.keys, found.id, reason=renewed.reason, expires_at=expires_at)
            done = AuditAction.WATCH_RENEWED
            deed = Deed(now, actor.organisation_id, actor.user_id, done, "watch", found.id, origin=origin, reason=renewed.reason)
            await put_on_record(connection, vault.keys, [deed])
            return view_watch(standing, renewed, now)
    raise await denied(vault, actor, Refused(_ACTION, decision, "watch", watch_id), now=now, origin=origin)
