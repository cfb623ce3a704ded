"""Whose phone a log is of, told by its headers or by one party of every row; and what shows nothing is left as it is (facts 12.3)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes
from workbooks import table, workbook

OWN = "07700 900999"
CALLS = (
    f"{OWN},07700 900123,2026-04-03 21:15:00,60",
    "07700 900123,+44 7700 900999,2026-04-03 22:15:00,60",
    f"{OWN},07700 900124,2026-04-04 21:15:00,60",
    f"{OWN},07700 900125,2026-04-05 21:15:00,60",
)
OTHERS = [
    ("07700 900123", Direction.OUT),
    ("07700 900123", Direction.IN),
    ("07700 900124", Direction.OUT),
    ("07700 900125", Direction.OUT),
]
#: A phone of two numbers, whose user was in touch with one person only.
TWO_SIMS = (
    "07700 900200,07700 900123,2026-04-03 21:15:00,60",
    "07700 900123,07700 900201,2026-04-03 22:15:00,60",
    "07700 900201,07700 900123,2026-04-04 21:15:00,60",
)


def _others(read):
    return [(raw, way) for raw, role, way in read.ways if role in {"call", "message"}]


@pytest.mark.parametrize("header", ["Call From,Call To,Start Time,Duration", "From,To,Date,Duration", "Caller,Called,Time,Duration"])
def test_the_party_of_every_row_is_the_owner(tmp_path, header):
    """Calls from the owner went out, in whatever spelling the number stands."""
    read = read_bytes(tmp_path, "\n".join((header, *CALLS)) + "\n")

    assert _others(read) == OTHERS
    assert read.own == {OWN, "+44 7700 900999"}
    assert "owner-inferred" in read.remarks


def test_no_remark_is_needed_where_each_row_says_whose_it_is(tmp_path):
    """Directions name the owner of each row."""
    rows = "\n".join(f"{row},{'In' if at == 1 else 'Out'}" for at, row in enumerate(CALLS))

    read = read_bytes(tmp_path, f"From,To,Date,Duration,Direction\n{rows}\n")

    assert (_others(read), read.own, read.remarks) == (OTHERS, {OWN, "+44 7700 900999"}, set())


def test_the_party_of_every_message_is_the_owner(tmp_path):
    """Messages have two sides, too."""
    rows = "\n".join(f"{row.rsplit(',', 1)[0]},yo" for row in CALLS)

    read = read_bytes(tmp_path, f"From,To,Date,Message\n{rows}\n")

    assert _others(read) == OTHERS


@pytest.mark.parametrize("above", ["Own number,07700 900200,,", "Own number,07700 900201,,"])
def test_who_is_in_every_row_is_not_the_owner_where_the_own_number_is_another(tmp_path, above):
    """What stands above the table says so itself."""
    read = read_bytes(tmp_path, "\n".join((above, "Call From,Call To,Start Time,Duration", *CALLS)) + "\n")

    assert OWN not in read.own
    assert OWN in read.others


def test_who_is_in_every_row_is_not_the_owner_where_a_column_has_another_own_number(tmp_path):
    """The phone that was examined is named in each row."""
    rows = "\n".join(f"07700 900200,{row}" for row in CALLS)

    read = read_bytes(tmp_path, f"Own number,Call From,Call To,Start Time,Duration\n{rows}\n")

    assert read.own == {"07700 900200"}
    assert OWN in read.others


def test_the_own_number_above_a_log_settles_the_sides_where_there_are_few_others(tmp_path):
    """It is in every row, as the own number is."""
    rows = (CALLS[0], CALLS[1], CALLS[0])

    read = read_bytes(tmp_path, "\n".join((f"Own number,{OWN},,", "Call From,Call To,Start Time,Duration", *rows)) + "\n")

    assert _others(read) == [("07700 900123", way) for way in (Direction.OUT, Direction.IN, Direction.OUT)]


BETWEEN = (f"{OWN},07700 900123,2026-04-03 21:15:00,60", "07700 900123,+44 7700 900999,2026-04-03 22:15:00,60")


@pytest.mark.parametrize(
    "above",
    [
        *(f"Own number: {OWN},,,", f"Phone: {OWN},,,", f"Mobile number: {OWN},,,", f"Handset number,{OWN},,", "MSISDN: 447700900999,,,"),
        *(
            f"Device owner: {OWN},,,",
            f"Phone user,{OWN},,",
            f"Owner of handset: {OWN},,,",
            f"Exhibit A 1 handset of K Lamb own number {OWN},,,",
        ),
        *(f"Handset number {OWN}", f"SIM number {OWN},,,", f"Calls on JS/1 (own no. {OWN}),,,", f"Handset number {OWN} (JS/1)"),
        *(f"Contacts on JS/1 (own no. {OWN})", f"Phonebook (own no. {OWN}),,,", f"Contact list of handset JS/1 - own number {OWN}"),
        *(f"MSISDN: {OWN},IMEI: 490154203237518,,", f"Your number,{OWN},,", f"Your mobile: {OWN},,,"),
        *(f"Eigene Nummer: {OWN},,,", f"Numéro propre : {OWN},,,", f"Mi número: {OWN},,,", f"Numer własny: {OWN},,,"),
    ],
)
def test_the_own_number_above_a_log_is_the_owners_in_its_rows(tmp_path, above):
    """In two rows as well as in many, and in whatever spelling."""
    read = read_bytes(tmp_path, "\n".join((above, "Call From,Call To,Start Time,Duration", *BETWEEN)) + "\n")

    assert _others(read) == [("07700 900123", Direction.OUT), ("07700 900123", Direction.IN)]
    assert {OWN, "+44 7700 900999"} <= read.own
    assert not read.remarks


@pytest.mark.parametrize(
    "above",
    [
        *("Deal line phone number", "Suspect's phone", "Mother's phone", "Victim mobile", "Contact number", "Police telephone"),
        *("Tel", "Telephone", "Fax", "Telefon", "Owner of the line", "Line user", "Owner of deal phone", "Suspect's handset own number"),
        *("Your account number", "Your contact number", "Mum's handset number"),
    ],
)
def test_the_number_of_somebody_else_above_a_log_is_no_own_number(tmp_path, above):
    """It may be that of a line, or of who wrote the document."""
    read = read_bytes(tmp_path, "\n".join((f"{above},{OWN},,", "Call From,Call To,Start Time,Duration", *BETWEEN)) + "\n")

    assert not read.own
    assert OWN in read.others


#: Words that stand in no list: names, and what somebody calls a line.
UNLISTED = ("Zigzag phone", "Wobble mobile", "Jay's phone", "Customer mobile", "Trapphone", "Wobble handset number", "Zigzag's own number")


def _of_somebody(read, name):
    """Whether a number stayed a contact's, called by the words beside it, and a remark tells that it may be the phone's own."""
    notes = [(mention.role.value, mention.label) for mention in read.mentions if mention.role.value == "note"]
    return notes == [("note", name)] and not read.own and "owner-unsure" in read.remarks


@pytest.mark.parametrize("row", ["{},07700 900123,", "{}: 07700 900123,,"])
def test_a_word_nobody_knows_before_a_telephone_makes_it_nobodys_own(tmp_path, row):
    """Above a log the number stays that of somebody whom the phone called."""
    calls = "Number,Direction,Date\n07700 900123,In,2026-04-03 21:15:00\n07700 900124,Out,2026-04-03 22:15:00\n"
    for name in UNLISTED:
        read = read_bytes(tmp_path, f"{row.format(name)}\n{calls}")
        assert _of_somebody(read, name), name
        assert _others(read) == [("07700 900123", Direction.IN), ("07700 900124", Direction.OUT)]


@pytest.mark.parametrize("header", [[], [["Field", "Value"]]])
def test_a_word_nobody_knows_among_facts_about_the_phone_makes_no_number_its_own(tmp_path, header):
    """Whoever wrote the sheet, `Trap phone` may be that of the line."""
    for name in UNLISTED:
        facts = [*header, ["Make", "Samsung"], ["Model", "A 12"], ["IMEI", "490154203237518"], [name, "07700 900123"]]
        assert _of_somebody(read_bytes(tmp_path, workbook({"Device Info": table(*facts)})), name), name


@pytest.mark.parametrize(
    "words", ["Wobble handset number {}", "Exhibit AB/1 Wobble (mobile {})", "Handset number {} (Wobble)", "Phone of wobble (mobile {})"]
)
def test_a_word_nobody_knows_beside_a_number_in_a_title_makes_it_nobodys_own(tmp_path, words):
    """It may say whose it is, before the number or behind it."""
    read = read_bytes(tmp_path, f"{words.format(OWN)}\nName,Number\nAsh,07700 900123\nBex,07700 900124\n")

    assert not read.own
    assert any(OWN in mention.raw for mention in read.mentions)


@pytest.mark.parametrize(
    "facts",
    [
        ["Make,Samsung", "Model,A 12", "Owner,Jay", "IMEI,490154203237518", "Mum,07700 900123"],
        ["Owner,Jay", "Make,Samsung", "Model,A 12", "Network,x", "Mum,07700 900123"],
        ["Property,Value", "Make,Samsung", "Model,A 12", "IMEI,490154203237518", "Mum's phone,07700 900123"],
    ],
)
def test_a_short_sheet_of_facts_with_one_number_is_read(tmp_path, facts):
    """The number of somebody else there is told."""
    read = read_bytes(tmp_path, "\n".join(facts) + "\n")

    assert (read.numbers, [mention.label for mention in read.mentions]) == ([("07700 900123", "note")], [facts[-1].partition(",")[0]])


def test_what_a_sheet_says_of_the_phone_holds_for_the_logs_of_the_book(tmp_path):
    """Who is in every row and is another one is no owner then."""
    facts = table(["Name", "Value"], ["MSISDN", "+447700900200"], ["IMEI", "490154203237518"])
    header = ["From", "To", "Date", "Duration"]
    book = workbook({"Device Info": facts, "Calls": table(header, *(row.split(",") for row in CALLS))})

    read = read_bytes(tmp_path, book)

    assert read.own == {"+447700900200"}
    assert OWN in read.others


FEW = (f"{OWN},07700 900123,2026-04-03 21:15:00,60", f"07700 900124,{OWN},2026-04-03 22:15:00,60")
TITLES = (
    *(f"Itemised calls for {OWN}", f"Call Data for Subject Number: {OWN}", f"Statement for mobile {OWN}", f"Subscriber: {OWN}"),
    *(f"Handset AB/1 - {OWN}", f"Phone of Jay {OWN} - call log", f"Target,{OWN}", f"Telephone schedule for {OWN} (JS/1)"),
    *(f"Billing for {OWN} from 01/03/2026 to 31/03/2026", f"Call data for {OWN} (1 March 2026 - 31 March 2026)", f"CDR {OWN}"),
    *(f"Records relating to {OWN}", f"Itemised calls: mobile {OWN}", f"Usage details - {OWN}", f"Call data,{OWN}", f"MSISDN {OWN}"),
    *(f"Telephone number {OWN}", f"Outgoing calls from {OWN}", f"Incoming calls to {OWN}", f"Extraction report for {OWN}"),
    *(f"Call data 2026-03-01 to 2026-03-31 for {OWN}", f"Data extracted from handset {OWN}"),
)
#: A customer is who a network gives records of; beside one column of numbers, it is none of them.
BILL = ("2026-03-01 10:00,07700 900123,60", "2026-03-02 10:00,07700 900124,9")


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_one_phone_gives_its_number_where_the_rows_agree(tmp_path, title):
    """It has a part in all rows; a remark says that the title was taken so."""
    read = read_bytes(tmp_path, "\n".join((title, "Call From,Call To,Start Time,Duration", *FEW)) + "\n")

    assert _others(read) == [("07700 900123", Direction.OUT), ("07700 900124", Direction.IN)]
    assert OWN in read.own
    assert read.remarks == {"owner-inferred"}

    bill = read_bytes(tmp_path, "\n".join((title, "Date,Number called,Duration", *BILL)) + "\n")
    assert (bill.own, bill.others) == ({OWN}, {"07700 900123", "07700 900124"})


#: Titles that name the contact, and those that leave open whom.
OF_CONTACTS = (f"Conversation with {OWN}", f"Incoming calls from {OWN}", f"Outgoing calls to {OWN}", f"Contact: {OWN}", f"Tel: {OWN}")
LEFT_OPEN = (f"Calls to and from {OWN}", f"Contacts of {OWN}", f"Call log {OWN}", f"Calls from {OWN}", f"Bill: {OWN}")


@pytest.mark.parametrize("title", [*OF_CONTACTS, *LEFT_OPEN, f"Call data for {OWN} (dealer) from 01/03/2026 to 31/03/2026"])
def test_a_title_of_whom_the_phone_was_in_touch_with_gives_no_own_number(tmp_path, title):
    """A number taken for the owner's is the worst thing said of a child's phone; where it is open, a remark tells so."""
    for rows in (("Date,Number called,Duration", *BILL), ("Name,Number", "Ash,07700 900123", "Bex,07700 900124")):
        read = read_bytes(tmp_path, "\n".join((title, *rows)) + "\n")
        assert (read.own, "owner-unsure" in read.remarks) == (set(), title in LEFT_OPEN)
        assert any(OWN in mention.raw for mention in read.mentions)


OF_OTHERS_BY_TITLE = (
    *(
        f"Call records for {OWN} - Larks line",
        f"Call records for {OWN} (dealer)",
        f"Calls for {OWN} (Mum)",
        f"Call log of {OWN} (contact of AB/1)",
    ),
    *(
        f"Subject: {OWN} (witness)",
        f"User: {OWN} (suspect)",
        f"Call log for handset {OWN} used by victim",
        f"Handset number {OWN} (dealer's)",
    ),
    *(f"Calls for number {OWN} from all exhibits", f"Customer service {OWN}", f"Customer care {OWN}", f"Report user: {OWN}"),
    *(
        f"User of interest: {OWN}",
        f"Statement of user {OWN}",
        f"Texts on subject {OWN}",
        f"Filtered on subject: {OWN}",
        f"Phone shop (number {OWN})",
    ),
    *(f"Device examiner DC Hale (mobile {OWN})", f"Phone downloaded for Kez H (mobile {OWN})", f"Handset insurance {OWN}"),
    *(f"Phone of DC Hale examiner (mobile {OWN})", f"Exhibit store (phone {OWN})"),
)


@pytest.mark.parametrize("title", OF_OTHERS_BY_TITLE)
def test_a_title_with_any_other_word_makes_nobody_the_owner(tmp_path, title):
    """It may name a line, a service, an examiner or whom the log was cut to, before the number or behind it."""
    rows = ("2026-03-01 10:00,07700 900123,Incoming", "2026-03-02 10:00,07700 900124,Outgoing", "2026-03-03 10:00,07700 900125,Missed")

    assert not read_bytes(tmp_path, "\n".join((title, "Date,Number,Direction", *rows)) + "\n").own


@pytest.mark.parametrize("header", ["Name,Phone,Device number", "Resident,Room phone,Handset number"])
def test_several_devices_in_one_list_are_those_of_its_people(tmp_path, header):
    """A device that two of them share is no more the phone's own than any other, nor is that of a child beside a parent's telephone."""
    family = ("Sam,Ann,07700 900140,07700 900500", "Sam,Bob,07700 900141,07700 900500")
    rows = (
        "Jay,07700 900140,07700 900500",
        "Sam,07700 900141,07700 900501",
        "Kez,07700 900142,07700 900500",
        "Ali,07700 900143,07700 900501",
    )

    assert not read_bytes(tmp_path, "\n".join((header, *rows)) + "\n").own
    assert not read_bytes(tmp_path, "\n".join(("Child,Parent,Parent phone,Device number", *family)) + "\n").own


def test_a_number_in_brackets_behind_the_name_of_the_phone_is_its_own(tmp_path):
    """Whoever writes a title above a list says whose it is; the number of somebody in the list is that one's."""
    whose = {
        "Phone of J S (Mobile {})": True,
        "Exhibit AB/1 handset (mobile no. {})": True,
        **dict.fromkeys(("AB/1 (Mobile {})", "EXH AB/1 (Mobile {})", "Contacts from AB/1 (Mobile {})", "Phonebook AB/1 (Mobile {})"), True),
        **dict.fromkeys(("Extraction report for {}", "Extraction of handset {}", "Subject mobile {}", "MSISDN {}"), True),
        **dict.fromkeys(("Subject: {}", "Report for {}", "Contacts for {}", "Telephone number {}", "Jay's AB/1 (Mobile {})"), False),
        "Contacts of J S (Mobile {})": False,
        "Phone of mum (mobile {})": False,
        "J S (Mobile {})": False,
    }
    for title, is_own in whose.items():
        read = read_bytes(tmp_path, f"{title.format(OWN)}\nName,Number\nAsh,07700 900123\nBex,07700 900124\n")
        assert (bool(read.own), "owner-inferred" in read.remarks, title) == (is_own, is_own, title)
    assert not read_bytes(tmp_path, f"Phone of J S (Mobile {OWN})\nName,Number\nAsh,{OWN}\nBex,07700 900124\n").own


