"""Refuses what a page of another site made a browser send in the name of somebody who is signed in here."""

from __future__ import annotations

from aiohttp import web
from multidict import istr

from matcher.web.client import own_origins
from matcher.web.options import WebOptions
from matcher.web.problems import Refused

#: These change nothing here.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

#: Made once: every other text would be brought into one form for each look.
_SITE, _ORIGIN, _COOKIE, _AUTHORIZATION = (istr(name) for name in ("Sec-Fetch-Site", "Origin", "Cookie", "Authorization"))

#: From a page of ours, or typed by the person.
_OURS = frozenset({"same-origin", "none"})


def refuse_cross_site(request: web.BaseRequest, options: WebOptions) -> None:
    """Let only those requests change something that come from a page of ours, or from a program that shows a token.

    Raises:
        Refused: it comes from elsewhere, or it shows a cookie and does not say where it comes from.
    """
    if request.method in _SAFE:
        return
    headers = request.headers
    site, origin = headers.get(_SITE), headers.get(_ORIGIN)
    if site is None and origin is None:
        # Every browser of today says where a request comes from; one that shows a cookie and does not say is none of those.
        if _COOKIE in headers and _AUTHORIZATION not in headers:
            raise Refused("cross-site")
        return
    if site is not None and site.strip().casefold() not in _OURS:
        raise Refused("cross-site")
    # Our pages tell nobody where they are (`Referrer-Policy`), so a form of theirs comes with the origin `null`. A page of another site can
    # send that as well, but not with the word of the browser that it is ours.
    is_untold = site == "same-origin" and origin == "null"
    if origin is not None and not is_untold and origin.strip().casefold() not in own_origins(request, options):
        raise Refused("cross-site")
