"""Typed numbers: answered in order, the same whatever may not be known, held to caps, on record, once, on both engines."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa

import beginnings
from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction
from matcher.domain.access.check_limits import Caps
from matcher.errors import (
    CheckCapReached,
    KeyReused,
    NeedNotStated,
    NoLineList,
    NotAllowed,
    NotSignedIn,
    StoreUnavailable,
)
from matcher.service.check_gate import CheckGate, CheckRequest, TypedNumber
from matcher.service.lists.line_lists import LineLists
from matcher.store.alerts import page_of_alerts
from matcher.store.api_tokens import make_token, revoke_token
from matcher.store.audit import read_trail
from matcher.store.line_lists import NewList, insert_version
from matcher.store.schema import identity, trail
from matcher.store.schema.answers import alerts, checks
from matcher.store.schema.identity import accounts, api_tokens
from matcher.store.schema.trail import audit_events, idempotency_keys
from people import NOW, House, later, new_house
from sealing import renewed
from submitting import means

OPEN, OPEN_TOO, COVERT, COVERT_OTHER, NOWHERE, PROTECTED = (
    "07700 900123",
    "07700 900456",
    "07700 900666",
    "07700 900667",
    "07700 900999",
    "0800 1111",
)
LIST = f"""line_id,name,number,visibility,owner_unit,first_seen,last_seen,source_grade,intel_grade,associate_name,associate_role
L-1,Larkspur,{OPEN},open_to_force,Hillside,2026-02-01,2026-04-19,2,B,,
L-2,Bracken,{OPEN_TOO},open_to_force,Hillside,2026-02-01,2026-04-19,2,B,,
L-3,Foxglove,{COVERT},covert,Hillside,2026-02-01,2026-04-19,2,B,,
L-4,Teasel,{COVERT_OTHER},covert,Riverside,2026-02-01,2026-04-19,2,B,,
"""
FEW = Caps()
MANY = Caps(**dict.fromkeys(Caps.__dataclass_fields__, 10**9))


@dataclass
class Desk:
    """Two organisations, a list of the north, and a gate."""

    house: House
    gate: CheckGate

    def actor(self, role: str = "coordinator", **changed: object) -> Actor:
        return self.house.actor(f"north-{role}", **changed)

    def ask(self, *numbers: str, **changed: object) -> CheckRequest:
        typed = tuple(TypedNumber(raw, f"n-{at}") for at, raw in enumerate(numbers))
        asked = CheckRequest(typed, "locate-missing-person", "M-2026-81", "Named by her mother", actor=self.actor(), origin="test")
        return asked._replace(**changed)

    async def answer(self, *numbers: str, now=NOW, **changed: object) -> dict:
        if actor := changed.get("actor"):
            # The store says the same of them as they say themselves.
            await self.change(actor, is_cleared=actor.is_cleared)
        return json.loads((await self.gate.check(self.ask(*numbers, **changed), now=now)).body)

    async def change(self, actor: Actor, **changed: object) -> None:
        async with self.house.vault.db.write() as connection:
            await connection.execute(sa.update(accounts).where(accounts.c.id == actor.user_id).values(**changed))

    async def count(self, table, *where) -> int:
        async with self.house.vault.db.read() as connection:
            return await connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where))

    async def token(self, role: str = "coordinator", *more: str) -> tuple[str, str]:
        account = self.house.people[f"north-{role}"]
        async with self.house.vault.db.write() as connection:
            made = await make_token(
                connection, account.id, name="program", scopes=frozenset({"check:numbers", *more}), now=NOW, expires_at=later(days=1)
            )
        return made.token, made.about.id


async def publish(house: House, content: str, *, word: str = "north") -> str:
    """Publish a list of an organisation and give the id of the version."""
    analyst = house.people[f"{word}-analyst"]
    new = NewList(analyst.organisation_id, "lines.csv", "0" * 64, analyst.id, 4, 4, content.encode())
    async with house.vault.db.write() as connection:
        return (await insert_version(connection, house.vault.keys, new, now=NOW)).id


def a_gate(house: House, caps: Caps = FEW) -> CheckGate:
    """Give a gate over a store, as a process of the service has one."""
    return CheckGate(house.vault, LineLists(house.vault, means().lists), means().thresholds, caps=caps)


made = beginnings.begins_with("house", new_house)


@pytest.fixture
def house(made):
    """Give a store with two organisations and their people."""
    return made


@pytest.fixture
async def desk(house):
    """Give a gate with the caps that are shipped."""
    await publish(house, LIST)
    async with a_gate(house) as gate:
        yield Desk(house, gate)


@pytest.fixture
async def wide(house):
    """Give a gate whose caps refuse nothing."""
    await publish(house, LIST)
    async with a_gate(house, MANY) as gate:
        yield Desk(house, gate)


def bare(body: dict, raw: str) -> str:
    """Give an answer without ids, times and the number itself."""
    text = re.sub(r"chk_\w+", "chk", json.dumps(body))
    e164 = body["answers"][0]["e164"]
    return text.replace(raw, "RAW").replace(e164, "E164")


async def test_whoever_lost_the_role_before_their_turn_is_refused(desk):
    """A session is looked up before a question waits; what counts is what the store says when it is answered."""
    asked = desk.ask(OPEN)
    await desk.change(asked.actor, roles="admin")

    with pytest.raises(NotAllowed):
        await desk.gate.check(asked, now=NOW)


async def test_numbers_are_answered_in_the_order_asked_in_the_shape_of_the_contract(desk):
    """Every number has its answer in its place, with the name it was given."""
    body = await desk.answer(NOWHERE, OPEN, "no number at all", OPEN_TOO)

    assert set(body) >= {"statement", "line_list", "answers"}
    assert [each["ref"] for each in body["answers"]] == ["n-0", "n-1", "n-2", "n-3"]
    assert [each["e164"] for each in body["answers"]] == ["+447700900999", "+447700900123", None, "+447700900456"]
    assert [[match["line"]["id"] for match in each["matches"]] for each in body["answers"]] == [[], ["L-1"], [], ["L-2"]]
    assert body["statement"].startswith("2 numbers match 2 lines in lines.csv version 1 ")


async def test_a_text_that_is_no_number_is_answered_as_such(desk):
    """Whatever cannot be read has a status and no number, and spoils no other answer."""
    body = await desk.answer("hello", "07700 900 1", "12345", OPEN)

    assert [each["status"] for each in body["answers"]][3] == "ok"
    assert all(each["e164"] is None and each["status"] not in {"ok", "ok_repaired"} for each in body["answers"][:3])


@pytest.mark.parametrize("role", ["submitter", "coordinator", "reviewer", "supervisor"])
async def test_a_covert_number_a_protected_one_and_one_on_no_list_are_answered_the_same(desk, role):
    """Byte for byte, but for the number that was asked for, the id and the time."""
    told = {raw: await desk.answer(raw, actor=desk.actor(role)) for raw in (NOWHERE, COVERT, COVERT_OTHER, PROTECTED)}

    texts = {bare(body, raw) for raw, body in told.items()}

    assert len(texts) == 1
    assert "No releasable match" in texts.pop()


async def test_a_covert_number_takes_the_steps_of_one_on_no_list(desk):
    """What is written of the three is alike: rows, events, and the length of every column but the token."""
    for raw in (NOWHERE, COVERT, PROTECTED):
        await desk.answer(raw)

    async with desk.house.vault.db.read() as connection:
        rows = (await connection.execute(sa.select(checks).order_by(checks.c.sequence))).mappings().all()
        events = [event async for event in read_trail(connection, desk.house.vault.keys)]

    of_checks = [event for event in events if event.object_type == "check"]
    assert [row["numbers"] for row in rows] == [1, 1, 1]
    assert {(event.action, event.outcome, event.reason) for event in of_checks} == {
        (AuditAction.NUMBERS_CHECKED, "done", "locate-missing-person: Named by her mother")
    }


async def test_a_protected_number_leaves_no_trace(desk):
    """Not even its token is kept."""
    await desk.answer(PROTECTED)

    assert await desk.count(checks, checks.c.number_token.is_not(None)) == 0


async def test_who_may_know_of_a_covert_line_is_told(desk):
    """The cleared see all restricted lines, analysts those of their own unit, which is Hillside here."""
    cleared = await desk.answer(COVERT, COVERT_OTHER, actor=desk.actor("reviewer", is_cleared=True))
    analyst = await desk.answer(COVERT, COVERT_OTHER, actor=desk.actor("analyst"))

    assert [[match["line"]["id"] for match in each["matches"]] for each in cleared["answers"]] == [["L-3"], ["L-4"]]
    assert [[match["line"]["id"] for match in each["matches"]] for each in analyst["answers"]] == [["L-3"], []]
    assert analyst["line_list"] != cleared["line_list"]


async def test_a_unit_reads_no_row_that_counts_lines_of_others(house):
    """Of its own covert line an analyst reads the row it has where no restricted one is counted; the cleared read that of the file."""
    other = f"L-4,Teasel,{COVERT_OTHER},covert,Riverside,2026-02-01,2026-04-19,2,B,,\n"
    await publish(house, LIST.replace(other, "").replace("L-1,", f"{other}L-1,"))
    async with a_gate(house) as gate:
        desk = Desk(house, gate)
        cleared = await desk.answer(COVERT, actor=desk.actor("reviewer", is_cleared=True))
        analyst = await desk.answer(COVERT, actor=desk.actor("analyst"))

    rows = [[match["list_entry"]["row"] for match in told["answers"][0]["matches"]] for told in (cleared, analyst)]
    assert rows == [[5], [4]]
    assert "row 4 of the list" in analyst["answers"][0]["matches"][0]["explanation"]


async def test_a_clearance_without_a_role_it_is_meant_for_opens_nothing(desk):
    """A coordinator who is cleared by mistake is answered as any other."""
    told = await desk.answer(COVERT, actor=desk.actor(is_cleared=True))

    assert bare(told, COVERT) == bare(await desk.answer(NOWHERE), NOWHERE)


async def test_a_submitter_sees_number_and_name_of_the_line_only(desk):
    """How the list knows it is for those who weigh it."""
    match = (await desk.answer(OPEN, actor=desk.actor("submitter")))["answers"][0]["matches"][0]
    full = (await desk.answer(OPEN, actor=desk.actor("reviewer")))["answers"][0]["matches"][0]

    assert (match["line"]["name"], match["list_entry"]["grading"], match["strength"]) == ("Larkspur", None, None)
    assert (full["line"]["name"], full["list_entry"]["grading"]) == ("Larkspur", "2B")


@pytest.mark.parametrize("role", ["safeguarding", "auditor", "admin"])
async def test_who_asks_no_such_questions_is_refused_and_the_refusal_is_on_record(desk, role):
    """The matrix of the trade decides."""
    with pytest.raises(NotAllowed):
        await desk.answer(OPEN, actor=desk.actor(role))

    assert await desk.count(audit_events, audit_events.c.action == AuditAction.ACCESS_DENIED.value) == 1
    assert await desk.count(checks) == 0


@pytest.mark.parametrize("missing", ["purpose", "reference", "reason"])
async def test_a_question_without_its_grounds_is_refused_before_anything_is_looked_up(desk, missing):
    """What is missing is named, and the refusal is on record."""
    with pytest.raises(NeedNotStated) as caught:
        await desk.answer(OPEN, **{missing: "  "})

    assert [fault.place for fault in caught.value.faults] == [missing]
    with pytest.raises(NeedNotStated) as caught:
        await desk.answer(OPEN, **{missing: "."})
    assert [fault.place for fault in caught.value.faults] == [missing]
    assert await desk.count(audit_events, audit_events.c.action == AuditAction.NUMBERS_CHECK_REFUSED.value) == 2


async def test_numbers_that_cannot_be_asked_for_are_named(desk):
    """An empty text and one without end are faults of the question."""
    with pytest.raises(NeedNotStated) as caught:
        await desk.answer(OPEN, " ", "7" * 201)

    assert [fault.place for fault in caught.value.faults] == ["numbers.1.raw", "numbers.2.raw"]


async def test_many_questions_without_grounds_are_told_to_the_auditor(desk):
    """From the sixth in an hour on there is one alert, and not one for each."""
    for _ in range(9):
        with pytest.raises(NeedNotStated):
            await desk.answer(OPEN, reference="")

    assert await desk.count(alerts, alerts.c.rule == "AR-25") == 1


async def test_grounds_are_kept_sealed_and_the_reference_as_a_token(desk):
    """Purpose and reason stand in the trail for who may read it; the reference and the number stand nowhere in the store."""
    await desk.answer(OPEN, reference="M-2026-XYZ")

    async with desk.house.vault.db.read() as connection:
        row = (await connection.execute(sa.select(checks))).mappings().one()
        event = (await connection.execute(sa.select(audit_events).where(audit_events.c.object_id == row["id"]))).mappings().one()
    kept = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in (*row.values(), *event.values()))

    assert row["account_id"] == desk.actor().user_id
    assert not any(word in kept for word in (b"M-2026-XYZ", b"900123", b"Named by", b"locate-missing-person"))


async def test_a_reference_is_the_same_however_it_is_written_and_another_in_another_organisation(desk):
    """Blanks and capitals make no new case; the same words elsewhere do."""
    await publish(desk.house, LIST, word="south")
    await desk.answer(OPEN, reference="M-2026-81")
    await desk.answer(OPEN, reference=" m-2026-81 ")
    await desk.answer(OPEN, reference="M-2026-81", actor=desk.house.actor("south-coordinator"))

    async with desk.house.vault.db.read() as connection:
        tokens = (await connection.execute(sa.select(checks.c.reference_token).order_by(checks.c.sequence))).scalars().all()

    assert tokens[0] == tokens[1] != tokens[2]


async def test_an_organisation_is_answered_from_its_own_list(desk):
    """Nothing of another one's list is known, and one without a list is told so."""
    with pytest.raises(NoLineList):
        await desk.answer(OPEN, actor=desk.house.actor("south-coordinator"))
    await publish(desk.house, LIST.replace(OPEN, "07700 900111"), word="south")

    told = await desk.answer(OPEN, "07700 900111", actor=desk.house.actor("south-coordinator"))

    assert [len(each["matches"]) for each in told["answers"]] == [0, 1]


