"""A number that was protected by mistake is looked for again where it was taken out, on both engines."""

from datetime import timedelta

import pytest

from guarding import PARTNER, keep_out, protect, taken, unprotect
from legal_metadata import PACE
from looking_back import NOBODY_E164, alerts_seen, handed_in, publish
from matcher.domain.alerts.watch import WatchDraft, WatchKind, WatchPurpose
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.bring_back_number import bring_back_number
from matcher.service.erase_submission import erase_submission
from matcher.service.review_match import Finding, review_match
from matcher.service.run_retention import run_retention
from matcher.service.watch_target import watch_target
from matcher.store import steps
from matcher.store.jobs import JobEnd, JobKind
from matcher.store.schema.answers import jobs, matches, submissions, unmatched_numbers
from matcher.store.schema.lists import set_aside_numbers
from submitting import COVERT_LINE, COVERT_NUMBER, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list, means

WHO = ("submitter", "coordinator", "supervisor")
LISTED_LATER = OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Teasel").replace("07700 900123", NOBODY)


async def bring_back(desk):
    """Look again for what is protected no more."""
    job = await taken(desk, JobKind.BRING_BACK)
    return await bring_back_number(desk.vault, job, desk.lists, means(), policy=desk.policy, now=lambda: desk.now, lease=LEASE)


async def mistaken(desk, number, **how):
    """Protect a number and take that back."""
    entry = await protect(desk, number, **how)
    await keep_out(desk)
    desk.now += timedelta(hours=1)
    await unprotect(desk, entry)
    assert await bring_back(desk) is JobEnd.DONE


async def rules(desk, who):
    """The rules by which somebody is told of phones."""
    return {each.alert["rule"] for each in await alerts_seen(desk, who) if each.submission_id}


async def test_a_covert_match_and_the_concern_for_the_child_come_back(desk):
    """The unit that owns the line has its alert, partners their concern, and whoever handed the phone in sees no difference."""
    submission = await handed_in(desk, COVERT_NUMBER, **PACE)
    before, seen = await desk.result(submission), await rules(desk, "north-submitter")
    concerns = len((await desk.result(submission, PARTNER))["alerts"])
    assert concerns == 1
    await mistaken(desk, COVERT_NUMBER)

    assert await rules(desk, "north-analyst") == {"AR-17"}
    assert len((await desk.result(submission, PARTNER))["alerts"]) == concerns
    assert (await desk.result(submission))["matches"] == before["matches"] == []
    assert await rules(desk, "north-submitter") == seen == set()
    assert {row["line_id"] for row in await desk.rows(matches, submission_id=submission)} == {"L-0099"}


async def test_an_open_match_is_found_later_and_told(desk):
    """Beside the answer, by AR-19, to whoever handed the phone in; nothing is left set aside. A watch tells it again, once."""
    draft = WatchDraft(WatchKind.LINE, "L-0043", WatchPurpose.MANAGED, "Agreed at the meeting", desk.now + timedelta(days=9))
    await watch_target(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)
    submission = await handed_in(desk, OPEN_NUMBER, NOBODY, **PACE)
    await mistaken(desk, OPEN_NUMBER)

    (row,) = await desk.rows(matches, submission_id=submission)
    assert (row["line_id"], row["found_by"], row["state"]) == ("L-0043", "retro-match", "unreviewed")
    assert "AR-19" in await rules(desk, "north-submitter")
    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-analyst")].count("WA-01") == 1
    assert await desk.rows(set_aside_numbers) == []


async def test_whoever_had_heard_of_an_open_match_hears_again(desk):
    """A missing child's concern is there again for partners, with its clock, and the case for coordinators; what they read is true."""
    submission = await handed_in(desk, OPEN_NUMBER, **{**PACE, "episode.status": "missing"})
    (concern,) = (await desk.result(submission, PARTNER))["alerts"]
    routed = (await desk.rows(submissions))[0]["routed_to"]
    await mistaken(desk, OPEN_NUMBER)

    (again,) = (await desk.result(submission, PARTNER))["alerts"]
    assert (again["rule"], again["urgency"]) == (concern["rule"], concern["urgency"]) == ("concern", "P1")
    assert [(each.alert["rule"], each.state) for each in await alerts_seen(desk, PARTNER)] == [("concern", "open")]
    assert set((await desk.rows(submissions))[0]["routed_to"].split(",")) >= set(routed.split(",")) - {"analyst"}
    for who in ("north-submitter", "north-coordinator", "north-supervisor", "north-analyst"):
        (told,) = [each.alert for each in await alerts_seen(desk, who) if each.submission_id]
        assert (told["rule"], told["urgency"]) == ("AR-19", "P1")
        assert "that was lifted" in told["facts"][0]
        assert "since the phone was handed in" not in " ".join(told["facts"])

    desk.with_policy(is_reviewed_first=True)
    for who in ("north-submitter", "north-coordinator"):
        assert await rules(desk, who) == set()
    # Protected once more, nothing of it is left.
    await keep_out_again(desk)
    assert await desk.rows(matches) == []
    desk.with_policy(is_reviewed_first=False)
    for who in (PARTNER, "north-submitter", "north-coordinator"):
        assert await rules(desk, who) == set()


