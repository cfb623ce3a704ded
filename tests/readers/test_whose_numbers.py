"""Whose a number of a row is: the name beside it, the person its header speaks of, or whoever the row above was about."""

from __future__ import annotations

import pytest

from ingest import Direction, Role
from readings import read_bytes
from sheets import a_book


def labels_in(read):
    """Give the name with each number."""
    return [(mention.label, mention.raw) for mention in read.mentions]


@pytest.mark.parametrize(
    "header",
    [
        "Name 1,Phone 1,Name 2,Phone 2",
        "Name,Phone,Name,Phone",
        "Contact 1 name,Contact 1 number,Contact 2 name,Contact 2 number",
        "Contact,Number,Contact,Number",
    ],
)
def test_each_number_of_a_row_takes_the_name_of_its_own_pair(tmp_path, header):
    """Two people in a row stay two; one without a name takes none of the other's."""
    read = read_bytes(tmp_path, f"{header}\nJay,07700 900123,Mo,07700 900124\nLea,07700 900125,,07700 900126\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Mo", "07700 900124"), ("Lea", "07700 900125"), (None, "07700 900126")]


def test_a_name_may_stand_behind_its_number(tmp_path):
    """The order of the pairs is that of their header."""
    read = read_bytes(tmp_path, "Phone,Name,Phone,Name\n07700 900123,Jay,07700 900124,Mo\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Mo", "07700 900124")]


def test_a_number_is_called_by_the_name_its_header_speaks_of(tmp_path):
    """A mother's number is no child's, nor is that of a school."""
    read = read_bytes(
        tmp_path,
        "Child's name,Child's mobile,Mother's name,Mother's phone,School,School phone,Next of kin first name,Next of kin surname,"
        "Next of kin no\n"
        "Jay Marsh,07700 900999,Ann Marsh,07700 900123,Hill High,0113 496 0123,Mo,Hill,07700 900124\n",
    )

    assert labels_in(read) == [
        ("Jay Marsh", "07700 900999"),
        ("Ann Marsh", "07700 900123"),
        ("Hill High", "0113 496 0123"),
        ("Mo Hill", "07700 900124"),
    ]


def test_a_number_of_somebody_else_without_a_name_is_told_by_the_words_of_its_header(tmp_path):
    """It never stands as the child's own without a word."""
    read = read_bytes(tmp_path, "Name,Mobile,School phone,Mum,Work phone\nJay,07700 900123,0113 496 0123,07700 900124,01632 960123\n")

    assert labels_in(read) == [
        ("Jay", "07700 900123"),
        ("Jay: school phone", "0113 496 0123"),
        ("Jay", "01632 960123"),
        ("Jay: mum", "07700 900124"),
    ]


@pytest.mark.parametrize(
    ("names", "numbers", "about"),
    [
        ("Social worker", "Social worker phone", "social worker"),
        ("Solicitor", "Solicitor phone", "solicitor"),
        ("GP name", "GP number", "gp"),
        ("Key worker", "Key worker no", "key worker"),
        ("Counsellor", "Mobile of counsellor", "counsellor"),
        ("Name of advocate", "Advocate for child tel", "advocate for child"),
    ],
)
@pytest.mark.parametrize("name", ["Kim Lane", ""])
def test_what_a_number_of_somebody_else_is_called_tells_whom_to_keep_out(tmp_path, names, numbers, about, name):
    """Who the header speaks of is kept beside the name, and where there is none, without the words for telephones."""
    read = read_bytes(tmp_path, f"Name,Mobile,{names},{numbers}\nJay,07700 900123,{name},07700 900124\n")

    assert [mention.about for mention in read.mentions] == [None, about]
    assert not name or numbers == "Advocate for child tel" or read.mentions[1].label == name


@pytest.mark.parametrize("header", ["Who,Number,When,In/Out", "From/To,Number,Date,Direction", "Other party,Number,Date,Direction"])
def test_a_column_that_says_who_it_was_gives_the_name(tmp_path, header):
    """Whatever it is called, the name goes with the number of the row."""
    read = read_bytes(tmp_path, f"{header}\nJay,07700 900123,03/04/2026 21:15,In\nMo,07700 900124,14/04/2026 21:15,Out\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Mo", "07700 900124")]
    assert [mention.direction for mention in read.mentions] == [Direction.IN, Direction.OUT]