async def test_a_newer_list_answers_from_the_next_question_on(desk):
    """The list is swapped whole, and every answer names its version."""
    before = await desk.answer(NOWHERE)
    await publish(desk.house, LIST.replace(OPEN, NOWHERE))
    after = await desk.answer(NOWHERE, OPEN)

    assert (before["line_list"]["version"], after["line_list"]["version"]) == ("1", "2")
    assert [len(each["matches"]) for each in after["answers"]] == [1, 0]


async def test_what_goes_over_a_cap_is_refused_told_and_on_record(desk):
    """The thirty-first question of a minute is refused, whatever it would have been answered, and the auditor hears of it once."""
    for _ in range(30):
        await desk.answer(NOWHERE, OPEN, reference="R-1")
    for raw in (NOWHERE, OPEN, COVERT, PROTECTED):
        with pytest.raises(CheckCapReached) as caught:
            await desk.answer(raw, reference="R-1")
        assert (caught.value.code, caught.value.retry_after_seconds) == ("check-cap", 3600)

    vault = desk.house.vault
    async with vault.db.read() as connection:
        (alert,) = await page_of_alerts(connection, vault.keys, alerts.c.rule == "AR-25", with_restricted=False, limit=5)
    assert (alert.about_id, alert.urgency, alert.body["recipients"]) == (desk.actor().user_id, "P2", ["auditor"])
    assert await desk.count(checks) == 60
    assert await desk.count(audit_events, audit_events.c.action == AuditAction.NUMBERS_CHECK_REFUSED.value) == 4


