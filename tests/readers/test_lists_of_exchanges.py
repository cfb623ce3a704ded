"""Lists of calls as exchanges at home write them: codes for ways, the extension, and the number of the house (types of X_AVM-DE_OnTel)."""

from __future__ import annotations

import pytest

from ingest import Direction, Role
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
OWN = "07700900999"
ROWS = f"""1;20.07.26 10:45;Jay Moss;07700900201;ISDN;{OWN};0:10
2;20.07.26 14:37;;01632960201;;{OWN};0:00
4;21.07.26 09:08;;01632960202;ISDN;{OWN};0:04
3;21.07.26 10:08;Jay Moss;07700900201;ISDN;{OWN};0:00
"""
WAYS = [
    ("07700900201", Role.CALL, IN, "Jay Moss"),
    ("01632960201", Role.CALL, IN, None),
    ("01632960202", Role.CALL, OUT, None),
    ("07700900201", Role.CALL, OUT, "Jay Moss"),
]
HEADERS = [
    "Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer",
    "Type;Date;Name;Number;Extension;Own number;Duration",
    "Type;Date;Name;Number;Extension;Telephone Number;Duration",
    "Type;Date;Name;Number;Extension;Outgoing Caller ID;Duration",
    "Type;Date;Name;Telephone number;Extension;Telephone number;Duration",
]


def _told(read):
    return [(each.raw, each.role, each.direction, each.label) for each in read.mentions if each.role is not Role.OWNER]


@pytest.mark.parametrize("header", HEADERS)
def test_who_called_the_house_was_in_and_its_own_number_is_the_owners(tmp_path, header):
    """Its second code is a missed call, which elsewhere is one that was made; the person called is named."""
    read = read_bytes(tmp_path, f"sep=;\n{header}\n{ROWS}")

    assert _told(read) == WAYS
    assert read.own == {OWN}


@pytest.mark.parametrize("header", ["Type;Date;Name;Number;Account;Own number;Duration", "Type;Date;Name;Number;Mast;Place;Duration"])
def test_codes_beside_no_extension_are_those_of_phones(tmp_path, header):
    """Android's second code is a call that was made."""
    read = read_bytes(tmp_path, f"{header}\n{ROWS}")

    assert [way for raw, _, way, _ in _told(read) if raw != OWN] == [IN, OUT, IN, IN]


def test_two_numbers_of_a_house_stay_contacts_untold(tmp_path):
    """Which of them is whose, nothing says."""
    read = read_bytes(tmp_path, f"{HEADERS[3]}\n{ROWS.replace(OWN, '07700900998', 1)}")

    assert read.own == set()


def test_a_second_telephone_beside_no_extension_is_no_owners(tmp_path):
    """Both may be of one person."""
    read = read_bytes(tmp_path, f"Type;Date;Name;Number;Place;Telephone number;Duration\n{ROWS}")

    assert read.own == set()


def test_a_number_that_others_called_behind_an_extension_is_no_owners(tmp_path):
    """An exchange of several phones writes which of them called the line."""
    read = read_bytes(tmp_path, f"Kind;Date;Name;Caller;Extension;Number;Duration\n{ROWS}")

    assert read.own == set()
