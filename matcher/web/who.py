"""Who is asking: what a request shows, and who that is for the store at this moment."""

from __future__ import annotations

import secrets

from aiohttp import web
from multidict import istr

from matcher.domain.access.actor import Actor
from matcher.domain.access.caller import Caller
from matcher.errors import NotSignedIn
from matcher.service.resolve_actor import resolve_actor
from matcher.web.keys import HOUSE, OPTIONS
from matcher.web.problems import Refused

#: `__Host-` keeps it on this host, on TLS and on every path: no other host of the domain can set it.
COOKIE = "__Host-linewatch"

_AUTHORIZATION = istr("Authorization")
_NONE: list[str] = []

#: The field of a form that shows it was made for this session.
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field


def bearer_of(request: web.BaseRequest) -> str | None:
    """Give what a program shows; empty where it shows something else than a bearer token, None where nothing."""
    shown = request.headers.getall(_AUTHORIZATION, _NONE)
    if not shown:
        return None
    if len(shown) == 1 and shown[0].startswith("Bearer "):
        return shown[0][7:].strip()
    scheme, _, token = shown[0].partition(" ")
    return token.strip() if len(shown) == 1 and scheme.casefold() == "bearer" else ""


async def find_caller(request: web.Request, *, is_use: bool = True) -> Caller | None:
    """Give who is asking; None where nobody.

    Args:
        request: What they show.
        is_use: Whether that counts as a use of their session or token.
    """
    bearer = bearer_of(request)
    cookie = None if bearer is not None else request.cookies.get(COOKIE)
    if bearer is None and not cookie:
        return None
    house = request.app[HOUSE]
    limits = request.app[OPTIONS].sessions
    return await resolve_actor(house.vault, bearer=bearer, session_cookie=cookie, now=house.now(), limits=limits, is_use=is_use)


async def stands(request: web.Request, actor: Actor) -> bool:
    """Whether somebody whose request is still being answered is by now who they were when they sent it, with the same rights."""
    found = await find_caller(request, is_use=False)
    return found is not None and found.actor == actor


async def caller_of(request: web.Request) -> Caller:
    """Give who is asking.

    Raises:
        NotSignedIn: nobody is.
        Refused: somebody who has to set a password of their own before anything else.
    """
    caller = await find_caller(request)
    if caller is None:
        raise NotSignedIn("Nobody is signed in.", hint="Send a bearer token, or sign in again.")
    if caller.session is not None and caller.session.sets_password_only:
        raise Refused("password-change-needed")
    return caller


def check_form_token(caller: Caller, given: str | None) -> None:
    """Make sure that a form was made for the session that sends it.

    Raises:
        Refused: it was not.
    """
    expected = caller.session.csrf_token if caller.session is not None else ""
    if not expected or not secrets.compare_digest(expected.encode(), (given or "").encode("utf-8", "surrogatepass")):
        raise Refused("form-expired")
