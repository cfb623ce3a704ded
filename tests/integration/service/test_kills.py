"""kill -9 at every named step: what was accepted is answered once, what was not leaves nothing, and the trail is whole."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta

import pytest

import dying
from dying import PHONE, STEPS, address_of, check_trail, open_desk, open_store, work_until_idle
from matcher.service.erase_submission import erase_submission
from matcher.service.tidy_store import tidy_store
from matcher.store.schema.answers import alerts, jobs, matches, outbox, results, submissions, unmatched_numbers
from people import NOW
from submitting import new_desk

ALL = [(action, step) for action, several in STEPS.items() for step in several]
#: On the server those at which its own transactions and locks are at work.
ON_SERVER = [(action, step) for action, step in ALL if step.endswith(("transaction", "commit"))]
CASES = [("sqlite", *each) for each in ALL] + [("postgresql", *each) for each in ON_SERVER]


def die(url, folder, action, step):
    """Run a process that kills itself at a step, and give what it said before."""
    done = dying.die(url, folder, action, step)
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout.split()


async def prepare(engine, folder, action):
    """Make a store in the state in which an action begins, and give its address."""
    desk = await new_desk(engine, folder)
    if action != "submit":
        await desk.hand_in(PHONE, key="k-1")
    if action == "erase":
        await desk.work()
    await desk.vault.db.close()
    return address_of(desk.vault, folder)


@pytest.mark.parametrize(("engine", "action", "step"), CASES)
async def test_nothing_is_lost_or_done_twice_by_a_kill(engine, action, step, tmp_path):
    """After a kill at the step, a restart and a repeated request, the store is as if nothing had happened."""
    url = await prepare(engine, tmp_path, action)
    accepted = await asyncio.to_thread(die, url, tmp_path, action, step)

    vault = open_store(url, tmp_path)
    desk = await open_desk(vault)
    if action == "submit":
        receipt = await desk.hand_in(PHONE, key="k-1")
        assert accepted in ([], [receipt.submission_id])
    if action == "erase":
        (row,) = await desk.rows(submissions)
        report = await erase_submission(vault, desk.actor("north-submitter"), row["id"], policy=desk.policy, **desk.ask)
        assert set(report.left.values()) == {0}
    await work_until_idle(vault, at=NOW + timedelta(hours=1))
    told, faults = await check_trail(vault)
    (row,) = await desk.rows(submissions)
    counted = [len(await desk.rows(table)) for table in (results, matches, alerts, outbox, unmatched_numbers)]
    # What a crash left in the folder goes when nothing can be under way any more; files have the clock of the machine.
    await tidy_store(vault, now=datetime.now(UTC) + timedelta(hours=7))
    assert (told.count("submission:received"), told.count("submission:matched"), faults) == (1, 1, [])
    assert list(vault.originals.folder.iterdir()) == []
    if action == "erase":
        assert (row["erased_at"] is not None, counted) == (True, [0, 0, 0, 0, 0])
    else:
        assert (row["status"], counted) == ("done", [3, 1, 1, 1, 2])
        assert {each["state"] for each in await desk.rows(jobs)} == {"done"}
    await vault.db.close()