@pytest.mark.parametrize(
    "facts",
    [
        [["Make", "Samsung"], ["MSISDN", OWN], ["IMEI", "490154203237518"]],
        [["Handset details"], ["Make", "Samsung"], ["Phone number", OWN], ["Model", "A 12"]],
        [["Own number", OWN], ["Make", "Samsung"], ["IMEI 1", "490154203237518"]],
        [["IMEI", "490154203237518"], ["Phone number", OWN], ["Last dialled", ""], ["Network", "x"]],
        [["Exhibit", "AB/1"], ["SIM 1 number", OWN], ["IMEI", "490154203237518"], ["Examiner", "J S"]],
        [["IMEI;", "490154203237518"], ["Rufnummer", OWN], ["Hersteller", "Samsung"]],
        [["IMEI: 490154203237518"], [f"MSISDN: {OWN}"]],
    ],
)
def test_a_sheet_of_facts_about_the_phone_is_no_list_of_contacts(tmp_path, facts):
    """The own number is the owner's, what else numbers a phone is nobody's, and the number of somebody else is a note."""
    contacts = table(["Name", "Number"], ["Ash", "07700 900123"], ["Bex", "07700 900124"])

    read = read_bytes(tmp_path, workbook({"Info": table(*facts, ["OIC", "07700 900125"]), "Contacts": contacts}))

    assert read.own == {OWN}
    assert read.numbers[1:] == [("07700 900125", "note"), ("07700 900123", "contact"), ("07700 900124", "contact")]