async def test_what_is_set_free_after_an_alert_was_closed_is_told_by_one_of_its_own(desk):
    """It was closed for another number: what was added to it nobody would read. One that waits is added to."""
    numbers = (OPEN_NUMBER, NOBODY, COVERT_NUMBER)
    await desk.publish(a_list(OPEN_LINE, LISTED_LATER, COVERT_LINE.replace("covert", "open_to_force")))
    await handed_in(desk, *numbers, **{**PACE, "episode.status": "missing"})
    entries = [await protect(desk, each) for each in numbers]
    for _ in entries:
        await keep_out(desk)

    async def set_free(entry):
        await unprotect(desk, entry)
        await bring_back(desk)
        return {who: [each for each in await alerts_seen(desk, f"north-{who}") if each.submission_id] for who in WHO}

    for who, (alert,) in (await set_free(entries[0])).items():
        asked = {"policy": desk.policy, "reason": "Found safe and well.", **desk.ask}
        await act_on_alert(desk.vault, desk.actor(f"north-{who}"), alert.id, AlertStep.CLOSED, **asked)
    for entry in entries[1:]:
        told = await set_free(entry)
        assert [[each.state for each in seen] for seen in told.values()] == [["open", "closed"]] * len(WHO)
    assert all("L-0099" in str(newest.alert) and "L-0044" in str(newest.alert) for newest, _ in told.values())


async def keep_out_again(desk):
    """Protect the number of the open line, and take it out."""
    await protect(desk, OPEN_NUMBER)
    await keep_out(desk)


async def test_what_had_been_told_is_put_right_whatever_became_of_the_basis(desk):
    """It is no new finding (DPA 2018 s.38); a number that had matched nothing is not looked for without a basis."""
    asked = {"legal_basis.purpose": "locate-missing-person"}
    submission = await handed_in(desk, OPEN_NUMBER, NOBODY, **asked)
    entries = [await protect(desk, each) for each in (OPEN_NUMBER, NOBODY)]
    for _ in entries:
        await keep_out(desk)
    desk.now += timedelta(hours=1)
    await handed_in(desk, "07700 900222", **asked, **{"episode.status": "found"})
    for each in entries:
        await unprotect(desk, each)
    await publish(desk, OPEN_LINE, COVERT_LINE, LISTED_LATER, days=1)
    for _ in entries:
        await bring_back(desk)

    assert {row["line_id"] for row in await desk.rows(matches, submission_id=submission)} == {"L-0043"}
    assert len((await desk.result(submission, PARTNER))["alerts"]) == 1


async def test_a_number_on_no_list_can_be_found_by_a_later_list_again(desk):
    """It is kept as it was, to its last day."""
    submission = await handed_in(desk, NOBODY, **PACE)
    kept = {(row["token"], row["expires_on"]) for row in await desk.rows(unmatched_numbers)}
    await mistaken(desk, NOBODY)
    assert {(row["token"], row["expires_on"]) for row in await desk.rows(unmatched_numbers)} == kept

    await publish(desk, OPEN_LINE, COVERT_LINE, LISTED_LATER, days=1)
    assert {row["line_id"] for row in await desk.rows(matches, submission_id=submission)} == {"L-0044"}


async def test_while_it_is_protected_nothing_tells_that_it_was_there(desk):
    """What is set aside names no submission and no number outside its seal."""
    submission = await handed_in(desk, NOBODY, OPEN_NUMBER, **PACE)
    await protect(desk, NOBODY)
    await keep_out(desk)
    (row,) = await desk.rows(set_aside_numbers)
    said = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row.values())
    assert submission.encode() not in said
    assert NOBODY_E164.encode() not in said
    tokens = {bytes(each["token"]) for each in await desk.rows(unmatched_numbers)}
    assert not tokens & set(desk.vault.keys.every_token(NOBODY_E164))


