"""Whose records a network gave: the number it served, beside both ends of a call or beside the other one (formats facts 1.4, 13.1)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
OWN, FIRST, SECOND, THIRD = "447700900999", "447700900123", "447700900124", "447700900125"

SERVED = ("MSISDN", "Served MSISDN", "Served party", "Served number", "Subject number", "Subject", "Target", "Target number", "Subscriber")
ENDS = (
    *("Originating number,Terminating number", "A Party,B Party", "A number,B number", "Originating MSISDN,Terminating MSISDN"),
    *("Calling party,Called party", "A-Number,B-Number"),
)
OTHERS = (
    *("Other party", "Non-served party", "Non-served MSISDN", "Non served number", "Other MSISDN", "Partner MSISDN", "B Party", "B number"),
    *("Contact MSISDN", "Third party number"),
)


def _between(header, *ends):
    """Give a table of calls between two ends each, below a column of one number."""
    rows = "".join(f"{OWN},{10 + at}/03/2026 10:00,{one},{other},30\n" for at, (one, other) in enumerate(ends, 5))
    return f"{header},Duration\n{rows}"


def _beside(served, other, *calls):
    """Give a table of calls with the other side and the way of each, beside a column of one number."""
    rows = "".join(f"{OWN},{number},{way},{10 + at}/03/2026 10:00,30\n" for at, (number, way) in enumerate(calls, 5))
    return f"{served},{other},Direction,Date,Duration\n{rows}"


def _calls(read):
    return [(raw, way) for raw, role, way in read.ways if role == "call"]


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("served", SERVED)
def test_the_number_of_the_records_is_the_owners_in_each_of_their_calls(tmp_path, served, ends):
    """Whoever called whom, and were it one other only: it has a part in each of them."""
    few = [(OWN, FIRST), (FIRST, OWN), (FIRST, OWN)]
    many = [(OWN, FIRST), (SECOND, OWN), (OWN, THIRD)]

    one, several = [read_bytes(tmp_path, _between(f"{served},Date,{ends}", *calls)) for calls in (few, many)]

    assert (one.own, _calls(one)) == ({OWN}, [(FIRST, OUT), (FIRST, IN), (FIRST, IN)])
    assert (several.own, _calls(several)) == ({OWN}, [(FIRST, OUT), (SECOND, IN), (THIRD, OUT)])


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("served", SERVED)
def test_the_number_that_was_not_served_is_the_other(tmp_path, served, other):
    """Directions are those of the number that was."""
    read = read_bytes(tmp_path, _beside(served, other, (FIRST, "Originating"), (SECOND, "Terminating"), (FIRST, "Terminating")))

    assert (read.own, _calls(read)) == ({OWN}, [(FIRST, OUT), (SECOND, IN), (FIRST, IN)])


@pytest.mark.parametrize("calls", [1, 3])
@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("served", SERVED)
def test_of_two_numbers_alone_nobody_is_the_owner(tmp_path, served, other, calls):
    """One of them may be a line to which a log was cut; both were in touch, and a remark tells that one may be the phone's own."""
    read = read_bytes(tmp_path, _beside(served, other, *[(FIRST, "Originating")] * calls))

    assert (read.own, read.others) == (set(), {OWN, FIRST})
    assert "owner-unsure" in read.remarks
    assert {role for _, role in read.numbers} == {"call"}


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("calls", [1, 3])
def test_of_two_ends_alone_nobody_is_the_owner(tmp_path, ends, calls):
    """The same number called the same other: either may have been asked for."""
    read = read_bytes(tmp_path, _between(f"MSISDN,Date,{ends}", *[(OWN, FIRST)] * calls))

    assert (read.own, read.others) == (set(), {OWN, FIRST})
    assert "owner-unsure" in read.remarks


