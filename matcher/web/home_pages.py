"""The first page: what awaits somebody, by their role. It asks nothing that their own pages would not ask."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from matcher.domain.access.actor import Role
from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.submissions.view import SubmissionPage
from matcher.domain.upkeep.proposal import ProposalState, ProposalView
from matcher.service.list_alerts import list_waiting_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.read_notices import count_unread_notices
from matcher.service.read_proposals import list_proposals
from matcher.web.alert_pages import AlertRow, row_of
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

#: So many of each kind stand on the first page.
_MOST = 10


@dataclass(frozen=True, slots=True)
class WaitingAlerts:
    """The most urgent alerts that wait, and whether there are more."""

    rows: tuple[AlertRow, ...]
    cursor: str | None


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get("/", visited(home))


async def home(visit: Visit) -> web.StreamResponse:
    """Show what awaits somebody."""
    return page(
        "home.html.jinja",
        caller=visit.caller,
        notices=await count_unread_notices(visit.house.vault, visit.actor, policy=visit.house.policy, most=_MOST),
        most=_MOST,
        alerts=await _alerts(visit),
        proposals=await _proposals(visit),
        found=await _submissions(visit),
        areas=sorted(visit.actor.areas) if visit.actor.has(Role.COORDINATOR) else None,
        may_submit=may_at_all(visit.actor, Action.SUBMISSION_CREATE),
    )


async def _alerts(visit: Visit) -> WaitingAlerts | None:
    if not may_at_all(visit.actor, Action.ALERT_READ):
        return None
    house = visit.house
    found = await list_waiting_alerts(house.vault, visit.actor, policy=house.policy, now=visit.now, origin=visit.origin, limit=_MOST)
    return WaitingAlerts(tuple(row_of(each, visit.now) for each in found.items), found.cursor)


async def _proposals(visit: Visit) -> tuple[ProposalView, ...] | None:
    """Give the changes of the list that another person proposed and this one may decide."""
    if not any(may_at_all(visit.actor, action) for action in (Action.LINES_PUBLISH, Action.LINES_APPROVE)):
        return None
    house = visit.house
    found = await list_proposals(
        house.vault, visit.actor, house.lists, state=ProposalState.OPEN, limit=_MOST, now=visit.now, origin=visit.origin
    )
    return tuple(each for each in found.items if each.proposed_by != visit.actor.user_id)


async def _submissions(visit: Visit) -> SubmissionPage | None:
    if not may_at_all(visit.actor, Action.SUBMISSION_READ_STATUS):
        return None
    house = visit.house
    return await list_submissions(house.vault, visit.actor, now=visit.now, origin=visit.origin, limit=_MOST, policy=house.policy)
