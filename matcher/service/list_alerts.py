"""Lists the alerts somebody may know of, each as their role may see it: the newest first, or those that wait, the most urgent first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, absent, may_at_all
from matcher.domain.answers.recalled_answer import RETRACTED
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.views.alert import AlertLook, AlertPage, AlertView
from matcher.store.accounts import as_it_stands
from matcher.store.alerts import CLOSED, StoredAlert, page_of_alerts, waiting_alerts
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.moments import to_text
from matcher.store.vault import Vault
from matcher.store.visibility import alerts_reached

__all__ = ["AlertPage", "AlertView", "list_alerts", "list_waiting_alerts"]

_LIST, _WAITING = "alerts", "waiting-alerts"
_ACTION = Action.ALERT_READ
_MOST = 200

#: Where a page begins: behind these two words about the last alert that was seen.
_Place = tuple[str, str]
_Fill = Callable[[AlertLook, int, _Place | None], Awaitable[list[StoredAlert]]]


@dataclass(frozen=True, slots=True)
class _Order:
    """In which order alerts are told."""

    name: str
    fill: _Fill
    place: Callable[[StoredAlert], _Place]


async def _newest(look: AlertLook, limit: int, before: _Place | None) -> list[StoredAlert]:
    connection, keys, reached = look.connection, look.vault.keys, alerts_reached(look.actor)
    return await page_of_alerts(connection, keys, reached, with_restricted=look.may_see_restricted, limit=limit, before=before)


async def _waiting(look: AlertLook, limit: int, behind: _Place | None) -> list[StoredAlert]:
    connection, keys, reached = look.connection, look.vault.keys, alerts_reached(look.actor)
    urgency, _, moment = behind[0].partition(" ") if behind else ("", "", "")
    place = (urgency, moment, behind[1]) if behind else None
    return await waiting_alerts(connection, keys, reached, with_restricted=look.may_see_restricted, limit=limit, behind=place)


_NEWEST = _Order(_LIST, _newest, lambda each: (to_text(each.created_at), each.id))
_URGENT = _Order(_WAITING, _waiting, lambda each: (f"{each.urgency} {to_text(each.created_at)}", each.id))


async def list_alerts(  # noqa: PLR0913 - all but the first two are named
    vault: Vault, actor: Actor, *, policy: SubmissionPolicy, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> AlertPage:
    """Give a page of alerts, the newest first.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role reads no alerts.
    """
    return await _list(vault, actor, _NEWEST, policy=policy, now=now, origin=origin, limit=limit, cursor=cursor)


async def list_waiting_alerts(  # noqa: PLR0913 - all but the first two are named
    vault: Vault, actor: Actor, *, policy: SubmissionPolicy, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> AlertPage:
    """Give a page of the alerts that nobody has closed, the most urgent first and of these the one that waits longest.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role reads no alerts.
    """
    return await _list(vault, actor, _URGENT, policy=policy, now=now, origin=origin, limit=limit, cursor=cursor)


async def _list(  # noqa: PLR0913 - all but the first three are named
    vault: Vault, actor: Actor, order: _Order, *, policy: SubmissionPolicy, now: datetime, origin: str, limit: int, cursor: str | None
) -> AlertPage:
    begin = read_cursor(vault.keys, order.name, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    page = None
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        if may_at_all(standing, _ACTION):
            page = await _page(AlertLook(vault, connection, standing, policy), order, limit, begin)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.ALERT_CONSULTED, "alert", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if page is None:
        raise await denied(vault, actor, Refused(_ACTION, absent(standing, _ACTION), "alert"), now=now, origin=origin)
    return page


async def _page(look: AlertLook, order: _Order, limit: int, begin: _Place | None) -> AlertPage:
    """Fill a page. A shorter one would tell that something was left out of it."""
    shown: list[tuple[StoredAlert, AlertView]] = []
    while len(shown) <= limit:
        found = await order.fill(look, limit + 1, begin)
        await look.prepare(found)
        for each in found:
            view = await look.view(each)
            if view is not None and not (order is _URGENT and view.state in {CLOSED, RETRACTED}):
                shown.append((each, view))
        if len(found) <= limit:
            break
        begin = order.place(found[-1])
    following = None
    if len(shown) > limit:
        following = write_cursor(look.vault.keys, order.name, look.actor.user_id, order.place(shown[limit - 1][0]))
    told = [view for _, view in shown[:limit]]
    if order is _URGENT:
        # They are kept by the urgency of all that they tell; where less of one is told, its place would tell of the rest.
        told.sort(key=lambda view: (view.alert["urgency"], view.created_at, view.id))
    return AlertPage(tuple(told), following)