def test_facts_of_a_named_persons_phone_are_not_taken_for_those_of_this_one(tmp_path):
    """They may be of anybody."""
    read = read_bytes(tmp_path, f"Suspect,Jay\nPhone number,{OWN}\nIMEI,490154203237518\n")

    assert not read.own
    assert any(OWN in mention.raw for mention in read.mentions)


@pytest.mark.parametrize(
    "facts",
    [["Exhibit,AB/1"], ["Exhibit,AB/1", "Make,Samsung", "Colour,black"], ["Ash,07700 900123"], ["Exhibit,AB/1", "Ash,07700 900123"]],
)
def test_facts_about_the_phone_among_contacts_are_none_of_them(tmp_path, facts):
    """Its own number is the owner's, and what numbers the handset and the card is nobody's."""
    rows = [*facts, "IMEI 1,490154203237518", f"MSISDN,{OWN}", "ICCID,8944110000000000000", "Bex,07700 900124"]

    read = read_bytes(tmp_path, "\n".join(rows) + "\n")

    assert read.own == {OWN}
    others = [row.partition(",")[2] for row in facts if row.startswith("Ash")]
    assert [mention.raw for mention in read.mentions if mention.raw != OWN] == [*others, "07700 900124"]
    assert len(read.skipped) == len(rows) - len(read.records)


def test_contacts_below_facts_about_the_phone_are_contacts(tmp_path):
    """With a header or without one."""
    facts = f"Make,Samsung\nIMEI,490154203237518\nMSISDN,{OWN}\n\n"
    for header in ("Name,Number\n", ""):
        read = read_bytes(tmp_path, f"{facts}{header}Ash,07700 900123\nBex,07700 900124\n")
        assert {("07700 900123", "contact"), ("07700 900124", "contact")} <= set(read.numbers)


@pytest.mark.parametrize(
    ("title", "header", "rows"),
    [
        (f"Calls for {OWN}", "Call From,Call To,Start Time,Duration", BETWEEN),
        (f"Calls for {OWN}", "Number,Direction,Date,Duration", (f"{OWN},In,2026-04-03 21:15:00,60", f"{OWN},Out,2026-04-03 21:15:00,60")),
        (f"Calls for line {OWN}", "Call From,Call To,Start Time,Duration", FEW),
        (f"Calls for {OWN}", "From,To,Date,Exhibit", (f"{FEW[0][:-2]}AB/1", f"{FEW[1][:-2]}AB/2")),
    ],
    ids=["of two", "of one", "of a line", "of several phones"],
)
def test_a_title_that_may_be_of_a_contact_gives_no_own_number(tmp_path, title, header, rows):
    """A log may have been cut to the number in its title."""
    read = read_bytes(tmp_path, "\n".join((title, header, *rows)) + "\n")

    assert not read.own
    assert OWN in read.others


@pytest.mark.parametrize("title", [f"Calls to {OWN}", f"Calls from {OWN}", f"Calls between Jay and {OWN}"])
def test_a_title_of_calls_with_a_number_says_nothing_of_whose_phone_it_is(tmp_path, title):
    """They may be the calls of several phones."""
    book = workbook({title: table(["From", "To", "Date", "Duration"], *(row.split(",") for row in BETWEEN))})

    assert not read_bytes(tmp_path, book).own


@pytest.mark.parametrize("me", ["Me", "Ich", "Moi", "Yo", "You"])
def test_a_sender_who_is_the_owner_sent_it_to_the_number_beside(tmp_path, me):
    """The column of numbers has that of the chat."""
    read = read_bytes(tmp_path, f"Date,Sender,Number,Message\n2026-04-03 21:15:00,{me},07700 900123,hi\n")

    assert read.ways == [("07700 900123", "message", Direction.OUT)]


@pytest.mark.parametrize("way", ["", "Incoming"])
def test_whom_a_side_calls_me_is_the_owner_and_nobody_else_is(tmp_path, way):
    """Whatever the direction of the row says."""
    row = f"{OWN},Me,07700 900123,Jay,{way},2026-04-03 21:15:00,9"

    read = read_bytes(tmp_path, f"From,From name,To,To name,Direction,Date,Duration\n{row}\n")

    assert read.own == {OWN}
    assert read.others == {"07700 900123"}


@pytest.mark.parametrize("to", ["Me, {}", "{}, Me", "Me; {}", "Local User; {}", "Jay (owner)\n{}", "You|{}"])
def test_who_got_a_message_beside_the_owner_is_somebody_else(tmp_path, to):
    """A list that names the owner without a number gives the numbers of others, whatever stands between them."""
    cell = to.format("07700 900123")
    rows = f'07700 900124,"{cell}",2026-04-03,yo\n07700 900123,Me,2026-04-03,hi\nMe,"07700 900123; Me",2026-04-03,ok\n'

    read = read_bytes(tmp_path, f"From,To,Date,Text\n{rows}")

    assert (read.own, read.remarks) == (set(), set())
    assert read.ways == [
        ("07700 900124", "message", Direction.IN),
        ("07700 900123", "group", None),
        ("07700 900123", "message", Direction.IN),
        ("07700 900123", "message", Direction.OUT),
    ]


@pytest.mark.parametrize("me", ["Me", "You"])
@pytest.mark.parametrize("header", ["Name", "Contact"])
def test_a_number_beside_the_owner_and_beside_somebody_is_that_of_the_other(tmp_path, header, me):
    """The names of a chat are those of who wrote; where each number has one name only, it is whose the number is."""
    rows = f"2026-04-03,{me},07700 900123,yo\n2026-04-04,Ash,07700 900123,hi\n"

    read = read_bytes(tmp_path, f"Date,{header},Number,Text\n{rows}")
    group = read_bytes(tmp_path, f"Date,{header},Number,Text\n{rows.replace('900123,yo', '900999,yo')}")

    assert read.ways == [("07700 900123", "message", Direction.OUT), ("07700 900123", "message", Direction.IN)]
    assert (group.own, group.others) == ({OWN}, {"07700 900123"})