def test_a_column_of_names_with_their_numbers_gives_contacts(tmp_path):
    """The name is what stands beside the number in its cell, not in another column."""
    read = read_bytes(
        tmp_path, 'Contact,Town\n"Mum - 07700 900123",Leeds\n07700 900124 Mo,York\n"Jay (07700 900125)",Leeds\n"Nan: 0113 496 0123",\n'
    )

    assert [(mention.role, mention.label) for mention in read.mentions] == [
        (Role.CONTACT, "Mum"),
        (Role.CONTACT, "Mo"),
        (Role.CONTACT, "Jay"),
        (Role.CONTACT, "Nan"),
    ]


def test_a_call_log_with_names_beside_their_numbers_keeps_both(tmp_path):
    """The name is found in the cell of the number in rows of calls, too."""
    read = read_bytes(
        tmp_path, "Date,Contact,Type\n03/04/2026 21:15,Jay 07700 900123,Incoming\n14/04/2026 21:15,Mo (07700 900124),Outgoing\n"
    )

    assert [mention.label for mention in read.mentions] == ["Jay", "Mo"]


def test_whom_somebody_is_linked_to_is_the_name_of_the_linked_number(tmp_path):
    """The words of the two headers are the same but for those that every header has."""
    read = read_bytes(tmp_path, "Name,Number,Linked to,Linked number\nJay,07700 900123,Mo,07700 900124\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Mo", "07700 900124")]


def test_a_further_column_of_numbers_gives_contacts(tmp_path):
    """Nothing but numbers stands in it, whatever it is called."""
    read = read_bytes(tmp_path, "Name,Phone,Alt contact\nJay,07700 900123,07700 900125\nMo,07700 900124,\n")

    assert read.numbers == [("07700 900123", "contact"), ("07700 900125", "contact"), ("07700 900124", "contact")]


def test_a_column_in_which_words_stand_too_is_searched_as_before(tmp_path):
    """A mixed column is no field for numbers."""
    read = read_bytes(tmp_path, "Name,Phone,Comments\nJay,07700 900123,07700 900125\nMo,07700 900124,rang twice on 07700 900126\n")

    assert {mention.role for mention in read.mentions if mention.raw not in {"07700 900123", "07700 900124"}} == {Role.NOTE}


def test_her_number_is_a_header_beside_another(tmp_path):
    """No row is taken for one of a person called Name."""
    read = read_bytes(tmp_path, "Name,Her number\nJay,07700 900123\nMo,07700 900124\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Mo", "07700 900124")]
    assert not read.skipped
    assert "header-guessed" not in read.remarks


GROUPED = (
    ("Contact", "Number", "Date", "Status"),
    ("Jay", "07700 900123", "03/04/2026 21:15", "Incoming"),
    ("", "", "14/04/2026 21:16", "Outgoing"),
    ("Mo", "07700 900124", "15/04/2026 21:17", "Outgoing"),
    ("Subtotal", "", "", "3 calls"),
    ("", "", "16/04/2026 21:17", "Incoming"),
)


def test_rows_that_lack_only_what_the_row_above_gave_belong_to_it(tmp_path):
    """A call that went out had a number: that of its group; a row of anything else ends the group, and a remark tells of it."""
    read = read_bytes(tmp_path, a_book({"Calls": GROUPED}))

    assert [(mention.label, mention.raw, mention.direction) for mention in read.mentions] == [
        ("Jay", "07700 900123", Direction.IN),
        ("Jay", "07700 900123", Direction.OUT),
        ("Mo", "07700 900124", Direction.OUT),
    ]
    assert len(read.skipped) == 2
    assert "rows-grouped" in read.remarks


