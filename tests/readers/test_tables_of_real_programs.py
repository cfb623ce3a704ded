"""Exports of address books, SIM readers and extraction tools, with the headers those programs write (formats facts 3, 4, 6, 7, 12)."""

from __future__ import annotations

import pytest

from ingest import Direction, Scope
from readings import ALL, read_bytes
from workbooks import table, workbook

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,"
    "Nickname,File As,"
    "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\r\n"
)
GOOGLE_BEFORE = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,"
    "Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,"
    "Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
    "Phone 2 - Type,Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,Organization 1 - Type,Organization 1 - Name,Website 1 - Value\n"
)
OUTLOOK = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Home Postal Code","Assistant\'s Phone","Business Fax",'
    '"Business Phone",'
    '"Callback","Home Phone","Mobile Phone","Primary Phone","Telex","Account","Anniversary","E-mail Address",'
    '"Government ID Number","Notes",'
    '"Organizational ID Number","PO Box","User 1"\r\n'
)


def _filled(header: str, **cells: str) -> str:
    """A row below a header, its cells given by the header with `_` for every other sign."""
    names = [name.strip('"\r\n') for name in header.split(",")]
    keys = ["".join(character if character.isalnum() else "_" for character in name) for name in names]
    assert set(cells) <= set(keys)
    return ",".join(f'"{cells[key]}"' if key in cells else "" for key in keys) + "\r\n"


CONTACTS = [
    pytest.param(
        GOOGLE + _filled(GOOGLE, First_Name="Jay", Last_Name="Bee", Phone_1___Value="07700 900123 ::: 07700 900124",
                         Birthday="2009-02-03"),
        [("07700 900123 ::: 07700 900124", "Jay Bee")],
        [],
        id="Google",
    ),
    pytest.param(
        GOOGLE + _filled(GOOGLE, Notes="new no 07700 900555", Photo="https://lh3.example/12345678901"),
        [],
        ["new no 07700 900555"],
        id="Google, a note only",
    ),
    pytest.param(
        (GOOGLE_BEFORE + _filled(GOOGLE_BEFORE, Name="Jay Bee", Phone_1___Value="07700 900123",
                                 Address_1___Formatted="12 High Road 07700"))
        .encode("utf-16"),
        [("07700 900123", "Jay Bee")],
        [],
        id="Google before 2024",
    ),
    pytest.param(
        (OUTLOOK + _filled(OUTLOOK, First_Name="René", Last_Name="O’Bee", Mobile_Phone="07700 900123", Home_Phone="020 7946 0000",
                           Account="07700900778", Government_ID_Number="07700900779", Organizational_ID_Number="07700900777"))
        .encode("cp1252"),
        [("020 7946 0000", "René O’Bee"), ("07700 900123", "René O’Bee")],
        [],
        id="Outlook",
    ),
    pytest.param(
        "First,Last,Company,Mobile,iPhone,Home,Work,Email,Birthday\nJay,Bee,,07700 900123,,01632 960123,,a@b.example,1/2/2003\n",
        [("07700 900123", "Jay Bee"), ("01632 960123", "Jay Bee")],
        [],
        id="Apple",
    ),
    pytest.param(
        "Display Name,First Name,Last Name,Mobile Phone,Home Phone,Account type,Account name\nJay,Jay,,07700900123,,"
        "vnd.sec.contact.phone,x\n",
        [("07700900123", "Jay")],
        [],
        id="Samsung",
    ),
    pytest.param(
        "First Name,Last Name,Display Name,Nickname,Primary Email,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,"
        "Home ZipCode\n"
        "Jay,B,Jay B,,a@b.example,,01632 960001,01632 960002,,07700 900123,01632960003\n",
        [("01632 960001", "Jay B"), ("01632 960002", "Jay B"), ("07700 900123", "Jay B")],
        [],
        id="Thunderbird",
    ),
    pytest.param("Name;Number\nJay/M;07700900123\n", [("07700900123", "Jay/M")], [], id="SIM"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "numbers", "prose"), CONTACTS)
def test_contacts_of_address_books(tmp_path, content, numbers, prose):
    """Each number comes with the name of its person; references and addresses give none."""
    read = read_bytes(tmp_path, content)

    assert [(mention.raw, mention.label) for mention in read.mentions if mention.raw not in prose] == numbers
    assert read.prose == prose
    assert {mention.app for mention in read.mentions} <= {None}


