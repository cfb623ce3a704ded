"""A number that is protected and stands on the unit's own line list: whoever adds it, and the supervisors, are told; on both engines."""

from __future__ import annotations

import json

import pytest

from looking_back import alerts_seen, handed_in
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.domain.register import ImportMode
from matcher.domain.upkeep.list_import import Manner
from matcher.service.add_guard_number import add_guard_number
from matcher.service.keep_out_number import keep_out_number
from matcher.store import steps
from matcher.store.jobs import JobKind, take_job
from matcher.store.schema.answers import alerts, jobs
from submitting import COVERT_NUMBER, LEASE, NOBODY, OPEN_NUMBER


async def protect(desk, number, who="north-analyst", **changed):
    """Protect a number, and give what whoever adds it is told."""
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", number, None, "A solicitor", "They asked for it.", "The firm itself")
    return await add_guard_number(desk.vault, desk.actor(who, **changed), desk.lists, draft, **desk.ask)


async def keep_out(desk):
    """Do the job that takes a number out."""
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)


async def told(desk, who="north-supervisor", **changed):
    """What somebody hears of protected numbers on their list."""
    return [each for each in await alerts_seen(desk, who, **changed) if each.alert["rule"] == "NL-01"]


async def live(desk):
    """How many alerts of phones nobody closed."""
    return sum(bool(row["submission_id"]) and row["state"] == "open" for row in await desk.rows(alerts))


async def test_whoever_adds_it_and_the_supervisors_hear_what_it_takes_back(desk):
    """In the answer, and as an alert that names the line and never the number; nobody else is told."""
    await handed_in(desk, OPEN_NUMBER)
    before = await live(desk)
    made = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)

    assert made.effect.lines == ("L-0043",)
    assert (made.effect.taken.submissions, made.effect.taken.alerts) == (1, before) == (1, 1)
    assert await live(desk) == 0
    (alert,) = await told(desk)
    assert (alert.alert["urgency"], alert.submission_id, alert.state) == ("P2", None, "open")
    assert f"{before} live alert about 1 earlier phone" in " ".join(alert.alert["facts"])
    assert "L-0043" in alert.alert["facts"][0]
    assert "900123" not in json.dumps(alert.alert)
    for who in ("submitter", "coordinator", "reviewer", "analyst", "safeguarding", "auditor"):
        assert not await told(desk, f"north-{who}")
    assert not await told(desk, "south-supervisor")
    assert "number_list:applied done" in await desk.house.deeds()


async def test_who_does_not_read_the_list_is_told_nothing_of_it(desk):
    """Safeguarding partners add protected numbers and hear of no line; the supervisors hear all the same."""
    await handed_in(desk, OPEN_NUMBER)
    made = await protect(desk, OPEN_NUMBER, "north-safeguarding")
    await keep_out(desk)

    assert made.effect is None
    assert len(await told(desk)) == 1


async def test_a_number_on_no_list_tells_nobody_anything(desk):
    """Nor one that is only warned of."""
    await handed_in(desk, NOBODY)
    made = await protect(desk, NOBODY)
    await keep_out(desk)

    assert made.effect is None
    assert not await told(desk)


async def test_a_covert_line_is_told_to_those_alone_who_may_know_of_it(desk):
    """Whoever adds it from another unit, and the supervisors who are not cleared, see what they see of a number on no list."""
    await handed_in(desk, COVERT_NUMBER)
    await desk.move("north-analyst", "Riverside")
    unknowing = await protect(desk, COVERT_NUMBER)
    await keep_out(desk)
    hidden = await told(desk)
    await desk.clear("north-supervisor")

    assert unknowing.effect is None
    assert hidden == []
    (alert,) = await told(desk, is_cleared=True)
    assert "L-0099" in alert.alert["facts"][0]
    assert "owner_unit" not in alert.alert


async def test_the_owning_unit_hears_of_its_covert_line_where_no_supervisor_is_cleared(desk):
    """Its analysts keep the line; those of another unit, partners and whoever added it hear nothing."""
    await handed_in(desk, COVERT_NUMBER)
    unknowing = await protect(desk, COVERT_NUMBER, "north-safeguarding")
    await keep_out(desk)

    assert unknowing.effect is None
    (alert,) = await told(desk, "north-analyst")
    assert "L-0099" in alert.alert["facts"][0]
    assert alert.alert["recipients"] == ["intelligence unit that owns the line"]
    assert "owner_unit" not in alert.alert
    for who in ("north-safeguarding", "north-supervisor", "north-submitter", "north-reviewer", "south-analyst"):
        assert await told(desk, who) == []
    await desk.move("north-analyst", "Riverside")
    assert await told(desk, "north-analyst") == []


async def test_its_owning_unit_is_told_when_it_adds_it(desk):
    """An analyst of the unit may know of the line."""
    await handed_in(desk, COVERT_NUMBER)
    made = await protect(desk, COVERT_NUMBER)
    assert made.effect.lines == ("L-0099",)
    assert made.effect.taken.submissions == 1


async def test_of_somebody_the_line_names_it_is_said_that_there_may_be_more(desk):
    """What rests on people is not counted."""
    people = b"line_id,number,status,associate_name\nL-0043,07700 900123,active,\nL-0043,07700 900321,active,Sam Example\n"
    imported = await desk.load(people, manner=Manner(ImportMode.UPDATE))
    await desk.let_out(imported.proposal_id, who=desk.at_the_machine())
    made = await protect(desk, "07700 900321")
    await keep_out(desk)
    assert (made.effect.lines, made.effect.taken.submissions, made.effect.taken.is_at_least) == (("L-0043",), 0, True)
    assert len(await told(desk)) == 1


async def test_a_job_that_is_killed_tells_once(desk):
    """Begun anew it says nothing a second time."""
    await handed_in(desk, OPEN_NUMBER)
    await protect(desk, OPEN_NUMBER)

    def dies(name):
        if name == "keeping-out:within-transaction":
            raise RuntimeError

    before, steps.reached = steps.reached, dies
    with pytest.raises(RuntimeError):
        await keep_out(desk)
    steps.reached = before
    desk.now += LEASE * 2
    await keep_out(desk)

    assert {row["state"] for row in await desk.rows(jobs, kind=JobKind.KEEP_OUT.value)} == {"done"}
    assert len(await told(desk)) == 1


async def test_an_entry_for_what_is_protected_already_tells_nothing_new(desk):
    """Neither the one who adds it nor the supervisors: from the first one on no phone is compared with it."""
    await handed_in(desk, OPEN_NUMBER)
    await protect(desk, OPEN_NUMBER)
    await keep_out(desk)
    desk.now += LEASE
    again = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)

    assert again.effect is None
    assert len(await told(desk)) == 1
