"""Cellebrite reports, as the tools of several years write them, read to what they say and no more."""

from __future__ import annotations

import base64
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

import cellebrite_reports as made
from ingest import Direction, Scope, Written
from readings import ALL, read_bytes


def as_written(*parts: int) -> datetime:
    """A moment whose zone nobody wrote."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


CONTACTS = frozenset({Scope.CONTACTS})
CALLS = frozenset({Scope.CALLS})
MESSAGES = frozenset({Scope.MESSAGES})
TEXTS = frozenset({Scope.TEXTS})

MO = made.group("Contact", made.contact("Mo Line", made.phone("07700 900123")))
WHOLE = made.report(MO)

CONTAINERS = [
    pytest.param(WHOLE.encode(), id="report.xml bare"),
    pytest.param(b"\xef\xbb\xbf" + WHOLE.encode(), id="with a byte order mark"),
    pytest.param(b"\xff\xfe" + WHOLE.replace("utf-8", "utf-16").encode("utf-16-le"), id="UTF-16"),
    pytest.param(WHOLE.replace("utf-8", "utf-16").encode(), id="declares UTF-16 and is UTF-8"),
    pytest.param(made.ufdr(WHOLE), id="stored"),
    pytest.param(made.ufdr(WHOLE, method=zipfile.ZIP_DEFLATED), id="deflated"),
    pytest.param(made.ufdr(WHOLE, zip64=True), id="zip64"),
    pytest.param(made.ufdr(WHOLE, name="Report.xml"), id="capital R"),
    pytest.param(made.ufdr(WHOLE, name="EXH 1\\report.xml"), id="in a folder, with a backslash"),
    pytest.param(made.ufdr(WHOLE, **{"files/Text/report.xml": b"<a/>", "DbData/database.db": b"PGDMP"}), id="with files and a database"),
    pytest.param(made.report(MO, version="4.1.0.0", extractions=0).replace(' extractionId="0"', ""), id="Physical Analyzer 4"),
    pytest.param(made.report(MO, version="10.4.1.0"), id="Physical Analyzer 10"),
    pytest.param(made.with_prefix(WHOLE, "ns0"), id="another prefix"),
    pytest.param(WHOLE.replace(f' xmlns="{made.NAMESPACE}"', ""), id="no namespace"),
    pytest.param(WHOLE.replace('<?xml version="1.0" encoding="utf-8"?>\n', ""), id="no declaration"),
    pytest.param(f"<decodedData>{MO}</decodedData>", id="a pasted decodedData"),
    pytest.param(MO, id="a pasted modelType"),
    pytest.param(made.contact("Mo Line", made.phone("07700 900123")), id="a pasted model"),
    pytest.param(WHOLE.replace("><", ">\n\t<").replace("\n", "\r\n"), id="indented with CRLF"),
    pytest.param(WHOLE.replace('"', "'"), id="single quotes"),
    pytest.param(
        made.report(MO).replace(' deleted_state="Intact" decoding_confidence="High" isrelated="False" extractionId="0"', ""),
        id="attributes missing, as MOBILedit writes it",
    ),
]


@pytest.mark.parametrize("content", CONTAINERS)
def test_a_report_is_read_in_every_wrapping(tmp_path, content):
    """However a report is wrapped and whichever version wrote it, its contact comes out once, raw and named."""
    got = read_bytes(tmp_path, content)

    assert got.reader == "ufdr"
    assert [(mention.raw, mention.role, mention.label) for mention in got.mentions] == [("07700 900123", "contact", "Mo Line")]
    assert got.remarks == set()


def test_a_record_names_its_place(tmp_path):
    """A place names the file, the report inside and the id of the model."""
    xml = made.report(made.group("Contact", made.model("Contact", made.many("Entries", made.phone("07700 900123")), identity="a1")))

    assert read_bytes(tmp_path, made.ufdr(xml), name="phone.ufdr").records[0].place == "phone.ufdr:report.xml#a1"


# --- contacts ---------------------------------------------------------------------------------------------------------------------------


def _contacts(tmp_path, *contacts: str, head: str = ""):
    return read_bytes(tmp_path, made.report(made.group("Contact", *contacts), head=head), scopes=CONTACTS)


def test_the_model_type_decides_what_an_entry_is(tmp_path):
    """Translated domains and categories change nothing: the type of the entry's model decides."""
    got = _contacts(
        tmp_path,
        made.contact(
            "A", made.phone("07700 900123", "Celular", "Telefone"), made.user_id("447700900124@s.whatsapp.net", "", "ID do usuário")
        ),
        made.contact("B", made.model("EmailAddress", made.field("Value", "07700900125"), made.field("Domain", "Phone Number"))),
    )

    assert got.others == {"07700 900123", "447700900124@s.whatsapp.net"}
    assert len(got.records) + len(got.skipped) == 2


