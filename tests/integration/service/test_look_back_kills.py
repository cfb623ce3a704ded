"""kill -9 at every named step of a look back: it is gone on with, and leaves what one that was not killed leaves."""

import asyncio
import signal
from datetime import timedelta

import pytest

import dying
from dying import LOOK_BACK, address_of, check_trail, open_desk, open_store, work_until_idle
from legal_metadata import PACE
from matcher.domain.register import RecordKind
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.store.schema.answers import alerts, jobs, matches, outbox, unmatched_numbers
from matcher.store.schema.lists import recall_notices, recalls, retro_runs
from people import NOW
from submitting import NOBODY, OPEN_NUMBER, a_card, new_desk

#: Cut off long before the phones were handed in, so that it can only have been given out again (domain 5.2).
CLOSED_BEFORE = {"closure_type": "type2", "closed_on": "2025-06-30", "first_seen": "2025-01-01", "last_seen": "2025-06-30"}

#: On the server those at which its own transactions and locks are at work.
CASES = [("sqlite", step) for step in LOOK_BACK] + [("postgresql", step) for step in LOOK_BACK if step.endswith("transaction")]

#: Those that a version comes to which changes dates alone.
REDATED = ("recall:within-transaction", "recall:one-recalled", "retro-match:batch-done", "retro-match:before-close")


async def prepare(engine, folder, **fields):
    """Make a store with phones that were answered, and a version that says something else of a number of theirs; give its address."""
    desk = await new_desk(engine, folder)
    vault = desk.vault
    for at, numbers in enumerate(((OPEN_NUMBER, NOBODY), (NOBODY, "07700 900222"), (OPEN_NUMBER,))):
        await desk.hand_in(a_card(*numbers), **PACE, **{"subject.reference": f"S-{at}"})
    await desk.work()
    async with vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    (wrong,) = [each for each in register.live() if each.kind is RecordKind.NUMBER and each.line_id == "L-0043"]
    draft = ProposalDraft((ChangeDraft(RecordKind.NUMBER, wrong.id, fields=fields),), "It was mistyped.")
    proposal = await propose_changes(vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)
    await desk.let_out(proposal.id, who=desk.at_the_machine())
    url = address_of(vault, folder)
    await vault.db.close()
    return url


async def outcome(url, folder):
    """Look back until nothing is left to do, and give what is left of it without ids and moments."""
    vault = open_store(url, folder)
    desk = await open_desk(vault)
    await work_until_idle(vault, at=NOW + timedelta(hours=1))
    told, faults = await check_trail(vault)
    assert faults == []
    found = {
        "matches": sorted((row["line_id"], row["found_by"], row["recall_id"] is not None) for row in await desk.rows(matches)),
        "alerts": sorted((row["rule"], row["recipient_id"] or "", row["recall_id"] is not None) for row in await desk.rows(alerts)),
        "notices": sorted((row["recipient"], bool(row["alert_id"])) for row in await desk.rows(recall_notices)),
        "rows": [len(await desk.rows(table)) for table in (outbox, unmatched_numbers)],
        "runs": [(row["state"], row["numbers_done"]) for row in await desk.rows(retro_runs)],
        "recalls": [row["finished_at"] is not None for row in await desk.rows(recalls)],
        "deeds": (told.count("submission:matched_later"), told.count("submission:recalled")),
        "jobs": {row["state"] for row in await desk.rows(jobs)},
    }
    await vault.db.close()
    return found


@pytest.mark.parametrize(("engine", "step"), CASES)
async def test_a_look_back_that_is_killed_leaves_what_one_that_was_not_leaves(engine, step, tmp_path):
    """Two phones match later, two are recalled, each once; nothing is left to do."""
    url = await prepare(engine, tmp_path, number=NOBODY)
    done = await asyncio.to_thread(dying.die, url, tmp_path, "work", step)
    assert done.returncode == -signal.SIGKILL, done.stderr

    found = await outcome(url, tmp_path)

    assert found["matches"] == [
        ("L-0043", "retro-match", False),
        ("L-0043", "retro-match", False),
        ("L-0043", "screening", True),
        ("L-0043", "screening", True),
    ]
    assert [rule for rule, *_ in found["alerts"]].count("AR-19") == 2
    assert all(is_recalled is (rule != "AR-19") for rule, _, is_recalled in found["alerts"])
    assert len(found["notices"]) == len(set(found["notices"])) * 2
    assert found["deeds"] == (2, 2)
    assert (found["runs"], found["recalls"], found["jobs"]) == ([("done", 1)], [True], {"done"})


@pytest.mark.parametrize(("engine", "step"), [case for case in CASES if case[1] in REDATED])
async def test_a_recall_by_dates_that_is_killed_leaves_what_one_that_was_not_leaves(engine, step, tmp_path):
    """Each phone is judged by itself: two are recalled, each once, whichever of them was done before."""
    url = await prepare(engine, tmp_path, **CLOSED_BEFORE)
    done = await asyncio.to_thread(dying.die, url, tmp_path, "work", step)
    assert done.returncode == -signal.SIGKILL, done.stderr

    found = await outcome(url, tmp_path)

    assert found["matches"] == [("L-0043", "screening", True), ("L-0043", "screening", True)]
    assert found["alerts"]
    assert all(is_recalled for *_, is_recalled in found["alerts"])
    assert len(found["notices"]) == len(set(found["notices"])) * 2
    assert found["deeds"] == (0, 2)
    assert (found["runs"], found["recalls"], found["jobs"]) == ([("done", 1)], [True, True], {"done"})
