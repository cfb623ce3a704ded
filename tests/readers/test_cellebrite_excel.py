"""The Excel report of Cellebrite and single sheets cut from it, read to what their cells say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

import cellebrite_reports as made
from ingest import Direction, Scope
from readings import ALL, read_bytes
from sheets import a_book, a_table


def as_written(*parts: int) -> datetime:
    """A moment whose zone nobody wrote."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


CONTACT_HEADER = (
    "#", "Name", "Entries", "Source", "Account", "Interaction Statuses", "Group", "Notes", "Organizations", "Addresses", "Created",
    "Modified", "Tag", "Deleted", "Source file information",
)  # fmt: skip
CALL_HEADER = (
    "#", "Parties", "Timestamp: Date", "Timestamp: Time", "Direction", "Status", "Duration", "Country code", "Network name", "Video call",
    "Source", "Deleted - Call", "Tag",
)  # fmt: skip
CHAT_HEADER = (
    "Chat #", "Identifier", "Start Time: Time", "Participants", "#", "From", "To", "Body", "Status", "Timestamp: Time",
    "Deleted - Instant Message", "Attachment #1", "Source",
)  # fmt: skip
SMS_HEADER = ("#", "Folder", "Parties", "Timestamp: Time", "Status", "Message", "SMSC", "Source", "Deleted")

ENTRIES = (
    "Phone-Mobile: +447700900123\n"
    "Phone-: 01632 960123\n"
    "User ID-WhatsApp User Id: 447700900124@s.whatsapp.net\n"
    "User ID-Push Name: Mo\n"
    "User ID-Facebook Id: 100012345678901\n"
    "Email-Home: someone@example.org"
)


def contact(name="Mo Line", entries=ENTRIES, source="", deleted="", **more):
    """A row of the sheet of contacts."""
    cells = dict.fromkeys(CONTACT_HEADER, "") | {"#": 1, "Name": name, "Entries": entries, "Source": source, "Deleted": deleted} | more
    return tuple(cells.values())


def call(parties="From:  +447700900123 Mo Line", direction="Incoming", when="01/03/2026 21:14:05(UTC+0)", deleted="", source="", status=""):
    """A row of the call log."""
    cells = {"#": 1, "Parties": parties, "Timestamp: Date": when.split(" ")[0], "Timestamp: Time": when, "Direction": direction}
    return tuple((dict.fromkeys(CALL_HEADER, "") | cells | {"Deleted - Call": deleted, "Source": source, "Status": status}).values())


def chat(sender, to, body="see you", participants="447700900123@s.whatsapp.net Mo\n447700900001@s.whatsapp.net Me (owner)", **more):
    """A row of the sheet of chats."""
    cells = {"Chat #": 1, "Participants": participants, "#": 1, "From": sender, "To": to, "Body": body, "Source": "WhatsApp"}
    return tuple((dict.fromkeys(CHAT_HEADER, "") | cells | {"Timestamp: Time": "02/03/2026 10:00:00(UTC+0)"} | more).values())


def the_sheet(kind: str, title: str, rows, wrapping: str) -> bytes:
    """A sheet inside a whole report, cut out as a workbook of its own, or saved as CSV."""
    if wrapping == "report":
        facts = (("Device Info (2)",), ("#", "Name", "Value"), (1, "Detected model", "  Phone 7"), (2, "IMEI", "  490154203237518"))
        return a_book({"Summary": [("Cellebrite Physical Analyzer",), ("Case number", "01632 960777")], "Device Info": facts, title: rows})
    return a_table(rows) if wrapping == "csv" else a_book({title if wrapping == "cut" else "Sheet1": rows})


WRAPPINGS = ["report", "cut", "renamed", "csv"]


@pytest.mark.parametrize("titled", [True, False], ids=["with title row", "without"])
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_every_number_of_the_entries_is_a_contact(tmp_path, wrapping, titled):
    """The lines of `Entries` give each number under the contact's name, and ids and addresses give none."""
    rows = [*([("Contacts (1)",)] if titled else []), CONTACT_HEADER, contact()]
    got = read_bytes(tmp_path, the_sheet("contact", "Contacts", rows, wrapping))

    assert [(mention.raw, mention.role, mention.label) for mention in got.mentions] == [
        ("+447700900123", "contact", "Mo Line"),
        ("01632 960123", "contact", "Mo Line"),
        ("447700900124@s.whatsapp.net", "contact", "Mo Line"),
    ]