AXIOM_CALLS = (
    "Record,Call Date/Time - UTC+00:00 (MM/dd/yyyy),Partner,Partner Name,Direction,Call Status,Local User,Call Duration,Source,Location,"
    "Evidence number,Recovery method\n"
    "1,03/02/2026 12:00:05,07700900123,Jay,Incoming,Answered,07700900999,10,calllog.db,Table: calls(_id: 12345678),01632960001,Parsing\n"
    "2,03/02/2026 12:00:06,+447700900124,,Outgoing,,07700900999,0,calllog.db,,01632960001,Carving\n"
)
ALEAPP_HEAD = "Call Date\tPhone Account Address\tPartner\tType\tDuration in Secs\tCountry ISO\tDeleted\n"
ALEAPP_CALLS = (
    f"\ufeff{ALEAPP_HEAD}2026-03-01 12:00:00\t07700900999\t07700900123\tIncoming\t12\tGB\t0\n"
    f"\ufeff{ALEAPP_HEAD}2026-03-02 12:00:00\t07700900999\t+447700900124\tOutgoing\t12\tGB\t1\n"
)
ANDROID_CALLS = (
    "_id,number,date,duration,type,name,via_number\n1,07700900123,1772366405000,10,1,Jay,07700900999\n"
    "2,+447700900124,1772366405000,10,2,,07700900999\n"
)
PARTIES = (
    '#,Parties,Date,Duration\n1,"From: 07700900123 Jay\nTo: 07700900999 (owner)",2026-03-01T12:00:00Z,10\n'
    '2,"To: +447700900124 Kim, From: 07700900999 (owner)",2026-03-01T12:00:00Z,10\n'
)


@pytest.mark.parametrize("content", [AXIOM_CALLS, ALEAPP_CALLS, ANDROID_CALLS, PARTIES], ids=["AXIOM", "ALEAPP", "Android", "parties"])
def test_calls_of_extraction_tools(tmp_path, content):
    """The other side is called, the phone's own number is its owner's, and nothing else is a number."""
    read = read_bytes(tmp_path, content)

    assert [way for way in read.ways if way[1] != "owner"] == [
        ("07700900123", "call", Direction.IN),
        ("+447700900124", "call", Direction.OUT),
    ]
    assert read.own == {"07700900999"}


def test_a_header_that_gives_zone_and_order_is_believed(tmp_path):
    """AXIOM writes into the header that times are UTC and months come first."""
    first = read_bytes(tmp_path, AXIOM_CALLS).records[0].first

    assert first is not None
    assert first.isoformat() == "2026-03-02T12:00:05+00:00"


def test_what_was_carved_counts_as_deleted(tmp_path):
    """Recovered rows keep their mark."""
    assert [record.deleted for record in read_bytes(tmp_path, AXIOM_CALLS).records] == [False, True]


def test_messenger_ids_of_both_sides_are_told_apart(tmp_path):
    """The receiver of an incoming message is the owner; a group id is nobody's number."""
    text = (
        "Message Date\tDirection\tSender\tSender JID\tReceiver\tReceiver JID\tMessage\tGroup\n2026-03-01 12:00:00\tIncoming\tJay\t"
        "447700900123@s.whatsapp.net\tMe\t447700900999@s.whatsapp.net\thi\t447700900888-1415000000@g.us\n"
    )

    read = read_bytes(tmp_path, text)

    assert read.others == {"447700900123@s.whatsapp.net"}
    assert read.own == {"447700900999@s.whatsapp.net"}
    assert read.mentions[0].label == "Jay"


def test_ids_of_applications_are_no_numbers(tmp_path):
    """Nine, ten and fifteen digits of an application that does not name its users by number are ids, in a phone column too."""
    text = (
        "Source,Name,Phone number,Identifier\nTelegram,Jay,,5860529659\nTelegram,Kim,5860529659,5860529659\nTelegram,Lee,"
        "447700900125,777000123\n"
        "WhatsApp,Mo,,447700900124@s.whatsapp.net\nWhatsApp,Group,,120363023356659014@g.us\nWhatsApp,Hidden,,205690463334636@lid\n"
        "Facebook,Dee,100012345678901,100012345678901\n"
    )

    read = read_bytes(tmp_path, text)

    assert read.others == {"447700900125", "447700900124@s.whatsapp.net"}
    assert len(read.records) + len(read.skipped) == 7


