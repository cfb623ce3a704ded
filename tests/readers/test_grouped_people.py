"""Numbers of one person in a log or in a list: side by side, below each other with a blank for the name, and below a call of theirs."""

from __future__ import annotations

import pytest

from ingest import Role, Written
from readings import read_bytes

MOBILES = tuple(f"07700 90012{last}" for last in range(3, 7))
LANDLINES = tuple(f"01632 96010{last}" for last in range(3))


def _named(read):
    return {(each.raw, each.label) for each in read.mentions if each.written is not Written.PROSE}


@pytest.mark.parametrize("headers", [("Mobile", "Home"), ("Mobile", "Landline"), ("Number", "Second number"), ("Phone 1", "Phone 2")])
def test_all_numbers_of_a_row_of_a_log_are_those_of_whom_it_names(tmp_path, headers):
    """By what is said of the second one; the role in the row is said of both."""
    rows = (
        f"Larkspur,{MOBILES[0]},{LANDLINES[0]},01/03/2026 10:00,In,Friend",
        f"Kay,{MOBILES[1]},,14/03/2026 10:00,In,Friend",
        f"Ann Doe,{MOBILES[2]},{LANDLINES[2]},15/03/2026 10:00,Out,Solicitor",
    )

    read = read_bytes(tmp_path, "\n".join((f"Name,{','.join(headers)},Date,Direction,Role", *rows)))

    assert _named(read) == {
        *((MOBILES[0], "Larkspur"), (LANDLINES[0], "Larkspur"), (MOBILES[1], "Kay"), (MOBILES[2], "Ann Doe"), (LANDLINES[2], "Ann Doe"))
    }
    assert {each.about for each in read.mentions if each.label == "Ann Doe"} == {"Solicitor"}


def test_two_ends_of_a_call_have_no_name_in_common(tmp_path):
    """Where nothing says which way it went, two counted numbers may be those."""
    rows = (f"Larkspur,{MOBILES[0]},{MOBILES[1]},01/03/2026 10:00,5", f"Kay,{MOBILES[0]},{MOBILES[2]},02/03/2026 10:00,7")

    read = read_bytes(tmp_path, "\n".join(("Name,Number 1,Number 2,Date,Duration", *rows)))

    assert (MOBILES[0], "Kay") not in _named(read)
    assert (MOBILES[0], "Larkspur") not in _named(read)


def test_a_person_named_beside_the_second_number_is_nobody_of_the_first(tmp_path):
    """Two people in a row have a number each."""
    rows = (f"Larkspur,{MOBILES[0]},Jay,{MOBILES[1]},01/03/2026 10:00,In", f"Kay,{MOBILES[2]},Mo,{MOBILES[3]},02/03/2026 10:00,In")

    read = read_bytes(tmp_path, "\n".join(("Name 1,Phone 1,Name 2,Phone 2,Date,Direction", *rows)))

    assert (MOBILES[1], "Larkspur") not in _named(read)


def test_a_number_below_another_of_the_same_person_is_theirs(tmp_path):
    """The name and what somebody is stand in their first row, and the kinds of telephones show that it is one person."""
    rows = (
        f"Larkspur,,{MOBILES[0]},Mobile",
        f",,{LANDLINES[0]},Home",
        f"Ann Doe,Solicitor,{MOBILES[1]},Mobile",
        f",,{LANDLINES[1]},Work",
        f"Kay,,{MOBILES[2]},Mobile",
    )

    read = read_bytes(tmp_path, "\n".join(("Name,Role,Number,Type", *rows)))

    assert _named(read) == {
        *((MOBILES[0], "Larkspur"), (LANDLINES[0], "Larkspur"), (MOBILES[1], "Ann Doe"), (LANDLINES[1], "Ann Doe"), (MOBILES[2], "Kay"))
    }
    assert {each.raw for each in read.mentions if "Solicitor" in (each.about or "")} == {MOBILES[1], LANDLINES[1]}
    assert "rows-grouped" in read.remarks


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Name,Number,Type", (f"Jay,{MOBILES[0]},Mobile", f",{MOBILES[1]},Mobile", f"Kay,{MOBILES[2]},Mobile")),
        ("Name,Number,Type", (f"Jay,{MOBILES[0]},Mobile", f"Jay,{LANDLINES[0]},Home", f",{MOBILES[1]},Work", f"Kay,{MOBILES[2]},Home")),
        ("Name,Number,Type", (f",{MOBILES[1]},Mobile", f"Jay,{MOBILES[0]},Mobile", f"Kay,{MOBILES[2]},Home")),
        ("Name,Number,Type,Source", (f"Jay,{MOBILES[0]},Mobile,SIM", f",{MOBILES[1]},Home,SIM", f"Kay,{MOBILES[2]},Mobile,SIM")),
        ("Name,Number", (f"Jay,{MOBILES[0]}", f",{MOBILES[1]}", f"Kay,{MOBILES[2]}")),
    ],
    ids=["the same kind twice", "a name told twice", "nobody above", "of a program", "no kinds"],
)
def test_a_number_without_a_name_is_nobodys_where_nothing_shows_whose(tmp_path, header, rows):
    """Somebody without a name leaves the same blank."""
    read = read_bytes(tmp_path, "\n".join((header, *rows)))

    assert (MOBILES[1], None) in _named(read)
    assert "rows-grouped" not in read.remarks


def test_a_row_that_may_be_of_the_number_above_says_so(tmp_path):
    """A call that came in leaves the blank of a number that was withheld, too: it is skipped, and the reason tells of both."""
    rows = (
        f"{MOBILES[0]},Larkspur,01/03/2026 10:00,In,10",
        ",,01/03/2026 10:01,Out,11",
        ",,13/03/2026 10:01,In,12",
        f"{MOBILES[1]},Kay,13/03/2026 10:02,In,13",
        "Subtotal,,,,4 calls",
    )

    read = read_bytes(tmp_path, "\n".join(("Number,Name,Date,Direction,Duration", *rows)))

    assert [each.raw for each in read.mentions if each.role is Role.CALL] == [MOBILES[0], MOBILES[0], MOBILES[1]]
    assert ["of the number above" in each.reason for each in read.skipped if each.place.endswith(":4")] == [True]
    assert not any("of the number above" in each.reason for each in read.skipped if not each.place.endswith(":4"))


def test_a_list_without_a_header_is_grouped_as_well(tmp_path):
    """Where the name stands, what somebody is called there and which telephone each number is show it without one."""
    rows = (
        f"Jay,mobile,{MOBILES[0]}",
        f",home,{LANDLINES[0]}",
        f"Kay,mobile,{MOBILES[1]}",
        f"Social worker,mobile,{MOBILES[2]}",
        f",office,{LANDLINES[1]}",
    )

    read = read_bytes(tmp_path, "\n".join(rows))

    assert _named(read) == {
        *((MOBILES[0], "Jay"), (LANDLINES[0], "Jay"), (MOBILES[1], "Kay"), (MOBILES[2], "Social worker"), (LANDLINES[1], "Social worker"))
    }
    assert "rows-grouped" in read.remarks


def test_people_without_a_name_in_a_list_without_a_header_are_nobody_of_above(tmp_path):
    """The same kind of telephone twice is that of somebody else."""
    read = read_bytes(tmp_path, f"Jay,mobile,{MOBILES[0]}\n,mobile,{MOBILES[1]}\nKay,mobile,{MOBILES[2]}\n,home,{LANDLINES[0]}\n")

    assert _named(read) == {(MOBILES[0], "Jay"), (MOBILES[1], None), (MOBILES[2], "Kay"), (LANDLINES[0], None)}