async def test_caps_hold_when_all_ask_at_once(desk):
    """Of a hundred questions that come together as many are answered as one after the other."""
    asked = (desk.gate.check(desk.ask(f"07700 900{at:03d}", OPEN), now=NOW) for at in range(100))

    told = await asyncio.gather(*asked, return_exceptions=True)

    assert sum(isinstance(each, CheckCapReached) for each in told) == 70
    assert await desk.count(checks) == 60


async def test_caps_hold_over_two_processes(desk):
    """What one process answered counts in the other at once."""
    async with a_gate(desk.house) as second:
        gates = [desk.gate, second] * 50
        told = await asyncio.gather(*(gate.check(desk.ask(OPEN, NOWHERE), now=NOW) for gate in gates), return_exceptions=True)

    assert sum(isinstance(each, CheckCapReached) for each in told) == 70
    assert not [each for each in told if isinstance(each, Exception) and not isinstance(each, CheckCapReached)]


async def test_caps_hold_after_a_restart(desk):
    """What was asked is known from the store, not from the process."""
    for _ in range(30):
        await desk.answer(OPEN)
    async with a_gate(desk.house) as second:
        with pytest.raises(CheckCapReached):
            await second.check(desk.ask(OPEN), now=later(seconds=1))
        await second.check(desk.ask(OPEN), now=later(hours=2))


