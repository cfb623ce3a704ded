"""The line list: what of it somebody may read."""

from __future__ import annotations

from matcher.service.read_lines import LinesView, ListedLine, VersionView, list_versions, read_lines
from matcher.store.cursors import read_cursor, write_cursor
from matcher.web.adapter import IS_A_LOOK, Api, Call
from matcher.web.lines_in_turn import reading_on
from matcher.web.wire import PageQuery
from matcher.web.wire_lines import LinePageWire, LineWire, ListFactsOut, ListVersionPageWire, ListVersionWire, SearchBody

api = Api("Line list")

#: What cursors are good for.
_VERSIONS = "list-versions"


@api.operation("GET", "/lines", returns=LinePageWire, problems=("409",))
async def get_lines(call: Call, query: PageQuery) -> LinePageWire:
    """List the lines of the current list that you may know of, by id."""
    return await _lines(call, query.limit, query.cursor)


@api.operation("POST", "/lines/searches", returns=LinePageWire, problems=("409",), repeated=IS_A_LOOK)
async def search_lines(call: Call, body: SearchBody) -> LinePageWire:
    """Find lines by id, name, area, group, or a number in any spelling, among those you may know of.

    `line_list` is that of the whole list. Numbers they have or had count, those of linked people too; a protected one is found nowhere.
    """
    return await _lines(call, body.limit, body.cursor, body.text)


async def _lines(call: Call, limit: int, cursor: str | None, sought: str | None = None) -> LinePageWire:
    place = reading_on(call.house.vault.keys, call.actor.user_id, cursor)
    found = await read_lines(call.house.vault, call.actor, call.house.lists, now=call.now, origin=call.origin, sought=sought)
    shown, more = place.page(found, limit)
    return LinePageWire(line_list=_facts(found), items=[_line(each) for each in shown], cursor=more)


@api.operation("GET", "/list-versions", returns=ListVersionPageWire)
async def get_list_versions(call: Call, query: PageQuery) -> ListVersionPageWire:
    """List the versions of the list, the newest first."""
    keys, account = call.house.vault.keys, call.actor.user_id
    before = read_cursor(keys, _VERSIONS, account, query.cursor)
    found = await list_versions(call.house.vault, call.actor, now=call.now, origin=call.origin)
    left = [each for each in found if before is None or each.number < int(before[0])]
    shown = left[: query.limit]
    more = write_cursor(keys, _VERSIONS, account, (str(shown[-1].number), shown[-1].id)) if len(left) > len(shown) else None
    return ListVersionPageWire(items=[_version(each) for each in shown], cursor=more)


def _facts(view: LinesView) -> ListFactsOut:
    facts = view.facts
    return ListFactsOut(
        version_id=view.version_id,
        version=facts.version,
        name=facts.name,
        sha256=facts.sha256,
        published_at=view.published_at,
        lines=facts.lines,
        numbers=facts.numbers,
    )


def _line(listed: ListedLine) -> LineWire:
    line = listed.line
    return LineWire(
        id=line.id,
        name=line.name,
        aliases=list(line.aliases),
        status=line.status.value,
        exporting_area=line.exporting_area,
        importing_areas=list(line.importing_areas),
        markers=sorted(each.value for each in line.markers),
        visibility=line.visibility.value,
        owner_unit=line.owner_unit,
        review_due=line.review_due,
        closed_on=line.closed_on,
        numbers=listed.numbers,
    )


def _version(view: VersionView) -> ListVersionWire:
    return ListVersionWire(
        id=view.id,
        version=view.number,
        name=view.name,
        published_at=view.published_at,
        published_by=view.published_by,
        published_by_name=view.published_by_name,
    )
