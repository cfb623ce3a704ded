"""What networks give of a number: ends of calls by their own words, masts beside them, calls and texts in one list (formats facts 13.1)."""

from __future__ import annotations

import pytest

from ingest import Direction, Role, Scope
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT


@pytest.mark.parametrize("header", ["First cell", "Last cell", "Cell", "Start cell", "Cell ID"])
@pytest.mark.parametrize("cell", ["234-15-1-7700", "234 15 4411 20117", "23415-1-7700"])
def test_the_mast_of_a_call_is_nobodys_number(tmp_path, header, cell):
    """Country, network, area and mast have ten digits now and then, which look like a number that lost its zero."""
    read = read_bytes(
        tmp_path, f"Number,Date,Duration,{header}\n07700 900123,2026-03-01 10:00,30,{cell}\n07700 900124,2026-03-02 10:00,9,{cell}\n"
    )

    assert read.others == {"07700 900123", "07700 900124"}


def test_a_mobile_below_cell_is_a_number_all_the_same(tmp_path):
    """Cell is a telephone in many address books."""
    read = read_bytes(tmp_path, "Name,Home,Cell\nJay,01632 960111,07700 900123\nTay,01632 960112,202-555-0123\n")

    assert read.others == {"01632 960111", "01632 960112", "07700 900123", "202-555-0123"}


@pytest.mark.parametrize(
    "header",
    [
        *("Originating,Terminating", "Originating party,Terminating party", "Originating MSISDN,Terminating MSISDN", "A-Party,B-Party"),
        *("Calling Party Number,Called Party Number", "Source Number,Destination Number", "Initiator,Recipient"),
    ],
)
def test_ends_of_calls_are_known_by_the_words_of_networks(tmp_path, header):
    """Who called stands below one and who was called below the other; the number in all rows is the customer's."""
    rows = "".join(
        f"{one},{other},2026-03-0{at} 10:00,30\n"
        for at, (one, other) in enumerate(
            [
                ("447700900100", "447700900123"),
                ("447700900123", "447700900100"),
                ("447700900100", "447700900125"),
                ("447700900126", "447700900100"),
            ],
            1,
        )
    )

    read = read_bytes(tmp_path, f"{header},Date,Duration\n{rows}")

    assert [way for way in read.ways if way[1] == "call"] == [
        ("447700900123", "call", OUT),
        ("447700900123", "call", IN),
        ("447700900125", "call", OUT),
        ("447700900126", "call", IN),
    ]


def test_telephones_of_two_people_in_a_row_are_no_ends(tmp_path):
    """Nothing in a list of pairs tells of calls."""
    read = read_bytes(tmp_path, "Person A,Phone A,Person B,Phone B\nJay,07700 900123,Mo,07700 900124\nAl,07700 900125,Bo,07700 900126\n")

    assert {role for _, role in read.numbers} == {"contact"}


def test_counts_below_dialled_are_no_numbers(tmp_path):
    """A list may count how often somebody was dialled."""
    read = read_bytes(tmp_path, "Name,Number,Dialled,Received\nJay,07700 900123,3,14\nTay,07700 900124,120,2\n")

    assert read.numbers == [("07700 900123", "contact"), ("07700 900124", "contact")]


def test_what_was_dialled_is_read_with_its_codes(tmp_path):
    """A code that withholds the caller's number stands before the number and is no name of anybody."""
    read = read_bytes(
        tmp_path, 'Dialled,Time\n14107700900123,2026-03-01 10:00\n#31#07700900124,2026-03-01 10:10\n"07700900126,,1#",2026-03-01\n'
    )

    assert [(mention.role.value, mention.label, mention.direction) for mention in read.mentions] == [("call", None, OUT)] * 3


@pytest.mark.parametrize(
    ("call", "text"), [("Voice", "SMS"), ("MOC", "SMS-MO"), ("Voice call", "Text"), ("Telephony", "MMS"), ("MO", "MO-SMS")]
)
def test_calls_and_messages_of_one_list_are_told_apart_by_their_kind(tmp_path, call, text):
    """A text is no call, though the list has durations."""
    rows = f"2026-03-01 10:00,{call},Outgoing,07700900123,30\n2026-03-01 11:00,{text},Outgoing,07700900123,0\n"

    read = read_bytes(tmp_path, f"Date,Type,Direction,Number,Duration\n{rows}")

    assert read.ways == [("07700900123", "call", OUT), ("07700900123", "message", OUT)]