@pytest.mark.parametrize(
    "identifier",
    ["5860529659", "100012345678901", "1654984910:14434", "205690463334636@lid", "120363023356659014@g.us", "mo.line", "status@broadcast"],
)
def test_ids_of_applications_are_never_numbers(tmp_path, identifier):
    """User ids, privacy ids and groups are no numbers, and the contact is still accounted for."""
    got = _contacts(tmp_path, made.contact("Mo", made.user_id(identifier, "Id"), source="Telegram"))

    assert got.others == set()
    assert len(got.skipped) == 1


def test_several_numbers_of_a_contact_are_one_record(tmp_path):
    """A contact with three numbers is one record with three mentions under its name."""
    got = _contacts(tmp_path, made.contact("Mo", made.phone("07700 900123"), made.phone("01632 960123"), made.phone("+447700900124")))

    assert [len(record.mentions) for record in got.records] == [3]


def test_the_account_under_which_a_contact_is_kept_is_not_the_contact(tmp_path):
    """A jid in `Account` is not read beside the contact's own entries, and told."""
    got = _contacts(
        tmp_path,
        made.contact("Mo", made.user_id("447700900123@s.whatsapp.net"), source="WhatsApp", account="447700900999@s.whatsapp.net"),
        made.contact("Al", made.user_id("5860529659", "Telegram Id"), source="WhatsApp", account="447700900998@s.whatsapp.net"),
    )

    assert got.others == {"447700900123@s.whatsapp.net"}
    assert "unread-account" in got.remarks


@pytest.mark.parametrize("head", ["", '<metadata section="Device Info"><item name="MSISDN">447700900999</item></metadata>'])
def test_only_an_account_that_is_nobodys_known_number_is_told(tmp_path, head):
    """That of the phone by its description is its own, and one beside the same number adds none."""
    contacts = [made.contact(name, made.phone(number), source="WhatsApp", account=account) for name, number, account in KEPT]

    assert ("unread-account" in _contacts(tmp_path, *contacts, head=head).remarks) is not bool(head)


KEPT = (("Mo", "07700 900123", "447700900123@s.whatsapp.net"), ("Al", "07700 900124", "447700900999@s.whatsapp.net"))


@pytest.mark.parametrize("entry", ["unknown", "n/a", "-", "Private"])
def test_an_account_beside_an_entry_without_a_number_is_the_contacts(tmp_path, entry):
    """As where there is no entry."""
    got = _contacts(tmp_path, made.contact("Mo", made.phone(entry), source="WhatsApp", account="447700900123@s.whatsapp.net"))

    assert "447700900123@s.whatsapp.net" in got.others


@pytest.mark.parametrize(
    ("contact", "numbers"),
    [
        (("Mum 07700900124", made.phone("07700 900123")), [("07700 900123", "contact"), ("Mum 07700900124", "note")]),
        (("07700900123", made.phone("+447700900123")), [("+447700900123", "contact")]),
        (("07700900123",), [("07700900123", "contact")]),
        (("Mum 07700900124", made.user_id("100012345678901", "Facebook Id")), [("Mum 07700900124", "note")]),
        (("Mo", made.phone("07700900124 / 447700900123@s.whatsapp.net")), [("07700900124 / 447700900123@s.whatsapp.net", "contact")]),
    ],
)
def test_a_number_in_a_name_or_beside_an_id_is_read(tmp_path, contact, numbers):
    """People note a new number behind a name; whoever reads numbers reads several in a field for them."""
    got = _contacts(tmp_path, made.contact(*contact))

    assert [(mention.raw, mention.role.value) for mention in got.mentions] == numbers


def test_a_number_in_the_name_of_a_party_is_read_in_the_report(tmp_path):
    """That of a party without an identifier is the other side's; any other is a note."""
    calls = (
        made.call(made.party("", "From", name="07700900123"), direction="Incoming"),
        made.call(made.party("+447700900124", "From", name="Mum 07700900125"), direction="Incoming"),
    )

    read = read_bytes(tmp_path, made.report(made.group("Call", *calls)))
    assert [(mention.raw, mention.role.value) for mention in read.mentions] == [
        ("07700900123", "call"),
        ("+447700900124", "call"),
        ("Mum 07700900125", "note"),
    ]


def test_an_account_of_the_owner_is_not_a_contact(tmp_path):
    """A contact that has nothing but the owner's own account is the owner's number."""
    head = made.device(MSISDN="+447700900001")
    got = _contacts(tmp_path, made.contact("Me", source="WhatsApp", account="447700900001@s.whatsapp.net"), head=head)

    assert got.others == set()


@pytest.mark.parametrize("name", ["Me", "Ash (owner)"])
def test_a_contact_marked_as_the_owner_is_the_owner(tmp_path, name):
    """A contact that says it is the phone's own is nobody else."""
    got = _contacts(tmp_path, made.contact(name, made.phone("07700 900999")), made.contact("Mo", made.phone("07700 900123")))

    assert (got.own, got.others) == ({"07700 900999"}, {"07700 900123"})


@pytest.mark.parametrize(("state", "deleted"), [("Deleted", True), ("Trash", True), ("Intact", False), ("Unknown", False)])
def test_the_state_of_the_contact_is_kept(tmp_path, state, deleted):
    """Deleted and trashed contacts are marked, others are not."""
    got = _contacts(tmp_path, made.contact("Mo", made.phone("07700 900123"), state=state))

    assert [record.deleted for record in got.records] == [deleted]


