"""The page of the numbers an organisation sets apart: those it warns of, and for those who may know, those it protects."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.guarding.guard_number import CLASSES, Guard, GuardDraft
from matcher.errors import BadRequest, Fault
from matcher.render.list_text import say_guarded
from matcher.service.add_guard_number import ADDS, add_guard_number, foresee_guard_number
from matcher.service.list_guard_numbers import GuardPage, list_guard_numbers
from matcher.service.remove_guard_number import REMOVES, remove_guard_number
from matcher.service.views.guard import GuardView
from matcher.service.views.guard_effect import GuardEffect
from matcher.web.forms import one
from matcher.web.problems import Refused
from matcher.web.shell import page, see_other
from matcher.web.visits import Visit, visited, visited_with_form

PATH = "/number-lists"
_ENTRY = "{id:grd_[0-9a-z]{26}}"
_PER_PAGE = 50
_FIELDS = ("list", "group", "number", "last", "label", "reason", "source")
_WORDS = {Guard.PROTECTED: "Protected: it leaves no trace", Guard.WARNING: "Warned of: a match on it carries a caution"}


def add_to(app: web.Application) -> None:
    """Route to the page."""
    router = app.router
    router.add_get(PATH, visited(show))
    router.add_post(PATH, visited_with_form(add))
    router.add_post(f"{PATH}/protected", visited_with_form(reveal))
    router.add_post(f"{PATH}/{_ENTRY}/remove", visited_with_form(remove))


async def show(visit: Visit) -> web.StreamResponse:
    """Show what is warned of, and ask why protected numbers have to be read."""
    return await _page(visit)


async def add(visit: Visit) -> web.StreamResponse:
    """Set a number apart, or show the form again with what is wrong with it."""
    house, said = visit.house, {name: one(visit.values, name) for name in _FIELDS}
    if said["list"] not in set(Guard):
        raise Refused("bad-request")
    guard = Guard(said["list"])
    draft = GuardDraft(guard, said["group"], said["number"], said["last"].strip() or None, said["label"], said["reason"], said["source"])
    # What it wipes cannot all be brought back, so it is said before (docs/decisions/0042), to everybody in the same words but for the lines
    # they may know of.
    is_sure = guard is not Guard.PROTECTED or one(visit.values, "sure") == "yes"
    try:
        if not is_sure:
            effect = await foresee_guard_number(house.vault, visit.actor, house.lists, draft, now=visit.now, origin=visit.origin)
            return await _page(visit, said=said, effect=effect, asks=True)
        made = await add_guard_number(house.vault, visit.actor, house.lists, draft, now=visit.now, origin=visit.origin)
    except BadRequest as error:
        return await _page(visit, said=said, faults=error.faults)
    # No redirect: what it does to the line list is told once, to whoever added it.
    return await _page(visit, added=made, effect=made.effect)


async def reveal(visit: Visit) -> web.StreamResponse:
    """Show what is protected, on recorded need."""
    need = one(visit.values, "need").strip()
    if not need:
        return await _page(visit, faults=(Fault("need", "Say in a few words why protected numbers have to be read."),))
    found = await _found(visit, Guard.PROTECTED, need=need, cursor=one(visit.values, "cursor") or None)
    return await _page(visit, protected=found, need=need)


async def remove(visit: Visit) -> web.StreamResponse:
    """Take an entry off its list."""
    try:
        await remove_guard_number(
            visit.house.vault, visit.actor, visit.id, reason=one(visit.values, "why"), now=visit.now, origin=visit.origin
        )
    except BadRequest as error:
        return await _page(visit, faults=error.faults)
    return see_other(PATH)


async def _found(visit: Visit, guard: Guard, *, need: str | None = None, cursor: str | None = None) -> GuardPage:
    return await list_guard_numbers(
        visit.house.vault, visit.actor, guard, now=visit.now, origin=visit.origin, need=need, limit=_PER_PAGE, cursor=cursor
    )


async def _page(  # noqa: PLR0913 - all but the first are named
    visit: Visit,
    *,
    said: dict[str, str] | None = None,
    faults: tuple[Fault, ...] = (),
    added: GuardView | None = None,
    effect: GuardEffect | None = None,
    asks: bool = False,
    protected: GuardPage | None = None,
    need: str = "",
) -> web.Response:
    actor = visit.actor
    visit.require(Action.NUMBERS_READ)
    warned = await _found(visit, Guard.WARNING, cursor=visit.query("cursor") or None)
    return page(
        "number_lists.html.jinja",
        caller=visit.caller,
        status=422 if faults else 200,
        warned=warned,
        protected=protected,
        need=need,
        added=added,
        effect=say_guarded(effect.lines, effect.taken, is_done=added is not None) if effect is not None else None,
        asks=asks,
        said=said or dict.fromkeys(_FIELDS, ""),
        faults=faults,
        adds=[(guard.value, words) for guard, words in _WORDS.items() if may_at_all(actor, ADDS[guard])],
        groups=[(guard.value, CLASSES[guard]) for guard in _WORDS if may_at_all(actor, ADDS[guard])],
        may_remove={guard.value: may_at_all(actor, REMOVES[guard]) for guard in Guard},
        may_reveal=may_at_all(actor, Action.PROTECTED_REVEAL),
    )