def test_a_report_is_recognised_and_its_places_name_the_cell(tmp_path):
    """The workbook is known for what it is, and a place names sheet and cell."""
    got = read_bytes(tmp_path, a_book({"Contacts": [("Contacts (1)",), CONTACT_HEADER, contact()]}), name="report.XLSX")

    assert got.reader == "cellebrite-excel"
    assert got.records[0].place == "report.XLSX:Contacts!C3"


LABELS = (
    "",
    "Mobile",
    "mobile",
    "CELL",
    "General",
    "HOME",
    "iPhone",
    "Phone Number",
    "Secondary number",
    "unknown",
    "Viber",
    "_$!<Mobile>!$_",
)


@pytest.mark.parametrize("label", LABELS)
def test_the_label_of_a_phone_entry_changes_nothing(tmp_path, label):
    """Whatever the label of a phone entry, its number is read."""
    got = read_bytes(tmp_path, a_book({"Contacts": [CONTACT_HEADER, contact(entries=f"Phone-{label}: 07700 900123")]}))

    assert got.others == {"07700 900123"}


@pytest.mark.parametrize(
    "entries",
    [
        "User ID-Facebook Id: 100012345678901",
        "User ID-Instagram Id: 5860529659",
        "User ID-Peer: 5860529659",
        "User ID-WeChat ID: wxid_5860529659",
        "User ID-Username: 5860529659",
        "User ID-WhatsApp User Id: 205690463334636@lid",
        "User ID-WhatsApp User Id: 120363023356659014@g.us",
        "Email-Home: 07700900123@example.org",
        "Web address-Home: http://example.org/07700900123",
    ],
)
def test_ids_and_addresses_among_the_entries_are_no_numbers(tmp_path, entries):
    """An entry that is no phone gives no number, and its row is accounted for."""
    got = read_bytes(tmp_path, a_book({"Contacts": [CONTACT_HEADER, contact(entries=entries), contact()]}))

    assert got.others == {"+447700900123", "01632 960123", "447700900124@s.whatsapp.net"}
    assert len(got.skipped) == 1


@pytest.mark.parametrize("line_end", ["\r\n", "_x000D_\n", "\r", "\n"])
def test_lines_of_a_cell_may_end_in_any_way(tmp_path, line_end):
    """Line ends, also in the form a workbook escapes them, separate entries and stand in no number."""
    entries = f"Phone-Mobile: 07700 900123{line_end}Phone-Home: 01632 960123"
    got = read_bytes(tmp_path, a_book({"Contacts": [CONTACT_HEADER, contact(entries=entries)]}))

    assert got.others == {"07700 900123", "01632 960123"}


def test_an_account_is_a_contacts_own_where_nothing_else_names_them(tmp_path):
    """As in the other report: beside an entry it is mostly the owner's, under which the contact is kept."""
    account = {"source": "WhatsApp", "Account": "447700900125@s.whatsapp.net"}
    rows = [
        CONTACT_HEADER,
        contact("Mo", "", **account),
        contact("Lea", "Email-Home: lea@example.org", **account | {"Account": "447700900126@s.whatsapp.net"}),
        contact("Al", "User ID-WhatsApp User Id: 205690463334636@lid", **account),
        contact("Jay", "Phone-Mobile: 07700900123", **account),
        contact("Kez", "Phone-Mobile: unknown", **account | {"Account": "447700900127@s.whatsapp.net"}),
    ]

    read = read_bytes(tmp_path, the_sheet("contacts", "Contacts", rows, "report"))
    assert [(mention.label, mention.raw) for mention in read.mentions] == [
        ("Mo", "447700900125@s.whatsapp.net"),
        ("Lea", "447700900126@s.whatsapp.net"),
        ("Jay", "07700900123"),
        ("Kez", "447700900127@s.whatsapp.net"),
    ]


def test_a_number_in_the_name_of_a_party_is_read(tmp_path):
    """It is a note of whoever is called so, unless it is the number the name stands beside."""
    rows = [CALL_HEADER, call("From: +447700900123 Mum 07700900124"), call("From: +447700900125 07700 900125")]

    read = read_bytes(tmp_path, the_sheet("calls", "Call Log", rows, "report"))
    assert [(mention.raw, mention.role.value) for mention in read.mentions] == [
        ("+447700900123", "call"),
        ("Mum 07700900124", "note"),
        ("+447700900125", "call"),
    ]