def test_a_value_in_base64_is_decoded(tmp_path):
    """A value marked as Base64 is given in clear."""
    coded = base64.b64encode(b"07700 900123").decode()
    entry = made.model("PhoneNumber", made.field("Value", coded, attributes=' format="Base64String"'))

    assert _contacts(tmp_path, made.contact("Mo", entry)).others == {"07700 900123"}


def test_a_value_without_cdata_is_read(tmp_path):
    """Plain text, references and a CDATA section split in two are one text."""
    split = "<![CDATA[07700]]><![CDATA[ 900123]]>"
    entries = (
        made.model("PhoneNumber", made.field("Value", "&#x30;7700 900124", raw=True)),
        made.model("PhoneNumber", made.field("Value", split, raw=True)),
    )

    assert _contacts(tmp_path, made.contact("Mo &amp; Co", *entries)).others == {"07700 900124", "07700 900123"}


@pytest.mark.parametrize("form", ["usual", "other"])
def test_notes_of_a_contact_are_told_in_its_name(tmp_path, form):
    """Each note that may hold a number is prose of the contact, whether or not it has an entry; beside one, a short note as well."""
    notes = made.several("Notes", made.text("or 07700 900124 (new)"), made.text("owes 40"), made.text("+447700900125"))
    contacts = (made.contact("Mo", made.phone("07700 900123"), more=notes), made.contact("Al", more=notes), made.contact("Vex"))
    if form == "other":
        contacts = tuple(each.replace('" deleted_state="', '"  deleted_state="') for each in contacts)
    got = _contacts(tmp_path, *contacts)

    told = [(mention.raw, mention.label) for mention in got.mentions if mention.role == "note"]
    raws = ("or 07700 900124 (new)", "owes 40", "+447700900125")
    assert told == [(raw, name) for name in ("Mo", "Al") for raw in raws if (raw, name) != ("owes 40", "Al")]
    assert got.prose == [raw for raw, _ in told]
    assert (len(got.records), len(got.skipped)) == (2, 1)


def test_notes_of_contacts_are_not_read_where_contacts_are_not_asked_for(tmp_path):
    """Outside the scope of contacts a note of a contact leaves nothing."""
    card = made.contact("Mo", made.phone("07700 900123"), more=made.several("Notes", made.text("07700 900124")))
    message = made.instant(made.party("447700900125@s.whatsapp.net", "From"), more=made.many("SharedContacts", card, kind="Contact"))
    xml = made.report(made.group("Contact", card), made.group("Chat", made.chat(message)))

    assert read_bytes(tmp_path, xml, scopes=frozenset(Scope) - CONTACTS).prose == []


def test_an_unknown_field_or_element_harms_nothing(tmp_path):
    """Elements no version is known to write, and a model inside an unknown field, change nothing."""
    more = made.many("FutureThings", made.model("Contact", made.many("Entries", made.phone("07700 900555")))) + '<future a="1">x</future>'

    assert _contacts(tmp_path, made.contact("Mo", made.phone("07700 900123"), more=more)).others == {"07700 900123"}


def test_the_same_id_twice_is_two_records(tmp_path):
    """Ids are no keys: two contacts of one id are both read."""
    twice = [made.model("Contact", made.many("Entries", made.phone(f"07700 90012{n}")), identity="same") for n in range(2)]

    assert _contacts(tmp_path, *twice).others == {"07700 900120", "07700 900121"}


# --- calls ------------------------------------------------------------------------------------------------------------------------------


def _calls(tmp_path, *calls: str, head: str = ""):
    return read_bytes(tmp_path, made.report(made.group("Call", *calls), head=head), scopes=CALLS)


OTHER, OWN = "+447700900123", "+447700900001"

WAYS = [
    pytest.param({"direction": "Incoming"}, "From", Direction.IN, id="incoming"),
    pytest.param({"direction": "Outgoing"}, "To", Direction.OUT, id="outgoing"),
    pytest.param({"kind": "Missed"}, "From", Direction.IN, id="missed, in the type"),
    pytest.param({"direction": "Incoming", "status": "Missed"}, "From", Direction.IN, id="missed, in the status"),
    pytest.param({"kind": "Outgoing"}, "General", Direction.OUT, id="by type alone"),
    pytest.param({}, "From", Direction.IN, id="by the role of the party"),
    pytest.param({}, "To", Direction.OUT, id="by the role of the party, outgoing"),
    pytest.param({}, "General", None, id="not told"),
]


@pytest.mark.parametrize(("told", "role", "way"), WAYS)
def test_a_call_goes_the_way_it_says(tmp_path, told, role, way):
    """The direction comes from Direction, from Type, or from the side the party stands on."""
    assert _calls(tmp_path, made.call(made.party(OTHER, role), **told)).ways == [(OTHER, "call", way)]


