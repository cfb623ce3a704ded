"""Digits that are no telephone numbers: ids of users, references, and what counts rows; and numbers that look like those."""

from __future__ import annotations

import pytest

from ingest import Direction, Scope
from ingest.decode.values.user_ids import id_app_within
from ingest.decode.words.headers import Column, classify
from readings import ALL, read_bytes
from sheets import a_book

MESSAGES = "Sender,Sender Name,Recipient,Message,Sent Date,Source\n"
IDS = ("7700900123", "7700900124")
WHEN = "13/04/2026 21:15:00"
TELEGRAM_PATH = r"userdata.zip\data\data\org.telegram.messenger\files\cache4.db"


def test_digits_under_the_path_of_an_application_with_ids_are_no_numbers(tmp_path):
    """Where a row was found says whose ids stand in it, where no column names the application."""
    read = read_bytes(tmp_path, f"{MESSAGES}{IDS[0]},Mo,{IDS[1]},x,{WHEN},{TELEGRAM_PATH}\n")

    assert (read.mentions, len(read.skipped)) == ([], 1)


@pytest.mark.parametrize("header", ["Source File", "Location", "Evidence"])
def test_a_path_in_any_column_says_whose_ids_stand_in_a_row(tmp_path, header):
    """Tools call the column of paths as they like; rows of other files keep their numbers."""
    table = f"Sender,Recipient,Message,Sent Date,{header}\n{IDS[0]},Local User,x,{WHEN},{TELEGRAM_PATH}\n"

    assert read_bytes(tmp_path, table + f"{IDS[1]},Local User,x,{WHEN},data/mmssms.db\n").others == {IDS[1]}


def test_pages_of_people_say_nothing_of_their_telephones(tmp_path):
    """The address of somebody's page is no path of a file."""
    table = "Name,Mobile,Profile\nJay,7700900123,https://instagram.com/jay\nMo,7700900124,instagram.com/mo\n"

    assert read_bytes(tmp_path, table).others == {"7700900123", "7700900124"}


def test_numbers_under_the_path_of_an_application_with_ids_are_kept_where_they_say_so(tmp_path):
    """A plus, a zero, or the whole of a British mobile; the application is told."""
    read = read_bytes(tmp_path, f"{MESSAGES}+447700900123,Mo,447700900124,x,{WHEN},{TELEGRAM_PATH}\n")

    assert [(mention.raw, mention.app) for mention in read.mentions] == [("+447700900123", "Telegram"), ("447700900124", "Telegram")]


@pytest.mark.parametrize("path", ["mmssms.db", r"data\com.whatsapp\databases\msgstore.db", "", "Phone"])
def test_paths_of_other_applications_leave_numbers_what_they_are(tmp_path, path):
    """Only applications that are known to have ids of their own keep digits from being read."""
    read = read_bytes(tmp_path, f"{MESSAGES}{IDS[0]},Mo,Local User,x,{WHEN},{path}\n")

    assert IDS[0] in read.others


@pytest.mark.parametrize("sheet", ["Telegram Messages - Android", "Snapchat Chat Messages", "Facebook Messenger Messages"])
def test_the_name_of_a_sheet_says_whose_ids_stand_in_it(tmp_path, sheet):
    """Reports have a sheet for every application."""
    header = ("Sender", "Sender Name", "Recipient(s)", "Message", "Sent Date")
    rows = [header, (IDS[0], "Mo", IDS[1], "x", WHEN)]

    assert read_bytes(tmp_path, a_book({sheet: rows, "Android SMS": rows})).others == set(IDS)
    assert read_bytes(tmp_path, a_book({sheet: rows})).mentions == []


def test_a_title_above_the_header_says_whose_ids_stand_below(tmp_path):
    """As the name of a sheet does, also in a table of names and numbers only."""
    assert read_bytes(tmp_path, "Telegram contacts\n\nName,Number\nMo,7700900123\nJay,07700 900124\n").others == {"07700 900124"}


@pytest.mark.parametrize("name", ["Telegraph Road", "Orca", "Katana class"])
def test_names_of_programs_are_words_in_a_title(tmp_path, name):
    """Roads, animals and clubs are called so, and their numbers may have lost a zero."""
    rows = [("Name", "Number"), ("Mo", "7700900123"), ("Jay", "07700 900124")]

    assert read_bytes(tmp_path, a_book({f"{name} contacts": rows})).others == {"7700900123", "07700 900124"}