def test_the_owner_is_one_of_those_who_take_part_though_no_number_is_given(tmp_path):
    """A chat of the owner and two others is a group."""
    read = read_bytes(tmp_path, 'From,Participants,Date,Text\n07700 900124,"07700 900124; Me; 07700 900123",2026-04-03,yo\n')

    assert read.ways == [("07700 900124", "message", Direction.IN), ("07700 900123", "group", None)]


def test_a_local_user_of_a_messenger_is_the_owner(tmp_path):
    """The account is a number with a suffix."""
    row = "447700900999@s.whatsapp.net,447700900123@s.whatsapp.net,Incoming,2026-04-03 21:15:00,9"

    read = read_bytes(tmp_path, f"Local user,Remote party,Direction,Time,Duration\n{row}\n")

    assert len(read.own) == 1
    assert len(read.others) == 1


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [("Handset number,MSISDN", "07700 900121", "07700 900122"), ("Exhibit,MSISDN", "AB/1", "AB/2"), ("Subject,Target number", "Jay", "Mo")],
)
def test_one_number_beside_several_phones_is_not_the_owners_by_its_header(tmp_path, header, first, second):
    """A log of several phones may be cut to one line."""
    rows = ((first, OWN, "07700 900123"), (second, OWN, "07700 900124"), (first, OWN, "07700 900125"))
    lines = "".join(f"{','.join(row)},Out,2026-04-03 21:15:00,9\n" for row in rows)

    read = read_bytes(tmp_path, f"{header},Number,Direction,Date,Duration\n{lines}")

    assert not read.own
    assert OWN in read.others


@pytest.mark.parametrize(
    "rows",
    [
        TWO_SIMS,
        TWO_SIMS * 100,
        CALLS[:2],
        (CALLS[0], CALLS[1], CALLS[0], CALLS[1]),
        (CALLS[0], CALLS[1], CALLS[2], CALLS[0]),
        (*CALLS, "07700 900128,07700 900126,2026-04-05 21:15:00,60"),
        (*CALLS * 100, "07700 900128,07700 900126,2026-04-05 21:15:00,60"),
    ],
    ids=[
        "two numbers of one phone",
        "two numbers of one phone in many rows",
        "few rows",
        "one other",
        "two others",
        "a row without it",
        "a row without it far below",
    ],
)
def test_nobody_is_the_owner_where_it_is_not_certain(tmp_path, rows):
    """A number taken for the owner's is nobody's contact."""
    read = read_bytes(tmp_path, "\n".join(("Call From,Call To,Start Time,Duration", *rows)) + "\n")

    assert not read.own
    assert {way for _, way in _others(read)} == {None}
    assert ("owner-unsure" in read.remarks) is (rows[-1] in {*TWO_SIMS, *CALLS})


PHONES = (
    "Line",
    "SIM",
    "SIM slot",
    "Phone",
    "Device",
    "Exhibit",
    "Handset",
    "IMEI",
    "Account",
    "Subject",
    "Source file",
    "Gerät",
    "Appareil",
)


@pytest.mark.parametrize("header", PHONES)
def test_a_number_of_all_rows_of_several_phones_is_a_contact_of_theirs(tmp_path, header):
    """A log cut to one line has the line in every row, as a phone's log has its owner."""
    rows = "\n".join(f"AB/{1 + at % 2},{row}" for at, row in enumerate(CALLS))

    read = read_bytes(tmp_path, f"{header},From,To,Date,Duration\n{rows}\n")

    assert not read.own
    assert {OWN, "+44 7700 900999", "07700 900123", "07700 900125"} <= read.others
    assert "owner-unsure" in read.remarks


@pytest.mark.parametrize(
    "sheets",
    [
        {"Calls to line": [["From", "To", "Date", "Duration"]]},
        {"Calls": [["Deal line: 07700 900999"], ["From", "To", "Date", "Duration"]]},
    ],
    ids=["in the name of the sheet", "above the table"],
)
def test_a_log_below_the_name_of_a_line_may_be_cut_to_it(tmp_path, sheets):
    """Who is in every row is the line then, and no phone's owner."""
    book = {title: table(*above, *(row.split(",") for row in CALLS)) for title, above in sheets.items()}

    read = read_bytes(tmp_path, workbook(book))

    assert not read.own
    assert "owner-unsure" in read.remarks


@pytest.mark.parametrize(("title", "is_told"), [("Sent", True), ("Sent messages", True), ("Messages sent to Ringo", False)])
def test_a_title_says_whose_side_is_which_only_where_it_says_nothing_but_a_way(tmp_path, title, is_told):
    """What several sent to one may be put together from several phones."""
    rows = [["07700 900123", "07700 900555", "2026-04-03 21:15:00", "yo"], ["07700 900124", "07700 900555", "2026-04-03 21:16:00", "yo"]]

    read = read_bytes(tmp_path, workbook({title: table(["From", "To", "Date", "Text"], *rows)}))

    assert [way for raw, way in _others(read) if raw == "07700 900555"] == [Direction.OUT] * 2
    assert read.own == ({"07700 900123", "07700 900124"} if is_told else set())


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Typ,Von,An,Zeit,Dauer", (f"Ausgehend,{OWN},07700 900123", f"Eingehend,07700 900124,{OWN}", f"Verpasst,07700 900124,{OWN}")),
        ("Folder,From,To,Time,Duration", (f"Outbox,{OWN},07700 900123", f"Inbox,07700 900124,{OWN}", f"Drafts,{OWN},")),
    ],
)
def test_a_row_that_says_no_way_is_of_the_phone_all_others_are_of(tmp_path, header, rows):
    """A missed call says by itself too little of whose phone it is."""
    lines = "".join(f"{row},2026-04-03 21:15:00,9\n" for row in rows)

    read = read_bytes(tmp_path, f"{header}\n{lines}")

    assert read.own == {OWN}
    assert OWN not in read.others


@pytest.mark.parametrize("header", ["Line", "Deal line"])
def test_a_log_that_names_a_line_may_be_cut_to_it(tmp_path, header):
    """Who is in every row is the line then, and no phone's owner."""
    rows = "\n".join(f"Ringo,{row}" for row in CALLS)

    read = read_bytes(tmp_path, f"{header},From,To,Date,Duration\n{rows}\n")

    assert not read.own
    assert "owner-unsure" in read.remarks


@pytest.mark.parametrize(
    "rows",
    [
        ("07700 900999,07700 900123,Incoming", "07700 900999,07700 900124,Outgoing"),
        ("07700 900123,07700 900999,Outgoing", "07700 900999,07700 900124,Outgoing", "07700 900125,07700 900124,Incoming"),
    ],
)
def test_who_is_the_owner_by_one_row_and_not_by_the_next_is_left_open(tmp_path, rows):
    """The sides may be those of a phone and of the others."""
    lines = "".join(f"{row},2026-04-03 21:15:00,9\n" for row in rows)

    read = read_bytes(tmp_path, f"From,To,Direction,Date,Duration\n{lines}")

    assert not read.own
    assert "owner-unsure" in read.remarks


def test_phones_of_one_case_that_called_each_other_are_each_the_owners_of_its_rows(tmp_path):
    """Another column says which phone a row is of."""
    rows = ("AB/1,07700 900200,07700 900201,Outgoing", "AB/2,07700 900200,07700 900201,Incoming", "AB/2,07700 900201,07700 900123,Outgoing")
    lines = "".join(f"{row},2026-04-03 21:15:00,9\n" for row in rows)

    read = read_bytes(tmp_path, f"Exhibit,From,To,Direction,Date,Duration\n{lines}")

    assert _others(read) == [("07700 900201", Direction.OUT), ("07700 900200", Direction.IN), ("07700 900123", Direction.OUT)]


