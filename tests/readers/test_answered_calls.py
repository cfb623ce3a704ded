"""A call that was answered came in where nothing but its kind says a way, and may have gone either way where anything else does."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

JAY, MO, TY = "07700 900123", "07700 900124", "07700 900125"
IN, OUT = Direction.IN, Direction.OUT


def _ways(tmp_path, header, *rows):
    text = "".join(f"{line}\n" for line in (header, *(f"{row},2026-03-01 10:0{at}" for at, row in enumerate(rows))) if line)
    return [way for _, role, way in read_bytes(tmp_path, text).ways if role == "call"]


@pytest.mark.parametrize("word", ["Answered", "Answered call", "Picked up", "call accepted", "Beantwortet", "Appel répondu"])
@pytest.mark.parametrize("header", ["Number,Type,Date", "Number,Direction,Date", "Number,Call Type,Date"])
def test_an_answered_call_came_in(tmp_path, header, word):
    """Among the missed and the dialled of a telephone nobody answers but its owner."""
    rows = (f"{JAY},{word}", f"{MO},Missed", f"{TY},Dialled")
    assert _ways(tmp_path, header, *rows) == [IN, IN, OUT]


def test_it_came_in_without_a_header_and_below_one_of_states_that_tell_what_was_dialled(tmp_path):
    """What stands beside it says of what the column is."""
    rows = (f"{JAY},Answered", f"{MO},Missed", f"{TY},Dialled")
    assert _ways(tmp_path, "", *rows) == [IN, IN, OUT]
    assert _ways(tmp_path, "Number,Status,Date", *rows) == [IN, IN, OUT]


@pytest.mark.parametrize(
    ("header", "rows", "ways"),
    [
        ("Number,Direction,Type,Date", (f"{JAY},Outgoing,Answered", f"{MO},Incoming,Answered", f"{TY},,Answered"), [OUT, IN, None]),
        ("Number,Type,Result,Date", (f"{JAY},Outgoing,Answered", f"{MO},Incoming,Answered"), [OUT, IN]),
        ("Number,Status,Date", (f"{JAY},Answered", f"{MO},No answer"), [None, None]),
        ("From,To,Type,Date", (f"{JAY},{MO},Answered", f"{MO},{TY},Answered"), [None, None, None, None]),
        ("Number,Type,Date", (f"{JAY},Answered by them", f"{MO},Not answered", f"{TY},Missed"), [OUT, None, IN]),
    ],
    ids=["way", "kind", "outcome", "two ends", "by whom"],
)
def test_what_else_says_the_way_is_believed(tmp_path, header, rows, ways):
    """An outgoing call is answered as well, at the other end."""
    assert _ways(tmp_path, header, *rows) == ways


def test_the_title_of_a_table_is_believed(tmp_path):
    """It speaks of every row that says no way itself."""
    text = f"Outgoing calls\n\nNumber,Type,Date\n{JAY},Answered,2026-03-01 10:00\n{MO},Busy,2026-03-01 10:01\n"
    assert [way for *_, way in read_bytes(tmp_path, text).ways] == [OUT, OUT]
