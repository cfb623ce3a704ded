"""What verifying the trail says of reasons that are gone, and of the reports of erasures, on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from looking_back import handed_in
from matcher.cli.at_the_machine import actor_of
from matcher.domain.access.audit import ChainFaultKind
from matcher.domain.access.audit_query import AuditQuery
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.service.add_guard_number import add_guard_number
from matcher.service.erase_submission import erase_submission
from matcher.service.keep_out_number import keep_out_number
from matcher.service.read_audit import read_audit
from matcher.service.review_match import Finding, review_match
from matcher.service.verify_audit import verify_audit
from matcher.store.jobs import JobKind, take_job
from matcher.store.schema.answers import alerts
from matcher.store.schema.trail import audit_events, erasures
from submitting import COVERT_NUMBER, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list

GONE, CHANGED = ChainFaultKind.REASON_GONE, ChainFaultKind.ERASURE_CHANGED


async def verified(desk):
    return await verify_audit(desk.vault, actor_of(None), **desk.ask)


async def change(desk, *statements):
    async with desk.vault.db.write() as connection:
        for statement in statements:
            await connection.execute(statement)


async def event_of(desk, action):
    """Give the number of the only event of a kind."""
    (row,) = await desk.rows(audit_events, action=action)
    return row["sequence"]


@pytest.fixture
async def erased(desk):
    """Erase a submission that somebody looked at and gave a verdict on, each for a reason."""
    await desk.publish(a_list(OPEN_LINE))
    receipt = await desk.hand_in(a_card(OPEN_NUMBER, NOBODY))
    await desk.work()
    answer = await desk.result(receipt.submission_id, "north-reviewer", need="Strategy meeting about Robin")
    (match,) = answer["matches"]
    await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], finding=Finding.CONFIRMED, reason="his solicitor", **desk.ask)
    await erase_submission(
        desk.vault, desk.actor("north-submitter"), receipt.submission_id, reason="Asked for by the parent", policy=desk.policy, **desk.ask
    )
    return desk


async def test_reasons_that_an_erasure_took_are_counted_and_the_trail_is_whole(erased):
    """What was typed about the submission and about its match is gone lawfully; the reason of the erasure stays."""
    found = await verified(erased)

    assert (found.faults, found.erased_reasons) == ((), 2)


async def test_a_reason_that_nothing_recorded_took_is_a_fault(erased):
    """Each reason that somebody deletes at the database is told with its event, also one that an erasure had taken before."""
    await change(erased, sa.update(audit_events).values(reason_sealed=None))

    found = await verified(erased)

    about = [await event_of(erased, action) for action in ("submission:result_consulted", "match:reviewed", "submission:erased")]
    gone = {each.sequence for each in found.faults if each.kind is GONE}
    assert set(about) <= gone
    assert found.erased_reasons == 0


async def test_a_mark_of_another_event_explains_nothing(erased):
    """What stands in place of an erased reason opens in its own place only."""
    erasing = await event_of(erased, "submission:erased")
    mark = sa.select(audit_events.c.reason_sealed).where(audit_events.c.action == "match:reviewed").scalar_subquery()
    await change(erased, sa.update(audit_events).where(audit_events.c.sequence == erasing).values(reason_sealed=mark))

    assert erasing in {each.sequence for each in (await verified(erased)).faults}


@pytest.mark.parametrize(
    "change_it",
    [sa.delete(erasures), sa.update(erasures).values(account_id="acc_x"), sa.update(erasures).values(at="2026-04-20T12:00:00.000001Z")],
)
async def test_a_report_of_an_erasure_that_is_gone_or_another_one_is_a_fault(erased, change_it):
    """The event that tells of the erasure is named."""
    await change(erased, change_it)

    found = await verified(erased)

    assert [(each.kind, each.sequence) for each in found.faults] == [(CHANGED, await event_of(erased, "submission:erased"))]


async def test_a_report_of_an_erasure_that_never_was_is_a_fault(erased):
    """Nobody makes an erasure up at the database."""
    row = (await erased.rows(erasures))[0]
    await change(erased, sa.insert(erasures).values({**row, "submission_id": "sub_made_up"}))

    assert [each.kind for each in (await verified(erased)).faults] == [CHANGED]


async def test_reasons_that_went_with_a_protected_number_are_counted(desk):
    """The entry that keeps the number out is named where the reason stood, and the trail knows of it."""
    await desk.publish(a_list(OPEN_LINE))
    receipt = await desk.hand_in(a_card(OPEN_NUMBER, NOBODY))
    await desk.work()
    (match,) = (await desk.result(receipt.submission_id, "north-reviewer"))["matches"]
    await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], finding=Finding.CONFIRMED, reason="his solicitor", **desk.ask)
    draft = GuardDraft(guard=Guard.PROTECTED, group="confidential-person", number=OPEN_NUMBER, last=None, label="x", reason="y", source="z")
    await add_guard_number(desk.vault, desk.actor("north-safeguarding"), desk.lists, draft, **desk.ask)
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)

    found = await verified(desk)

    assert (found.faults, found.erased_reasons) == ((), 1)


@pytest.mark.parametrize("who", ["north-auditor", "north-supervisor"])
async def test_the_history_of_an_alert_goes_on_with_the_submission_it_went_over_to(desk, who):
    """Each says which alert of which erased submission it was; of one on a covert line the trail has no event, for a miss has none."""
    first, second, third = [await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER, *more) for more in ((), (), (NOBODY,))]
    (was,) = await desk.rows(alerts, is_restricted=False)

    for _ in range(2):
        await erase_submission(desk.vault, desk.actor("north-submitter"), first, policy=desk.policy, **desk.ask)

    assert await desk.rows(alerts, is_restricted=True)
    (now,) = await desk.rows(alerts, is_restricted=False)
    assert now["submission_id"] in {second, third}
    (event,) = await desk.rows(audit_events, action="alert:handed_over")
    assert (event["object_id"], event["organisation_id"]) == (now["id"], desk.house.north.id)
    query = AuditQuery(object_id=now["id"])
    page = await read_audit(desk.vault, desk.actor(who), query, **desk.ask)
    assert [(each.event.action, each.event.reason) for each in page.entries] == [("alert:handed_over", f"{was['id']} of {first}")]
    assert (await verified(desk)).faults == ()
