"""The page of one line: what the list says of it, its numbers and people, and what came of them on phones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from matcher.domain.entry_figures import EntryFigures
from matcher.domain.register import RecordKind
from matcher.render import words
from matcher.service.read_history import read_history
from matcher.service.read_line import EntryView, read_entries, read_line
from matcher.service.read_line_figures import read_line_figures
from matcher.web.line_pages import PATH, rows_of
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

_PER_PAGE, _STEPS = 50, 25


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A number of a line, or a person linked to it, as the page shows it."""

    title: str
    kind: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    figures: EntryFigures | None


def add_to(app: web.Application) -> None:
    """Route to the page. The other pages of the list stand before it: no line is asked for by their names."""
    app.router.add_get(f"{PATH}/{{id:[^/]{{1,100}}}}", visited(show))


async def show(visit: Visit) -> web.StreamResponse:
    """Show a line."""
    house, actor, line_id = visit.house, visit.actor, visit.id
    asked = (house.vault, actor, house.lists, line_id)
    view = await read_line(*asked, now=visit.now, origin=visit.origin)
    entries = await read_entries(*asked, limit=_PER_PAGE, cursor=visit.query("cursor") or None, now=visit.now, origin=visit.origin)
    figures = await read_line_figures(*asked, now=visit.now, origin=visit.origin)
    history = await read_history(*asked, limit=_STEPS, now=visit.now, origin=visit.origin)
    steps = [(each.publication, rows_of([each.change])[0]) for each in history.items]
    return page(
        "line.html.jinja",
        caller=visit.caller,
        line_id=line_id,
        path=f"{PATH}/{quote(line_id, safe='')}",
        view=view,
        status_words=words.LINE_STATUSES[view.status],
        facts=_facts(view.record.fields),
        rows=[_row(each, figures.entries.get(each.record.id)) for each in entries.items],
        cursor=entries.cursor,
        figures=figures.line,
        steps=steps,
    )


def _row(view: EntryView, figures: EntryFigures | None) -> EntryRow:
    record = view.record
    is_number = record.kind is RecordKind.NUMBER
    marks = []
    if record.removed is not None:
        marks.append(f"removed: {record.removed.value}")
    elif not view.is_live:
        marks.append("its line was removed")
    if view.is_protected:
        marks.append("protected by now: never matched")
    title = record.get("number") if is_number else record.get("associate_name")
    shown = figures if is_number and not view.is_protected else None
    return EntryRow(title or "not shown", "number" if is_number else "person", tuple(marks), _facts(record.fields), shown)


#: What stands in the title already.
_TITLES = frozenset({"number", "associate_name", "name", "line_id"})


def _facts(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.replace("_", " "), text) for name, text in fields.items() if text and name not in _TITLES)
