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
    f"{OWN},07700 900125,2026-04-05 21:15:00,60",
)
OTHERS = [
    ("07700 900123", Direction.OUT),
    ("07700 900123", Direction.IN),
    ("07700 900124", Direction.OUT),
    ("07700 900125", Direction.OUT),
]
#: A phone of two numbers, whose user was in touch with one person only.
TWO_SIMS = (
    "07700 900200,07700 900123,2026-04-03 21:15:00,60",
    "07700 900123,07700 900201,2026-04-03 22:15:00,60",
    "07700 900201,07700 900123,2026-04-04 21:15:00,60",
)


def _others(read):
    return [(raw, way) for raw, role, way in read.ways if role in {"call", "message"}]


@pytest.mark.parametrize("header", ["Call From,Call To,Start Time,Duration", "From,To,Date,Duration", "Caller,Called,Time,Duration"])
def test_the_party_of_every_row_is_the_owner(tmp_path, header):
    """Calls from the owner went out, in whatever spelling the number stands."""
    read = read_bytes(tmp_path, "\n".join((header, *CALLS)) + "\n")

    assert _others(read) == OTHERS
    assert read.own == {OWN, "+44 7700 900999"}


def test_the_party_of_every_message_is_the_owner(tmp_path):
    """Messages have two sides, too."""
    rows = "\n".join(f"{row.rsplit(',', 1)[0]},yo" for row in CALLS)

    read = read_bytes(tmp_path, f"From,To,Date,Message\n{rows}\n")

    assert _others(read) == OTHERS


@pytest.mark.parametrize("above", ["Own number,07700 900200,,", "Own number,07700 900201,,"])
def test_who_is_in_every_row_is_not_the_owner_where_the_own_number_is_another(tmp_path, above):
    """What stands above the table says so itself."""
    read = read_bytes(tmp_path, "\n".join((above, "Call From,Call To,Start Time,Duration", *CALLS)) + "\n")

    assert OWN not in read.own
    assert OWN in read.others


def test_who_is_in_every_row_is_not_the_owner_where_a_column_has_another_own_number(tmp_path):
    """The phone that was examined is named in each row."""
    rows = "\n".join(f"07700 900200,{row}" for row in CALLS)

    read = read_bytes(tmp_path, f"Own number,Call From,Call To,Start Time,Duration\n{rows}\n")

    assert read.own == {"07700 900200"}
    assert OWN in read.others


def test_the_own_number_above_a_log_settles_the_sides_where_there_are_few_others(tmp_path):
    """It is in every row, as the own number is."""
    rows = (CALLS[0], CALLS[1], CALLS[0])

    read = read_bytes(tmp_path, "\n".join((f"Own number,{OWN},,", "Call From,Call To,Start Time,Duration", *rows)) + "\n")

    assert _others(read) == [("07700 900123", way) for way in (Direction.OUT, Direction.IN, Direction.OUT)]


@pytest.mark.parametrize(
    "rows",
    [
        TWO_SIMS,
        TWO_SIMS * 100,
        CALLS[:2],
        (CALLS[0], CALLS[1], CALLS[0], CALLS[1]),
        (*CALLS, "07700 900128,07700 900126,2026-04-05 21:15:00,60"),
        (*CALLS * 100, "07700 900128,07700 900126,2026-04-05 21:15:00,60"),
    ],
    ids=[
        "two numbers of one phone",
        "two numbers of one phone in many rows",
        "few rows",
        "one other",
        "a row without it",
        "a row without it far below",
    ],
)
def test_nobody_is_the_owner_where_it_is_not_certain(tmp_path, rows):
    """A number taken for the owner's is nobody's contact."""
    read = read_bytes(tmp_path, "\n".join(("Call From,Call To,Start Time,Duration", *rows)) + "\n")

    assert not read.own
    assert {way for _, way in _others(read)} == {None}