@pytest.mark.parametrize("own", [made.party("", "To", owner=True), made.party("", "To"), made.party("", "To", owner=None)])
def test_an_empty_identifier_is_nobody(tmp_path, own):
    """The owner's side of a call often has no identifier, and gives nothing."""
    assert _calls(tmp_path, made.call(made.party(OTHER, "From"), own, direction="Incoming")).ways == [(OTHER, "call", Direction.IN)]


def test_the_owner_of_the_phone_is_no_party_to_their_own_calls(tmp_path):
    """A party marked as the owner is the owner, in this call and in later ones that do not mark it."""
    got = _calls(
        tmp_path,
        made.call(made.party(OTHER, "From"), made.party(OWN, "To", owner=True), direction="Incoming"),
        made.call(made.party(OWN, "From", owner=None), made.party("+447700900124", "To"), direction="Outgoing"),
    )

    assert got.others == {OTHER, "+447700900124"}
    assert got.own == {OWN}


def test_a_withheld_caller_is_accounted_for(tmp_path):
    """A call without any number is one skipped or one raw record, never nothing."""
    got = _calls(tmp_path, made.call(made.party("", "From"), direction="Incoming"), made.call(direction="Incoming"))

    assert len(got.records) + len(got.skipped) == 2


def test_a_call_of_an_application_names_the_application(tmp_path):
    """A WhatsApp call carries its application; a call of the phone carries none."""
    jid = "447700900123@s.whatsapp.net"
    got = _calls(tmp_path, made.call(made.party(jid, "From"), source="WhatsApp"), made.call(made.party(OTHER, "From"), source="Phone"))

    assert [(mention.raw, mention.app) for mention in got.mentions] == [(jid, "WhatsApp"), (OTHER, None)]


def test_a_nested_party_has_the_state_of_its_call(tmp_path):
    """Parties are written as Unknown; the call's own state counts."""
    got = _calls(tmp_path, made.call(made.party(OTHER, "From"), state="Deleted"), made.call(made.party(OTHER, "From")))

    assert [record.deleted for record in got.records] == [True, False]


TIMES = [
    pytest.param("2025-03-01T21:14:05.000+00:00", datetime(2025, 3, 1, 21, 14, 5, tzinfo=UTC), id="with offset"),
    pytest.param("2025-03-01T21:14:05.1234567+01:00", datetime(2025, 3, 1, 20, 14, 5, 123456, tzinfo=UTC), id="seven digits of a second"),
    pytest.param("2025-03-01T21:14:05Z", datetime(2025, 3, 1, 21, 14, 5, tzinfo=UTC), id="Z"),
    pytest.param("2025-03-01T21:14:05", as_written(2025, 3, 1, 21, 14, 5), id="no offset stays as on the device"),
    pytest.param("01/03/2025 21:14:05(UTC+1)", datetime(2025, 3, 1, 21, 14, 5, tzinfo=timezone(timedelta(hours=1))), id="local form"),
    pytest.param("09.09.2020 19:33:13(UTC+0)", datetime(2020, 9, 9, 19, 33, 13, tzinfo=UTC), id="German form"),
    pytest.param("01-Mar-25", as_written(2025, 3, 1), id="day only"),
    pytest.param("1970-01-01T00:00:00+00:00", None, id="never"),
    pytest.param("rubbish", None, id="rubbish"),
    pytest.param("9999-12-31T23:59:59+00:00", None, id="for ever"),
]


@pytest.mark.parametrize(("written", "moment"), TIMES)
def test_a_time_is_as_exact_as_it_is_written(tmp_path, written, moment):
    """A time has a zone only where one is written, and an impossible time is none."""
    record = _calls(tmp_path, made.call(made.party(OTHER, "From"), at=written)).records[0]

    assert record.first == moment
    assert (record.first is None) or (record.first.tzinfo is None) == (moment.tzinfo is None)


def test_a_time_whose_zone_is_unknown_stays_without_one(tmp_path):
    """`TimeStampUnknown` takes back the offset the text carries."""
    xml = made.call(made.party(OTHER, "From"), at="2025-03-01T21:14:05+00:00").replace("TimeStampKnown", "TimeStampUnknown")

    assert _calls(tmp_path, xml).records[0].first == as_written(2025, 3, 1, 21, 14, 5)


# --- messages ---------------------------------------------------------------------------------------------------------------------------


def _messages(tmp_path, kind: str, *models: str, scopes=MESSAGES, head: str = ""):
    return read_bytes(tmp_path, made.report(made.group(kind, *models), head=head), scopes=scopes)


MESSAGES_OF_TWO = [
    pytest.param(made.sms(made.party(OTHER, "From"), folder="Inbox"), Direction.IN, id="received"),
    pytest.param(made.sms(made.party(OTHER, "To"), folder="Sent"), Direction.OUT, id="sent"),
    pytest.param(made.sms(made.party(OTHER, "To"), folder="Drafts"), Direction.OUT, id="a draft is an attempt"),
    pytest.param(made.sms(made.party(OTHER, "From"), made.party("", "To", owner=True), kind="MMS"), Direction.IN, id="MMS"),
    pytest.param(made.sms(made.party("", "From", owner=True), made.party(OTHER, "To"), folder="Outbox"), Direction.OUT, id="outbox"),
    pytest.param(made.instant(made.party(OTHER, "From"), made.party("", "To", owner=True)), Direction.IN, id="instant, received"),
    pytest.param(made.instant(made.party("", "From", owner=True), made.party(OTHER, "To")), Direction.OUT, id="instant, sent"),
    pytest.param(
        made.instant(made.party(OTHER, "From", owner=None), more=made.field("FromIsOwner", "False", "Boolean")),
        Direction.IN,
        id="FromIsOwner says no",
    ),
]