def test_the_own_number_in_a_column_beside_both_sides_is_the_owners(tmp_path):
    """It stands on one of them in each row."""
    rows = "\n".join(f"{OWN},{row}" for row in CALLS)

    assert _others(read_bytes(tmp_path, f"Target number,From,To,Date,Duration\n{rows}\n")) == OTHERS


@pytest.mark.parametrize("header", ["Own number", "Account phone", "SIM number"])
def test_the_only_numbers_of_a_log_are_those_of_the_others(tmp_path, header):
    """Somebody was called, whatever the header says."""
    rows = "".join(f"2026-04-03 21:15:00,07700 90012{at},Incoming,9\n" for at in range(3, 6))

    read = read_bytes(tmp_path, f"Date,{header},Direction,Duration\n{rows}")

    assert not read.own
    assert len(_others(read)) == 3


def test_the_account_of_a_chat_with_one_other_is_the_owners(tmp_path):
    """A sender is one of both."""
    mine, other = "447700900999@s.whatsapp.net", "447700900123@s.whatsapp.net"
    rows = f"{mine},{other},{other},Incoming,2026-04-03 21:15:00,hi\n{mine},{other},{mine},Outgoing,2026-04-03 21:16:00,yo\n"

    read = read_bytes(tmp_path, f"Account,Chat with,Sender,Direction,Date,Message\n{rows}")

    assert {raw[:12] for raw in read.own} == {"447700900999"}
    assert {raw[:12] for raw in read.others} == {"447700900123"}
    assert [way for _, way in _others(read)][-1] is Direction.OUT


@pytest.mark.parametrize("header", ["SIM", "Device", "Exhibit", "Line type"])
def test_one_value_of_all_rows_tells_no_phones_apart(tmp_path, header):
    """All rows are then of one phone."""
    rows = "\n".join(f"AB/1,{row}" for row in CALLS)

    assert read_bytes(tmp_path, f"{header},From,To,Date,Duration\n{rows}\n").own == {OWN, "+44 7700 900999"}


@pytest.mark.parametrize(
    ("header", "end", "rows"),
    [
        ("From,To,Date,Message", "yo", [f"07700 90012{at},{OWN}" for at in range(3, 7)]),
        ("From,To,Date,Message", "yo", [f"{OWN},07700 90012{at}" for at in range(3, 7)]),
        ("From,To,Date,Duration", "9", [f"07700 90012{at},{OWN}" for at in range(3, 7)]),
    ],
    ids=["messages to one", "messages from one", "calls to one"],
)
def test_a_number_that_stands_on_one_side_of_all_rows_is_not_certain_to_be_the_owners(tmp_path, header, end, rows):
    """What a line sent to several phones looks the same."""
    lines = "".join(f"{row},2026-04-03 21:15:00,{end}\n" for row in rows)

    read = read_bytes(tmp_path, f"{header}\n{lines}")

    assert not read.own
    assert OWN in read.others
    assert "owner-unsure" in read.remarks


def test_whom_one_number_called_is_a_bill_of_its_own(tmp_path):
    """Networks list what a customer called, and a remark tells that it was taken so."""
    lines = "".join(f"{OWN},07700 90012{at},2026-04-03 21:15:00,9\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Calling number,Called number,Date,Duration\n{lines}")

    assert (read.own, read.remarks) == ({OWN}, {"owner-inferred"})


def test_whom_the_rows_call_by_a_name_is_not_certain_to_be_the_owner(tmp_path):
    """A phone knows the names of others."""
    rows = "\n".join((f"07700 900123,,{OWN},Trap", f"{OWN},Trap,07700 900124,", f"07700 900125,,{OWN},Trap", f"07700 900126,,{OWN},Trap"))
    lines = "".join(f"{row},2026-04-03 21:15:00,9\n" for row in rows.splitlines())

    read = read_bytes(tmp_path, f"From,From name,To,To name,Date,Duration\n{lines}")

    assert not read.own
    assert "owner-unsure" in read.remarks


def test_the_own_numbers_of_several_phones_are_those_of_their_own_rows(tmp_path):
    """One phone of a case may have called another."""
    rows = (
        ("07700 900200", "07700 900200", "07700 900123"),
        ("07700 900201", "+44 7700 900200", "07700 900201"),
        ("07700 900201", "07700 900123", "+447700900201"),
    )
    lines = "".join(f"{','.join(row)},2026-04-03 21:15:00,9\n" for row in rows)

    read = read_bytes(tmp_path, f"Own number,From,To,Date,Duration\n{lines}")

    assert _others(read) == [("07700 900123", Direction.OUT), ("+44 7700 900200", Direction.IN), ("07700 900123", Direction.IN)]


@pytest.mark.parametrize("header", ["Subject number", "Target number", "MSISDN of subject", "Subject MSISDN", "Target phone"])
def test_a_column_named_after_the_owner_is_the_owners(tmp_path, header):
    """Where one number stands in it, beside those of others."""
    rows = f"{header},Other party,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n{OWN},07700 900124,Out,13/04/2026 21:15\n"

    read = read_bytes(tmp_path, rows)

    assert _others(read) == [("07700 900123", Direction.IN), ("07700 900124", Direction.OUT)]
    assert read.own == {OWN}


OWN_HEADERS = (
    *("My phone", "My mobile", "Own no", "Own No.", "Own mobile", "Mobile no (own)", "Handset number", "Handset", "Device number", "SIM"),
    *("MSISDN", "Served MSISDN", "Device MSISDN", "Extracted number", "Exhibit phone", "This phone", "Owner", "Phone owner", "Account"),
    *("Local", "Subscriber", "Eigene Rufnummer", "Numéro propre", "Mon numéro", "Mi número", "Número propio", "Numer własny", "Mój numer"),
)


@pytest.mark.parametrize("header", OWN_HEADERS)
def test_the_number_of_all_rows_below_a_header_of_the_phones_own_is_the_owners(tmp_path, header):
    """Such columns stand beside that of the others, whichever way the calls went."""
    rows = ((OWN, "07700 900123", "Outgoing"), (OWN, "07700 900124", "Incoming"), (OWN, "07700 900123", "Incoming"))
    lines = "".join(f"{','.join(row)},2026-04-03 21:15:00,9\n" for row in rows)

    read = read_bytes(tmp_path, f"{header},Number,Direction,Date,Duration\n{lines}")

    assert _others(read) == [("07700 900123", Direction.OUT), ("07700 900124", Direction.IN), ("07700 900123", Direction.IN)]
    assert read.own == {OWN}


@pytest.mark.parametrize(
    "header",
    ["Phone", "Phone number", "Mobile", "Telefon", "Line", "User", "Caller's MSISDN", "Other handset number", "Contact device number"],
)
def test_the_number_of_all_rows_below_any_other_header_is_a_contact(tmp_path, header):
    """The log may have been cut to it."""
    rows = "".join(f"{OWN},07700 90012{at},Incoming,2026-04-03 21:15:00,9\n" for at in range(3, 7))

    assert not read_bytes(tmp_path, f"{header},Number,Direction,Date,Duration\n{rows}").own


def test_a_number_of_all_rows_that_may_be_the_owners_is_told_of(tmp_path):
    """It is a contact as others are, and a person should look at it."""
    rows = "".join(f"{OWN},07700 90012{at},Incoming,2026-04-03 21:15:00,9\n" for at in range(3, 7))

    assert read_bytes(tmp_path, f"Phone number,Number,Direction,Date,Duration\n{rows}").remarks == {"owner-unsure"}


