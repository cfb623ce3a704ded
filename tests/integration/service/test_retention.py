"""What was kept long enough is removed, with an event in the trail, and nothing that was not."""

import asyncio
from datetime import timedelta

import pytest

from dying import StillHouse
from matcher.domain.access.audit import AuditAction
from matcher.errors import NotAllowed
from matcher.service.run_retention import Removed, run_retention
from matcher.store import steps, strides
from matcher.store.checks import StoredCheck, putting_down
from matcher.store.idempotency import claim_key
from matcher.store.schema.answers import checks, unmatched_numbers
from matcher.store.schema.trail import audit_events, idempotency_keys
from matcher.store.together import execute_together
from matcher.worker import run_worker
from submitting import NOBODY, a_card

NOTHING = Removed(0, 0, 0, 0, 0)
MANY = [f"07700 9002{at:02d}" for at in range(10)]


async def ask(desk, name, *, days_ago, numbers=2):
    """Put a typed question into the store."""
    actor = desk.actor("north-coordinator")
    at = desk.now - timedelta(days=days_ago)
    asked = StoredCheck(name, 1, at, actor.organisation_id, actor.user_id, b"r" * 32, (b"n" * 32,) * numbers, "lst_1")
    async with desk.vault.db.write() as connection:
        await execute_together(connection, putting_down(connection, [asked]))


async def retain(desk, **changed):
    """Run it as a worker does."""
    return await run_retention(desk.vault, **{"checks_days": 90, "now": desk.now, "origin": "worker", **changed})


async def told(desk):
    """Give what the trail tells of retention."""
    kinds = {each.value for each in (AuditAction.UNMATCHED_EXPIRED, AuditAction.CHECKS_EXPIRED, AuditAction.RETENTION_RUN)}
    return [row["action"] for row in await desk.rows(audit_events) if row["action"] in kinds]


async def test_numbers_that_match_nothing_go_after_their_last_day(desk):
    """On their last day they are there, on the day after they are gone, and the trail tells so once."""
    await desk.hand_in(a_card(NOBODY, *MANY))
    await desk.work()
    (last_day,) = {row["expires_on"] for row in await desk.rows(unmatched_numbers)}

    early = await retain(desk, now=desk.now + timedelta(days=90))
    kept = len(await desk.rows(unmatched_numbers))
    late = await retain(desk, now=desk.now + timedelta(days=91))
    again = await retain(desk, now=desk.now + timedelta(days=91))

    assert last_day == f"{desk.now + timedelta(days=90):%Y-%m-%d}"
    assert (early.unmatched, kept, late.unmatched, again) == (0, 12, 12, NOTHING)
    assert await desk.rows(unmatched_numbers) == []
    assert await told(desk) == ["unmatched:expired"]


async def test_typed_numbers_go_after_the_days_that_were_set(desk):
    """Rows of questions older than the setting are removed, younger ones stay, and the trail tells so."""
    for name, days in (("chk_old", 31), ("chk_young", 29)):
        await ask(desk, name, days_ago=days)

    removed = await retain(desk, checks_days=30)

    assert removed == Removed(0, 2, 0, 0, 0)
    assert {row["id"] for row in await desk.rows(checks)} == {"chk_young"}
    assert await told(desk) == ["checks:expired"]


async def test_keys_of_requests_go_after_a_week(desk):
    """A key of the day before is kept, one of eight days ago is not; neither is of interest to the trail."""
    actor = desk.actor("north-submitter")
    for key, days in (("old", 8), ("young", 1)):
        async with desk.vault.db.write() as connection:
            at = desk.now - timedelta(days=days)
            await claim_key(connection, desk.vault.keys, actor.user_id, key, request_hash="h" * 64, object_id="sub_1", now=at)

    removed = await retain(desk)

    assert removed == Removed(0, 0, 1, 0, 0)
    assert [row["key"] for row in await desk.rows(idempotency_keys)] == ["young"]
    assert await told(desk) == []


async def test_what_an_interrupted_run_left_the_next_one_removes(desk, monkeypatch):
    """Removed a stride at a time: what is gone before a failure stays gone and is on record, the rest goes later."""
    monkeypatch.setattr(strides, "_EMBEDDED_ROWS", 3)
    monkeypatch.setattr(strides, "_SERVER_ROWS", 3)
    await desk.hand_in(a_card(NOBODY, *MANY))
    await desk.work()
    seen = []

    def at(step):
        seen.append(step)
        if seen.count("retention:within-stride") == 3:
            raise ZeroDivisionError

    monkeypatch.setattr(steps, "reached", at)
    with pytest.raises(ZeroDivisionError):
        await retain(desk, now=desk.now + timedelta(days=91))
    left, after_first = len(await desk.rows(unmatched_numbers)), await told(desk)
    monkeypatch.undo()
    removed = await retain(desk, now=desk.now + timedelta(days=91))

    assert (left, after_first) == (12 - 6, ["unmatched:expired"])
    assert removed.unmatched == 6
    assert await told(desk) == ["unmatched:expired", "unmatched:expired"]


async def test_whoever_asks_for_it_at_the_machine_is_on_record(desk):
    """Asking at the machine is an event though nothing is removed; nobody asks for it from elsewhere."""
    actor = desk.actor("north-auditor")

    with pytest.raises(NotAllowed):
        await retain(desk, actor=actor)

    assert await told(desk) == []


async def test_a_worker_runs_it_every_day(desk):
    """A worker does so at its start, and again when a day has passed."""
    house = StillHouse(desk.vault, desk.lists, at=desk.now)
    stop = asyncio.Event()
    await ask(desk, "chk_first", days_ago=91)

    async def gone():
        async with asyncio.timeout(30):
            while await desk.rows(checks):  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        group.create_task(run_worker(house, stop=stop))
        await gone()
        await ask(desk, "chk_second", days_ago=91)
        house.at += timedelta(days=1)
        await gone()
        stop.set()

    assert await told(desk) == ["checks:expired", "checks:expired"]
