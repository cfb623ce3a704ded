"""What is done about the same person at the same time ends, and leaves one alert, on both engines."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from holding_up import hold_up
from looking_back import alerts_seen, handed_in
from matcher.errors import NotFound
from matcher.service import act_on_alert as acting
from matcher.service import erase_submission as erasing
from matcher.service import review_match as reviewing
from matcher.service.act_on_alert import AlertStep
from matcher.service.review_match import Finding
from matcher.store import handed_over
from matcher.store.schema.answers import alerts, repeated_alerts, submissions
from submitting import NOBODY, OPEN_NUMBER, a_card


async def in_hand(desk, *numbers):
    """Hand a file in a while later, and take its job."""
    desk.now += timedelta(seconds=2)
    receipt = await desk.hand_in(a_card(*numbers))
    return receipt.submission_id, await desk.take()


@pytest.mark.parametrize("erased_at", [0, 1], ids=["the first one", "the second one"])
async def test_an_erasure_and_a_screening_of_the_same_person_both_end(desk, monkeypatch, erased_at):
    """They lock what was handed in about the person in one order."""
    first = await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(hours=1)
    erased = [first, await handed_in(desk, OPEN_NUMBER)][erased_at]
    last, job = await in_hand(desk, OPEN_NUMBER, NOBODY)
    reached = hold_up(monkeypatch, erasing, "hand_over_alerts")
    submitter = desk.actor("north-submitter")

    erasure = asyncio.create_task(erasing.erase_submission(desk.vault, submitter, erased, policy=desk.policy, **desk.ask))
    await reached.wait()
    await asyncio.gather(erasure, desk.run(job))

    assert {each["id"]: each["status"] for each in await desk.rows(submissions) if each["id"] != erased}[last] == "done"
    assert len(await desk.rows(alerts)) == 1


async def test_a_finding_of_what_tells_an_earlier_file_and_a_screening_both_end(desk, monkeypatch):
    """The alert of a later file stands for one that was handed in before: what follows from the finding is locked in the same order."""
    first, early = await in_hand(desk, OPEN_NUMBER)
    desk.now += timedelta(seconds=2)
    second = await handed_in(desk, OPEN_NUMBER, NOBODY)
    await desk.run(early)
    assert [each["submission_id"] for each in await desk.rows(repeated_alerts)] == [first]
    last, job = await in_hand(desk, OPEN_NUMBER, "07700 900112")
    (match_id,) = [each["id"] for each in (await desk.result(second))["matches"]]
    reached = hold_up(monkeypatch, reviewing, "raise_for_others")
    reviewer = desk.actor("north-reviewer")

    finding = asyncio.create_task(
        reviewing.review_match(desk.vault, reviewer, match_id, finding=Finding.REJECTED, reason="Looked at it.", **desk.ask)
    )
    await reached.wait()
    await asyncio.gather(finding, desk.run(job))

    # What was rejected before with the same person is told in full, to be looked at again (docs/decisions/0029).
    assert sorted(each["submission_id"] for each in await desk.rows(alerts)) == sorted([first, second, last])
    assert await desk.rows(repeated_alerts) == []


@pytest.mark.parametrize("who_ends_first", [0, 1], ids=["the first one", "the second one"])
async def test_two_files_of_a_person_that_are_read_at_the_same_time_raise_one_alert(desk, who_ends_first):
    """Whichever is written first raises it; the other one finds it, however they were handed in."""
    jobs = [(await in_hand(desk, OPEN_NUMBER, *more))[1] for more in ((), (NOBODY,))]
    order = jobs if who_ends_first == 0 else jobs[::-1]

    await asyncio.gather(*map(desk.run, order))

    assert len(await desk.rows(alerts)) == len(await desk.rows(repeated_alerts)) == 1


@pytest.mark.parametrize("who", ["north-coordinator", "north-safeguarding"], ids=["an alert", "a concern"])
@pytest.mark.parametrize(("module", "step"), [(acting, "_may_act"), (handed_over, "repeated_by")], ids=["the step", "the erasure"])
async def test_a_step_on_an_alert_that_goes_over_goes_over_as_well_or_comes_too_late(desk, monkeypatch, module, step, who):
    """Whichever of both comes first, nobody is told that an alert is closed which then stands open with the other file; both end."""
    first = await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(hours=1)
    second = await handed_in(desk, OPEN_NUMBER, NOBODY)
    (alert,) = await alerts_seen(desk, who)
    reached = hold_up(monkeypatch, module, step)
    done = {"policy": desk.policy, **desk.ask}

    def close():
        return acting.act_on_alert(desk.vault, desk.actor(who), alert.id, AlertStep.CLOSED, reason="Found safe.", **done)

    def erase():
        return erasing.erase_submission(desk.vault, desk.actor("north-submitter"), first, **done)

    order = (close, erase) if module is acting else (erase, close)
    earlier = asyncio.create_task(order[0]())
    await reached.wait()
    ends = await asyncio.gather(earlier, order[1](), return_exceptions=True)

    (stands,) = await alerts_seen(desk, who)
    if module is acting:
        assert not any(isinstance(each, BaseException) for each in ends)
    else:
        assert isinstance(ends[1], NotFound)
    assert (stands.submission_id, stands.state) == (second, "closed" if module is acting else "open")


@pytest.mark.parametrize("word", ["north", "south"])
async def test_naming_an_alert_of_another_organisation_keeps_its_case_from_nobody(desk, monkeypatch, word):
    """Its case is locked for those whose alert it can be, and for nobody who has only heard of its id."""
    submission = await handed_in(desk, OPEN_NUMBER)
    (alert,) = await alerts_seen(desk, "north-coordinator")
    find, free = acting._find, []

    async def looks(vault, *rest):
        free.append(await is_free(vault, submission))
        return await find(vault, *rest)

    monkeypatch.setattr(acting, "_find", looks)
    step = acting.act_on_alert(
        desk.vault, desk.actor(f"{word}-coordinator"), alert.id, AlertStep.ACKNOWLEDGED, policy=desk.policy, **desk.ask
    )
    if word == "south":
        with pytest.raises(NotFound):
            await step
    else:
        await step

    # The embedded store has one pen, whatever is done with it.
    assert free == ([word == "south"] if desk.vault.db.is_postgresql else [False])


async def is_free(vault, submission):
    """Whether somebody else could lock a submission at this moment; of the embedded store it is not even asked, for it has one pen."""
    if not vault.db.is_postgresql:
        return False
    wanted = sa.select(submissions.c.id).where(submissions.c.id == submission).with_for_update(skip_locked=True)
    async with vault.db.write() as connection:
        return (await connection.execute(wanted)).one_or_none() is not None
