"""The same file handed in by people who may not know of each other's cases: to each it is a file like any other (S12, domain 4.4)."""

import json
import re
from dataclasses import asdict

import pytest

import people
from looking_back import alerts_seen
from matcher.domain.access.actor import Role
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.erase_submission import erase_submission
from matcher.service.list_submissions import list_submissions
from matcher.service.read_submission import read_submission
from matcher.store import same_episode
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.ids import new_id
from matcher.store.schema.answers import alerts
from submitting import COVERT_NUMBER, NOBODY, OPEN_NUMBER, a_card

OTHER_CHILD = {"subject.reference": "S-18", "subject.home_area": "Tarn"}
OF_TARN = {"subject.home_area": "Tarn"}
#: An id, which begins with its moment.
ID = re.compile(r"\b[a-z]{3}_[0-9a-z]{26}\b")


async def night_shift(desk):
    """Have somebody who hands files in and a coordinator of another area in the other unit."""
    unit = desk.house.north.units[1].id
    for name, role in (("night", Role.SUBMITTER), ("night-coordinator", Role.COORDINATOR)):
        new = NewAccount(new_id("acc"), desk.house.north.id, unit, name, frozenset({role}), areas=frozenset({"Tarn"}))
        async with desk.vault.db.write() as connection:
            desk.house.people[name] = await insert_account(connection, new, now=people.NOW)


async def take_in(desk, who="night", **stated):
    """Hand the phone in and answer it, and give what its sender was told at once."""
    receipt = await desk.hand_in(a_card(OPEN_NUMBER, COVERT_NUMBER, NOBODY), who=who, **stated)
    await desk.work()
    return receipt


async def told(desk, receipt, who):
    """Give all that somebody is told, with each id replaced by how many there were before it."""
    status = await read_submission(desk.vault, desk.actor(who), receipt.submission_id, **desk.ask)
    page = await list_submissions(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)
    result = await desk.result(receipt.submission_id, who)
    listed = [asdict(each) for each in (receipt, status, *page.items, *await alerts_seen(desk, who))]
    known = {}
    return ID.sub(lambda found: known.setdefault(found.group(), f"id {len(known)}"), json.dumps([listed, result], default=str))


@pytest.mark.parametrize("done", [None, AlertStep.ACKNOWLEDGED, AlertStep.CLOSED], ids=["open", "taken up", "closed"])
@pytest.mark.parametrize("stated", [OF_TARN, OTHER_CHILD], ids=["the same child", "another child"])
async def test_a_file_of_others_is_byte_for_byte_one_that_was_never_seen(desk, stated, done):
    """Whatever another unit has of it, and did: receipt, status, list, answer and alerts are those of a file that nobody had."""
    await night_shift(desk)
    receipt = await take_in(desk, **stated)
    never_seen = [await told(desk, receipt, who) for who in ("night", "night-coordinator")]
    assert '"AR-01"' in never_seen[0]
    await erase_submission(desk.vault, desk.actor("night"), receipt.submission_id, policy=desk.policy, **desk.ask)

    other = await take_in(desk, "north-submitter")
    if done is not None:
        (alert,) = await alerts_seen(desk, "north-coordinator")
        reason = "Found safe." if done is AlertStep.CLOSED else None
        await act_on_alert(desk.vault, desk.actor("north-coordinator"), alert.id, done, policy=desk.policy, reason=reason, **desk.ask)
    receipt = await take_in(desk, **stated)

    assert [await told(desk, receipt, who) for who in ("night", "night-coordinator")] == never_seen
    assert receipt.submission_id not in await told(desk, other, "north-submitter")


async def same_as(desk, receipt, who):
    """Give which earlier one somebody is told of, by the status and by the answer."""
    status = await read_submission(desk.vault, desk.actor(who), receipt.submission_id, **desk.ask)
    assert (await desk.result(receipt.submission_id, who, need="The case"))["same_as"] == status.same_as
    return status.same_as


async def test_each_is_told_of_the_first_file_they_may_know_of(desk):
    """Whoever handed it in twice is told of their own, and those who see every case of the first there was."""
    await night_shift(desk)
    first, second, third = [await take_in(desk, who, **OF_TARN) for who in ("north-submitter", "night", "night")]

    assert [each.same_as for each in (first, second, third)] == [None, None, second.submission_id]
    assert await same_as(desk, second, "night") is None
    assert await same_as(desk, third, "night-coordinator") == first.submission_id
    assert await same_as(desk, third, "night") == second.submission_id
    assert await same_as(desk, third, "north-reviewer") == first.submission_id
    listed = await list_submissions(desk.vault, desk.actor("night"), **desk.ask)
    assert {each.id: each.same_as for each in listed.items} == {second.submission_id: None, third.submission_id: second.submission_id}

    await erase_submission(desk.vault, desk.actor("north-submitter"), first.submission_id, policy=desk.policy, **desk.ask)
    assert await same_as(desk, third, "north-reviewer") == second.submission_id


async def test_the_same_request_again_tells_as_little(desk):
    """A repeated request is answered as it was the first time: nothing of a file that is somebody else's."""
    await night_shift(desk)
    await take_in(desk, "north-submitter")
    data = a_card(OPEN_NUMBER, COVERT_NUMBER, NOBODY)

    first, again = [await desk.hand_in(data, who="night", key="k-1", **OF_TARN) for _ in range(2)]

    assert (first.same_as, again.same_as, again.is_new) == (None, None, False)


async def test_an_alert_of_a_store_from_before_says_nothing_of_when_others_had_it(desk, monkeypatch):
    """Once the alert of another case stood for theirs: it stays in their list, without when it was raised or with what it was seen."""
    await night_shift(desk)
    monkeypatch.setattr(same_episode, "_is_known_to_sender", lambda *_: True)
    first = await take_in(desk, "north-submitter", **OF_TARN)
    second = await take_in(desk, **OF_TARN)
    assert [each["rule"] for each in await desk.rows(alerts, submission_id=second.submission_id)] == []

    (theirs,) = (await desk.result(second.submission_id, "night"))["alerts"]
    (known,) = (await desk.result(second.submission_id, "night-coordinator"))["alerts"]

    assert (theirs["rule"], "raised_before" in theirs, "raised_before" in known) == ("AR-01", False, True)
    assert [(each.submission_id, each.seen_again) for each in await alerts_seen(desk, "night")] == [(second.submission_id, ())]
    assert [(each.submission_id, each.seen_again) for each in await alerts_seen(desk, "north-submitter")] == [(first.submission_id, ())]
