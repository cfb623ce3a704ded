"""Lists the watches somebody may know of, and gives one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, absent, may_at_all
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.service.views.watch import WatchView, decide_watch, view_watch
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.moments import to_text
from matcher.store.vault import Connection, Vault
from matcher.store.watches import StoredWatch, find_watch, page_of_watches

_LIST = "watches"
_ACTION = Action.WATCH_READ
_MOST = 200


@dataclass(frozen=True, slots=True)
class WatchPage:
    """Some of the watches somebody may know of, the newest first."""

    items: tuple[WatchView, ...]
    #: For the next page; None at the end.
    cursor: str | None


async def list_watches(  # noqa: PLR0913 - all but the first three are named
    vault: Vault, actor: Actor, lists: LineLists, *, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> WatchPage:
    """Give a page of watches: one's own, for supervisors those of their unit, for auditors all, for safeguarding those for early help.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role has no watches.
    """
    before = read_cursor(vault.keys, _LIST, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        if may_at_all(standing, _ACTION):
            shown = await _fill(vault, connection, standing, published, limit=limit, before=before)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.WATCH_CONSULTED, "watch", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            following = None
            if len(shown) > limit:
                last = shown[limit - 1]
                following = write_cursor(vault.keys, _LIST, actor.user_id, (to_text(last.created_at), last.id))
            return WatchPage(tuple(view_watch(standing, each, now) for each in shown[:limit]), following)
    raise await denied(vault, actor, Refused(_ACTION, absent(standing, _ACTION), "watch"), now=now, origin=origin)


async def _fill(
    vault: Vault, connection: Connection, actor: Actor, published: PublishedList | None, *, limit: int, before: tuple[str, str] | None
) -> list[StoredWatch]:
    """Fill a page. A shorter one would tell that something was left out of it."""
    shown: list[StoredWatch] = []
    while len(shown) <= limit:
        found = await page_of_watches(connection, vault.keys, actor, limit=limit + 1, before=before)
        shown += [each for each in found if decide_watch(actor, _ACTION, each, published).allowed]
        if len(found) <= limit:
            break
        before = to_text(found[-1].created_at), found[-1].id
    return shown


async def read_watch(vault: Vault, actor: Actor, lists: LineLists, watch_id: str, *, now: datetime, origin: str) -> WatchView:
    """Give one watch.

    Raises:
        NotAllowed: the role has no watches.
        NotFound: there is no watch of this id that they may know of.
    """
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_watch(connection, vault.keys, watch_id, organisation_id=actor.organisation_id)
        decision = decide_watch(standing, _ACTION, found, published)
        if found is not None and decision.allowed:
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.WATCH_CONSULTED, "watch", found.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return view_watch(standing, found, now)
    raise await denied(vault, actor, Refused(_ACTION, decision, "watch", watch_id), now=now, origin=origin)
