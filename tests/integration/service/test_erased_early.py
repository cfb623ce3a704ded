"""What is told of a submission that was erased before it was answered, on both engines."""

from __future__ import annotations

import pytest

from matcher.domain.submissions.codes import ERASED
from matcher.service.erase_submission import erase_submission
from matcher.service.read_submission import read_submission
from matcher.service.watch_submission import watch_submission
from matcher.store import steps
from matcher.store.schema.answers import jobs, submissions
from submitting import NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list

PHONE = a_card(OPEN_NUMBER, NOBODY)


class Died(Exception):
    """The worker ended here."""


async def erase(desk, submission_id):
    return await erase_submission(
        desk.vault, desk.actor("north-submitter"), submission_id, reason="Asked for", policy=desk.policy, **desk.ask
    )


async def begun(desk, monkeypatch, step):
    """Hand a file in, and let the worker die at a step."""
    receipt = await desk.hand_in(PHONE, key="k-1")

    def die(name):
        if name == step:
            raise Died

    monkeypatch.setattr(steps, "reached", die)
    with pytest.raises(Died):
        await desk.work()
    monkeypatch.setattr(steps, "reached", lambda _name: None)
    return receipt.submission_id


@pytest.mark.parametrize("step", ["screening:leftovers-removed", "screening:reading-recorded", "screening:matching-recorded"])
async def test_an_erased_submission_without_an_answer_has_an_end(desk, monkeypatch, step):
    """Whatever was being done, it has failed, with a code and with what the person can do."""
    await desk.publish(a_list(OPEN_LINE))
    submission_id = await begun(desk, monkeypatch, step)
    await erase(desk, submission_id)

    told = await read_submission(desk.vault, desk.actor("north-submitter"), submission_id, **desk.ask)

    assert (told.status, told.code, told.erased_at) == ("failed", ERASED, desk.now)
    assert "erased" in told.hint
    assert await desk.rows(jobs, submission_id=submission_id) == []


async def test_a_submission_that_had_ended_keeps_its_end(desk):
    """What was answered stays done, and says that it was erased."""
    await desk.publish(a_list(OPEN_LINE))
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    await erase(desk, receipt.submission_id)

    (row,) = await desk.rows(submissions)

    assert (row["status"], row["code"], row["erased_at"] is not None) == ("done", None, True)


async def test_whoever_follows_it_is_told_the_end(desk, monkeypatch):
    """The stream says that it failed, and ends; so does one that is begun afterwards."""
    await desk.publish(a_list(OPEN_LINE))
    submission_id = await begun(desk, monkeypatch, "screening:reading-recorded")
    who = desk.actor("north-submitter")
    events = await watch_submission(desk.vault, who, submission_id, **desk.ask)
    first = await anext(events)
    await erase(desk, submission_id)
    rest = [each async for each in events]
    later = [each async for each in await watch_submission(desk.vault, who, submission_id, **desk.ask)]

    assert rest[-1].status == "failed"
    assert [each.number for each in rest] == sorted({each.number for each in rest})
    assert rest[-1].number > first.number
    assert [each.status for each in later] == ["failed"]


@pytest.mark.parametrize(("step", "status"), [("screening:reading-recorded", "failed"), (None, "done")])
async def test_a_repeated_request_says_that_what_it_made_was_erased(desk, monkeypatch, step, status):
    """The key gives the same id with its end and when it was erased; nothing is made anew."""
    await desk.publish(a_list(OPEN_LINE))
    if step is None:
        submission_id = (await desk.hand_in(PHONE, key="k-1")).submission_id
        await desk.work()
    else:
        submission_id = await begun(desk, monkeypatch, step)
    before = await desk.hand_in(PHONE, key="k-1")
    await erase(desk, submission_id)
    again = await desk.hand_in(PHONE, key="k-1")

    assert (before.submission_id, before.status, before.erased_at) == (submission_id, "received", None)
    assert (again.submission_id, again.is_new, again.status, again.erased_at) == (submission_id, False, status, desk.now)
    assert len(await desk.rows(submissions)) == 1
