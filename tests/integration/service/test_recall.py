"""A number that the list takes back: what it caused is recalled, and whoever was told hears of it (S9), on both engines."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from looking_back import alerts_seen, change, handed_in, take_back
from matcher.domain.access.actor import Role
from matcher.errors import NotAllowed, NotFound, OriginalGone
from matcher.service.read_notices import count_unread_notices, read_notices
from matcher.service.read_retro_run import read_retro_run
from matcher.service.rerun_submission import rerun_submission
from matcher.service.review_match import Finding, review_match
from matcher.store.ids import new_id
from matcher.store.notices import page_of_notices
from matcher.store.schema.answers import alerts, matches, results
from matcher.store.schema.identity import accounts
from matcher.store.schema.lists import list_versions, recall_notices, recalls
from submitting import COVERT_LINE, COVERT_NUMBER, OPEN_LINE, OPEN_NUMBER, OWNER_LINE, a_list, means

OPEN_E164, COVERT_E164 = "+447700900123", "+447700900456"
OWNER_NUMBER, OWNER_E164 = "07700 900789", "+447700900789"
RIGHT, RIGHT_E164 = "07700 900124", "+447700900124"
MISSING = {"episode.status": "missing"}


async def notices_seen(desk, who, **changed):
    """The notices somebody sees."""
    return (await read_notices(desk.vault, desk.actor(who, **changed), policy=desk.policy, **desk.ask)).items


class TestS9:
    """S9: the list owner corrects a wrong number."""

    async def test_matches_are_marked_and_alerts_retracted(self, desk):
        """The answer keeps its bytes; what is seen of it says what was taken back, by which version and why."""
        submission = await handed_in(desk, OPEN_NUMBER)
        before = await desk.rows(results)

        await take_back(desk, OPEN_E164)

        assert await desk.rows(results) == before
        for who in ("north-submitter", "north-coordinator", "north-reviewer", "north-analyst"):
            answer = await desk.result(submission, who)
            (match,) = answer["matches"]
            assert match["recalled"]["version"] == 2
            assert "took a number back" in match["recalled"]["reason"]
            assert [each["state"] for each in answer["alerts"]] == ["retracted"] * len(answer["alerts"])
            assert "took a number back" in answer["warnings"][0]
            assert {each.state for each in await alerts_seen(desk, who)} == {"retracted"}
        assert all(row["finished_at"] for row in await desk.rows(recalls))

    async def test_every_recorded_recipient_hears_of_it(self, desk):
        """Whoever handed in, whoever read the answer, and the roles its alerts went to; nobody who was told nothing."""
        submission = await handed_in(desk, OPEN_NUMBER)
        await desk.result(submission, "north-auditor", need="A case review.")

        await take_back(desk, OPEN_E164)

        told = {row["recipient"] for row in await desk.rows(recall_notices)}
        accounts = {name: desk.actor(f"north-{name}").user_id for name in ("submitter", "auditor", "reviewer")}
        assert {accounts["submitter"], accounts["auditor"], "coordinator", "analyst", "safeguarding", "supervisor"} <= told
        assert accounts["reviewer"] not in told
        for who in ("submitter", "auditor", "coordinator", "analyst", "safeguarding", "supervisor"):
            seen = await notices_seen(desk, f"north-{who}")
            assert {each.submission_id for each in seen} == {submission}
        assert not await notices_seen(desk, "north-reviewer")
        assert not await notices_seen(desk, "south-submitter")

    async def test_that_a_notice_was_read_is_kept(self, desk):
        """The first reading is told at the second one."""
        await handed_in(desk, OPEN_NUMBER)
        await take_back(desk, OPEN_E164)

        assert [each.read_at for each in await notices_seen(desk, "north-submitter")] == [None]
        assert [each.read_at for each in await notices_seen(desk, "north-submitter")] == [desk.now]

    async def test_what_nobody_has_read_is_counted_and_stays_unread(self, desk):
        """A count reads nothing; to read it as an account reads what its roles were told of the same, so that nothing stays to be read."""
        await handed_in(desk, OPEN_NUMBER)
        await take_back(desk, OPEN_E164)
        names = ("coordinator", "supervisor", "reviewer", "submitter", "auditor")

        async def waiting():
            asked = [count_unread_notices(desk.vault, desk.actor(f"north-{name}"), policy=desk.policy, most=10) for name in names]
            return [await each for each in asked]

        before, again = await waiting(), await waiting()
        for name in names[:4]:
            await notices_seen(desk, f"north-{name}")
        after = await waiting()

        assert before == again == [1, 1, 0, 1, 0]
        assert after == [0] * 5
        assert await count_unread_notices(desk.vault, desk.actor("north-admin"), policy=desk.policy, most=10) == 0

    async def test_nobody_who_writes_waits_while_notices_are_looked_through(self, desk, monkeypatch):
        """Very many may have to be passed over that somebody may not see, so others write meanwhile."""
        await handed_in(desk, OPEN_NUMBER)
        await take_back(desk, OPEN_E164)

        async def looked_through(connection, *told, **named):
            async with asyncio.timeout(10), desk.vault.db.write() as other:
                await other.execute(sa.update(accounts).values(id=accounts.c.id))
            return await page_of_notices(connection, *told, **named)

        monkeypatch.setattr("matcher.service.read_notices.page_of_notices", looked_through)

        assert len(await notices_seen(desk, "north-submitter")) == 1

    async def test_a_page_tells_each_case_once_however_long_it_is(self, desk):
        """One that was told of several alerts, to an account and to its role, is one notice; pages of one are the whole list."""
        phones = [await handed_in(desk, OPEN_NUMBER, **{"subject.reference": each}) for each in ("S-1", "S-2")]
        await alerts_seen(desk, "north-supervisor")
        await take_back(desk, OPEN_E164)
        pages, cursor = [], None
        while not pages or cursor:
            supervisor = desk.actor("north-supervisor")
            page = await read_notices(desk.vault, supervisor, policy=desk.policy, limit=1, cursor=cursor, **desk.ask)
            pages, cursor = [*pages, [(each.id, each.submission_id, each.alert_ids) for each in page.items]], page.cursor

        assert [len(each) for each in pages] == [1, 1]
        whole = [(each.id, each.submission_id, each.alert_ids) for each in await notices_seen(desk, "north-supervisor")]
        assert [each for (each,) in pages] == whole
        rows = await desk.rows(recall_notices)
        for _, submission, alert_ids in whole:
            to_them = {"supervisor", desk.actor("north-supervisor").user_id}
            assert set(alert_ids) == {
                row["alert_id"] for row in rows if row["submission_id"] == submission and row["recipient"] in to_them and row["alert_id"]
            }
        assert {submission for _, submission, _ in whole} == set(phones)

    @pytest.mark.parametrize("is_confirmed", [False, True])
    async def test_where_a_reviewer_confirms_first_no_line_is_named_before(self, desk, is_confirmed):
        """Whoever was never shown the match hears nothing of it; who was hears that it does not hold."""
        desk.with_policy(is_reviewed_first=True)
        await handed_in(desk, OPEN_NUMBER)
        if is_confirmed:
            (row,) = await desk.rows(matches)
            reviewer = desk.actor("north-reviewer")
            await review_match(desk.vault, reviewer, row["id"], finding=Finding.CONFIRMED, reason="It is theirs.", **desk.ask)
        await take_back(desk, OPEN_E164)
        for role, is_told in (("submitter", is_confirmed), ("coordinator", is_confirmed), ("supervisor", True), ("analyst", True)):
            assert bool(await notices_seen(desk, f"north-{role}")) is is_told, role

    async def test_partners_hear_it_without_a_number_and_without_a_line(self, desk):
        """A concern that does not hold is withdrawn in words that tell no more than the concern did."""
        await handed_in(desk, OPEN_NUMBER)
        await take_back(desk, OPEN_E164)

        (told, *_) = await notices_seen(desk, "north-safeguarding")
        assert told.alert_ids == ()
        assert told.sentence.startswith("Something that a concern you were told of rested on was withdrawn. There is no concern to pass on")
        assert await alerts_seen(desk, "north-safeguarding") == ()
        assert (await desk.result(told.submission_id, "north-safeguarding"))["statement"].startswith("There is no concern to pass on")

    async def test_a_second_look_tells_nobody_twice(self, desk):
        """What is recalled stays recalled once."""
        await handed_in(desk, OPEN_NUMBER)
        await take_back(desk, OPEN_E164)
        before = [await desk.rows(table) for table in (matches, alerts, recall_notices)]

        await take_back(desk, COVERT_E164)

        assert [await desk.rows(table) for table in (matches, alerts, recall_notices)] == before

    async def test_an_alert_that_rests_on_another_match_stays_and_tells(self, desk):
        """Of two numbers of one line one is taken back: the alert stands, and says of which number it does not hold."""
        await desk.publish(a_list(OPEN_LINE, OPEN_LINE.replace("900123", "900124"), COVERT_LINE))
        submission = await handed_in(desk, OPEN_NUMBER, RIGHT)

        await take_back(desk, OPEN_E164)

        answer = await desk.result(submission)
        assert {each["state"] for each in answer["alerts"]} == {"open"}
        withdrawn = [fact for each in answer["alerts"] for fact in each["facts"] if fact.startswith("Withdrawn")]
        assert withdrawn
        assert all(OPEN_E164 in fact for fact in withdrawn)
        assert {each["number"]: "recalled" in each for each in answer["matches"]} == {OPEN_E164: True, RIGHT_E164: False}

    async def test_a_corrected_number_is_recalled_and_the_right_one_looked_for(self, desk):
        """Whoever had the wrong number hears that it was wrong; whoever has the right one hears of that."""
        wrong = await handed_in(desk, OPEN_NUMBER, who="north-submitter", **{"legal_basis.purpose": "protect-child-or-adult"})
        right = await handed_in(desk, RIGHT, **{"legal_basis.purpose": "protect-child-or-adult"})

        await change(desk, OPEN_E164, fields={"number": RIGHT})

        assert "recalled" in (await desk.result(wrong))["matches"][0]
        (later,) = (await desk.result(right))["later_matches"]
        assert later["number"] == RIGHT_E164
        assert {each.alert["rule"]: each.state for each in await alerts_seen(desk, "north-submitter")}["AR-19"] == "open"

    async def test_publishing_the_number_again_restores_it(self, desk):
        """A number that comes back holds again, for whoever handed the phone in as a later match."""
        submission = await handed_in(desk, OPEN_NUMBER, **{"legal_basis.purpose": "protect-child-or-adult"})
        await take_back(desk, OPEN_E164)
        desk.now += timedelta(days=1)

        await desk.publish(a_list(OPEN_LINE.replace("L-0043", "L-0044"), COVERT_LINE))
        await desk.look_back()

        (later,) = (await desk.result(submission))["later_matches"]
        assert later["line"]["id"] == "L-0044"
        assert "recalled" in (await desk.result(submission))["matches"][0]

    async def test_a_number_that_another_record_still_has_is_not_recalled(self, desk):
        """The list still says so in another period of the same line."""
        await desk.publish(a_list(OPEN_LINE, OPEN_LINE.replace("2026-02-01,2026-04-19", "2025-02-01,2025-04-19"), COVERT_LINE))
        submission = await handed_in(desk, OPEN_NUMBER)

        await take_back(desk, OPEN_E164)

        assert "recalled" not in (await desk.result(submission))["matches"][0]
        assert await desk.rows(recall_notices) == []


async def test_a_version_that_only_takes_back_is_done_when_everybody_was_told(desk):
    """Whoever waits for a look back waits for recalls too."""
    await handed_in(desk, OPEN_NUMBER)
    await take_back(desk, OPEN_E164, looks=False)
    version = max(row["id"] for row in await desk.rows(list_versions, organisation_id=desk.house.north.id))
    before = await read_retro_run(desk.vault, desk.actor("north-analyst"), desk.lists, version, **desk.ask)
    await desk.look_back()
    after = await read_retro_run(desk.vault, desk.actor("north-analyst"), desk.lists, version, **desk.ask)

    assert (before.state, before.numbers) == ("waiting", 0)
    assert (after.state, after.numbers_done) == ("done", 0)


class TestCovert:
    """What rested on a restricted line."""

    async def test_is_recalled_for_those_alone_who_knew(self, desk):
        """The owning unit hears of it, and partners that the concern does not hold; for everybody else nothing has changed."""
        submission = await handed_in(desk, COVERT_NUMBER)
        for who in ("north-analyst", "north-submitter", "north-reviewer"):
            await desk.result(submission, who)
        unknowing = ("submitter", "coordinator", "reviewer", "supervisor")
        before = [await desk.result(submission, f"north-{who}") for who in unknowing]

        await take_back(desk, COVERT_E164)

        assert [await desk.result(submission, f"north-{who}") for who in unknowing] == before
        for who in unknowing:
            assert not await notices_seen(desk, f"north-{who}")
        assert await notices_seen(desk, "north-analyst")
        (told, *_) = await notices_seen(desk, "north-safeguarding")
        assert "L-0099" not in repr(told)
        assert "recalled" in (await desk.result(submission, "north-analyst"))["matches"][0]
        await desk.move("north-analyst", "Riverside")
        assert not await notices_seen(desk, "north-analyst")
        # A partner who reviews matches too is shown no concern, and would read the line.
        async with desk.vault.db.write() as connection:
            await connection.execute(
                sa.update(accounts).where(accounts.c.username == "north-safeguarding").values(roles="reviewer,safeguarding")
            )
        both = {"roles": frozenset({Role.REVIEWER, Role.SAFEGUARDING})}
        assert not await notices_seen(desk, "north-safeguarding", **both)

    async def test_is_told_to_whoever_owned_the_line_when_the_number_was_listed(self, desk):
        """The owner stands with the recall: notices are told without opening any version of the list."""
        submission = await handed_in(desk, COVERT_NUMBER)
        await take_back(desk, COVERT_E164)
        async with desk.vault.db.write() as connection:
            await connection.execute(sa.update(list_versions).values(content_sealed=b"\1" * 80))

        assert {row["owner_unit"] for row in await desk.rows(recalls)} == {"Hillside"}
        assert await count_unread_notices(desk.vault, desk.actor("north-analyst"), policy=desk.policy, most=10) > 0
        assert {each.submission_id for each in await notices_seen(desk, "north-analyst")} == {submission}
        await desk.move("north-analyst", "Riverside")
        assert not await notices_seen(desk, "north-analyst")

    async def test_is_told_to_the_owning_unit_however_much_was_recalled_since(self, desk):
        """Two hundred and more newer notices about lines of another unit hide neither those of one's own line nor anything of theirs."""
        await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE))
        own, others = await handed_in(desk, COVERT_NUMBER), await handed_in(desk, OWNER_NUMBER)
        await take_back(desk, COVERT_E164)
        before = await notices_seen(desk, "north-analyst")
        await desk.move("north-analyst", "Riverside")
        await take_back(desk, OWNER_E164)
        theirs = await notices_seen(desk, "north-analyst")
        await desk.move("north-analyst", "Hillside")
        (newer, *_) = await desk.rows(recall_notices, submission_id=others, recipient="analyst")
        more = [newer | {"id": new_id("ntc"), "alert_id": new_id("alr")} for _ in range(205)]
        async with desk.vault.db.write() as connection:
            await connection.execute(sa.insert(recall_notices), more)

        after = await notices_seen(desk, "north-analyst")

        assert {each.submission_id for each in before} == {own}
        assert {each.submission_id for each in theirs} == {others}
        assert {each.id for each in after} == {each.id for each in before}