def test_records_of_others_beside_both_ends_are_nobodys_phone(tmp_path):
    """A number that is in none of the calls, or not in all, is not the one whose calls they are."""
    read = read_bytes(tmp_path, _between("MSISDN,Date,Originating number,Terminating number", (FIRST, SECOND), (OWN, SECOND), (FIRST, OWN)))

    assert not read.own


@pytest.mark.parametrize("header", ["A number,B number", "A party,B party", "A-Number,B-Number", "A MSISDN,B MSISDN", "Numer A,Numer B"])
def test_the_first_end_is_the_customers_where_calls_that_came_in_stand_beside_those_that_went_out(tmp_path, header):
    """Some give it as the first whoever called, and two others are enough then."""
    rows = f"{OWN},{FIRST},Outgoing,15/03/2026 10:00,3\n{OWN},{SECOND},Incoming,16/03/2026 10:00,3\n"

    read = read_bytes(tmp_path, f"{header},Direction,Date,Duration\n{rows}")

    assert (read.own, _calls(read)) == ({OWN}, [(FIRST, OUT), (SECOND, IN)])


@pytest.mark.parametrize("others", [(FIRST,), (FIRST, FIRST), (FIRST, SECOND, THIRD)])
@pytest.mark.parametrize("header", ["A number,B number", "A party,B party", "Phone A,Phone B"])
def test_who_called_all_that_came_in_is_not_the_owner_for_being_the_first_end(tmp_path, header, others):
    """It may be a line that called several phones, or the one phone, with the customer's number first."""
    rows = "".join(f"{OWN},{other},Incoming,{15 + at}/03/2026 10:00,3\n" for at, other in enumerate(others))

    read = read_bytes(tmp_path, f"{header},Direction,Date,Duration\n{rows}")

    assert (read.own, read.others) == (set(), {OWN, *others})
    assert "owner-unsure" in read.remarks


def test_ends_that_agree_with_their_directions_say_whose_records_they_are(tmp_path):
    """What went out went out from the customer, and what came in came to it."""
    rows = f"{OWN},{FIRST},Outgoing,15/03/2026 10:00,3\n{SECOND},{OWN},Incoming,16/03/2026 10:00,3\n"

    read = read_bytes(tmp_path, f"A number,B number,Direction,Date,Duration\n{rows}")

    assert (read.own, _calls(read)) == ({OWN}, [(FIRST, OUT), (SECOND, IN)])


@pytest.mark.parametrize("own", ["CTN", "Service number", "Service no.", "User", "Your number", "Your phone", "Your mobile number"])
@pytest.mark.parametrize("other", ["Number", "Other number", "Number called", "To/From"])
def test_the_number_of_the_customer_is_the_owners_and_no_party_of_each_call(tmp_path, own, other):
    """Whatever a network calls whom it writes to; that it was taken so is told."""
    read = read_bytes(tmp_path, _beside(own, other, (FIRST, "Incoming"), (SECOND, "Outgoing"), (THIRD, "Incoming")))

    assert (read.own, _calls(read)) == ({OWN}, [(FIRST, IN), (SECOND, OUT), (THIRD, IN)])
    assert "owner-inferred" in read.remarks


@pytest.mark.parametrize("own", ["CTN", "Service number", "Your number"])
def test_the_number_of_a_customer_in_one_row_alone_is_told(tmp_path, own):
    """It may be the owner's."""
    read = read_bytes(tmp_path, _beside(own, "Number", (FIRST, "Incoming")))

    assert (read.own, "owner-unsure" in read.remarks) == (set(), True)


@pytest.mark.parametrize("own", ["CTN", "Service number", "User", "Your number"])
def test_numbers_that_differ_by_row_are_no_customers(tmp_path, own):
    """The phone of one row would be that of somebody else in the next."""
    rows = "".join(f"4477009009{at}0,{number},In,1{at}/03/2026 10:00,30\n" for at, number in enumerate((FIRST, SECOND, THIRD), 5))

    read = read_bytes(tmp_path, f"{own},Number,Direction,Date,Duration\n{rows}")

    assert read.own == set()
