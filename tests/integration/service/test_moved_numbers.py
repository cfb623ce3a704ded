"""A number that a version has for another line than before: what stood because of it goes on under the new line, on both engines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from looking_back import LATER, alerts_seen, handed_in, left_out, take_back
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.list_submissions import list_submissions
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.store import steps
from matcher.store.schema.answers import alerts, jobs
from matcher.store.schema.lists import retro_runs
from submitting import COVERT_LINE, OPEN_LINE, OPEN_NUMBER

OPEN_E164 = "+447700900123"
MISSING = {"episode.status": "missing"}
HEARD = ("submitter", "coordinator", "supervisor", "analyst")
PARTNER = "north-safeguarding"
MOVED = OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Teasel")
HIDDEN = MOVED.replace("open_to_force", "covert")


async def told(desk, who):
    """What somebody is told of and is not retracted: rule, urgency, and the first sentence."""
    return [(each.alert["rule"], each.alert["urgency"], each.alert["facts"][0]) for each in await still(desk, who)]


async def still(desk, who):
    """The alerts of phones somebody sees that are not retracted."""
    return [each for each in await alerts_seen(desk, who) if each.submission_id and each.state != "retracted"]


async def sentences(desk, who):
    """The notices somebody sees, the newest first."""
    return [each.sentence for each in (await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)).items]


async def test_whoever_had_heard_hears_of_the_new_line_as_urgently(desk):
    """Partners go on having their concern, as they left it; nobody reads that the list no longer has the number. Once, if done twice."""
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    (before,) = (await desk.result(submission, PARTNER))["alerts"]
    await left_out(desk, MOVED, COVERT_LINE)

    for who in HEARD:
        ((rule, urgency, fact),) = await told(desk, f"north-{who}")
        assert (rule, urgency) == ("AR-19", "P1")
        assert "listed for line L-0044 'Teasel' now" in fact
        assert "line L-0043" in fact
        assert not any("no longer has" in each for each in await sentences(desk, f"north-{who}"))
    (after,) = (await desk.result(submission, PARTNER))["alerts"]
    assert after == before
    assert all("so does the concern" in each for each in await sentences(desk, PARTNER))
    (match,) = (await desk.result(submission))["matches"]
    assert match["recalled"]["cause"] == RecallCause.MOVED
    assert len([row for row in await desk.rows(alerts) if row["rule"] == "AR-19"]) == len(HEARD)
    (phone,) = (await list_submissions(desk.vault, desk.actor("north-coordinator"), policy=desk.policy, **desk.ask)).items
    assert phone.urgency == "P1"


@pytest.mark.parametrize("back", ["before", "after"])
async def test_it_may_be_listed_for_the_new_line_in_another_version(desk, back):
    """Before it leaves the old line, or after: who had the alert has one again."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    if back == "before":
        await left_out(desk, OPEN_LINE, MOVED, COVERT_LINE)
        assert [rule for rule, _, _ in await told(desk, "north-coordinator")] == ["AR-01"]
    await take_back(desk, OPEN_E164)
    if back == "after":
        assert await told(desk, "north-coordinator") == []
        await left_out(desk, MOVED, COVERT_LINE)

    for who in HEARD:
        assert any("L-0044" in fact and urgency == "P1" for _, urgency, fact in await told(desk, f"north-{who}"))
    assert [each.state for each in await still(desk, PARTNER)] == ["open"]


