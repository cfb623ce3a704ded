"""A child who is missing again is told of again, and whoever hands the same file in hears of it, on both engines."""

from datetime import timedelta

import pytest

import people
from looking_back import LATER, alerts_seen, handed_in, publish
from matcher.domain.access.actor import Role
from matcher.errors import NotFound
from matcher.service.act_on_alert import AlertStep, act_on_alert, read_alert
from matcher.service.erase_submission import erase_submission
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.ids import new_id
from matcher.store.moments import to_text
from matcher.store.schema.answers import alerts, outbox, submissions
from submitting import COVERT_LINE, COVERT_NUMBER, HEADER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card

AGAIN = {"episode.reference": "M-2026-99", "episode.started": "2026-04-20T18:00:00Z"}


async def join(desk, name, role, area):
    """Have somebody else in the same unit."""
    north = desk.house.people["north-submitter"]
    new = NewAccount(new_id("acc"), north.organisation_id, north.unit_id, name, frozenset({role}), areas=frozenset({area}))
    async with desk.vault.db.write() as connection:
        desk.house.people[name] = await insert_account(connection, new, now=people.NOW)


async def close(desk, alert_id):
    """Close an alert as the coordinator."""
    actor = desk.actor("north-coordinator")
    await act_on_alert(desk.vault, actor, alert_id, AlertStep.CLOSED, policy=desk.policy, reason="Found safe and well.", **desk.ask)


async def seen_by(desk, who):
    """Give what somebody sees in the list of alerts, shortly."""
    return [(each.id, each.submission_id, each.state) for each in await alerts_seen(desk, who)]


@pytest.mark.parametrize("became", ["answered", "still read", "refused", "erased", "refused and erased"])
async def test_a_child_who_was_found_in_between_is_told_of_again(desk, became):
    """Whatever became of the file with which it was stated that they were found, under the same reference as before."""
    first = await handed_in(desk, OPEN_NUMBER)
    ((alert_id, _, _),) = await seen_by(desk, "north-coordinator")
    coordinator = desk.actor("north-coordinator")
    await act_on_alert(desk.vault, coordinator, alert_id, AlertStep.ACKNOWLEDGED, policy=desk.policy, **desk.ask)
    desk.now += timedelta(hours=1)
    file = b"\x00\x01 nothing that is read " * 10 if became.startswith("refused") else a_card(NOBODY)
    found = await desk.hand_in(file, **{"episode.status": "found", "episode.found_at": "Estmoor"})
    job = await desk.take()
    if became != "still read":
        await desk.run(job)
    if became.endswith("erased"):
        await erase_submission(desk.vault, desk.actor("north-submitter"), found.submission_id, policy=desk.policy, **desk.ask)
    desk.now += timedelta(seconds=5)

    again = await handed_in(desk, OPEN_NUMBER, "07700 900112")
    desk.now += timedelta(seconds=5)
    once_more = await handed_in(desk, OPEN_NUMBER, "07700 900113")

    raised = {each: await desk.rows(alerts, submission_id=each) for each in (first, again, once_more)}
    assert [(each["rule"], each["urgency"], each["state"]) for each in raised[again]] == [("AR-01", "P1", "open")]
    assert raised[once_more] == []
    assert len(await desk.rows(outbox)) == 2


async def test_nothing_of_the_erased_file_is_kept_but_when_they_were_found(desk):
    """The moment stands with what was handed in before about the same episode, of no other person, and goes with that."""
    first = await handed_in(desk, OPEN_NUMBER)
    other = await handed_in(desk, NOBODY, **{"subject.reference": "S-18"})
    elsewhere = await handed_in(desk, NOBODY, **{"episode.reference": "M-2026-99"})
    desk.now += timedelta(hours=1)
    at = desk.now
    found = await handed_in(desk, NOBODY, **{"episode.status": "found", "episode.found_at": "Estmoor"})
    desk.now += timedelta(hours=1)
    later = await handed_in(desk, OPEN_NUMBER, NOBODY)
    submitter = desk.actor("north-submitter")
    await erase_submission(desk.vault, submitter, found, policy=desk.policy, **desk.ask)

    known = {each["id"]: each["found_since"] for each in await desk.rows(submissions)}
    assert known == {first: to_text(at), found: None, other: None, elsewhere: None, later: None}

    await erase_submission(desk.vault, submitter, first, policy=desk.policy, **desk.ask)
    assert not any(each["found_since"] for each in await desk.rows(submissions))


@pytest.mark.parametrize("number", [OPEN_NUMBER, COVERT_NUMBER], ids=["open line", "covert line"])
async def test_a_child_who_is_missing_again_is_told_of_again(desk, number):
    """The same phone in a later episode raises everything anew, whatever became of what the earlier one raised (AR-01, AR-17)."""
    await desk.clear("north-supervisor")
    await handed_in(desk, number)
    before = await desk.rows(alerts)
    for alert_id, _, _ in await seen_by(desk, "north-coordinator"):
        await close(desk, alert_id)
    desk.now += timedelta(days=1)

    second = await handed_in(desk, number, **AGAIN)

    raised = await desk.rows(alerts, submission_id=second)
    assert [(each["rule"], each["urgency"]) for each in raised] == [(each["rule"], each["urgency"]) for each in before]
    assert raised[0]["urgency"] == "P1"
    assert {each["state"] for each in raised} == {"open"}
    assert len(await desk.rows(outbox)) == len(before) + len(raised)
    for who in ("north-supervisor", "north-safeguarding", *(["north-submitter", "north-coordinator"] if number == OPEN_NUMBER else [])):
        assert (await seen_by(desk, who))[0][1:] == (second, "open")
    assert [each["id"] for each in (await desk.result(second))["alerts"]] == [each["id"] for each in raised if not each["is_restricted"]]


