"""Who is told that a finding of a reviewer changed what they had been told, on both engines."""

from datetime import timedelta

import pytest

from guarding import keep_out, protect
from looking_back import handed_in, put_back, take_back
from matcher.service.erase_submission import erase_submission
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.store.schema.answers import matches
from matcher.store.schema.lists import recall_notices, recalls
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list

OTHER_NUMBER = "07700 900222"
OTHER_LINE = OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Teasel").replace("07700 900123", OTHER_NUMBER)
KNOWING = ("submitter", "coordinator", "supervisor", "analyst")
PARTNER = "north-safeguarding"
GONE = (
    "Something that a concern you were told of rested on was withdrawn. "
    "There is no concern to pass on by now; this does not indicate absence of exploitation."
)
AGAIN = "Something that a concern you were told of rested on is on record again. The concern holds."


async def review(desk, finding, line="L-0043", **where):
    """Have a match of a line looked at by somebody who may know of any, a while later."""
    desk.now += timedelta(minutes=5)
    await desk.clear("north-reviewer")
    (row,) = await desk.rows(matches, line_id=line, **where)
    reviewer = desk.actor("north-reviewer", is_cleared=True)
    await review_match(desk.vault, reviewer, row["id"], finding=finding, reason="It is a shop.", **desk.ask)


async def told(desk, who):
    """What somebody was told, the newest first."""
    return (await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)).items


async def sentences(desk, who=PARTNER):
    """The words of it."""
    return [each.sentence for each in await told(desk, who)]


async def test_whoever_was_told_hears_of_it_once_and_of_the_way_back(desk):
    """As of a recall, to the same people; a finding that changes nothing is no news, and partners hear of no reviewer."""
    submission = await handed_in(desk, OPEN_NUMBER)
    await review(desk, Finding.CONFIRMED)
    assert [await sentences(desk, f"north-{who}") for who in KNOWING] == [[], [], [], []]
    for _ in range(2):
        await review(desk, Finding.REJECTED)
    for who in KNOWING:
        (seen,) = await told(desk, f"north-{who}")
        assert (seen.cause, seen.version, seen.is_restored, seen.submission_id) == ("rejected", None, False, submission)
        assert seen.sentence == "A reviewer rejected a match; what was told of it does not hold."
        assert seen.line_id == "L-0043"
    assert await sentences(desk) == [GONE]
    for _ in range(2):
        await review(desk, Finding.CONFIRMED)
    for who in KNOWING:
        newest, _ = await told(desk, f"north-{who}")
        assert (newest.cause, newest.version, newest.is_restored) == ("rejected", None, True)
        assert "confirmed a match" in newest.sentence
    assert await sentences(desk) == [AGAIN, GONE]
    assert {each.version for each in await told(desk, PARTNER)} == {None}


async def test_of_what_was_rejected_nobody_hears_again_that_it_does_not_hold(desk):
    """The list takes its number back later: that is no news to those who heard, whatever else the concern had; its return is told once."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER, OTHER_NUMBER)
    everybody = (*KNOWING, "safeguarding")
    await review(desk, Finding.REJECTED)
    await review(desk, Finding.REJECTED, "L-0044")
    heard = {who: await sentences(desk, f"north-{who}") for who in everybody}
    assert heard["safeguarding"] == [GONE]
    for change in (take_back, put_back):
        await change(desk, OPEN_NUMBER.replace(" ", ""))
        assert {who: await sentences(desk, f"north-{who}") for who in everybody} == heard
    await review(desk, Finding.CONFIRMED)
    assert await sentences(desk) == [AGAIN, GONE]
    for who in KNOWING:
        assert (await told(desk, f"north-{who}"))[0].is_restored, who


@pytest.mark.parametrize("when", ["before", "after"])
async def test_whoever_read_it_as_rejected_hears_neither_that_the_number_goes_nor_that_it_returns(desk, when):
    """They were told so by the answer: of a second phone of the person, which it stood rejected on from the beginning, and of the first."""
    phone = await handed_in(desk, OPEN_NUMBER)
    await review(desk, Finding.REJECTED)
    desk.now += timedelta(hours=1)
    if when == "before":
        phone = await handed_in(desk, OPEN_NUMBER, NOBODY)
    (match,) = (await desk.result(phone, "north-auditor", need="A case review."))["matches"]
    assert match["review"] == "rejected"
    for who in KNOWING:
        await desk.result(phone, f"north-{who}")
    desk.now += timedelta(hours=1)
    everybody = (*KNOWING, "auditor", "safeguarding")
    heard = {who: await sentences(desk, f"north-{who}") for who in everybody}

    for change in (take_back, put_back):
        await change(desk, OPEN_NUMBER.replace(" ", ""))
        assert {who: await sentences(desk, f"north-{who}") for who in everybody} == heard


@pytest.mark.parametrize("back", ["confirmed", "listed"])
async def test_what_the_last_of_two_makes_of_a_concern_is_told_whatever_made_it_fall(desk, back):
    """The first leaves the concern standing, and only its return or that of the other gives it again: the newest notice is true."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER, OTHER_NUMBER)
    other = OTHER_NUMBER.replace(" ", "")
    if back == "confirmed":
        await review(desk, Finding.REJECTED)
        assert await sentences(desk) == []
        await take_back(desk, other)
        assert await sentences(desk) == [GONE]
        await review(desk, Finding.CONFIRMED)
    else:
        await take_back(desk, other)
        await review(desk, Finding.REJECTED)
        assert (await sentences(desk))[0] == GONE
        await put_back(desk, other)
    assert (await sentences(desk))[0] == AGAIN
    for who in KNOWING:
        assert (await told(desk, f"north-{who}"))[0].is_restored, who