async def test_several_numbers_in_one_text_count_as_several(desk):
    """A cap on numbers is none that a slash gets around."""
    with pytest.raises(CheckCapReached):
        await desk.answer(*[f"{OPEN} / {OPEN_TOO}"] * 11)


async def test_a_reference_and_an_organisation_have_caps_of_their_own(house):
    """Several people who ask under one reference, or for one organisation, are held together."""
    await publish(house, LIST)
    caps = replace(MANY, reference_numbers_per_day=2, organisation_numbers_per_day=3)
    async with a_gate(house, caps) as gate:
        desk = Desk(house, gate)
        for role in ("coordinator", "reviewer"):
            await desk.answer(OPEN, actor=desk.actor(role))
        with pytest.raises(CheckCapReached):
            await desk.answer(OPEN, actor=desk.actor("submitter"))
        await desk.answer(OPEN, actor=desk.actor("submitter"), reference="another")
        with pytest.raises(CheckCapReached):
            await desk.answer(OPEN, actor=desk.actor("supervisor"), reference="a third")


async def test_one_number_asked_for_again_and_again_is_answered_and_told_to_the_auditor(desk):
    """Covert, listed or on no list: the answer stays, and the auditor hears of it."""
    for _ in range(6):
        await desk.answer(COVERT)

    assert await desk.count(checks) == 6
    assert await desk.count(alerts, alerts.c.rule == "AR-25") == 1


