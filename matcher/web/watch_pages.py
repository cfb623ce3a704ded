"""The page of watches: those one may know of, and a form to set, renew and end one. It works without any script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aiohttp import web

from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.alerts.watch import LONGEST, MAKES, PURPOSES, WatchDraft, WatchKind, WatchPurpose
from matcher.errors import BadRequest, Fault
from matcher.service.end_watch import end_watch
from matcher.service.list_watches import WatchPage, list_watches
from matcher.service.renew_watch import renew_watch
from matcher.service.watch_target import watch_target
from matcher.web.forms import Values, one
from matcher.web.problems import Refused
from matcher.web.shell import page, see_other
from matcher.web.visits import Visit, visited, visited_with_form

PATH = "/watches"
_WATCH = "{id:wat_[0-9a-z]{26}}"
_PER_PAGE = 25

_KINDS = {WatchKind.NUMBER: "A number", WatchKind.LINE: "A line, by its id", WatchKind.SUBJECT: "A subject, by the reference"}
_PURPOSES = {WatchPurpose.MANAGED: "A case your unit manages", WatchPurpose.EARLY_HELP: "Early help: to offer support"}


def add_to(app: web.Application) -> None:
    """Route to the page."""
    router = app.router
    router.add_get(PATH, visited(show))
    router.add_post(PATH, visited_with_form(set_one))
    router.add_post(f"{PATH}/{_WATCH}/renew", visited_with_form(renew))
    router.add_post(f"{PATH}/{_WATCH}/end", visited_with_form(end))


async def show(visit: Visit) -> web.StreamResponse:
    """Show the watches somebody may know of, the newest first."""
    return _page(visit, await _found(visit), {}, ())


async def _found(visit: Visit) -> WatchPage:
    house = visit.house
    return await list_watches(
        house.vault,
        visit.actor,
        house.lists,
        now=visit.now,
        origin=visit.origin,
        limit=_PER_PAGE,
        cursor=visit.query("cursor") or None,
    )


def _page(visit: Visit, found: WatchPage, values: Values, faults: tuple[Fault, ...]) -> web.Response:
    actor = visit.actor
    purposes = {purpose for role in actor.roles for purpose in PURPOSES.get(role, ())}
    return page(
        "watches.html.jinja",
        caller=visit.caller,
        status=422 if faults else 200,
        found=found,
        kinds=[(kind.value, words) for kind, words in _KINDS.items() if may_at_all(actor, MAKES[kind])],
        purposes=[(purpose.value, words) for purpose, words in _PURPOSES.items() if purpose in purposes],
        words={each.value: words for several in (_KINDS, _PURPOSES) for each, words in several.items()},
        values={name: one(values, name) for name in ("kind", "value", "purpose", "reason", "until")},
        faults=faults,
        may_end=may_at_all(actor, Action.WATCH_END),
        earliest=(visit.now + timedelta(days=1)).date().isoformat(),
        latest=(visit.now + LONGEST).date().isoformat(),
        longest=LONGEST.days,
    )


async def set_one(visit: Visit) -> web.StreamResponse:
    """Set a watch, or show the form again with what is wrong with it."""
    values, house = visit.values, visit.house
    try:
        kind, purpose = WatchKind(one(values, "kind")), WatchPurpose(one(values, "purpose"))
    except ValueError:
        raise Refused("bad-request") from None
    draft = WatchDraft(kind, one(values, "value"), purpose, one(values, "reason"), _until(values, visit.now))
    try:
        await watch_target(house.vault, visit.actor, house.lists, draft, now=visit.now, origin=visit.origin)
    except BadRequest as error:
        return _page(visit, await _found(visit), values, error.faults)
    return see_other(PATH)


def _until(values: Values, now: datetime) -> datetime:
    """Read the last day, which counts to its end where that is within the term."""
    try:
        day = datetime.strptime(one(values, "until"), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        # No term: the fault is told with the others.
        return now
    end_of_day = day + timedelta(days=1)
    return min(end_of_day, now + LONGEST) if day <= now + LONGEST else end_of_day


async def renew(visit: Visit) -> web.StreamResponse:
    """Keep a watch of one's own going, with a new reason."""
    house, until = visit.house, _until(visit.values, visit.now)
    reason = one(visit.values, "reason")
    await renew_watch(house.vault, visit.actor, house.lists, visit.id, reason=reason, expires_at=until, now=visit.now, origin=visit.origin)
    return see_other(PATH)


async def end(visit: Visit) -> web.StreamResponse:
    """End a watch before its time."""
    visit.require(Action.WATCH_END)
    house, reason = visit.house, one(visit.values, "reason").strip() or None
    await end_watch(house.vault, visit.actor, house.lists, visit.id, reason=reason, now=visit.now, origin=visit.origin)
    return see_other(PATH)
