"""What a list takes back for whatever reason, and gives again: matches, alerts and notices of it, on both engines."""

import pytest

from looking_back import alerts_seen, change, handed_in, left_out, put_back, take_back
from matcher.domain.register import Removal
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.errors import Conflict
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.store.schema.answers import alerts, matches
from matcher.store.schema.lists import recall_notices, recalls
from submitting import COVERT_LINE, COVERT_NUMBER, OPEN_LINE, OPEN_NUMBER, OWNER_LINE, a_list

OPEN_E164, COVERT_E164 = "+447700900123", "+447700900456"
KNOWING = ("submitter", "coordinator", "analyst", "supervisor")


async def notices_seen(desk, who, **changed):
    """The notices somebody sees, the newest first."""
    return (await read_notices(desk.vault, desk.actor(who, **changed), policy=desk.policy, **desk.ask)).items


async def states(desk, who):
    """The rules and states of the alerts somebody sees."""
    return sorted((each.alert["rule"], each.state) for each in await alerts_seen(desk, who))


async def review(desk, match_id, finding):
    """Say what a reviewer found."""
    await review_match(desk.vault, desk.actor("north-reviewer"), match_id, finding=finding, reason="Seen in the file", **desk.ask)


class TestGivenAgain:
    """A number that the list has again."""

    async def test_everything_it_carried_holds_as_it_did(self, desk):
        """Match and alerts stand as before, what a reviewer found included, and nothing is told a second time as if it were new."""
        submission = await handed_in(desk, OPEN_NUMBER)
        (match,) = (await desk.result(submission))["matches"]
        await review(desk, match["id"], Finding.CONFIRMED)
        answers = {who: await desk.result(submission, f"north-{who}") for who in KNOWING}
        before = {who: await states(desk, f"north-{who}") for who in KNOWING}
        rows = [await desk.rows(matches), await desk.rows(alerts)]

        await take_back(desk, OPEN_E164)
        taken = {who: await states(desk, f"north-{who}") for who in KNOWING}
        await put_back(desk, OPEN_E164)

        assert [await desk.rows(matches), await desk.rows(alerts)] == rows
        assert {who: await states(desk, f"north-{who}") for who in KNOWING} == before
        assert {who: await desk.result(submission, f"north-{who}") for who in KNOWING} == answers
        assert all({state for _, state in seen} == {"retracted"} for seen in taken.values())

    @pytest.mark.parametrize("line", [COVERT_LINE, OWNER_LINE])
    async def test_it_holds_as_it_did_behind_a_restricted_line(self, desk, line):
        """Where a line stands in the list is no part of what the list says: verdict and alerts are those of before, and none is new."""
        await desk.publish(a_list(f"L-0001{line[len('L-0043') :]}", OPEN_LINE))
        submission = await handed_in(desk, OPEN_NUMBER)
        (match,) = (await desk.result(submission))["matches"]
        await review(desk, match["id"], Finding.CONFIRMED)
        before = await desk.result(submission), [await states(desk, f"north-{who}") for who in KNOWING]

        await take_back(desk, OPEN_E164)
        await put_back(desk, OPEN_E164)

        assert (await desk.result(submission), [await states(desk, f"north-{who}") for who in KNOWING]) == before

    async def test_it_holds_as_it_did_where_its_row_has_moved(self, desk):
        """Open lines that came in between move the row, and change nothing of what was told."""
        submission = await handed_in(desk, OPEN_NUMBER)
        before = await states(desk, "north-submitter")

        await take_back(desk, OPEN_E164)
        await change(desk, COVERT_E164, fields={"last_seen": "2026-04-10"})
        await put_back(desk, OPEN_E164)
        await desk.publish(a_list(OPEN_LINE.replace("L-0043", "L-0001").replace("900123", "900333"), OPEN_LINE, COVERT_LINE))
        await take_back(desk, OPEN_E164)
        await put_back(desk, OPEN_E164)

        assert await states(desk, "north-submitter") == before
        assert "recalled" not in (await desk.result(submission))["matches"][0]

    async def test_everybody_who_heard_hears_that_it_holds_again(self, desk):
        """The same people of the same things; what they were told before stays told, with who read it when."""
        submission = await handed_in(desk, OPEN_NUMBER)
        await desk.result(submission, "north-auditor", need="A case review.")
        await take_back(desk, OPEN_E164)
        first = await desk.rows(recall_notices)
        await notices_seen(desk, "north-submitter")
        read_at = desk.now
        await put_back(desk, OPEN_E164)

        rows = await desk.rows(recall_notices)
        told = [row for row in rows if not row["restored_by"]]
        again = [row for row in rows if row["restored_by"]]
        assert {row["id"] for row in told} == {row["id"] for row in first}
        assert {(row["alert_id"], row["recipient"]) for row in again} == {(row["alert_id"], row["recipient"]) for row in told}
        for who in (*KNOWING, "auditor"):
            seen = await notices_seen(desk, f"north-{who}")
            newest, *_ = seen
            assert (newest.is_restored, newest.version, newest.submission_id) == (True, 3, submission)
            assert "holds again" in newest.sentence
            assert any(not each.is_restored and each.version == 2 for each in seen)
        seen = await notices_seen(desk, "north-submitter")
        assert {each.read_at for each in seen if not each.is_restored} == {read_at}
        assert "submission:restored done" in await desk.house.deeds()

    async def test_partners_hear_that_the_concern_holds_again(self, desk):
        """In words that tell no more than the concern did; what they were told before goes on saying what was true then."""
        submission = await handed_in(desk, OPEN_NUMBER)
        before = await desk.result(submission, "north-safeguarding")
        await take_back(desk, OPEN_E164)
        (first,) = await notices_seen(desk, "north-safeguarding")
        await put_back(desk, OPEN_E164)

        told, old = await notices_seen(desk, "north-safeguarding")
        assert (old.id, old.sentence, old.action) == (first.id, first.sentence, first.action)
        assert (told.is_restored, told.cause, told.alert_ids) == (True, None, ())
        assert told.sentence == "Something that a concern you were told of rested on is on record again. The concern holds."
        assert await desk.result(submission, "north-safeguarding") == before

    @pytest.mark.parametrize("first", ["taken back", "rejected"])
    async def test_what_a_reviewer_rejected_does_not_come_back(self, desk, first):
        """Neither the match nor its alerts, and nobody is told that it did; but the list has it, and so it can be confirmed after all."""
        submission = await handed_in(desk, OPEN_NUMBER)
        before = await states(desk, "north-submitter")
        (match,) = (await desk.result(submission))["matches"]
        if first == "taken back":
            await take_back(desk, OPEN_E164)
            await review(desk, match["id"], Finding.REJECTED)
        else:
            await review(desk, match["id"], Finding.REJECTED)
            await take_back(desk, OPEN_E164)

        await put_back(desk, OPEN_E164)

        assert {state for _, state in await states(desk, "north-submitter")} == {"retracted"}
        assert not [row for row in await desk.rows(recall_notices) if row["restored_by"]]
        answer = await desk.result(submission)
        assert [(each["review"], "recalled" in each) for each in answer["matches"]] == [("rejected", False)]
        assert {each["retracted"]["cause"] for each in answer["alerts"]} == {"rejected"}
        await review(desk, match["id"], Finding.CONFIRMED)
        assert await states(desk, "north-submitter") == before
        newest, *_ = await notices_seen(desk, "north-submitter")
        assert (newest.cause, newest.is_restored) == ("rejected", True)

    async def test_an_alert_that_needs_more_than_one_number_waits_for_the_other(self, desk):
        """AR-04 names two lines: it holds again when both are back, and says so then."""
        await desk.publish(
            a_list(OPEN_LINE, COVERT_LINE, OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Woodlark,07700 900124"))
        )
        await handed_in(desk, OPEN_NUMBER, "07700 900124")
        other = "+447700900124"
        assert ("AR-04", "open") in await states(desk, "north-analyst")
        for number in (OPEN_E164, other):
            await take_back(desk, number)
        await put_back(desk, OPEN_E164)
        waiting = dict(await states(desk, "north-analyst"))
        await put_back(desk, other)

        assert waiting["AR-04"] == "retracted"
        assert {state for _, state in await states(desk, "north-analyst")} == {"open"}
        (alert,) = [row for row in await desk.rows(alerts) if row["rule"] == "AR-04"]
        told = [row["recipient"] for row in await desk.rows(recall_notices, alert_id=alert["id"]) if row["restored_by"]]
        assert told
        assert len(told) == len(set(told))

    @pytest.mark.parametrize("order", [(OPEN_E164, "+447700900124"), ("+447700900124", OPEN_E164)], ids=["as taken", "the other first"])
    async def test_only_what_is_back_holds_again(self, desk, order):
        """Two lines carry an alert: with each of them that comes back that one is told of, once, and nothing of one that is gone still."""
        lines = {OPEN_E164: "L-0043", "+447700900124": "L-0044"}
        await desk.publish(a_list(OPEN_LINE, OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Woodlark,07700 900124")))
        submission = await handed_in(desk, OPEN_NUMBER, "07700 900124")
        for number in lines:
            await take_back(desk, number)
        told: dict[str, list[str]] = {}
        for number in order:
            await put_back(desk, number)
            for who in (*KNOWING, "safeguarding"):
                again = [each for each in await notices_seen(desk, f"north-{who}") if each.is_restored and each.created_at == desk.now]
                told.setdefault(who, []).extend(each.line_id or "partners hear of no line" for each in again)

        assert {who: told[who] for who in KNOWING} == {who: [lines[each] for each in order] for who in KNOWING}
        assert len(told["safeguarding"]) == 2
        assert {state for _, state in await states(desk, "north-submitter")} == {"open"}
        assert not [match for match in (await desk.result(submission))["matches"] if "recalled" in match]

    @pytest.mark.parametrize("first", [OPEN_E164, "+447700900124"])
    @pytest.mark.parametrize("looks", [True, False], ids=["looked back in between", "published before either was looked for"])
    async def test_numbers_that_come_back_one_by_one_answer_each_notice_once(self, desk, first, looks):
        """An alert of both holds again with the first of them, and what was told of each of them is answered when that one is back."""
        both = {OPEN_E164, "+447700900124"}
        await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OPEN_LINE.replace("07700 900123", "07700 900124")))
        submission = await handed_in(desk, OPEN_NUMBER, "07700 900124")
        for number in sorted(both):
            await take_back(desk, number)
        await put_back(desk, first, looks=looks)
        await put_back(desk, *(both - {first}))

        assert {state for _, state in await states(desk, "north-submitter")} == {"open"}
        assert not [match for match in (await desk.result(submission))["matches"] if "recalled" in match]
        again = [row for row in await desk.rows(recall_notices) if row["restored_by"]]
        told = [(row["recall_id"], row["alert_id"], row["recipient"]) for row in again]
        assert told
        assert len(told) == len(set(told))

    async def test_where_nothing_new_may_be_found_it_still_is_put_right(self, desk):
        """The list has the number that it had been said not to have; that is no new finding, and needs no basis that still runs."""
        submission = await handed_in(desk, OPEN_NUMBER, **{"legal_basis.purpose": "locate-missing-person"})
        await take_back(desk, OPEN_E164)
        await handed_in(desk, "07700 900222", **{"legal_basis.purpose": "locate-missing-person", "episode.status": "found"})

        await put_back(desk, OPEN_E164)

        assert "recalled" not in (await desk.result(submission))["matches"][0]
        assert {state for rule, state in await states(desk, "north-submitter") if rule != "AR-24"} == {"open"}

    async def test_what_the_list_says_otherwise_now_is_told_as_found_later_too(self, desk):
        """With other dates it is another statement: the officer hears of it, and what was told before holds again."""
        submission = await handed_in(desk, OPEN_NUMBER, **{"legal_basis.purpose": "protect-child-or-adult"})
        await take_back(desk, OPEN_E164)

        await put_back(desk, OPEN_E164, looks=False)
        await change(desk, OPEN_E164, fields={"last_seen": "2026-04-10"})

        answer = await desk.result(submission)
        assert "recalled" not in answer["matches"][0]
        theirs = await desk.result(submission, "north-analyst")
        assert [each["list_entry"]["last_seen"] for each in theirs["later_matches"]] == ["2026-04-10"]
        assert ("AR-19", "open") in await states(desk, "north-submitter")
        assert {state for _, state in await states(desk, "north-coordinator")} == {"open"}

    async def test_a_covert_line_is_told_to_those_alone_who_knew(self, desk):
        """For everybody else nothing has changed, before and after."""
        submission = await handed_in(desk, COVERT_NUMBER)
        await desk.result(submission, "north-analyst")
        unknowing = ("submitter", "coordinator", "reviewer", "supervisor")
        before = [await desk.result(submission, f"north-{who}") for who in unknowing]
        await take_back(desk, COVERT_E164)
        await put_back(desk, COVERT_E164)

        assert [await desk.result(submission, f"north-{who}") for who in unknowing] == before
        for who in unknowing:
            assert not await notices_seen(desk, f"north-{who}")
        assert (await notices_seen(desk, "north-analyst"))[0].is_restored
        assert {state for _, state in await states(desk, "north-analyst")} == {"open"}

    async def test_a_line_that_is_covert_by_now_brings_nothing_back_to_those_who_knew_it_open(self, desk):
        """They were told that it does not hold, and learn nothing of what became of the line; the unit that owns it is told."""
        await handed_in(desk, OPEN_NUMBER)
        await take_back(desk, OPEN_E164)
        told = len(await notices_seen(desk, "north-submitter"))
        await change(desk, "L-0043", fields={"visibility": "covert"})
        await put_back(desk, OPEN_E164)

        assert {state for _, state in await states(desk, "north-submitter")} == {"retracted"}
        assert len(await notices_seen(desk, "north-submitter")) == told
        assert ("AR-17", "open") in await states(desk, "north-analyst")


class TestEveryRemovalRecalls:
    """Whatever the reason, unless the line still has the number."""

    @pytest.mark.parametrize("reason", [Removal.WRONG, Removal.DUPLICATE, Removal.MERGED])
    async def test_that_somebody_gives(self, desk, reason):
        """What was wrong does not hold; of all else it is said that this is no word that anybody is safe."""
        submission = await handed_in(desk, OPEN_NUMBER)
        await change(desk, OPEN_E164, remove=reason)

        (match,) = (await desk.result(submission))["matches"]
        (told, *_) = await notices_seen(desk, "north-submitter")
        assert {row["cause"] for row in await desk.rows(recalls)} == {match["recalled"]["cause"]} == {told.cause.value} == {reason.value}
        assert match["recalled"]["reason"] == told.sentence
        assert ("does not hold" in told.sentence) is (reason is Removal.WRONG)
        assert ("no word that the young person is safe" in told.sentence) is (reason is not Removal.WRONG)
        assert {state for _, state in await states(desk, "north-coordinator")} == {"retracted"}

    async def test_that_a_file_left_it_out(self, desk):
        """A short file takes alerts back, says that this is no word of safety, also to partners, and the whole file gives them again."""
        submission = await handed_in(desk, OPEN_NUMBER)
        before = await desk.result(submission), await states(desk, "north-coordinator")
        await left_out(desk, COVERT_LINE)
        taken = await desk.result(submission)
        (partner, *_) = await notices_seen(desk, "north-safeguarding")
        concern = await desk.result(submission, "north-safeguarding")
        await left_out(desk, OPEN_LINE, COVERT_LINE)

        assert taken["matches"][0]["recalled"]["cause"] == RecallCause.ABSENT
        assert {each["retracted"]["cause"] for each in taken["alerts"]} == {RecallCause.ABSENT}
        assert "no longer has this number" in taken["warnings"][0]
        assert "no word that the young person is safe" in partner.sentence
        assert "no word that the young person is safe" in concern["statement"]
        assert (await desk.result(submission), await states(desk, "north-coordinator")) == before

    async def test_with_its_line(self, desk):
        """A line that is removed takes its numbers with it."""
        submission = await handed_in(desk, OPEN_NUMBER)
        await change(desk, "L-0043", remove=Removal.MERGED)
        assert (await desk.result(submission))["matches"][0]["recalled"]["cause"] == "merged"

    async def test_suspected_to_be_false(self, desk):
        """A number that is compared with no phone any more carries no alert."""
        submission = await handed_in(desk, OPEN_NUMBER)
        await change(desk, OPEN_E164, fields={"intel_grade": "E"})
        assert (await desk.result(submission))["matches"][0]["recalled"]["cause"] == "suspected-false"

    async def test_but_a_closed_number_stays(self, desk):
        """It was seized or went out of use: what was told of it was so."""
        submission = await handed_in(desk, OPEN_NUMBER)
        await change(desk, OPEN_E164, fields={"closure_type": "2", "closed_on": "2026-04-20"})
        assert "recalled" not in (await desk.result(submission))["matches"][0]
        assert await desk.rows(recalls) == []

    async def test_but_what_another_record_of_the_line_says_stays(self, desk):
        """A duplicate goes, and the number stays on the line."""
        await desk.publish(a_list(OPEN_LINE, OPEN_LINE.replace("2026-02-01,2026-04-19", "2025-02-01,2025-04-19"), OWNER_LINE))
        submission = await handed_in(desk, OPEN_NUMBER)
        await change(desk, OPEN_E164, remove=Removal.DUPLICATE)
        assert "recalled" not in (await desk.result(submission))["matches"][0]
        assert await desk.rows(recall_notices) == []


async def test_what_was_taken_back_is_rejected_and_never_confirmed(desk):
    """There is nothing to confirm; that it was never right may still be said. A match that holds again is confirmed as any."""
    submission = await handed_in(desk, OPEN_NUMBER)
    (match,) = (await desk.result(submission))["matches"]
    await take_back(desk, OPEN_E164)

    with pytest.raises(Conflict) as refused:
        await review(desk, match["id"], Finding.CONFIRMED)
    unchanged = (await desk.result(submission))["matches"][0]["review"]
    await put_back(desk, OPEN_E164)
    await review(desk, match["id"], Finding.CONFIRMED)
    confirmed = (await desk.result(submission))["matches"][0]["review"]
    await take_back(desk, OPEN_E164)
    await review(desk, match["id"], Finding.REJECTED)

    assert "nothing to confirm" in refused.value.sentence
    assert (unchanged, confirmed) == ("unreviewed", "confirmed")
    assert (await desk.result(submission))["matches"][0]["review"] == "rejected"
