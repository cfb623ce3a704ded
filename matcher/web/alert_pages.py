"""The pages of alerts: those that wait, by urgency and with their clocks; one of them; and what somebody records about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.alerts.clock import Clock, clock_of
from matcher.errors import BadRequest
from matcher.service.act_on_alert import AlertStep, act_on_alert, read_alert
from matcher.service.list_alerts import list_alerts, list_waiting_alerts
from matcher.service.views.alert import AlertView, SeenWith
from matcher.web.forms import one
from matcher.web.result_view import AlertCard, alert_card
from matcher.web.shell import page, see_other
from matcher.web.visits import Visit, visited, visited_with_form

PATH = "/alerts"
_ALERT = "{id:alr_[0-9a-z]{26}}"
_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert as a list shows it."""

    id: str
    card: AlertCard
    reference: str | None
    submission_id: str | None
    state: str
    raised: datetime
    clock: Clock | None
    #: The earliest first.
    seen_again: tuple[SeenWith, ...]
    #: Whose use it is about, where it is about that.
    account_id: str | None


def add_to(app: web.Application) -> None:
    """Route to these pages."""
    router = app.router
    router.add_get(PATH, visited(show_alerts))
    router.add_get(f"{PATH}/{_ALERT}", visited(show_alert))
    router.add_post(f"{PATH}/{_ALERT}/{{step:acknowledged|closed}}", visited_with_form(act))


def row_of(view: AlertView, now: datetime) -> AlertRow:
    """Give an alert as a list shows it."""
    clock = clock_of(view.alert["urgency"], view.state, view.created_at, now=now)
    card = alert_card(view.alert, state=view.state)
    return AlertRow(
        view.id, card, view.subject_reference, view.submission_id, view.state, view.created_at, clock, view.seen_again, view.account_id
    )


async def show_alerts(visit: Visit) -> web.StreamResponse:
    """Show the alerts that wait, the most urgent first, or all of them, the newest first."""
    house, shows_all = visit.house, visit.query("all") is not None
    found = await (list_alerts if shows_all else list_waiting_alerts)(
        house.vault,
        visit.actor,
        policy=house.policy,
        now=visit.now,
        origin=visit.origin,
        limit=_PER_PAGE,
        cursor=visit.query("cursor") or None,
    )
    rows = [row_of(each, visit.now) for each in found.items]
    return page("alerts.html.jinja", caller=visit.caller, rows=rows, cursor=found.cursor, shows_all=shows_all)


async def show_alert(visit: Visit) -> web.StreamResponse:
    """Show one alert, and what may be recorded about it."""
    return await _page(visit)


async def _page(visit: Visit, fault: str = "", reason: str = "") -> web.Response:
    house = visit.house
    view = await read_alert(house.vault, visit.actor, visit.id, policy=house.policy, now=visit.now, origin=visit.origin)
    is_of_use = view.account_id is not None
    may_act = view.is_theirs_alone or may_at_all(visit.actor, Action.USE_REVIEW if is_of_use else Action.ALERT_ACT)
    may_act = may_act and view.account_id != visit.actor.user_id
    row = row_of(view, visit.now)
    return page("alert.html.jinja", caller=visit.caller, status=422 if fault else 200, row=row, may_act=may_act, fault=fault, reason=reason)


async def act(visit: Visit) -> web.StreamResponse:
    """Record that somebody took notice of an alert, or closed it."""
    house, step = visit.house, AlertStep(visit.request.match_info["step"])
    reason = one(visit.values, "reason")
    try:
        await act_on_alert(
            house.vault, visit.actor, visit.id, step, policy=house.policy, reason=reason or None, now=visit.now, origin=visit.origin
        )
    except BadRequest as error:
        return await _page(visit, error.sentence, reason)
    return see_other(f"{PATH}/{visit.id}")