@pytest.mark.parametrize("other", ["Contact number", "Called number", "Other party"])
@pytest.mark.parametrize("header", ["Phone number", "Mobile", "Phone number (user)"])
def test_the_number_of_all_rows_beside_those_it_reached_is_the_owners(tmp_path, header, other):
    """Where the header of the others says that they are the others, and there are several."""
    rows = "".join(f"{OWN},07700 90012{at},2026-04-03 21:15:00,9\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"{header},{other},Date,Duration\n{rows}")

    assert (read.own, len(_others(read))) == ({OWN}, 4)
    assert read.remarks == {"owner-inferred"}


@pytest.mark.parametrize("cell", ["7700900999", "1234567890"])
def test_the_number_of_an_account_is_nobodys_telephone(tmp_path, cell):
    """Only what is written as a number is the owner's below such a header."""
    rows = "".join(f"{cell},07700 90012{at},Incoming,2026-04-03 21:15:00,9\n" for at in range(3, 7))

    assert not read_bytes(tmp_path, f"Account number,Number,Direction,Date,Duration\n{rows}").own


@pytest.mark.parametrize("header", ["Subscriber number", "User number", "SIM number", "Device phone number"])
def test_a_list_of_numbers_of_several_is_no_list_of_owners(tmp_path, header):
    """Each row has its own, and nothing was called."""
    read = read_bytes(tmp_path, f"Name,{header},Address\nJay,07700 900123,1 High St\nMo,07700 900124,2 High St\n")

    assert read.numbers == [("07700 900123", "contact"), ("07700 900124", "contact")]


@pytest.mark.parametrize(
    "rows",
    [
        f"Suspect phone,Other party,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n{OWN},07700 900124,Out,13/04/2026 21:15\n",
        f"Name,Target number,Number\nJay,{OWN},07700 900123\n",
        f"Name,Subject number,Number\nJay,{OWN},07700 900123\nMo,{OWN},07700 900124\n",
        f"Target number,Number,Direction,Date\n{OWN},07700 900123,In,03/04/2026 21:15\n",
    ],
    ids=["of a suspect", "in a row of a list", "in a list", "in the only row of a log"],
)
def test_a_number_somebody_is_after_is_not_the_owners_by_its_header_alone(tmp_path, rows):
    """It may be who called a victim; a number taken for the owner's is nobody's contact."""
    read = read_bytes(tmp_path, rows)

    assert not read.own
    assert OWN in read.others


@pytest.mark.parametrize(
    "header", ["Subject number,Name,Number", "Target,Name,Number", "Phone,Name,Number", "Mobile number,Contact,Telephone"]
)
def test_one_mobile_in_front_of_all_people_of_a_list_is_the_phones_own(tmp_path, header):
    """It stands before their names, and each has a number of their own; a remark tells that it was taken so."""
    rows = [f"{OWN},{name},07700 90012{at}" for at, name in enumerate(("Ash", "Bex", "Jay"))]

    read = read_bytes(tmp_path, "\n".join((header, *rows)) + "\n")

    assert (read.own, read.remarks) == ({OWN}, {"owner-inferred"})
    assert {(mention.raw, mention.label) for mention in read.mentions if mention.raw != OWN} == {
        ("07700 900120", "Ash"),
        ("07700 900121", "Bex"),
        ("07700 900122", "Jay"),
    }


@pytest.mark.parametrize(
    ("header", "rows", "is_open"),
    [
        ("Phone,Name,Mobile", [f"01632 960001,{name},07700 90012{at}" for at, name in enumerate(("Ash", "Bex", "Jay"))], False),
        ("Phone,Name,Number", [f"{OWN},{name},07700 90012{at}" for at, name in enumerate(("Ash", "Bex"))], True),
        ("Phone,Name,Number", [f"{OWN},Ash,07700 90012{at}" for at in range(3)], True),
        ("Name,Subject number,Number", [f"{name},{OWN},07700 90012{at}" for at, name in enumerate(("Ash", "Bex", "Jay"))], True),
        ("Name,Phone,Work", [f"{name},{OWN},07700 90012{at}" for at, name in enumerate(("Ash", "Bex", "Jay"))], False),
        ("Name,Own number,Partner number", [f"{name},07700 90013{at},07700 90012{at}" for at, name in enumerate(("Ash", "Bex"))], False),
        ("Own number,Name,Partner number", [f"07700 90013{at},{name},07700 90012{at}" for at, name in enumerate(("Ash", "Bex"))], False),
    ],
)
def test_the_numbers_of_people_and_of_offices_are_no_phones_own(tmp_path, header, rows, is_open):
    """A switchboard has no SIM, two rows are few, and whoever has a number of their own has it; in doubt a remark tells."""
    read = read_bytes(tmp_path, "\n".join((header, *rows)) + "\n")

    assert (read.own, "owner-unsure" in read.remarks) == (set(), is_open)
    assert {role for _, role in read.numbers} == {"contact"}


@pytest.mark.parametrize("header", ["Party,Number,Direction,Date", "Party,Mobile,Date,Duration"])
def test_the_party_that_a_log_calls_the_owner_is_the_owner(tmp_path, header):
    """The word names nobody there."""
    cells = ("Out,12/03/2026 10:00", "In,25/03/2026 10:00") if "Direction" in header else ("12/03/2026 10:00,9", "25/03/2026 10:00,9")

    read = read_bytes(tmp_path, f"{header}\nOwner,{OWN},{cells[0]}\nJay,07700 900123,{cells[1]}\n")

    assert (read.own, [mention.label for mention in read.mentions]) == ({OWN}, [None, "Jay"])


CLI = [f"{OWN},07700 90012{at},{{}},1{at}/04/2026 21:15,9" for at in range(3, 6)]


@pytest.mark.parametrize(("ways", "is_own"), [(("Out", "In", "In"), True), (("", "", ""), True), (("In", "In", "In"), False)])
@pytest.mark.parametrize("header", ["CLI", "CLI number"])
def test_the_line_that_calls_were_made_from_is_the_owners_unless_all_came_in(tmp_path, header, ways, is_own):
    """Beside nothing but calls that came in, it is the one that made them."""
    rows = "\n".join(row.format(way) for row, way in zip(CLI, ways, strict=True))

    read = read_bytes(tmp_path, f"{header},Number,Direction,Date,Duration\n{rows}\n")

    assert (read.own == {OWN}) is is_own
    assert read.remarks <= {"owner-inferred", "owner-unsure", "unread-column"}


def test_what_was_dialled_from_one_number_was_dialled_on_its_phone(tmp_path):
    """Two others are enough where the header says so; a caller may have called two of them."""
    rows = "".join(f"{OWN},07700 90012{at},1{at}/04/2026 21:15\n" for at in (3, 4))

    told = [read_bytes(tmp_path, f"Mobile,{other},Date\n{rows}") for other in ("Dialled", "Number called")]

    assert [(read.own, read.remarks) for read in told] == [({OWN}, {"owner-inferred"}), (set(), {"owner-unsure"})]


def test_a_list_of_subjects_is_no_list_of_owners(tmp_path):
    """Several numbers below such a header are those of several people."""
    read = read_bytes(tmp_path, "Name,Target number\nJay,07700 900123\nMo,07700 900124\n")

    assert read.numbers == [("07700 900123", "contact"), ("07700 900124", "contact")]


@pytest.mark.parametrize("header", ["Phone A,Phone B", "MSISDN A,MSISDN B"])
def test_the_first_of_two_phones_is_the_owners_where_directions_say_so(tmp_path, header):
    """Directions are those of one phone."""
    rows = f"{header},Direction,Date,Duration\n{OWN},07700 900123,Outgoing,03/04/2026,9\n{OWN},07700 900124,Incoming,13/04/2026,9\n"

    read = read_bytes(tmp_path, rows)

    assert (_others(read), read.own) == ([("07700 900123", Direction.OUT), ("07700 900124", Direction.IN)], {OWN})


def test_columns_of_the_phone_and_of_the_others_do_not_turn_directions_round(tmp_path):
    """Some tools write the own number under `From` whichever way the call went."""
    rows = "".join(
        f"{OWN},07700 90012{at},{way},0{at}/04/2026 21:15,9\n" for at, way in ((1, "Incoming"), (2, "Outgoing"), (3, "Incoming"))
    )

    read = read_bytes(tmp_path, f"From,To,Direction,Date,Duration\n{rows}")

    assert _others(read) == [("07700 900121", Direction.IN), ("07700 900122", Direction.OUT), ("07700 900123", Direction.IN)]
    assert read.own == {OWN}
    assert "owner-inferred" in read.remarks


@pytest.mark.parametrize(
    "rows",
    [
        [f"{OWN},07700 90012{at},Incoming" for at in range(1, 5)],
        [f"07700 90012{at},{OWN},Outgoing" for at in range(1, 5)],
    ],
    ids=["from one", "to one"],
)
def test_nobody_is_the_owner_where_what_came_from_one_came_to_several(tmp_path, rows):
    """They may be the phones of several, put together and cut to one line; then neither side is certain to be the phone's own."""
    lines = "\n".join(f"{row},0{at}/04/2026 21:15,yo" for at, row in enumerate(rows, 1))

    read = read_bytes(tmp_path, f"From,To,Direction,Date,Message\n{lines}\n")

    assert not read.own
    assert read.others == {OWN, *(f"07700 90012{at}" for at in range(1, 5))}
    assert "owner-unsure" in read.remarks


@pytest.mark.parametrize("name", ["Self", "Me", "Phone owner", "Phone owner (self)"])
def test_a_row_of_oneself_is_the_owners(tmp_path, name):
    """Examiners write so of the handset itself."""
    rows = f"Number,Name,Direction,Date\n07700 900123,Jay,Incoming,03/04/2026 21:15\n{OWN},{name},Outgoing,13/04/2026 21:15\n"

    assert read_bytes(tmp_path, rows).own == {OWN}


@pytest.mark.parametrize(
    ("header", "state"),
    [
        *[("From,To,Date,Status,Message", state) for state in ("Sent", "Received", "Unread", "Draft", "Sent - unread")],
        *[("From,To,Date,Status,Duration", state) for state in ("Missed", "Rejected", "Received", "Cancelled")],
    ],
)
def test_a_state_alone_does_not_say_who_the_owner_is(tmp_path, header, state):
    """What came in had been sent, and what went out was received."""
    rows = [("07700 900123", "07700 900200"), ("07700 900200", "07700 900123"), ("07700 900124", "07700 900200")]
    lines = "".join(f"{sender},{recipient},2026-04-03 21:15:00,{state},9 yo\n" for sender, recipient in rows)

    read = read_bytes(tmp_path, f"{header}\n{lines}")

    assert not read.own
    assert read.others == {"07700 900123", "07700 900124", "07700 900200"}
    assert len(_others(read)) == 6


@pytest.mark.parametrize("state", ["Sent", "Received", ""])
def test_the_own_number_of_a_row_says_on_which_side_the_owner_was(tmp_path, state):
    """Whatever became of the message."""
    rows = f"{OWN},07700 900123,{OWN},2026-04-03 21:15:00,{state},yo\n{OWN},{OWN},07700 900123,2026-04-03 21:16:00,{state},yo\n"

    read = read_bytes(tmp_path, f"Own number,From,To,Date,Status,Message\n{rows}")

    assert _others(read) == [("07700 900123", Direction.IN), ("07700 900123", Direction.OUT)]
    assert read.own == {OWN}


def test_a_folder_says_who_the_owner_is_whatever_the_state(tmp_path):
    """It is a folder of the phone."""
    row = f"{OWN},07700 900123,2026-04-03 21:15:00,Received,Outbox,yo"

    read = read_bytes(tmp_path, f"From,To,Date,Status,Folder,Message\n{row}\n")

    assert (_others(read), read.own) == ([("07700 900123", Direction.OUT)], {OWN})


@pytest.mark.parametrize("nobody", ["Unknown", "Withheld", "Private number"])
def test_an_owner_without_a_number_makes_nobody_else_without_one_the_owner(tmp_path, nobody):
    """Who withholds a number in the next row is somebody else."""
    header = "From,To,Participants,Date,Message"
    rows = f'07700 900123,,"07700 900123 Jay\n{nobody} (owner)",2026-04-03 21:15:00,yo\n{nobody},,,2026-04-04 21:15:00,yo\n'

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert (nobody, "message", Direction.IN) in read.ways


@pytest.mark.parametrize("header", ["Called/Calling party", "Caller/Callee", "Von/An", "Correspondant", "Gegenstelle"])
def test_a_column_of_callers_and_called_is_that_of_the_others(tmp_path, header):
    """The number beside it is the customer's, whose calls a network gave."""
    rows = "447700900999,Outgoing,07700 900123,2026-04-03 21:15:00,9\n447700900999,Incoming,07700 900124,2026-04-03 21:16:00,9\n"

    read = read_bytes(tmp_path, f"MSISDN,Direction,{header},Date,Duration\n{rows}")

    assert _others(read) == [("07700 900123", Direction.OUT), ("07700 900124", Direction.IN)]
    assert read.own == {"447700900999"}


def test_the_numbers_of_others_in_two_spellings_are_no_own_numbers(tmp_path):
    """A local number is that of the country, beside the one with its code."""
    rows = "".join(f"07700 90012{at},+44 7700 90012{at},Incoming,2026-04-03 21:15:00,9\n" for at in range(3, 6))

    read = read_bytes(tmp_path, f"Local number,International number,Direction,Date,Duration\n{rows}")

    assert not read.own
    assert {"07700 900123", "+44 7700 900124"} <= read.others


def test_the_user_of_a_list_is_no_owner_of_a_phone(tmp_path):
    """The word is one for others as well, and stands beside one number of theirs."""
    read = read_bytes(tmp_path, "Name,User number,Number\nJay,07700 900200,07700 900123\nMo,07700 900200,07700 900124\n")

    assert not read.own


def test_the_own_numbers_of_many_phones_are_not_all_those_of_one_log(tmp_path):
    """A case has several, which may have called each other."""
    facts = table(["Name", "Value"], ["IMEI", "490154203237518"], *(["MSISDN", f"+44770090020{at}"] for at in range(4)))
    log = table(["From", "To", "Date", "Duration"], ["07700 900200", "07700 900201", "2026-04-03 21:15:00", "9"])

    read = read_bytes(tmp_path, workbook({"Device Info": facts, "Calls": log}))

    assert {"07700 900200", "07700 900201"} <= read.others


def test_a_number_without_its_plus_in_a_fact_above_a_table_is_shown(tmp_path):
    """Networks say so which number was asked for; whose it is stays open."""
    read = read_bytes(tmp_path, "Requested number,447700900100\n\nDate,Number called,Duration\n2026-03-01 10:00,07700 900123,3\n")

    assert ("447700900100", "note") in read.numbers


@pytest.mark.parametrize("header", ["Device number", "Handset number", "Phone number of device", "SIM", "Own number"])
def test_the_number_of_the_device_beside_all_contacts_is_nobody_elses(tmp_path, header):
    """A list taken from one phone, or from two, may say beside each contact from which."""
    rows = "".join(f"07700 90099{9 - at // 2},N{at},07700 90012{at}\n" for at in range({"Own number": 2, "SIM": 3}.get(header, 4)))

    read = read_bytes(tmp_path, f"{header},Name,Number\n{rows.replace('998', '999') if header == 'SIM' else rows}")

    assert not read.others & {OWN, "07700 900998"}
    assert OWN in read.own
    assert ("owner-inferred" in read.remarks) is (header != "Own number")


def test_the_account_of_a_list_is_the_owners_where_it_is_the_same_for_all(tmp_path):
    """An id of a messenger beside each contact is that of the phone, or that of each contact."""
    one, other = "447700900999@s.whatsapp.net", "447700900998@s.whatsapp.net"

    own = [read_bytes(tmp_path, f"Name,Number,Account\nAsh,07700 900123,{one}\nBex,07700 900124,{each}\n").own for each in (one, other)]

    assert own == [{one}, set()]


@pytest.mark.parametrize(
    "table",
    [
        "Name,Mobile,Work\nAsh,07700 900123,01632 960001\nBex,07700 900124,01632 960001\nJay,07700 900125,01632 960001\n",
        "Name,Mobile,Device number\nAsh,07700 900123,07700 900123\nBex,07700 900124,07700 900123\n",
        "Name,Handset,Home\nMum,07700 900123,01632 960001\nDad,07700 900123,01632 960002\n",
        "Name,Device number,Mobile\nJo,07700 900123,07700 900124\nJo,07700 900123,07700 900125\n",
        "Name,Number,Device number of contact\nAsh,07700 900123,07700 900998\nBex,07700 900124,07700 900998\n",
        "Name,Number,Handset number\nAsh,07700 900123,07700 900998\nBex,07700 900124,07700 900999\n",
    ],
)
def test_a_number_several_contacts_share_is_theirs(tmp_path, table):
    """A company has one number for all, and what some have in common is no phone's own."""
    assert read_bytes(tmp_path, table).own == set()


@pytest.mark.parametrize("header", ["Cell", "First Cell", "A Cell", "Cell Number", "Mobile", "Subscriber", "Handset", "SIM", "MSISDN"])
@pytest.mark.parametrize("other", ["Dialled Number", "Called Number", "Other Party"])
def test_digits_that_are_no_number_by_their_form_are_never_the_owners(tmp_path, header, other):
    """A cell of the network and a customer have ten digits as well, the same in all rows."""
    rows = "".join(f"2026-04-0{at} 21:15:00,2341512345,07700 90012{at},60\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Date,{header},{other},Duration\n{rows}")

    assert not read.own
    assert {f"07700 90012{at}" for at in range(3, 7)} <= read.others
    assert "cell" not in header.casefold() or len(read.others) == 4


@pytest.mark.parametrize("number", ["07700 900999", "+447700900999", "447700900999"])
def test_a_mobile_in_all_cells_below_such_a_word_is_the_owners(tmp_path, number):
    """No cell of a network is written so."""
    rows = "".join(f"2026-04-0{at} 21:15:00,{number},07700 90012{at},60\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Date,Cell,Dialled Number,Duration\n{rows}")

    assert read.own == {number}


@pytest.mark.parametrize(
    "header",
    ["MSISDN", "Source phone", "Source number", "Source", "Phone (source)", "Extracted from", "Origin MSISDN", "Extraction number"],
)
@pytest.mark.parametrize("order", ["{own},{name},{number}", "{name},{number},{own}", "{number},{own},{name}"])
def test_where_a_list_was_taken_from_is_nobodys_second_number(tmp_path, header, order):
    """One number stands beside all people, and the header says what the list was taken from."""
    rows = "".join(f"{order.format(own=OWN, name=f'Jay {at}', number=f'07700 90012{at}')}\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"{order.format(own=header, name='Name', number='Number')}\n{rows}")

    assert (read.own, read.others) == ({OWN}, {f"07700 90012{at}" for at in range(3, 7)})
    assert {role for _, role in read.numbers} == {"owner", "contact"}
    assert read.remarks == {"owner-inferred"}


@pytest.mark.parametrize("header", ["MSISDN", "Source number"])
def test_numbers_that_differ_below_such_a_header_are_those_of_the_people(tmp_path, header):
    """Each has one, and the telephone at home."""
    rows = "".join(f"Jay {at},01632 96012{at},07700 90012{at}\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Name,Home,{header}\n{rows}")

    assert (read.own, len(read.others)) == (set(), 8)


@pytest.mark.parametrize("header", ["Phone", "Tel", "Telephone number"])
def test_one_mobile_behind_all_people_of_a_list_is_told(tmp_path, header):
    """It may be the phone's own, and stays a contact."""
    rows = "".join(f"Jay {at},07700 90012{at},{OWN}\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Name,Mobile,{header}\n{rows}")

    assert (read.own, OWN in read.others, read.remarks) == (set(), True, {"owner-unsure"})


@pytest.mark.parametrize(
    "title",
    [
        *(f"Telephone: {OWN}", f"SIM 2: {OWN}", f"Attributed to: {OWN}", f"Attributed to Jay: {OWN}", f"Calls attributed to {OWN}"),
        *(f"Telephone,{OWN}", f"SIM 2,{OWN}", f"Child's mobile 2: {OWN}", f"Exhibit JS/1 attributed to Jay ({OWN})", f"Number: {OWN}"),
        f"Blocked contacts from JS/1 ({OWN})",
    ],
)
@pytest.mark.parametrize(
    "table", ["Name,Number\nJay,07700 900123\nTay,07700 900124\n", "Date,Number,Direction\n2026-04-03,07700 900123,In\n"]
)
def test_a_mobile_above_a_table_that_may_be_its_phones_is_told(tmp_path, title, table):
    """Nothing says for sure whose it is: it stays, and a person is told to look."""
    read = read_bytes(tmp_path, f"{title}\n{table}")

    assert (read.own, read.remarks) == (set(), {"owner-unsure"})
    assert any(OWN in mention.raw for mention in read.mentions)


@pytest.mark.parametrize("title", [f"Mother's mobile: {OWN}", f"Suspect phone: {OWN}", "Tel: 01632 960999", f"Prepared by DC X tel {OWN}"])
def test_a_number_above_a_table_that_is_somebody_elses_is_not(tmp_path, title):
    """The words beside it say whose it is, or it is that of an office."""
    read = read_bytes(tmp_path, f"{title}\nName,Number\nJay,07700 900123\nTay,07700 900124\n")

    assert (read.own, read.remarks) == (set(), set())


@pytest.mark.parametrize("title", [f"Owner number: {OWN}", f"Owner's number,{OWN}", f"SIM 1 number: {OWN}"])
def test_the_number_of_the_owner_above_a_list_is_the_phones_own(tmp_path, title):
    """The words say nothing else."""
    read = read_bytes(tmp_path, f"{title}\nName,Number\nJay,07700 900123\nTay,07700 900124\n")

    assert (read.own, read.others) == ({OWN}, {"07700 900123", "07700 900124"})


@pytest.mark.parametrize("header", ["Name,Relationship,Phone", "Role,Name,Mobile"])
@pytest.mark.parametrize("who", ["Subject", "Young person", "Child", "Child mobile", "YP", "Owner", "Missing person"])
def test_a_row_of_a_form_that_is_of_who_has_the_phone_is_told(tmp_path, header, who):
    """Its number may be the phone's own: it stays, and a person is told to look."""
    people = [(who, "Kim", OWN), ("Mother", "Ann", "07700 900123"), ("Social worker", "Sam", "07700 900124")]
    rows = "".join(f"{name},{tie},{number}\n" if header.startswith("Name") else f"{tie},{name},{number}\n" for tie, name, number in people)

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert (read.own, OWN in read.others, read.remarks) == (set(), True, {"owner-unsure"})


@pytest.mark.parametrize("who", ["Self", "Me", "Own phone"])
def test_who_is_oneself_by_the_form_is_no_contact(tmp_path, who):
    """Such words mean the phone's own number wherever they stand beside it."""
    read = read_bytes(tmp_path, f"Name,Relationship,Phone\nKim,{who},{OWN}\nAnn,Mother,07700 900123\n")

    assert (read.own, read.others, read.remarks) == ({OWN}, {"07700 900123"}, set())


@pytest.mark.parametrize("who", ["Mother", "Social worker", "Friend", "Child's mother", "Young person's worker"])
def test_a_form_without_who_has_the_phone_needs_no_remark(tmp_path, who):
    """All of its rows are of others."""
    read = read_bytes(tmp_path, f"Name,Relationship,Phone\nKim,{who},{OWN}\nAnn,Aunt,07700 900123\n")

    assert (len(read.others), read.remarks) == (2, set())


@pytest.mark.parametrize("name", ["My New Number", "my old phone", "My work mobile", "Own number old", "YP", "Child mobile"])
@pytest.mark.parametrize("form", ["Name,Number\n{}", "{}"])
def test_a_contact_called_ones_own_number_of_some_kind_is_told(tmp_path, form, name):
    """The new one may be one's own, and the old one somebody else's by now: it stays, and a person is told to look."""
    read = read_bytes(tmp_path, form.format(f"{name},{OWN}\nJay,07700 900123\nTay,07700 900124\n"))

    assert (read.own, OWN in read.others, "owner-unsure" in read.remarks) == (set(), True, True)


@pytest.mark.parametrize("name", ["My New Number", "Jay", "My mum's number", "My New Dentist"])
def test_a_card_called_ones_own_number_of_some_kind_is_told(tmp_path, name):
    """It is in a file of cards as in a table, and only of such."""
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL:{OWN}\r\nEND:VCARD\r\n"

    assert ("owner-unsure" in read_bytes(tmp_path, card).remarks) is (name == "My New Number")
