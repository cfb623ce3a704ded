"""A restricted line that matches later brings partners the concern that a phone of today would bring them (S6), on both engines."""

import json
import re

import pytest

from legal_metadata import PACE, S40
from looking_back import LATER, LATER_COVERT, NOBODY_E164, alerts_seen, draft_of, handed_in, publish, put_back, take_back
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.domain.register import Removal
from matcher.domain.upkeep.list_effects import TakenBackCount
from matcher.service.act_on_alert import AlertStep, act_on_alert, read_alert
from matcher.service.add_guard_number import add_guard_number
from matcher.service.erase_submission import erase_submission
from matcher.service.keep_out_number import keep_out_number
from matcher.service.propose_changes import propose_changes
from matcher.service.read_notices import read_notices
from matcher.service.read_proposals import read_proposal
from matcher.store.jobs import JobKind, take_job
from matcher.store.schema.answers import alerts, submissions
from submitting import COVERT_LINE, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER

PARTNER = "north-safeguarding"
WITHDRAWN = "Something that a concern you were told of rested on was withdrawn."
OWNER_ONLY = LATER_COVERT.replace("L-0099,Nightjar", "L-0098,Dotterel").replace(",covert,", ",owner_unit_only,")
OTHER = LATER_COVERT.replace("900111", "900222")


async def found_later(desk, *rows, **stated):
    """A phone that was answered as a miss, and a version that lists what stood on it."""
    submission = await handed_in(desk, NOBODY, **PACE, **stated)
    await publish(desk, OPEN_LINE, COVERT_LINE, *(rows or (LATER_COVERT,)), days=7)
    return submission


async def concern_of(desk, submission):
    """The one concern in the answer partners see, without what names the phone."""
    (told,) = (await desk.result(submission, PARTNER))["alerts"]
    return told


async def notices(desk, who=PARTNER):
    """What somebody was told of recalls, the newest first."""
    return (await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)).items


async def close(desk, who=PARTNER):
    """Close the one alert somebody sees."""
    (told,) = await alerts_seen(desk, who)
    asked = {"policy": desk.policy, "reason": "A strategy discussion was held.", **desk.ask}
    return await act_on_alert(desk.vault, desk.actor(who), told.id, AlertStep.CLOSED, **asked)


class TestRaised:
    """As by a phone of today."""

    @pytest.mark.parametrize("line", [LATER_COVERT, OWNER_ONLY])
    async def test_partners_have_the_concern_of_a_phone_of_today(self, desk, line):
        """In the same words, with the same clock, about the person and the unit; it names no number and no line."""
        before = await found_later(desk, line)
        today = await handed_in(desk, NOBODY, **PACE, **{"subject.reference": "S-18"})

        told, fresh = await concern_of(desk, before), await concern_of(desk, today)

        assert json.dumps(told).replace("S-17", "S-18") == json.dumps(fresh)
        assert told["urgency"] == "P1"
        seen = json.dumps([await desk.result(before, PARTNER), repr(await alerts_seen(desk, PARTNER))])
        assert not re.search("Nightjar|Dotterel|L-009|900111|AR-17", seen)
        assert {each.submission_id for each in await alerts_seen(desk, PARTNER)} == {before, today}

    @pytest.mark.parametrize("policy", ["immediate", "reviewed"])
    async def test_the_officer_and_the_uncleared_see_a_miss(self, desk, policy):
        """Whether a reviewer confirms first or not, partners do not wait, and nobody else hears of it."""
        desk.with_policy(is_reviewed_first=policy == "reviewed")
        hearing = [f"north-{who}" for who in ("submitter", "coordinator", "reviewer", "supervisor")]
        submission = await found_later(desk)

        assert len(await alerts_seen(desk, PARTNER)) == 1
        for who in hearing:
            assert not await alerts_seen(desk, who)
            assert (await desk.result(submission, who))["matches"] == []
        assert [each.alert["rule"] for each in await alerts_seen(desk, "north-analyst")] == ["AR-17"]
        assert not await alerts_seen(desk, "south-safeguarding")

    async def test_it_is_one_alert_that_is_read_and_closed_by_partners(self, desk):
        """What they record is theirs: the owning unit still has to decide."""
        await found_later(desk)
        (told,) = await alerts_seen(desk, PARTNER)
        shown = await read_alert(desk.vault, desk.actor(PARTNER), told.id, policy=desk.policy, **desk.ask)

        assert (shown.alert["rule"], shown.is_concern, shown.state) == ("concern", True, "open")
        assert (await close(desk)).state == "closed"
        assert [each.state for each in await alerts_seen(desk, "north-analyst")] == ["open"]

    async def test_a_concern_that_was_closed_is_open_again(self, desk):
        """It stays one concern for each phone; what is found after it was closed has to be looked at."""
        submission = await handed_in(desk, NOBODY, OPEN_NUMBER, **PACE)
        await close(desk)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, days=7)

        (told,) = await alerts_seen(desk, PARTNER)
        assert (told.submission_id, told.alert["urgency"], told.state) == (submission, "P1", "open")

    async def test_the_same_file_twice_is_told_once(self, desk):
        """S12: partners hear of it once, and both answers say it."""
        phones = [await handed_in(desk, NOBODY, **PACE) for _ in range(2)]
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT)

        assert len(await alerts_seen(desk, PARTNER)) == 1
        assert {(await concern_of(desk, each))["urgency"] for each in phones} == {"P1"}

    async def test_two_lines_are_one_concern(self, desk):
        """Lines of two units on one phone are told together."""
        submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, OTHER.replace("L-0099,Nightjar", "L-0098,Dotterel"))

        assert [each.submission_id for each in await alerts_seen(desk, PARTNER)] == [submission]


