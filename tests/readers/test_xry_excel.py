"""The Excel export of XAMN, by the keys its text reports use; and its text export, which is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest import Direction, Scope, UnsupportedFormat
from readings import read_bytes
from sheets import a_book, a_table

CONTACTS = [
    ("#", "Name", "Tel", "Mobile", "Home", "Work", "Email Home", "Related Application", "Account Name", "Storage", "Index", "Deleted"),
    (1, "Mo Line", "+447700900123", "", "01632 960123", "", "a@example.org", "", "", "Device", 1, ""),
    (2, "Kit", "", "07700 900124", "", "", "", "", "", "SIM", 7, "Yes"),
    (3, "Nobody", "", "", "", "", "n@example.org", "", "", "Device", 2, ""),
]
CALLS = [
    ("Call Type", "Direction", "Time", "Duration", "Tel", "Number", "Name", "Name (Matched)", "Storage", "Index", "Deleted"),
    ("Missed", "Incoming", "13/01/2026 21:14:05 UTC+0 (Device)", "0:00", "+447700900123", "", "", "Mo Line", "Device", 1, ""),
    ("Dialed", "Outgoing", "02/03/2026 21:14:05 UTC+1 (Network)", "1:17", "", "07700900124", "", "Kit", "Device", 2, "Yes"),
    ("Received", "", "02/03/2026 21:14:05 UTC+0 (Device)", "1:17", "07700900125", "", "", "", "Memory", 3, ""),
]
MESSAGES = [
    ("Direction", "Status", "Tel", "Name (Matched)", "Text", "Time", "Folder", "Storage", "Service Center", "Index", "Deleted"),
    (
        "Incoming",
        "Read",
        "+447700900123",
        "Mo Line",
        "call 07700 900126",
        "13/01/2026 10:00:00 UTC+0",
        "Inbox",
        "Device",
        "+447700900777",
        1,
        "",
    ),
    ("Outgoing", "Sent", "+447700900124", "Kit", "ok", "13/01/2026 10:00:00 UTC+0", "Sent", "Device", "+447700900777", 2, ""),
    ("Incoming", "Deleted", "+447700900125", "", "", "13/01/2026 10:00:00 UTC+0", "Inbox", "Device", "+447700900777", 3, ""),
]
CHATS = [
    ("Application", "Participants", "From", "To", "Text", "Time", "Deleted", "Source", "Related Application"),
    ("WhatsApp", "", "447700900123@s.whatsapp.net", "447700900001@s.whatsapp.net", "yo", "13/01/2026 10:00:00 UTC+0", "", "", "WhatsApp"),
]
DEVICE = [("Attribute", "Data"), ("Device Name", "Phone 7"), ("Mobile Id (IMEI)", "490154203237518"), ("MSISDN", "+447700900001")]
REPORT = {"Contacts": CONTACTS, "Calls": CALLS, "Messages": MESSAGES, "Device": DEVICE}


def test_the_export_is_recognised(tmp_path):
    """The workbook is known by the keys only XRY uses."""
    assert read_bytes(tmp_path, a_book(REPORT)).reader == "xry-excel"


@pytest.mark.parametrize("make", [lambda rows: a_book({"Contacts": rows}), a_table], ids=["sheet", "csv"])
def test_contacts_of_phone_and_sim_are_read(tmp_path, make):
    """Every number column of a contact is read, on phone and SIM alike, and a contact without any is accounted for."""
    got = read_bytes(tmp_path, make(CONTACTS))

    assert [(mention.raw, mention.label) for mention in got.mentions] == [
        ("+447700900123", "Mo Line"),
        ("01632 960123", "Mo Line"),
        ("07700 900124", "Kit"),
    ]
    assert [record.deleted for record in got.records] == [False, True]
    assert len(got.skipped) == 1


@pytest.mark.parametrize("make", [lambda rows: a_book({"Calls": rows}), a_table], ids=["sheet", "csv"])
def test_calls_go_the_way_their_type_or_direction_says(tmp_path, make):
    """`Missed` and `Received` came in, `Dialed` went out; the name is the one XRY matched."""
    got = read_bytes(tmp_path, make(CALLS))

    assert got.ways == [
        ("+447700900123", "call", Direction.IN),
        ("07700900124", "call", Direction.OUT),
        ("07700900125", "call", Direction.IN),
    ]
    assert [mention.label for mention in got.mentions] == ["Mo Line", "Kit", None]
    assert [record.deleted for record in got.records] == [False, True, False]


def test_times_keep_their_zone_and_the_order_of_their_column(tmp_path):
    """A day above twelve in one row tells that the day comes first in all; the zone is kept."""
    got = read_bytes(tmp_path, a_book({"Calls": CALLS}))

    assert [record.first for record in got.records] == [
        datetime(2026, 1, 13, 21, 14, 5, tzinfo=UTC),
        datetime(2026, 3, 2, 20, 14, 5, tzinfo=UTC),
        datetime(2026, 3, 2, 21, 14, 5, tzinfo=UTC),
    ]


def test_the_month_may_come_first(tmp_path):
    """American times are read as such where one of the column shows it."""
    rows = [CALLS[0], ("Missed", "", "3/25/2026 9:14:05 PM UTC+0 (Device)", "", "+447700900123", *[""] * 6)]
    rows.append(("Missed", "", "3/1/2026 9:14:05 PM UTC+4 (Device)", "", "+447700900123", *[""] * 6))

    assert [record.first for record in read_bytes(tmp_path, a_book({"Calls": rows})).records] == [
        datetime(2026, 3, 25, 21, 14, 5, tzinfo=UTC),
        datetime(2026, 3, 1, 17, 14, 5, tzinfo=UTC),
    ]


def test_the_service_centre_is_nobody_and_a_status_can_say_deleted(tmp_path):
    """The service centre on every message is never a number; `Status: Deleted` marks a message as deleted."""
    got = read_bytes(tmp_path, a_book({"Messages": MESSAGES}))

    assert got.others == {"+447700900123", "+447700900124", "+447700900125"}
    assert [record.deleted for record in got.records] == [False, False, True]


def test_status_reports_are_no_messages(tmp_path):
    """A delivery report is accounted for and gives no number."""
    header = ("Type", *MESSAGES[0])
    rows = [header, ("Status Report", *MESSAGES[1]), ("Deliver", *MESSAGES[1])]
    got = read_bytes(tmp_path, a_book({"Messages": rows}))

    assert (len(got.records), len(got.skipped)) == (1, 1)


def test_texts_are_read_only_when_asked_for(tmp_path):
    """Message texts leave the reader in the scope of texts only."""
    book = a_book({"Messages": MESSAGES})

    assert read_bytes(tmp_path, book).prose == []
    assert read_bytes(tmp_path, book, scopes=frozenset({Scope.TEXTS})).prose == ["call 07700 900126"]


def test_chats_name_their_application(tmp_path):
    """A chat of an application gives its sender with the application."""
    got = read_bytes(tmp_path, a_book({"Chats": CHATS, "Messages": MESSAGES}))

    assert ("447700900123@s.whatsapp.net", "WhatsApp") in [(mention.raw, mention.app) for mention in got.mentions]


@pytest.mark.parametrize("scope", sorted(Scope))
def test_the_owner_is_told_whatever_the_scope(tmp_path, scope):
    """The device's own number is the owner's in every scope."""
    assert read_bytes(tmp_path, a_book(REPORT), scopes=frozenset({scope})).own == {"+447700900001"}


EVENTS = [
    (
        "#",
        "Category",
        "Time",
        "Direction",
        "Call Type",
        "From",
        "To",
        "Tel",
        "Mobile",
        "Name",
        "Name (Matched)",
        "Text",
        "Storage",
        "Index",
        "Deleted",
    ),
    (1, "Calls", "13/01/2026 21:14:05 UTC+0 (Device)", "Incoming", "Missed", "+447700900123", "", "", "", "", "Mo", "", "Device", 1, ""),
    (2, "Contacts", "", "", "", "", "", "", "07700 900124", "Kit", "", "", "Device", 2, ""),
    (3, "Messages/SMS", "13/01/2026 22:00:00 UTC+0", "Outgoing", "", "", "+447700900125", "", "", "", "", "hi", "Device", 3, ""),
]


@pytest.mark.parametrize(
    ("scopes", "numbers"),
    [
        ({Scope.CONTACTS}, {("07700 900124", "contact")}),
        ({Scope.CALLS}, {("+447700900123", "call")}),
        ({Scope.MESSAGES}, {("+447700900125", "message")}),
    ],
)
def test_one_sheet_of_all_kinds_is_read_by_the_kind_of_each_row(tmp_path, scopes, numbers):
    """In the combined sheet `Events` each row is what its category says, and only what was asked for is read."""
    got = read_bytes(tmp_path, a_book({"Events": EVENTS}), scopes=frozenset(scopes))

    assert got.reader == "xry-excel"
    assert set(got.numbers) == numbers


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_the_text_export_is_refused_by_name(tmp_path, encoding):
    """XRY's text export is known, not read, and the sentence says what to ask for."""
    text = "\r\nXRY Export\r\n\r\nCalls\r\n\r\nCalls #\t1\r\nCall Type:\tMissed\r\nFrom\r\nTel:\t+447700900123\r\n"

    with pytest.raises(UnsupportedFormat) as caught:
        read_bytes(tmp_path, text.encode(encoding))

    assert "XRY" in caught.value.sentence
    assert "XAMN" in caught.value.hint