@pytest.mark.parametrize("more", ["", ",Date,Direction"])
def test_what_says_telephone_is_one_also_below_such_a_title(tmp_path, more):
    """The numbers of contacts of an application stand beside their ids."""
    cells = f",{WHEN},Incoming" if more else ""

    read = read_bytes(tmp_path, f"Telegram contacts\n\nName,Phone number,User ID{more}\nMo,7700900123,7700900124{cells}\n")

    assert read.others == {"7700900123"}


@pytest.mark.parametrize(
    ("text", "app"),
    [
        ("Telegram Messages - Android", "Telegram"),
        ("com.snapchat.android/databases/main.db", "Snapchat"),
        (r"private\var\mobile\Applications\com.toyopagroup.picaboo", "Snapchat"),
        ("com.facebook.orca", "Facebook"),
        ("WhatsApp and Telegram", None),
        ("com.google.android.apps.messaging", None),
        ("Line 1 calls", None),
        ("https://www.instagram.com/kit", None),
        ("snapchat.com/add/kit", None),
        ("Kiki's contacts", None),
        ("Hinge contacts", "Hinge"),
        ("Telegraph Road contacts", None),
        ("Orca Close", None),
        ("Katana club / Orca club", None),
        ("Musically gifted", None),
        ("St.Katana school", None),
        ("group.com.toyopagroup.picaboo", "Snapchat"),
        ("com.zhiliaoapp.musically", "TikTok"),
        ("com.grindrapp.android/databases/grindr3.db", "Grindr"),
        ("ph.telegra.Telegraph", "Telegram"),
        ("com.facebook.katana/databases/threads_db2", "Facebook"),
        (r"data\katana\threads_db2", "Facebook"),
        ("com.burbn.instagram", "Instagram"),
        ("com.tencent.mm/MicroMsg", "WeChat"),
    ],
)
def test_applications_with_ids_are_known_by_titles_and_paths(text, app):
    """Where an application that uses numbers is named beside it, nothing is certain."""
    assert id_app_within(text) == app


@pytest.mark.parametrize("header", ["Sender ID", "User ID", "Partner ID", "Recipient IDs", "Telegram", "UID"])
def test_headers_of_user_ids_are_none_of_numbers(tmp_path, header):
    """Ten digits of an id would pass for a mobile that lost its zero."""
    read = read_bytes(tmp_path, f"{header},Date,Message\n" + "".join(f"{each},{WHEN},x\n" for each in IDS))

    assert read.mentions == []


def test_numbers_that_say_so_are_kept_under_headers_of_user_ids(tmp_path):
    """The ids of some applications are telephone numbers."""
    cells = ["+447700900123", "447700900124", "447700900125@s.whatsapp.net", "7700900126"]

    read = read_bytes(tmp_path, "Sender ID,Date,Message\n" + "".join(f"{each},{WHEN},x\n" for each in cells))

    assert read.others == set(cells[:3])


@pytest.mark.parametrize("header", ["Handle", "Identifier", "WhatsApp ID", "Remote JID", "jid"])
def test_numbers_without_a_plus_are_read_in_columns_of_identifiers(tmp_path, header):
    """Spreadsheets take the plus and the zero away."""
    cells = ["+447700900123", "447700900124", "7700900125", "7700900126.0", "mo@example.org"]

    read = read_bytes(tmp_path, f"{header},Date,Text\n" + "".join(f"{each},{WHEN},x\n" for each in cells))

    assert (read.others, len(read.skipped)) == (set(cells[:4]), 1)


def test_a_column_of_handles_has_short_numbers_too(tmp_path):
    """Services write from five digits."""
    read = read_bytes(tmp_path, f"Handle,Date,Text\n+447700900123,{WHEN},x\n60777,{WHEN},x\nmo@example.org,{WHEN},x\n")

    assert read.others == {"+447700900123", "60777"}


def test_identifiers_of_an_application_with_ids_are_no_numbers(tmp_path):
    """What the row says of its application goes before what its digits look like."""
    read = read_bytes(tmp_path, f"WhatsApp ID,App,Date,Text\n7700900123,Telegram,{WHEN},x\n7700900124,WhatsApp,{WHEN},x\n")

    assert read.others == {"7700900124"}


