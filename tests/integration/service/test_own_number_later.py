"""The list learns later that a phone's own number is one of a line (AR-08 by way of AR-19), on both engines."""

import json
from dataclasses import replace

import pytest

from legal_metadata import PACE, S40
from looking_back import LATER, LATER_COVERT, alerts_seen, handed_in, publish, take_back
from matcher.domain.access.actor import Role
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.errors import NotAllowed, NotFound
from matcher.service.add_guard_number import add_guard_number
from matcher.service.keep_out_number import keep_out_number
from matcher.service.lists.line_lists import LineLists
from matcher.service.reveal_unmatched import reveal_unmatched
from matcher.store.jobs import JobKind, take_job
from matcher.store.keys import load_key_file, rotate
from matcher.store.resealing import reseal_all
from matcher.store.schema.answers import alerts, matches, unmatched_numbers
from submitting import COVERT_LINE, LEASE, NOBODY, OPEN_LINE, means

#: Stated with every phone of the tests.
OWN_E164 = "+447700900999"
OWN_LATER = LATER.replace("900111", "900999")
OWN_COVERT = LATER_COVERT.replace("900111", "900999")


async def test_the_officer_and_the_supervisors_hear_that_it_may_be_the_phone_of_a_line(desk):
    """AR-08 goes at its own urgency to whoever handed the phone in and to the supervisors, with what AR-19 asks to be checked first."""
    submission = await handed_in(desk, NOBODY, **PACE)

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER, days=60)

    for who in ("north-submitter", "north-supervisor"):
        (told,) = await alerts_seen(desk, who)
        assert (told.submission_id, told.alert["rule"], told.alert["urgency"]) == (submission, "AR-08", "P1")
        assert any(OWN_E164 in fact and "L-0043" in fact for fact in told.alert["facts"])
        assert "The phone was handed in 60 days ago." in told.alert["facts"]
        assert "Treat the person as a potential victim." in told.alert["actions"]
        assert any("legal basis" in action for action in told.alert["actions"])
    for role in set(Role) - {Role.SUBMITTER, Role.SUPERVISOR, Role.ADMIN}:
        await desk.clear(f"north-{role}")
        assert not await alerts_seen(desk, f"north-{role}")


async def test_the_match_says_that_it_is_the_phones_own_number(desk):
    """It is undated, and neither said to be saved nor to have rung; its token goes, for it stands with the match."""
    submission = await handed_in(desk, NOBODY, **PACE)

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER)

    (later,) = (await desk.result(submission, "north-reviewer"))["later_matches"]
    assert (later["number"], later["contact"], later["grade"], later["time_relation"]) == (OWN_E164, "own number", "B", "undated")
    assert "the phone's own number" in later["explanation"]
    assert not any("was not kept: whether it was saved" in each for each in (*later["cautions"], later["explanation"]))
    (trimmed,) = (await desk.result(submission))["later_matches"]
    assert "the phone's own number" in trimmed["explanation"]
    left = {bytes(row["token"]) for row in await desk.rows(unmatched_numbers, submission_id=submission)}
    assert left == {desk.vault.keys.token("+447700900111")}


async def test_contacts_are_told_apart_from_the_own_number(desk):
    """A contact that is found by the same version has an alert of its own, for the officer alone."""
    await handed_in(desk, NOBODY, **PACE)

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, OWN_LATER)

    told = {each.alert["rule"]: each.alert for each in await alerts_seen(desk, "north-submitter")}
    assert {rule: each["urgency"] for rule, each in told.items()} == {"AR-08": "P1", "AR-19": "P2"}
    assert OWN_E164 not in json.dumps(told["AR-19"])
    assert "+447700900111" not in json.dumps(told["AR-08"])
    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-supervisor")] == ["AR-08"]


async def test_of_a_line_handset_its_own_number_is_told(desk):
    """Its contacts raise nothing, for they may all be those of the line; that the number is listed is what it is about."""
    await handed_in(desk, NOBODY, **PACE, **{"device.kind": "line-handset"})

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, OWN_LATER)

    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-submitter")] == ["AR-08"]


@pytest.mark.parametrize("who", ["submitter", "coordinator", "reviewer", "supervisor"])
async def test_on_a_covert_line_it_is_a_miss_for_everybody_else(desk, who):
    """Answer and alerts of a phone whose own number is on a covert line are those of before; the unit of the line has AR-17."""
    submission = await handed_in(desk, NOBODY, **PACE)
    before = await seen(desk, submission, f"north-{who}")

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_COVERT)

    assert await seen(desk, submission, f"north-{who}") == before
    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-analyst")] == ["AR-17"]