@pytest.mark.parametrize(("xml", "way"), MESSAGES_OF_TWO)
def test_a_message_goes_the_way_it_says(tmp_path, xml, way):
    """The other side of a message comes out once, with the way the message went."""
    kind = "SMS" if "Parties" in xml else "InstantMessage"

    assert _messages(tmp_path, kind, xml).ways == [(OTHER, "message", way)]


def test_the_service_centre_is_nobody(tmp_path):
    """The network's service centre, on every message, is never a number of anybody."""
    got = _messages(tmp_path, "SMS", made.sms(made.party(OTHER, "From"), folder="Inbox", smsc="+447700900777", body="+447700900888"))

    assert [mention.raw for mention in got.mentions] == [OTHER]


def test_words_are_read_only_when_asked_for(tmp_path):
    """Without the scope of texts no body leaves the reader; with it alone, nothing but bodies does."""
    xml = made.sms(made.party(OTHER, "From"), folder="Inbox", body="my new number is 07700 900124")

    assert _messages(tmp_path, "SMS", xml).prose == []
    only = _messages(tmp_path, "SMS", xml, scopes=TEXTS)
    assert only.prose == ["my new number is 07700 900124"]
    assert only.others == set()


JID, MINE = "447700900123@s.whatsapp.net", "447700900001@s.whatsapp.net"
TWO = (made.party(JID, name="Mo"), made.party(MINE, owner=True))


def test_a_chat_gives_its_participants_and_every_message(tmp_path):
    """A chat of two is one record for who takes part and one for each message."""
    received = made.instant(made.party(JID, "From"), made.party(MINE, "To", owner=True))
    sent = made.instant(made.party(MINE, "From", owner=True), made.party(JID, "To"))
    got = _messages(tmp_path, "Chat", made.chat(received, sent, participants=TWO))

    assert [way for way in got.ways if way[1] != "owner"] == [
        (JID, "chat", None),
        (JID, "message", Direction.IN),
        (JID, "message", Direction.OUT),
    ]
    assert got.own == {MINE}


def test_a_message_of_a_chat_that_names_nobody_went_to_the_other_one(tmp_path):
    """In a chat of two, a sent message without recipient went to the other of the two."""
    got = _messages(tmp_path, "Chat", made.chat(made.instant(made.party("", "From", owner=True)), participants=TWO))

    assert (JID, "message", Direction.OUT) in got.ways


def test_members_of_a_group_are_not_all_in_touch_with_the_owner(tmp_path):
    """In a group only the sender of a received message wrote to the owner; the others are members."""
    other = "447700900124@s.whatsapp.net"
    members = (*TWO, made.party(other))
    received = made.instant(made.party(JID, "From"), made.party(MINE, "To", owner=True), made.party(other, "To"))
    got = _messages(tmp_path, "Chat", made.chat(received, participants=members, identity="120363023356659014@g.us"))

    assert {way for way in got.ways if way[0] == other} == {(other, "group", None)}
    assert (JID, "message", Direction.IN) in got.ways


def test_who_sent_to_a_group_is_the_owner(tmp_path):
    """The only sender of a message in the folder of what was sent is the owner, and nobody in the group was written to."""
    other = "447700900124@s.whatsapp.net"
    sent = made.instant(
        made.party(MINE, "From", owner=None), made.party(JID, "To"), made.party(other, "To"), more=made.field("Folder", "Sent")
    )
    members = (made.party(JID), made.party(MINE, owner=None), made.party(other))
    got = _messages(tmp_path, "Chat", made.chat(sent, participants=members))

    assert got.own == {MINE}
    assert {way for way in got.ways if way[0] in {JID, other}} == {(JID, "group", None), (other, "group", None)}


@pytest.mark.parametrize(
    "identifier", ["120363023356659014@g.us", "447700900123-1415000000@g.us", "205690463334636@lid", "System message", "status@broadcast"]
)
def test_groups_privacy_ids_and_the_system_are_nobody(tmp_path, identifier):
    """Identifiers of groups, privacy ids and the application itself give no number."""
    got = _messages(tmp_path, "Chat", made.chat(made.instant(made.party(identifier, "From")), identity=identifier))

    assert got.others == set()
    assert len(got.skipped) == 2


def test_ids_of_telegram_are_no_numbers_of_its_chats(tmp_path):
    """Ten digits with source Telegram are a user, whatever they look like; a number with a plus is a number."""
    chat = made.chat(
        made.instant(made.party("5860529659", "From", owner=False)),
        made.instant(made.party("+447700900123", "From", owner=False)),
        participants=(made.party("5860529659"), made.party("1654984910", owner=True)),
        source="Telegram",
    )

    assert _messages(tmp_path, "Chat", chat).others == {"+447700900123"}


