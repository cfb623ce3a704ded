"""The page of reports: how often what was matched is confirmed and rejected, and what the figures mean."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.looking_back.verdict_report import LEAST
from matcher.service.report_verdicts import report_verdicts
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

PATH = "/reports/verdicts"


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(PATH, visited(show))


async def show(visit: Visit) -> web.StreamResponse:
    """Show the figures of verdicts."""
    house = visit.house
    found = await report_verdicts(house.vault, visit.actor, house.lists, now=visit.now, origin=visit.origin)
    tables = (
        ("all", "All findings", "", (found.overall,)),
        ("months", "By month", "Month", found.months),
        ("lines", "By line", "Line", found.lines),
        ("roles", "By the roles of who looked", "Roles", found.roles),
    )
    return page("reports.html.jinja", caller=visit.caller, tables=tables, least=LEAST)
