"""A published version looks back at phones that were answered before (AR-19, S15), on both engines."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from legal_metadata import PACE, S40
from looking_back import LATER, LATER_COVERT, NOBODY_E164, alerts_seen, handed_in, publish
from matcher.domain.access.actor import Role
from matcher.errors import NotAllowed, NotFound
from matcher.service.read_retro_run import read_retro_run
from matcher.service.review_match import Finding, review_match
from matcher.store.retro import find_run
from matcher.store.schema.answers import alerts, jobs, matches, results, unmatched_numbers
from matcher.store.schema.lists import list_versions, retro_runs
from matcher.store.submissions import update_submission
from submitting import COVERT_LINE, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list


class TestS15:
    """S15: a new list number matches a phone submitted 60 days ago."""

    async def test_the_officer_of_the_case_and_nobody_else_is_told(self, desk):
        """AR-19 goes to whoever handed the phone in; no other account of the organisation, or of the other one, sees an alert."""
        submission = await handed_in(desk, NOBODY, **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=60)

        (told,) = await alerts_seen(desk, "north-submitter")
        assert (told.submission_id, told.alert["rule"], told.alert["urgency"]) == (submission, "AR-19", "P2")
        assert any(NOBODY_E164 in fact and "L-0043" in fact for fact in told.alert["facts"])
        assert "The phone was handed in 60 days ago." in told.alert["facts"]
        assert "not new evidence of conduct" in told.alert["assessment"]
        assert not {"about", "version_id", "owner_unit"} & told.alert.keys()
        for role in set(Role) - {Role.SUBMITTER, Role.ADMIN}:
            await desk.clear(f"north-{role}")
            assert not await alerts_seen(desk, f"north-{role}")
        assert not await alerts_seen(desk, "south-submitter")

    async def test_it_is_p3_later_than_90_days(self, desk):
        """After 90 days somebody has to look within 72 hours, no sooner."""
        desk.with_policy(retain_unmatched_days=200)
        await handed_in(desk, NOBODY, **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=91)

        (told,) = await alerts_seen(desk, "north-submitter")
        assert told.alert["urgency"] == "P3"

    async def test_the_answer_keeps_its_bytes_and_tells_what_came_later(self, desk):
        """The kept answer is what it was; beside it stands the match, undated, with the version that found it."""
        submission = await handed_in(desk, NOBODY, **PACE)
        before = await desk.rows(results, submission_id=submission)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=60)

        assert await desk.rows(results, submission_id=submission) == before
        answer = await desk.result(submission)
        assert answer["matches"] == []
        (later,) = answer["later_matches"]
        assert (later["number"], later["line"]["id"], later["grade"], later["version"]) == (NOBODY_E164, "L-0043", "B", 2)
        assert later["contact"] == "not kept"
        assert later["sightings"] == []
        assert (later["strength"], later["list_entry"]["grading"]) == (None, None)
        (full,) = (await desk.result(submission, "north-reviewer"))["later_matches"]
        assert full["list_entry"]["grading"] == "2B"
        assert "The match is undated: phone or list gives no usable time." in full["cautions"]
        assert any("was not kept" in each for each in full["cautions"])

    async def test_the_token_of_a_number_that_matched_is_removed(self, desk):
        """What stands with a match is not kept as a number that matches nothing as well."""
        submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

        kept = {bytes(row["token"]) for row in await desk.rows(unmatched_numbers)}
        assert kept == set(desk.vault.keys.tokens(["+447700900222", "+447700900999"]))
        (row,) = await desk.rows(matches, submission_id=submission)
        assert (row["found_by"], row["is_restricted"]) == ("retro-match", False)

    async def test_partners_and_administrators_are_shown_no_later_match(self, desk):
        """Who sees no match of any answer sees no later one either."""
        submission = await handed_in(desk, NOBODY, OPEN_NUMBER)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

        assert "later_matches" not in await desk.result(submission, "north-safeguarding")

    async def test_a_number_that_matched_another_line_is_dated_by_its_sightings(self, desk):
        """Of a number that stood in the answer the places are known, and the explanation names them."""
        submission = await handed_in(desk, OPEN_NUMBER, **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Kettle"))

        (later,) = (await desk.result(submission))["later_matches"]
        assert (later["line"]["id"], later["contact"]) == ("L-0044", "saved only")
        assert "contacts.vcf" in later["explanation"]


class TestOnce:
    """However often it is looked back."""

    async def test_a_second_look_changes_nothing(self, desk):
        """The rows of a job that runs twice are those of one that ran once."""
        await handed_in(desk, NOBODY, "07700 900222", **PACE)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, LATER.replace("900111", "900222"))
        before = [await desk.rows(table) for table in (matches, alerts, unmatched_numbers)]

        await self._again(desk)

        assert [await desk.rows(table) for table in (matches, alerts, unmatched_numbers)] == before
        (told,) = await alerts_seen(desk, "north-submitter")
        assert sum("since the phone was handed in" in fact for fact in told.alert["facts"]) == 2

    async def _again(self, desk):
        async with desk.vault.db.write() as connection:
            await connection.execute(sa.update(jobs).where(jobs.c.kind == "retro-match").values(state="waiting"))
            await connection.execute(sa.update(retro_runs).values(state="waiting", numbers_done=0, finished_at=None))
        assert await desk.look_back() == 1

    async def test_the_same_file_twice_is_told_once(self, desk):
        """S12: whoever handed one file in twice hears of it once."""
        for _ in range(2):
            await handed_in(desk, NOBODY, **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

        assert len(await alerts_seen(desk, "north-submitter")) == 1
        assert len(await desk.rows(matches)) == 2

    async def test_nothing_is_left_to_do(self, desk):
        """The run is done, with all its numbers."""
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

        (job,) = [row for row in await desk.rows(jobs) if row["kind"] == "retro-match"]
        assert job["state"] == "done"
        async with desk.vault.db.read() as connection:
            run = await find_run(connection, job["object_id"])
        assert (run.state, run.numbers_done, run.numbers) == ("done", 1, 1)


class TestBasis:
    """The lawful basis is checked first."""

    async def test_where_it_carries_no_further_the_supervisor_is_told_and_nothing_is_matched(self, desk):
        """Section 40 has run out after weeks: no match is made, the token stays, and the officer hears nothing."""
        await handed_in(desk, NOBODY, **S40)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=60)

        assert await desk.rows(matches) == []
        assert len(await desk.rows(unmatched_numbers)) == 2
        assert not await alerts_seen(desk, "north-submitter")
        (note,) = await alerts_seen(desk, "north-supervisor")
        assert note.alert["rule"] == "AR-24"
        assert NOBODY_E164 not in json.dumps(note.alert)
        for role in ("reviewer", "analyst", "coordinator", "auditor", "safeguarding"):
            await desk.clear(f"north-{role}")
            assert not await alerts_seen(desk, f"north-{role}")

    async def test_the_supervisor_is_told_once_however_many_versions_follow(self, desk):
        """A phone that is left aside stays aside without a note for every version."""
        await handed_in(desk, NOBODY, "07700 900222", **S40)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=60)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER, LATER.replace("900111", "900222"))

        assert len(await alerts_seen(desk, "north-supervisor")) == 1

    async def test_of_a_restricted_line_nobody_hears_that_it_would_have_matched(self, desk):
        """Not even the unit that owns it: the phone may not be held against the list."""
        await handed_in(desk, NOBODY, **S40)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, days=60)

        assert await desk.rows(alerts) == await desk.rows(matches) == []

    async def test_a_person_who_was_found_since_ends_a_search(self, desk):
        """The purpose to find somebody is served where a later phone of the same person states that they were found."""
        await handed_in(desk, NOBODY)
        desk.now += timedelta(days=1)
        await handed_in(desk, "07700 900333", **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

        assert not await alerts_seen(desk, "north-submitter")
        assert [each.alert["rule"] for each in await alerts_seen(desk, "north-supervisor")] == ["AR-24"]


class TestCovert:
    """A restricted line that matches later."""

    @pytest.mark.parametrize("who", ["submitter", "coordinator", "reviewer", "supervisor", "auditor"])
    async def test_is_a_miss_for_everybody_else(self, desk, who):
        """Answer and alerts are byte for byte those of a phone whose number is on no list."""
        hit, miss = [await handed_in(desk, number, **PACE) for number in (NOBODY, "07700 900222")]
        before = [await self._seen(desk, each, f"north-{who}") for each in (hit, miss)]

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT)

        assert [await self._seen(desk, each, f"north-{who}") for each in (hit, miss)] == before

    async def _seen(self, desk, submission, who):
        need = {"need": "A case review."}
        try:
            answer = await desk.result(submission, who, **need)
        except Exception as error:  # noqa: BLE001 - any refusal is to be the same
            answer = type(error).__name__
        return json.dumps(answer), repr(await alerts_seen(desk, who))

    async def test_the_owning_unit_is_told(self, desk):
        """Analysts of the unit that owns the line, and cleared ones, see AR-17 and the match; others of the role see neither."""
        submission = await handed_in(desk, NOBODY, **PACE)

        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT)

        (told,) = await alerts_seen(desk, "north-analyst")
        assert (told.alert["rule"], told.submission_id) == ("AR-17", submission)
        (later,) = (await desk.result(submission, "north-analyst"))["later_matches"]
        assert later["line"]["id"] == "L-0099"
        await desk.move("north-analyst", "Riverside")
        assert not await alerts_seen(desk, "north-analyst")
        assert (await desk.result(submission, "north-analyst"))["later_matches"] == []
        # Everybody may know how many numbers match nothing.
        assert len(await desk.rows(unmatched_numbers)) == 2


async def test_a_file_that_is_being_read_meanwhile_is_looked_at_when_it_is_done(desk):
    """A version that comes out while a phone is read against the one before it finds that phone once it is answered."""
    submission = (await desk.hand_in(a_card(NOBODY), **PACE)).submission_id
    (first,) = [row["id"] for row in await desk.rows(list_versions, organisation_id=desk.house.north.id)]
    async with desk.vault.db.write() as connection:
        await update_submission(connection, submission, {"status": "reading", "list_version_id": first})

    assert await publish(desk, OPEN_LINE, COVERT_LINE, LATER) == 1
    assert await desk.look_back() == 0

    async with desk.vault.db.write() as connection:
        await update_submission(connection, submission, {"status": "received"})
    await desk.work()
    assert not await alerts_seen(desk, "north-submitter")
    desk.now += timedelta(seconds=2)
    assert await desk.look_back() == 1
    (told,) = await alerts_seen(desk, "north-submitter")
    assert told.submission_id == submission


async def test_where_a_reviewer_confirms_first_the_officer_hears_after_that(desk):
    """A match that nobody confirmed looks like one that is not there, in the answer and among the alerts."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)
    assert not await alerts_seen(desk, "north-submitter")
    assert (await desk.result(submission))["later_matches"] == []

    (later,) = (await desk.result(submission, "north-reviewer"))["later_matches"]
    asked = {"finding": Finding.CONFIRMED, "reason": "Looked at with the list.", **desk.ask}
    await review_match(desk.vault, desk.actor("north-reviewer"), later["id"], **asked)

    assert len(await alerts_seen(desk, "north-submitter")) == 1
    assert len((await desk.result(submission))["later_matches"]) == 1