def test_a_number_beside_the_id_of_a_party_is_a_party_as_well(tmp_path):
    """Both stand where the other side of a call is named."""
    rows = [CALL_HEADER, call("From: 07700900124 / 447700900123@s.whatsapp.net Mo")]

    read = read_bytes(tmp_path, the_sheet("calls", "Call Log", rows, "report"))
    assert {(mention.raw, mention.label, mention.role.value) for mention in read.mentions} == {
        ("07700900124", "Mo", "call"),
        ("447700900123@s.whatsapp.net", "Mo", "call"),
    }


def test_entries_that_overflow_are_read(tmp_path):
    """Further columns of entries belong to the same contact."""
    header = (*CONTACT_HEADER[:3], "Entry (2)", "Entry (3)", *CONTACT_HEADER[3:])
    row = contact(entries="Phone-Mobile: 07700 900123")
    got = read_bytes(tmp_path, a_book({"Contacts": [header, (*row[:3], "Phone-Home: 01632 960123", "Phone-: 07700 900124", *row[3:])]}))

    assert [len(record.mentions) for record in got.records] == [3]


def test_a_word_glued_to_a_number_stays_with_it(tmp_path):
    """Inseyets glues words to values; the raw value goes on whole, for the normaliser to cut."""
    got = read_bytes(tmp_path, a_book({"Contacts": [CONTACT_HEADER, contact(entries="Phone-Mobile: +447700900123 Message")]}))

    assert [raw.split()[0] for raw in got.others] == ["+447700900123"]


@pytest.mark.parametrize(("cell", "deleted"), [("Yes", True), ("Trash", True), ("", False), ("No", False)])
def test_the_deleted_column_is_kept(tmp_path, cell, deleted):
    """`Yes` and `Trash` mark a record as deleted, on every sheet."""
    contacts = [CONTACT_HEADER, contact(deleted=cell)]
    calls = [CALL_HEADER, call(deleted=cell)]
    chats = [CHAT_HEADER, chat("447700900123@s.whatsapp.net Mo", "447700900001@s.whatsapp.net Me", **{"Deleted - Instant Message": cell})]
    got = read_bytes(tmp_path, a_book({"Contacts": contacts, "Call Log": calls, "Chats": chats}))

    assert [record.deleted for record in got.records] == [deleted] * 3


PARTIES = [
    pytest.param("From:  +447700900123 Mo Line", "Incoming", Direction.IN, id="incoming"),
    pytest.param("To:  +447700900123 Mo Line", "Outgoing", Direction.OUT, id="outgoing"),
    pytest.param("From: +447700900123", "", Direction.IN, id="by the side alone"),
    pytest.param("To: +447700900123", "", Direction.OUT, id="by the side alone, outgoing"),
    pytest.param("From:  +447700900123 Mo Line\nTo:  +447700900001 (owner)", "Incoming", Direction.IN, id="with the owner"),
    pytest.param("+447700900123 Mo Line", "Missed", Direction.IN, id="missed"),
]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize(("parties", "told", "way"), PARTIES)
def test_a_call_goes_the_way_it_says(tmp_path, parties, told, way, wrapping):
    """The other side of a call comes out once with its direction; the owner's side is the owner's."""
    rows = [("Call Log (2)",), CALL_HEADER, call(parties, told), call("From:  +447700900124", "Incoming", "13/03/2026 10:00:00(UTC+0)")]
    got = read_bytes(tmp_path, the_sheet("call", "Call Log", rows, wrapping))

    assert [entry for entry in got.ways if entry[1] != "owner"] == [("+447700900123", "call", way), ("+447700900124", "call", Direction.IN)]
    assert got.own <= {"+447700900001"}


def test_a_call_carries_the_name_beside_its_number(tmp_path):
    """The words behind the number of a party are the name the phone stores."""
    assert read_bytes(tmp_path, a_book({"Call Log": [CALL_HEADER, call()]})).mentions[0].label == "Mo Line"


