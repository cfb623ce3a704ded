"""Watches: to be told, alone, when a number, a line or a subject turns up again."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.alerts.watch import WatchDraft
from matcher.service.end_watch import end_watch
from matcher.service.list_watches import list_watches, read_watch
from matcher.service.renew_watch import renew_watch
from matcher.service.views.watch import WatchView
from matcher.service.watch_target import watch_target
from matcher.web.adapter import CHANGES_NO_MORE, PREFIX, Api, Call, Located
from matcher.web.wire import PageQuery
from matcher.web.wire_watches import EndBody, RenewalBody, WatchBody, WatchPageWire, WatchPath, WatchWire

api = Api("Watches")


@api.operation("POST", "/watches", status=201, returns=WatchWire, problems=("409",), is_idempotent_by_key=True)
async def post_watch(call: Call, body: WatchBody) -> Located:
    """Ask to be told when a number, a line or a subject turns up in a submission.

    The alert is for you alone. A watch ends by itself after at most 90 days, and never tells of anything from then on.
    """
    house = call.house
    draft = WatchDraft(body.kind, body.value, body.purpose, body.reason, body.expires_at)
    made = await watch_target(
        house.vault, call.actor, house.lists, draft, now=call.now, origin=call.origin, idempotency_key=call.idempotency_key
    )
    return Located(_wire(made), f"{PREFIX}/watches/{made.id}")


@api.operation("GET", "/watches", returns=WatchPageWire)
async def get_watches(call: Call, query: PageQuery) -> WatchPageWire:
    """List the watches you may know of, the newest first: your own, and by role those of your unit, for early help, or all."""
    house = call.house
    found = await list_watches(
        house.vault, call.actor, house.lists, now=call.now, origin=call.origin, limit=query.limit, cursor=query.cursor
    )
    return WatchPageWire(items=[_wire(each) for each in found.items], cursor=found.cursor)


@api.operation("GET", "/watches/{id}", returns=WatchWire)
async def get_watch(call: Call, path: WatchPath) -> WatchWire:
    """Give one watch."""
    house = call.house
    return _wire(await read_watch(house.vault, call.actor, house.lists, path.id, now=call.now, origin=call.origin))


@api.operation("POST", "/watches/{id}/renewals", returns=WatchWire, problems=("409",), repeated=CHANGES_NO_MORE)
async def post_renewal(call: Call, path: WatchPath, body: RenewalBody) -> WatchWire:
    """Keep a watch of your own going, with a new reason."""
    house = call.house
    renewed = await renew_watch(
        house.vault,
        call.actor,
        house.lists,
        path.id,
        reason=body.reason,
        expires_at=body.expires_at,
        now=call.now,
        origin=call.origin,
    )
    return _wire(renewed)


@api.operation("DELETE", "/watches/{id}", status=204, is_body_optional=True, repeated=CHANGES_NO_MORE)
async def delete_watch(call: Call, path: WatchPath, body: EndBody | None) -> web.Response:
    """End a watch before its time."""
    house = call.house
    reason = body.reason if body else None
    await end_watch(house.vault, call.actor, house.lists, path.id, now=call.now, origin=call.origin, reason=reason)
    return web.Response(status=204)


def _wire(view: WatchView) -> WatchWire:
    return WatchWire(
        id=view.id,
        kind=view.kind,
        value=view.value,
        purpose=view.purpose,
        reason=view.reason,
        owner=view.owner_id,
        unit=view.unit_id,
        state=view.state,
        created_at=view.created_at,
        expires_at=view.expires_at,
        ended_at=view.ended_at,
    )
