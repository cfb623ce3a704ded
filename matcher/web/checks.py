"""Typed numbers, asked with a purpose, a reference and a reason."""

from __future__ import annotations

from matcher.service.check_gate import CheckRequest, TypedNumber
from matcher.web.adapter import Access, Api, Call, Written
from matcher.web.who import bearer_of, caller_of
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
    actor = (await caller_of(call.request)).actor if bearer is None else None
    numbers = tuple([TypedNumber(each.raw, each.ref) for each in body.numbers])
    asked = CheckRequest(numbers, body.purpose, body.reference, body.reason, bearer, actor, call.idempotency_key, call.origin)
    return Written((await call.house.gate.check(asked, now=call.now)).body)
