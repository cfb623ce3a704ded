"""An alert of which nothing live is left is retracted wherever it is shown, however its grounds fell; on both engines."""

import pytest

from guarding import protect
from legal_metadata import PACE
from looking_back import LATER, alerts_seen, handed_in, publish, put_back, take_back
from matcher.errors import Conflict
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.keep_out_number import keep_out_number
from matcher.service.list_alerts import list_waiting_alerts
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.store.jobs import JobKind, take_job
from matcher.store.schema.answers import alerts, matches
from submitting import COVERT_LINE, COVERT_NUMBER, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list

OTHER_NUMBER = "07700 900222"
OTHER_LINE = OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Teasel").replace("07700 900123", OTHER_NUMBER)
PARTNER = "north-safeguarding"


async def review(desk, finding, line="L-0043"):
    """Have a match of a line looked at by somebody who may know of any."""
    await desk.clear("north-reviewer")
    (row,) = await desk.rows(matches, line_id=line)
    await review_match(
        desk.vault, desk.actor("north-reviewer", is_cleared=True), row["id"], finding=finding, reason="It is a shop.", **desk.ask
    )


async def stand(desk, who, **changed):
    """How alerts of phones stand as somebody sees them, by rule; those that wait are those that are open."""
    seen = [each for each in await alerts_seen(desk, who, **changed) if each.submission_id]
    waiting = (await list_waiting_alerts(desk.vault, desk.actor(who, **changed), policy=desk.policy, **desk.ask)).items
    # A concern stands for all alerts of a phone, whichever of them it is told with.
    told = {(each.submission_id, each.alert["rule"]) for each in waiting if each.submission_id}
    assert told == {(each.submission_id, each.alert["rule"]) for each in seen if each.state == "open"}
    assert all(("retracted" in each.alert) is (each.state == "retracted") for each in seen)
    return {each.alert["rule"]: each.state for each in seen}


async def test_everybody_is_shown_that_it_is_retracted(desk):
    """In the lists and with the answer, and partners have no concern; a finding that is changed changes it."""
    submission = await handed_in(desk, OPEN_NUMBER, **PACE)
    before = {who: await stand(desk, who) for who in ("north-supervisor", "north-analyst", "north-submitter", PARTNER)}
    assert all(set(told.values()) == {"open"} for told in before.values())
    await review(desk, Finding.REJECTED)
    for who, told in before.items():
        assert await stand(desk, who) == ({} if who == PARTNER else dict.fromkeys(told, "retracted"))
    answer = await desk.result(submission)
    assert {each["retracted"]["cause"] for each in answer["alerts"]} == {"rejected"}
    assert {row["state"] for row in await desk.rows(alerts)} == {"open"}
    await review(desk, Finding.CONFIRMED)
    assert {who: await stand(desk, who) for who in before} == before


async def fall(desk, way):
    """Let the one match fall."""
    await (review(desk, Finding.REJECTED) if way == "rejected" else take_back(desk, OPEN_NUMBER.replace(" ", "")))


async def rise(desk, way):
    """Let it hold again."""
    await (review(desk, Finding.CONFIRMED) if way == "rejected" else put_back(desk, OPEN_NUMBER.replace(" ", "")))


@pytest.mark.parametrize("way", ["rejected", "recalled"])
@pytest.mark.parametrize("when", ["while it held", "while it was retracted", "both times"])
async def test_what_was_closed_because_it_did_not_hold_is_open_once_it_does(desk, way, when):
    """That a case is stood down for the list took it back is no word on a danger that is back; what was closed while it held stays so."""
    await handed_in(desk, OPEN_NUMBER, **PACE)
    (told, *_) = [each for each in await alerts_seen(desk, "north-supervisor") if each.alert["urgency"] == "P1"]
    rule = told.alert["rule"]

    async def close(step=AlertStep.CLOSED):
        asked = {"policy": desk.policy, "reason": "Stood down for this.", **desk.ask}
        return (await act_on_alert(desk.vault, desk.actor("north-supervisor"), told.id, step, **asked)).state

    if when != "while it was retracted":
        await close()
    await fall(desk, way)
    if when == "both times":
        with pytest.raises(Conflict):
            await close()
    if when == "while it was retracted":
        assert [await close(AlertStep.ACKNOWLEDGED), await close()] == ["retracted", "retracted"]
    assert (await stand(desk, "north-supervisor"))[rule] == "retracted"
    await rise(desk, way)
    assert (await stand(desk, "north-supervisor"))[rule] == ("open" if when == "while it was retracted" else "closed")


