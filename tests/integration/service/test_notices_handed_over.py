"""Notices of an alert go over with it when its submission is erased and another one of the case remains, on both engines."""

from datetime import timedelta

import people
from looking_back import alerts_seen, change, handed_in, put_back, take_back
from matcher.service.erase_submission import erase_submission
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.ids import new_id
from matcher.store.schema.lists import recall_notices, recalls
from submitting import COVERT_NUMBER, NOBODY, OPEN_NUMBER

UNSPACED = OPEN_NUMBER.replace(" ", "")


async def told(desk, who):
    """Give the notices somebody reads, shortly: of which case and alerts, whether it holds again, and whether they had read it."""
    page = await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)
    return [(each.submission_id, each.alert_ids, each.is_restored, each.read_at is not None) for each in page.items]


async def erase(desk, submission_id):
    """Erase it as whoever handed it in."""
    await erase_submission(desk.vault, desk.actor("north-submitter"), submission_id, policy=desk.policy, **desk.ask)


async def two_files(desk, *numbers):
    """Hand in two exports of one phone, and give their ids."""
    first = await handed_in(desk, *numbers)
    desk.now += timedelta(hours=1)
    return first, await handed_in(desk, *numbers, NOBODY)


async def test_whoever_has_not_read_that_an_alert_fell_still_hears_it(desk):
    """The list took its number back and its first file was erased: the notice tells of the alert where it stands, and of the concern."""
    first, second = await two_files(desk, OPEN_NUMBER)
    await take_back(desk, UNSPACED)

    await erase(desk, first)

    (alert,) = [each for each in (await desk.result(second))["alerts"] if each["rule"] == "AR-01"]
    assert alert["state"] == "retracted"
    for who in ("north-coordinator", "north-analyst"):
        assert (second, (alert["id"],), False, False) in await told(desk, who)
    assert [each[0] for each in await told(desk, "north-safeguarding") if not each[2]] == [second]
    assert {each["submission_id"] for each in await desk.rows(recall_notices)} == {second}


async def test_an_alert_that_fell_by_dates_goes_over_as_one_that_fell_there(desk):
    """Each file of a phone is judged by itself: what was of the erased one goes with it, and all who heard hear that it holds again."""
    first, second = await two_files(desk, OPEN_NUMBER)
    closed = {"closure_type": "type2", "closed_on": "2025-06-30", "first_seen": "2025-01-01", "last_seen": "2025-06-30"}
    await change(desk, UNSPACED, fields=closed)

    await erase(desk, first)

    (alert,) = [each for each in (await desk.result(second))["alerts"] if each["rule"] == "AR-01"]
    assert (alert["state"], alert["retracted"]["cause"]) == ("retracted", "redated")
    assert {each["submission_id"] for each in await desk.rows(recalls)} == {second}
    for who in ("north-coordinator", "north-analyst", "north-safeguarding"):
        assert [each[0] for each in await told(desk, who)] == [second]
    as_before = {"closure_type": "", "closed_on": "", "first_seen": "2026-02-01", "last_seen": "2026-04-19"}
    await change(desk, UNSPACED, fields=as_before)
    for who in ("north-submitter", "north-coordinator", "north-analyst", "north-safeguarding"):
        newest, *_ = await told(desk, who)
        assert newest[2], who
    assert {each.state for each in await alerts_seen(desk, "north-coordinator")} == {"open"}


async def test_whoever_had_read_it_is_not_told_again_and_hears_that_it_holds_again(desk):
    """What was read stays read; once the number is back those are told who had heard that it was not."""
    first, second = await two_files(desk, OPEN_NUMBER)
    await take_back(desk, UNSPACED)
    assert [each[3] for each in await told(desk, "north-coordinator")] == [False]

    await erase(desk, first)

    assert [each[3] for each in await told(desk, "north-coordinator")] == [True]
    await put_back(desk, UNSPACED)
    again = await told(desk, "north-coordinator")
    assert [(each[0], each[2], each[3]) for each in again] == [(second, True, False), (second, False, True)]
    assert again[0][1] == again[1][1] == tuple(each.id for each in await alerts_seen(desk, "north-coordinator"))


async def test_what_is_told_of_a_restricted_line_goes_over_to_those_alone_who_may_know_it(desk):
    """The unit of a covert line hears of its alert; the coordinator has no word more than of a phone without it."""
    first, second = await two_files(desk, COVERT_NUMBER)
    await take_back(desk, COVERT_NUMBER.replace(" ", ""))

    await erase(desk, first)

    assert second in {each[0] for each in await told(desk, "north-analyst")}
    assert await told(desk, "north-coordinator") == []
    assert {each["is_restricted"] for each in await desk.rows(recall_notices)} == {True}


async def test_a_finding_that_was_not_read_goes_over_with_what_it_is_of(desk):
    """The same bytes twice, rejected by a reviewer: whoever had the alert hears it, of the match that is left."""
    first = await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(hours=1)
    second = await handed_in(desk, OPEN_NUMBER)
    (match_id,) = [each["id"] for each in (await desk.result(first))["matches"]]
    (left,) = [each["id"] for each in (await desk.result(second))["matches"]]
    desk.now += timedelta(minutes=1)
    await review_match(desk.vault, desk.actor("north-reviewer"), match_id, finding=Finding.REJECTED, reason="Looked at it.", **desk.ask)

    await erase(desk, first)

    assert (second, (), False, False) in await told(desk, "north-coordinator")
    assert {(each["submission_id"], each["match_id"]) for each in await desk.rows(recalls)} == {(second, left)}


async def test_nobody_hears_by_that_of_a_submission_they_may_not_know_of(desk):
    """An officer who had looked at the alert of their file, and erased it, hears of no file of somebody else's; the coordinator does."""
    north = desk.house.people["north-submitter"]
    new = NewAccount(new_id("acc"), north.organisation_id, north.unit_id, "second", north.roles, areas=north.areas)
    async with desk.vault.db.write() as connection:
        desk.house.people["second"] = await insert_account(connection, new, now=people.NOW)
    first = await handed_in(desk, OPEN_NUMBER)
    desk.now += timedelta(hours=1)
    second = await handed_in(desk, OPEN_NUMBER, NOBODY, who="second")
    assert len(await alerts_seen(desk, "north-submitter")) == 1
    await take_back(desk, UNSPACED)
    assert {each["recipient"] for each in await desk.rows(recall_notices, submission_id=first)} >= {north.id}

    await erase(desk, first)

    assert await told(desk, "north-submitter") == []
    assert second in {each[0] for each in await told(desk, "north-coordinator")}
