"""An alert whose every match a reviewer rejected says so wherever it is shown, and stays open until a person closes it; on both engines."""

from legal_metadata import PACE
from looking_back import LATER, alerts_seen, handed_in, publish
from matcher.service.review_match import Finding, review_match
from matcher.store.schema import alerts, matches
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list

OTHER_LINE = OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Teasel").replace("07700 900123", "07700 900222")


async def review(desk, finding, line="L-0043"):
    """Have a match of a line looked at by somebody who may know of any."""
    await desk.clear("north-reviewer")
    (row,) = await desk.rows(matches, line_id=line)
    await review_match(
        desk.vault, desk.actor("north-reviewer", is_cleared=True), row["id"], finding=finding, reason="It is a shop.", **desk.ask
    )


async def marked(desk, who, **changed):
    """Which alerts of phones somebody sees, each with whether it rests on what was rejected."""
    seen = [each for each in await alerts_seen(desk, who, **changed) if each.submission_id]
    assert all(each.state == "open" for each in seen)
    return {each.alert["rule"]: each.alert.get("rests_on_rejected", False) for each in seen}


async def test_it_says_so_to_everybody_and_stays_open(desk):
    """In the list and with the answer; a finding that is changed changes it."""
    submission = await handed_in(desk, OPEN_NUMBER, **PACE)
    assert not any((await marked(desk, "north-supervisor")).values())
    await review(desk, Finding.REJECTED)
    for who in ("north-supervisor", "north-analyst", "north-submitter"):
        told = await marked(desk, who)
        assert told, who
        assert all(told.values()), who
    answer = await desk.result(submission)
    assert all(each["rests_on_rejected"] for each in answer["alerts"])
    assert {row["state"] for row in await desk.rows(alerts)} == {"open"}
    await review(desk, Finding.CONFIRMED)
    assert not any((await marked(desk, "north-supervisor")).values())


async def test_one_that_rests_on_another_match_too_says_nothing(desk):
    """Somebody has to look for that one."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER, "07700 900222", **PACE)
    await review(desk, Finding.REJECTED)
    told = await marked(desk, "north-supervisor")
    assert told
    assert not any(told.values())


async def test_one_found_later_says_so_too(desk):
    """It holds of which matches it speaks."""
    await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=7)
    assert await marked(desk, "north-submitter") == {"AR-19": False}
    await review(desk, Finding.REJECTED)
    assert await marked(desk, "north-submitter") == {"AR-19": True}


async def test_of_a_covert_match_it_is_said_to_those_alone_who_see_it(desk):
    """Partners hear nothing of what a reviewer found, and whoever handed the phone in of nothing at all."""
    submission = await handed_in(desk, COVERT_NUMBER, **PACE)
    before = await desk.result(submission), await desk.result(submission, "north-safeguarding")
    await review(desk, Finding.REJECTED, "L-0099")
    assert (await desk.result(submission), await desk.result(submission, "north-safeguarding")) == before
    assert (await marked(desk, "north-analyst"))["AR-17"]
