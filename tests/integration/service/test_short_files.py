"""A file that is not what it is taken for: a short one for the whole list, an old export for the list of today; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.access.actor import SignedInBy
from matcher.domain.register import ImportMode, RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import ImportState, Manner
from matcher.service.export_lines import ExportFormat, export_lines
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_proposals import read_proposal
from submitting import COVERT_LINE, OPEN_LINE, a_list

PREVIEW = Manner(dry_run=True)
UPDATE = Manner(ImportMode.UPDATE, dry_run=True)


def rows(count: int) -> list[str]:
    """Write rows of one line, each with a number of its own."""
    return [OPEN_LINE.replace("900123", f"900{at:03d}") for at in range(200, 200 + count)]


async def change(desk, *drafts):
    """Have somebody propose and somebody else publish a change."""
    made = await propose_changes(desk.vault, desk.actor("north-analyst"), desk.lists, ProposalDraft(drafts, "A survey"), **desk.ask)
    await desk.let_out(made.id, who=desk.at_the_machine())


async def entry_of(desk, number):
    """Give the entry of a number."""
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    return next(each for each in register.live() if each.kind is RecordKind.NUMBER and number in each.get("number"))


@pytest.fixture
def export(desk):
    """Give the whole list as a file."""

    async def write(form=ExportFormat.CSV):
        """Write it for somebody who may know of every line."""
        keeper = desk.actor("north-analyst", user_id="command-line", signed_in_by=SignedInBy.COMMAND_LINE, is_cleared=True)
        return await export_lines(
            desk.vault, keeper, desk.lists, form=form, reason="To work on it", with_conditions=True, now=desk.now, origin="test"
        )

    return write


class TestShortFiles:
    """Whoever takes a page of the list for the whole is told how much goes before it goes."""

    async def test_preview_proposal_and_answer_say_how_much_a_short_file_leaves_out(self, desk):
        """Count and share stand first, with what to do instead; whoever decides reads the same."""
        await desk.publish(a_list(*rows(50)))
        short = a_list(*rows(2))
        tried, made = await desk.load(short, manner=PREVIEW), await desk.load(short)
        found = await read_proposal(desk.vault, desk.actor("north-supervisor"), desk.lists, made.proposal_id, **desk.ask)
        sentence = "This file leaves out 48 of the 50 numbers of the list. If it is not the whole list, import it as an update."

        assert tried.warnings[0].startswith(sentence)
        assert "96%" in tried.warnings[0]
        assert tried.facts.notes[0] == made.facts.notes[0] == tried.warnings[0]
        assert (made.warnings, found.proposal.summary.warnings) == (tried.warnings, tried.warnings)
        assert found.proposal.summary.file.notes == ()

    async def test_an_update_or_a_whole_list_with_few_removals_says_nothing(self, desk):
        """What a file does not hold stays in an update; a few numbers less are the daily work."""
        await desk.publish(a_list(*rows(50)))

        assert (await desk.load(a_list(*rows(2)), manner=UPDATE)).warnings == ()
        assert (await desk.load(a_list(*rows(46)), manner=PREVIEW)).warnings == ()
        assert (await desk.load(a_list(*rows(45)), manner=PREVIEW)).warnings != ()

    async def test_many_numbers_are_told_whatever_their_share(self, desk):
        """A hundred entries are a large part of any list; the figures are those of the configuration."""
        await desk.publish(a_list(*rows(50)))
        desk.lists.limits = replace(desk.lists.limits, left_out_percent=100, left_out_entries=3)

        assert (await desk.load(a_list(*rows(48)), manner=PREVIEW)).warnings == ()
        assert "leaves out 3 of the 50" in (await desk.load(a_list(*rows(47)), manner=PREVIEW)).warnings[0]

    async def test_a_line_one_may_not_know_of_is_in_no_count(self, desk):
        """The list that is compared is the part one may know of: neither what goes nor the whole counts another line."""
        covert = [COVERT_LINE.replace("900456", f"900{at:03d}") for at in range(400, 420)]
        await desk.publish(a_list(*rows(4), *covert))
        await desk.clear("north-analyst", is_cleared=False)
        await desk.move("north-analyst", "Riverside")
        tried = await desk.load(a_list(*rows(2)), manner=PREVIEW)

        assert "2 of the 4 numbers" in tried.warnings[0]
        assert "50%" in tried.warnings[0]

    async def test_another_period_of_a_number_that_stays_is_not_left_out(self, desk):
        """Of two rows about one number one goes: the list keeps the number."""
        later = OPEN_LINE.replace("2026-02-01", "2025-02-01").replace("2026-04-19", "2025-04-19")
        await desk.publish(a_list(OPEN_LINE, later))

        tried = await desk.load(a_list(OPEN_LINE), manner=PREVIEW)
        assert [each.after.removed for each in tried.changes] == [Removal.ABSENT]
        assert tried.warnings == ()

    async def test_the_same_request_is_answered_with_the_same_warnings(self, desk):
        """A request that is sent twice is told the same."""
        await desk.publish(a_list(*rows(50)))
        made, again = [await desk.load(a_list(*rows(2)), idempotency_key="k-1") for _ in range(2)]

        assert made.warnings == again.warnings != ()
        assert made.facts.notes == again.facts.notes


class TestOldExports:
    """An export is worked on for a week, and somebody else publishes meanwhile."""

    @pytest.mark.parametrize("form", list(ExportFormat))
    async def test_what_was_published_since_is_not_taken_back_in_silence(self, desk, export, form):
        """A whole import of an older export says which version it is, and how many changes it would undo."""
        await desk.publish(a_list(*rows(20)))
        old = await export(form)
        one, two = await entry_of(desk, "900200"), await entry_of(desk, "900201")
        await change(
            desk,
            ChangeDraft(RecordKind.NUMBER, one.id, fields={"last_seen": "2026-05-01"}),
            ChangeDraft(RecordKind.NUMBER, two.id, remove=Removal.DUPLICATE),
            ChangeDraft(RecordKind.NUMBER, line_id="L-0043", fields={"number": "07700 900333", "first_seen": "2026-04-01"}),
        )
        desk.lists.limits = replace(desk.lists.limits, left_out_percent=100)
        tried = await desk.load(old.content, name=f"mine.{form.value}", manner=PREVIEW)
        fresh = await export(form)

        told = (
            "This file was exported from version 2, and the list is at version 3 by now. It takes back 2 changes that were published since."
        )
        assert tried.warnings == (f"{told} Export the list again and make your changes in that file.",)
        assert (await desk.load(fresh.content, name=fresh.name, manner=PREVIEW)).state is ImportState.UNCHANGED

    async def test_an_update_from_an_old_export_says_it_as_well(self, desk, export):
        """A field that was corrected since would be as before."""
        await desk.publish(a_list(*rows(20)))
        old = await export()
        await change(desk, ChangeDraft(RecordKind.NUMBER, (await entry_of(desk, "900200")).id, fields={"last_seen": "2026-05-01"}))

        assert "takes back 1 change that was" in (await desk.load(old.content, manner=UPDATE)).warnings[0]

    async def test_an_old_export_that_takes_nothing_back_is_not_warned_of(self, desk, export):
        """What is changed in it stands beside what others published."""
        await desk.publish(a_list(*rows(20)))
        old = (await export()).content.decode("utf-8-sig").splitlines()
        await change(desk, ChangeDraft(RecordKind.NUMBER, (await entry_of(desk, "900200")).id, fields={"last_seen": "2026-05-01"}))
        mine = [old[0], old[5].replace("2026-02-01", "2026-01-01")]

        tried = await desk.load("\n".join([*mine, ""]).encode(), manner=UPDATE)
        assert [each.fields for each in tried.changes] == [("first_seen",)]
        assert tried.warnings == ()