REFERENCES = (
    "Acc No", "Acct No", "A/c no.", "NI No", "Niche No", "Bag No", "Seal No", "Property No", "Shoulder No", "Officer No", "Log No",
    "Report No.", "Statement no", "Investigation number", "CIN no", "Visa no", "Home Office No", "Driver No", "Reg No", "Charge No",
    "Receipt no", "Voucher No", "Transaction no", "PO Number", "Parcel No", "Tracking number", "SIM No", "Handset No", "Device number",
    "Numéro de dossier", "Numéro de série", "Numer sprawy", "Numer seryjny", "Aktennummer",
)  # fmt: skip


@pytest.mark.parametrize("header", REFERENCES)
def test_a_number_of_something_else_is_no_contact(tmp_path, header):
    """Whatever is numbered there, a header that says neither whose nor which telephone's number it is gives no contacts."""
    rows = "".join(f"P{at},07700 90012{at},0163296000{at}\n" for at in range(6))

    assert read_bytes(tmp_path, f"Name,Mobile,{header}\n{rows}").others == {f"07700 90012{at}" for at in range(6)}


@pytest.mark.parametrize("header", ["Acc No", "Seal No", "Numer sprawy"])
def test_a_mobile_under_the_number_of_something_else_is_a_note(tmp_path, header):
    """What looks like a British mobile is shown, for it may be one in the wrong place."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,1234\nMo,07700 900124,07700900125\nKim,07700 900126,77\n")

    assert ("07700900125", "note") in read.numbers


@pytest.mark.parametrize("header", ["Jojo number", "Trap no", "Acc No"])
def test_a_column_of_mobiles_is_one_of_numbers_whatever_is_numbered(tmp_path, header):
    """No references look so throughout."""
    read = read_bytes(tmp_path, f"Name,{header}\nJay,07700900123\nMo,7700900124\nKim,+447700900125\n")

    assert read.numbers == [("07700900123", "contact"), ("7700900124", "contact"), ("+447700900125", "contact")]


@pytest.mark.parametrize(
    "header",
    [
        "Number dialled", "Dialled No", "Calling number", "Other party number", "Contact No.", "Home no", "Work number", "Alternative No",
        "2nd number", "Number in handset", "Number stored", "WhatsApp No", "Mum's number", "Next of kin no", "School number", "Number 2",
        "Numéro appelé", "Numero chiamato", "Numer rozmówcy", "Formatted number",
    ],
)  # fmt: skip
def test_a_header_that_says_whose_number_or_which_may_hold_numbers(header):
    """Beside a word for people, for calls or for one of several, a number is one of a telephone."""
    assert classify(header) in {Column.MAYBE_PHONE, Column.PHONE, Column.TO, Column.FROM, Column.PARTY}


@pytest.mark.parametrize("first", [["EE", "Vodafone", "60777"], ["Withheld", "Unknown", "Private"], ["EE", "Withheld", "150"]])
def test_a_column_called_number_is_one_whatever_stands_in_its_first_cells(tmp_path, first):
    """Callers nobody knows, senders with a name and services speak for a column of numbers and not against it."""
    cells = [*(first * 100), "7700900123", "447700900124"]

    read = read_bytes(tmp_path, "Number,Direction,Date\n" + "".join(f"{each},Incoming,{WHEN}\n" for each in cells))

    assert [raw for raw, _ in read.numbers] == cells


def test_numbers_that_begin_late_in_a_column_of_any_use_are_read(tmp_path):
    """The columns are judged again where a number comes behind the rows that were judged."""
    cells = ["no details"] * 300 + ["07700 900123", "7700900124", "447700900125"]

    read = read_bytes(tmp_path, "Person,Info\n" + "".join(f"P{at},{each}\n" for at, each in enumerate(cells)))

    assert [(mention.raw, mention.label) for mention in read.mentions] == [(cells[300 + at], f"P{300 + at}") for at in range(3)]
    assert len(read.skipped) == 300


def test_a_source_and_a_target_that_are_numbers_are_two_parties(tmp_path):
    """Charts have them so; no number is the name of an application."""
    read = read_bytes(tmp_path, f"Source,Target,Date,Type\n07700 900999,07700 900123,{WHEN},Call\n07700 900124,07700 900999,{WHEN},Call\n")

    assert read.others == {"07700 900999", "07700 900123", "07700 900124"}
    assert {mention.app for mention in read.mentions} == {None}


@pytest.mark.parametrize(("header", "cells"), [("Destination country", ("UK", "Ireland")), ("Target name", ("Mo", "Jay"))])
def test_what_is_told_of_a_target_is_no_party(tmp_path, header, cells):
    """Only who it is makes the other end of a call."""
    rows = f"07700 900999,07700 900123,{cells[0]},{WHEN},Call\n07700 900124,07700 900999,{cells[1]},{WHEN},Call\n"

    read = read_bytes(tmp_path, f"Source,Target,{header},Date,Type\n{rows}")

    assert [mention.raw for mention in read.mentions] == ["07700 900999", "07700 900123", "07700 900124", "07700 900999"]


def test_a_sender_with_a_name_is_read_in_a_short_list_of_messages(tmp_path):
    """Beside a body an address is a sender, and the number of the message centre is nobody's."""
    rows = f"+447700900123,{WHEN},1,yo,+447700900779\nEE,{WHEN},1,hi,+447700900779\n"

    read = read_bytes(tmp_path, f"address,date,type,body,service_center\n{rows}")

    assert (read.ways, read.skipped) == ([("+447700900123", "message", Direction.IN), ("EE", "message", Direction.IN)], [])