def test_files_of_a_sim_say_whose_a_number_is(tmp_path):
    """The SIM's own number is the owner's, the last dialled are calls, network services are nobody's."""
    text = (
        "#,Name,Tel,Storage,Index,Deleted\n1,Jay,07700900123,EF_ADN,4,No\n2,Own,07700900999,EF_MSISDN,1,No\n3,Services,"
        "07700900888,EF_SDN,1,No\n"
        "4,,07700900124,EF LND,1,No\n"
    )

    assert read_bytes(tmp_path, text).ways == [
        ("07700900123", "contact", None),
        ("07700900999", "owner", None),
        ("07700900124", "call", Direction.OUT),
    ]


def test_a_sheet_to_every_artifact_is_read_by_its_name(tmp_path):
    """AXIOM's workbooks name the artifact in the sheet; only what was asked for is read."""
    book = workbook(
        {
            "Android Call Logs": table(
                ["Record", "Call Date/Time - UTC+00:00 (dd/MM/yyyy)", "Partner", "Partner Name", "Direction", "Local User"],
                ["1", "01/03/2026 12:00:05", "07700900123", "Jay", "Incoming", "07700900999"],
            ),
            "Android SMS-MMS": table(
                ["Record", "Sender", "Recipient(s)", "Message", "Direction"], ["1", "07700900124", "Local User", "07700900555", "Incoming"]
            ),
            "WhatsApp Contacts": table(
                ["Record", "WhatsApp ID", "Display Name", "Phone number"], ["1", "447700900125@s.whatsapp.net", "Kim", ""]
            ),
        }
    )

    assert read_bytes(tmp_path, book, scopes=frozenset({Scope.CONTACTS})).others == {"447700900125@s.whatsapp.net"}
    assert read_bytes(tmp_path, book, scopes=frozenset({Scope.CALLS})).others == {"07700900123"}
    assert read_bytes(tmp_path, book, scopes=frozenset({Scope.MESSAGES})).others == {"07700900124"}
    assert read_bytes(tmp_path, book, scopes=frozenset({Scope.TEXTS})).prose == ["07700900555"]


def test_a_workbook_with_a_sheet_to_every_section_is_read(tmp_path):
    """Oxygen's sheets give contacts with labels in the cell, parties with names, and facts about the phone."""
    book = workbook(
        {
            "Device information": table(["Property", "Value"], ["IMEI", "356938035643809"], ["Phone number", "07700900999"]),
            "Contacts": table(
                ["#", "Contact", "Phones & Emails", "Internet", "Deleted"],
                ["1", "Jay", "Mobile: 07700900123\nHome: 01632960123\nEmail: a@b.example", "", ""],
            ),
            "Calls": table(
                ["#", "Direction", "Remote party", "Time stamp (UTC 0)", "Duration"],
                ["1", "Incoming", "Kim <07700900124>", "13/03/2026 12:00:05", "00:00:03"],
            ),
            "Messages": table(
                ["#", "Direction", "From", "To", "Text", "Time stamp"],
                ["1", "Incoming", "Lee 07700900125", "Phone owner 07700900999", "hi", "13/03/2026 12:00:05"],
            ),
        }
    )

    read = read_bytes(tmp_path, book, scopes=ALL)

    assert {(mention.raw, mention.label) for mention in read.mentions if mention.role != "owner"} == {
        ("07700900123", "Jay"),
        ("01632960123", "Jay"),
        ("07700900124", "Kim"),
        ("07700900125", "Lee"),
    }
    assert read.own == {"07700900999"}


def test_an_owners_card_in_a_table_is_the_owners(tmp_path):
    """A row that the phone calls its own number is no contact."""
    read = read_bytes(tmp_path, "Name,Number\nMe,07700900999\nMy Number,07700900998\nMeg,07700900123\n")

    assert read.own == {"07700900999", "07700900998"}
    assert read.others == {"07700900123"}
