"""Alerts: what somebody has to look at, and how soon."""

from __future__ import annotations

from matcher.service.list_alerts import list_alerts
from matcher.web.adapter import Api, Call
from matcher.web.wire import PageQuery
from matcher.web.wire_lines import AlertPageWire, AlertWire

api = Api("Alerts")


@api.operation("GET", "/alerts", returns=AlertPageWire)
async def get_alerts(call: Call, query: PageQuery) -> AlertPageWire:
    """List the alerts you may know of, the newest first."""
    house = call.house
    found = await list_alerts(
        house.vault, call.actor, policy=house.policy, now=call.now, origin=call.origin, limit=query.limit, cursor=query.cursor
    )
    items = [
        AlertWire(
            id=each.id,
            submission=each.submission_id,
            account=each.account_id,
            created_at=each.created_at,
            state=each.state,
            alert=each.alert,
        )
        for each in found.items
    ]
    return AlertPageWire(items=items, cursor=found.cursor)
