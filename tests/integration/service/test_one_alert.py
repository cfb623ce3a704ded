"""About a person in an episode an alert is raised once, whatever file it was seen in, and later files are added to it (domain 6)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from guarding import keep_out, protect
from looking_back import alerts_seen, handed_in, put_back, take_back
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.erase_submission import erase_submission
from matcher.service.review_match import Finding, review_match
from matcher.store import same_episode
from matcher.store.schema.answers import alerts, outbox, repeated_alerts
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list

SECOND_NUMBER = "07700 900234"
SECOND_OF_LINE = OPEN_LINE.replace("07700 900123", SECOND_NUMBER)
OTHER_LINE = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", f"L-0044,Kettle,{SECOND_NUMBER}")


async def rules_of(desk, submission_id):
    """The alerts that were raised for a submission."""
    return sorted(each["rule"] for each in await desk.rows(alerts, submission_id=submission_id))


async def a_while_later(desk, *numbers, **more):
    """Hand another file in."""
    desk.now += timedelta(hours=1)
    return await handed_in(desk, *numbers, **more)


async def close(desk):
    """Close the newest alert a coordinator sees."""
    (alert_id, *_) = [each.id for each in await alerts_seen(desk, "north-coordinator")]
    await act_on_alert(
        desk.vault, desk.actor("north-coordinator"), alert_id, AlertStep.CLOSED, policy=desk.policy, reason="Found safe.", **desk.ask
    )


async def test_a_new_export_of_a_phone_is_added_to_the_alerts_there_are(desk):
    """Other bytes that say the same raise nothing, tell everything with the alert that stands, and are told with that."""
    first = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER)
    raised, raised_at = await desk.rows(alerts), desk.now

    second = await a_while_later(desk, OPEN_NUMBER, COVERT_NUMBER, NOBODY)
    third = await a_while_later(desk, OPEN_NUMBER)

    assert len(await desk.rows(outbox)) == len(raised) == len(await desk.rows(alerts)) > 1
    for who in ("north-submitter", "north-analyst"):
        was, now = [(await desk.result(each, who))["alerts"] for each in (first, second)]
        assert [(each["id"], each["state"], each["facts"]) for each in now] == [(each["id"], each["state"], each["facts"]) for each in was]
        assert {each["raised_before"] for each in now} == {raised_at.isoformat(timespec="microseconds").replace("+00:00", "Z")}
        assert not any("raised_before" in each for each in was)
    (open_one,) = await alerts_seen(desk, "north-submitter")
    assert [each.submission_id for each in open_one.seen_again] == [second, third]
    (concern,) = await alerts_seen(desk, "north-safeguarding")
    assert [each.submission_id for each in concern.seen_again] == [second, third]
    withheld = [each for each in await alerts_seen(desk, "north-analyst") if each.alert["rule"] == "AR-17"]
    assert [[seen.submission_id for seen in each.seen_again] for each in withheld] == [[second]]


@pytest.mark.parametrize(
    ("numbers", "changed", "rules"),
    [
        ((OPEN_NUMBER, SECOND_NUMBER), {}, ["AR-01", "AR-04"]),
        ((SECOND_NUMBER,), {}, ["AR-01"]),
        ((OPEN_NUMBER,), {"subject.age": 12}, ["AR-03"]),
        ((OPEN_NUMBER,), {"subject.reference": "S-18"}, ["AR-01"]),
        ((OPEN_NUMBER,), {"episode.reference": "M-2026-99"}, ["AR-01"]),
    ],
    ids=["one more line", "another line", "another rule", "another child", "another episode"],
)
async def test_what_is_new_is_told_in_full(desk, numbers, changed, rules):
    """A line, a rule, a person or an episode that was not told of before is."""
    await desk.publish(a_list(OPEN_LINE, OTHER_LINE, COVERT_LINE))
    await handed_in(desk, OPEN_NUMBER)

    assert await rules_of(desk, await a_while_later(desk, *numbers, **changed)) == rules


async def test_what_is_closed_keeps_back_nothing_that_comes_later(desk):
    """Once nobody looks at an alert any more, another file raises it anew; the very same file does not (S12)."""
    await handed_in(desk, OPEN_NUMBER)
    await close(desk)

    assert await rules_of(desk, await a_while_later(desk, OPEN_NUMBER)) == []
    assert await rules_of(desk, await a_while_later(desk, OPEN_NUMBER, NOBODY)) == ["AR-01"]


async def test_what_an_erased_submission_told_stands_with_each_that_said_more_than_the_next(desk):
    """Every later one keeps what was seen with it: by itself, or by another that says as much."""
    await desk.publish(a_list(OPEN_LINE, SECOND_OF_LINE, COVERT_LINE))
    first = await handed_in(desk, OPEN_NUMBER, SECOND_NUMBER)
    (row,) = await desk.rows(alerts)
    less = await a_while_later(desk, OPEN_NUMBER)
    as_much = await a_while_later(desk, SECOND_NUMBER, OPEN_NUMBER)
    last = await a_while_later(desk, OPEN_NUMBER, NOBODY)

    await erase_submission(desk.vault, desk.actor("north-submitter"), first, policy=desk.policy, **desk.ask)

    left = await desk.rows(alerts)
    assert {each["submission_id"] for each in left} == {less, as_much}
    assert {(each["rule"], each["state"], each["created_at"]) for each in left} == {("AR-01", "open", row["created_at"])}
    assert await desk.rows(outbox) == []
    assert [each["submission_id"] for each in await desk.rows(repeated_alerts)] == [last]
    (told,) = (await desk.result(last))["alerts"]
    assert told["id"] in {each["id"] for each in left}


@pytest.mark.parametrize("how", ["all of it", "one of two numbers", "the one it has"])
async def test_what_does_not_hold_with_the_first_is_raised_for_the_next(desk, how):
    """A reviewer takes what was seen again from the first alert, all it had or a part: it stands for itself, with a message."""
    await desk.publish(a_list(OPEN_LINE, SECOND_OF_LINE, COVERT_LINE))
    first_has = (OPEN_NUMBER,) if how == "all of it" else (OPEN_NUMBER, SECOND_NUMBER)
    next_has = (OPEN_NUMBER,) if how == "the one it has" else first_has
    first = await handed_in(desk, *first_has)
    second = await a_while_later(desk, *next_has, NOBODY)
    other = await a_while_later(desk, *(first_has[1:] or (NOBODY,)))
    (match_id,) = [each["id"] for each in (await desk.result(first))["matches"] if each["number"].endswith("123")]

    await review_match(desk.vault, desk.actor("north-reviewer"), match_id, finding=Finding.REJECTED, reason="Reissued", **desk.ask)

    assert await rules_of(desk, other) == []
    (raised,) = await desk.rows(alerts, submission_id=second)
    assert (raised["rule"], raised["state"]) == ("AR-01", "open")
    assert await desk.rows(repeated_alerts, submission_id=second) == []
    assert len(await desk.rows(outbox)) == 2
    (told,) = (await desk.result(second))["alerts"]
    assert (told["id"], told["state"], "raised_before" in told) == (raised["id"], "open", False)
    assert (await desk.house.deeds()).count("alert:raised done") == 2


async def test_what_the_list_takes_back_everywhere_is_raised_nowhere(desk):
    """A number that leaves its line leaves it on every phone; when it is back, the one alert holds again."""
    await handed_in(desk, OPEN_NUMBER)
    second = await a_while_later(desk, OPEN_NUMBER, NOBODY)

    await take_back(desk, OPEN_NUMBER.replace(" ", ""))

    assert await rules_of(desk, second) == []
    assert [each["state"] for each in (await desk.result(second))["alerts"]] == ["retracted"]
    await put_back(desk, OPEN_NUMBER.replace(" ", ""))
    assert await rules_of(desk, second) == []
    assert [each["state"] for each in (await desk.result(second))["alerts"]] == ["open"]


async def test_what_fell_while_the_other_had_fallen_too_is_raised_when_it_holds_again(desk):
    """Both matches were rejected, the later one by mistake: confirmed, it is told of, for what had stood for it does not hold."""
    first = await handed_in(desk, OPEN_NUMBER)
    second = await a_while_later(desk, OPEN_NUMBER, NOBODY)
    found = {each: (await desk.result(each))["matches"][0]["id"] for each in (first, second)}
    for each, finding in ((second, Finding.REJECTED), (first, Finding.REJECTED), (second, Finding.CONFIRMED)):
        assert await rules_of(desk, second) == []
        desk.now += timedelta(minutes=1)
        await review_match(desk.vault, desk.actor("north-reviewer"), found[each], finding=finding, reason="Looked at it.", **desk.ask)

    assert await rules_of(desk, second) == ["AR-01"]


async def review(desk, submission_id, number, *findings):
    """Have a reviewer say of a number of a phone what they find, one after the other."""
    (match_id,) = [each["id"] for each in (await desk.result(submission_id))["matches"] if each["number"].endswith(number[-3:])]
    for finding in findings:
        desk.now += timedelta(minutes=1)
        await review_match(desk.vault, desk.actor("north-reviewer"), match_id, finding=finding, reason="Looked at it.", **desk.ask)


@pytest.mark.parametrize("gone", ["rejected", "protected", "nothing"])
async def test_what_holds_again_is_raised_unless_what_stood_for_it_says_it_still(desk, gone, monkeypatch):
    """The first alert lost the number while the later match was rejected: that is raised. One that kept it, however old, tells it."""
    await desk.publish(a_list(OPEN_LINE, SECOND_OF_LINE, COVERT_LINE))
    first = await handed_in(desk, OPEN_NUMBER, SECOND_NUMBER)
    await a_while_later(desk, NOBODY)
    second = await a_while_later(desk, SECOND_NUMBER, NOBODY)
    await review(desk, second, SECOND_NUMBER, Finding.REJECTED)
    if gone != "nothing":
        await review(desk, first, SECOND_NUMBER, Finding.REJECTED)
    if gone == "protected":
        await protect(desk, OPEN_NUMBER)
        await keep_out(desk)
    monkeypatch.setattr(same_episode, "_MOST", 1)

    await review(desk, second, SECOND_NUMBER, Finding.CONFIRMED)

    assert await rules_of(desk, second) == ([] if gone == "nothing" else ["AR-01"])


async def test_the_file_that_was_seen_again_raises_nothing_either_when_it_comes_again(desk):
    """Its bytes were told with the alert, whoever closed that since (S12)."""
    await handed_in(desk, OPEN_NUMBER)
    await a_while_later(desk, OPEN_NUMBER, NOBODY)
    await close(desk)

    assert await rules_of(desk, await a_while_later(desk, OPEN_NUMBER, NOBODY)) == []


async def test_partners_who_closed_their_concern_hear_of_another_file(desk):
    """What the police have open keeps nothing from them: another file brings a concern that is open."""
    await handed_in(desk, OPEN_NUMBER)
    (concern,) = await alerts_seen(desk, "north-safeguarding")
    partner = desk.actor("north-safeguarding")
    await act_on_alert(desk.vault, partner, concern.id, AlertStep.CLOSED, policy=desk.policy, reason="Passed on.", **desk.ask)

    later = await a_while_later(desk, OPEN_NUMBER, NOBODY)

    seen = {each.submission_id: each.state for each in await alerts_seen(desk, "north-safeguarding")}
    assert seen == {concern.submission_id: "closed", later: "open"}


async def test_what_partners_closed_goes_over_as_closed(desk):
    """The concern stands with the next file as it stood when the first one is erased: nobody has to look at it twice."""
    first = await handed_in(desk, OPEN_NUMBER)
    second = await a_while_later(desk, OPEN_NUMBER, NOBODY)
    (concern,) = await alerts_seen(desk, "north-safeguarding")
    partner = desk.actor("north-safeguarding")
    await act_on_alert(desk.vault, partner, concern.id, AlertStep.CLOSED, policy=desk.policy, reason="Passed on.", **desk.ask)

    await erase_submission(desk.vault, desk.actor("north-submitter"), first, policy=desk.policy, **desk.ask)

    assert [(each.submission_id, each.state) for each in await alerts_seen(desk, "north-safeguarding")] == [(second, "closed")]


async def test_an_alert_stands_for_none_of_another_area(desk):
    """Who is responsible there was not told: what is taken back, erased or closed of the first case says nothing to them."""
    await handed_in(desk, OPEN_NUMBER)

    assert await rules_of(desk, await a_while_later(desk, OPEN_NUMBER, NOBODY, **{"subject.home_area": "Tarn"})) == ["AR-01"]


async def test_an_alert_that_cannot_be_opened_leaves_those_it_stood_for(desk):
    """Something in the store was changed: what later files say is raised from their own answers when the first one goes."""
    first = await handed_in(desk, OPEN_NUMBER)
    second = await a_while_later(desk, OPEN_NUMBER, NOBODY)
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(alerts).values(body_sealed=b"changed"))

    await erase_submission(desk.vault, desk.actor("north-submitter"), first, policy=desk.policy, **desk.ask)

    assert await rules_of(desk, second) == ["AR-01"]


async def test_what_was_handed_in_again_before_that_was_kept_goes_on(desk):
    """A store from before it was kept what stands for which: the same file again tells all of it, and has it when the first one goes."""
    first = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER)
    second = await a_while_later(desk, OPEN_NUMBER, COVERT_NUMBER)
    told = [(await desk.result(second, who))["alerts"] for who in ("north-submitter", "north-analyst")]
    raised = {(each["rule"], each["is_restricted"], each["state"], each["created_at"]) for each in await desk.rows(alerts)}
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.delete(repeated_alerts))

    assert [(await desk.result(second, who))["alerts"] for who in ("north-submitter", "north-analyst")] == told
    await erase_submission(desk.vault, desk.actor("north-submitter"), first, policy=desk.policy, **desk.ask)

    left = await desk.rows(alerts, submission_id=second)
    assert {(each["rule"], each["is_restricted"], each["state"], each["created_at"]) for each in left} == raised


@pytest.mark.parametrize("file", ["the same bytes", "other bytes"])
async def test_what_was_handed_in_first_and_is_answered_last_is_added_to_the_other(desk, file):
    """Two files are read at the same time: whichever is done first raises the alerts, and the other one is seen again with them."""
    first = await desk.hand_in(a_card(OPEN_NUMBER))
    job = await desk.take()
    desk.now += timedelta(seconds=5)
    second = await handed_in(desk, *([OPEN_NUMBER] if file == "the same bytes" else [OPEN_NUMBER, NOBODY]))

    await desk.run(job)

    assert [each["submission_id"] for each in await desk.rows(alerts)] == [second]
    assert [each["submission_id"] for each in await desk.rows(repeated_alerts)] == [first.submission_id]
    assert len(await desk.rows(outbox)) == len(await alerts_seen(desk, "north-safeguarding")) == 1
    assert [each["state"] for each in (await desk.result(first.submission_id))["alerts"]] == ["open"]
    await erase_submission(desk.vault, desk.actor("north-submitter"), second, policy=desk.policy, **desk.ask)
    assert await rules_of(desk, first.submission_id) == ["AR-01"]


async def test_what_is_answered_after_they_were_found_and_missing_again_is_told_by_itself(desk):
    """The later file tells of another time, and the one in between of nobody who is missing."""
    await desk.hand_in(a_card(OPEN_NUMBER))
    job = await desk.take()
    desk.now += timedelta(seconds=5)
    found = await handed_in(desk, OPEN_NUMBER, NOBODY, **{"episode.status": "found", "episode.found_at": "Estmoor"})
    desk.now += timedelta(seconds=5)
    again = await handed_in(desk, OPEN_NUMBER, "07700 900112")
    assert await rules_of(desk, again) == ["AR-01"]

    await desk.run(job)

    assert await rules_of(desk, job.submission_id) == ["AR-01"]
    assert len({found, again, job.submission_id}) == 3


async def test_what_is_open_tells_a_file_before_what_is_closed(desk):
    """Its bytes were told with an alert that was closed, and another one says the same: it stands with that, for that is looked at."""
    await handed_in(desk, OPEN_NUMBER)
    await close(desk)
    await a_while_later(desk, OPEN_NUMBER, NOBODY)

    third = await a_while_later(desk, OPEN_NUMBER)

    assert [each["state"] for each in (await desk.result(third))["alerts"]] == ["open"]
    assert len(await desk.rows(alerts)) == 2
