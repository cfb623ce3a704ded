"""`linewatch lines …` reads the list of a store: lines, histories, versions, what differs, what to mend, and a file that leaves."""

from __future__ import annotations

import asyncio
import csv
import json
import stat

import pytest

from commands import linewatch
from matcher.domain.access.actor import Role
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.audit import read_trail
from matcher.store.ids import new_id
from matcher.store.place import open_vault
from operated import NOW, new_store, place_in
from submitting import COVERT_LINE, OPEN_LINE, a_list

WHY = ("--reason", "Handing on to the next unit")


@pytest.fixture
async def lines(tmp_path):
    """Give a command on a store whose list has two versions: an open line that was renamed, and a covert one."""
    first = (await new_store(tmp_path / "data")).first.account
    vault = await open_vault(place_in(tmp_path / "data"))
    async with vault.db.write() as connection:
        for name, role in (("anna", Role.ANALYST), ("rita", Role.REVIEWER), ("vera", Role.SUPERVISOR), ("otto", Role.SUBMITTER)):
            new = NewAccount(new_id("acc"), first.organisation_id, first.unit_id, name, frozenset({role}))
            await insert_account(connection, new, now=NOW)
    await vault.db.close()

    async def run(*arguments):
        return await asyncio.to_thread(linewatch, "lines", *arguments, "--data", tmp_path / "data")

    (tmp_path / "lines.csv").write_bytes(a_list(OPEN_LINE, COVERT_LINE))
    await run("import", tmp_path / "lines.csv")
    change = {"reason": "Heard in an interview", "changes": [{"kind": "line", "id": "L-0043", "fields": {"name": "Woodlark"}}]}
    (tmp_path / "change.json").write_text(json.dumps(change))
    made = await run("propose", tmp_path / "change.json", "--as", "rita", "--json")
    await run("publish", made.answer["id"], "--as", "vera")
    return run


async def test_lines_are_listed_and_shown(lines):
    """Tables name what there is, JSON holds all of it; whoever may not know of a line is told of none."""
    listed, told = await lines("list"), await lines("list", "--json")
    of_rita = await lines("list", "--as", "rita", "--json")
    shown, line = await lines("show", "L-0043"), await lines("show", "L-0043", "--json")
    covert, none = [await lines("show", each, "--as", "rita") for each in ("L-0099", "L-9999")]
    refused = await lines("list", "--as", "otto")
    by_number, by_rita = await lines("find", "+44 (0)7700-900456", "--json"), await lines("find", "07700900456", "--as", "rita", "--json")

    assert [each["id"] for each in by_number.answer["lines"]] == ["L-0099"]
    assert by_rita.answer["lines"] == []
    assert listed.code == shown.code == 0
    assert all(word in listed.out for word in ("L-0043", "Woodlark", "Nightjar", "version 2"))
    assert [each["id"] for each in told.answer["lines"]] == ["L-0043", "L-0099"]
    assert (told.answer["line_list"]["version"], told.answer["line_list"]["age_days"]) == (2, 0)
    assert [each["id"] for each in of_rita.answer["lines"]] == ["L-0043"]
    assert "07700 900123" in shown.out
    assert (line.answer["name"], line.answer["status"]) == ("Woodlark", "active")
    assert [each["e164"] for each in line.answer["numbers"]] == ["+447700900123"]
    assert line.answer["associates"] == []
    assert (covert.code, covert.err, covert.out) == (none.code, none.err, none.out)
    assert covert.code == 2
    assert (refused.code, refused.err.split(": ")[2]) == (5, "not-allowed")


async def test_a_history_names_people(lines):
    """Every step says what was before and after, and who proposed and published it."""
    shown, told = await lines("history", "L-0043"), await lines("history", "L-0043", "--json")
    step = told.answer["history"][0]

    assert all(word in shown.out for word in ("rita", "vera", "Larkspur", "Woodlark", "Heard in an interview"))
    assert step["fields"] == [{"name": "name", "before": "Larkspur", "after": "Woodlark"}]
    assert (step["version"], step["deed"], step["reason"]) == (2, "changed", "Heard in an interview")
    assert [each["deed"] for each in told.answer["history"][1:]] == ["added", "added"]


async def test_versions_are_compared_by_their_numbers(lines):
    """Numbers and ids name versions; one that is not there is not found."""
    versions = (await lines("versions", "--json")).answer["versions"]
    by_number, by_id = await lines("diff", "1", "2", "--json"), await lines("diff", *(each["id"] for each in versions[::-1]), "--json")
    shown, missing = await lines("diff", "v1", "v2"), await lines("diff", "1", "9")
    back, run = await lines("diff", "2", "1"), await lines("retro-match", "2", "--json")

    assert [each["version"] for each in versions] == [2, 1]
    assert by_number.answer["counts"] == {"new": 0, "changed": 1, "closed": 0, "reopened": 0, "removed": 0, "unchanged": 3}
    assert by_id.out == by_number.out
    assert "From version 1 to version 2" in shown.out
    assert "Larkspur → Woodlark" in shown.out
    assert (missing.code, missing.err.split(": ")[2]) == (2, "not-found")
    assert "Backwards, from version 2 to the older version 1" in back.out
    assert (run.code, run.answer["version"]) == (0, 2)