async def seen(desk, submission, who):
    """What somebody sees of a phone, or how they are refused."""
    try:
        answer = await desk.result(submission, who, need="A case review.")
    except (NotAllowed, NotFound) as error:
        answer = error.code
    return json.dumps(answer), repr(await alerts_seen(desk, who))


async def test_where_the_basis_carries_no_further_nothing_is_matched(desk):
    """Section 40 has run out: the supervisors are told that a phone was left aside, and nothing of its number."""
    await handed_in(desk, NOBODY, **S40)

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER, days=60)

    assert await desk.rows(matches) == []
    (note,) = await alerts_seen(desk, "north-supervisor")
    assert note.alert["rule"] == "AR-24"
    assert OWN_E164 not in json.dumps(note.alert)


async def test_a_number_that_was_taken_back_retracts_both(desk):
    """S9: the officer and the supervisors see that it does not hold; published again, it is told again."""
    await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER)

    await take_back(desk, OWN_E164)

    assert [row["recall_id"] is None for row in await desk.rows(alerts)] == [False, False]
    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER.replace("L-0043,Larkspur", "L-0044,Kettle"))
    standing = [row["rule"] for row in await desk.rows(alerts) if row["recall_id"] is None]
    assert standing == ["AR-08", "AR-08"]


async def test_a_second_look_and_the_same_file_again_tell_nothing_new(desk):
    """S12: of one file that was handed in twice two people are told once each, however often is looked."""
    for _ in range(2):
        await handed_in(desk, NOBODY, **PACE)

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER)
    await desk.look_back()

    assert [row["rule"] for row in await desk.rows(alerts)] == ["AR-08", "AR-08"]
    assert len(await desk.rows(matches)) == 2


async def test_where_the_officer_has_left_the_supervisors_are_told_once(desk):
    """They have it in place of the officer, and not a second time as supervisors."""
    await handed_in(desk, NOBODY, **PACE)
    await desk.disable("north-submitter")

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER)

    assert [row["for_role"] for row in await desk.rows(alerts)] == ["supervisor"]


async def test_it_is_none_of_the_numbers_that_match_nothing(desk):
    """Who sees these on recorded need sees those of others, and how many they are."""
    submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)

    page = await reveal_unmatched(desk.vault, desk.actor("north-supervisor"), submission, need="A complaint.", **desk.ask)

    assert page.count == len(page.numbers) == 2
    assert not any(each.endswith("99") for each in page.numbers)
    assert len(await desk.rows(unmatched_numbers, submission_id=submission)) == 3


@pytest.mark.parametrize(("kept", "days"), [(90, 400), (None, 1)], ids=["too long", "never"])
async def test_what_is_not_kept_is_not_looked_at(desk, kept, days):
    """Its token has a last day like all others, and where none are kept there is none of it either."""
    desk.with_policy(retain_unmatched_days=kept)
    await handed_in(desk, NOBODY, **PACE)

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER, days=days)

    assert await desk.rows(matches) == await desk.rows(alerts) == []


async def test_one_that_became_protected_leaves_no_trace(desk):
    """Its token goes, the counts of the answer stay, and no version finds it."""
    submission = await handed_in(desk, NOBODY, **PACE)
    before = (await desk.result(submission, "north-reviewer"))["screening"]["counts"]
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", OWN_E164, None, "A solicitor", "They asked for it.", "The firm itself")
    await add_guard_number(desk.vault, desk.actor("north-safeguarding"), desk.lists, draft, **desk.ask)
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)

    assert (await desk.result(submission, "north-reviewer"))["screening"]["counts"] == before
    assert len(await desk.rows(unmatched_numbers)) == 1


async def test_it_is_found_after_a_renewal_of_keys(desk, tmp_path):
    """With a new key, before and after everything was made anew, it is found as it was."""
    await handed_in(desk, NOBODY, **PACE)
    rotate(tmp_path / "linewatch.key")
    desk.house = replace(desk.house, vault=replace(desk.vault, keys=load_key_file(tmp_path / "linewatch.key")))
    desk.lists = LineLists(desk.vault, means().lists)
    await reseal_all(desk.vault.db, desk.vault.keys)

    await publish(desk, OPEN_LINE, COVERT_LINE, OWN_LATER)

    assert {each.alert["rule"] for each in await alerts_seen(desk, "north-submitter")} == {"AR-08"}
