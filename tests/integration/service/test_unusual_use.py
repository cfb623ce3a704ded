"""The auditor hears of unusual use, of all of it, and records what was found (AR-25), on both engines."""

import asyncio
from datetime import timedelta

import pytest

from looking_back import alerts_seen
from matcher.domain.access.actor import Role
from matcher.domain.access.check_limits import DENIALS_PER_HOUR, Cap
from matcher.errors import BadRequest, Conflict, MatcherError, NotAllowed, NotFound
from matcher.service.act_on_alert import AlertStep, act_on_alert, read_alert
from matcher.service.list_accounts import list_accounts
from matcher.store.audit import put_on_record, read_trail
from matcher.store.schema.answers import outbox
from matcher.store.unusual_use import report_unusual_use

HARMLESS, SEARCH = Cap.SAME_NUMBER_PER_DAY, Cap.SINGLE_CHECKS_PER_HOUR
AUDITOR = "north-auditor"


async def notice(desk, *caps, who="north-submitter"):
    """Notice that caps ran over."""
    async with desk.vault.db.write() as connection:
        whose = {"organisation_id": desk.actor(who).organisation_id, "account_id": desk.actor(who).user_id}
        deeds = await report_unusual_use(connection, desk.vault.keys, **whose, caps=caps, **desk.ask)
        await put_on_record(connection, desk.vault.keys, deeds)


async def told(desk):
    """Give what the auditor is told: how many facts each alert has, and how it stands; the newest first."""
    return [(len(each.alert["facts"]), each.state) for each in await alerts_seen(desk, AUDITOR) if each.alert["rule"] == "AR-25"]


async def record(desk, step, who=AUDITOR, reason="He typed it twice, his sergeant says"):
    """Record a step about the newest of them."""
    alert = (await alerts_seen(desk, AUDITOR))[0]
    return await act_on_alert(desk.vault, desk.actor(who), alert.id, step, policy=desk.policy, reason=reason, **desk.ask)


async def test_a_harmless_fact_silences_no_worse_one(desk):
    """What comes later is added and puts the alert before the auditor again; one closed as harmless hides no search through the list."""
    await notice(desk, HARMLESS)
    await notice(desk, HARMLESS)
    assert await told(desk) == [(1, "open")]
    await record(desk, AlertStep.ACKNOWLEDGED)
    await notice(desk, HARMLESS)
    assert await told(desk) == [(1, "acknowledged")]

    desk.now += timedelta(minutes=5)
    await notice(desk, SEARCH)
    assert await told(desk) == [(2, "open")]
    assert len(await desk.rows(outbox)) == 2

    await record(desk, AlertStep.CLOSED)
    await notice(desk, HARMLESS)
    assert await told(desk) == [(2, "closed")]
    desk.now += timedelta(minutes=5)
    await notice(desk, SEARCH)
    assert await told(desk) == [(1, "open"), (2, "closed")]


async def test_the_auditor_records_what_was_found_and_nobody_about_themselves(desk):
    """Unusual use is closed by an auditor with a reason, on record; for everybody else it is not there, or not theirs to act on."""
    await notice(desk, HARMLESS)
    for role in sorted(set(Role) - {Role.AUDITOR}):
        with pytest.raises(NotAllowed if role in {Role.SUBMITTER, Role.ADMIN} else NotFound):
            await record(desk, AlertStep.CLOSED, who=f"north-{role}")
    with pytest.raises(BadRequest):
        await record(desk, AlertStep.CLOSED, reason=" ")
    assert (await record(desk, AlertStep.ACKNOWLEDGED)).state == "acknowledged"
    assert (await record(desk, AlertStep.CLOSED)).state == "closed"
    with pytest.raises(Conflict):
        await record(desk, AlertStep.CLOSED)

    async with desk.vault.db.read() as connection:
        trail = [event async for event in read_trail(connection, desk.vault.keys)]
    done = [(each.action, each.reason) for each in trail if each.actor_id == desk.actor(AUDITOR).user_id and each.outcome == "done"]
    assert ("alert:closed", "He typed it twice, his sergeant says") in done

    desk.now += timedelta(minutes=1)
    await notice(desk, HARMLESS, who=AUDITOR)
    with pytest.raises(NotAllowed):
        await record(desk, AlertStep.CLOSED)


async def test_repeated_use_out_of_role_is_told(desk):
    """One refused request is a mistake; many of one account in an hour are told to the auditor once, and on record."""

    async def is_refused():
        with pytest.raises(MatcherError):
            await list_accounts(desk.vault, desk.actor("north-submitter"), **desk.ask)

    for _ in range(DENIALS_PER_HOUR):
        await is_refused()
    assert await told(desk) == []
    for _ in range(3):
        await is_refused()

    (alert,) = await alerts_seen(desk, AUDITOR)
    assert alert.account_id == desk.actor("north-submitter").user_id
    assert alert.alert["facts"] == ["Many requests in an hour for what this account may not do, or may not know of."]


async def test_refusals_at_once_are_all_counted(desk):
    """Requests that are refused side by side are counted one by one, and told of once."""
    actor = desk.actor("north-submitter")

    async def is_refused():
        with pytest.raises(NotAllowed):
            await list_accounts(desk.vault, actor, **desk.ask)

    await asyncio.gather(*(is_refused() for _ in range(3 * DENIALS_PER_HOUR)))

    assert await told(desk) == [(1, "open")]


async def test_a_look_waits_for_what_is_being_added(desk):
    """An auditor who looks at unusual use, or records a step, while more of it is noticed is answered, and so is whoever is noticed."""
    await notice(desk, HARMLESS)
    (alert,) = await alerts_seen(desk, AUDITOR)
    look = {"policy": desk.policy, **desk.ask}

    async def is_noticed(cap):
        await notice(desk, cap)

    async def is_looked_at():
        await read_alert(desk.vault, desk.actor(AUDITOR), alert.id, **look)

    async def is_acknowledged():
        await act_on_alert(desk.vault, desk.actor(AUDITOR), alert.id, AlertStep.ACKNOWLEDGED, **look)

    several = [(is_noticed(cap), is_looked_at(), is_acknowledged()) for cap in (SEARCH, Cap.REFUSALS_PER_HOUR, HARMLESS)]
    await asyncio.gather(*(each for step in several for each in step))

    assert [facts for facts, _ in await told(desk)] == [3]
