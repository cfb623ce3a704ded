"""Alerts: what somebody has to look at, how soon, and what was recorded about it."""

from __future__ import annotations

from matcher.service.act_on_alert import AlertStep, act_on_alert, read_alert
from matcher.service.list_alerts import list_alerts
from matcher.service.views.alert import AlertView
from matcher.web.adapter import CHANGES_NO_MORE, IS_REFUSED, Api, Call
from matcher.web.wire import PageQuery
from matcher.web.wire_lines import AlertPageWire, AlertPath, AlertWire, ClosureBody, SeenAgainWire

api = Api("Alerts")


@api.operation("GET", "/alerts", returns=AlertPageWire)
async def get_alerts(call: Call, query: PageQuery) -> AlertPageWire:
    """List the alerts you may know of, the newest first."""
    house = call.house
    found = await list_alerts(
        house.vault, call.actor, policy=house.policy, now=call.now, origin=call.origin, limit=query.limit, cursor=query.cursor
    )
    return AlertPageWire(items=[_wire(each) for each in found.items], cursor=found.cursor)


@api.operation("GET", "/alerts/{id}", returns=AlertWire)
async def get_alert(call: Call, path: AlertPath) -> AlertWire:
    """Give one alert."""
    house = call.house
    return _wire(await read_alert(house.vault, call.actor, path.id, policy=house.policy, now=call.now, origin=call.origin))


@api.operation("POST", "/alerts/{id}/acknowledgement", returns=AlertWire, problems=("409",), repeated=CHANGES_NO_MORE)
async def acknowledge(call: Call, path: AlertPath) -> AlertWire:
    """Record that you took notice of an alert. A concern that partners are told has a state of its own."""
    return await _act(call, path.id, AlertStep.ACKNOWLEDGED, None)


@api.operation("POST", "/alerts/{id}/closure", returns=AlertWire, problems=("409",), repeated=IS_REFUSED)
async def close(call: Call, path: AlertPath, body: ClosureBody) -> AlertWire:
    """Close an alert, with what was done or why nothing is to be done. It opens no referral and informs nobody."""
    return await _act(call, path.id, AlertStep.CLOSED, body.reason)


async def _act(call: Call, alert_id: str, step: AlertStep, reason: str | None) -> AlertWire:
    house = call.house
    done = await act_on_alert(house.vault, call.actor, alert_id, step, policy=house.policy, reason=reason, now=call.now, origin=call.origin)
    return _wire(done)


def _wire(view: AlertView) -> AlertWire:
    return AlertWire(
        id=view.id,
        submission=view.submission_id,
        account=view.account_id,
        created_at=view.created_at,
        state=view.state,
        alert=view.alert,
        seen_again=[SeenAgainWire(at=each.at, submission=each.submission_id) for each in view.seen_again],
    )
