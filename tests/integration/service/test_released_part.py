"""What a force that releases after review shows of an answer with a match that was confirmed and one that was not, on both engines."""

from looking_back import alerts_seen
from matcher.service.review_match import Finding, review_match
from submitting import COVERT_LINE, OPEN_LINE, OPEN_NUMBER, a_card, a_list


async def test_what_was_confirmed_carries_the_alert_that_is_about_more(desk):
    """One alert stands for a missing child, whatever lines it names: it tells of those confirmed, and goes on for the one left."""
    desk.with_policy(is_reviewed_first=True)
    other = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Teasel,07700 900333")
    await desk.publish(a_list(OPEN_LINE, other, COVERT_LINE))
    receipt = await desk.hand_in(a_card(OPEN_NUMBER, "07700 900333"), **{"episode.status": "missing"})
    await desk.work()
    submission, reviewer = receipt.submission_id, desk.actor("north-reviewer")
    ids = {each["line"]["id"]: each["id"] for each in (await desk.result(submission, "north-reviewer"))["matches"]}

    async def seen_after(line_id, finding):
        await review_match(desk.vault, reviewer, ids[line_id], finding=finding, reason="Seen in the extraction", **desk.ask)
        (listed,) = [each for each in await alerts_seen(desk, "north-coordinator") if each.alert["rule"] == "AR-01"]
        (alert,) = [each for each in (await desk.result(submission))["alerts"] if each["rule"] == "AR-01"]
        assert (listed.alert, listed.state, alert["urgency"]) == (alert, "open", "P1")
        return {line_id for line_id in ids if line_id in str(alert)}

    assert await seen_after("L-0044", Finding.CONFIRMED) == {"L-0044"}
    assert await seen_after("L-0043", Finding.CONFIRMED) == {"L-0043", "L-0044"}
    assert await seen_after("L-0044", Finding.REJECTED) == {"L-0043"}