@pytest.mark.parametrize("source", ["Native Messages", "Messages", "", "SMS"])
def test_texts_of_the_phone_may_stand_in_a_chat(tmp_path, source):
    """Newer reports put SMS into chats; their numbers are numbers of the phone, without an application."""
    chat = made.chat(made.instant(made.party("07700900123", "From", owner=False)), source=source)

    assert [(mention.raw, mention.app) for mention in _messages(tmp_path, "Chat", chat).mentions] == [("07700900123", None)]


def test_a_contact_card_passed_on_is_a_shared_contact(tmp_path):
    """A contact inside a message is shared, not saved; its account, somebody else's, is not read."""
    card = made.contact("Line", made.phone("07700 900150"), account="447700900160@s.whatsapp.net")
    message = made.instant(made.party(JID, "From"), more=made.many("SharedContacts", card, kind="Contact"))
    got = _messages(tmp_path, "Chat", made.chat(message))

    assert ("07700 900150", "shared_contact", Direction.IN) in got.ways
    assert not any("900160" in raw for raw in got.others)


def test_a_quoted_message_is_not_counted_again(tmp_path):
    """Messages quoted, forwarded or embedded in another give neither parties nor words of their own."""
    inner = made.instant(made.party("447700900155@s.whatsapp.net", "From"), body="call 07700 900156")
    reply = made.model("ReplyMessageData", made.one("InstantMessage", inner, "InstantMessage"))
    extra = made.many("MessageExtraData", reply, kind="MessageExtraData") + made.one("EmbeddedInstantMessage", inner, "InstantMessage")
    got = _messages(tmp_path, "Chat", made.chat(made.instant(made.party(JID, "From"), body="yes", more=extra)), scopes=ALL)

    assert got.others == {JID}
    assert got.prose == ["yes"]


def test_a_deleted_chat_marks_its_messages(tmp_path):
    """The messages of a deleted chat are deleted; in a chat that is kept, each has its own state."""
    message = made.instant(made.party(JID, "From"))
    gone = made.instant(made.party(JID, "From"), state="Deleted")

    assert [record.deleted for record in _messages(tmp_path, "Chat", made.chat(message, state="Deleted")).records] == [True]
    assert [record.deleted for record in _messages(tmp_path, "Chat", made.chat(message, gone)).records] == [False, True]


def test_a_chat_longer_than_memory_gives_every_message(tmp_path):
    """A chat of several megabytes is read in parts, and nothing of it is lost or given twice."""
    messages = [made.instant(made.party(f"447700900{n}@s.whatsapp.net", "From"), body="x" * 3000) for n in range(130, 999)]
    got = _messages(tmp_path, "Chat", made.chat(*messages, participants=TWO))

    assert [raw for raw, role, _ in got.ways if role == "message"] == [f"447700900{n}@s.whatsapp.net" for n in range(130, 999)]
    assert sum(role == "chat" for _, role, _ in got.ways) == 1


# --- the owner --------------------------------------------------------------------------------------------------------------------------

ACCOUNT = made.group(
    "UserAccount",
    made.model(
        "UserAccount",
        made.field("Source", "WhatsApp"),
        made.field("Username", MINE),
        made.field("Password", "07700900777", raw=True),
        made.field("ServerAddress", "07700900778"),
        made.many("Entries", made.phone("+447700900002"), kind="ContactEntry"),
    ),
)
SIM = made.group(
    "SIMData",
    made.model("SIMData", made.field("Category", "SIM"), made.field("Name", "MSISDN"), made.field("Value", "+447700900003")),
    made.model("SIMData", made.field("Name", "SMSC"), made.field("Value", "+447700900779")),
    made.model("SIMData", made.field("Name", "ICCID"), made.field("Value", "8944100000000000000")),
)
ENTRY = made.group(
    "DeviceInfoEntry",
    made.model("DeviceInfoEntry", made.field("EntryName", "LastUsedMSISDN"), made.field("EntryValue", "+447700900004")),
    made.model("DeviceInfoEntry", made.field("EntryName", "IMEI"), made.field("EntryValue", "490154203237518")),
)
INFO = made.device(
    MSISDN="+447700900005", LastUsedMSISDN="+447700900006", IMEI="490154203237518", MSISDNType="7700900777", IMSI="234150000000001"
)


@pytest.mark.parametrize("scope", sorted(Scope))
def test_the_owner_is_told_whatever_the_scope(tmp_path, scope):
    """The owner's numbers come from device, accounts and SIM in every scope, as the owner's, and nothing else of those is read."""
    got = read_bytes(tmp_path, made.report(SIM, ENTRY, ACCOUNT, head=INFO), scopes=frozenset({scope}))

    assert got.own == {MINE, *(f"+44770090000{n}" for n in range(2, 7))}
    assert got.others == set()
    assert "07700900777" not in str(got.items)


