"""What the columns of a list of contacts are, in the words people put above them (formats facts 12.2, 13.1; domain facts 11.5)."""

from __future__ import annotations

from datetime import datetime

import pytest

from ingest import Role, Scope
from readings import read_bytes


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Name,Contact Number", "Jay,{}"),
        ("Contact Number", "{}"),
        ("Contact No,Name", "{},Jay"),
        ("Contact Name,Contact Number", "Jay,{}"),
        ("Full Name,Contact Number,DOB", "Jay,{},13/02/2009"),
        ("Surname,Forename,Contact Number", "Green,Jay,{}"),
        ("Name,Contact Number,Last call", "Jay,{},13/02/2026 12:00"),
        ("Name,Contact Number,Last call date", "Jay,{},13/02/2026 12:00"),
        ("Name,Contact Number,Content,Time", "Jay,{},,"),
    ],
)
def test_a_contact_number_is_a_number_of_a_contact(tmp_path, header, row):
    """A table is a call log only if something in it says so; everything in the column comes out as it stands."""
    cells = ["07700 900123", "7700900124", "O7700 9OO125", "900126", "0800 1111"]

    read = read_bytes(tmp_path, "\n".join([header, *map(row.format, cells)]), scopes=frozenset({Scope.CONTACTS}))

    assert read.numbers == [(cell, "contact") for cell in cells]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date,Direction,Contact Number", "13/02/2026,Incoming,{}"),
        ("Contact Number,Duration", "{},00:01:02"),
        ("Call time,Contact Number", "13/02/2026 12:00,{}"),
        ("Date,Type,Contact Number", "13/02/2026,Missed,{}"),
    ],
)
def test_a_contact_number_beside_what_calls_have_is_one_of_a_call(tmp_path, header, row):
    """Direction, duration, kind or time of a call make a call log of the same column."""
    read = read_bytes(tmp_path, f"{header}\n{row.format('07700 900123')}\n")

    assert read.numbers == [("07700 900123", "call")]


@pytest.mark.parametrize(
    "header",
    [
        "Last used",
        "Last call",
        "Last message",
        "Last contact",
        "Last contacted",
        "Last seen",
        "Last called",
        "Last texted",
        "Date last used",
    ],
)
def test_when_somebody_was_last_in_touch_is_a_time(tmp_path, header):
    """The last call, message or use is the time of the contact."""
    read = read_bytes(tmp_path, f"Name,Number,{header}\nJay,07700 900123,13/02/2026 12:00\n")

    assert [record.last for record in read.records] == [datetime(2026, 2, 13, 12)]  # noqa: DTZ001 # the table says no zone
    assert read.numbers == [("07700 900123", "contact")]


def test_the_last_message_itself_is_no_time(tmp_path):
    """A column of last messages holds words, which are no dates."""
    read = read_bytes(tmp_path, "Name,Number,Last message\nJay,07700 900123,see you\n")

    assert [(record.last, record.mentions[0].label) for record in read.records] == [(None, "Jay")]


#: What becomes of numbers on the way into a table, a helpline, and callers without a number.
DAMAGED = ["O7700 9OO511", "7.7009E+09", "900501", "Withheld", "0800 1111", "116 123"]
USUAL = [f"07700 90020{at}" for at in range(9)]


@pytest.mark.parametrize("header", ["Contact", "#", "Ph", "Digits", "No", "No.", "Numbers", "Number", "Contact No", "Mobile", "Whatever"])
def test_every_cell_of_a_column_of_numbers_comes_out(tmp_path, header):
    """Once a column is one of numbers, what was damaged, withheld or is a helpline comes out too; nothing is dropped with its place."""
    cells = [*USUAL[:5], *DAMAGED, *USUAL[5:]]

    read = read_bytes(tmp_path, f"Name,{header}\n" + "".join(f"Jay,{cell}\n" for cell in cells))

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [(cell, "contact", "Jay") for cell in cells]
    assert read.skipped == []


@pytest.mark.parametrize("header", ["#", "No", "Number", "Digits", "Numbers", "Ph"])
def test_a_count_of_the_rows_is_no_number(tmp_path, header):
    """The same headers stand above a count of the rows."""
    read = read_bytes(tmp_path, f"{header},Name,Mobile\n" + "".join(f"{at},Jay,{cell}\n" for at, cell in enumerate(USUAL, 1)))

    assert [mention.raw for mention in read.mentions] == USUAL


