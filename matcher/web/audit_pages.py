"""The page of the audit trail: what was done, the newest first, narrowed by what is asked for. Reading it is on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from aiohttp import web

from matcher.domain.access.audit import AuditAction, Outcome
from matcher.domain.access.audit_query import AuditQuery
from matcher.errors import BadRequest, Fault
from matcher.render.uk_time import from_uk_clock
from matcher.service.read_audit import AuditPage, read_audit
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

PATH = "/audit"
_PER_PAGE = 50
_FILTERS = ("since", "until", "action", "outcome", "actor", "object")


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(PATH, visited(show))


async def show(visit: Visit) -> web.StreamResponse:
    """Show a page of the trail."""
    values = {name: (visit.query(name) or "").strip() for name in _FILTERS}
    try:
        query = _query(values, visit.query("cursor") or None)
        found = await read_audit(visit.house.vault, visit.actor, query, now=visit.now, origin=visit.origin)
    except BadRequest as error:
        return _page(visit, values, AuditPage((), None), error)
    return _page(visit, values, found)


def _page(visit: Visit, values: dict[str, str], found: AuditPage, error: BadRequest | None = None) -> web.Response:
    kept = urlencode({name: value for name, value in values.items() if value})
    return page(
        "audit.html.jinja",
        caller=visit.caller,
        status=400 if error is not None else 200,
        found=found,
        values=values,
        kept=f"{kept}&" if kept else "",
        actions=sorted(each.value for each in AuditAction),
        outcomes=[each.value for each in Outcome],
        error=error,
    )


def _query(values: dict[str, str], cursor: str | None) -> AuditQuery:
    faults: list[Fault] = []

    def day(name: str) -> datetime | None:
        if not values[name]:
            return None
        try:
            return from_uk_clock(datetime.strptime(values[name], "%Y-%m-%d"))  # noqa: DTZ007 - by UK clocks, as the next word says
        except (ValueError, OverflowError):
            faults.append(Fault(name, "It is a day, as 2026-04-20."))
            return None

    def word(name: str, known: type[AuditAction | Outcome]) -> str | None:
        if not values[name]:
            return None
        if values[name] not in {each.value for each in known}:
            faults.append(Fault(name, "There is no such word."))
            return None
        return values[name]

    since, until = day("since"), day("until")
    action, outcome = word("action", AuditAction), word("outcome", Outcome)
    if faults:
        raise BadRequest("The audit trail cannot be asked for this.", faults=tuple(faults))
    return AuditQuery(
        since=since,
        until=None if until is None else until.astimezone(UTC) + timedelta(days=1),
        actor_id=values["actor"] or None,
        action=AuditAction(action) if action else None,  # type: ignore[call-arg] # a word that is looked up
        object_id=values["object"] or None,
        outcome=Outcome(outcome) if outcome else None,
        limit=_PER_PAGE,
        cursor=cursor,
    )
