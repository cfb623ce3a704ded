"""Looks at a status: the first one is on record whatever it shows, and so is every one that shows something else, on both engines."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from matcher.domain.access.audit import AuditAction, verify
from matcher.errors import NotFound
from matcher.service.read_submission import read_submission
from matcher.service.watch_submission import watch_submission
from matcher.store.audit import read_head, read_trail
from matcher.store.looks import STANDS_FOR
from submitting import OPEN_NUMBER, a_card

PHONE = a_card(OPEN_NUMBER)
LOOK = AuditAction.SUBMISSION_STATUS_CONSULTED


async def looks_of(desk, action=LOOK):
    """Give who looked, in the order of the trail, and make sure that its chain is whole."""
    async with desk.vault.db.read() as connection:
        events = [event async for event in read_trail(connection, desk.vault.keys)]
        head, is_ours = await read_head(connection, desk.vault.keys)
    assert is_ours
    assert verify(events, expected=head) == ()
    return [event for event in events if event.action is action]


async def look(desk, submission_id, who="north-submitter", **changed):
    """Look at the status."""
    return await read_submission(desk.vault, desk.actor(who), submission_id, **{**desk.ask, **changed})


@pytest.fixture
async def submission_id(desk):
    """Give something handed in that nobody has worked on yet."""
    return (await desk.hand_in(PHONE)).submission_id


async def test_a_program_that_waits_has_looked_once(desk, submission_id):
    """A hundred looks within minutes that show the same leave one event, and each of them the same answer."""
    now = desk.ask["now"]
    answers = [await look(desk, submission_id, now=now + timedelta(seconds=at)) for at in range(100)]

    (event,) = await looks_of(desk)
    assert set(answers) == {answers[0]}
    assert event.at == now
    assert event.object_id == submission_id


async def test_a_look_stands_for_minutes_and_not_for_a_day(desk, submission_id):
    """Somebody who asks for an hour stands on record all through it, as often as a look stands for others."""
    now = desk.ask["now"]
    for minute in range(61):
        await look(desk, submission_id, now=now + timedelta(minutes=minute))

    assert len(await looks_of(desk)) == 1 + timedelta(hours=1) // STANDS_FOR


async def test_a_look_that_shows_something_new_is_on_record(desk, submission_id):
    """Before and after the work was done are two looks, however close they come."""
    before = await look(desk, submission_id)
    await desk.work()
    after = await look(desk, submission_id)
    await look(desk, submission_id)

    assert before.status is not after.status
    assert [event.reason.split(",")[0] for event in await looks_of(desk)] == [before.status.value, after.status.value]


async def test_everybody_who_looks_is_on_record_and_from_everywhere(desk, submission_id):
    """Another person, and the same person at another machine, are looks of their own, and so is the first one coming back."""
    await look(desk, submission_id)
    await look(desk, submission_id, "north-supervisor")
    await look(desk, submission_id, "north-supervisor")
    await look(desk, submission_id, origin="192.0.2.7")

    events = await looks_of(desk)
    assert [event.actor_id for event in events] == [
        desk.actor(who).user_id for who in ("north-submitter", "north-supervisor", "north-submitter")
    ]


async def test_every_refusal_is_on_record(desk, submission_id):
    """Whoever tries again and again what they may not has tried again and again."""
    for _ in range(3):
        with pytest.raises(NotFound):
            await look(desk, submission_id, "south-supervisor")

    assert len(await looks_of(desk, AuditAction.ACCESS_DENIED)) == 3


async def test_a_line_that_breaks_is_one_look(desk, submission_id):
    """Events that are followed again after a break are on record once."""
    await desk.work()
    for _ in range(3):
        events = await watch_submission(desk.vault, desk.actor("north-submitter"), submission_id, **desk.ask)
        assert [event async for event in events]

    assert len(await looks_of(desk)) == 1


async def test_looks_at_one_moment_lose_none(desk, submission_id):
    """Ten people-like requests at once leave one event at least, and a chain that is whole."""
    await asyncio.gather(*(look(desk, submission_id) for _ in range(10)))

    assert 1 <= len(await looks_of(desk)) <= 10


async def test_whoever_counts_all_and_reads_their_own_is_not_told_of_others(desk, submission_id):
    """An administrator who hands files in as well is answered about a file of somebody else like about none."""
    await desk._change("north-admin", roles="submitter,admin")

    for asked in (submission_id, f"sub_{'0' * 26}"):
        with pytest.raises(NotFound):
            await look(desk, asked, "north-admin")