@pytest.mark.parametrize("damaged", [DAMAGED[:1], DAMAGED[:2], DAMAGED[:4], DAMAGED[2:], DAMAGED])
@pytest.mark.parametrize("row", ["Jay,{}\n", "{}\n", "Jay,07700 900123,{}\n", "Jay,{},01632 960001\n"])
def test_damaged_cells_do_not_hide_a_table_without_header(tmp_path, damaged, row):
    """Where most cells are numbers, the others of the column come out as well, in one column of numbers or two."""
    cells = [*USUAL, *damaged]

    read = read_bytes(tmp_path, "".join(map(row.format, cells)))

    assert [mention.raw for mention in read.mentions if mention.raw in cells] == cells
    assert read.skipped == []


def test_a_sender_that_is_a_word_comes_out(tmp_path):
    """A word in a column of numbers may be a sender; that the number is unknown is no sender."""
    read = read_bytes(tmp_path, "Name,Phone\nJay,07700 900123\nTaxi,CityCabs\nLee,unknown\nKim,n/a\nSam,TBC\n")

    assert [mention.raw for mention in read.mentions] == ["07700 900123", "CityCabs"]
    assert len(read.skipped) == 3


@pytest.mark.parametrize(
    "header",
    [
        "Saved as",
        "Saved name",
        "Stored name",
        "Name on phone",
        "Name in phone",
        "Contacts",
        "Contact",
        "Label",
        "Nominal",
        "Display",
        "Display Name",
        "Known as",
        "Alias",
        "Who",
    ],
)
def test_headers_that_mean_a_name(tmp_path, header):
    """What the phone calls somebody is the label; where no header says so, the first column of words is."""
    read = read_bytes(tmp_path, f"{header},Number,Town\nJay,07700 900123,A\nKim,07700 900124,B\n")

    assert [mention.label for mention in read.mentions] == ["Jay", "Kim"]


def test_a_type_of_number_is_no_name_where_there_is_one(tmp_path):
    """The label of a number does not stand in for the name of its person."""
    read = read_bytes(tmp_path, "Label,Name,Number\nMobile,Jay,07700 900123\n")

    assert [mention.label for mention in read.mentions] == ["Jay"]


def test_a_typed_list_keeps_the_words_beside_its_numbers(tmp_path):
    """In a list of one cell to a line the name stands beside the number."""
    read = read_bytes(tmp_path, "Mum 07700 900511\nBig Jay: 07700 900512\n07700 900513 (Kim)\nmob 07700 900514\n07700 900515\n")

    assert [mention.label for mention in read.mentions] == ["Mum", "Big Jay", "Kim", None, None]


def test_what_a_row_says_of_the_person_goes_with_the_number(tmp_path):
    """Organisation, job and relationship tell whom to keep out; what is noted of others does not, nothing is made of nothing."""
    read = read_bytes(
        tmp_path,
        "Name,Phone,Organisation,Job Title,Relationship,Notes\n"
        f"Jay,07700 900123,Firm & Co,Solicitor,,\nKim,07700 900124,,,{'x' * 300},my social worker knows\nLee,07700 900125,,,,\n",
    )

    assert [mention.about for mention in read.mentions if mention.role is Role.CONTACT] == ["Firm & Co; Solicitor", "x" * 200, None]
    assert read.prose == ["my social worker knows"]


def test_rows_of_names_and_numbers_only_say_nothing_more(tmp_path):
    """Rows read many at once are those of which nothing more is known, in the order of the file."""
    read = read_bytes(
        tmp_path, "Name,Phone,Company,Town\nJay,07700 900123,,A\nKim,07700 900124,Firm & Co,A\nLee,07700 900125,,07700900126\n"
    )

    assert [(mention.raw, mention.role.value, mention.about) for mention in read.mentions] == [
        ("07700 900123", "contact", None),
        ("07700 900124", "contact", "Firm & Co"),
        ("07700 900125", "contact", None),
        ("07700900126", "note", None),
    ]