async def test_a_thousand_identical_questions_are_one(wide):
    """One idempotency key: one answer, one event, one count."""
    asked = [wide.gate.check(wide.ask(OPEN, idempotency_key="k-1"), now=later(seconds=at % 7)) for at in range(1000)]

    told = {answer.body for answer in await asyncio.gather(*asked)}

    assert len(told) == 1
    assert await wide.count(checks) == 1
    assert await wide.count(idempotency_keys) == 1
    assert await wide.count(audit_events, audit_events.c.action == AuditAction.NUMBERS_CHECKED.value) == 1


async def test_a_repeated_question_is_answered_from_the_list_and_moment_of_the_first(desk):
    """Also by another process, and after a newer list was published."""
    first = await desk.gate.check(desk.ask(OPEN, idempotency_key="k-1"), now=NOW)
    await publish(desk.house, LIST.replace(OPEN, NOWHERE))
    async with a_gate(desk.house) as second:
        again = await second.check(desk.ask(OPEN, idempotency_key="k-1"), now=later(minutes=5))

    assert again == first


async def test_a_repeated_question_is_answered_again_after_the_key_of_the_store_was_renewed(desk):
    """The hash by which it is known was made with the key of before; another question under its key is still refused."""
    first = await desk.gate.check(desk.ask(OPEN, idempotency_key="k-1"), now=NOW)
    vault = desk.house.vault
    async with a_gate(replace(desk.house, vault=replace(vault, keys=renewed(vault.keys)))) as second:
        again = await second.check(desk.ask(OPEN, idempotency_key="k-1"), now=later(minutes=5))
        with pytest.raises(KeyReused):
            await second.check(desk.ask(NOWHERE, idempotency_key="k-1"), now=later(minutes=5))

    assert again == first


async def test_a_key_that_stood_for_another_question_is_refused(desk):
    """The same key does not stand for two things; another account may use the same one."""
    await desk.answer(OPEN, idempotency_key="k-1")

    with pytest.raises(KeyReused):
        await desk.answer(NOWHERE, idempotency_key="k-1")
    await desk.answer(NOWHERE, idempotency_key="k-1", actor=desk.actor("reviewer"))


async def test_a_repeated_question_is_answered_as_its_asker_may_see_it_now(desk):
    """Who lost the clearance is not told again what it opened."""
    cleared = desk.actor("reviewer", is_cleared=True)
    before = await desk.answer(COVERT, actor=cleared, idempotency_key="k-1")
    after = await desk.answer(COVERT, actor=replace(cleared, is_cleared=False), idempotency_key="k-1")

    assert (len(before["answers"][0]["matches"]), len(after["answers"][0]["matches"])) == (1, 0)


