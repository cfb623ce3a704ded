"""Somebody on a page: who they are, and what they filled in where it was a form of theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from matcher.domain.access.actor import Actor
from matcher.domain.access.caller import Caller
from matcher.domain.access.permission import Action, may_at_all
from matcher.errors import NotAllowed
from matcher.web.bodies import read_body
from matcher.web.client import origin_of
from matcher.web.forms import Values, one, parse_form
from matcher.web.house import House
from matcher.web.keys import HOUSE, OPTIONS
from matcher.web.problems import Refused
from matcher.web.who import FORM_TOKEN, check_form_token, find_caller

#: Where somebody signs in, and sets a password of their own.
SIGN_IN = "/sign-in"
#: The same for whoever sent a form after their session had ended.
NOTHING_KEPT = f"{SIGN_IN}?sent=nothing-kept"
_LOOKS = frozenset({"GET", "HEAD"})
SET_PASSWORD = "/password"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a page by somebody who is signed in."""

    request: web.Request
    caller: Caller
    house: House
    now: datetime
    origin: str
    #: What was filled in; empty where nothing was.
    values: Values = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.caller.actor

    def query(self, name: str) -> str | None:
        """Give a parameter of the address; None where it is not there."""
        return self.request.query.get(name)

    @property
    def id(self) -> str:
        """The id in the address, in the form of ours: the route takes no other."""
        return self.request.match_info["id"]

    def require(self, action: Action) -> None:
        """Refuse at once what would be refused at the end: everything that is typed until then would be lost.

        Raises:
            NotAllowed: no role of theirs allows it.
        """
        if not may_at_all(self.actor, action):
            raise NotAllowed.by_role()


Page = Callable[[Visit], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def visited(page: Page) -> Handler:
    """Make a page of somebody who is signed in; anybody else is sent to sign in first."""

    async def handle(request: web.Request) -> web.StreamResponse:
        """Answer somebody."""
        return await page(await visit_of(request))

    return handle


def visited_with_form(page: Page) -> Handler:
    """Make what takes a form of a page of ours."""

    async def handle(request: web.Request) -> web.StreamResponse:
        """Answer whoever filled it in."""
        visit = await visit_of(request)
        if request.content_type != "application/x-www-form-urlencoded":
            raise Refused("wrong-content-type")
        values = parse_form(await read_body(request))
        check_form_token(visit.caller, one(values, FORM_TOKEN))
        return await page(Visit(visit.request, visit.caller, visit.house, visit.now, visit.origin, _without_token(values)))

    return handle


async def visit_of(request: web.Request) -> Visit:
    """Give who is on a page.

    Raises:
        HTTPSeeOther: nobody is signed in (any more), or they have to set a password of their own first.
    """
    caller = await find_caller(request)
    if caller is None:
        raise to_sign_in(request)
    if caller.session is not None and caller.session.sets_password_only:
        raise web.HTTPSeeOther(SET_PASSWORD)
    house = request.app[HOUSE]
    return Visit(request, caller, house, house.now(), origin_of(request, request.app[OPTIONS]))


def to_sign_in(request: web.Request) -> web.HTTPSeeOther:
    """Send somebody to sign in first. Of a form or a file nothing was read: that it is not kept is told them there."""
    return web.HTTPSeeOther(SIGN_IN if request.method in _LOOKS else NOTHING_KEPT)


def _without_token(values: Mapping[str, tuple[str, ...]]) -> Values:
    return {name: given for name, given in values.items() if name != FORM_TOKEN}