@pytest.mark.parametrize("step", [AlertStep.ACKNOWLEDGED, AlertStep.CLOSED])
async def test_a_second_file_goes_on_as_the_alert_that_stands_for_it(desk, step):
    """Whoever handed it in hears as urgently, partners find the concern as they left it, and others have one alert."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    second = await handed_in(desk, OPEN_NUMBER, "07700 900333", **MISSING)
    (concern,) = await still(desk, PARTNER)
    await act_on_alert(desk.vault, desk.actor(PARTNER), concern.id, step, policy=desk.policy, reason="Passed on to them.", **desk.ask)
    await left_out(desk, MOVED, COVERT_LINE)

    heard = await still(desk, "north-submitter")
    assert second in {each.submission_id for each in heard}
    assert {(each.alert["rule"], each.alert["urgency"]) for each in heard} == {("AR-19", "P1")}
    for who in ("coordinator", "supervisor", "analyst"):
        assert len(await told(desk, f"north-{who}")) == 1
    assert {each.state for each in await still(desk, PARTNER)} == {step.value}


SECOND = "07700 900222"
TWO = (OPEN_LINE, OPEN_LINE.replace("07700 900123", SECOND))


async def test_a_line_changes_its_name_with_two_numbers_of_the_phone(desk):
    """All that go in one version are weighed together: whoever had the alert has one under the new name, as urgent, with both numbers."""
    await left_out(desk, *TWO, COVERT_LINE)
    submission = await handed_in(desk, OPEN_NUMBER, SECOND, **MISSING)
    (before,) = (await desk.result(submission, PARTNER))["alerts"]
    await left_out(desk, *(row.replace("L-0043,Larkspur", "L-0044,Teasel") for row in TWO), COVERT_LINE)

    for who in HEARD:
        (alert,) = [each.alert for each in await still(desk, f"north-{who}")]
        assert (alert["rule"], alert["urgency"]) == ("AR-19", "P1")
        assert all(any(f"+44{number[1:].replace(' ', '')}" in fact for fact in alert["facts"]) for number in (OPEN_NUMBER, SECOND))
    (after,) = (await desk.result(submission, PARTNER))["alerts"]
    assert after == before


@pytest.mark.parametrize("rows", [(COVERT_LINE,), tuple(row.replace("L-0043,Larkspur", "L-0044,Teasel") for row in (*TWO, COVERT_LINE))])
async def test_two_numbers_that_leave_a_line_together_are_told_as_one(desk, monkeypatch, rows):
    """One notice for everybody, however long each number takes; the officer's names the alert too, and partners' says how it ends."""
    await left_out(desk, *TWO, COVERT_LINE)
    await handed_in(desk, OPEN_NUMBER, SECOND, **MISSING)
    (alert,) = await still(desk, "north-supervisor")

    def takes_a_second(name):
        if name == "recall:one-recalled":
            desk.now += timedelta(seconds=1)

    monkeypatch.setattr(steps, "reached", takes_a_second)
    await left_out(desk, *rows)

    for who in ("submitter", "coordinator", "supervisor", "analyst"):
        (notice,) = (await read_notices(desk.vault, desk.actor(f"north-{who}"), policy=desk.policy, **desk.ask)).items
        assert notice.alert_ids == (alert.id,)
    (sentence,) = await sentences(desk, PARTNER)
    assert ("so does the concern" in sentence) is (len(rows) > 1)


async def test_two_lines_become_a_third_at_once(desk):
    """What named both lines falls with both, and goes on with the third."""
    other = TWO[1].replace("L-0043,Larkspur", "L-0045,Vetch")
    await left_out(desk, OPEN_LINE, other, COVERT_LINE)
    await handed_in(desk, OPEN_NUMBER, SECOND, **MISSING)
    await left_out(desk, *(row.replace("L-0043,Larkspur", "L-0044,Teasel") for row in TWO), COVERT_LINE)

    for who in HEARD:
        assert {(rule, urgency) for rule, urgency, _ in await told(desk, f"north-{who}")} == {("AR-19", "P1")}


@pytest.mark.parametrize("hides", [True, False])
async def test_of_two_numbers_one_goes_on_and_one_is_hidden_or_gone(desk, hides):
    """The alert goes on with the one that everybody may know of, and reads alike whatever became of the other."""
    await left_out(desk, *TWO, COVERT_LINE)
    await handed_in(desk, OPEN_NUMBER, SECOND, **MISSING)
    hidden = [HIDDEN.replace("07700 900123", SECOND).replace("L-0044", "L-0050")] if hides else []
    await left_out(desk, MOVED, COVERT_LINE, *hidden)

    for who in ("submitter", "coordinator", "supervisor"):
        ((rule, urgency, fact),) = await told(desk, f"north-{who}")
        assert (rule, urgency) == ("AR-19", "P1")
        assert "+447700900123 is listed for line L-0044" in fact


async def test_it_moves_on_once_more(desk):
    """From line to line what stood goes on standing, and back where it was."""
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    await left_out(desk, MOVED, COVERT_LINE)
    third = MOVED.replace("L-0044,Teasel", "L-0045,Vetch")
    await left_out(desk, third, COVERT_LINE)
    for who in HEARD:
        ((_, urgency, fact),) = await told(desk, f"north-{who}")
        assert urgency == "P1"
        assert "line L-0045 'Vetch' now" in fact
    assert len((await desk.result(submission, PARTNER))["alerts"]) == 1

    await left_out(desk, OPEN_LINE, COVERT_LINE)
    assert [rule for rule, _, _ in await told(desk, "north-coordinator")] == ["AR-01"]
    assert len((await desk.result(submission, PARTNER))["alerts"]) == 1


async def test_behind_a_restricted_line_it_reads_as_taken_off(desk):
    """Byte for byte as where the number stands nowhere by now, but for partners, who go on having the concern."""
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    await left_out(desk, HIDDEN, COVERT_LINE)
    seen = ("submitter", "coordinator", "supervisor")
    assert [await told(desk, f"north-{who}") for who in seen] == [[], [], []]
    (match,) = (await desk.result(submission))["matches"]
    assert match["recalled"]["cause"] == RecallCause.ABSENT
    assert {sentence for who in seen for sentence in await sentences(desk, f"north-{who}")} == {RecallCause.ABSENT.sentence}
    assert len((await desk.result(submission, PARTNER))["alerts"]) == 1


async def test_from_behind_a_restricted_line_it_is_found_as_if_for_the_first_time(desk):
    """Whoever knew of no line hears no more than of a number that is new; partners go on having the concern."""
    await left_out(desk, HIDDEN.replace("L-0044", "L-0050"), COVERT_LINE)
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    assert len((await desk.result(submission, PARTNER))["alerts"]) == 1
    await left_out(desk, MOVED, COVERT_LINE)

    ((rule, urgency, fact),) = await told(desk, "north-submitter")
    assert (rule, urgency) == ("AR-19", "P2")
    assert "since the phone was handed in" in fact
    assert await told(desk, "north-coordinator") == []
    assert len((await desk.result(submission, PARTNER))["alerts"]) == 1


@pytest.mark.parametrize("step", [AlertStep.ACKNOWLEDGED, AlertStep.CLOSED])
async def test_partners_cannot_tell_that_it_went_behind_a_restricted_line(desk, step):
    """The concern is as they left it, with the notices of a number that went to another line that everybody may know of."""
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    (concern,) = await still(desk, PARTNER)
    await act_on_alert(desk.vault, desk.actor(PARTNER), concern.id, step, policy=desk.policy, reason="Passed on to them.", **desk.ask)
    before = await desk.result(submission, PARTNER)
    await left_out(desk, HIDDEN, COVERT_LINE)

    assert [each.state for each in await still(desk, PARTNER)] == [step.value]
    assert (await desk.result(submission, PARTNER))["alerts"] == before["alerts"]
    assert all("so does the concern" in each for each in await sentences(desk, PARTNER))


@pytest.mark.parametrize("step", [None, AlertStep.ACKNOWLEDGED, AlertStep.CLOSED])
async def test_a_concern_that_was_less_urgent_is_so_behind_a_restricted_line(desk, step):
    """The haste is that of the unit that owns the line: to partners the case reads byte for byte as before, for a second file as well."""
    await left_out(desk, OPEN_LINE.replace(",2,B,P", ",3,B,P"), COVERT_LINE)
    phones = [await handed_in(desk, OPEN_NUMBER, **MISSING) for _ in range(2)]
    (concern,) = await still(desk, PARTNER)
    assert concern.alert["urgency"] == "P2"
    if step is not None:
        asked = {"policy": desk.policy, "reason": "Passed on to them.", **desk.ask}
        await act_on_alert(desk.vault, desk.actor(PARTNER), concern.id, step, **asked)
    before = [(await desk.result(each, PARTNER))["alerts"] for each in phones]
    await left_out(desk, HIDDEN, COVERT_LINE)

    assert [(await desk.result(each, PARTNER))["alerts"] for each in phones] == before
    assert [each.state for each in await still(desk, PARTNER)] == [step.value if step else "open"]
    assert [each.alert["urgency"] for each in await still(desk, "north-analyst") if each.alert["rule"] == "AR-17"] == ["P1", "P1"]


@pytest.mark.parametrize("row", [MOVED, HIDDEN])
async def test_a_concern_that_was_withdrawn_in_between_is_open_again(desk, row):
    """Partners read that there was none, and may have stood down: listed for another line in a later version it has to be looked at."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    (concern,) = await still(desk, PARTNER)
    asked = {"policy": desk.policy, "reason": "Passed on to them.", **desk.ask}
    await act_on_alert(desk.vault, desk.actor(PARTNER), concern.id, AlertStep.ACKNOWLEDGED, **asked)
    await left_out(desk, COVERT_LINE)
    assert await still(desk, PARTNER) == []
    await left_out(desk, row, COVERT_LINE)

    assert [each.state for each in await still(desk, PARTNER)] == ["open"]


