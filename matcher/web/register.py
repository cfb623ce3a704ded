"""The register of the line list is read: a line with its entries and history, versions and what differs, an export, what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from aiohttp import web

from matcher.domain.line import LineStatus
from matcher.domain.line_list.columns import split
from matcher.domain.register import COLUMNS_OF, HygieneFinding, Record, RecordKind
from matcher.domain.upkeep.freshness import say_age
from matcher.domain.upkeep.line_history import HistoryStep
from matcher.render.list_json import change_object, counts_object
from matcher.service.compare_versions import compare_versions, read_version
from matcher.service.export_lines import ExportedList, ExportFormat, export_lines
from matcher.service.list_hygiene import list_hygiene
from matcher.service.lists.list_looks import ReadFrom
from matcher.service.read_history import read_history
from matcher.service.read_line import EntryView, read_entries, read_line
from matcher.web.adapter import Api, Call
from matcher.web.reasons import reason_of
from matcher.web.wire_proposals import ChangeWire, LinePath, PlanCountsWire
from matcher.web.wire_register import (
    DiffQuery,
    EntriesQuery,
    EntryPageWire,
    EntryWire,
    ExportQuery,
    FindingWire,
    HistoryPageWire,
    HistoryQuery,
    HistoryStepWire,
    HygienePageWire,
    HygieneQuery,
    LineDetailWire,
    OnPhonesWire,
    ReadFromWire,
    RecordKeyWire,
    VersionDetailWire,
    VersionDiffWire,
    VersionPath,
)

api = Api("Line list")

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEEDED = {"Linewatch-Reason": "What the list is exported for, in a few words; put on record. Needed."}
#: What is found under `/lines/` and is no line.
_NO_LINES = ("export", "hygiene", "imports", "proposals", "searches")


@api.operation("GET", "/lines/export", media_type=_CSV, other_media_types=(_XLSX,), headers=_NEEDED, problems=("403", "409", "422"))
async def export(call: Call, query: ExportQuery) -> web.Response:
    """Give the lines you may know of as a list file. It is a disclosure: it takes a reason, and is put on record.

    Entries with handling code C stay, unless you ask for them and may have them. A file that is no whole list has `-part` in its name and a
    column `part_of_list`, and is not imported as a whole.
    """
    made = await export_lines(
        call.house.vault,
        call.actor,
        call.house.lists,
        form=ExportFormat(query.format),
        reason=reason_of(call.request),
        with_conditions=query.conditions == "true",
        now=call.now,
        origin=call.origin,
    )
    return file_answer(made)


def file_answer(made: ExportedList) -> web.Response:
    """Answer with the list as a file."""
    headers = {
        "Content-Type": _XLSX if made.name.endswith(ExportFormat.XLSX) else f"{_CSV}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{made.name}"',
    }
    return web.Response(body=made.content, headers=headers)


@api.operation("GET", "/lines/hygiene", returns=HygienePageWire, problems=("404", "409"))
async def hygiene(call: Call, query: HygieneQuery) -> HygienePageWire:
    """List what is to be mended on the lines you may know of, the most urgent first."""
    house = call.house
    found = await list_hygiene(
        house.vault,
        call.actor,
        house.lists,
        code=query.code,
        line_id=query.line,
        limit=query.limit,
        cursor=query.cursor,
        now=call.now,
        origin=call.origin,
    )
    return HygienePageWire(
        line_list=_read_from(found.read_from),
        counts={code.value: count for code, count in found.counts.items()},
        items=[_finding(each) for each in found.items],
        cursor=found.cursor,
    )


@api.operation("GET", "/lines/{id}", returns=LineDetailWire, no_ids=_NO_LINES)
async def get_line(call: Call, path: LinePath) -> LineDetailWire:
    """Read a line that you may know of, removed or not."""
    found = await read_line(call.house.vault, call.actor, call.house.lists, path.id, now=call.now, origin=call.origin)
    return _line(found.record, found.status, found.numbers, found.people, found.removed, found.read_from)


@api.operation("GET", "/lines/{id}/numbers", returns=EntryPageWire)
async def get_numbers(call: Call, path: LinePath, query: EntriesQuery) -> EntryPageWire:
    """List the numbers of a line and the people linked to it, what was removed behind what counts; with each number what came of it."""
    house = call.house
    found = await read_entries(
        house.vault,
        call.actor,
        house.lists,
        path.id,
        with_removed=query.removed == "true",
        limit=query.limit,
        cursor=query.cursor,
        now=call.now,
        origin=call.origin,
    )
    return EntryPageWire(line_list=_read_from(found.read_from), items=[_entry(each) for each in found.items], cursor=found.cursor)


@api.operation("GET", "/lines/{id}/history", returns=HistoryPageWire)
async def get_history(call: Call, path: LinePath, query: HistoryQuery) -> HistoryPageWire:
    """Read what became of a line and all that hangs on it: every field before and after, who proposed and published it, when and why."""
    house = call.house
    found = await read_history(
        house.vault,
        call.actor,
        house.lists,
        path.id,
        record_id=query.record,
        limit=query.limit,
        cursor=query.cursor,
        now=call.now,
        origin=call.origin,
    )
    return HistoryPageWire(items=[_step(each, found.account_names) for each in found.items], cursor=found.cursor)


@api.operation("GET", "/list-versions/{id}", returns=VersionDetailWire)
async def get_version(call: Call, path: VersionPath) -> VersionDetailWire:
    """Read one version of the list."""
    found = await read_version(call.house.vault, call.actor, call.house.lists, path.id, now=call.now, origin=call.origin)
    fresh = found.read_from.freshness
    return VersionDetailWire(
        id=found.read_from.version_id,
        version=found.read_from.version,
        name=found.read_from.name,
        published_at=fresh.published_at,
        published_by=found.published_by,
        published_by_name=found.published_by_name,
        proposal_id=found.proposal_id,
        is_current=found.is_current,
        age_days=fresh.age_days,
        is_old=fresh.is_old,
        lines=found.lines,
        numbers=found.numbers,
        associates=found.people,
    )


@api.operation("GET", "/list-versions/{id}/diff", returns=VersionDiffWire)
async def get_diff(call: Call, path: VersionPath, query: DiffQuery) -> VersionDiffWire:
    """Read what became of one version of the list in another, by line."""
    house = call.house
    found = await compare_versions(
        house.vault,
        call.actor,
        house.lists,
        path.id,
        since_id=query.since,
        limit=query.limit,
        cursor=query.cursor,
        now=call.now,
        origin=call.origin,
    )
    return VersionDiffWire(
        since=None if found.since is None else _read_from(found.since),
        version=_read_from(found.version),
        is_backwards=found.is_backwards,
        counts=PlanCountsWire(**counts_object(found.counts), unchanged=found.unchanged),
        changes=[ChangeWire(**change_object(each, found.line_names)) for each in found.changes],
        cursor=found.cursor,
    )


def _read_from(read_from: ReadFrom) -> ReadFromWire:
    fresh = read_from.freshness
    return ReadFromWire(
        version_id=read_from.version_id,
        version=read_from.version,
        name=read_from.name,
        published_at=fresh.published_at,
        age_days=fresh.age_days,
        is_old=fresh.is_old,
        age_warning=say_age(fresh, read_from.version) or None,
    )


def _line(record: Record, status: LineStatus, numbers: int, people: int, removed: int, read_from: ReadFrom) -> LineDetailWire:
    get = record.get
    return LineDetailWire(
        id=record.id,
        name=get("name") or None,
        aliases=_several(get("aliases")),
        status=status.value,
        exporting_area=get("exporting_area") or None,
        importing_areas=_several(get("importing_areas")),
        visibility=record.visibility.value,
        owner_unit=get("owner_unit") or None,
        markers=sorted(_several(get("markers"))),
        ocg_urn=get("ocg_urn") or None,
        review_due=date.fromisoformat(get("review_due")) if get("review_due") else None,
        closure_type=get("closure_type") or None,
        closed_on=get("closed_on") or None,
        commodities=_several(get("commodities")),
        group=get("group") or None,
        removed=record.removed,
        numbers=numbers,
        associates=people,
        removed_entries=removed,
        line_list=_read_from(read_from),
    )


def _several(text: str) -> list[str]:
    return list(split(text))


#: Fields of an entry that travel as they are kept.
_TEXTS = frozenset({*COLUMNS_OF[RecordKind.NUMBER], *COLUMNS_OF[RecordKind.ASSOCIATE]} - {"reported_by_sources"})


def _entry(view: EntryView) -> EntryWire:
    record = view.record
    sources = record.get("reported_by_sources")
    return EntryWire(
        id=record.id,
        kind=record.kind,
        line_id=record.line_id,
        e164=view.e164,
        is_protected=view.is_protected,
        is_live=view.is_live,
        removed=record.removed,
        predecessor_id=view.predecessor_id,
        successor_id=view.successor_id,
        reported_by_sources=int(sources) if sources else None,
        on_phones=None if view.on_phones is None else OnPhonesWire(**asdict(view.on_phones)),
        **{name: record.get(name) or None for name in _TEXTS},
    )


def _step(step: HistoryStep, names: Mapping[str, str]) -> HistoryStepWire:
    by, told = step.publication, change_object(step.change)
    return HistoryStepWire(
        version_id=by.version_id,
        version=by.number,
        published_at=by.published_at,
        published_by=by.published_by,
        published_by_name=names.get(by.published_by),
        proposal_id=by.proposal_id,
        proposed_by=by.proposed_by,
        proposed_by_name=names.get(by.proposed_by or ""),
        proposed_at=by.proposed_at,
        reason=by.reason,
        decision=by.decision,
        deed=step.deed,
        kind=step.change.kind,
        id=step.change.id,
        number=told["number"],
        name=told["name"],
        removed=told["removed"],
        fields=told["fields"],
    )


def _finding(found: HygieneFinding) -> FindingWire:
    return FindingWire(
        code=found.code,
        kind=found.kind,
        id=found.id,
        line_id=found.line_id,
        sentence=found.sentence,
        advice=found.advice,
        others=[RecordKeyWire(kind=kind, id=id_) for kind, id_ in found.others],
        due=found.due,
    )
