"""The page of notices: what somebody was told and does not hold any more. To open it is to read them."""

from __future__ import annotations

from aiohttp import web

from matcher.service.read_notices import read_notices
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

PATH = "/notices"
_PER_PAGE = 25


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(PATH, visited(show))


async def show(visit: Visit) -> web.StreamResponse:
    """Show the notices somebody may know of, the newest first; that they were read is put on record."""
    house = visit.house
    found = await read_notices(
        house.vault,
        visit.actor,
        policy=house.policy,
        limit=_PER_PAGE,
        cursor=visit.query("cursor") or None,
        now=visit.now,
        origin=visit.origin,
    )
    return page("notices.html.jinja", caller=visit.caller, told=found.items, cursor=found.cursor)