class TestNotRaised:
    """Where there is none."""

    async def test_where_the_basis_carries_no_further(self, desk):
        """The phone may not be held against the list at all."""
        await handed_in(desk, NOBODY, **S40)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, days=60)

        assert not await alerts_seen(desk, PARTNER)
        assert await desk.rows(alerts) == []

    async def test_of_an_open_line(self, desk):
        """Whoever handed the phone in hears of it, and speaks with partners."""
        await found_later(desk, LATER)

        assert not await alerts_seen(desk, PARTNER)


class TestWithdrawn:
    """A number that does not hold."""

    async def test_a_recall_withdraws_the_concern_and_a_return_gives_it_again(self, desk):
        """Partners hear both, in words that tell no more than the concern did."""
        submission = await found_later(desk)
        before = await desk.result(submission, PARTNER)

        await take_back(desk, NOBODY_E164)
        assert not await alerts_seen(desk, PARTNER)
        gone = await desk.result(submission, PARTNER)
        assert (gone["alerts"], gone["statement"][:31]) == ([], "There is no concern to pass on;")
        (told,) = await notices(desk)
        assert told.sentence == f"{WITHDRAWN} There is no concern to pass on by now; this does not indicate absence of exploitation."
        assert (told.alert_ids, told.cause) == ((), None)

        await put_back(desk, NOBODY_E164)
        assert await desk.result(submission, PARTNER) == before
        assert len(await alerts_seen(desk, PARTNER)) == 1
        assert (await notices(desk))[0].is_restored
        for who in ("submitter", "coordinator", "reviewer", "supervisor"):
            assert not await notices(desk, f"north-{who}")

    async def test_a_concern_that_rests_on_another_number_too_stays(self, desk):
        """Of two numbers one is taken back."""
        submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, OTHER)
        await take_back(desk, NOBODY_E164)

        assert [each.submission_id for each in await alerts_seen(desk, PARTNER)] == [submission]
        assert (await concern_of(desk, submission))["urgency"] == "P1"
        assert {each.sentence for each in await notices(desk)} == {
            f"{WITHDRAWN} What else the concern rests on stands, and so does the concern."
        }
        await take_back(desk, "+447700900222")
        (last, before) = await notices(desk)
        # What was true when the first was written stays what it says.
        assert before.sentence == f"{WITHDRAWN} What else the concern rests on stands, and so does the concern."
        assert last.sentence.startswith(f"{WITHDRAWN} There is no concern")

    async def test_what_the_concern_never_rested_on_is_withdrawn_without_a_word_to_partners(self, desk):
        """An open line that was found later is the officer's alone: partners were told nothing of it, however often they looked."""
        submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
        for rows in ((LATER_COVERT,), (LATER_COVERT, LATER.replace("900111", "900222"))):
            await desk.result(submission, "north-coordinator")
            await publish(desk, OPEN_LINE, COVERT_LINE, *rows, days=1)
            assert len(await alerts_seen(desk, PARTNER)) == 1
            before = await desk.result(submission, PARTNER)
        await take_back(desk, "+447700900222")

        assert await desk.result(submission, PARTNER) == before
        assert not await notices(desk)
        assert await notices(desk, "north-submitter")
        # They looked when there was nothing of it yet.
        assert not await notices(desk, "north-coordinator")

    async def test_what_a_proposal_takes_back_counts_it_with_what_the_unit_was_told(self, desk):
        """As a phone of today is counted: one alert."""
        await found_later(desk)
        await desk.clear("north-supervisor")
        draft = await draft_of(desk, NOBODY_E164, remove=Removal.WRONG)
        proposal = await propose_changes(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)

        told = await read_proposal(desk.vault, desk.actor("north-supervisor"), desk.lists, proposal.id, **desk.ask)
        assert told.takes_back == TakenBackCount(1, 1)

    async def test_a_number_that_became_protected_leaves_no_concern(self, desk):
        """The case is no longer theirs, as if the number had never stood on the phone."""
        submission = await found_later(desk)
        draft = GuardDraft(Guard.PROTECTED, "confidential-person", NOBODY, None, "A solicitor", "They asked for it.", "The firm itself")
        await add_guard_number(desk.vault, desk.actor(PARTNER), desk.lists, draft, **desk.ask)
        async with desk.vault.db.write() as connection:
            job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
        await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)

        assert await desk.rows(alerts, submission_id=submission) == []
        assert [row["routed_to"] for row in await desk.rows(submissions, id=submission)] == [""]

    async def test_another_number_that_became_protected_leaves_the_concern(self, desk):
        """What is left still brings the case to partners."""
        submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
        await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, OTHER)
        draft = GuardDraft(Guard.PROTECTED, "confidential-person", NOBODY, None, "A solicitor", "They asked for it.", "The firm itself")
        await add_guard_number(desk.vault, desk.actor(PARTNER), desk.lists, draft, **desk.ask)
        async with desk.vault.db.write() as connection:
            job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
        await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)

        assert (await concern_of(desk, submission))["urgency"] == "P1"

    async def test_erasing_leaves_nothing_of_it(self, desk):
        """The report counts what everybody may know of, as for a miss."""
        submission = await found_later(desk)
        await erase_submission(desk.vault, desk.actor("north-submitter"), submission, policy=desk.policy, **desk.ask)

        assert await desk.rows(alerts) == []
        assert not await alerts_seen(desk, PARTNER)