def test_without_device_info_the_owner_is_still_known(tmp_path):
    """Reports of 8.5 and later may lack the device's description; accounts and SIM tell the owner."""
    got = read_bytes(tmp_path, made.report(MO, SIM, ACCOUNT, version="8.5"))

    assert got.own == {MINE, "+447700900002", "+447700900003"}
    assert got.others == {"07700 900123"}


def test_only_the_description_of_the_device_tells_the_owner(tmp_path):
    """A telephone number among the examiner's additional fields is not the owner's."""
    head = '<metadata section="Additional Fields"><item name="Phone number"><![CDATA[01632 960001]]></item></metadata>'

    assert read_bytes(tmp_path, made.report(MO, head=head)).own == set()


# --- scopes, accounts, bulk -------------------------------------------------------------------------------------------------------------

EVERYTHING = made.report(
    made.group("Call", made.call(made.party("+447700900101", "From"), direction="Incoming")),
    made.group("Chat", made.chat(made.instant(made.party("447700900102@s.whatsapp.net", "From"), body="07700 900103"))),
    made.group("Contact", made.contact("Mo", made.phone("07700 900104"))),
    made.group("Note", made.model("Note", made.field("Title", "line"), made.field("Body", "07700 900105"))),
    made.group("SMS", made.sms(made.party("+447700900106", "From"), body="07700 900107", folder="Inbox")),
    made.group("Location", made.model("Location", made.field("Name", "07700 900108"))),
)

ASKED = [
    pytest.param(CONTACTS, {"07700 900104"}, set(), id="contacts"),
    pytest.param(CALLS, {"+447700900101"}, set(), id="calls"),
    pytest.param(MESSAGES, {"447700900102@s.whatsapp.net", "+447700900106"}, set(), id="messages"),
    pytest.param(TEXTS, set(), {"07700 900103", "line", "07700 900105", "07700 900107"}, id="texts"),
    pytest.param(frozenset(), set(), set(), id="nothing"),
]


@pytest.mark.parametrize(("scopes", "numbers", "prose"), ASKED)
def test_what_is_outside_the_scope_is_not_read(tmp_path, scopes, numbers, prose):
    """Each scope gives its own records and no others."""
    got = read_bytes(tmp_path, EVERYTHING, scopes=scopes)

    assert got.others == numbers
    assert set(got.prose) == prose


def test_names_of_files_are_no_numbers(tmp_path):
    """Paths of exported files and the case's own fields hold runs of digits, and none is read."""
    files = (
        '<taggedFiles><file fs="x" path="/media/4454825783_dbcb233af5_b.jpg 07700900123"><metadata section="File">'
        '<item name="MSISDN">07700900123</item></metadata></file></taggedFiles>'
    )

    assert read_bytes(tmp_path, made.report(head=files), scopes=ALL).mentions == []


def test_several_extractions_are_told(tmp_path):
    """A file of several extractions is read, and it is said that it may be of several devices."""
    got = read_bytes(tmp_path, made.report(MO, extractions=3))

    assert got.others == {"07700 900123"}
    assert "several-extractions" in got.remarks


def test_a_report_without_numbers_says_so(tmp_path):
    """A report whose records hold no number is read, recognised, and told apart from an empty one."""
    got = _contacts(tmp_path, made.contact("Mo"), made.contact("Al"))

    assert len(got.skipped) == 2
    assert "no-readable-rows" in got.remarks


# --- what is broken ---------------------------------------------------------------------------------------------------------------------

THREE = made.report(made.group("Contact", *(made.contact(f"N{n}", made.phone(f"07700 90012{n}")) for n in range(3))))


def _cut(text: str, at: str, *, back: int = 0) -> bytes:
    """The report up to a text near its end, less so many bytes."""
    data = text.encode()
    return data[: data.rindex(at.encode()) + len(at.encode()) - back]


TRUNCATED = [
    pytest.param(_cut(THREE, "<field name=", back=3), id="inside a tag"),
    pytest.param(_cut(THREE, "07700 900122", back=4), id="inside CDATA"),
    pytest.param(_cut(THREE.replace("N2", "Nö"), "ö", back=1), id="inside a character"),
    pytest.param(_cut(THREE, "N2"), id="inside a text"),
]


@pytest.mark.parametrize("container", [lambda data: data, made.ufdr], ids=["bare", "zipped"])
@pytest.mark.parametrize("content", TRUNCATED)
def test_a_report_cut_short_keeps_what_was_whole(tmp_path, content, container):
    """Where a report ends too early, its whole records are kept and the end is told."""
    got = read_bytes(tmp_path, container(content))

    assert got.others == {"07700 900120", "07700 900121"}
    assert "truncated" in got.remarks


def test_a_chat_cut_short_keeps_its_whole_messages(tmp_path):
    """Where a chat ends in the middle of a message, the messages before it are kept."""
    xml = made.report(made.group("Chat", made.chat(*(made.instant(made.party(f"4477009001{n}@c.us", "From")) for n in range(20, 24)))))
    got = read_bytes(tmp_path, _cut(xml, "447700900123"))

    assert got.others == {f"4477009001{n}@c.us" for n in range(20, 23)}
    assert "truncated" in got.remarks


