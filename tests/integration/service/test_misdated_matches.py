"""A match that was told of, and that by the dates the list has now may have been somebody else's: it is recalled, on both engines."""

from datetime import timedelta

import pytest

from guarding import keep_out, protect
from legal_metadata import PACE
from looking_back import LATER, NOBODY_E164, alerts_seen, change, handed_in, publish, put_back, take_back
from matcher.domain.upkeep.recall_cause import CONCERN_GONE, OFF_RECORD, RecallCause
from matcher.service.erase_submission import erase_submission
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.service.screening import misdated_recall
from matcher.store import steps
from matcher.store.schema.answers import alerts, jobs, matches, results
from matcher.store.schema.lists import recall_notices, recalls, retro_runs
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER

OPEN_E164, COVERT_E164 = "+447700900123", "+447700900456"
MISSING = {"episode.status": "missing"}
KNOWING = ("submitter", "coordinator", "analyst", "supervisor")
PARTNER = "north-safeguarding"
#: Seen with its line last more than 180 days before the calls of these phones (domain 5.2): a number that may have been given out again.
LONG_AGO = {"first_seen": "2024-01-01", "last_seen": "2024-03-01"}
AS_BEFORE = {"first_seen": "2026-02-01", "last_seen": "2026-04-19"}
CLOSED_BEFORE = {"closure_type": "type2", "closed_on": "2025-06-30", "first_seen": "2025-01-01", "last_seen": "2025-06-30"}
CLOSED_AFTER = {"closure_type": "type2", "closed_on": "2026-04-21"}


async def called(desk, number, *, other="", days="2026-04-18", **stated):
    """Hand a log of calls in, and answer it."""
    rows = [f"Jay,{number},Outgoing,{days} 10:00,00:01:10", f"Kay,{other or '07700 900870'},Incoming,{days} 10:00,00:00:10"]
    log = "\n".join(("Name,Phone number,Call type,Date and time,Duration", *rows, ""))
    receipt = await desk.hand_in(log.encode(), name="calls.csv", **{**PACE, **stated})
    await desk.work()
    return receipt.submission_id


async def states(desk, who):
    """The rules and states of the alerts of phones somebody sees."""
    return sorted((each.alert["rule"], each.state) for each in await alerts_seen(desk, who) if each.submission_id)


async def sentences(desk, who):
    """The words of the notices somebody sees, the newest first."""
    return [each.sentence for each in (await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)).items]


async def kept(desk):
    """What the store has of matches, alerts and notices."""
    return [await desk.rows(table) for table in (matches, alerts, recalls, recall_notices)]


@pytest.mark.parametrize("fields", [LONG_AGO, CLOSED_BEFORE], ids=["dates", "closure"])
async def test_what_other_dates_leave_of_no_match_is_recalled_and_everybody_hears(desk, fields):
    """Issue 4: a correction recalls what the number caused. The kept answer stays as it is."""
    submission = await called(desk, OPEN_NUMBER, **MISSING)
    assert (await desk.result(submission))["matches"][0]["grade"] == "A"
    assert ("AR-01", "open") in await states(desk, "north-coordinator")
    assert (await desk.result(submission, PARTNER))["alerts"]
    answer = await desk.rows(results, submission_id=submission)

    await change(desk, OPEN_E164, fields=fields)

    for who in KNOWING:
        seen = await desk.result(submission, f"north-{who}")
        assert seen["matches"][0]["recalled"]["cause"] == RecallCause.REDATED
        assert {each["state"] for each in seen["alerts"]} == {"retracted"}
        assert {state for _, state in await states(desk, f"north-{who}")} == {"retracted"}
        assert set(await sentences(desk, f"north-{who}")) == {RecallCause.REDATED.sentence}
    assert (await desk.result(submission, PARTNER))["alerts"] == []
    (said,) = await sentences(desk, PARTNER)
    assert said.startswith(OFF_RECORD)
    assert CONCERN_GONE in said
    assert await desk.rows(results, submission_id=submission) == answer