def test_the_number_of_the_message_centre_is_no_number_that_was_not_read(tmp_path):
    """A row without a sender is told as one without a number."""
    rows = f"+447700900123,{WHEN},1,yo,+447700900779\n,{WHEN},1,hi,+447700900779\n"

    read = read_bytes(tmp_path, f"address,date,type,body,service_center\n{rows}")

    assert [item.reason for item in read.skipped] == ["no phone number in this row"]


@pytest.mark.parametrize(
    "footer", ["Page 2 of 2,,,", "Total,,,3", "Subtotal,,,3 calls", "Total calls: 3,,,", "Seite 2/2,,,", "Łącznie: 3,,,"]
)
def test_what_a_report_says_of_its_own_rows_is_no_record(tmp_path, footer):
    """It is told and counts for nobody."""
    read = read_bytes(tmp_path, f"Number,Date,Type,Duration\n07700 900123,{WHEN},Incoming,00:01:10\n{footer}\n", scopes=ALL)

    assert (len(read.records), [item.reason for item in read.skipped]) == (1, ["a total or the number of a page, and no record"])


@pytest.mark.parametrize("row", ["Total,07700 900124,,", "Page,07700 900124,,"])
def test_somebody_who_is_called_like_a_total_is_a_contact(tmp_path, row):
    """Companies are."""
    read = read_bytes(tmp_path, f"Name,Number,Notes,Other\nJay,07700 900123,,\n{row}\n", scopes=frozenset({Scope.CONTACTS}))

    assert read.others == {"07700 900123", "07700 900124"}


def test_rooms_are_no_telephones_beside_a_column_that_holds_them(tmp_path):
    """Short figures below `Number` leave it to another column to be the one of telephones."""
    rows = "".join(f"P{at},1{at:02d},77009001{at:02d}\n" for at in range(10, 20))

    assert read_bytes(tmp_path, f"Name,Number,Reach\n{rows}").numbers == [(f"77009001{at}", "contact") for at in range(10, 20)]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Foster carer number", Column.MAYBE_PHONE),
        ("Headteacher number", Column.MAYBE_PHONE),
        ("Stepdad no", Column.MAYBE_PHONE),
        ("Officer number", Column.OTHER),
        ("Seal number", Column.OTHER),
    ],
)
def test_numbers_of_people_are_telephones(header, column):
    """Whoever may be somebody to a child has a telephone; officers have another number, and things no telephone."""
    assert classify(header) is column


@pytest.mark.parametrize("header", ["Number", "Contact number", "Contact No", "WhatsApp", "WhatsApp number", "Phone", "Address"])
@pytest.mark.parametrize("plain", ["", "Lea,07700900005\n"])
def test_ids_of_a_messenger_are_numbers_whatever_their_column_is_called(tmp_path, header, plain):
    """A column in which only they stand is one of numbers, as one is in which numbers stand beside them."""
    read = read_bytes(tmp_path, f"Name,{header}\nJay,447700900123@s.whatsapp.net\nMo,447700900124@c.us\n{plain}")

    assert {"447700900123@s.whatsapp.net", "447700900124@c.us"} <= read.others
    assert read.skipped == []