async def test_somebody_else_who_hands_the_same_file_in_has_an_alert_of_their_own(desk):
    """S12 is for those who know of the first case; to others it is none, and what became of its alert keeps theirs from nobody."""
    for name, role, area in (
        ("second", Role.SUBMITTER, "Estmoor"),
        ("stranger", Role.SUBMITTER, "Estmoor"),
        ("far", Role.COORDINATOR, "Tarn"),
    ):
        await join(desk, name, role, area)
    first = await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(hours=1)
    again = await handed_in(desk, OPEN_NUMBER, who="second", **{"subject.home_area": "Tarn"})
    (was,) = await desk.rows(alerts, submission_id=first)
    (row,) = await desk.rows(alerts, submission_id=again)

    for who in ("second", "far"):
        assert await seen_by(desk, who) == [(row["id"], again, "open")]
        opened = await read_alert(desk.vault, desk.actor(who), row["id"], policy=desk.policy, **desk.ask)
        assert (opened.alert["rule"], opened.subject_reference) == ("AR-01", "S-17")
    assert await seen_by(desk, "north-submitter") == [(was["id"], first, "open")]
    assert await seen_by(desk, "stranger") == []
    with pytest.raises(NotFound):
        await read_alert(desk.vault, desk.actor("stranger"), row["id"], policy=desk.policy, **desk.ask)

    await close(desk, was["id"])

    assert await seen_by(desk, "second") == [(row["id"], again, "open")]
    await handed_in(desk, OPEN_NUMBER, who="second", **{"subject.home_area": "Tarn"})
    assert len(await desk.rows(alerts)) == 2


async def test_an_alert_is_told_with_the_files_of_those_who_see_it(desk):
    """A file of somebody else has an alert of its own, and nobody but those who see both cases is told that there are two."""
    await join(desk, "second", Role.SUBMITTER, "Estmoor")
    first = await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(hours=1)
    again = await handed_in(desk, OPEN_NUMBER, NOBODY, who="second")
    desk.now += timedelta(hours=1)
    third = await handed_in(desk, OPEN_NUMBER, "07700 900112")

    seen = {who: await alerts_seen(desk, who) for who in ("second", "north-submitter", "north-coordinator")}
    told = {
        who: [(each.submission_id, [with_.submission_id for with_ in each.seen_again]) for each in views] for who, views in seen.items()
    }

    assert told == {
        "second": [(again, [])],
        "north-submitter": [(first, [third])],
        "north-coordinator": [(again, []), (first, [third])],
    }


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
async def test_an_alert_is_not_erased_with_the_submission_that_happened_to_raise_it(desk, is_closed):
    """Erasing one of two submissions of a case leaves its alert with the other, as it stood, and tells nobody a second time."""
    first = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER)
    second = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER)
    before = await desk.rows(alerts)
    if is_closed:
        await close(desk, (await seen_by(desk, "north-coordinator"))[0][0])

    await erase_submission(desk.vault, desk.actor("north-submitter"), first, policy=desk.policy, **desk.ask)

    left = await desk.rows(alerts)
    state = "closed" if is_closed else "open"
    assert [each[1:] for each in await seen_by(desk, "north-coordinator")] == [(second, state)]
    assert [each["state"] for each in (await desk.result(second))["alerts"]] == [state]
    assert sorted((each["rule"], each["is_restricted"]) for each in left) == sorted(
        (each["rule"], each["is_restricted"]) for each in before
    )
    assert await desk.rows(outbox) == []


async def test_one_who_hands_the_file_in_for_another_episode_sees_theirs_alone(desk):
    """The alert of an earlier episode of somebody else's stays theirs."""
    await join(desk, "second", Role.SUBMITTER, "Estmoor")
    await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(days=1)

    again = await handed_in(desk, OPEN_NUMBER, who="second", **AGAIN)

    assert [each[1] for each in await seen_by(desk, "second")] == [again]


async def test_what_is_more_urgent_by_now_is_told_again(desk):
    """Within an episode too only an alert that says as much keeps another back: a child back home is by now away again (AR-02)."""
    await desk.publish(f"{HEADER},importing_areas\n{OPEN_LINE},Tarn\n".encode())
    found = {"episode.status": "found", "episode.found_at": "Tarn", "legal_basis.purpose": "protect-child-or-adult"}

    for returned in (True, True, False, True, False):
        await handed_in(desk, OPEN_NUMBER, **found, **{"episode.returned": returned})
        desk.now += timedelta(minutes=1)

    assert sorted((each["rule"], each["urgency"]) for each in await desk.rows(alerts)) == [("AR-02", "P1"), ("AR-02", "P2")]


async def test_a_later_version_tells_of_each_episode(desk):
    """What a version finds is told once for each episode a file was handed in for, not once for the file (AR-19)."""
    await handed_in(desk, NOBODY)
    await handed_in(desk, NOBODY)
    desk.now += timedelta(days=1)
    await handed_in(desk, NOBODY, **{"episode.reference": "M-2026-99"})

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

    assert len(await desk.rows(alerts)) == 2