async def test_it_holds_again_with_the_dates_that_were_told(desk):
    """Match and alerts stand as they did, and everybody who heard that they do not hears that they do."""
    submission = await called(desk, OPEN_NUMBER, **MISSING)
    for who in KNOWING:
        await desk.result(submission, f"north-{who}")
    before = [await desk.rows(matches), await desk.rows(alerts)]

    await change(desk, OPEN_E164, fields=LONG_AGO)
    await change(desk, OPEN_E164, fields=AS_BEFORE)

    assert [await desk.rows(matches), await desk.rows(alerts)] == before
    for who in KNOWING:
        assert (await sentences(desk, f"north-{who}"))[0] == RecallCause.REDATED.sentence_again
    assert (await desk.result(submission, PARTNER))["alerts"]


async def test_it_holds_again_with_other_dates_that_reach_the_calls(desk):
    """The list says something else than was told, so the officer hears of it as found later, beside what holds again."""
    submission = await called(desk, OPEN_NUMBER, **MISSING)
    known = await states(desk, "north-coordinator")

    await change(desk, OPEN_E164, fields=LONG_AGO)
    await change(desk, OPEN_E164, fields={"first_seen": "2026-03-01", "last_seen": "2026-04-10"})

    assert await states(desk, "north-coordinator") == known
    assert ("AR-19", "open") in await states(desk, "north-submitter")
    assert not (await desk.result(submission))["matches"][0].get("recalled")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(CLOSED_AFTER, id="closed after the calls"),
        pytest.param({"last_seen": "2026-04-10"}, id="near the calls"),
        pytest.param({"first_seen": "2025-10-01", "last_seen": "2026-01-10"}, id="outside the dates, which is grade C"),
        pytest.param({"first_seen": "2026-04-19"}, id="before the first day"),
    ],
)
async def test_a_match_that_is_only_less_certain_by_now_is_not_recalled(desk, fields):
    """What the list still says, if less surely, is no reason to stand down on a child."""
    await called(desk, OPEN_NUMBER, **MISSING)
    before = await kept(desk)

    await change(desk, OPEN_E164, fields=fields)

    assert await kept(desk) == before


async def test_time_that_goes_by_recalls_nothing(desk):
    """A token says no day. A number that was closed after the phone was handed in was its line's then, however long ago that is."""
    await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)
    await handed_in(desk, OPEN_NUMBER, **PACE)
    await change(desk, NOBODY_E164, fields=CLOSED_AFTER)
    await change(desk, OPEN_E164, fields=CLOSED_AFTER)
    before = await kept(desk)
    assert before[2] == []

    for number in (NOBODY_E164, OPEN_E164):
        await change(desk, number, days=300, fields={"source_grade": "3"})

    assert await kept(desk) == before


async def test_what_a_later_version_found_is_recalled_alike(desk):
    """A token alone: a number that was cut off long before the phone was handed in."""
    submission = await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)
    assert await states(desk, "north-submitter") == [("AR-19", "open")]

    await change(desk, NOBODY_E164, fields=CLOSED_BEFORE)

    assert await states(desk, "north-submitter") == [("AR-19", "retracted")]
    assert (await desk.result(submission))["later_matches"][0]["recalled"]["cause"] == RecallCause.REDATED


async def test_each_phone_is_judged_by_its_own_calls(desk):
    """One phone told of the number for another of the same person, whose calls lie within the dates: there it is told from now on."""
    person = {"subject.reference": "S-1", **MISSING}
    await change(desk, OPEN_E164, fields={"first_seen": "2024-01-01"})
    late = await called(desk, OPEN_NUMBER, **person)
    desk.now += timedelta(hours=1)
    early = await called(desk, OPEN_NUMBER, other="07700 900871", days="2024-02-10", **person)
    assert {row["submission_id"] for row in await desk.rows(alerts) if row["rule"] == "AR-01"} == {late}

    await change(desk, OPEN_E164, fields=LONG_AGO)

    found = {row["submission_id"]: row["recall_id"] is None for row in await desk.rows(matches)}
    assert found == {late: False, early: True}
    live = {row["submission_id"] for row in await desk.rows(alerts) if row["recall_id"] is None and row["submission_id"]}
    assert live == {early}


async def test_a_file_that_was_handed_in_twice_is_recalled_with_no_word_of_a_new_alert(desk):
    """The second one has no alerts of its own, and gets none by the recall of the first."""
    for _ in range(2):
        await called(desk, OPEN_NUMBER, **MISSING)
        desk.now += timedelta(hours=1)
    known = len(await desk.rows(alerts))

    await change(desk, OPEN_E164, fields=LONG_AGO)

    assert len(await desk.rows(alerts)) == known
    assert all(row["recall_id"] for row in await desk.rows(matches))


