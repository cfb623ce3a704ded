"""The page on which the line list leaves as a file: what goes along and what stays is told first; it takes a reason, which is on record."""

from __future__ import annotations

from aiohttp import web

from matcher.errors import NeedNotStated, NoLineList
from matcher.service.export_lines import ExportFormat, export_lines, offer_export
from matcher.web.forms import one
from matcher.web.line_pages import PATH
from matcher.web.problems import problem_of
from matcher.web.register import file_answer
from matcher.web.shell import page
from matcher.web.visits import Visit, visited, visited_with_form

_HERE = f"{PATH}/export"


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(_HERE, visited(ask))
    app.router.add_post(_HERE, visited_with_form(export))


async def ask(visit: Visit) -> web.StreamResponse:
    """Say what an export holds, and ask what it is for."""
    return await _page(visit)


async def export(visit: Visit) -> web.StreamResponse:
    """Give the list as a file."""
    house, form = visit.house, one(visit.values, "format")
    try:
        made = await export_lines(
            house.vault,
            visit.actor,
            house.lists,
            form=ExportFormat.XLSX if form == ExportFormat.XLSX else ExportFormat.CSV,
            reason=one(visit.values, "reason").strip() or None,
            with_conditions=one(visit.values, "conditions") == "yes",
            now=visit.now,
            origin=visit.origin,
        )
    except NoLineList:
        return await _page(visit)
    except NeedNotStated as error:
        return await _page(visit, error)
    return file_answer(made)


async def _page(visit: Visit, error: NeedNotStated | None = None) -> web.Response:
    house = visit.house
    offer = await offer_export(house.vault, visit.actor, house.lists, now=visit.now, origin=visit.origin)
    return page(
        "export.html.jinja",
        caller=visit.caller,
        status=200 if error is None else problem_of(error).status,
        offer=offer,
        error=error,
        said={name: one(visit.values, name) for name in ("format", "reason", "conditions")},
    )