async def test_a_line_that_came_by_an_update_reads_as_added_either_way(tmp_path, lines):
    """Nobody removed it: on the way back to a version before it, it was added since; what a whole list left out is removed all the same."""
    (tmp_path / "may.csv").write_bytes(a_list(OPEN_LINE.replace("L-0043", "L-0050").replace("900123", "900222")))
    made = await lines("import", tmp_path / "may.csv", "--mode", "update", "--json")
    await lines("publish", made.answer["proposal_id"], "--as", "vera", "--yes")
    there, back = await lines("diff", "2", "3"), await lines("diff", "3", "2")
    (tmp_path / "june.csv").write_bytes(a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE))
    made = await lines("import", tmp_path / "june.csv", "--json")
    await lines("publish", made.answer["proposal_id"], "--as", "vera", "--yes")
    gone, brought = await lines("diff", "3", "4"), await lines("diff", "4", "3")

    assert "2 new, 0 changed, 0 closed, 0 reopened, 0 removed" in there.out
    assert "0 new, 0 changed, 0 closed, 0 reopened, 0 removed, 2 added since" in " ".join(back.out.split())
    assert "added since L-0050:" in back.out
    assert "name Larkspur" in back.out
    assert "absent-from-import" not in there.out + back.out
    assert "removed L-0050" in gone.out
    assert "reopened L-0050" in brought.out


async def test_what_is_to_be_mended_is_listed(lines):
    """Findings say what is wrong and what to do; a kind that there is not is refused."""
    shown, told, only = (
        await lines("hygiene"),
        await lines("hygiene", "--json"),
        await lines("hygiene", "--code", "no-review-date", "--json"),
    )
    of_line, wrong = await lines("hygiene", "--line", "L-0043", "--json"), await lines("hygiene", "--code", "untidy")
    nowhere = await lines("hygiene", "--line", "L-9999")

    assert "no-review-date" in shown.out
    assert {each["line_id"] for each in told.answer["findings"]} == {"L-0043", "L-0099"}
    assert {each["code"] for each in only.answer["findings"]} == {"no-review-date"}
    assert {each["line_id"] for each in of_line.answer["findings"]} == {"L-0043"}
    assert (wrong.code, "Traceback" in wrong.err) == (2, False)
    assert (nowhere.code, nowhere.err.split(": ")[2]) == (2, "not-found")


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
async def test_an_export_goes_back_in(tmp_path, lines, name):
    """The file is its owner's, goes back in without a change, and its reason is on record; without one nothing is written."""
    silent = await lines("export", tmp_path / name)
    made = await lines("export", tmp_path / name, *WHY, "--conditions", "--json")
    again = await lines("import", tmp_path / name, "--dry-run", "--json")
    vault = await open_vault(place_in(tmp_path / "data"))
    async with vault.db.read() as connection:
        deeds = [event.action.value async for event in read_trail(connection, vault.keys)]
    await vault.db.close()

    assert (silent.code, silent.err.split(": ")[2]) == (2, "wrong-usage")
    assert (made.code, made.answer["rows"], made.answer["is_whole"], made.answer["version"]) == (0, 2, True, 2)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert (again.answer["state"], again.answer["changes"]) == ("unchanged", [])
    assert deeds.count("lines:exported") == 1


async def test_a_part_says_so(tmp_path, lines):
    """A supervisor gets what they may know of, marked as a part; taken for the whole list it is refused, and adds to it well."""
    made = await lines("export", tmp_path / "part.csv", *WHY, "--as", "vera")
    rows = list(csv.DictReader((tmp_path / "part.csv").read_text("utf-8-sig").splitlines()))
    whole, update = await lines("import", tmp_path / "part.csv"), await lines("import", tmp_path / "part.csv", "--mode", "update", "--json")
    no_form, not_allowed = (
        await lines("export", tmp_path / "out.txt", *WHY),
        await lines("export", tmp_path / "a.csv", *WHY, "--as", "rita"),
    )

    assert "It is a part of the list" in made.out
    assert [(row["line_id"], row["part_of_list"]) for row in rows] == [("L-0043", "yes")]
    assert (whole.code, whole.err.split(": ")[2]) == (4, "bad-line-list")
    assert "part_of_list" in whole.err
    assert update.answer["state"] == "unchanged"
    assert (no_form.code, not_allowed.code) == (2, 5)
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize(
    ("command", "what", "listed"),
    [
        (("show", "07700 900999"), "line", "lines list"),
        (("history", "07700 900999"), "line", "lines list"),
        (("hygiene", "--line", "07700 900999"), "line", "lines list"),
        (("diff", "1", "07700900999"), "version of the list", "lines versions"),
        (("diff", "99", "2"), "version of the list", "lines versions"),
        (("retro-match", "99"), "version of the list", "lines versions"),
        (("proposals", "07700900999"), "proposal", "lines proposals"),
        (("publish", "07700900999", "--as", "vera"), "proposal", "lines proposals"),
        (("reject", "07700900999", "--as", "vera", "--reason", "Hearsay"), "proposal", "lines proposals"),
        (("withdraw", "07700900999", "--as", "anna"), "proposal", "lines proposals"),
        (("rerun", "07700900999"), "submission", "Submissions"),
    ],
)
async def test_what_is_not_there_is_named_and_how_to_list_what_is(lines, command, what, listed):
    """A typed id that is none's is told as what it is none of; it is not repeated, for it may be a number."""
    said = await lines(*command)

    assert said.code == 2
    assert f"linewatch: error: not-found: There is no such {what}." in said.err
    assert listed in said.err
    assert "900999" not in said.err.replace(" ", "")


async def test_a_line_one_may_not_know_of_is_told_as_one_that_is_not_there(lines):
    """The words are the same, to the byte."""
    hidden, nowhere = [await lines("show", each, "--as", "rita") for each in ("L-0099", "L-9999")]

    assert hidden.err == nowhere.err