def test_a_mobile_in_a_column_of_any_use_is_a_note(tmp_path):
    """People keep second numbers in columns of their own; what is no whole mobile there is none, nor is a number of the network."""
    read = read_bytes(
        tmp_path,
        "First Name,Mobile Phone,User 1,User 2,User 3,Service Centre\n"
        "Jay,07700 900123,07700900124,+447700900125,077009001,07700900126\nKim,,07700 900127,,,\n",
    )

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700 900123", "contact", "Jay"),
        ("07700900124", "note", "Jay"),
        ("+447700900125", "note", "Jay"),
        ("07700 900127", "note", "Kim"),
    ]


def test_the_group_of_every_contact_says_nothing(tmp_path):
    """A label that every contact of an account has is nothing said of anybody; another one is."""
    read = read_bytes(tmp_path, "Name,Labels,Phone\nJay,* myContacts,07700 900123\nKim,Legal ::: * myContacts,07700 900124\n")

    assert [mention.about for mention in read.mentions] == [None, "Legal"]


def test_a_number_in_place_of_the_name_is_not_lost(tmp_path):
    """A row that has its number where the name belongs and none in the field for it still has a number."""
    read = read_bytes(tmp_path, "Contact,Mobile\n07700 900123,\nJay,07700 900124\nKim,07700 900125\n")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [
        ("07700 900123", None),
        ("07700 900124", "Jay"),
        ("07700 900125", "Kim"),
    ]


@pytest.mark.parametrize("header", ["Name,lat,lon", "Name,Where,Then", "Name,,", ""])
@pytest.mark.parametrize(
    "cells",
    [
        "51.7520220{},-1.2577263{}",
        "1{}.2577263,0.1234567{}",
        '"51.75202{0}, -1.25772{0}",10.0.0.{0}/24',
        "192.168.10.{}/24,00:11:22:33:44:{}",
    ],
)
def test_positions_and_addresses_are_no_numbers(tmp_path, header, cells):
    """Degrees, and addresses of machines, have as many digits as a number and are none, whatever their header says."""
    rows = "".join(f"Spot {at},{cells.format(at, at)}\n" for at in range(10, 30))

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert read.numbers == []


def test_what_somebody_is_called_for_withheld_comes_out_in_all_its_spellings(tmp_path):
    """A caller nobody knows is told, however the tool says so."""
    words = [
        "Withheld",
        "Withheld number",
        "Number withheld",
        "No Caller ID",
        "Unknown caller",
        "Private caller",
        "Hidden",
        "Payphone",
        "-1",
    ]

    read = read_bytes(tmp_path, "Direction,Number,Date\n" + "".join(f"Incoming,{word},13/02/2026\n" for word in [*words, "07700 900123"]))

    assert [raw for raw, _ in read.numbers] == [*words, "07700 900123"]


def test_voicemail_is_no_application_that_numbers_its_users(tmp_path):
    """An app that has mail in its name is one of ids only where it is one of mail."""
    read = read_bytes(tmp_path, "Name,Number,App\nJay,7700900123,Voicemail\nKim,7700900124,WhatsApp Messenger\nLee,5860529659,Telegram\n")

    assert [raw for raw, _ in read.numbers] == ["7700900123", "7700900124"]


@pytest.mark.parametrize("header", ["User ID", "Username", "Who"])
def test_an_id_of_a_messenger_keeps_its_name(tmp_path, header):
    """A number of a messenger belongs to the person of its row, whatever its column is called."""
    read = read_bytes(tmp_path, f"Name,{header}\nJay,447700900123@s.whatsapp.net\nKim,kim99\n")

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("447700900123@s.whatsapp.net", "contact", "Jay")
    ]
    assert len(read.skipped) == 1


def test_the_account_a_contact_was_saved_under_is_no_number_of_the_contact(tmp_path):
    """The id in a column of accounts is the owner's, so no contact has it for a number."""
    read = read_bytes(
        tmp_path, "Name,Number,Account\nJay,07700 900123,447700900195@s.whatsapp.net\nKim,07700 900124,447700900195@s.whatsapp.net\n"
    )

    assert (read.others, read.own) == ({"07700 900123", "07700 900124"}, {"447700900195@s.whatsapp.net"})


def test_each_group_of_an_account_says_by_itself_who_somebody_is(tmp_path):
    """A profession among the groups of a contact is read as a field of its own."""
    read = read_bytes(tmp_path, "Name,Labels,Phone\nJay,Gym ::: Social workers ::: * myContacts,07700 900123\nKim,,07700 900124\n")

    assert [mention.about for mention in read.mentions] == ["Gym; Social workers", None]