async def test_a_restricted_line_tells_of_it_to_whoever_may_know_of_it(desk):
    """The unit hears, partners hear of no cause, and the officer of nothing."""
    await desk.clear("north-analyst")
    submission = await called(desk, COVERT_NUMBER, **MISSING)
    assert (await desk.result(submission, PARTNER))["alerts"]
    told = await desk.result(submission)

    await change(desk, COVERT_E164, fields=LONG_AGO)

    assert RecallCause.REDATED.sentence in await sentences(desk, "north-analyst")
    assert await sentences(desk, "north-submitter") == await sentences(desk, "north-coordinator") == []
    assert await desk.result(submission) == told
    assert (await desk.result(submission, PARTNER))["alerts"] == []


async def test_a_line_that_is_restricted_by_now_tells_nothing_of_its_dates(desk):
    """Whoever knew of it while it stood openly hears nothing of what it has come to."""
    await called(desk, OPEN_NUMBER, **MISSING)
    await change(desk, "L-0043", fields={"visibility": "covert"})
    before = await kept(desk)

    await change(desk, OPEN_E164, fields=LONG_AGO)

    assert await kept(desk) == before


@pytest.mark.parametrize("is_confirmed", [True, False])
async def test_whoever_waits_for_a_finding_hears_of_what_was_confirmed(desk, is_confirmed):
    """Where a reviewer confirms first; supervisors and analysts hear in any case."""
    desk.with_policy(is_reviewed_first=True)
    await called(desk, OPEN_NUMBER, **MISSING)
    if is_confirmed:
        (match,) = await desk.rows(matches)
        said = {"finding": Finding.CONFIRMED, "reason": "Seen in the file.", **desk.ask}
        await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], **said)

    await change(desk, OPEN_E164, fields=LONG_AGO)

    assert bool(await sentences(desk, "north-submitter")) is is_confirmed
    assert await sentences(desk, "north-supervisor") == [RecallCause.REDATED.sentence]


async def test_what_a_reviewer_rejected_is_told_of_to_nobody(desk):
    """They have heard that it does not hold."""
    await called(desk, OPEN_NUMBER, **MISSING)
    (match,) = await desk.rows(matches)
    said = {"finding": Finding.REJECTED, "reason": "Somebody else has the number.", **desk.ask}
    await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], **said)
    before = await kept(desk)

    await change(desk, OPEN_E164, fields=LONG_AGO)

    assert await kept(desk) == before


async def test_a_number_that_returns_with_other_dates_brings_nothing_back_that_they_do_not_carry(desk):
    """It was removed, and comes back as one that may have been somebody else's; with its own dates everything holds again."""
    await called(desk, OPEN_NUMBER, **MISSING)
    before = [await desk.rows(matches), await desk.rows(alerts)]
    await take_back(desk, OPEN_E164)
    taken = await kept(desk)

    await put_back(desk, OPEN_E164, looks=False)
    await change(desk, OPEN_E164, fields=LONG_AGO)
    assert await kept(desk) == taken

    await change(desk, OPEN_E164, fields=AS_BEFORE)
    assert [await desk.rows(matches), await desk.rows(alerts)] == before


async def test_a_number_of_two_records_is_judged_by_the_one_that_is_left(desk):
    """The list has the number still, and by dates that do not reach the calls: that the other record went explains nothing."""
    old = OPEN_LINE.replace("2026-02-01,2026-04-19", "2024-01-01,2024-03-01")
    await publish(desk, old, OPEN_LINE, COVERT_LINE)
    submission = await called(desk, OPEN_NUMBER, **MISSING)
    assert (await desk.result(submission))["matches"][0]["grade"] == "A"

    await publish(desk, old, COVERT_LINE)

    assert (await desk.result(submission))["matches"][0]["recalled"]["cause"] == RecallCause.REDATED


async def test_what_can_only_have_been_given_out_again_before_and_after_is_judged_anew(desk):
    """No more was told of it: when it returns with other dates of long ago the list says those of it."""
    await change(desk, OPEN_E164, fields=LONG_AGO)
    submission = await called(desk, OPEN_NUMBER, **MISSING)
    assert (await desk.result(submission))["matches"][0]["grade"] == "D"
    await take_back(desk, OPEN_E164)

    await put_back(desk, OPEN_E164, looks=False)
    await change(desk, OPEN_E164, fields={"first_seen": "2023-01-01"})

    (later,) = (await desk.result(submission, "north-analyst"))["later_matches"]
    assert later["list_entry"]["first_seen"] == "2023-01-01"