@pytest.mark.parametrize(
    ("rows", "called"),
    [
        ([], ["Jay", "Jay", "Jay", "Jay"]),
        ([("Withheld", "Withheld", "14/04/2026 21:19", "Incoming")], ["Jay", "Jay", "Jay"]),
    ],
    ids=["blanks of groups only", "withheld callers"],
)
def test_a_blank_call_that_came_in_is_of_the_group_only_where_nothing_speaks_of_unknown_callers(tmp_path, rows, called):
    """Two calls that went out show the groups, and a withheld caller among the numbers that others may have left a blank."""
    calls = (
        GROUPED[1],
        ("", "", "14/04/2026 21:16", "Outgoing"),
        ("", "", "14/04/2026 21:17", "Incoming"),
        ("", "", "14/04/2026 21:18", "Outgoing"),
        *rows,
    )
    read = read_bytes(tmp_path, a_book({"Calls": (GROUPED[0], *calls)}))

    assert [mention.label for mention in read.mentions if mention.raw == "07700 900123"] == called


def test_one_blank_call_that_went_out_gives_no_number_to_those_that_came_in(tmp_path):
    """It has the number above; a blank that came in may be a caller nobody knows."""
    calls = (*GROUPED[:3], ("", "", "14/04/2026 21:17", "Incoming"), GROUPED[3])
    read = read_bytes(tmp_path, a_book({"Calls": calls}))

    assert [(mention.label, mention.direction) for mention in read.mentions] == [
        ("Jay", Direction.IN),
        ("Jay", Direction.OUT),
        ("Mo", Direction.OUT),
    ]
    assert len(read.skipped) == 1


def test_blanks_in_the_table_of_a_program_are_no_group(tmp_path):
    """A recovered call has lost its number; it is nobody else's."""
    table = (("Contact", "Number", "Date", "Status", "Deleted"), *((*row, "Yes") for row in GROUPED[1:4]))
    read = read_bytes(tmp_path, a_book({"Calls": table}))

    assert len(read.skipped) == 1


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "Date,Direction,Sender number,Sender name,Message",
            [",Received,07700900123,Jay,hi", ",Sent,,,home soon", ",Received,07700900124,Mo,yo"],
        ),
        ("Date,Direction,Sender,Message", [",Incoming,07700900123,hi", ",Outgoing,,home soon", ",Incoming,07700900124,yo"]),
        ("Date,From,To,Type,Message", [",07700900123,,Received,hi", ",,,Sent,yo", ",,07700900124,Sent,yo"]),
        ("Date,Number,Name,Folder,Message", [",07700900123,Jay,Inbox,hi", ",,,Outbox,home soon", ",07700900124,Mo,Sent,yo"]),
        ("Date,Number,Name,Folder,Message", [",07700900123,Jay,Inbox,hi", ",,,Sent,home soon", ",07700900124,Mo,Sent,yo"]),
        ("Date,Number,Direction,Status,Message", [",07700900123,In,Read,hi", ",,Outgoing,Draft,home soon", ",07700900124,Out,Sent,yo"]),
        ("Date,Number,Chat,Direction,Message", [",07700900123,Jay,In,hi", ",,Mo,Outgoing,home soon", ",07700900124,Mo,In,yo"]),
    ],
    ids=["sender and name", "sender", "two sides", "outbox", "sent", "draft", "chat"],
)
def test_what_the_owner_wrote_is_not_of_whoever_stands_above(tmp_path, header, rows):
    """The blank is the owner's own, or nobody's yet."""
    lines = "".join(f"2026-04-03 21:15:00{row}\n" for row in rows)

    read = read_bytes(tmp_path, f"{header}\n{lines}")

    assert [mention.raw for mention in read.mentions] == ["07700900123", "07700900124"]
    assert len(read.skipped) == 1
    assert "rows-grouped" not in read.remarks


def test_a_blank_that_came_in_right_below_a_name_may_be_anybody(tmp_path):
    """So may be what went out after it, which alone shows no groups."""
    table = (*GROUPED[:2], ("", "", "14/04/2026 21:16", "Incoming"), ("", "", "14/04/2026 21:17", "Outgoing"), GROUPED[3])

    assert len(read_bytes(tmp_path, a_book({"Calls": table})).skipped) == 2


def test_messages_are_grouped_where_they_name_a_way_and_no_folder(tmp_path):
    """Somebody typed the list."""
    table = (("Contact", "Number", "Date", "Direction", "Message"), *((*row, "yo") for row in GROUPED[1:4]))

    assert [mention.label for mention in read_bytes(tmp_path, a_book({"Messages": table})).mentions] == ["Jay", "Jay", "Mo"]


