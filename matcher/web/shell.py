"""The shell of every page: templates that escape whatever they print, and redirects that never lead elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from aiohttp import web
from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

from matcher.domain.access.caller import Caller
from matcher.domain.access.permission import Action, may_at_all
from matcher.render.plain_text import harmless
from matcher.render.uk_time import say_time

_FOLDER = resources.files("matcher.web") / "templates"

#: A path of ours: no host, no scheme, nothing a browser would straighten out into one.
_PART = r"[A-Za-z0-9_~-][A-Za-z0-9_~.-]*"
_OWN_PATH = re.compile(rf"/(?:{_PART}(?:/{_PART})*)?(?:\?[A-Za-z0-9_.~=&%-]*)?(?:#[A-Za-z0-9_.-]*)?", re.ASCII)


class _Shipped(BaseLoader):
    """Reads the templates that are shipped, and nothing else: none is ever made of data."""

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str | None, Any]:
        found = _FOLDER / template
        if "/" in template or not found.is_file():
            raise TemplateNotFound(template)
        return found.read_text("utf-8"), None, lambda: True


class _Typed(str):
    """A text that is harmless line by line; it is escaped like every other."""

    __slots__ = ()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=_Shipped(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalize
    )
    made.filters |= {"time": say_time, "as_typed": as_typed}
    made.globals["list_pages_of"] = list_pages_of
    return made


def _finalize(value: Any) -> Any:  # noqa: ANN401 - the template hands over whatever it prints
    if isinstance(value, str) and not isinstance(value, _Typed) and not hasattr(value, "__html__"):
        return harmless(value)
    return value


def as_typed(text: str) -> _Typed:
    """Give a text that comes back with the form, on as many lines as it was typed: what is shown elsewhere is one line.

    Lines are those by which forms are read, so that nothing on two of them becomes one answer. For text areas and fields nobody sees.
    """
    return _Typed("\n".join("\t".join(map(harmless, line.split("\t"))) for line in text.splitlines()))


def render(template: str, *, caller: Caller | None = None, **values: object) -> str:
    """Write a page.

    Args:
        template: Its name in the folder of templates.
        caller: Who is signed in, for the head of the page.
        values: What it prints; a name it asks for and is not given is a fault of ours.
    """
    return _environment().get_template(template).render(caller=caller, menu=menu_of(caller), **values)


def menu_of(caller: Caller | None) -> tuple[tuple[str, str], ...]:
    """Give the pages somebody has use for: path and words."""
    entries = (
        (Action.ALERT_READ, "/alerts", "Alerts"),
        (Action.SUBMISSION_READ_STATUS, "/submissions", "Submissions"),
        (Action.SUBMISSION_CREATE, "/submissions/new", "Hand in a file"),
        (Action.CHECK_NUMBERS, "/check", "Check a number"),
        (Action.LINES_READ, "/lines", "Line list"),
        (Action.WATCH_READ, "/watches", "Watches"),
        (Action.NUMBERS_READ, "/number-lists", "Numbers set apart"),
        (Action.REPORTS_READ, "/reports/verdicts", "Reports"),
        (Action.AUDIT_READ, "/audit", "Audit"),
    )
    return (*_of_use(caller, entries), ("/api/v1/docs", "API")) if caller is not None else ()


def list_pages_of(caller: Caller | None) -> tuple[tuple[str, str], ...]:
    """Give the pages of the line list somebody has use for: path and words."""
    entries = (
        (Action.LINES_READ, "/lines", "Lines"),
        (Action.LINES_READ, "/lines/proposals", "Proposed changes"),
        (Action.LINES_READ, "/lines/hygiene", "What to mend"),
        (Action.LINES_READ, "/lines/versions", "Versions"),
        (Action.LINES_IMPORT, "/lines/import", "Import a file"),
        (Action.LINES_EXPORT, "/lines/export", "Export"),
    )
    return _of_use(caller, entries) if caller is not None else ()


def _of_use(caller: Caller, entries: Iterable[tuple[Action, str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((path, words) for action, path, words in entries if may_at_all(caller.actor, action))


def page(
    template: str, *, caller: Caller | None = None, status: int = 200, refresh_seconds: int | None = None, **values: object
) -> web.Response:
    """Answer with a page.

    Args:
        template: Its name.
        caller: Who is signed in.
        status: Of the answer.
        refresh_seconds: When a browser asks again by itself; never where that is left out.
        values: What the template prints.
    """
    headers = {} if refresh_seconds is None else {"Refresh": str(refresh_seconds)}
    text = render(template, caller=caller, **values)
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=headers)


def own_path(text: str | None, otherwise: str = "/") -> str:
    """Give a path of ours as it was asked for, or another one where it leads anywhere else."""
    return text if text is not None and _OWN_PATH.fullmatch(text) else otherwise


def see_other(path: str) -> web.Response:
    """Send a browser on to a page of ours."""
    return web.Response(status=303, headers={"Location": own_path(path)})
