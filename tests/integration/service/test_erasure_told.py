"""Whoever could see an alert that nobody had closed is told when it goes with its submission, on both engines; nobody else hears of it."""

import pytest

from legal_metadata import EXAMPLE
from matcher.domain.access.actor import Role
from matcher.errors import NotAllowed
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.erase_submission import erase_submission
from matcher.service.list_alerts import list_alerts
from matcher.service.read_notices import count_unread_notices, read_notices
from matcher.store.schema.trail import erasure_notices
from submitting import COVERT_NUMBER, NOBODY, OPEN_NUMBER, a_card

#: Of those who read alerts everybody has a reason to look at an open line; of a covert one its unit has, and partners by a concern.
TOLD = {
    "open": {"coordinator", "reviewer", "analyst", "safeguarding", "supervisor", "auditor"},
    "covert": {"analyst", "safeguarding"},
    "miss": set(),
}
CARDS = {"open": a_card(OPEN_NUMBER), "covert": a_card(COVERT_NUMBER), "miss": a_card(NOBODY)}


async def handed_in(desk, what):
    """Hand a phone in and have it answered."""
    receipt = await desk.hand_in(CARDS[what])
    await desk.work()
    return receipt.submission_id


async def erase(desk, submission_id):
    """Erase it as whoever handed it in."""
    return await erase_submission(desk.vault, desk.actor("north-submitter"), submission_id, policy=desk.policy, **desk.ask)


async def told(desk, who, **more):
    """Give the notices somebody reads."""
    return (await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask, **more)).items


async def unread(desk, who):
    """Count the notices that wait for somebody."""
    return await count_unread_notices(desk.vault, desk.actor(who), policy=desk.policy, most=10)


@pytest.mark.parametrize("what", ["open", "covert", "miss"])
async def test_whoever_could_see_an_open_alert_is_told_once_that_it_was_erased(desk, what):
    """One notice with the id of the case and nothing of its content; the uncleared, the eraser and others hear of no covert match."""
    submission_id = await handed_in(desk, what)

    report = await erase(desk, submission_id)

    assert not any(report.left.values())
    heard = {}
    for role in sorted(set(Role) - {Role.ADMIN}):
        for word in ("north", "south"):
            who = f"{word}-{role}"
            heard[who] = await told(desk, who)
            assert await unread(desk, who) == 0
    assert {who for who, notices in heard.items() if notices} == {f"north-{role}" for role in TOLD[what]}
    for who, notices in heard.items():
        for notice in notices:
            assert (notice.submission_id, notice.is_erasure, notice.read_at) == (submission_id, True, None)
            assert (notice.alert_ids, notice.line_id, notice.version, notice.subject_reference) == ((), None, None, None)
            assert ("concern" in notice.sentence) == who.endswith("safeguarding")
            assert EXAMPLE["subject"]["reference"] not in notice.sentence + notice.action
    with pytest.raises(NotAllowed):
        await told(desk, "north-admin")


async def test_an_erasure_that_was_read_waits_no_more_and_is_told_in_its_place(desk):
    """Erased twice it is told once; pages hold notices of several erasures, the newest first, and each was read when it was shown first."""
    erased = []
    for _ in range(3):
        erased.append(await handed_in(desk, "open"))
        await erase(desk, erased[-1])
        await erase(desk, erased[-1])
    assert await unread(desk, "north-coordinator") == 3

    page = await read_notices(desk.vault, desk.actor("north-coordinator"), policy=desk.policy, limit=2, **desk.ask)
    assert await unread(desk, "north-coordinator") == 1
    rest = await read_notices(desk.vault, desk.actor("north-coordinator"), policy=desk.policy, limit=2, cursor=page.cursor, **desk.ask)

    assert [each.submission_id for each in (*page.items, *rest.items)] == erased[::-1]
    assert rest.cursor is None
    assert {each.read_at for each in await told(desk, "north-coordinator")} == {desk.now}


async def test_what_was_closed_or_goes_over_to_another_phone_of_the_case_is_told_to_nobody_who_loses_nothing(desk):
    """A closed alert has done its work; the alert of one of two uploads stays with the other. Partners have not closed their concern."""
    first, second = await handed_in(desk, "open"), await handed_in(desk, "open")

    await erase(desk, first)

    assert await desk.rows(erasure_notices) == []
    (alert,) = (await list_alerts(desk.vault, desk.actor("north-coordinator"), policy=desk.policy, **desk.ask)).items
    actor = desk.actor("north-coordinator")
    await act_on_alert(desk.vault, actor, alert.id, AlertStep.CLOSED, policy=desk.policy, reason="Found safe and well.", **desk.ask)

    await erase(desk, second)

    assert [row["account_id"] for row in await desk.rows(erasure_notices)] == [desk.actor("north-safeguarding").user_id]


async def test_before_a_reviewer_confirmed_it_nobody_hears_of_what_they_were_not_shown(desk):
    """Where reviewers come first the officer and the coordinator had no alert, and miss none."""
    desk.with_policy(is_reviewed_first=True)

    await erase(desk, await handed_in(desk, "open"))

    assert await told(desk, "north-coordinator") == ()
    assert len(await told(desk, "north-reviewer")) == 1