async def test_what_another_entry_protects_stays_protected(desk):
    """Until that one is taken off as well."""
    submission = await handed_in(desk, OPEN_NUMBER, **PACE)
    first = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)
    desk.now += timedelta(minutes=1)
    second = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)
    await unprotect(desk, first)
    await bring_back(desk)
    assert await desk.rows(matches, submission_id=submission) == []
    await unprotect(desk, second)
    await bring_back(desk)
    assert len(await desk.rows(matches, submission_id=submission)) == 1


async def test_what_was_rejected_does_not_come_back(desk):
    """A reviewer looked at it."""
    await handed_in(desk, OPEN_NUMBER, **PACE)
    (row,) = await desk.rows(matches)
    found = {"finding": Finding.REJECTED, "reason": "It is a shop."}
    await review_match(desk.vault, desk.actor("north-reviewer"), row["id"], **found, **desk.ask)
    await mistaken(desk, OPEN_NUMBER)
    assert await desk.rows(matches) == []


async def test_what_was_set_aside_goes_with_the_phone_and_after_thirty_days(desk):
    """Erasure takes it at once, and time does."""
    submission = await handed_in(desk, NOBODY, **PACE)
    await handed_in(desk, OPEN_NUMBER, NOBODY, **PACE)
    await protect(desk, NOBODY)
    await keep_out(desk)
    assert len(await desk.rows(set_aside_numbers)) == 2
    await erase_submission(
        desk.vault, desk.actor("north-supervisor"), submission, reason="It was taken back.", policy=desk.policy, **desk.ask
    )
    assert len(await desk.rows(set_aside_numbers)) == 1
    for days, left in ((30, 1), (31, 0)):
        await run_retention(desk.vault, checks_days=365, now=desk.now + timedelta(days=days), origin="worker")
        assert len(await desk.rows(set_aside_numbers)) == left


async def test_it_waits_for_the_number_to_be_taken_out(desk):
    """Taken off before that was done, it is looked for when it is."""
    await handed_in(desk, OPEN_NUMBER, **PACE)
    entry = await protect(desk, OPEN_NUMBER)
    await unprotect(desk, entry)
    assert await bring_back(desk) is JobEnd.PUT_OFF
    await keep_out(desk)
    desk.now += timedelta(seconds=2)
    assert await bring_back(desk) is JobEnd.DONE
    assert len(await desk.rows(matches)) == 1


async def test_killed_it_is_begun_anew_and_written_once(desk):
    """All of a phone is in one transaction."""
    for _ in range(2):
        await handed_in(desk, OPEN_NUMBER, **PACE)
    entry = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)
    await unprotect(desk, entry)

    def dies(name):
        if name == "bringing-back:one-looked-at":
            raise RuntimeError

    before, steps.reached = steps.reached, dies
    with pytest.raises(RuntimeError):
        await bring_back(desk)
    steps.reached = before
    desk.now += LEASE * 2
    assert await bring_back(desk) is JobEnd.DONE
    assert len(await desk.rows(matches)) == len(await desk.rows(submissions)) == 2
    assert {row["state"] for row in await desk.rows(jobs, kind=JobKind.BRING_BACK.value)} == {"done"}


async def test_what_left_the_list_meanwhile_is_told_again_once_the_list_has_it(desk):
    """Taken off while it was protected, and back on the list after that was lifted: who had heard hears; then nothing is set aside."""
    submission = await handed_in(desk, OPEN_NUMBER, **{**PACE, "episode.status": "missing"})
    (concern,) = (await desk.result(submission, PARTNER))["alerts"]
    entry = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)
    await publish(desk, COVERT_LINE, days=1)
    await unprotect(desk, entry)
    await bring_back(desk)
    assert await rules(desk, PARTNER) == set()
    await publish(desk, LISTED_LATER, COVERT_LINE, days=1)
    assert await rules(desk, "north-coordinator") == set()
    await publish(desk, OPEN_LINE, COVERT_LINE, LISTED_LATER, days=1)

    (again,) = (await desk.result(submission, PARTNER))["alerts"]
    assert (again["rule"], again["urgency"]) == ("concern", concern["urgency"])
    for who in ("north-submitter", "north-coordinator", "north-supervisor"):
        assert await rules(desk, who) == {"AR-19"}
    assert await desk.rows(set_aside_numbers) == []
