"""The sheet that copies the SIM, read as the UFDR report gives the same lists (formats facts 12.3), and names of sheets that were cut."""

from __future__ import annotations

import pytest

from ingest import Direction, Scope
from ingest.decode.tables.sheet_names import names_any
from readings import read_bytes
from sheets import a_book

CONTACTS = [("#", "Name", "Entries", "Source"), (1, "Jay", "Phone-Mobile: 07700 900120", "")]
HEADER = ("#", "Category", "Name", "Value", "Deleted")


def _read(folder, *rows, scopes=frozenset(Scope), header=HEADER):
    return read_bytes(folder, a_book({"Contacts": CONTACTS, "SIM Data": [("SIM Data (1)",), header, *rows]}), scopes=scopes)


@pytest.mark.parametrize(
    ("category", "way"),
    [
        *[(kind, ("contact", None)) for kind in ("SIM Contacts", "ADN", "Abbreviated dialling numbers", "Phonebook", "Contacts")],
        *[(kind, ("call", Direction.OUT)) for kind in ("LND", "Last Dialed Numbers", "EF_LND")],
        ("MSISDN", ("owner", None)),
        ("Rufnummern", ("note", None)),
    ],
)
def test_a_row_of_the_sim_sheet_is_what_its_list_says(tmp_path, category, way):
    """Contacts of a SIM and what was dialled from it are those of the phone."""
    read = _read(tmp_path, (1, category, "Mo", "07700 900140", ""))

    assert read.ways[1:] == [("07700 900140", *way)]


def test_an_entry_of_the_sim_sheet_keeps_its_name_place_and_that_it_was_deleted(tmp_path):
    """As on the sheet of contacts."""
    record = _read(tmp_path, (1, "ADN", "Mo", "07700 900140", "Yes")).records[-1]

    assert (record.mentions[0].label, record.deleted, record.place) == ("Mo", True, "phone:SIM Data!D3")


@pytest.mark.parametrize(
    "row", [(1, "SMSC", "", "+447700900779"), (1, "SIM", "ICCID", "8944100000000000000"), (1, "SDN", "Help", "07700 900779")]
)
def test_numbers_of_the_network_in_the_sim_sheet_are_told_and_nobodys(tmp_path, row):
    """They stand on every SIM of the network; that they were not taken is said."""
    read = _read(tmp_path, row)

    assert (read.numbers[1:], len(read.skipped)) == ([], 1)


def test_a_number_in_the_column_for_the_name_of_a_sim_entry_is_a_note(tmp_path):
    """An entry whose value was lost says at least that."""
    assert "Di 07700900140" in _read(tmp_path, (1, "SIM", "Di 07700900140", "")).prose


def test_the_sim_sheet_gives_nobody_what_was_not_asked_for(tmp_path):
    """The calls of a SIM are no contacts and its contacts no calls; nothing is said of what is outside the scopes."""
    rows = ((1, "ADN", "Mo", "07700 900140"), (2, "LND", "", "07700 900141"))

    read = _read(tmp_path, *rows, scopes=frozenset({Scope.CALLS}))

    assert (read.numbers, read.skipped) == ([("07700 900141", "call")], [])


def test_a_sim_sheet_without_lists_gives_the_own_number(tmp_path):
    """Some reports have facts only there, each a name and its value."""
    read = _read(tmp_path, (1, "MSISDN", "+447700900999"), header=("#", "Fact", "What"))

    assert read.own == {"+447700900999"}


@pytest.mark.parametrize(
    ("title", "is_named"),
    [
        ("Android WhatsApp Accounts Infor", True),
        ("WhatsApp Accounts Informati (2)", True),
        ("User Accounts", True),
        ("Android WhatsApp Messages Info", False),
        ("Accounts", False),
        ("Notes about accounting in Leeds", False),
    ],
)
def test_a_sheet_whose_name_was_cut_is_known_by_what_is_left(title, is_named):
    """Spreadsheet programs allow 31 characters; a whole short name is no piece of a longer one."""
    assert names_any(title, ("user account", "accounts information")) is is_named


def test_the_account_sheet_with_a_cut_name_gives_owners(tmp_path):
    """Whatever the program that wrote the workbook had to cut off."""
    book = a_book({"Android WhatsApp Accounts Infor": [("Phone Number", "WhatsApp Name"), ("447700900999", "Kid")]})

    assert read_bytes(tmp_path, book).numbers == [("447700900999", "owner")]


def test_facts_about_a_phone_give_the_calls_of_its_sim_and_tell_of_other_numbers(tmp_path):
    """A list of fields and values may hold what was dialled last; what is nobody's own is told, and the network's is nobody's."""
    rows = [
        ("Field", "Value"),
        ("IMSI", "234150000000000"),
        ("MSISDN", "+447700900100"),
        ("SMSC", "+447700900779"),
        ("LND 1", "07700900123"),
        ("Last sync partner", "07700900124"),
    ]

    read = read_bytes(tmp_path, a_book({"SIM Data": rows}), scopes=frozenset(Scope))

    assert read.ways == [("+447700900100", "owner", None), ("07700900123", "call", Direction.OUT)]
    assert len(read.skipped) == 1
