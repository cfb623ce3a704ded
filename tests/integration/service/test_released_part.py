"""What a force that releases after review shows of an answer with a match that was confirmed and one that was not, on both engines."""

import pytest

from guarding import keep_out, protect
from looking_back import alerts_seen, handed_in
from matcher.domain.answers.role_view import Audience
from matcher.service.review_match import Finding, review_match
from matcher.store.results import read_answers, replace_answers
from submitting import COVERT_LINE, HEADER, OPEN_LINE, OPEN_NUMBER, a_card, a_list


async def confirm(desk, submission, line_id):
    """Have a reviewer confirm the match of a line."""
    (match_id,) = [each["id"] for each in (await desk.result(submission, "north-reviewer"))["matches"] if each["line"]["id"] == line_id]
    reviewer = desk.actor("north-reviewer")
    await review_match(desk.vault, reviewer, match_id, finding=Finding.CONFIRMED, reason="Seen in the extraction", **desk.ask)


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


@pytest.mark.parametrize("first", ["L-0043", "L-0044"])
async def test_what_was_not_confirmed_gives_an_alert_neither_urgency_nor_actions_nor_recipients(desk, first):
    """The alert says what a phone with the confirmed number alone is told; all of it once both are confirmed, whichever was first."""
    desk.with_policy(is_reviewed_first=True)
    doubted = OPEN_LINE.replace(",2,B,P,Estmoor", ",3,B,P,Estmoor,,")
    violent = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Teasel,07700 900333").replace(
        ",2,B,P,Estmoor", ",2,B,C,Estmoor,firearm,Ask first."
    )
    await desk.publish("\n".join((f"{HEADER},markers,handling_conditions", doubted, violent, "")).encode())
    numbers = {"L-0043": OPEN_NUMBER, "L-0044": "07700 900333"}
    missing = {"episode.status": "missing"}
    alone = await handed_in(desk, numbers[first], **missing, **{"subject.reference": "S-18"})
    both = await handed_in(desk, *numbers.values(), **missing)

    async def told(submission):
        (alert,) = [each for each in (await desk.result(submission))["alerts"] if each["rule"] == "AR-01"]
        return {name: alert[name] for name in ("urgency", "actions", "recipients")}

    for submission in (alone, both):
        await confirm(desk, submission, first)
    part = await told(both)
    assert part == await told(alone)
    assert ("supervisor" in part["recipients"], part["urgency"]) == ((False, "P2") if first == "L-0043" else (True, "P1"))
    assert "alert_parts" not in await desk.result(both)

    (other,) = numbers.keys() - {first}
    await confirm(desk, both, other)
    whole = await told(both)
    assert (whole["urgency"], "supervisor" in whole["recipients"]) == ("P1", True)
    assert set(part["actions"]) <= set(whole["actions"])


async def test_several_that_were_confirmed_give_an_alert_what_they_gave_without_the_rest(desk):
    """Two of three lines are confirmed, one of them violent: the alert says what a phone with these two is told, word for word."""
    desk.with_policy(is_reviewed_first=True)
    plain, violent, last = (
        OPEN_LINE.replace("L-0043,Larkspur,07700 900123", each)
        for each in ("L-0043,Larkspur,07700 900123", "L-0044,Teasel,07700 900333", "L-0045,Yarrow,07700 900444")
    )
    doubted = violent.replace(",2,B,P,Estmoor", ",3,B,P,Estmoor,firearm")
    await desk.publish("\n".join((f"{HEADER},markers", f"{plain},", doubted, f"{last},rivalry", "")).encode())
    numbers, missing = (OPEN_NUMBER, "07700 900333"), {"episode.status": "missing"}
    two = await handed_in(desk, *numbers, **missing, **{"subject.reference": "S-18"})
    three = await handed_in(desk, *numbers, "07700 900444", **missing)
    for submission in (two, three):
        for line_id in ("L-0043", "L-0044"):
            await confirm(desk, submission, line_id)

    told = {}
    for submission in (two, three):
        (alert,) = [each for each in (await desk.result(submission))["alerts"] if each["rule"] == "AR-01"]
        told[submission] = {name: value for name, value in alert.items() if name not in {"id", "state"}}

    assert told[three] == told[two]
    assert "supervisor" in told[two]["recipients"]


async def test_what_is_protected_leaves_nothing_of_its_part(desk):
    """A number that is set apart later stands in no answer that is kept, that for those who wait for a reviewer among them."""
    desk.with_policy(is_reviewed_first=True)
    other = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Teasel,07700 900333")
    await desk.publish(a_list(OPEN_LINE, other, COVERT_LINE))
    submission = await handed_in(desk, OPEN_NUMBER, "07700 900333", **{"episode.status": "missing"})

    await protect(desk, "07700 900333")
    await keep_out(desk)

    async with desk.vault.db.read() as connection:
        kept = await read_answers(connection, desk.vault.keys, submission, list(Audience))
    assert "alert_parts" in kept[Audience.UNREVIEWED]
    assert "900333" not in str(kept)


async def test_an_answer_from_before_parts_were_kept_tells_no_less(desk):
    """What each match gives is not known of it: the alert goes on saying all it says."""
    desk.with_policy(is_reviewed_first=True)
    other = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Teasel,07700 900333")
    await desk.publish(a_list(OPEN_LINE.replace(",2,B,P", ",3,B,P"), other, COVERT_LINE))
    submission = await handed_in(desk, OPEN_NUMBER, "07700 900333", **{"episode.status": "missing"})
    async with desk.vault.db.write() as connection:
        kept = await read_answers(connection, desk.vault.keys, submission, [Audience.UNREVIEWED])
        bare = {name: value for name, value in kept[Audience.UNREVIEWED].items() if name != "alert_parts"}
        await replace_answers(connection, desk.vault.keys, submission, {Audience.UNREVIEWED: bare})

    await confirm(desk, submission, "L-0043")

    (alert,) = [each for each in (await desk.result(submission))["alerts"] if each["rule"] == "AR-01"]
    assert alert["urgency"] == "P1"
