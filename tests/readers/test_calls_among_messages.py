"""Calls in tables of calls and messages together, told by what became of them where no cell says that they were calls."""

from __future__ import annotations

import pytest

from ingest import Direction, Scope
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
#: What telephones list of calls only, with the way it says.
OF_CALLS = {
    **dict.fromkeys(("Dialled", "Dialed", "Dialled number", "Gewählt"), OUT),
    **dict.fromkeys(("Answered", "Missed", "Rejected", "Declined", "Voicemail", "Verpasst", "Nieodebrane"), IN),
    **dict.fromkeys(("Not answered", "No answer", "Busy"), None),
}
#: Other rows of such tables: with and without one that is called a call.
BESIDE = ("Incoming SMS|Received call", "Text|Incoming call", "SMS in|SMS out", "Text message|Missed")


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize(("word", "way"), OF_CALLS.items(), ids=OF_CALLS)
@pytest.mark.parametrize("header", ["Type", "In/Out"])
def test_what_is_dialled_missed_or_answered_is_a_call_beside_messages(tmp_path, header, word, way, beside):
    """Nobody dials or answers a text, so such a row is a call and stays in when only calls are asked for."""
    others = [f"{kind},07700 90012{at},,2026-03-0{at} 10:00" for at, kind in enumerate(beside.split("|"), 1)]
    text = "\n".join([f"{header},Number,Name,Date", *others, f"{word},07700 900129,,2026-03-04 10:00", ""])

    every = read_bytes(tmp_path, text)
    calls = read_bytes(tmp_path, text, scopes=frozenset({Scope.CALLS}))

    assert ("07700 900129", "call", way) in every.ways
    assert [role for _, role, _ in every.ways].count("message") >= 1
    assert ("07700 900129", "call", way) in calls.ways


@pytest.mark.parametrize("word", ["Unread", "Blocked", "Sent", "Draft", "Delivered"])
def test_what_may_be_said_of_messages_makes_no_call(tmp_path, word):
    """A text is blocked, unread or sent, too; beside texts such a row stays one."""
    text = f"Type,Number,Date\nSMS in,07700 900121,2026-03-01 10:00\n{word},07700 900129,2026-03-04 10:00\n"
    read = read_bytes(tmp_path, text)

    assert {role for _, role, _ in read.ways} == {"message"}


def test_what_became_of_a_message_that_is_named_makes_no_call_of_it(tmp_path):
    """A message that was rejected or answered is one: its own kind stands in the row."""
    rows = [
        "SMS,Rejected,07700 900121,2026-03-01 10:00",
        "SMS,Answered,07700 900122,2026-03-02 10:00",
        "Call,,07700 900123,2026-03-03 10:00",
    ]
    read = read_bytes(tmp_path, "\n".join(["Type,Status,Number,Date", *rows, ""]))

    assert [role for _, role, _ in read.ways] == ["message", "message", "call"]
