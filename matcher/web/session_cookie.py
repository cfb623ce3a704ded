"""The cookie of a session, and the one of a sign-in at an identity provider that has begun."""

from __future__ import annotations

from typing import Literal, TypeVar

from aiohttp import web

from matcher.domain.access.oidc import ATTEMPT_LIVES
from matcher.store.sessions import NewSession
from matcher.web.who import COOKIE

#: Of the browser that began a sign-in at the provider, so that no other one can be made to end it.
OIDC_COOKIE = "__Host-linewatch-oidc"

Answer = TypeVar("Answer", bound=web.StreamResponse)
#: `Strict` goes along with requests of our own pages only. Who comes from the provider comes from another site, and needs `Lax`.
SameSite = Literal["Strict", "Lax"]


def remember_session(answer: Answer, session: NewSession, *, same_site: SameSite = "Strict") -> Answer:
    """Give a browser the cookie of its session. It is gone when the browser is closed, and no script can read it."""
    answer.set_cookie(COOKIE, session.token, path="/", secure=True, httponly=True, samesite=same_site)
    return answer


def forget_session(answer: Answer) -> Answer:
    """Take the cookie away, and with it whatever a browser keeps of our pages."""
    answer.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def remember_attempt(answer: Answer, binder: str) -> Answer:
    """Give a browser what it has to bring back from the provider."""
    lives = int(ATTEMPT_LIVES.total_seconds())
    answer.set_cookie(OIDC_COOKIE, binder, path="/", secure=True, httponly=True, samesite="Lax", max_age=lives)
    return answer


def forget_attempt(answer: Answer) -> Answer:
    """Take that away."""
    answer.del_cookie(OIDC_COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
    return answer
