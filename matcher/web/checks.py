"""Typed numbers, asked with a purpose, a reference and a reason."""

from __future__ import annotations

from matcher.domain.access.actor import Actor
from matcher.service.check_gate import CheckRequest, TypedNumber
from matcher.web.adapter import PREFIX, Access, Api, Call, Written, read_as
from matcher.web.house import House
from matcher.web.meter import Meter
from matcher.web.options import WebOptions
from matcher.web.short_way import ShortWay
from matcher.web.who import bearer_of
from matcher.web.wire import CheckBody
from matcher.web.wire_answer import ChecksWire

api = Api("Checks")


@api.operation("POST", "/checks", returns=ChecksWire, access=Access.AT_THE_GATE, problems=("409", "429"), is_idempotent_by_key=True)
async def check_numbers(call: Call, body: CheckBody) -> Written:
    """Ask whether typed numbers stand on the list.

    Every question is put on record with its purpose, reference and reason. Answers come in the order asked.
    """
    # A token is looked up by the gate, with those of all the questions that are answered together.
    bearer = bearer_of(call.request)
    actor = call.actor if bearer is None else None
    asked = _asked(body, bearer, actor, call.idempotency_key, call.origin)
    return Written((await call.house.gate.check(asked, now=call.now)).body)


def short_way(house: House, options: WebOptions, meter: Meter) -> ShortWay:
    """Make the short way of this operation."""

    async def answer(raw: bytes, bearer: str, origin: str) -> bytes:
        asked = _asked(read_as(CheckBody, raw), bearer, None, None, origin)
        return (await house.gate.check(asked, now=house.now())).body

    return ShortWay(f"{PREFIX}/checks", answer, options, meter)


def _asked(body: CheckBody, bearer: str | None, actor: Actor | None, key: str | None, origin: str) -> CheckRequest:
    numbers = tuple([TypedNumber(each.raw, each.ref) for each in body.numbers])
    return CheckRequest(numbers, body.purpose, body.reference, body.reason, bearer, actor, key, origin)