#: A log, of which the times are kept: the match is dated.
CALLS = b"Number,Type,Date\n07700 900123,Incoming,2026-04-18 10:00:00\n"

#: The number as another line has it, by the days since it was seen last and by how reliable the source is.
OUTSIDE = MOVED.replace("2026-02-01,2026-04-19", "2025-11-01,2025-12-20")
REISSUED = MOVED.replace("2026-02-01,2026-04-19", "2025-01-01,2025-02-01")
UNRELIABLE = MOVED.replace(",2,B,P", ",3,B,P")


async def a_log(desk):
    """Hand a log in and answer it."""
    receipt = await desk.hand_in(CALLS, name="calls.csv", **MISSING)
    await desk.work()
    return receipt.submission_id


async def test_what_can_only_have_been_reissued_goes_on_for_nobody(desk):
    """Grade D is no word about a child: nobody is told of the new line, and partners read that there is no concern by now."""
    submission = await a_log(desk)
    assert [each.alert["urgency"] for each in await still(desk, PARTNER)] == ["P1"]
    await left_out(desk, REISSUED, COVERT_LINE)

    (later,) = (await desk.result(submission, "north-reviewer"))["later_matches"]
    assert later["grade"] == "D"
    for who in HEARD:
        assert await told(desk, f"north-{who}") == []
    assert await still(desk, PARTNER) == []
    (sentence,) = await sentences(desk, PARTNER)
    assert "There is no concern to pass on by now" in sentence


