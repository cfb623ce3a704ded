"""The page of what is to be mended in the line list: a unit's work list, the most urgent first, by kind and by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from matcher.domain.register import HygieneCode, HygieneFinding, Key, RecordKind
from matcher.domain.upkeep.freshness import say_age
from matcher.errors import NoLineList, NotFound
from matcher.render.plain_text import say_date
from matcher.service.list_hygiene import HygienePage, list_hygiene
from matcher.web.line_pages import PATH
from matcher.web.list_words import RECORDS
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

_HERE = f"{PATH}/hygiene"
_PER_PAGE = 50
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Other:
    """Another record that a thing to mend is about."""

    what: str
    line_id: str


@dataclass(frozen=True, slots=True)
class MendingRow:
    """One thing to mend."""

    kind: str
    what: str
    line_id: str
    line_name: str
    is_line: bool
    sentence: str
    advice: str
    due: str
    others: tuple[Other, ...]


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(_HERE, visited(show))


async def show(visit: Visit) -> web.StreamResponse:
    """Show what is to be mended on the lines somebody may know of."""
    house, said = visit.house, (visit.query("code") or "").strip()
    code = _code(said)
    is_no_kind = bool(said) and code is None
    line_id = (visit.query("line") or "").strip()[:_LONGEST_ID]
    found, is_unknown = None, False
    try:
        found = await list_hygiene(
            house.vault,
            visit.actor,
            house.lists,
            code=code,
            line_id=line_id or None,
            limit=_PER_PAGE,
            cursor=visit.query("cursor") or None,
            now=visit.now,
            origin=visit.origin,
        )
    except NoLineList:
        pass
    except NotFound:
        # A line that was asked for by hand: the form stays, to be corrected.
        is_unknown = True
    counts = [(each.value, kind_words(each), count) for each, count in found.counts.items() if count] if found is not None else []
    return page(
        "mend.html.jinja",
        caller=visit.caller,
        status=404 if is_unknown else 400 if is_no_kind else 200,
        found=found,
        warning=say_age(found.read_from.freshness, found.read_from.version) if found is not None else None,
        is_unknown=is_unknown,
        is_no_kind=is_no_kind,
        rows=list(_rows(found)) if found is not None else [],
        counts=counts,
        total=sum(count for _, _, count in counts),
        code=code.value if code is not None else "",
        line_id=line_id,
        more=_address(code, line_id, found.cursor) if found is not None and found.cursor else None,
    )


def _code(said: str) -> HygieneCode | None:
    return HygieneCode(said) if said in set(HygieneCode) else None


def kind_words(code: HygieneCode) -> str:
    """Give what a kind of thing to mend is called."""
    return code.value.replace("-", " ")


def _address(code: HygieneCode | None, line_id: str, cursor: str) -> str:
    said = {"code": code.value if code is not None else "", "line": line_id, "cursor": cursor}
    return f"{_HERE}?{urlencode({name: text for name, text in said.items() if text})}"


def _rows(found: HygienePage) -> Iterator[MendingRow]:
    for each in found.items:
        yield MendingRow(
            kind_words(each.code),
            _what(found, Key(each.kind, each.id)),
            each.line_id,
            found.line_names.get(each.line_id, ""),
            each.kind is RecordKind.LINE,
            each.sentence,
            each.advice,
            say_date(each.due),
            tuple(_others(found, each)),
        )


def _others(found: HygienePage, finding: HygieneFinding) -> Iterator[Other]:
    for key in finding.others:
        record = found.records.get(key)
        if record is not None:
            yield Other(_what(found, key), record.line_id)


def _what(found: HygienePage, key: Key) -> str:
    """Name a record: by what it is called or its number, and by its id where neither may be told."""
    record = found.records.get(key)
    said = [] if record is None else [record.get(column) for column in ("associate_name", "name", "number")]
    return f"{RECORDS[key.kind]} {', '.join(filter(None, said)) or key.id}"
