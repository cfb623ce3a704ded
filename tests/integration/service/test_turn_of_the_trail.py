"""Whoever asks for typed numbers has the turn of the trail, and waits behind it for nobody who waits for that turn, on both engines."""

import asyncio
from datetime import timedelta

from holding_up import hold_up
from matcher.domain.submissions.typed_check import CheckAnswer, CheckRequest, TypedNumber
from matcher.errors import NotSignedIn
from matcher.service import decide_proposal as deciding
from matcher.service import revoke_api_token as revoking
from matcher.service.check_gate import CheckGate
from matcher.store.api_tokens import make_token
from matcher.store.schema.lists import list_proposals
from submitting import OPEN_NUMBER, means

ASKER = "north-coordinator"


def a_request(**who):
    """Ask for one number."""
    typed = (TypedNumber(OPEN_NUMBER, "a"),)
    return CheckRequest(typed, "locate-missing-person", "M-2026-81", "Named by her mother", origin="192.0.2.7", **who)


async def asked_while(desk, monkeypatch, other, module, step, *requests):
    """Have numbers asked for while another use case stands before a step; give the end of that, and the answers."""
    reached = hold_up(monkeypatch, module, step)
    async with CheckGate(desk.vault, desk.lists, means().thresholds) as gate:
        begun = asyncio.create_task(other)
        await reached.wait()
        answers = (gate.check(each, now=desk.now) for each in requests)
        return await asyncio.gather(begun, *answers, return_exceptions=True)


async def test_a_number_is_answered_while_a_version_is_published(desk, monkeypatch):
    """What is put down belongs to the organisation whose lists the publication holds."""
    await desk.load(b"line_id,name,number,status\nL-9,Larkspur,07700 900199,active\n")
    (proposal,) = [each["id"] for each in await desk.rows(list_proposals) if each["state"] == "open"]
    other = desk.let_out(proposal, who=desk.at_the_machine("north-supervisor"))

    published, answer = await asked_while(desk, monkeypatch, other, deciding, "put_on_record", a_request(actor=desk.actor(ASKER)))

    assert not isinstance(published, BaseException), published
    assert isinstance(answer, CheckAnswer), answer


async def test_others_are_answered_while_a_token_is_revoked_that_asks_too(desk, monkeypatch):
    """That a token was used is not noted while somebody changes it: its program is answered, or told that it ended."""
    account = desk.house.people[ASKER]
    async with desk.vault.db.write() as connection:
        soon = desk.now + timedelta(days=1)
        made = await make_token(connection, account.id, name="p", scopes=frozenset({"check:numbers"}), now=desk.now, expires_at=soon)
    other = revoking.revoke_api_token(desk.vault, desk.actor(ASKER), made.about.id, **desk.ask)

    revoked, program, analyst = await asked_while(
        desk, monkeypatch, other, revoking, "put_on_record", a_request(bearer=made.token), a_request(actor=desk.actor("north-analyst"))
    )

    assert revoked is None
    assert isinstance(program, CheckAnswer | NotSignedIn), program
    assert isinstance(analyst, CheckAnswer), analyst
