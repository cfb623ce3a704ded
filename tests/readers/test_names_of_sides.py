"""Names of who called and who was called, in columns of their own beside the numbers: they lead, and protect people (domain 11.5)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
OWN, FIRST, SECOND = "447700900999", "447700900123", "447700900124"
CALLERS = (
    *("CNAM", "Calling party name", "Called by", "Caller name", "Calling name", "A party name", "Originator name", "Caller ID name"),
    *("CLI name", "Calling number name", "Name of caller", "Caller's name", "Nom expéditeur", "Absender Name"),
)
CALLED = ("Called party name", "Called name", "B party name", "Name called", "Dialled number name", "Terminating party name", "Called")
HEADERS = [*((header, IN) for header in CALLERS), *((header, OUT) for header in CALLED)]


def _named(read):
    return [(mention.raw, mention.direction, mention.label) for mention in read.mentions if mention.raw != OWN]


@pytest.mark.parametrize(("header", "way"), HEADERS)
def test_the_name_of_a_side_is_that_of_the_number_on_it(tmp_path, header, way):
    """Beside the numbers of both sides, beside the only number of a row that says its way, and beside one of a row that does not."""
    ends = (f"{FIRST},{OWN}", f"{SECOND},{OWN}") if way is IN else (f"{OWN},{FIRST}", f"{OWN},{SECOND}")
    word = "Incoming" if way is IN else "Outgoing"
    days = ("15/03/2026 10:00", "16/03/2026 10:00")
    names = ("Jay", "my solicitor")
    both = "".join(f"{day},{name},{end},{word},3\n" for day, name, end in zip(days, names, ends, strict=True))
    one = "".join(f"{day},{name},{number},{word},3\n" for day, name, number in zip(days, names, (FIRST, SECOND), strict=True))
    plain = one.replace(f"{word},", "")

    beside_both, beside_one, without_way = [
        _named(read_bytes(tmp_path, f"Date,{header},{columns},Duration\n{rows}"))
        for columns, rows in (("Calling number,Called number,Direction", both), ("Number,Direction", one), ("Number", plain))
    ]

    if header != "Called":
        assert beside_both == [(FIRST, way, "Jay"), (SECOND, way, "my solicitor")]
    assert beside_one == [(FIRST, way, "Jay"), (SECOND, way, "my solicitor")]
    assert [(raw, name) for raw, _, name in without_way] == [(FIRST, "Jay"), (SECOND, "my solicitor")]


def test_names_of_both_sides_are_told_apart_by_the_way(tmp_path):
    """The number is that of whoever is not the owner, whose own name is nobody else's."""
    rows = f"15/03/2026 10:00,Jay,Sam,{FIRST},Incoming,3\n16/03/2026 10:00,Sam,Mo,{SECOND},Outgoing,3\n"

    read = read_bytes(tmp_path, f"Date,Calling party name,Called party name,Number,Direction,Duration\n{rows}")

    assert _named(read) == [(FIRST, IN, "Jay"), (SECOND, OUT, "Mo")]


@pytest.mark.parametrize("header", ["CNAM", "Calling party name", "Caller name", "Caller"])
def test_who_called_is_not_who_was_called(tmp_path, header):
    """The name beside a call that went out is the customer's."""
    rows = f"15/03/2026 10:00,Jay,{FIRST},Incoming,3\n16/03/2026 10:00,Sam,{SECOND},Outgoing,3\n"

    assert _named(read_bytes(tmp_path, f"Date,{header},Number,Direction,Duration\n{rows}")) == [(FIRST, IN, "Jay"), (SECOND, OUT, None)]


@pytest.mark.parametrize("header", ["Other party name", "Non-served party name", "Correspondent name"])
def test_the_name_of_the_other_party_is_that_of_the_number(tmp_path, header):
    """Whichever way the call went."""
    rows = f"15/03/2026 10:00,Jay,{FIRST},Incoming,3\n16/03/2026 10:00,Mo,{SECOND},Outgoing,3\n"

    assert _named(read_bytes(tmp_path, f"Date,{header},Number,Direction,Duration\n{rows}")) == [(FIRST, IN, "Jay"), (SECOND, OUT, "Mo")]


@pytest.mark.parametrize("header", ["Destination name", "Network name", "Cell name", "Line name", "Called by network"])
def test_the_name_of_a_place_or_a_network_is_nobodys(tmp_path, header):
    """Bills name the town or the network that was called."""
    rows = f"15/03/2026 10:00,Leeds,{FIRST},3\n16/03/2026 10:00,Wobble,{SECOND},3\n"

    assert {name for _, _, name in _named(read_bytes(tmp_path, f"Date,{header},Called number,Duration\n{rows}"))} == {None}


def test_a_caller_who_withheld_the_number_has_no_name(tmp_path):
    """The words for it are nobody's name; the call is kept."""
    rows = f"15/03/2026 10:00,Jay,{FIRST},Incoming,3\n16/03/2026 10:00,Withheld,,Incoming,3\n"

    assert {name for _, _, name in _named(read_bytes(tmp_path, f"Date,Caller,Number,Direction,Duration\n{rows}"))} == {"Jay", None}
