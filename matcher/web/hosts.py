"""Refuses requests that were sent to another name: a page of another site can have its own name lead to this machine (DNS rebinding)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from multidict import istr

from matcher.web.client import is_through_proxy
from matcher.web.options import WebOptions
from matcher.web.problems import Refused

_HOST = istr("Host")

#: What watches over the service knows it by whatever name the network gives it, and is told nothing of anybody.
_FOR_MACHINES = frozenset({"/healthz", "/readyz"})
#: The same, where a token says who asks.
_FIGURES = "/metrics"


def refuse_other_hosts(request: web.BaseRequest, options: WebOptions) -> None:
    """Let only those requests in that were sent to this service: to an address, to this machine, or to a name the settings give it.

    A browser cannot be led astray by an address, only by a name. What a trusted proxy passes on it has looked at itself.

    Raises:
        Refused: it was sent to some other name.
    """
    host = request.headers.get(_HOST)
    # Programs of old send none; every browser does.
    if host is None or is_named(host, options.host, options.public_url):
        return
    if request.path in _FOR_MACHINES or (request.path == _FIGURES and options.metrics_token is not None):
        return
    if is_through_proxy(request, options):
        return
    raise Refused("wrong-host")


@lru_cache(maxsize=256)
def is_named(host: str, listens_on: str, public_url: str | None) -> bool:
    """Whether a header names this service: an address of any kind, `localhost`, or what the settings say."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    own = {"localhost", listens_on.casefold(), urlsplit(public_url or "").hostname}
    return name in own or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