@pytest.mark.parametrize(("row", "grade", "most"), [(OUTSIDE, "C", "P3"), (UNRELIABLE, "A", "P2"), (MOVED, "A", "P1")])
async def test_it_is_told_no_more_urgently_than_the_entry_of_the_new_line_allows(desk, row, grade, most):
    """The caps of grade and source win over what was told before (domain 5.2), for partners as well."""
    submission = await a_log(desk)
    assert [each.alert["urgency"] for each in await still(desk, PARTNER)] == ["P1"]
    await left_out(desk, row, COVERT_LINE)

    (later,) = (await desk.result(submission, "north-reviewer"))["later_matches"]
    assert later["grade"] == grade
    for who in HEARD:
        assert [(rule, urgency) for rule, urgency, _ in await told(desk, f"north-{who}")] == [("AR-19", most)]
    assert [each["urgency"] for each in (await desk.result(submission, PARTNER))["alerts"]] == [most]


@pytest.mark.parametrize(("row", "most"), [(OUTSIDE, "P3"), (UNRELIABLE, "P2"), (HIDDEN, "P1")])
async def test_behind_a_restricted_line_the_same_caps_hold_as_before_it(desk, row, most):
    """Partners read of the number what they would read if everybody might know of the line."""
    submission = await a_log(desk)
    await left_out(desk, row.replace("open_to_force", "covert"), COVERT_LINE)

    assert [each["urgency"] for each in (await desk.result(submission, PARTNER))["alerts"]] == [most]


