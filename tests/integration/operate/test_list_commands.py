"""`linewatch numbers` and `linewatch watches`, as somebody at the machine types them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from matcher.cli.app import run

ENTRY = ("--group", "confidential-person", "--label", "Solicitor Example", "--reason", "Asked for by the firm", "--source", "Letter")


@pytest.fixture
def linewatch(tmp_path, monkeypatch, capsys):
    """Run a command on a store with an account of each role that is needed, and give its exit code and what it said."""
    for name in [each for each in os.environ if each.startswith("LINEWATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LINEWATCH_DATA_DIR", str(tmp_path / "data"))

    def call(*arguments):
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    assert call("init", "--organisation", "North Partnership", "--unit", "Hillside")[0] == 0
    for role in ("safeguarding", "coordinator", "analyst"):
        assert call("users", "add", f"a-{role}", "--role", role, "--unit", "Hillside")[0] == 0
    return call


def test_a_protected_number_is_kept_by_safeguarding(linewatch):
    """It is added, read with a need by safeguarding alone, and taken off by safeguarding alone; whoever is at the machine may add it."""
    code, out, _ = linewatch("numbers", "add", "07700 900222", "--list", "protected", *ENTRY, "--yes", "--json")
    (entry,) = json.loads(out)["entries"]
    unread = linewatch("numbers", "list", "--list", "protected", "--as", "a-safeguarding")
    read = linewatch("numbers", "list", "--list", "protected", "--need", "Complaint 7", "--as", "a-safeguarding")
    by_analyst = linewatch("numbers", "list", "--list", "protected", "--need", "Complaint 7", "--as", "a-analyst")
    kept = linewatch("numbers", "remove", entry["id"], "--reason", "A mistake", "--as", "a-analyst")
    removed = linewatch("numbers", "remove", entry["id"], "--reason", "A mistake", "--as", "a-safeguarding")

    assert (code, entry["number"], entry["group"]) == (0, "+447700900222", "confidential-person")
    assert (unread[0], by_analyst[0], kept[0]) == (5, 5, 2)
    assert "+447700900222, Solicitor Example" in read[1]
    assert removed[0] == 0


def test_who_protects_a_number_of_the_list_is_told_so(linewatch, tmp_path):
    """Before, and when it is done: the line, and how much rests on it; of a number on no list nothing is said. It takes a yes."""
    path = tmp_path / "lines.csv"
    path.write_text("line_id,number\nL-0043,07700 900222\n", encoding="utf-8")
    assert linewatch("lines", "import", str(path))[0] == 0

    tried = linewatch("numbers", "add", "07700 900222", "--list", "protected", *ENTRY, "--dry-run", "--json")
    by_other = linewatch("numbers", "add", "07700 900222", "--list", "protected", *ENTRY, "--dry-run", "--as", "a-safeguarding")
    unsaid = linewatch("numbers", "add", "07700 900222", "--list", "protected", *ENTRY)
    told = linewatch("numbers", "add", "07700 900222", "--list", "protected", *ENTRY, "--yes")
    again = linewatch("numbers", "add", "07700 900222", "--list", "protected", *ENTRY, "--yes", "--json")
    path.write_text("line_id,number\nL-0043,07700 900333\n", encoding="utf-8")
    other = linewatch("numbers", "add", "07700 900444", "--list", "protected", *ENTRY, "--yes")

    assert json.loads(tried[1])["on_line_list"] == {"lines": ["L-0043"], "submissions": 0, "alerts": 0, "at_least": False}
    assert (by_other[0], "L-0043" in by_other[2], "leaves everything" in by_other[2]) == (0, False, True)
    assert (unsaid[0], unsaid[1], "no phone would be compared" in unsaid[2]) == (2, "", True)
    assert "not-confirmed" in unsaid[2]
    assert "It stands on the line list (L-0043): no phone is compared with it any more" in told[1]
    assert "0 live alerts about 0 earlier phones are taken back." in told[1]
    assert json.loads(again[1])["entries"][0]["on_line_list"] is None
    assert "line list" not in other[1]


def test_a_warning_is_kept_by_who_keeps_the_list(linewatch):
    """Whoever is at the machine adds, lists and removes it; what is wrong is told in one line without the number."""
    words = ("--group", "taxi", "--label", "Cabs", "--reason", "x", "--source", "y")
    added = linewatch("numbers", "add", "01632 960200", "--last", "01632 960209", "--list", "warning", *words, "--json")
    listed = linewatch("numbers", "list")
    wrong = linewatch("numbers", "add", "01632 960200 01632 960201", "--list", "warning", *words)
    removed = linewatch("numbers", "remove", json.loads(added[1])["entries"][0]["id"], "--reason", "x")

    assert added[0] == 0
    assert "+441632960200 to +441632960209, Cabs" in listed[1]
    assert (wrong[0], removed[0]) == (2, 0)
    assert "960200" not in wrong[2]
    assert linewatch("numbers", "list")[1] == ""


def test_a_watch_is_set_listed_and_ended_for_an_account(linewatch):
    """The account is the owner; a purpose that is not its role's is refused."""
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    term = ("--reason", "Agreed on Monday", "--until", until)
    code, out, _ = linewatch("watches", "add", "number", "07700 900111", *term, "--as", "a-coordinator", "--json")
    (watch,) = json.loads(out)["watches"]
    refused = linewatch("watches", "add", "number", "07700 900111", *term, "--purpose", "early_help", "--as", "a-analyst")
    ended = linewatch("watches", "end", watch["id"], "--as", "a-coordinator")
    listed = linewatch("watches", "list", "--as", "a-coordinator")

    assert (code, watch["value"], watch["state"]) == (0, "+447700900111", "live")
    assert (refused[0], ended[0]) == (5, 0)
    assert "ended until" in listed[1]
