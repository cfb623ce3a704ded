"""The page of one line: what the list says of it, its numbers and people, what came of them on phones, and its history with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from aiohttp import web

from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.register import RecordKind
from matcher.domain.upkeep.entry_figures import EntryFigures
from matcher.domain.upkeep.line_history import HistoryStep, Publication
from matcher.render import words
from matcher.service.read_history import read_history
from matcher.service.read_line import EntryView, read_entries, read_line
from matcher.service.read_line_figures import read_line_figures
from matcher.web.line_pages import PATH, ChangeRow, rows_of
from matcher.web.list_words import REMOVALS, field_words
from matcher.web.shell import page
from matcher.web.visits import Visit, visited

_PER_PAGE, _STEPS = 50, 25


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A number of a line, or a person linked to it, as the page shows it."""

    id: str
    title: str
    is_person: bool
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    figures: EntryFigures | None


@dataclass(frozen=True, slots=True)
class PublishedChanges:
    """What one version did to a line, and on whose word."""

    by: Publication
    proposed_by: str
    published_by: str
    rows: list[ChangeRow]


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
    history = await read_history(*asked, limit=_STEPS, cursor=visit.query("earlier") or None, now=visit.now, origin=visit.origin)
    rows = [_row(each) for each in entries.items]
    return page(
        "line.html.jinja",
        caller=visit.caller,
        line_id=line_id,
        may_propose=may_at_all(actor, Action.LINES_PROPOSE),
        path=f"{PATH}/{quote(line_id, safe='')}",
        view=view,
        status_words=words.LINE_STATUSES[view.status],
        facts=_facts(view.record.fields),
        removal=REMOVALS[view.record.removed] if view.record.removed else "",
        entries=[
            ("numbers", "Numbers", view.numbers, [row for row in rows if not row.is_person]),
            ("people", "People linked to it", view.people, [row for row in rows if row.is_person]),
        ],
        cursor=entries.cursor,
        figures=figures,
        versions=_versions(history.items, history.account_names),
        earlier=history.cursor,
    )


def _versions(steps: Sequence[HistoryStep], names: Mapping[str, str]) -> list[PublishedChanges]:
    """Put the steps of each version together: who, when and why hold for all of them."""

    def told(by: Publication, several: Iterable[HistoryStep]) -> PublishedChanges:
        return PublishedChanges(
            by, names.get(by.proposed_by or "", ""), names.get(by.published_by, ""), rows_of([s.change for s in several])
        )

    return [told(by, several) for by, several in groupby(steps, key=lambda step: step.publication)]


def _row(view: EntryView) -> EntryRow:
    record = view.record
    is_number = record.kind is RecordKind.NUMBER
    marks = []
    if record.removed is not None:
        marks.append(f"removed: {REMOVALS[record.removed]}")
    elif not view.is_live:
        marks.append("its line was removed")
    if view.is_protected:
        marks.append("protected by now: never matched")
    title = record.get("number" if is_number else "associate_name")
    number = () if is_number or not record.get("number") else (("number", record.get("number")),)
    return EntryRow(record.id, title or "not shown", not is_number, tuple(marks), (*number, *_facts(record.fields)), view.on_phones)


#: What stands in the title already.
_TITLES = frozenset({"number", "associate_name", "name", "line_id"})


def _facts(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((field_words(name), text) for name, text in fields.items() if text and name not in _TITLES)
