"""Whose phone a log is of, told by its headers or by one party of every row; and what shows nothing is left as it is (facts 12.3)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

OWN = "07700 900999"
CALLS = (
    f"{OWN},07700 900123,2026-04-03 21:15:00,60",
    "07700 900123,+44 7700 900999,2026-04-03 22:15:00,60",
    f"{OWN},07700 900124,2026-04-04 21:15:00,60",
)


def _others(read):
    return [(raw, way) for raw, role, way in read.ways if role in {"call", "message"}]


@pytest.mark.parametrize("header", ["Call From,Call To,Start Time,Duration", "From,To,Date,Duration", "Caller,Called,Time,Duration"])
def test_the_party_of_every_row_is_the_owner(tmp_path, header):
    """Calls from the owner went out, in whatever spelling the number stands."""
    read = read_bytes(tmp_path, "\n".join((header, *CALLS)) + "\n")

    assert _others(read) == [("07700 900123", Direction.OUT), ("07700 900123", Direction.IN), ("07700 900124", Direction.OUT)]
    assert read.own == {OWN, "+44 7700 900999"}


def test_the_party_of_every_message_is_the_owner(tmp_path):
    """Messages have two sides, too."""
    rows = "\n".join(f"{row.rsplit(',', 1)[0]},yo" for row in CALLS)

    read = read_bytes(tmp_path, f"From,To,Date,Message\n{rows}\n")

    assert _others(read) == [("07700 900123", Direction.OUT), ("07700 900123", Direction.IN), ("07700 900124", Direction.OUT)]


@pytest.mark.parametrize(
    "rows",
    [
        CALLS[:2],
        (CALLS[0], CALLS[1], CALLS[0], CALLS[1]),
        (*CALLS, "07700 900125,07700 900126,2026-04-05 21:15:00,60"),
        (*CALLS * 100, "07700 900125,07700 900126,2026-04-05 21:15:00,60"),
    ],
    ids=["few rows", "one other", "a row without it", "a row without it far below"],
)
def test_nobody_is_the_owner_where_it_is_not_certain(tmp_path, rows):
    """A number taken for the owner's is nobody's contact."""
    read = read_bytes(tmp_path, "\n".join(("Call From,Call To,Start Time,Duration", *rows)) + "\n")

    assert not read.own
    assert {way for _, way in _others(read)} == {None}


@pytest.mark.parametrize("header", ["Subject number", "Target number", "MSISDN of subject", "Subject MSISDN", "Suspect phone"])
def test_a_column_named_after_the_owner_is_the_owners(tmp_path, header):
    """Where one number stands in it, beside those of others."""
    rows = f"{header},Other party,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n{OWN},07700 900124,Out,13/04/2026 21:15\n"

    read = read_bytes(tmp_path, rows)

    assert _others(read) == [("07700 900123", Direction.IN), ("07700 900124", Direction.OUT)]
    assert read.own == {OWN}


def test_a_list_of_subjects_is_no_list_of_owners(tmp_path):
    """Several numbers below such a header are those of several people."""
    read = read_bytes(tmp_path, "Name,Target number\nJay,07700 900123\nMo,07700 900124\n")

    assert read.numbers == [("07700 900123", "contact"), ("07700 900124", "contact")]


def test_the_first_of_two_phones_is_the_owners_where_directions_say_so(tmp_path):
    """Directions are those of one phone."""
    rows = f"Phone A,Phone B,Direction,Date,Duration\n{OWN},07700 900123,Outgoing,03/04/2026,9\n{OWN},07700 900124,Incoming,13/04/2026,9\n"

    read = read_bytes(tmp_path, rows)

    assert (_others(read), read.own) == ([("07700 900123", Direction.OUT), ("07700 900124", Direction.IN)], {OWN})


def test_columns_of_the_phone_and_of_the_others_do_not_turn_directions_round(tmp_path):
    """Some tools write the own number under `From` whichever way the call went."""
    rows = "".join(f"{OWN},07700 90012{at},Incoming,0{at}/04/2026 21:15,9\n" for at in range(1, 4))

    read = read_bytes(tmp_path, f"From,To,Direction,Date,Duration\n{rows}")

    assert _others(read) == [(f"07700 90012{at}", Direction.IN) for at in range(1, 4)]
    assert read.own == {OWN}


@pytest.mark.parametrize("name", ["Self", "Me", "Phone owner", "Phone owner (self)"])
def test_a_row_of_oneself_is_the_owners(tmp_path, name):
    """Examiners write so of the handset itself."""
    rows = f"Number,Name,Direction,Date\n07700 900123,Jay,Incoming,03/04/2026 21:15\n{OWN},{name},Outgoing,13/04/2026 21:15\n"

    assert read_bytes(tmp_path, rows).own == {OWN}
