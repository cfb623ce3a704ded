"""What is told of changes to the list: what goes, days that are still to come, names, reasons, files that wait; on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.domain.register import HygieneCode, ImportMode, RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import ImportState, Manner, Resumption
from matcher.errors import BadRequest, NotFound
from matcher.service.add_guard_number import add_guard_number
from matcher.service.list_hygiene import list_hygiene
from matcher.service.plan_import import resume_import
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_history import read_history
from matcher.service.read_lines import list_versions
from matcher.service.read_proposals import read_proposal
from matcher.store.schema.lists import list_imports
from submitting import COVERT_LINE, OPEN_LINE, a_list

OWN_HEADER = b"Line,Phone no.\nL-0043,07700 900123\n"
A_PREVIEW = Manner(dry_run=True, keeps=True)
AS_IT_WAS_TOLD = Resumption(dry_run=False, reason="The list of May")
COLUMNS = {"Line": "line_id", "Phone no.": "number"}


async def number_of(desk, line_id="L-0043"):
    """Give the first number of a line."""
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    return next(each for each in register.of_line(line_id) if each.kind is RecordKind.NUMBER)


async def propose(desk, *drafts, who="north-reviewer", reason="It was never so"):
    """Propose changes."""
    return await propose_changes(desk.vault, desk.actor(who), desk.lists, ProposalDraft(drafts, reason), **desk.ask)


async def read(desk, proposal_id, who="north-analyst"):
    """Read a proposal."""
    return await read_proposal(desk.vault, desk.actor(who), desk.lists, proposal_id, **desk.ask)


async def names_of_versions(desk):
    """Give the name of every version, the oldest first."""
    return [each.name for each in reversed(await list_versions(desk.vault, desk.actor("north-analyst"), **desk.ask))]


class TestRemovals:
    """The second person sees what goes."""

    async def test_a_removal_names_its_number_its_line_and_who_proposed_it(self, desk):
        """Although no field changes, whoever decides reads the number, the name of the line, and who wants it."""
        number = await number_of(desk)
        made = await propose(desk, ChangeDraft(RecordKind.NUMBER, number.id, remove=Removal.WRONG))
        found = await read(desk, made.id)

        assert found.changes[0].after.get("number") == "07700 900123"
        assert found.line_names == {"L-0043": "Larkspur"}
        assert found.account_names == {made.proposed_by: "north-reviewer"}

    async def test_a_number_that_is_protected_by_now_is_told_to_nobody(self, desk):
        """It was listed before it became protected: the proposal to remove it names the line and the entry, and no number."""
        number = await number_of(desk)
        made = await propose(desk, ChangeDraft(RecordKind.NUMBER, number.id, remove=Removal.WRONG))
        draft = GuardDraft(Guard.PROTECTED, "confidential-person", "07700 900123", None, "A front desk", "It rang", "Front desk")
        await add_guard_number(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)
        found = await read(desk, made.id)
        file = await desk.load(a_list(COVERT_LINE), manner=Manner(dry_run=True))
        told = [each.after.get("number") for each in (*found.changes, *file.changes)]

        assert (found.changes[0].id, found.changes[0].after.removed, found.line_names["L-0043"]) == (number.id, "wrong", "Larkspur")
        assert "07700 900123" not in told
        assert "removed" in {each.effect for each in file.changes}

    async def test_the_name_of_a_covert_line_is_told_to_nobody_by_its_id(self, desk):
        """Whoever proposes a line under the id of a covert one reads their own words, and not the name of the other."""
        made = await propose(desk, ChangeDraft(RecordKind.LINE, line_id="L-0099", fields={"name": "Siskin", "status": "active"}))

        assert (await read(desk, made.id, "north-reviewer")).line_names == {"L-0099": "Siskin"}


class TestDaysToCome:
    """A day on which nothing can have been seen is taken, and told."""

    async def test_a_file_tells_the_row_and_the_column(self, desk):
        """Preview, proposal and what is to be mended say it; a day of today is no such day."""
        late = OPEN_LINE.replace("2026-04-19", "2027-04-19")
        tried = await desk.load(a_list(late, COVERT_LINE), manner=Manner(dry_run=True))
        made = await desk.load(a_list(late, COVERT_LINE))
        summary = (await read(desk, made.proposal_id)).proposal.summary
        today = await desk.load(
            a_list(OPEN_LINE.replace("2026-04-19", desk.now.date().isoformat()), COVERT_LINE), manner=Manner(dry_run=True)
        )
        await desk.let_out(made.proposal_id, who=desk.at_the_machine())
        found = await list_hygiene(desk.vault, desk.actor("north-analyst"), desk.lists, code=HygieneCode.DAY_TO_COME, **desk.ask)

        assert "row 2, column last_seen" in tried.facts.notes[-1]
        assert "day that is still to come" in summary.warnings[0]
        assert summary.file.notes == ()
        assert today.facts.notes == ()
        assert [each.line_id for each in found.items] == ["L-0043"]

    async def test_a_file_that_is_sent_twice_is_answered_with_the_same_notes(self, desk):
        """The proposal keeps such a day once, among its warnings; the same request is told of it in the same words."""
        late = a_list(OPEN_LINE.replace("2026-04-19", "2027-04-19"), COVERT_LINE)
        made, again = [await desk.load(late, idempotency_key="k-1") for _ in range(2)]

        assert again.proposal_id == made.proposal_id
        assert "row 2, column last_seen" in made.facts.notes[-1]
        assert again.facts.notes == made.facts.notes

    async def test_a_proposal_by_hand_tells_it_as_well(self, desk):
        """The entry and the column are named; what is proposed without such a day has no warning."""
        fields = {"number": "07700 900222", "first_seen": "2026-05-01", "source_grade": "2", "intel_grade": "B", "handling": "P"}
        made = await propose(desk, ChangeDraft(RecordKind.NUMBER, line_id="L-0043", fields=fields))
        other = await propose(desk, ChangeDraft(RecordKind.NUMBER, line_id="L-0043", fields={**fields, "first_seen": "2026-04-01"}))

        assert "first_seen of number num_" in made.summary.warnings[0]
        assert (await read(desk, made.id)).proposal.summary.warnings == made.summary.warnings
        assert other.summary.warnings == ()


class TestNames:
    """A list keeps its name."""

    async def test_the_name_of_a_later_file_is_not_the_name_of_the_list(self, desk):
        """What a file is called stands with its proposal; the list is called otherwise only where that is said."""
        await desk.publish(a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE), name="may.csv")
        renamed = await desk.load(a_list(OPEN_LINE, COVERT_LINE), name="june.csv", manner=Manner(list_name=" The  list "))
        found = (await read(desk, renamed.proposal_id)).proposal.summary
        await desk.let_out(renamed.proposal_id, who=desk.at_the_machine())

        assert (found.file.name, found.list_name) == ("june.csv", "The list")
        assert await names_of_versions(desk) == ["lines.csv", "lines.csv", "The list"]

    @pytest.mark.parametrize("dry_run", [True, False], ids=["preview", "proposal"])
    async def test_a_name_alone_changes_no_list_and_that_is_said(self, desk, dry_run):
        """Where a file changes no record the list keeps its name, and whoever gave it another one reads so; its own name is no other."""
        other = await desk.load(a_list(), manner=Manner(dry_run=dry_run, list_name="The list"))
        same = await desk.load(a_list(), manner=Manner(dry_run=dry_run, list_name="lines.csv"))

        assert (other.state, same.state) == (ImportState.UNCHANGED, ImportState.UNCHANGED)
        assert "keeps its name" in other.facts.notes[-1]
        assert same.facts.notes == ()
        assert await names_of_versions(desk) == ["lines.csv"]

    async def test_a_name_has_its_length(self, desk):
        """One that is longer than the store holds is refused."""
        with pytest.raises(BadRequest):
            await desk.load(a_list(OPEN_LINE), manner=Manner(list_name="x" * 201))


class TestReasons:
    """Why a list was loaded stays with it."""

    async def first_list(self, vault, *rows):
        """Load a first list with a reason, and give a desk."""
        import people
        from matcher.service.lists.line_lists import LineLists
        from submitting import Desk, means

        desk = Desk(await people.settle(vault), LineLists(vault, means().lists))
        await desk.load(a_list(*rows), manner=Manner(reason="The survey of April"))
        return desk

    async def reasons(self, desk, who):
        """Give the reasons in the history of a line."""
        history = await read_history(desk.vault, desk.actor(who), desk.lists, "L-0043", **desk.ask)
        return {each.publication.reason for each in history.items}, history.account_names.values()

    async def test_the_reason_of_the_first_list_stands_in_the_history(self, vault):
        """No proposal stands behind it; the history tells who and why all the same."""
        desk = await self.first_list(vault, OPEN_LINE)
        reasons, names = await self.reasons(desk, "north-reviewer")

        assert reasons == {"The survey of April"}
        assert list(names) == ["north-analyst"]

    async def test_it_is_told_to_those_who_may_know_of_every_line(self, vault):
        """What was said of a list with a covert line is for the cleared; so it stays once the line has become open."""
        desk = await self.first_list(vault, OPEN_LINE, COVERT_LINE)
        before = [(await self.reasons(desk, who))[0] for who in ("north-analyst", "north-reviewer")]
        opened = await propose(desk, ChangeDraft(RecordKind.LINE, "L-0099", fields={"visibility": "open_to_force"}), who="north-analyst")
        await desk.let_out(opened.id, who=desk.at_the_machine())

        assert before == [{"The survey of April"}, {None}]
        assert (await self.reasons(desk, "north-reviewer"))[0] == {None}


class TestFilesThatWait:
    """A file need not be handed in twice."""

    async def test_a_preview_is_kept_and_proposed(self, desk):
        """Gone on with it is the same file; after that it is kept no longer."""
        tried = await desk.load(a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE), name="may.csv", manner=A_PREVIEW)
        made = await resume_import(desk.vault, desk.actor("north-analyst"), desk.lists, tried.import_id, manner=AS_IT_WAS_TOLD, **desk.ask)
        found = (await read(desk, made.proposal_id)).proposal

        assert (tried.state, tried.expires_at) == (ImportState.PLANNED, desk.now + timedelta(days=1))
        assert (found.reason, found.summary.file.name) == ("The list of May", "may.csv")
        assert await desk.rows(list_imports) == []

    async def test_one_preview_is_kept_at_a_time(self, desk):
        """A newer one takes the place of the older; what nobody asked to keep, and what changes nothing, is not kept."""
        asked = desk.vault, desk.actor("north-analyst"), desk.lists
        await desk.load(OWN_HEADER)
        first, second = [await desk.load(a_list(OPEN_LINE.replace("Larkspur", name), COVERT_LINE), manner=A_PREVIEW) for name in ("A", "B")]
        plain = await desk.load(a_list(OPEN_LINE), manner=Manner(ImportMode.UPDATE, dry_run=True, keeps=True))
        with pytest.raises(NotFound):
            await resume_import(*asked, first.import_id, manner=Resumption(), **desk.ask)
        with pytest.raises(NotFound):
            await resume_import(desk.vault, desk.actor("south-analyst"), desk.lists, second.import_id, manner=Resumption(), **desk.ask)

        assert (plain.state, plain.import_id) == (ImportState.UNCHANGED, None)
        assert sorted(row["is_preview"] for row in await desk.rows(list_imports)) == [False, True]

    async def test_a_sixth_file_says_which_one_waits_no_longer(self, desk):
        """The oldest makes room for it; its name and id are told to whoever handed it in, and it can be handed in again."""
        waiting = []
        for at in range(6):
            desk.now += timedelta(minutes=1)
            waiting.append(await desk.load(OWN_HEADER + b"\n" * at, name=f"{at}.csv"))
        with pytest.raises(NotFound):
            await resume_import(desk.vault, desk.actor("north-analyst"), desk.lists, waiting[0].import_id, manner=Resumption(), **desk.ask)

        assert [each.facts.notes for each in waiting[:5]] == [()] * 5
        (note,) = waiting[5].facts.notes
        assert "0.csv" in note
        assert waiting[0].import_id in note
        assert len(await desk.rows(list_imports)) == 5

    async def resume(self, desk, import_id, **stated):
        """Go on with a file that waits."""
        manner = Resumption(**stated)
        return await resume_import(desk.vault, desk.actor("north-analyst"), desk.lists, import_id, manner=manner, **desk.ask)

    async def test_what_was_asked_with_a_file_holds_once_its_columns_are_named(self, desk):
        """An update that was to be tried only is tried as an update, waits still, and is proposed with its reason and name."""
        asked = Manner(ImportMode.UPDATE, dry_run=True, reason="The week of the survey", list_name="The list")
        waiting = await desk.load(b"Line,Phone no.\nL-0043,07700 900222\n", name="y.csv", manner=asked)
        tried = await self.resume(desk, waiting.import_id, mapping=COLUMNS)
        made = await self.resume(desk, tried.import_id, dry_run=False)
        found = (await read(desk, made.proposal_id)).proposal

        assert (waiting.state, tried.state, made.state) == (ImportState.NEEDS_MAPPING, ImportState.PLANNED, ImportState.PROPOSED)
        assert (tried.import_id, tried.expires_at) == (waiting.import_id, waiting.expires_at)
        assert {each.effect for each in tried.changes} == {"new"}
        assert (found.reason, found.summary.file.mode, found.summary.list_name) == ("The week of the survey", "update", "The list")
        assert await desk.rows(list_imports) == []

    async def test_what_is_stated_with_the_columns_holds_instead(self, desk):
        """Mode, dry run, reason and name are each taken from what is stated last."""
        asked = Manner(ImportMode.UPDATE, dry_run=True, reason="The week of the survey", list_name="The list")
        waiting = await desk.load(b"Line,Phone no.\nL-0043,07700 900222\n", manner=asked)
        stated = {"mode": ImportMode.WHOLE, "dry_run": False, "reason": "All there is", "list_name": "Another"}
        made = await self.resume(desk, waiting.import_id, mapping=COLUMNS, **stated)
        found = (await read(desk, made.proposal_id)).proposal

        assert (found.reason, found.summary.file.mode, found.summary.list_name) == ("All there is", "whole", "Another")