async def test_one_that_rests_on_another_match_too_stays(desk):
    """Somebody has to look for that one; the one that speaks of several lines does not hold of one."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER, OTHER_NUMBER, **PACE)
    before = await stand(desk, "north-supervisor")
    await review(desk, Finding.REJECTED)
    assert await stand(desk, "north-supervisor") == before | {"AR-04": "retracted"}


WAYS = [("rejected", "recalled"), ("recalled", "rejected"), ("rejected", "protected"), ("recalled", "protected")]


@pytest.mark.parametrize("ways", WAYS, ids="-".join)
async def test_it_is_retracted_where_its_grounds_fell_in_different_ways(desk, ways):
    """One match was rejected, taken back or protected, and the other in another way: nothing waits, and partners have no concern."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER, OTHER_NUMBER, **PACE)
    for way, number, line in zip(ways, (OPEN_NUMBER, OTHER_NUMBER), ("L-0043", "L-0044"), strict=True):
        assert "open" in (await stand(desk, "north-supervisor")).values()
        if way == "rejected":
            await review(desk, Finding.REJECTED, line)
        elif way == "recalled":
            await take_back(desk, number.replace(" ", ""))
        else:
            await protect(desk, number)
            async with desk.vault.db.write() as connection:
                job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
            await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)
    assert set((await stand(desk, "north-supervisor")).values()) == {"retracted"}
    assert await stand(desk, PARTNER) == {}
    told = (await read_notices(desk.vault, desk.actor(PARTNER), policy=desk.policy, **desk.ask)).items
    assert bool(told) is ("recalled" in ways)


async def test_it_holds_again_once_what_was_rejected_is_confirmed(desk):
    """Where the list had taken the other number back meanwhile, so that the alert was retracted; of one line AR-04 does not hold."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER, OTHER_NUMBER, **PACE)
    before = await stand(desk, "north-supervisor")
    await review(desk, Finding.REJECTED)
    await take_back(desk, OTHER_NUMBER.replace(" ", ""))
    await review(desk, Finding.CONFIRMED)
    assert await stand(desk, "north-supervisor") == before | {"AR-04": "retracted"}
    assert await stand(desk, PARTNER) == {"concern": "open"}


async def test_one_found_later_is_retracted_too(desk):
    """It holds of which matches it speaks."""
    await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=7)
    assert await stand(desk, "north-submitter") == {"AR-19": "open"}
    await review(desk, Finding.REJECTED)
    assert await stand(desk, "north-submitter") == {"AR-19": "retracted"}


async def test_of_a_covert_match_it_is_said_to_those_alone_who_see_it(desk):
    """Partners have no concern any more and hear nothing of why, and whoever handed the phone in hears of nothing at all."""
    submission = await handed_in(desk, COVERT_NUMBER, **PACE)
    before = await desk.result(submission)
    assert await stand(desk, PARTNER) == {"concern": "open"}
    await review(desk, Finding.REJECTED, "L-0099")
    assert await desk.result(submission) == before
    assert await stand(desk, PARTNER) == {}
    assert "reviewer" not in str(await desk.result(submission, PARTNER))
    assert (await stand(desk, "north-analyst"))["AR-17"] == "retracted"


async def test_one_finding_is_that_of_the_same_file_twice(desk):
    """It was handed in again about one episode: whichever match is looked at, both answers tell the same of the alert they share."""
    first = await handed_in(desk, OPEN_NUMBER, **PACE)
    second = await handed_in(desk, OPEN_NUMBER, **PACE)
    other = await handed_in(desk, OPEN_NUMBER, subject={"reference": "S-2"}, **PACE)
    rows = {row["submission_id"]: row["id"] for row in await desk.rows(matches)}

    for looked_at, finding in ((second, Finding.REJECTED), (first, Finding.CONFIRMED)):
        reviewer = desk.actor("north-reviewer")
        await review_match(desk.vault, reviewer, rows[looked_at], finding=finding, reason="It is a shop.", **desk.ask)
        states = {row["submission_id"]: row["state"] for row in await desk.rows(matches)}
        assert states == {first: finding.value, second: finding.value, other: "unreviewed"}
        told = [each for submission in (first, second) for each in (await desk.result(submission, "north-analyst"))["alerts"]]
        assert ["retracted" in each for each in told] == [finding is Finding.REJECTED] * 2