class TestProgress:
    """How far it is, and nothing of what was found."""

    async def test_is_told_to_those_who_read_the_list(self, desk):
        """Reviewers, analysts and supervisors see the state; others are refused."""
        version = await self._published(desk, LATER)

        for role in ("reviewer", "analyst", "supervisor"):
            run = await read_retro_run(desk.vault, desk.actor(f"north-{role}"), desk.lists, version, **desk.ask)
            assert (run.state, run.numbers_done, run.numbers, run.version) == ("waiting", 0, 1, 2)
        with pytest.raises(NotAllowed):
            await read_retro_run(desk.vault, desk.actor("north-submitter"), desk.lists, version, **desk.ask)
        with pytest.raises(NotFound):
            await read_retro_run(desk.vault, desk.actor("south-analyst"), desk.lists, version, **desk.ask)

    async def test_counts_no_number_of_a_line_somebody_may_not_know_of(self, desk):
        """For the uncleared a version that changed a covert line alone has nothing to look for."""
        version = await self._published(desk, LATER_COVERT)

        run = await read_retro_run(desk.vault, desk.actor("north-reviewer"), desk.lists, version, **desk.ask)
        assert (run.state, run.numbers) == ("done", 0)
        await desk.clear("north-reviewer")
        run = await read_retro_run(desk.vault, desk.actor("north-reviewer"), desk.lists, version, **desk.ask)
        assert (run.state, run.numbers) == ("waiting", 1)

    async def _published(self, desk, row):
        await desk.publish(a_list(OPEN_LINE, COVERT_LINE, row))
        return max(row["id"] for row in await desk.rows(list_versions, organisation_id=desk.house.north.id))
