"""`linewatch lines …` on the store of a data folder: import, preview, mapping, proposals and the second person."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import suppress

import pytest

from commands import linewatch
from matcher.domain.access.actor import Role
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.audit import read_trail
from matcher.store.ids import new_id
from matcher.store.place import open_vault
from matcher.store.schema.lists import list_versions
from operated import NOW, new_store, place_in
from submitting import COVERT_LINE, OPEN_LINE, a_list


@pytest.fixture
async def lines(tmp_path):
    """Give a command on the list of a store with an analyst and a supervisor."""
    first = (await new_store(tmp_path / "data")).first.account
    vault = await open_vault(place_in(tmp_path / "data"))
    async with vault.db.write() as connection:
        for name, role in (("anna", Role.ANALYST), ("vera", Role.SUPERVISOR), ("otto", Role.SUBMITTER)):
            new = NewAccount(new_id("acc"), first.organisation_id, first.unit_id, name, frozenset({role}))
            await insert_account(connection, new, now=NOW)
    await vault.db.close()

    async def run(*arguments):
        return await asyncio.to_thread(linewatch, "lines", *arguments, "--data", tmp_path / "data")

    return run


def write(folder, *rows, name="lines.csv"):
    """Write a list file."""
    (folder / name).write_bytes(a_list(*rows))
    return folder / name


async def test_the_command_line_loads_a_first_list(tmp_path, lines):
    """The first list is published at once; loading it again changes nothing; an organisation that is not there has none."""
    path = write(tmp_path, OPEN_LINE, COVERT_LINE)
    tried = await lines("import", path, "--dry-run")
    first = await lines("import", path, "--json", "--organisation", "estmoor")
    again = await lines("import", path)
    nobody = await lines("import", path, "--organisation", "Westmoor")

    assert (tried.code, tried.out) == (0, "lines.csv would be version 1: 2 numbers of 2 lines.\n")
    assert (first.answer["version"], first.answer["is_new"], first.answer["numbers"], first.answer["state"]) == ("1", True, 2, "published")
    assert again.out == "lines.csv is version 1 already; nothing was changed: 2 numbers of 2 lines.\n"
    assert (nobody.code, nobody.err.split(": ")[2]) == (2, "not-found")
    assert "Traceback" not in nobody.err


async def test_a_list_with_faults_is_refused_whole(tmp_path, lines):
    """Every fault is told with its row, the code is that of a bad list, and the store is as it was."""
    (tmp_path / "lines.csv").write_text("line_id,number\nL-1,nobody\n")
    said = await lines("import", tmp_path / "lines.csv")
    listed = await lines("proposals", "--json")

    assert (said.code, "row 2" in said.err) == (4, True)
    assert listed.answer == {"proposals": []}


async def test_a_later_list_is_published_by_another_person(tmp_path, lines):
    """The preview shows what differs; the command line proposes, and an account publishes, not the command line itself."""
    await lines("import", write(tmp_path, OPEN_LINE))
    changed = write(tmp_path, OPEN_LINE.replace("Larkspur", "Woodlark"), name="may.csv")
    tried = await lines("import", changed, "--dry-run")
    made = await lines("import", changed, "--reason", "The list of May", "--json")
    proposal = made.answer["proposal_id"]
    shown = await lines("proposals", proposal)
    self_ = await lines("publish", proposal)
    submitter = await lines("publish", proposal, "--as", "otto")
    published = await lines("publish", proposal, "--as", "vera", "--json")
    twice = await lines("publish", proposal, "--as", "anna")

    assert "0 new, 1 changed, 0 closed, 0 reopened, 0 removed, 1 unchanged" in tried.out
    assert "changed L-0043: name Larkspur → Woodlark" in tried.out
    assert (made.answer["state"], made.answer["counts"]["changed"]) == ("proposed", 1)
    assert shown.out.splitlines()[0].startswith(f"{proposal} is open: 0 new, 1 changed")
    assert (self_.code, self_.err.split(": ")[2]) == (5, "second-person-needed")
    assert (submitter.code, submitter.err.split(": ")[2]) == (5, "not-allowed")
    assert (published.code, published.answer["state"]) == (0, "published")
    assert (twice.code, twice.err.split(": ")[2]) == (2, "proposal-decided")


async def test_the_second_person_reads_which_number_goes(tmp_path, lines):
    """A removal names number, line and its name, to people and to programs; nothing of the entry is needed to know which it is."""
    await lines("import", write(tmp_path, OPEN_LINE))
    (number,) = (await lines("show", "L-0043", "--json")).answer["numbers"]
    assert (number["on_phones"]["rejected"], number["on_phones"]["last_met"]) == (0, None)
    changes = [{"kind": "number", "id": number["id"], "remove": "wrong"}]
    (tmp_path / "changes.json").write_text(json.dumps({"reason": "It was never so", "changes": changes}))
    made = await lines("propose", tmp_path / "changes.json", "--as", "anna", "--json")
    shown = await lines("proposals", made.answer["id"])
    (told,) = (await lines("proposals", made.answer["id"], "--json")).answer["changes"]

    assert f"removed L-0043 Larkspur number 07700 900123 {number['id']}: wrong" in shown.out
    assert (told["number"], told["line_name"], told["effect"]) == ("07700 900123", "Larkspur", "removed")


async def test_a_list_keeps_its_name_and_days_to_come_are_told(tmp_path, lines):
    """A later file changes the name only where `--name` says so; a day that is still to come is told with preview and proposal."""
    await lines("import", write(tmp_path, OPEN_LINE), "--reason", "The survey of April")
    may = write(tmp_path, OPEN_LINE.replace("Larkspur", "Woodlark").replace("2026-04-19", "2099-04-19"), name="may.csv")
    tried = await lines("import", may, "--dry-run")
    made = [(await lines("import", may, "--json", *more)).answer["proposal_id"] for more in ((), ("--name", "The list"))]
    shown = await lines("proposals", made[0])
    await lines("publish", made[0], "--as", "vera", "--yes")
    history = await lines("history", "L-0043")
    versions = await lines("versions", "--json")
    named = await lines("proposals", made[1], "--json")

    assert "row 2, column last_seen" in tried.err
    assert "row 2, column last_seen" in shown.err
    assert "The survey of April" in history.out
    assert [each["name"] for each in versions.answer["versions"]] == ["lines.csv", "lines.csv"]
    assert named.answer["list_name"] == "The list"


async def test_a_second_entry_of_a_number_is_told_before_it_is_made(tmp_path, lines):
    """An update without ids that begins after an entry ended adds another one: preview, proposal and single changes say so first."""
    await lines("import", write(tmp_path, OPEN_LINE))
    later = "line_id,number,first_seen\nL-0043,+44 7700 900123,2026-04-21\n"
    (tmp_path / "may.csv").write_text(later)
    changes = [{"kind": "number", "line_id": "L-0043", "fields": {"number": "07700 900123", "first_seen": "2026-04-21"}}]
    (tmp_path / "changes.json").write_text(json.dumps({"reason": "Seen again", "changes": changes}))
    tried = await lines("import", tmp_path / "may.csv", "--mode", "update", "--dry-run")
    made = await lines("import", tmp_path / "may.csv", "--mode", "update", "--json")
    unconfirmed = await lines("publish", made.answer["proposal_id"], "--as", "vera")
    proposed = await lines("propose", tmp_path / "changes.json", "--as", "anna", "--json")

    assert "1 new entry is about a number or person that its line has an entry of already" in tried.err
    assert "row 2 on line L-0043" in tried.err
    assert "900123" not in tried.err
    assert [each.split(" is about")[0] for each in made.answer["warnings"]] == ["1 new entry"]
    assert (unconfirmed.code, "not-confirmed" in unconfirmed.err) == (2, True)
    assert [each.split(" is about")[0] for each in proposed.answer["warnings"]] == ["1 new entry"]


async def test_changes_are_proposed_rejected_and_withdrawn(tmp_path, lines):
    """A file of changes is proposed by an account, rejected by another with a reason, and one is taken back."""
    await lines("import", write(tmp_path, OPEN_LINE))
    changes = [{"kind": "number", "line_id": "L-0043", "fields": {"number": "07700 900222", "first_seen": "2026-03-01"}}]
    (tmp_path / "changes.json").write_text(json.dumps({"reason": "An interview names it.", "changes": changes}))
    (tmp_path / "bad.json").write_text(json.dumps({"reason": "An interview names it.", "changes": [{"kind": "number"}, {"kind": "x"}]}))
    made = [(await lines("propose", tmp_path / "changes.json", "--as", "anna", "--json")).answer for _ in range(2)]
    bad = await lines("propose", tmp_path / "bad.json", "--as", "anna")
    unreasoned = await lines("reject", made[0]["id"], "--as", "vera", "--reason", " ")
    rejected = await lines("reject", made[0]["id"], "--as", "vera", "--reason", "Hearsay only", "--json")
    not_theirs = await lines("withdraw", made[1]["id"])
    withdrawn = await lines("withdraw", made[1]["id"], "--as", "anna", "--json")
    listed = await lines("proposals", "--state", "rejected", "--json")

    assert [each["state"] for each in made] == ["open", "open"]
    assert (bad.code, "changes.1.kind" in bad.err) == (2, True)
    assert unreasoned.code == 2
    assert (rejected.answer["state"], rejected.answer["decision"]) == ("rejected", "Hearsay only")
    assert not_theirs.code == 5
    assert withdrawn.answer["state"] == "withdrawn"
    assert [each["id"] for each in listed.answer["proposals"]] == [made[0]["id"]]


async def test_columns_of_their_own_are_named_once(tmp_path, lines):
    """A file without the two columns is refused with the names of its own, those mapped already too; with both, that layout is read."""
    (tmp_path / "lines.csv").write_text("Line,Phone no.,Colour\nL-0043,07700 900123,blue\n")
    asked = await lines("import", tmp_path / "lines.csv")
    half = await lines("import", tmp_path / "lines.csv", "--mapping", "Line=line_id")
    wrong = await lines("import", tmp_path / "lines.csv", "--mapping", "Line")
    told = await lines("import", tmp_path / "lines.csv", "--mapping", "Line=line_id", "--mapping", "Phone no.=number", "--json")
    (tmp_path / "lines.csv").write_text("Line,Phone no.,Colour\nL-0043,07700 900124,blue\n")
    later = await lines("import", tmp_path / "lines.csv", "--json")

    assert (asked.code, asked.out.splitlines()) == (4, ["  Line", "  Phone no.", "  Colour"])
    assert "needs-mapping: lines.csv names no line_id and number." in asked.err
    assert (half.code, half.out.splitlines()) == (4, ["  Line=line_id", "  Phone no.", "  Colour"])
    assert "needs-mapping: lines.csv names no number." in half.err
    assert "all that you said of its columns" in half.err
    assert wrong.code == 2
    assert (told.answer["state"], told.answer["unknown_columns"]) == ("published", ["Colour"])
    assert later.answer["state"] == "proposed"


async def test_what_is_done_at_the_machine_says_so(tmp_path, lines):
    """A deed of an account at the machine names the account, and that it came from the command line."""
    await lines("import", write(tmp_path, OPEN_LINE), "--as", "anna")
    made = await lines("import", write(tmp_path, OPEN_LINE.replace("Larkspur", "Woodlark")), "--json")
    await lines("publish", made.answer["proposal_id"], "--as", "anna")
    store = await open_vault(place_in(tmp_path / "data"))
    async with store.db.read() as connection:
        deeds = [event async for event in read_trail(connection, store.keys) if event.action.value.startswith("lines:p")]
        versions = (await connection.execute(list_versions.select())).mappings().all()
    await store.db.close()

    assert [event.action.value for event in deeds] == ["lines:proposed", "lines:published", "lines:published"]
    assert all(event.origin.startswith("command-line, user ") for event in deeds)
    assert deeds[0].actor_id == "command-line"
    assert deeds[1].actor_id == versions[-1]["published_by"] != "command-line"


async def test_a_short_file_is_warned_of_on_the_command_line(tmp_path, lines):
    """Preview, proposal and what the second person reads say it on standard error before anything else, and in the JSON."""
    many = [OPEN_LINE.replace("900123", f"900{at:03d}") for at in range(200, 210)]
    await lines("import", write(tmp_path, *many))
    short = write(tmp_path, *many[:2], name="page.csv")
    tried, made = await lines("import", short, "--dry-run"), await lines("import", short, "--json")
    shown = await lines("proposals", made.answer["proposal_id"])
    words = "linewatch: warning: This file leaves out 8 of the 10 numbers of the list."

    assert [said.err[: len(words)] for said in (tried, made, shown)] == [words] * 3
    assert made.answer["warnings"][0].startswith("This file leaves out 8 of the 10")


async def test_what_is_warned_of_is_published_by_those_who_say_yes(tmp_path, lines):
    """The figures and the warning come first; nothing is published without `--yes`, or the word of whoever sits at a terminal."""
    many = [OPEN_LINE.replace("900123", f"900{at:03d}") for at in range(200, 210)]
    await lines("import", write(tmp_path, *many))
    proposal = (await lines("import", write(tmp_path, *many[:2], name="page.csv"), "--json")).answer["proposal_id"]
    own, unsaid = await lines("publish", proposal, "--yes"), await lines("publish", proposal, "--as", "vera")
    refused = await asyncio.to_thread(at_a_terminal, tmp_path / "data", proposal, b"\n")
    state = (await lines("proposals", proposal, "--json")).answer["state"]
    code, shown = await asyncio.to_thread(at_a_terminal, tmp_path / "data", proposal, b"Yes\n")
    told = unsaid.err.splitlines()

    assert own.err.split(": ")[2] == "second-person-needed"
    assert (unsaid.code, unsaid.out, len(told)) == (2, "", 3)
    assert told[0].startswith(f"{proposal}: 0 new, 0 changed, 0 closed, 0 reopened, 8 removed. 0 earlier phones")
    assert "leaves out 8 of the 10 numbers" in told[1]
    assert told[2].startswith("linewatch: error: not-confirmed: Nothing was changed")
    assert "--yes" in told[2]
    assert (refused[0], state) == (2, "open")
    assert (code, f"{proposal} is published" in shown) == (0, True)


def at_a_terminal(data, proposal, answer):
    """Publish at a terminal and answer what is asked; give the exit code and what stood on it."""
    screen, keyboard = os.openpty()
    command = [sys.executable, "-I", "-m", "matcher", "lines", "publish", proposal, "--as", "vera", "--data", str(data)]
    with subprocess.Popen(command, stdin=keyboard, stdout=keyboard, stderr=keyboard, close_fds=True) as running:
        os.close(keyboard)
        shown = b""
        while b"[y/N]" not in shown:
            shown += os.read(screen, 4096)
        os.write(screen, answer)
        with suppress(OSError):
            # Its end is told as an error, once nobody holds the other side.
            while more := os.read(screen, 4096):
                shown += more
    os.close(screen)
    return running.returncode, shown.decode()
