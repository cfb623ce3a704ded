"""The organisation's own number lists: numbers that are protected, and numbers that are warned of."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.render.list_json import taken_back_object
from matcher.service.add_guard_number import add_guard_number, foresee_guard_number
from matcher.service.list_guard_numbers import GuardPage, list_guard_numbers
from matcher.service.remove_guard_number import remove_guard_number
from matcher.service.views.guard import GuardView
from matcher.service.views.guard_effect import GuardEffect
from matcher.web.adapter import CHANGES_NO_MORE, IS_A_LOOK, PREFIX, Api, Call, Located
from matcher.web.wire_numbers import (
    GuardBody,
    GuardEffectWire,
    GuardPageWire,
    GuardPath,
    GuardPreviewWire,
    GuardWire,
    NumbersQuery,
    ReadingBody,
    RemovalBody,
)

api = Api("Number lists")


@api.operation("POST", "/number-lists", status=201, returns=GuardWire, is_idempotent_by_key=True)
async def post_guard_number(call: Call, body: GuardBody) -> Located:
    """Set a number, a range or a short code apart, from this moment on.

    A protected one is also taken out of everything that was answered before, at once, and not all of that comes back:
    `POST /number-lists/previews` says first what rests on it.
    """
    made = await add_guard_number(
        call.house.vault, call.actor, call.house.lists, _draft(body), now=call.now, origin=call.origin, idempotency_key=call.idempotency_key
    )
    return Located(_wire(made), f"{PREFIX}/number-lists/{made.id}")


@api.operation("POST", "/number-lists/previews", returns=GuardPreviewWire, repeated=IS_A_LOOK)
async def preview_number(call: Call, body: GuardBody) -> GuardPreviewWire:
    """Say what it would do to set a number apart, with every fault of the entry. Nothing is changed.

    That somebody looked is put on record, and not at which number.
    """
    effect = await foresee_guard_number(call.house.vault, call.actor, call.house.lists, _draft(body), now=call.now, origin=call.origin)
    return GuardPreviewWire(on_line_list=_effect(effect))


@api.operation("GET", "/number-lists", returns=GuardPageWire)
async def get_guard_numbers(call: Call, query: NumbersQuery) -> GuardPageWire:
    """List your organisation's own warnings; of protected numbers, that there are some, for those who may know that."""
    found = await list_guard_numbers(
        call.house.vault, call.actor, query.list, now=call.now, origin=call.origin, limit=query.limit, cursor=query.cursor
    )
    return _page(found)


@api.operation("POST", "/number-lists/protected/readings", returns=GuardPageWire, repeated=IS_A_LOOK)
async def read_protected_numbers(call: Call, body: ReadingBody) -> GuardPageWire:
    """Read what is protected, on recorded need.

    The need is put on record with the look; it never stands in an address.
    """
    found = await list_guard_numbers(
        call.house.vault,
        call.actor,
        Guard.PROTECTED,
        now=call.now,
        origin=call.origin,
        need=body.need,
        limit=body.limit,
        cursor=body.cursor,
    )
    return _page(found)


@api.operation("DELETE", "/number-lists/{id}", status=204, repeated=CHANGES_NO_MORE, no_ids=("previews",))
async def delete_number(call: Call, path: GuardPath, body: RemovalBody) -> web.Response:
    """Take an entry off its list. It counts again from this moment on.

    A number that was protected for 30 days at most is also looked for again in the earlier phones it was taken out of, and told as found
    later. What their answers said of it, and what people wrote about that, is gone.
    """
    await remove_guard_number(call.house.vault, call.actor, path.id, reason=body.reason, now=call.now, origin=call.origin)
    return web.Response(status=204)


def _draft(body: GuardBody) -> GuardDraft:
    return GuardDraft(body.list, body.group, body.number, body.last, body.label, body.reason, body.source)


def _effect(effect: GuardEffect | None) -> GuardEffectWire | None:
    return None if effect is None else GuardEffectWire(lines=list(effect.lines), **taken_back_object(effect.taken))


def _page(found: GuardPage) -> GuardPageWire:
    return GuardPageWire(items=[_wire(each) for each in found.items], cursor=found.cursor)


def _wire(view: GuardView) -> GuardWire:
    entry = view.entry
    return GuardWire(
        id=view.id,
        list=view.guard,
        group=entry.group if entry else None,
        number=entry.first if entry else None,
        last=entry.last if entry and entry.last != entry.first else None,
        label=entry.label if entry else None,
        reason=entry.reason if entry else None,
        source=entry.source if entry else None,
        added_by=view.added_by,
        added_at=view.added_at,
        readable=view.is_readable,
        on_line_list=_effect(view.effect),
    )