async def test_a_token_opens_what_it_was_made_for_until_it_is_revoked(wide):
    """Of questions that are under way when it is revoked, those that are answered later are refused; none of the others fails."""
    token, token_id = await wide.token()
    lasting, _ = await wide.token("reviewer")

    async def ask(at):
        bearer = token if at % 2 else lasting
        return bearer, await asyncio.gather(wide.gate.check(wide.ask(OPEN, actor=None, bearer=bearer), now=NOW), return_exceptions=True)

    async def revoke():
        async with wide.house.vault.db.write() as connection:
            await revoke_token(connection, token_id, now=NOW)

    told = await asyncio.gather(*(ask(at) for at in range(300)), revoke(), *(ask(at) for at in range(300)))
    with pytest.raises(NotSignedIn):
        await wide.gate.check(wide.ask(OPEN, actor=None, bearer=token), now=NOW)

    answers = [each for each in told if each is not None]
    assert not [answer for bearer, (answer,) in answers if bearer == lasting and isinstance(answer, Exception)]
    assert all(isinstance(answer, NotSignedIn) for _, (answer,) in answers if isinstance(answer, Exception))


@pytest.mark.parametrize("bearer", ["", "nonsense", "tok_00000000000000000000000000." + "a" * 43])
async def test_what_is_no_token_opens_nothing(desk, bearer):
    """Nobody is answered, and nothing is looked up for nobody."""
    with pytest.raises(NotSignedIn):
        await desk.answer(OPEN, actor=None, bearer=bearer)

    assert await desk.count(checks) == 0


async def test_the_use_of_a_token_is_noted(desk):
    """Its owner sees that it is in use."""
    token, token_id = await desk.token()
    await desk.answer(OPEN, actor=None, bearer=token)

    assert await desk.count(api_tokens, api_tokens.c.id == token_id, api_tokens.c.last_used_at.is_not(None)) == 1


async def test_a_refusal_of_one_is_no_other_one_s(wide):
    """Questions that are refused for every reason, and questions that are answered, come together."""
    asked = [
        wide.ask(OPEN),
        wide.ask(OPEN, reason=""),
        wide.ask(OPEN, actor=None, bearer="nonsense"),
        wide.ask(OPEN, actor=wide.actor("auditor")),
        wide.ask(OPEN, actor=wide.house.actor("south-coordinator")),
        wide.ask(OPEN, idempotency_key="with\0nul"),
        wide.ask("\ud800 lone", OPEN, reason="Named \ud800 twice"),
        wide.ask(NOWHERE),
    ] * 20

    told = await asyncio.gather(*(wide.gate.check(each, now=NOW) for each in asked), return_exceptions=True)

    kinds = [type(each).__name__ for each in told[:8]]
    assert kinds == ["CheckAnswer", "NeedNotStated", "NotSignedIn", "NotAllowed", "NoLineList", "NeedNotStated", *["CheckAnswer"] * 2]
    assert [type(each).__name__ for each in told] == kinds * 20


async def test_what_breaks_on_one_question_breaks_no_other(wide):
    """A question that the store itself cannot take fails alone."""
    # No engine can write half a character.
    asked = [wide.ask(OPEN), wide.ask(OPEN, origin="\ud800"), wide.ask(NOWHERE)] * 10

    told = await asyncio.gather(*(wide.gate.check(each, now=NOW) for each in asked), return_exceptions=True)

    assert all(isinstance(each, UnicodeEncodeError) is (at % 3 == 1) for at, each in enumerate(told))
    assert await wide.count(checks) == 20


