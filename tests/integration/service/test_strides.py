"""Numbers that match nothing come and go a stride at a time: whatever happens in between, none is left over and none is missing."""

import asyncio
import json

import pytest

from matcher.service.erase_submission import erase_submission
from matcher.service.tidy_store import tidy_store
from matcher.store import erasures as erasures_in_store
from matcher.store import steps, strides
from matcher.store.jobs import MOST_ATTEMPTS, LeaseLost
from matcher.store.schema.answers import submissions, unmatched_numbers
from matcher.store.schema.trail import erasures
from submitting import LEASE, NOBODY, a_card

MANY = [NOBODY, *(f"07700 9002{at:02d}" for at in range(10))]
PHONE = a_card(*MANY)


class Cut(Exception):
    """Stands for whatever ends a process between two strides."""


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Make strides so short that a phone of eleven numbers needs four of them."""
    monkeypatch.setattr(strides, "_EMBEDDED_ROWS", 3)
    monkeypatch.setattr(strides, "_SERVER_ROWS", 3)
    monkeypatch.setattr(erasures_in_store, "_AT_ONCE", 3)


def at_time(wanted, number, act):
    """Give a watcher of steps that acts when one is reached for the given time."""
    seen = []

    def reached(step):
        seen.append(step)
        if step == wanted and seen.count(wanted) == number:
            act()

    return reached


def cut():
    """End it."""
    raise Cut


async def interrupt(desk, monkeypatch, *, after):
    """Answer the one file until so many strides are written."""
    job = await desk.take()
    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", at_time("screening:after-stride", after, cut))
        with pytest.raises(Cut):
            await desk.run(job)
    return job


async def kept(desk):
    """Count the numbers that are there."""
    return len(await desk.rows(unmatched_numbers))


async def test_every_number_is_kept_once(desk):
    """All numbers of a phone are there when it is answered, none of them twice."""
    await desk.hand_in(PHONE)
    await desk.work()

    rows = await desk.rows(unmatched_numbers)

    assert {row["token"] for row in rows} == set(
        desk.vault.keys.tokens(f"+44{each.replace(' ', '')[1:]}" for each in (*MANY, "07700 900999"))
    )
    assert len(rows) == 12


async def test_what_an_attempt_wrote_before_it_was_cut_is_not_there_twice(desk, monkeypatch):
    """The attempt after one that was cut between two strides begins with nothing there, and ends with everything."""
    await desk.hand_in(PHONE)
    await interrupt(desk, monkeypatch, after=2)
    half = await kept(desk)
    desk.now += 2 * LEASE
    await desk.work()

    (row,) = await desk.rows(submissions)
    assert (half, row["status"], await kept(desk)) == (6, "done", 12)


async def test_a_file_that_is_given_up_leaves_no_number(desk, monkeypatch):
    """Where every attempt was cut between two strides the submission fails, and nothing of them is left."""
    await desk.hand_in(PHONE)
    for _ in range(MOST_ATTEMPTS):
        await interrupt(desk, monkeypatch, after=1)
        desk.now += 2 * LEASE
    await desk.work()

    (row,) = await desk.rows(submissions)
    assert (row["code"], await kept(desk)) == ("gave-up", 0)


async def test_whoever_lost_the_job_between_two_strides_writes_no_more(desk, monkeypatch):
    """A worker whose job is another's by now is refused at its next stride, and the other's numbers are whole."""
    await desk.hand_in(PHONE)
    late = await desk.take()
    loop = asyncio.get_running_loop()
    others = []

    async def overtake():
        desk.now += 2 * LEASE
        others.append(await desk.take())

    act = at_time("screening:after-stride", 2, lambda: others.append(loop.create_task(overtake())))
    monkeypatch.setattr(steps, "reached", act)
    monkeypatch.setattr(strides.asyncio, "sleep", _slowly(asyncio.sleep))
    with pytest.raises(LeaseLost):
        await desk.run(late)
    monkeypatch.undo()
    await desk.run(others[1])

    assert await kept(desk) == 12


def _slowly(sleep):
    """Give a rest that lets others through."""

    async def rest(seconds):
        await sleep(max(seconds, 0.3))

    return rest


async def test_a_large_erasure_leaves_nothing_and_proves_it(desk):
    """Numbers beyond what one transaction takes go after it; the report counts all of them, and says of none that it is left."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()

    report = await erase_submission(desk.vault, desk.actor("north-submitter"), receipt.submission_id, policy=desk.policy, **desk.ask)

    (row,) = await desk.rows(erasures)
    assert (report.removed["unmatched_numbers"], set(report.left.values())) == (12, {0})
    assert set(json.loads(row["report"])["left"].values()) == {0}
    assert await kept(desk) == 0


async def test_an_erasure_that_was_cut_comes_to_its_end(desk, monkeypatch):
    """Where a process ends after the transaction of a large erasure a worker removes the rest, and asking again gives the first report."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    with monkeypatch.context() as patch:
        patch.setattr(steps, "reached", at_time("erasure:after-commit", 1, cut))
        with pytest.raises(Cut):
            await erase_submission(desk.vault, desk.actor("north-submitter"), receipt.submission_id, policy=desk.policy, **desk.ask)
    half = await kept(desk)

    await tidy_store(desk.vault, now=desk.now)
    left = await kept(desk)
    report = await erase_submission(desk.vault, desk.actor("north-submitter"), receipt.submission_id, policy=desk.policy, **desk.ask)

    (row,) = await desk.rows(erasures)
    assert (half, left, report.removed["unmatched_numbers"]) == (9, 0, 12)
    assert set(json.loads(row["report"])["left"].values()) == {0}
