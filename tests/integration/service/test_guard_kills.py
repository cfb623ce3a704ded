"""kill -9 while a number that was protected by mistake is taken out, and while it is brought back: each is gone on with, and done once."""

import asyncio
import signal
from datetime import timedelta

import pytest

import dying
from dying import BRING_BACK, KEEP_OUT, address_of, check_trail, open_desk, open_store, work_until_idle
from guarding import protect, unprotect
from legal_metadata import PACE
from matcher.store.schema.answers import alerts, jobs, matches, unmatched_numbers
from matcher.store.schema.lists import set_aside_numbers
from people import NOW
from submitting import NOBODY, OPEN_NUMBER, a_card, new_desk

STEPS = KEEP_OUT + BRING_BACK
#: On the server those at which its own transactions and locks are at work.
CASES = [("sqlite", step) for step in STEPS] + [("postgresql", step) for step in STEPS if step.endswith("transaction")]


async def prepare(engine, folder):
    """Make a store with two phones that have a number of the list; give its address."""
    desk = await new_desk(engine, folder)
    for numbers in ((OPEN_NUMBER, NOBODY), (OPEN_NUMBER, "07700 900222")):
        await desk.hand_in(a_card(*numbers), **PACE)
    await desk.work()
    url = address_of(desk.vault, folder)
    await desk.vault.db.close()
    return url


async def deed(url, folder, do):
    """Do something in the store, as another process does."""
    vault = open_store(url, folder)
    desk = await open_desk(vault)
    desk.now = NOW + timedelta(minutes=1)
    told = await do(desk)
    await vault.db.close()
    return told


async def work(url, folder, step=None):
    """Do the work that waits; where a step is given, a process does that is killed at it, and another one goes on."""
    if step is not None:
        done = await asyncio.to_thread(dying.die, url, folder, "work", step, "k-1", "2")
        assert done.returncode == -signal.SIGKILL, done.stderr
    await deed(url, folder, lambda desk: work_until_idle(desk.vault, at=NOW + timedelta(hours=1)))


@pytest.mark.parametrize(("engine", "step"), CASES)
async def test_a_mistake_is_undone_whole_whenever_somebody_is_killed(engine, step, tmp_path):
    """Both phones have their match and their alerts again, each once; nothing stays aside and nothing is left to do."""
    url = await prepare(engine, tmp_path)
    unmatched = await deed(url, tmp_path, lambda desk: desk.rows(unmatched_numbers))
    entry = await deed(url, tmp_path, lambda desk: protect(desk, OPEN_NUMBER))
    await work(url, tmp_path, step if step in KEEP_OUT else None)
    out = await deed(url, tmp_path, lambda desk: desk.rows(matches))
    await deed(url, tmp_path, lambda desk: unprotect(desk, entry))
    await work(url, tmp_path, step if step in BRING_BACK else None)

    vault = open_store(url, tmp_path)
    desk = await open_desk(vault)
    told, faults = await check_trail(vault)
    assert (out, faults) == ([], [])
    assert sorted((row["line_id"], row["found_by"]) for row in await desk.rows(matches)) == [("L-0043", "retro-match")] * 2
    # For the officer, for the supervisors and analysts, and for partners what brings them the concern.
    raised = sorted((row["submission_id"], row["rule"], row["for_role"] or "") for row in await desk.rows(alerts) if row["submission_id"])
    phones = sorted({submission for submission, *_ in raised})
    assert len(phones) == 2
    each = [("AR-12", "safeguarding"), ("AR-19", ""), ("AR-19", "analyst"), ("AR-19", "supervisor")]
    assert raised == [(phone, *told_to) for phone in phones for told_to in each]
    assert (await desk.rows(unmatched_numbers), await desk.rows(set_aside_numbers)) == (unmatched, [])
    assert told.count("submission:matched_later") == 2
    assert {row["state"] for row in await desk.rows(jobs)} == {"done"}
    await vault.db.close()
