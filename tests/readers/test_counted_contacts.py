"""Summaries of contacts that count calls and messages by their way: whoever is counted there is not only saved (facts 18.2)."""

from __future__ import annotations

import pytest

from ingest import Direction, Scope
from readings import read_bytes
from workbooks import table, workbook

IN, OUT = Direction.IN, Direction.OUT
FIRST, SECOND, THIRD = "07700900123", "07700900124", "07700900125"

HEADERS = (
    *("Calls in,Calls out", "Incoming calls,Outgoing calls", "Calls received,Calls made", "No. of calls in,No. of calls out"),
    *("Total calls in,Total calls out", "Calls from,Calls to", "Call count (in),Call count (out)", "Anrufe eingehend,Anrufe ausgehend"),
    *("Received calls,Dialled calls", "Połączenia przychodzące,Połączenia wychodzące"),
)


@pytest.mark.parametrize("last", ["", ",Last contact"])
@pytest.mark.parametrize("header", HEADERS)
def test_counted_calls_say_their_way(tmp_path, header, last):
    """Nobody was called or called nought times; a remark tells that each count was read as one."""
    day = ",15/03/2026" if last else ""
    rows = f"Jay,{FIRST},3,0{day}\nMo,{SECOND},0,2{day}\nAl,{THIRD},12,5{day}\nBo,07700900126,,0{day}\n"

    read = read_bytes(tmp_path, f"Name,Number,{header}{last}\n{rows}")

    assert read.ways == [
        *[(FIRST, "contact", None), (FIRST, "call", IN), (SECOND, "contact", None), (SECOND, "call", OUT)],
        *[(THIRD, "contact", None), (THIRD, "call", IN), (THIRD, "call", OUT), ("07700900126", "contact", None)],
    ]
    assert [mention.label for mention in read.mentions] == ["Jay", "Jay", "Mo", "Mo", "Al", "Al", "Al", "Bo"]
    assert len(read.records) == 4
    assert "counts-as-one" in read.remarks


def test_counted_messages_are_messages(tmp_path):
    """Beside calls, in a table of nothing but other numbers and in a workbook."""
    header = ("Other Number", "Calls In", "Calls Out", "SMS In", "SMS Out", "First Contact", "Last Contact")
    rows = [(FIRST, "3", "1", "0", "2", "01/03/2026", "20/03/2026"), (SECOND, "0", "0", "4", "0", "03/03/2026", "21/03/2026")]
    told = [(FIRST, "call", IN), (FIRST, "call", OUT), (FIRST, "message", OUT), (SECOND, "message", IN)]

    for content in ("\n".join(map(",".join, (header, *rows))) + "\n", workbook({"Summary": table(header, *rows)})):
        assert [way for way in read_bytes(tmp_path, content).ways if way[1] != "contact"] == told


def test_what_is_counted_is_read_where_it_was_asked_for(tmp_path):
    """Calls are read for the calls, messages for the messages."""
    content = f"Name,Number,Calls in,SMS out\nJay,{FIRST},3,2\n"

    told = [
        {role for _, role, _ in read_bytes(tmp_path, content, scopes=frozenset({Scope.CONTACTS, *more})).ways}
        for more in ((), (Scope.CALLS,), (Scope.MESSAGES,))
    ]

    assert told == [{"contact"}, {"contact", "call"}, {"contact", "message"}]


def test_of_several_numbers_in_a_row_nobody_knows_which_is_counted(tmp_path):
    """They are contacts as before."""
    read = read_bytes(tmp_path, f"Name,Mobile,Home,Calls in,Calls out\nJay,{FIRST},01632960123,3,1\n")

    assert {role for _, role in read.numbers} == {"contact"}


@pytest.mark.parametrize(
    "header",
    [
        *("Calls in last week,Calls out of hours", "Incoming,Outgoing", "Dialled,Received", "Incoming call minutes,Outgoing call minutes"),
        *("Incoming data,Outgoing data", "Calls,Texts", "Times called,Times seen", "Incoming call cost,Outgoing call cost"),
    ],
)
def test_other_figures_are_no_counts_of_calls(tmp_path, header):
    """They are times, money or bytes, or say no way."""
    rows = f"Jay,{FIRST},3,1\nMo,{SECOND},2,14\n"

    read = read_bytes(tmp_path, f"Name,Number,{header}\n{rows}")

    assert {(role, way) for _, role, way in read.ways} == {("contact", None)}
    assert "counts-as-one" not in read.remarks


def test_numbers_below_such_a_header_are_no_counts(tmp_path):
    """Whoever called stands there."""
    rows = f"15/03/2026,{FIRST},\n16/03/2026,,{SECOND}\n"

    read = read_bytes(tmp_path, f"Date,Incoming calls,Outgoing calls\n{rows}")

    assert read.ways == [(FIRST, "call", IN), (SECOND, "call", OUT)]
