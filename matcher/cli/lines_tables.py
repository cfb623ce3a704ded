"""What stands on the list as tables for people, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from matcher.domain.register import HygieneCode, RecordKind
from matcher.domain.upkeep.freshness import Freshness, freshness_of, say_age
from matcher.render.list_json import change_object, counts_object
from matcher.render.list_text import change_line, say_counts_of, say_way
from matcher.render.plain_text import harmless, say_date, say_stamp, shortened
from matcher.render.register_json import entry_object, fields_object, finding_object, list_read, step_object
from matcher.render.words import say_count
from matcher.service.compare_versions import VersionDiff
from matcher.service.list_hygiene import HygienePage
from matcher.service.lists.list_looks import ReadFrom
from matcher.service.read_history import HistoryPage
from matcher.service.read_line import EntryPage, EntryView, LineView
from matcher.service.read_lines import LinesView, VersionView

Json = dict[str, Any]
Parts = Iterator[RenderableType]

#: A longer text of the list is cut in a table; --json holds it whole.
_LONGEST = 60


def lines_object(found: LinesView, days: int, at: datetime) -> Json:
    """Write the lines of the current list."""
    fresh = freshness_of(found.published_at, at, old_after_days=days)
    return {
        "line_list": list_read(found.version_id, int(found.facts.version or 0), found.facts.name, fresh),
        "lines": [
            {
                "id": each.line.id,
                "name": each.line.name,
                "aliases": list(each.line.aliases),
                "status": each.line.status.value,
                "exporting_area": each.line.exporting_area,
                "importing_areas": list(each.line.importing_areas),
                "markers": sorted(marker.value for marker in each.line.markers),
                "visibility": each.line.visibility.value,
                "owner_unit": each.line.owner_unit,
                "review_due": say_date(each.line.review_due) or None,
                "closed_on": say_date(each.line.closed_on) or None,
                "numbers": each.numbers,
            }
            for each in found.lines
        ],
    }


def lines_table(found: LinesView, days: int, at: datetime) -> Parts:
    """Lay out the lines of the current list."""
    fresh = freshness_of(found.published_at, at, old_after_days=days)
    yield from _which(found.facts.name, found.facts.version, fresh)
    table = _table("line", "name", "status", "numbers", "owner", "review due", "restricted", whole=2)
    for each in found.lines:
        line = each.line
        _row(
            table,
            line.id,
            line.name,
            line.status.value,
            str(each.numbers),
            line.owner_unit,
            say_date(line.review_due),
            line.visibility.value if line.visibility.is_restricted else "",
        )
    yield table


def line_object(view: LineView, page: EntryPage) -> Json:
    """Write a line with its entries."""
    record = view.record
    entries = [
        entry_object(
            each.record,
            e164=each.e164,
            is_live=each.is_live,
            is_protected=each.is_protected,
            before=each.predecessor_id,
            behind=each.successor_id,
        )
        | {"on_phones": _on_phones(each)}
        for each in page.items
    ]
    return {
        "line_list": _read(view.read_from),
        "id": record.id,
        **fields_object(record),
        "status": view.status.value,
        "visibility": record.visibility.value,
        "removed": record.removed.value if record.removed else None,
        "numbers": [each for each in entries if each["kind"] == RecordKind.NUMBER.value],
        "associates": [each for each in entries if each["kind"] == RecordKind.ASSOCIATE.value],
    }


def _on_phones(view: EntryView) -> Json | None:
    """Write what came of an entry."""
    found = view.on_phones
    return None if found is None else {**asdict(found), "last_met": found.last_met and say_stamp(found.last_met)}


def line_tables(view: LineView, page: EntryPage) -> Parts:
    """Lay out a line with its entries."""
    record = view.record
    yield from _which(view.read_from.name, str(view.read_from.version), view.read_from.freshness)
    removed = f", removed: {record.removed.value}" if record.removed else ""
    name = record.get("name")
    yield Text(harmless(f"{record.id}{f', {name}' if name else ''}: {view.status.value}{removed}"), style="bold")
    facts = _table("", "", show_header=False)
    for column, text in record.fields.items():
        if column not in {"name", "status"}:
            _row(facts, column, text)
    yield facts
    counted = f"{say_count(view.numbers, 'number')}, {say_count(view.people, 'associate')}, {view.removed} removed"
    yield Text(f"{counted}:")
    for each in page.items:
        yield Text(harmless(f"  {_entry(each)}"))
        if (met := _on_phones(each)) is not None and any(met[name] for name in _MET):
            yield Text(f"    on phones: {', '.join(f'{met[name]} {words}' for name, words in _MET.items() if met[name])}")


#: Figures that are told of a number where there are any.
_MET = {
    "confirmed": "confirmed",
    "rejected": "rejected (false alarms)",
    "unreviewed": "unreviewed",
    "recalled": "recalled",
    "after_closure": "after it was closed",
}


def _entry(view: EntryView) -> str:
    """Say what is known of a number or a person, in one line."""
    get = view.record.get
    seen = f"{get('first_seen') or '?'} to {get('last_seen') or '?'}" if get("first_seen") or get("last_seen") else ""
    handling = " ".join(filter(None, (get("handling"), get("handling_conditions"))))
    told = (
        get("associate_name"),
        "(protected)" if view.is_protected else get("number"),
        get("associate_role") or get("number_role"),
        seen,
        f"{get('source_grade')}{get('intel_grade')}",
        f"handling {handling}" if handling else "",
        f"closed {get('closed_on')} {get('closure_type')}".strip() if get("closed_on") or get("closure_type") else "",
        f"followed {view.predecessor_id}" if view.predecessor_id else "",
        f"removed: {view.record.removed.value}" if view.record.removed else "",
        view.record.id,
    )
    return ", ".join(filter(None, told))


def history_object(page: HistoryPage, line_id: str) -> Json:
    """Write the history of a line."""
    return {"line_id": line_id, "history": [step_object(each) for each in page.items]}


def history_table(page: HistoryPage, names: Mapping[str, str]) -> Parts:
    """Lay out the history of a line, one version after the other."""
    version = None
    for step in page.items:
        by = step.publication
        if by.number != version:
            version = by.number
            yield Text(f"Version {by.number}, published {say_stamp(by.published_at)} by {_named(by.published_by, names)}", style="bold")
            if by.proposed_by is not None:
                yield Text(f"  proposed {say_stamp(by.proposed_at)} by {_named(by.proposed_by, names)}: {shortened(by.reason or '', 200)}")
            elif by.reason:
                yield Text(f"  loaded: {shortened(by.reason, 200)}")
            if by.decision:
                yield Text(f"  decided: {shortened(by.decision, 200)}")
        yield Text(f"  {change_line(step.change)}")


def versions_object(found: Sequence[VersionView]) -> Json:
    """Write the versions of the list."""
    return {
        "versions": [
            {
                "id": each.id,
                "version": each.number,
                "name": each.name,
                "published_at": say_stamp(each.published_at),
                "published_by": each.published_by,
            }
            for each in found
        ]
    }


def versions_table(found: Sequence[VersionView], names: Mapping[str, str]) -> Parts:
    """Lay out the versions of the list."""
    table = _table("version", "published", "by", "name", "id")
    for each in found:
        _row(table, str(each.number), say_stamp(each.published_at), _named(each.published_by, names), each.name, each.id)
    yield table


def diff_object(found: VersionDiff) -> Json:
    """Write what became of one version in another."""
    return {
        "since": None if found.since is None else _read(found.since),
        "version": _read(found.version),
        "is_backwards": found.is_backwards,
        "counts": {**counts_object(found.counts), "unchanged": found.unchanged},
        "changes": [change_object(each, found.line_names) for each in found.changes],
    }


def diff_text(found: VersionDiff) -> Parts:
    """Lay out what became of one version in another."""
    way = say_way(found.since.version if found.since is not None else None, found.version.version)
    yield Text(f"{way}: {say_counts_of(found.counts, len(found.added_since))}, {found.unchanged} unchanged", style="bold")
    for change in found.changes:
        yield Text(f"  {change_line(change, found.line_names, is_added_since=change.key in found.added_since)}")


def hygiene_object(page: HygienePage) -> Json:
    """Write what is to be mended."""
    return {
        "line_list": _read(page.read_from),
        "counts": {code.value: count for code, count in page.counts.items()},
        "findings": [finding_object(each) for each in page.items],
    }


def hygiene_table(page: HygienePage) -> Parts:
    """Lay out what is to be mended."""
    yield from _which(page.read_from.name, str(page.read_from.version), page.read_from.freshness)
    counted = [f"{page.counts[code]} {code.value}" for code in HygieneCode if page.counts[code]]
    yield Text(", ".join(counted) if counted else "There is nothing to mend.", style="bold")
    for each in page.items:
        entry = "" if each.kind is RecordKind.LINE else f" {each.id}"
        due = f" ({say_date(each.due)})" if each.due else ""
        yield Text(f"{each.code.value} {harmless(each.line_id)}{entry}{due}: {each.sentence} {each.advice}")


def _read(read_from: ReadFrom) -> Json:
    return list_read(read_from.version_id, read_from.version, read_from.name, read_from.freshness)


def _which(name: str, version: str | None, fresh: Freshness) -> Parts:
    """Say which list it is and how old."""
    age = say_count(fresh.age_days, "day")
    yield Text(f"{harmless(name)}, version {version}, published {say_stamp(fresh.published_at)}, {age} old", style="dim")
    if warning := say_age(fresh, version):
        yield Text(warning, style="yellow")


def _named(account_id: str, names: Mapping[str, str]) -> str:
    return names.get(account_id, account_id)


def _table(*headings: str, show_header: bool = True, whole: int = 1) -> Table:
    """Make a table; the first columns, so many, are never broken over lines."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=show_header)
    for at, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=at < whole)
    return table


def _row(table: Table, *cells: str | None) -> None:
    table.add_row(*(Text(shortened(cell or "", _LONGEST)) for cell in cells))
