"""The page of notices: what somebody was told and does not hold any more. To open it is to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from matcher.service.read_notices import NoticeView, read_notices
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
        limit=_PER_PAGE,
        cursor=visit.query("cursor") or None,
        now=visit.now,
        origin=visit.origin,
    )
    return page("notices.html.jinja", caller=visit.caller, told=_by_case(found.items), cursor=found.cursor)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What one case is told of one number: once, with the answer and every alert it is about."""

    first: NoticeView
    alert_ids: tuple[str, ...]
    is_new: bool


def _by_case(items: Sequence[NoticeView]) -> list[NoticeRow]:
    """Put together what says the same of one case, in the order of the first of each."""
    cases: dict[tuple[object, ...], list[NoticeView]] = {}
    for each in items:
        about = (each.submission_id, each.line_id, each.version, each.is_restored, each.sentence, each.created_at)
        cases.setdefault(about, []).append(each)
    return [
        NoticeRow(several[0], tuple(each.alert_id for each in several if each.alert_id), any(each.read_at is None for each in several))
        for several in cases.values()
    ]