async def test_what_a_reviewer_rejects_of_one_of_two_files_by_then_comes_back_with_neither(desk):
    """The same file was handed in twice, and each match fell by itself; the finding is of both all the same."""
    phones = [await called(desk, OPEN_NUMBER, **MISSING) for _ in range(2)]
    await change(desk, OPEN_E164, fields=LONG_AGO)
    first, _ = await desk.rows(matches)
    said = {"finding": Finding.REJECTED, "reason": "Somebody else has the number.", **desk.ask}
    await review_match(desk.vault, desk.actor("north-reviewer"), first["id"], **said)

    await change(desk, OPEN_E164, fields=AS_BEFORE)

    assert [(await desk.result(each))["matches"][0]["review"] for each in phones] == ["rejected", "rejected"]
    assert {state for _, state in await states(desk, "north-submitter")} == {"retracted"}


async def test_an_alert_outlives_one_of_its_numbers_that_becomes_protected(desk):
    """It fell with the one whose dates do not reach the phone; that leaves no trace, and the alert is retracted by the other."""
    other = "07700 900222"
    await publish(desk, OPEN_LINE, OPEN_LINE.replace(OPEN_NUMBER, other), COVERT_LINE)
    submission = await called(desk, OPEN_NUMBER, other=other, **MISSING)
    await take_back(desk, "+447700900222")
    await change(desk, OPEN_E164, fields=LONG_AGO)

    await protect(desk, OPEN_NUMBER)
    await keep_out(desk)

    answer = await desk.result(submission)
    assert {each["retracted"]["cause"] for each in answer["alerts"]} == {RecallCause.WRONG}
    assert {state for _, state in await states(desk, "north-coordinator")} == {"retracted"}
    assert [row["cause"] for row in await desk.rows(recalls)] == [RecallCause.WRONG]


@pytest.mark.parametrize("event", ["rejected", "dated again", "erased"])
async def test_what_comes_in_between_decides(desk, monkeypatch, event):
    """A finding, a version or an erasure between the moment it is judged and the one it is written: nothing is recalled."""
    submission = await called(desk, OPEN_NUMBER, **MISSING)
    (match,) = await desk.rows(matches)
    reading, asked = misdated_recall.read_case, []

    async def read_case(*given):
        case = await reading(*given)
        if not asked:
            asked.append(case)
            if event == "rejected":
                said = {"finding": Finding.REJECTED, "reason": "Somebody else has the number.", **desk.ask}
                await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], **said)
            elif event == "erased":
                await erase_submission(desk.vault, desk.actor("north-submitter"), submission, policy=desk.policy, **desk.ask)
            else:
                await change(desk, OPEN_E164, days=0, fields=AS_BEFORE, looks=False)
        return case

    monkeypatch.setattr(misdated_recall, "read_case", read_case)
    await change(desk, OPEN_E164, fields=LONG_AGO)

    assert asked
    assert RecallCause.REDATED not in {row["cause"] for row in await desk.rows(recalls)}
    assert all(row["recall_id"] is None for row in await desk.rows(matches))
    assert {row["state"] for row in await desk.rows(retro_runs)} == {"done"}


async def test_done_twice_it_is_told_once(desk):
    """Also where the first one ended within its transaction, or before it was closed."""
    await called(desk, OPEN_NUMBER, **MISSING)
    await change(desk, OPEN_E164, fields=LONG_AGO, looks=False)
    before, steps.reached = steps.reached, _end_at("recall:within-transaction")
    try:
        with pytest.raises(EndedHere):
            await desk.look_back()
    finally:
        steps.reached = before
    assert await desk.rows(recalls) == []
    desk.now += timedelta(minutes=1)
    await desk.look_back()
    once = await kept(desk)
    async with desk.vault.db.write() as connection:
        await connection.execute(retro_runs.update().values(state="waiting", finished_at=None, numbers_done=0))
        await connection.execute(jobs.update().values(state="queued", finished_at=None))
    desk.now += timedelta(minutes=1)
    await desk.look_back()

    assert len(once[2]) == 1
    assert await kept(desk) == once


class EndedHere(BaseException):
    """The process ended here."""


def _end_at(step):
    def reached(name):
        if name == step:
            raise EndedHere

    return reached
