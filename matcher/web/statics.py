"""The style sheets of the pages: two files that are shipped, and nothing a path could lead out to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from aiohttp import web

from matcher.web.problems import Refused

#: Name in the address -> package and file.
_FILES: Mapping[str, tuple[str, str]] = {
    # The same sheet as of the answer that is handed to a colleague: an answer looks one way.
    "answer.css": ("matcher.render", "page.css"),
    "pages.css": ("matcher.web", "static/pages.css"),
}


async def static(request: web.Request) -> web.Response:
    """Give a style sheet."""
    name = request.match_info["name"]
    if name not in _FILES:
        raise Refused("not-found")
    return web.Response(text=_text(name), content_type="text/css", charset="utf-8")


async def no_icon(_request: web.Request) -> web.Response:
    """Say that there is no icon: every browser asks for one, and nothing went wrong."""
    return web.Response(status=204)


@cache
def _text(name: str) -> str:
    package, file = _FILES[name]
    return (resources.files(package) / file).read_text("utf-8")