@pytest.mark.parametrize("header", ["Subject number", "Target number", "MSISDN of subject", "Subject MSISDN", "Target phone"])
def test_a_column_named_after_the_owner_is_the_owners(tmp_path, header):
    """Where one number stands in it, beside those of others."""
    rows = f"{header},Other party,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n{OWN},07700 900124,Out,13/04/2026 21:15\n"

    read = read_bytes(tmp_path, rows)

    assert _others(read) == [("07700 900123", Direction.IN), ("07700 900124", Direction.OUT)]
    assert read.own == {OWN}


@pytest.mark.parametrize(
    "rows",
    [
        f"Suspect phone,Other party,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n{OWN},07700 900124,Out,13/04/2026 21:15\n",
        f"Name,Target number,Number\nJay,{OWN},07700 900123\n",
        f"Name,Subject number,Number\nJay,{OWN},07700 900123\nMo,{OWN},07700 900124\n",
        f"Target number,Number,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n",
    ],
    ids=["of a suspect", "in a row of a list", "in a list", "in the only row of a log"],
)
def test_a_number_somebody_is_after_is_not_the_owners_by_its_header_alone(tmp_path, rows):
    """It may be who called a victim; a number taken for the owner's is nobody's contact."""
    read = read_bytes(tmp_path, rows)

    assert not read.own
    assert OWN in read.others


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


@pytest.mark.parametrize(
    ("header", "state"),
    [
        *[("From,To,Date,Status,Message", state) for state in ("Sent", "Received", "Unread", "Draft", "Sent - unread")],
        *[("From,To,Date,Status,Duration", state) for state in ("Missed", "Rejected", "Received", "Cancelled")],
    ],
)
def test_a_state_alone_does_not_say_who_the_owner_is(tmp_path, header, state):
    """What came in had been sent, and what went out was received."""
    rows = [("07700 900123", "07700 900200"), ("07700 900200", "07700 900123"), ("07700 900124", "07700 900200")]
    lines = "".join(f"{sender},{recipient},2026-04-03 21:15:00,{state},9 yo\n" for sender, recipient in rows)

    read = read_bytes(tmp_path, f"{header}\n{lines}")

    assert not read.own
    assert read.others == {"07700 900123", "07700 900124", "07700 900200"}
    assert len(_others(read)) == 6


@pytest.mark.parametrize("state", ["Sent", "Received", ""])
def test_the_own_number_of_a_row_says_on_which_side_the_owner_was(tmp_path, state):
    """Whatever became of the message."""
    rows = f"{OWN},07700 900123,{OWN},2026-04-03 21:15:00,{state},yo\n{OWN},{OWN},07700 900123,2026-04-03 21:16:00,{state},yo\n"

    read = read_bytes(tmp_path, f"Own number,From,To,Date,Status,Message\n{rows}")

    assert _others(read) == [("07700 900123", Direction.IN), ("07700 900123", Direction.OUT)]
    assert read.own == {OWN}


def test_a_folder_says_who_the_owner_is_whatever_the_state(tmp_path):
    """It is a folder of the phone."""
    row = f"{OWN},07700 900123,2026-04-03 21:15:00,Received,Outbox,yo"

    read = read_bytes(tmp_path, f"From,To,Date,Status,Folder,Message\n{row}\n")

    assert (_others(read), read.own) == ([("07700 900123", Direction.OUT)], {OWN})


@pytest.mark.parametrize("nobody", ["Unknown", "Withheld", "Private number"])
def test_an_owner_without_a_number_makes_nobody_else_without_one_the_owner(tmp_path, nobody):
    """Who withholds a number in the next row is somebody else."""
    header = "From,To,Participants,Date,Message"
    rows = f'07700 900123,,"07700 900123 Jay\n{nobody} (owner)",2026-04-03 21:15:00,yo\n{nobody},,,2026-04-04 21:15:00,yo\n'

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert (nobody, "message", Direction.IN) in read.ways