@pytest.mark.parametrize(
    "rows",
    [
        [("", "", "14/04/2026 21:16", "Incoming")],
        [("Jay", "07700 900123", "14/04/2026 21:16", "Incoming"), ("", "", "15/04/2026 21:16", "Outgoing")],
    ],
    ids=["a caller nobody knows", "a log that repeats who it was"],
)
def test_a_call_of_nobody_known_is_given_to_nobody(tmp_path, rows):
    """Blanks mean a caller who is not known where nothing shows that rows are grouped."""
    table = (*GROUPED[:2], *rows, ("Mo", "07700 900124", "16/04/2026 21:17", "Outgoing"))
    read = read_bytes(tmp_path, a_book({"Calls": table}))

    assert len(read.skipped) == 1
    assert "rows-grouped" not in read.remarks


def test_a_number_over_two_lines_of_a_cell_stays_in_one_piece(tmp_path):
    """Neither half is a number by itself, and both together are one mobile."""
    read = read_bytes(tmp_path, a_book({"Sheet1": (("Name", "Mobile"), ("Jay", "07700\n900125"), ("Mo", "07700 900123\n07700 900124"))}))

    assert labels_in(read) == [("Jay", "07700\n900125"), ("Mo", "07700 900123"), ("Mo", "07700 900124")]


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("07700 900124 (old) 07700 900125 (new)", [Role.CONTACT]),
        ("07700 900124 home 07700 900125 work", [Role.CONTACT]),
        ("12 High St 07700 900124", [Role.NOTE]),
    ],
)
def test_several_numbers_of_a_field_with_words_that_tell_them_apart_are_contacts(tmp_path, cell, roles):
    """Only an address or a sentence makes a note of a field that may hold numbers."""
    read = read_bytes(tmp_path, f"Name,Contact No,Town\nJay,07700 900123,York\nMo,{cell},Leeds\n")

    assert [(mention.role, mention.label) for mention in read.mentions if mention.raw == cell] == [(role, "Mo") for role in roles]


def test_names_below_caller_id_are_of_the_numbers_beside_them(tmp_path):
    """A network shows a name as the caller's id."""
    read = read_bytes(
        tmp_path, "Number,Caller ID,Type,At\n07700900123,Jay,Incoming call,2026-03-01 10:00\n07700900124,,Outgoing call,2026-03-02\n"
    )

    assert [(mention.raw, mention.label, mention.role.value) for mention in read.mentions] == [
        ("07700900123", "Jay", "call"),
        ("07700900124", None, "call"),
    ]


def test_who_is_called_me_below_from_gives_no_number_to_the_owner(tmp_path):
    """The number beside it is the other's."""
    read = read_bytes(tmp_path, "From,Number,Date,Text\nMe,07700900123,2026-03-01 10:00,yo\nJay,07700900123,2026-03-01 10:01,hi\n")

    assert read.own == set()
    assert read.others == {"07700900123"}


@pytest.mark.parametrize(
    ("header", "labels"),
    [
        ("Name,Mobile,Next of kin,NOK mobile,Person of concern,POC mobile", ["Ana", "Jo Quill", "Ty Marl"]),
        ("Young person,YP mobile,Suspected exploiter,Exploiter phone,Stayed with,Phone of host", ["Ana", "Jo Quill", "Ty Marl"]),
        ("Name,Mobile,NOK,Next of kin phone,Associate of concern,Associate tel", ["Ana", "Jo Quill", "Ty Marl"]),
        ("Name,Mobile,Friend,Phone,Seen with,Number", ["Ana", "Jo Quill", "Ty Marl"]),
        ("Name,Mobile,Relationship,Second phone,Town,Landline", ["Ana", "Ana", "Ana"]),
        ("Name,Mobile,Car,Phone,Team,Tel", ["Ana", "Ana", "Ana"]),
        ("Name,Mobile,Friend's car,Phone,Partner's class,Tel", ["Ana", "Ana", "Ana"]),
        ("Name,Mobile,Friend,Second phone,Seen with,Phone 2", ["Ana", "Ana", "Ana"]),
        ("Name,Mobile,Added by,Phone,Starred,Tel", ["Ana", "Ana", "Ana"]),
        (
            "Child name,Child mobile,Mother's partner,Mother's mobile,Exploiter address,Exploiter phone",
            ["Ana", "Ana: mother's mobile", "Ana: exploiter phone"],
        ),
    ],
)
def test_a_row_with_several_people_gives_each_their_own_number(tmp_path, header, labels):
    """A word, an abbreviation or the place of a number says whose it is, and the child's name never stands for the exploiter's."""
    read = read_bytes(tmp_path, f"{header}\nAna,07700 900601,Jo Quill,07700 900602,Ty Marl,07700 900608\n")

    assert [mention.label for mention in read.mentions if mention.role is Role.CONTACT] == labels