class TestRerun:
    """Old runs stay reproducible."""

    async def test_comes_to_the_same_bytes_after_a_recall(self, desk):
        """A submission whose original is kept is answered once more from its version, byte for byte."""
        desk.with_policy(keep_originals=True)
        submission = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER, "07700 900111")
        await take_back(desk, OPEN_E164)

        again = await self._again(desk, submission)

        assert again.is_same
        assert again.list_version == 1
        assert set(again.anew) == {"open", "whole", "own"}
        assert again.anew == {row["audience"]: row["output_sha256"] for row in await desk.rows(results, submission_id=submission)}

    async def test_is_for_those_who_read_the_answer_and_tells_of_what_they_read(self, desk):
        """The hash of the whole answer tells of restricted lines: who is not cleared learns that of the open one, or of their unit's."""
        desk.with_policy(keep_originals=True)
        submission = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER)
        told = {}
        for role in (Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR, Role.ANALYST):
            again = await self._again(desk, submission, f"north-{role}", is_cleared=False)
            assert again.is_same
            told[role] = list(again.kept)
        await desk.move("north-analyst", "Riverside")
        others = await self._again(desk, submission, "north-analyst", is_cleared=False)
        for who in ("north-safeguarding", "north-submitter", "north-coordinator", "south-auditor"):
            with pytest.raises((NotFound, NotAllowed)):
                await self._again(desk, submission, who, is_cleared=False)

        assert told.pop(Role.ANALYST) == ["open", "own"]
        assert set(map(tuple, told.values())) == {("open",)}
        assert list(others.kept) == ["open"]
        assert list((await self._again(desk, submission)).kept) == ["open", "whole", "own"]

    async def test_needs_the_original(self, desk):
        """Without it there is nothing to read."""
        submission = await handed_in(desk, OPEN_NUMBER)
        with pytest.raises(OriginalGone):
            await self._again(desk, submission)

    async def _again(self, desk, submission, who="north-auditor", **changed):
        await desk.clear(who, **changed)
        return await rerun_submission(desk.vault, desk.actor(who), desk.lists, submission, means=means(), **desk.ask)