@pytest.mark.parametrize("is_told", [False, True])
async def test_what_never_held_does_not_hold_again(desk, is_told):
    """Its alerts are raised as new ones; but partners who read that there is no concern by now read that there is one."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE))
    await handed_in(desk, OPEN_NUMBER)
    await review(desk, Finding.REJECTED)
    before = {who: await sentences(desk, f"north-{who}") for who in (*KNOWING, "safeguarding")}
    where = {"submission_id": await handed_in(desk, OPEN_NUMBER, *([OTHER_NUMBER] if is_told else []), NOBODY)}
    for who in ("submitter", "analyst"):
        await desk.result(where["submission_id"], f"north-{who}")
    if is_told:
        await review(desk, Finding.REJECTED, "L-0044", **where)
        assert (await sentences(desk))[0] == GONE
    await review(desk, Finding.CONFIRMED, **where)
    if is_told:
        assert (await sentences(desk))[0] == AGAIN
    else:
        assert {who: await sentences(desk, f"north-{who}") for who in before} == before
        await review(desk, Finding.REJECTED, **where)
        await review(desk, Finding.CONFIRMED, **where)
        assert all([(await told(desk, f"north-{who}"))[0].is_restored for who in before])


async def test_of_a_covert_line_those_alone_hear_who_may_know_of_it(desk):
    """Partners in the words they always hear; whoever handed the phone in hears nothing."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(desk, COVERT_NUMBER)
    await desk.result(submission, "north-analyst")
    await review(desk, Finding.REJECTED, "L-0099")
    await review(desk, Finding.CONFIRMED, "L-0099")
    assert [await sentences(desk, f"north-{who}") for who in ("submitter", "coordinator", "supervisor")] == [[], [], []]
    assert [each.is_restored for each in await told(desk, "north-analyst")] == [True, False]
    assert await sentences(desk) == [AGAIN, GONE]


async def test_where_a_reviewer_confirms_first_they_hear_of_what_they_were_shown(desk):
    """Whoever sees lines by name was shown a match that was confirmed, and hears that it was rejected; of one that never was, nothing."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, OPEN_NUMBER)
    await review(desk, Finding.REJECTED)
    await review(desk, Finding.CONFIRMED)
    assert [await sentences(desk, f"north-{who}") for who in ("submitter", "coordinator")] == [[], []]
    await review(desk, Finding.REJECTED)
    for who in ("submitter", "coordinator"):
        (seen,) = await told(desk, f"north-{who}")
        assert (seen.submission_id, seen.is_restored) == (submission, False)
    await review(desk, Finding.CONFIRMED)
    for who in ("submitter", "coordinator"):
        assert [each.is_restored for each in await told(desk, f"north-{who}")] == [True, False]


@pytest.mark.parametrize("event", ["rejected", "taken back", "back again"])
async def test_what_became_protected_since_is_told_of_no_more(desk, event):
    """Nobody reads that something did not hold, or holds again, of a number that is to read as if it had never stood on the phone."""
    await handed_in(desk, OPEN_NUMBER)
    if event == "rejected":
        await review(desk, Finding.REJECTED)
    else:
        await take_back(desk, "+447700900123")
    if event == "back again":
        await put_back(desk, "+447700900123")
    assert all([await told(desk, f"north-{who}") for who in (*KNOWING, "safeguarding")])

    await protect(desk, OPEN_NUMBER)
    await keep_out(desk)

    assert await desk.rows(recall_notices) == []
    assert [row["cause"] for row in await desk.rows(recalls)] == ([] if event == "rejected" else ["wrong"])


async def test_an_erasure_leaves_nothing_of_findings_and_counts_them(desk):
    """That there was a finding, on which line and which match, goes with the phone."""
    submission = await handed_in(desk, OPEN_NUMBER)
    for finding in (Finding.REJECTED, Finding.CONFIRMED):
        await review(desk, finding)

    report = await erase_submission(desk.vault, desk.actor("north-submitter"), submission, policy=desk.policy, **desk.ask)

    assert (report.removed["recalls"], report.left["recalls"]) == (2, 0)
    assert [await desk.rows(table) for table in (recalls, recall_notices)] == [[], []]