async def test_what_was_new_on_the_same_phone_is_told_as_new(desk):
    """A number that no line had before brings nobody more than it ever does."""
    await handed_in(desk, OPEN_NUMBER, "07700 900111", **MISSING)
    await left_out(desk, MOVED, COVERT_LINE, LATER.replace("L-0043,Larkspur", "L-0046,Yarrow"))

    for who in ("coordinator", "supervisor"):
        ((_, urgency, fact),) = await told(desk, f"north-{who}")
        assert (urgency, "L-0044" in fact) == ("P1", True)
    assert any("L-0046" in str(each.alert["facts"]) for each in await still(desk, "north-submitter"))


async def test_what_was_closed_before_the_look_back_went_on_is_not_told_again(desk):
    """What a version tells of a number that its new line has since an earlier one it tells once, whoever was done with it in between."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    await left_out(desk, OPEN_LINE, MOVED, COVERT_LINE)
    await take_back(desk, OPEN_E164)
    for alert in await still(desk, "north-supervisor"):
        await act_on_alert(
            desk.vault, desk.actor("north-supervisor"), alert.id, AlertStep.CLOSED, policy=desk.policy, reason="Found safe.", **desk.ask
        )
    before = {each["id"]: each["state"] for each in await desk.rows(alerts)}
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(jobs).where(jobs.c.kind == "retro-match").values(state="waiting"))
        await connection.execute(sa.update(retro_runs).values(state="waiting", numbers_done=0, finished_at=None))

    assert await desk.look_back()
    assert {each["id"]: each["state"] for each in await desk.rows(alerts)} == before


async def test_what_was_closed_is_not_opened(desk):
    """A case that was done with while its alert held is not raised as urgently again because a line has another name."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    (alert,) = await still(desk, "north-supervisor")
    actor = desk.actor("north-supervisor")
    await act_on_alert(desk.vault, actor, alert.id, AlertStep.CLOSED, policy=desk.policy, reason="Found safe and well.", **desk.ask)
    await left_out(desk, MOVED, COVERT_LINE)

    assert await told(desk, "north-supervisor") == await told(desk, "north-coordinator") == []
    assert [(rule, urgency) for rule, urgency, _ in await told(desk, "north-submitter")] == [("AR-19", "P2")]


@pytest.mark.parametrize("was_confirmed", [True, False])
async def test_who_waits_for_a_reviewer_hears_of_no_earlier_line_that_nobody_confirmed(desk, was_confirmed):
    """Once the new line is confirmed they have the alert, as urgent, with the old line where that was confirmed as well."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    if was_confirmed:
        await confirm(desk, submission, "matches")
    await left_out(desk, MOVED, COVERT_LINE)
    assert await told(desk, "north-submitter") == await told(desk, "north-coordinator") == []
    await confirm(desk, submission, "later_matches")

    for who in HEARD:
        (alert,) = [each.alert for each in await still(desk, f"north-{who}")]
        is_named = was_confirmed or who in {"supervisor", "analyst"}
        assert (alert["rule"], alert["urgency"], "L-0044" in str(alert["facts"])) == ("AR-19", "P1", True)
        assert [word in str(alert) for word in ("L-0043", "for another line", "told of the number")] == [is_named] * 3


async def confirm(desk, submission, part):
    """Have a reviewer confirm the one match of an answer, or the one that was found later."""
    (match,) = (await desk.result(submission, "north-reviewer"))[part]
    asked = {"finding": Finding.CONFIRMED, "reason": "Seen in the extraction.", **desk.ask}
    await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], **asked)