ILLEGAL = [
    pytest.param("&#x0;", id="reference to NUL"),
    pytest.param("&#x1F;", id="reference to a control"),
    pytest.param("&#xFFFF;", id="reference to a noncharacter"),
    pytest.param("&#55357;&#56832;", id="surrogates"),
    pytest.param("\x00", id="NUL"),
    pytest.param("\x0b", id="a control"),
    pytest.param("fish & chips", id="bare ampersand"),
    pytest.param("1 < 2", id="bare less-than"),
    pytest.param("<3", id="a heart"),
    pytest.param("&nbsp;", id="a reference nobody defined"),
]


@pytest.mark.parametrize("illegal", ILLEGAL)
def test_illegal_characters_cost_nothing(tmp_path, illegal):
    """Characters that XML forbids are replaced and counted, and no record is lost."""
    raw = made.model("Contact", made.field("Name", f"Mo {illegal}", raw=True), made.many("Entries", made.phone("07700 900123")))
    got = _contacts(tmp_path, raw, made.contact("Al", made.phone("07700 900124")))

    assert got.others == {"07700 900123", "07700 900124"}
    assert got.remarks == {"repaired-characters"}


def test_a_broken_record_costs_only_itself(tmp_path):
    """A record with broken markup is skipped; those before and after it are read."""
    broken = made.contact("Bad", made.phone("07700 900125")).replace("</field>", "", 1)
    got = _contacts(tmp_path, made.contact("A", made.phone("07700 900123")), broken, made.contact("C", made.phone("07700 900124")))

    assert {"07700 900123", "07700 900124"} <= got.others
    assert len(got.records) + len(got.skipped) == 3
    assert "broken-markup" in got.remarks


def test_text_that_looks_like_markup_stays_text(tmp_path):
    """Tags of the report inside a CDATA section are text."""
    evil = "</value></field></model><model type='Contact'><![CDATA[<model type=\"Contact\">"
    got = read_bytes(
        tmp_path,
        made.report(made.group("SMS", made.sms(made.party(OTHER, "From"), body=evil, folder="Inbox"), made.sms(made.party(OWN, "From")))),
        scopes=ALL,
    )

    assert got.others == {OTHER, OWN}
    assert got.prose == [evil]


def test_a_windows_encoding_under_a_false_declaration_is_read(tmp_path):
    """A report that says UTF-8 and is cp1252 keeps its numbers and its names."""
    got = read_bytes(tmp_path, made.report(MO).replace("Mo Line", "Zoë").encode("cp1252"))

    assert [(mention.raw, mention.label) for mention in got.mentions] == [("07700 900123", "Zoë")]


def test_a_report_in_a_folder_beside_the_one_read_is_told(tmp_path):
    """Nobody is to think that a second report was read, too."""
    inner = made.report(made.group("Contact", made.contact("Kim", made.phone("07700900124"))))
    outer = made.report(made.group("Contact", made.contact("Jay", made.phone("07700900123"))))

    read = read_bytes(tmp_path, made.ufdr(outer, **{"second/report.xml": inner.encode()}))

    assert read.others == {"07700900123"}
    assert read.remarks == {"unread-report"}


def test_what_a_contact_says_of_the_person_is_kept_beside_the_number(tmp_path):
    """Employers, jobs and groups tell whom to keep out; what is noted of others does not."""
    firm = made.many(
        "Organizations",
        made.model("Organization", made.field("Name", "Firm & Co"), made.field("Position", "Solicitor")),
        kind="Organization",
    )
    fact = made.many(
        "AdditionalInfo", made.model("KeyValueModel", made.field("Key", "Job"), made.field("Value", "Nurse")), kind="KeyValueModel"
    )
    more = [firm, fact, made.field("Group", "Legal"), made.several("Notes", made.text("my social worker knows")), ""]
    contacts = [made.contact("Jay", made.phone("07700900123"), more=text) for text in more for _ in range(40)]
    card = made.contact("Kim", made.phone("07700900124"), more=firm)
    message = made.instant(made.party("07700900125", "From"), more=made.many("SharedContacts", card, kind="Contact"))
    xml = made.report(made.group("Contact", *contacts), made.group("InstantMessage", message))

    read = read_bytes(tmp_path, xml)

    about = [mention.about for mention in read.mentions if mention.label == "Jay" and mention.written is Written.NUMBER]
    assert about[::40] == ["Firm & Co; Solicitor", None, "Legal", None, None]
    assert all(about[at] == about[at - at % 40] for at in range(200))
    assert [mention.about for mention in read.mentions if mention.label == "Kim"] == ["Firm & Co; Solicitor"]


def test_the_category_of_a_number_is_said_of_that_number_only(tmp_path):
    """A category of somebody's own words goes with its number and no other."""
    numbers = made.phone("07700900123", category="Solicitor") + made.phone("07700900124", category="Mobile")

    read = read_bytes(tmp_path, made.report(made.group("Contact", made.contact("Jay", numbers))))

    assert {mention.raw: mention.about for mention in read.mentions} == {"07700900123": "Solicitor", "07700900124": None}
