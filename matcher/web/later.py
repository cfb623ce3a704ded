"""What a published version does to earlier answers: how far the look back is, and who is told of what was taken back."""

from __future__ import annotations

from matcher.service.read_notices import read_notices
from matcher.service.read_retro_run import read_retro_run
from matcher.web.adapter import Api, Call
from matcher.web.wire import PageQuery
from matcher.web.wire_later import NoticePageWire, NoticeWire, RetroRunPath, RetroRunWire

api = Api("Look back")


@api.operation("GET", "/list-versions/{id}/retro-match", returns=RetroRunWire)
async def get_retro_run(call: Call, path: RetroRunPath) -> RetroRunWire:
    """Say how far the search for the new and changed numbers of a version in earlier submissions is."""
    house = call.house
    found = await read_retro_run(house.vault, call.actor, house.lists, path.id, now=call.now, origin=call.origin)
    return RetroRunWire(
        version_id=found.version_id, version=found.version, state=found.state, numbers_done=found.numbers_done, numbers=found.numbers
    )


@api.operation("GET", "/notices", returns=NoticePageWire)
async def get_notices(call: Call, query: PageQuery) -> NoticePageWire:
    """List what you were told and does not hold any more, holds again, or was erased, the newest first. Reading is put on record."""
    house = call.house
    found = await read_notices(
        house.vault, call.actor, policy=house.policy, limit=query.limit, cursor=query.cursor, now=call.now, origin=call.origin
    )
    items = [
        NoticeWire(
            id=each.id,
            submission=each.submission_id,
            alerts=list(each.alert_ids),
            line=each.line_id,
            version=each.version,
            cause=each.cause,
            restored=each.is_restored,
            erased=each.is_erasure,
            sentence=each.sentence,
            action=each.action,
            created_at=each.created_at,
            read_at=each.read_at,
        )
        for each in found.items
    ]
    return NoticePageWire(items=items, cursor=found.cursor)