def test_a_person_of_concern_without_a_name_is_not_called_by_that_of_the_child(tmp_path):
    """Where the cell of the name is empty, nobody else's stands in."""
    read = read_bytes(tmp_path, "Name,Mobile,Person of concern,POC mobile\nAna,07700 900601,,07700 900608\nBo,07700 900603,Ghost,\n")

    assert labels_in(read) == [("Ana", "07700 900601"), (None, "07700 900608"), ("Bo", "07700 900603")]


@pytest.mark.parametrize("name", ["alone", "Nobody", "no one", "unknown", "N/A", "-"])
@pytest.mark.parametrize("header", ["Name,Mobile,Seen with,Mobile", "Name,Mobile,Next of kin,NOK mobile"])
def test_what_stands_for_nobody_is_no_name_of_a_number(tmp_path, header, name):
    """Nor is it that of the person of the row, who has a number of their own."""
    read = read_bytes(tmp_path, f"{header}\nMia,07700 900601,Zed,07700 900602\nDee,07700 900603,{name},07700 900608\n")

    assert labels_in(read)[:2] == [("Mia", "07700 900601"), ("Zed", "07700 900602")]
    (label,) = (label for label, raw in labels_in(read) if raw == "07700 900608")
    assert name not in f"{label}"
    assert label != "Dee"


@pytest.mark.parametrize(
    "header", ["Name,Mobile,Social worker,SW mobile", "Name,Mobile,Solicitor,Phone", "Name,Mobile,Solicitor,Firm phone"]
)
def test_who_a_number_beside_a_name_is_of_tells_whom_to_keep_out(tmp_path, header):
    """What the header of the name says goes with the number, too."""
    read = read_bytes(tmp_path, f"{header}\nAna,07700 900601,Pat Lorne,07700 900603\n")

    assert read.mentions[1].label == "Pat Lorne"
    assert header.split(",")[2].casefold() in f"{read.mentions[1].about}"


@pytest.mark.parametrize("who", ["Social worker", "Solicitor"])
@pytest.mark.parametrize(
    "header",
    [
        *("Dealer phone", "Exploiter phone", "Suspect number", "POC phone", "Gang phone", "Elder phone", "Line number", "Incoming number"),
        *("Last number called", "Missed call number", "Suspicious number", "Numbers disclosed", "Numbers of concern"),
    ],
)
def test_a_number_behind_a_social_worker_that_is_somebody_elses_is_not_theirs(tmp_path, who, header):
    """Nobody may see a social worker's number: that of a dealer would be hidden with it, or theirs by name."""
    read = read_bytes(tmp_path, f"Child,{who},{header}\nMia,Jane Poe,07700900154\nBo,Al Fenn,07700900155\n")

    assert [mention.raw for mention in read.mentions] == ["07700900154", "07700900155"]
    for mention in read.mentions:
        assert "Jane" not in f"{mention.label}"
        assert who.casefold() not in f"{mention.about}".casefold()


@pytest.mark.parametrize("header", ["Phone", "Mobile", "Office number", "Firm phone", "Work mobile", "Duty number"])
def test_a_number_behind_a_social_worker_that_says_no_more_is_theirs(tmp_path, header):
    """Where they are reached says nothing of anybody else."""
    read = read_bytes(tmp_path, f"Name,Mobile,Social worker,{header}\nAna,07700 900601,Pat Lorne,07700 900603\n")

    assert read.mentions[1].label == "Pat Lorne"
    assert "social worker" in f"{read.mentions[1].about}".casefold()


