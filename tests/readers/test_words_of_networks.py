"""Which way calls and messages went in the words of networks: what originated with their customer, and what terminated there.

Those words: formats facts 13.1 and 18.2; MOC, MTC, SMS-MO and SMS-MT are those of 3GPP TS 32.005.
"""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
FIRST, SECOND = "07700900123", "07700900124"

#: A call and a message each that originated and terminated, as networks call them.
KINDS = (
    *("VOICE ORIG|VOICE TERM|SMS ORIG|SMS TERM", "MOC|MTC|SMS-MO|SMS-MT", "MOC|MTC|SMSMO|SMSMT", "MOC|MTC|MOSMS|MTSMS"),
    *("MOC|MTC|SMMO|SMMT", "OUT|IN|SMO|SMT"),
    *("Voice (Orig)|Voice (Term)|SMS (Orig)|SMS (Term)", "Call - Orig|Call - Term|SMS - Orig|SMS - Term"),
    *("Voice Originated|Voice Terminated|SMS Originated|SMS Terminated", "VOICE_ORIG|VOICE_TERM|SMS_ORIG|SMS_TERM"),
)


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("header", ["Type", "Call type", "Record type", "Event", "Service", "Call direction"])
def test_what_originated_went_out_and_what_terminated_came_in(tmp_path, header, kinds):
    """The same cell says whether it was a call or a message."""
    rows = "".join(f"{kind},0{at}/03/2026 10:00,{(FIRST, SECOND)[at % 2]},3\n" for at, kind in enumerate(kinds.split("|"), 1))

    read = read_bytes(tmp_path, f"{header},Date,Number,Duration\n{rows}")

    assert read.ways == [(SECOND, "call", OUT), (FIRST, "call", IN), (SECOND, "message", OUT), (FIRST, "message", IN)]


@pytest.mark.parametrize("ways", ["Orig|Term", "ORIG|TERM", "Orig.|Term.", "O|T", "Originated|Terminated"])
@pytest.mark.parametrize("header", ["Direction", "Call direction", "Dir", "MO/MT", "Orig/Term", "Way"])
def test_short_words_of_networks_say_ways_where_those_are_asked(tmp_path, header, ways):
    """A column of directions has nothing else."""
    went, came = ways.split("|")

    read = read_bytes(tmp_path, f"{header},Date,Number\n{went},01/03/2026 10:00,{FIRST}\n{came},02/03/2026 10:00,{SECOND}\n")

    assert [way for _, _, way in read.ways] == [OUT, IN]


@pytest.mark.parametrize("state", ["Term", "Terminated", "Call terminated", "Voice terminated", "T"])
@pytest.mark.parametrize("header", ["Status", "Call status", "Result", "State"])
def test_a_call_that_is_over_did_not_come_in_for_it(tmp_path, header, state):
    """What became of a call says nothing of who made it."""
    rows = "".join(f"{state},0{at}/03/2026 10:00,{number},3\n" for at, number in enumerate((FIRST, SECOND), 1))

    assert [way for _, _, way in read_bytes(tmp_path, f"{header},Date,Number,Duration\n{rows}").ways] == [None, None]


@pytest.mark.parametrize("kind", ["Terminated", "Call terminated"])
def test_a_call_that_ended_is_no_kind_that_came_in(tmp_path, kind):
    """Logs of switchboards have an event for it."""
    rows = f"{kind},01/03/2026 10:00,{FIRST},3\nConnected,02/03/2026 10:00,{SECOND},3\n"

    assert [way for _, _, way in read_bytes(tmp_path, f"Event type,Date,Number,Duration\n{rows}").ways] == [None, None]


def test_a_letter_for_texts_is_no_way(tmp_path):
    """Only beside what originated it is what terminated."""
    rows = f"T,01/03/2026 10:00,{FIRST},3\nT,02/03/2026 10:00,{SECOND},3\n"

    assert [way for _, _, way in read_bytes(tmp_path, f"Type,Date,Number,Duration\n{rows}").ways] == [None, None]
