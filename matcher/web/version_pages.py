"""The pages of the versions of the line list: who published which and when, and what became of any of them in any other."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from matcher.domain.line_list.version_number import read_version_number
from matcher.domain.register import Effect
from matcher.errors import NotFound
from matcher.render.list_text import ADDED_SINCE, say_way
from matcher.service.compare_versions import VersionDiff, compare_versions
from matcher.service.lists.version_ids import id_of_version
from matcher.service.read_lines import list_versions
from matcher.web.line_pages import PATH, rows_of
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

_HERE = f"{PATH}/versions"
_PER_PAGE, _CHANGES, _LONGEST = 25, 100, 40


def add_to(app: web.Application) -> None:
    """Route to these pages."""
    app.router.add_get(_HERE, visited(show_versions))
    app.router.add_get(f"{_HERE}/diff", visited(show_diff))


async def show_versions(visit: Visit) -> web.StreamResponse:
    """Show the versions of the list, the newest first."""
    return await _versions(visit)


async def _versions(visit: Visit, *, is_unknown: bool = False) -> web.Response:
    found = await list_versions(visit.house.vault, visit.actor, now=visit.now, origin=visit.origin)
    before = _number(visit.query("before"))
    left = [each for each in found if before is None or each.number < before]
    return page(
        "versions.html.jinja",
        caller=visit.caller,
        status=404 if is_unknown else 200,
        shown=left[:_PER_PAGE],
        newest=found[0].number if found else None,
        earlier=left[_PER_PAGE - 1].number if len(left) > _PER_PAGE else None,
        is_unknown=is_unknown,
        since=_said(visit, "since"),
        version=_said(visit, "version"),
    )


async def show_diff(visit: Visit) -> web.StreamResponse:
    """Show what became of one version in another: of the one before it where no other is named."""
    house, actor, version, since = visit.house, visit.actor, _said(visit, "version"), _said(visit, "since")
    if not version:
        return await _versions(visit, is_unknown=True)
    try:
        diff = await compare_versions(
            house.vault,
            actor,
            house.lists,
            await id_of_version(house.vault, actor, version),
            since_id=await id_of_version(house.vault, actor, since) if since else None,
            limit=_CHANGES,
            cursor=visit.query("cursor") or None,
            now=visit.now,
            origin=visit.origin,
        )
    except NotFound:
        # A version that was asked for by hand: the form stays, to be corrected.
        return await _versions(visit, is_unknown=True)
    old, new = diff.since.version if diff.since is not None else None, diff.version.version
    return page(
        "diff.html.jinja",
        caller=visit.caller,
        way=say_way(old, new),
        found=diff,
        old=old,
        new=new,
        counts=_counts(diff),
        rows=rows_of(diff.changes, diff.line_names, diff.added_since),
        more=_more(diff, since),
    )


def _counts(diff: VersionDiff) -> list[tuple[str, int]]:
    """Give how many there are of each effect that there is; what was added since is told as that, and not as removed."""
    added = len(diff.added_since)
    told = [(effect.value, count - added if effect is Effect.REMOVED else count) for effect, count in diff.counts.items()]
    return [(word, count) for word, count in (*told, (ADDED_SINCE, added)) if count]


def _said(visit: Visit, name: str) -> str:
    number = _number(visit.query(name))
    return (visit.query(name) or "").strip()[:_LONGEST] if number is None else str(number)


def _number(said: str | None) -> int | None:
    return read_version_number(said or "")


def _more(diff: VersionDiff, since: str) -> str | None:
    if diff.cursor is None:
        return None
    said = {"version": str(diff.version.version), **({"since": since} if since else {}), "cursor": diff.cursor}
    return f"{_HERE}/diff?{urlencode(said)}"