@pytest.mark.parametrize(
    ("header", "trade"),
    [
        ("Worker contact", "social worker"),
        ("Allocated worker tel", "social worker"),
        ("Professional contact", "social worker"),
        ("S/W tel", "social worker"),
        ("Personal adviser tel", "personal adviser"),
        ("Child's lead practitioner phone", "social worker"),
    ],
)
def test_a_column_of_those_who_work_with_a_child_says_what_they_are(tmp_path, header, trade):
    """In whatever words a sheet about children says so: the number of a practitioner is none of the child's."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,07700 900124\nMo,07700 900125,07700 900126\n")

    assert [(mention.raw[-3:], mention.about) for mention in read.mentions] == [
        ("123", None),
        ("124", trade),
        ("125", None),
        ("126", trade),
    ]


@pytest.mark.parametrize("header", ["Worker", "Allocated worker", "Worker name", "S/W", "Lead professional"])
@pytest.mark.parametrize("first", ["Child", "Name"])
def test_a_number_behind_whoever_works_with_a_child_is_theirs(tmp_path, first, header):
    """Though its own header says no more than that it is one."""
    read = read_bytes(tmp_path, f"{first},Mobile,{header},Contact number\nMia,07700 900123,Ann Doe,07700 900124\n")

    assert [(mention.raw[-3:], mention.label) for mention in read.mentions] == [("123", "Mia"), ("124", "Ann Doe")]
    assert read.mentions[0].about is None
    assert "social worker" in f"{read.mentions[1].about}"


def test_a_number_behind_a_worker_of_a_line_is_no_social_workers(tmp_path):
    """Workers of a line sell for it."""
    read = read_bytes(tmp_path, "Line,Mobile,Worker,Contact number\nRed,07700 900123,Zed,07700 900124\n")

    assert "social worker" not in {mention.about for mention in read.mentions}


@pytest.mark.parametrize("header", ["Home tel", "Dealer contact", "Work phone", "Lead phone", "Sex worker phone"])
def test_a_column_of_anybody_else_is_none_of_practitioners(tmp_path, header):
    """Whoever is said to be something else is not kept out for it."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,07700 900124\nMo,07700 900125,07700 900126\n")

    assert "social worker" not in {mention.about for mention in read.mentions}


@pytest.mark.parametrize("header", ["Mother's car,Phone", "Friend,Phone 2"])
def test_a_further_number_behind_what_names_nobody_for_it_is_the_childs(tmp_path, header):
    """A car has no telephone, and the second of several is whose the first is."""
    read = read_bytes(tmp_path, f"Child,Mobile,{header}\nMia,07700 900123,Corsa,07700 900125\n")

    assert [mention.label for mention in read.mentions] == ["Mia", "Mia"]


def test_those_of_the_family_with_their_numbers_keep_their_names(tmp_path):
    """None of them is saved as the child beside whom they stand, and a row without a name has none from them."""
    read = read_bytes(tmp_path, "Name,Phone,Family\nMia,07700 900123,Ann 07700 900126\n,07700 900125,Eve 07700 900127\n")

    told = [(mention.raw[-3:], mention.label) for mention in read.mentions]
    assert told == [("123", "Mia"), ("126", "Ann"), ("125", None), ("127", "Eve")]


def test_a_column_of_the_family_with_numbers_is_no_surname(tmp_path):
    """Who stands there is hidden by nobody in the other columns of the row."""
    rows = "Jay 07700 900101,Mum 07700 900102,SW Ann 07700 900201\nKay 07700 900103,Dad 07700 900104,Solicitor 07700 900202\n"
    read = read_bytes(tmp_path, f"Associates,Family,Professionals\n{rows}")

    told = {mention.raw: f"{mention.about}" for mention in read.mentions}
    theirs = [f"{name} 07700 90010{at}" for at, name in enumerate(("Jay", "Mum", "Kay", "Dad"), start=1)]
    assert [number in told and "worker" not in told[number] for number in theirs] == [True] * 4