async def test_who_goes_away_while_waiting_disturbs_nobody(wide):
    """Half of the askers hang up; the others are answered."""
    tasks = [asyncio.create_task(wide.gate.check(wide.ask(OPEN), now=NOW)) for _ in range(40)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()

    told = await asyncio.gather(*tasks, return_exceptions=True)

    assert not [each for each in told[1::2] if isinstance(each, BaseException)]


async def test_every_answer_is_on_record_before_it_is_given(wide):
    """As many events as answers, in one chain, at every moment."""
    for _ in range(5):
        await asyncio.gather(*(wide.gate.check(wide.ask(OPEN), now=NOW) for _ in range(20)))
        events = await wide.count(audit_events, audit_events.c.action == AuditAction.NUMBERS_CHECKED.value)
        assert events == await wide.count(checks)
    async with wide.house.vault.db.read() as connection:
        rows = (await connection.execute(sa.select(checks.c.id, checks.c.sequence))).all()
        found = {event.object_id: event.sequence async for event in read_trail(connection, wide.house.vault.keys) if event.object_id}

    assert all(found[row.id] == row.sequence for row in rows)


async def test_a_gate_that_closes_answers_what_waits_and_takes_nothing_more(house):
    """Nobody is left without an answer."""
    await publish(house, LIST)
    gate = a_gate(house, MANY)
    desk = Desk(house, gate)
    async with gate:
        tasks = [asyncio.create_task(gate.check(desk.ask(OPEN), now=NOW)) for _ in range(30)]
        await asyncio.sleep(0)

    assert len({(await task).check_id for task in tasks}) == 30
    with pytest.raises(StoreUnavailable):
        await gate.check(desk.ask(OPEN), now=NOW)


async def test_a_list_that_cannot_be_loaded_fails_its_own_askers_only(wide):
    """A list whose content was changed is not answered from, and the others are."""
    await publish(wide.house, "no list at all\n", word="south")
    south = wide.house.actor("south-coordinator")

    told = await asyncio.gather(
        *(wide.gate.check(wide.ask(OPEN, actor=who), now=NOW) for who in (south, wide.actor()) * 5), return_exceptions=True
    )

    assert [isinstance(each, Exception) for each in told] == [True, False] * 5


async def ask_as_program(desk, bearer: str, *numbers: str) -> dict:
    """Ask with a token, as programs do: what is known of it from the last time is a guess, and no more."""
    return await desk.answer(*numbers, actor=None, bearer=bearer)


async def test_a_clearance_that_was_taken_away_opens_nothing_from_the_next_question_on(desk):
    """Whoever was cleared at the last question and is not at this one is answered as if they never had been."""
    account = desk.house.people["north-reviewer"]
    bearer, _ = await desk.token("reviewer", "match:read_restricted")
    is_cleared = identity.accounts.update().where(identity.accounts.c.id == account.id).values
    told = []
    for cleared in (True, True, False, False, True):
        async with desk.house.vault.db.write() as connection:
            await connection.execute(is_cleared(is_cleared=cleared))
        told.append(await ask_as_program(desk, bearer, COVERT))

    assert [len(each["answers"][0]["matches"]) for each in told] == [1, 1, 0, 0, 1]
    assert bare(told[2], COVERT) == bare(await ask_as_program(desk, (await desk.token("supervisor"))[0], NOWHERE), NOWHERE)


async def test_a_new_list_answers_the_next_question(desk):
    """A number that was listed a moment ago is on no list once a version without it is out, and the other way round."""
    bearer, _ = await desk.token()
    before = await ask_as_program(desk, bearer, OPEN, NOWHERE)
    await publish(desk.house, LIST.replace(OPEN, NOWHERE))
    after = await ask_as_program(desk, bearer, OPEN, NOWHERE)

    assert [len(each["matches"]) for each in before["answers"]] == [1, 0]
    assert [len(each["matches"]) for each in after["answers"]] == [0, 1]
    assert (before["line_list"]["version"], after["line_list"]["version"]) == ("1", "2")


async def test_who_knows_the_id_of_a_token_alone_is_nobody(desk):
    """A token whose owner is known, shown with another secret, is answered nothing, and nothing of it is counted."""
    bearer, token_id = await desk.token()
    await ask_as_program(desk, bearer, OPEN)

    with pytest.raises(NotSignedIn):
        await ask_as_program(desk, f"{token_id}.{'A' * 43}", OPEN)
    assert await desk.count(checks) == 1


async def test_what_changed_while_a_question_waited_for_its_turn_is_what_counts(desk):
    """A draft made before a token was revoked and a list replaced is thrown away in its turn."""
    bearer, token_id = await desk.token()
    other, _ = await desk.token("supervisor")
    await asyncio.gather(ask_as_program(desk, bearer, OPEN), ask_as_program(desk, other, OPEN))
    async with desk.house.vault.db.write() as connection:
        # Drafted while somebody else is at the trail: the questions wait for their turn.
        await connection.execute(sa.select(trail.audit_head).with_for_update())
        waiting = [asyncio.ensure_future(ask_as_program(desk, each, OPEN)) for each in (bearer, other)]
        await asyncio.sleep(0.2)
        assert not any(each.done() for each in waiting)
        await revoke_token(connection, token_id, now=NOW)
        analyst = desk.house.people["north-analyst"]
        new = NewList(analyst.organisation_id, "lines.csv", "1" * 64, analyst.id, 4, 4, LIST.replace(OPEN, NOWHERE).encode())
        await insert_version(connection, desk.house.vault.keys, new, now=NOW)
    refused, answered = await asyncio.gather(*waiting, return_exceptions=True)

    assert isinstance(refused, NotSignedIn)
    assert answered["line_list"]["version"] == "2"
    assert answered["answers"][0]["matches"] == []