@pytest.mark.parametrize(("call", "text"), [("Voice", "Text"), ("VOICE", "SMS"), ("Mobile", "Text message")])
@pytest.mark.parametrize("header", ["Description", "Event", "Service", "Usage", "Charge type", "Type of charge"])
def test_kinds_are_told_apart_below_the_words_of_bills(tmp_path, header, call, text):
    """Who pays for a text is told so in a column that is called otherwise."""
    rows = f"2026-03-01 10:00,{call},Outgoing,07700900123,30\n2026-03-01 11:00,{text},Outgoing,07700900123,0\n"

    read = read_bytes(tmp_path, f"Date,{header},Direction,Number,Duration\n{rows}")

    assert read.ways == [("07700900123", "call", OUT), ("07700900123", "message", OUT)]


@pytest.mark.parametrize(
    ("header", "call", "text"),
    [
        *[
            ("Number called,Destination,Duration", "Mobile", "Text message"),
            ("Number,Description,Volume", "UK mobile", "Text to UK mobile"),
        ],
        *[("Number,Type,Cost", "Voice call", "Picture message")],
    ],
)
def test_a_text_of_a_bill_is_none_of_its_calls(tmp_path, header, call, text):
    """Bills name both by where they went."""
    rows = "".join(f"2026-03-01 10:00,{number},{kind},1\n" for number, kind in (("07700900123", call), ("07700900124", text)))

    read = read_bytes(tmp_path, f"Date,{header}\n{rows}")

    assert [(raw, role) for raw, role, _ in read.ways] == [("07700900123", "call"), ("07700900124", "message")]
    assert [mention.label for mention in read.mentions] == [None, None]


_BILL = "Date,Time,Number,Destination,{},Cost\n01/03/2026,10:00,{},Mobile,{},0.00\n"


@pytest.mark.parametrize("title", ["TEXTS", "Texts", "Text messages", "Txts", "SMS"])
@pytest.mark.parametrize("scopes", [None, frozenset({Scope.CONTACTS, Scope.CALLS})])
def test_a_section_of_a_bill_is_what_its_title_says(tmp_path, title, scopes):
    """Texts have no duration, and are none of the contacts or calls that were asked for."""
    bill = f"CALLS\n{_BILL.format('Duration', '07700900123', '00:01:00')}\n{title}\n{_BILL.format('Quantity', '07700900124', '1')}"

    read = read_bytes(tmp_path, bill, **({"scopes": scopes} if scopes else {}))

    told = [("07700900123", Role.CALL, None), ("07700900124", Role.MESSAGE, None)]
    assert [(mention.raw, mention.role, mention.label) for mention in read.mentions] == told[: 1 if scopes else 2]


@pytest.mark.parametrize("title", ["TEXTS", "Messages"])
def test_the_only_section_of_a_bill_is_what_its_title_says(tmp_path, title):
    """It may stand first, below facts about the customer."""
    read = read_bytes(tmp_path, f"Bill period: March 2026,,,,,\n\n{title}\n{_BILL.format('Quantity', '07700900124', '1')}")

    assert [(mention.raw, mention.role, mention.label) for mention in read.mentions] == [("07700900124", Role.MESSAGE, None)]


def test_what_is_counted_beside_a_number_is_none(tmp_path):
    """Neither what was sent and received in bytes, nor the way somebody is written to, makes calls of a list."""
    counts = "Number,Sent,Received,Date\n07700900123,1234567890,7654321098,2026-03-01\n07700900124,2234567890,8654321098,2026-03-02\n"
    people = "Name,Number,Type,Last contacted\nJay,07700900123,SMS,2026-03-01\nKim,07700900124,Mobile,2026-03-02\n"

    for content in (counts, people):
        ways = read_bytes(tmp_path, content).ways
        assert ways == [(f"0770090012{at}", "contact", None) for at in (3, 4)]


def test_who_listened_to_a_voicemail_was_called_by_nobody(tmp_path):
    """It is a service of the network in a bill, and what became of a call elsewhere."""
    rows = "2026-03-01 10:00,07700900123,Voicemail\n2026-03-01 10:00,07700900124,Text to UK mobile\n2026-03-01 10:00,07700900125,Mobile\n"

    assert [way for _, _, way in read_bytes(tmp_path, f"Date,Number,Description\n{rows}").ways] == [None, OUT, None]
    assert read_bytes(tmp_path, f"Date,Number,Call type\n{rows}").ways[0] == ("07700900123", "call", IN)


def test_a_description_in_words_makes_no_messages_of_calls(tmp_path):
    """What somebody wrote about a call is no kind of it."""
    rows = "2026-03-01 10:00,said he got a text message,Outgoing,07700900123,30\n2026-03-01 11:00,,Outgoing,07700900124,0\n"

    read = read_bytes(tmp_path, f"Date,Description,Direction,Number,Duration\n{rows}")

    assert [role for _, role, _ in read.ways] == ["call", "call"]