@pytest.mark.parametrize("wrapping", ["report", "csv"])
@pytest.mark.parametrize(
    ("written", "moment"),
    [
        pytest.param("27/05/2025 11:52:08(UTC+1)", datetime(2025, 5, 27, 10, 52, 8, tzinfo=UTC), id="British"),
        pytest.param("05/27/2025 11:52:08 AM(UTC+1)", datetime(2025, 5, 27, 10, 52, 8, tzinfo=UTC), id="American"),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_column(tmp_path, written, moment, wrapping):
    """One time above twelve tells how all times of its column are written."""
    open_one = "03/02/2025 11:00:00(UTC+0)" if "27/05" in written else "02/03/2025 11:00:00 AM(UTC+0)"
    rows = [CALL_HEADER, call(when=open_one), call(when=written)]
    got = read_bytes(tmp_path, the_sheet("call", "Call Log", rows, wrapping))

    assert [record.first for record in got.records] == [datetime(2025, 2, 3, 11, tzinfo=UTC), moment]
    assert "date-order-assumed" not in got.remarks


def test_an_open_order_of_day_and_month_is_told(tmp_path):
    """Where no time of a column tells the order, the day is taken to come first, and that is said."""
    got = read_bytes(tmp_path, a_book({"Call Log": [CALL_HEADER, call(when="03/02/2025 11:00:00(UTC+0)")]}))

    assert got.records[0].first == datetime(2025, 2, 3, 11, tzinfo=UTC)
    assert "date-order-assumed" in got.remarks


def test_real_dates_of_excel_are_read(tmp_path):
    """A time kept as a date cell is read, and has no zone because none is written."""
    row = list(call())
    row[2], row[3] = as_written(2026, 3, 1), as_written(2026, 3, 1, 21, 14, 5)
    got = read_bytes(tmp_path, a_book({"Call Log": [CALL_HEADER, row]}))

    assert got.records[0].first == as_written(2026, 3, 1, 21, 14, 5)


def test_numbers_kept_as_numbers_are_read(tmp_path):
    """A party or an entry that Excel turned into a number is still one."""
    header = ("#", "Name", "Entries", "Source", "Deleted")
    got = read_bytes(
        tmp_path, a_book({"Contacts": [header, (1, "Mo", 447700900123, "", "")], "Call Log": [CALL_HEADER, call(447700900124)]})
    )

    assert got.others == {"447700900123", "447700900124"}


MO, ME = "447700900123@s.whatsapp.net Mo", "447700900001@s.whatsapp.net Me"


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_owner_of_a_chat_is_no_counterparty(tmp_path, wrapping):
    """The participant marked as owner is the owner; the other side comes out with the way of each message."""
    rows = [("Chats (2)",), CHAT_HEADER, chat(f"{ME} (owner)", MO), chat(MO, ME)]
    got = read_bytes(tmp_path, the_sheet("chat", "Chats", rows, wrapping))

    assert got.others == {"447700900123@s.whatsapp.net"}
    assert got.own == {"447700900001@s.whatsapp.net"}
    assert [way for raw, role, way in got.ways if role == "message"] == [Direction.OUT, Direction.IN]


AL = "447700900124@s.whatsapp.net Al"
OWNER = f"{ME} (owner)"
#: Sender, recipients and participants of one message, and the state the report gives it.
EXCHANGES = [
    pytest.param(MO, [OWNER], [MO, OWNER], "Read", id="received, of two"),
    pytest.param(OWNER, [MO], [MO, OWNER], "Sent", id="sent, of two"),
    pytest.param(OWNER, [], [MO, OWNER], "Sent", id="sent to nobody named, of two"),
    pytest.param(MO, [OWNER, AL], [MO, AL, OWNER], "Read", id="received, in a group"),
    pytest.param(MO, [OWNER], [MO, AL, OWNER], "Read", id="received, in a group whose others are not named"),
    pytest.param(MO, [], [MO, AL, OWNER], "Read", id="received, in a group, sender named only"),
    pytest.param(MO, [OWNER], [MO, AL, OWNER], "Sent", id="received, in a group, called sent"),
    pytest.param(OWNER, [MO, AL], [MO, AL, OWNER], "Sent", id="sent to a group"),
    pytest.param(OWNER, [MO], [MO, AL, OWNER], "Sent", id="sent to one of a group"),
    pytest.param(OWNER, [], [MO, AL, OWNER], "Sent", id="sent to nobody named, in a group"),
    pytest.param(OWNER, [MO, AL], [], "Sent", id="sent to two, nobody said to take part"),
    pytest.param(MO, [OWNER, AL], [], "Read", id="received with another"),
]


def as_party(text: str, role: str) -> str:
    """The same person in the report that is no workbook."""
    identifier, name, *marks = text.split()
    return made.party(identifier, role, owner=bool(marks), name=name)


@pytest.mark.parametrize(("sender", "to", "members", "state"), EXCHANGES)
@pytest.mark.parametrize("source", ["WhatsApp", "Native Messages"])
def test_a_message_means_what_it_means_in_the_other_report(tmp_path, sender, to, members, state, source):
    """Who was written to, wrote or only read along is the same in the workbook as in report.xml."""
    if source == "Native Messages":
        # The phone itself names everybody by number.
        sender, *others = (f"+{each.replace('@s.whatsapp.net', '')}" for each in (sender, *to, *members))
        to, members = others[: len(to)], others[len(to) :]
    message = made.instant(as_party(sender, "From"), *(as_party(each, "To") for each in to))
    talk = made.chat(message, participants=tuple(as_party(each, "General") for each in members), source=source)
    known = tuple(made.contact(f"K{at}", made.phone(f"07700 90020{at}")) for at in range(2))
    xml = read_bytes(tmp_path, made.report(made.group("Chat", talk), made.group("Contact", *known)))
    row = chat(sender, "\n".join(to), participants="\n".join(members), Source=source, Status=state)
    book = read_bytes(tmp_path, a_book({"Chats": [CHAT_HEADER, row]}))

    assert book.own == xml.own
    assert _in_touch(book) == _in_touch(xml)
    assert _in_group(book) == _in_group(xml)


def _in_touch(got) -> set[tuple[str, str, Direction | None]]:
    return {way for way in got.ways if way[1] == "message"}


def _in_group(got) -> set[str]:
    """Those who were in no other way than by the group: the report names all its members once more."""
    return {raw for raw, role, _ in got.ways if role == "group"} - {raw for raw, role, _ in got.ways if role == "message"}


def test_words_of_chats_are_read_only_when_asked_for(tmp_path):
    """Bodies leave the reader in the scope of texts only, and in it nothing else does."""
    book = a_book({"Chats": [CHAT_HEADER, chat(MO, ME, body="new number 07700 900125")]})

    assert read_bytes(tmp_path, book).prose == []
    only = read_bytes(tmp_path, book, scopes=frozenset({Scope.TEXTS}))
    assert only.prose == ["new number 07700 900125"]
    assert only.others == set()


def test_ids_of_telegram_chats_are_no_numbers(tmp_path):
    """Ten digits in a chat of Telegram are a user id."""
    rows = [
        CHAT_HEADER,
        chat("5860529659 Mo", "1654984910 Me (owner)", participants="5860529659 Mo\n1654984910 Me (owner)", Source="Telegram"),
    ]

    assert read_bytes(tmp_path, a_book({"Chats": [*rows, chat(MO, ME)]})).others == {"447700900123@s.whatsapp.net"}


def test_the_service_centre_is_nobody(tmp_path):
    """The column SMSC gives no number."""
    row = (1, "Inbox", "From:  +447700900123 Mo", "01/03/2026 10:00:00(UTC+0)", "Read", "hello", "+447700900777", "", "")
    got = read_bytes(tmp_path, a_book({"SMS Messages": [("SMS Messages (1)",), SMS_HEADER, row]}))

    assert got.ways == [("+447700900123", "message", Direction.IN)]


OWNERS = {
    "Device Info": [("Device Info (3)",), ("#", "Name", "Value"), (1, "MSISDN", "  +447700900001"), (2, "IMEI", "490154203237518")],
    "User Accounts": [
        ("User Accounts (1)",),
        ("#", "Name", "Username", "Service Type", "Entries", "Source", "Deleted"),
        (1, "Me", "447700900002@s.whatsapp.net", "WhatsApp", "Phone-: +447700900002", "WhatsApp", ""),
    ],
    "SIM Data": [
        ("#", "Name", "Value", "Category", "Source"),
        (1, "MSISDN", "+447700900003", "SIM", ""),
        (2, "ICCID", "89441000000000000000", "", ""),
    ],
}


def test_notes_nobody_asked_for_are_not_called_contacts(tmp_path):
    """The contacts of the report were read, and what was not are the texts of another sheet."""
    notes = [("Notes (1)",), ("#", "Title", "Body", "Created"), (1, "plug", "ring 07700 900124", "01/03/2026")]

    got = read_bytes(tmp_path, a_book({"Contacts": [CONTACT_HEADER, contact()], "Notes": notes}))

    assert [item.sentence for item in got.items if getattr(item, "code", None) == "outside-scope"] == [
        "The sheet 'Notes' holds texts of the phone's user, which were not asked for."
    ]


@pytest.mark.parametrize("name", ["Jay (owner)", "Me"])
def test_a_contact_marked_as_the_owner_is_the_owner(tmp_path, name):
    """What the report writes behind the name of a contact says whose the phone is (facts 1.4)."""
    rows = [CONTACT_HEADER, contact(name, entries="Phone-Mobile: 07700 900999"), contact(entries="Phone-Mobile: 07700 900123")]

    read = read_bytes(tmp_path, a_book({"Contacts": rows}))

    assert read.numbers == [("07700 900999", "owner"), ("07700 900123", "contact")]


@pytest.mark.parametrize("scope", sorted(Scope))
def test_the_owner_is_told_whatever_the_scope(tmp_path, scope):
    """Device, accounts and SIM tell the owner's numbers in every scope, and nothing of them is anybody else's."""
    sheets = {**OWNERS, "Contacts": [CONTACT_HEADER, contact(entries="Phone-Mobile: 07700 900123")], "Call Log": [CALL_HEADER, call()]}
    got = read_bytes(tmp_path, a_book(sheets), scopes=frozenset({scope}))

    assert {"+447700900001", "+447700900002", "+447700900003"} <= got.own
    assert got.others == {Scope.CONTACTS: {"07700 900123"}, Scope.CALLS: {"+447700900123"}}.get(scope, set())


def test_sheets_that_repeat_others_are_told_and_not_read(tmp_path):
    """The time line repeats the other sheets and is left out, which is said; a hidden sheet is read, which is said too."""
    sheets = {"Contacts": [CONTACT_HEADER, contact()], "Timeline": [CALL_HEADER, call()], "Call Log": [CALL_HEADER, call()]}
    got = read_bytes(tmp_path, a_book(sheets, hidden=["Call Log"]))

    assert sum(role == "call" for _, role in got.numbers) == 1
    assert {"sheet-left-out", "hidden-sheet"} <= got.remarks


def test_every_row_is_accounted_for(tmp_path):
    """Each row of data is a record or a skipped row; titles and headers are neither."""
    rows = [("Contacts (4)",), CONTACT_HEADER, contact(), contact(entries=""), contact(entries="Email-: a@example.org"), contact("B")]
    got = read_bytes(tmp_path, a_book({"Contacts": rows}), scopes=ALL)

    assert (len(got.records), len(got.skipped)) == (2, 2)


def test_a_zone_east_of_greenwich_is_kept_exactly(tmp_path):
    """A time with a zone is the same moment whatever zone it is written in."""
    got = read_bytes(tmp_path, a_book({"Call Log": [CALL_HEADER, call(when="27/05/2025 12:18:16(UTC+3)")]}))

    assert got.records[0].first == datetime(2025, 5, 27, 12, 18, 16, tzinfo=timezone(timedelta(hours=3)))


def test_an_account_of_the_report_tells_which_side_of_its_chats_is_the_owners(tmp_path):
    """Where no cell of a chat marks it."""
    jay, own = "447700900123@s.whatsapp.net Jay", "447700900100@s.whatsapp.net"
    rows = [
        ("#", "Participants", "From", "To", "Body", "Timestamp: Time", "Source"),
        (1, f"{jay}\n{own}", jay, own, "x", "01/03/2026 10:00:00(UTC+0)", "WhatsApp"),
        (2, f"{jay}\n{own}", own, jay, "y", "13/03/2026 10:00:00(UTC+0)", "WhatsApp"),
    ]

    read = read_bytes(
        tmp_path, a_book({"User Accounts": [("#", "Name", "Username", "Service Type"), (1, "Tia", own, "WhatsApp")], "Chats": rows})
    )

    assert [(role, way) for raw, role, way in read.ways if raw != own] == [("message", Direction.IN), ("message", Direction.OUT)]