@pytest.mark.parametrize("header", ["WhatsApp", "Whatsapp Number", "Anything"])
@pytest.mark.parametrize("rows_before", [0, 300])
def test_an_id_beside_numbers_is_read_wherever_it_comes(tmp_path, header, rows_before):
    """One that comes behind the rows by which columns are judged is read as well."""
    rows = "".join(f"N{at},01632 960{at:03},\n" for at in range(rows_before))
    table = f"Contact,Phone,{header}\n{rows}Jay,07700900005,447700900123@s.whatsapp.net\nMo,07700900006,\n"

    told = {mention.raw for mention in read_bytes(tmp_path, table).mentions}
    assert {"07700900005", "07700900006", "447700900123@s.whatsapp.net"} <= told


def test_calls_of_a_messenger_are_calls_beside_those_of_the_phone(tmp_path):
    """Most rows of a log name their other side by an id."""
    rows = "".join(f"44770090012{at}@s.whatsapp.net,Incoming,1{at}/03/2026 10:00,60,WhatsApp\n" for at in (3, 4, 5))
    read = read_bytes(tmp_path, f"Number,Type,Date,Duration,App\n{rows}07700900126,Outgoing,13/03/2026 10:00,60,Phone\n")

    assert [way for _, _, way in read.ways] == [Direction.IN] * 3 + [Direction.OUT]


@pytest.mark.parametrize(
    "cell",
    [
        "07700900124 / 447700900123@s.whatsapp.net",
        '"07700900124, 447700900123@s.whatsapp.net"',
        "07700900124; 447700900123@s.whatsapp.net",
        "07700900124 447700900123@s.whatsapp.net",
        "07700900124 or 447700900123@s.whatsapp.net",
        "447700900123@s.whatsapp.net/07700900124",
        "Home: 07700900124 <447700900123@s.whatsapp.net>",
        "jay@example.org 07700900124 447700900123@s.whatsapp.net",
    ],
)
@pytest.mark.parametrize("header", ["Name,Mobile", "Name,Number", "Name,MSISDN,Duration,Date", "Name,Parties,Duration,Date"])
def test_every_number_beside_an_id_in_a_cell_is_read(tmp_path, header, cell):
    """Whatever parts them, and whichever comes first; in books and in logs."""
    rows = "".join(f"N{at},0770090001{at}\n" for at in range(4))
    read = read_bytes(tmp_path, f"{header}\nJay,{cell},60,12/03/2026 10:00\n{rows}")

    assert {"07700900124", "447700900123@s.whatsapp.net"} <= read.others


def test_words_beside_an_id_and_a_number_stay_with_them(tmp_path):
    """They may tell whom to keep out."""
    read = read_bytes(tmp_path, "Name,Mobile\nJay,solicitor 07700900124 / 447700900123@s.whatsapp.net\nMo,07700900125\n")

    assert read.mentions[0].raw == "solicitor 07700900124 / 447700900123@s.whatsapp.net"


def test_the_account_that_all_contacts_were_saved_under_is_no_contact(tmp_path):
    """It is the owner's, though an id of a messenger is a number elsewhere."""
    own = "447700900999@s.whatsapp.net"

    assert read_bytes(tmp_path, f"Name,Email,Account\nJay,a@example.org,{own}\nMo,b@example.org,{own}\n").others == set()


@pytest.mark.parametrize(
    "address", ["jay@example.org", "447700900123@lid", "120363023356659014@g.us", "07700900125@example.org", "Jay jay@example.org"]
)
@pytest.mark.parametrize("header", ["Name,Mobile", "Name,Number", "Name,MSISDN,Duration,Date"])
def test_a_number_beside_an_address_is_read(tmp_path, header, address):
    """What is no number keeps none from being read that stands in one cell with it."""
    rows = "".join(f"N{at},0770090001{at},60,12/03/2026 10:00\n" for at in range(4))
    read = read_bytes(tmp_path, f"{header}\nJay,{address} / 07700900124,60,12/03/2026 10:00\n{rows}")

    assert read.skipped == []
    assert "07700900124" in read.mentions[0].raw
