"""Logs of calls and messages in one table, of which only the messages are called by their kind: `Incoming`, `Outgoing SMS` (formats 13)."""

from __future__ import annotations

import pytest

from ingest import Role, Scope
from readings import read_bytes

CALLED, RANG, WROTE, WRITTEN = "07700 900201", "07700 900202", "07700 900203", "07700 900204"
IN, OUT = "in", "out"
#: What the four rows are called.
KINDS = [
    ("Incoming", "Outgoing", "Incoming SMS", "Outgoing SMS"),
    ("Incoming", "Outgoing", "Incoming Message", "Outgoing Message"),
    ("In", "Out", "Incoming text", "Outgoing text"),
    ("Incoming", "Outgoing", "SMS_IN", "SMS_OUT"),
    ("Eingehend", "Ausgehend", "Eingehende SMS", "Ausgehende SMS"),
]


def _log(header, kinds, tail=""):
    numbers = (CALLED, RANG, WROTE, WRITTEN)
    rows = (f"{kind},{number},2026-02-1{day} 10:00{tail}" for day, (kind, number) in enumerate(zip(kinds, numbers, strict=True)))
    return "\n".join((header, *rows))


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("asking", ["Call Type", "Type", "Direction"])
@pytest.mark.parametrize("tail", ["", ",0"])
def test_what_is_called_a_message_is_one_and_the_others_are_calls(tmp_path, kinds, asking, tail):
    """Whether the table has durations or not."""
    header = f"{asking},Number,Date" + (",Duration" if tail else "")
    read = read_bytes(tmp_path, _log(header, kinds, tail))

    told = [(mention.raw, mention.role, mention.direction.value if mention.direction else None) for mention in read.mentions]
    assert told == [(CALLED, Role.CALL, IN), (RANG, Role.CALL, OUT), (WROTE, Role.MESSAGE, IN), (WRITTEN, Role.MESSAGE, OUT)]


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("tail", ["", ",0"])
def test_parties_of_messages_are_not_read_where_only_calls_were_asked_for(tmp_path, kinds, tail):
    """And no call is lost for the messages beside it."""
    header = "Type,Number,Date" + (",Duration" if tail else "")
    read = read_bytes(tmp_path, _log(header, kinds, tail), scopes=frozenset({Scope.CONTACTS, Scope.CALLS}))

    assert [mention.raw for mention in read.mentions] == [CALLED, RANG]


def test_below_a_header_of_messages_all_are_messages(tmp_path):
    """Pictures are called so, and texts by their way alone."""
    read = read_bytes(tmp_path, _log("Message type,Number,Date", ("Incoming", "Outgoing", "Incoming MMS", "Outgoing MMS")))

    assert {mention.role for mention in read.mentions} == {Role.MESSAGE}
