"""What a proposal says of a file and of the list is counted and worded by what its reader may know of; on both engines."""

from __future__ import annotations

import json
import re

import pytest

from matcher.domain.register import RecordKind
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import ListFile, Manner
from matcher.render.json_answer import write_json
from matcher.render.list_json import proposal_object
from matcher.service.decide_proposal import withdraw_proposal
from matcher.service.plan_import import import_list
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_proposals import list_proposals, read_proposal
from submitting import COVERT_LINE, OPEN_LINE, a_list

PREVIEW = Manner(dry_run=True)
ID = re.compile(r"\b[a-z]{3,4}_[0-9a-z]{24,26}\b|\b(north|south)\b")


def rows(line, count, start):
    """Write rows of one line, each with a number of its own."""
    return [line.replace(line.split(",")[2], f"07700 900{at:03d}") for at in range(start, start + count)]


OPEN, COVERT = rows(OPEN_LINE, 30, 200), rows(COVERT_LINE, 6, 400)
#: The same but for what it leaves out, with days that are still to come and an id that looks like another one.
LEFT = [
    *OPEN[:12],
    OPEN[12].replace("2026-04-19", "2027-04-19"),
    OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "l-0043,Woodlark,07700 900333"),
]


async def told(desk, word, role, proposal_id):
    """Give all that somebody is told of a proposal, in the list and by itself, without ids."""
    reader = desk.actor(f"{word}-{role}")
    found = await read_proposal(desk.vault, reader, desk.lists, proposal_id, **desk.ask)
    page = await list_proposals(desk.vault, reader, desk.lists, **desk.ask)
    several = [proposal_object(found.proposal), *(proposal_object(each) for each in page.items if each.id == proposal_id)]
    return ID.sub("", "".join(map(write_json, several)))


@pytest.fixture
async def twins(desk):
    """Give both organisations a list, of which one holds restricted lines as well, and propose the same short file to each."""
    await desk.publish(a_list(*COVERT[:3], *OPEN, *COVERT[3:]))
    await desk.publish(a_list(*OPEN), who="south-analyst")
    made = {
        "north": await desk.load(a_list(*COVERT[:3], *LEFT, *COVERT[3:]), name="may.csv"),
        "south": await desk.load(a_list(*LEFT), who="south-analyst", name="may.csv"),
    }
    return desk, {word: each.proposal_id for word, each in made.items()}


@pytest.mark.parametrize("end", ["open", "withdrawn", "published"])
async def test_a_proposal_counts_nothing_its_reader_may_not_know_of(twins, end):
    """For whoever is not cleared it is byte for byte that of an organisation whose list and file held no restricted line, to its end."""
    desk, made = twins
    for word, proposal_id in made.items():
        analyst = f"{word}-analyst"
        if end == "withdrawn":
            await withdraw_proposal(desk.vault, desk.actor(analyst), desk.lists, proposal_id, **desk.ask)
        elif end == "published":
            await desk.let_out(proposal_id, who=desk.at_the_machine(analyst))
    for role in ("supervisor", "reviewer"):
        seen, missed = [await told(desk, word, role, proposal_id) for word, proposal_id in made.items()]
        assert seen == missed, role
        assert "leaves out 17 of the 30 numbers" in seen
        assert "row " not in seen


async def test_the_cleared_and_whoever_proposed_read_all_of_it(twins):
    """They are told of the whole file, with its rows and all of its numbers."""
    desk, made = twins
    await desk.clear("north-supervisor")
    for name in ("north-analyst", "north-supervisor"):
        found = (await read_proposal(desk.vault, desk.actor(name), desk.lists, made["north"], **desk.ask)).proposal.summary
        assert (found.file.lines, found.file.numbers) == (3, 20), name
        assert "leaves out 17 of the 36 numbers" in found.warnings[0]
        assert "row 17, column last_seen" in found.warnings[1]


async def test_what_an_owner_may_know_of_is_counted_for_them(desk):
    """An analyst who is not cleared and whose unit owns the line reads of the numbers of that line that go."""
    await desk.publish(a_list(*OPEN, *COVERT))
    file = ListFile("may.csv", a_list(*OPEN[:20], *COVERT[:1]))
    made = await import_list(desk.vault, desk.at_the_machine(), desk.lists, file, **desk.ask)
    await desk.clear("north-analyst", is_cleared=False)
    await desk.move("north-analyst", "Hillside")
    found = await read_proposal(desk.vault, desk.actor("north-analyst"), desk.lists, made.proposal_id, **desk.ask)

    assert "leaves out 15 of the 36 numbers" in found.proposal.summary.warnings[0]


async def test_ids_that_look_alike_are_told(desk):
    """Other letters, dashes, widths, another case, dots alone and pages of ours are taken, and told before anybody proposes or decides."""
    await desk.publish(a_list(OPEN_LINE.replace("L-0043", "E-0001")))
    ids = ("\u0415-0001", "E\u20110001", "\uff25-0002", "e-0001", "..", "export", "Llŷn-1")
    lines = [
        OPEN_LINE.replace("L-0043,Larkspur,07700 900123", f"{each},Bird {at},07700 90030{at}").replace("2026-04-19", "2026-04-18")
        for at, each in enumerate(ids)
    ]
    tried = await desk.load(a_list(OPEN_LINE.replace("L-0043", "E-0001"), *lines), manner=PREVIEW)
    (warning,) = tried.warnings
    draft = ChangeDraft(RecordKind.LINE, line_id="e-0001", fields={"name": "Siskin", "status": "active"})
    made = await propose_changes(desk.vault, desk.actor("north-reviewer"), desk.lists, ProposalDraft((draft,), "A survey"), **desk.ask)

    assert [f"{each} looks like" in warning for each in ids] == [True] * 5 + [False] * 2
    assert "export is a page of this service" in warning
    assert warning.count("looks like E-0001, which is another line") == 3
    assert "e-0001 looks like E-0001, which is another line" in made.summary.warnings[0]


async def test_an_id_that_looks_like_that_of_a_covert_line_is_told_to_the_cleared_alone(desk):
    """Nobody learns by a warning that such a line is there; whoever may know of it is told."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE))
    draft = ChangeDraft(RecordKind.LINE, line_id="l-0099", fields={"name": "Siskin", "status": "active"})
    made = await propose_changes(desk.vault, desk.actor("north-analyst"), desk.lists, ProposalDraft((draft,), "A survey"), **desk.ask)
    seen = await read_proposal(desk.vault, desk.actor("north-supervisor"), desk.lists, made.id, **desk.ask)

    assert "looks like L-0099" in made.summary.warnings[0]
    assert "L-0099" not in json.dumps(proposal_object(seen.proposal), default=str)


@pytest.mark.parametrize(("stated", "is_told"), [("99", True), ("abc", True), ("-1", True), ("0", True), ("1", False), ("", False)])
async def test_a_version_that_never_was_is_told(desk, stated, is_told):
    """A file that says it was exported from such a one is compared as it stands, with a note."""
    header, row = a_list(OPEN_LINE.replace("Larkspur", "Woodlark")).decode().splitlines()
    tried = await desk.load(f"{header},list_version\n{row},{stated}\n".encode(), manner=PREVIEW)

    assert any("no version this list has had" in note for note in tried.facts.notes) is is_told