@pytest.mark.parametrize(("one", "other"), [("Read", "Sent"), ("Unread", "Delivered"), ("Read", "Draft")])
def test_what_became_of_messages_makes_no_calls_of_them(tmp_path, one, other):
    """Nobody reads or delivers a call."""
    rows = f"2026-03-01 10:00,07700 900123,,Incoming,{one}\n2026-03-01 11:00,,07700 900123,Outgoing,{other}\n"

    read = read_bytes(tmp_path, f"Date,From,To,Direction,Status\n{rows}")

    assert read.ways == [("07700 900123", "message", IN), ("07700 900123", "message", OUT)]


#: What bills call what they charge for, with what it was and which way it went.
CHARGED = {
    **dict.fromkeys(("Calls to mobiles", "Call to UK mobile", "Calls to landlines", "Calls made", "Dialled call"), ("call", OUT)),
    **dict.fromkeys(("Calls to voicemail", "Calls to other networks"), ("call", OUT)),
    **dict.fromkeys(("Call received", "Received call", "Incoming call"), ("call", IN)),
    **dict.fromkeys(("Voice call", "Calls from abroad", "Call"), ("call", None)),
    **dict.fromkeys(("Text message", "Picture message", "SMS"), ("message", None)),
    **dict.fromkeys(("Text to mobile", "SMS to other networks", "Texts sent", "Outgoing SMS"), ("message", OUT)),
    **dict.fromkeys(("Received text", "Text received", "Text received whilst abroad", "Incoming text"), ("message", IN)),
}


@pytest.mark.parametrize(("kind", "told"), CHARGED.items(), ids=CHARGED)
@pytest.mark.parametrize("other", [None, "Text message", "Voice call"])
@pytest.mark.parametrize("header", ["Description,Number,Duration,Charge", "Service,Number,Duration", "Call type,Number,Charge"])
def test_what_a_bill_charges_for_says_what_it_was_and_which_way_it_went(tmp_path, header, other, kind, told):
    """Alone or among others; a text is no call though the bill has durations."""
    rows = "".join(f"2026-03-01 10:00,{each},07700900123,1,1\n" for each in (kind, other) if each)

    read = read_bytes(tmp_path, f"Date,{header}\n{rows}")

    assert read.ways[0][1:] == told


@pytest.mark.parametrize("said", ["Call to social worker", "Text solicitor", "Calls to mum"])
def test_a_description_that_names_somebody_is_no_kind_of_a_bill(tmp_path, said):
    """It says who the other is, and bills do not know that."""
    read = read_bytes(tmp_path, f"Date,Description,Number,Duration\n2026-03-01 10:00,{said},07700900123,1\n")

    assert [(role, way) for _, role, way in read.ways] == [("call", None)]


@pytest.mark.parametrize(
    "header", ["First Cell ID-Name/Location", "Cell name", "Site name", "Mast", "Last cell site location", "Tower/Sector"]
)
def test_a_mast_is_not_whoever_has_the_number(tmp_path, header):
    """What was carried beside no calls has no names of people."""
    rows = "".join(f"07700 90012{at},10.0.0.{at},High Street,2026-03-0{at} 10:00\n" for at in (1, 2, 3))

    read = read_bytes(tmp_path, f"MSISDN,Source IP,{header},Event start\n{rows}".replace("High Street,2026-03-03", "Low Road,2026-03-03"))

    assert {mention.label for mention in read.mentions} == {None}


def test_whoever_manages_a_site_is_called_so(tmp_path):
    """A word more makes a person of it."""
    read = read_bytes(tmp_path, "Number,Site manager\n07700 900121,Jay Moss\n07700 900122,Kay Frost\n")

    assert [mention.label for mention in read.mentions] == ["Jay Moss", "Kay Frost"]


@pytest.mark.parametrize("header", ["Usage detail", "Usage", "Used for", "Details"])
def test_what_was_used_is_a_number_where_that_was_called_or_written_to(tmp_path, header):
    """Pages that were looked at and services stand in the same column."""
    rows = ("10:00,Text,07700900123,1", "11:00,Call,01632960124,190", "12:00,Data,example.com,12", "12:10,Voicemail,443,60")
    bill = "".join(f"01/03/2026 {row},0.00\n" for row in rows)

    read = read_bytes(tmp_path, f"Date & Time,Type,{header},Amount,Cost\n{bill}")

    assert [(mention.raw, mention.role) for mention in read.mentions if mention.role in {Role.CALL, Role.MESSAGE}][:2] == [
        ("07700900123", Role.MESSAGE),
        ("01632960124", Role.CALL),
    ]


def test_numbers_among_notes_of_a_log_stay_notes(tmp_path):
    """In most rows there is none."""
    rows = "01/03/2026 10:00,Text,07700900123\n01/03/2026 11:00,Call,with Jay\n01/03/2026 12:00,Call,no answer\n"

    read = read_bytes(tmp_path, f"Date & Time,Type,Comment\n{rows}")

    assert {mention.role for mention in read.mentions} == {Role.NOTE}
