"""Lists beside each other in one sheet, between other tables or without an empty column: each says something of its own people."""

from __future__ import annotations

import pytest

from ingest import Role
from ingest.records import Written
from readings import read_bytes
from sheets import a_book

LEFT = (("Name", "Number", "Role"), ("Ann Doe", "07700 900201", "Social worker"), ("Kay", "07700 900101", "Friend"))
RIGHT = (("Number", "Name", "Who"), ("07700 900111", "Jay", "Friend"), ("07700 900202", "Tom Roe", "Solicitor"))
GAP = ("",)
PAIR = [(*left, *GAP, *right) for left, right in zip(LEFT, RIGHT, strict=True)]
LOG = [("Date", "Direction", "Name", "Number", "Duration"), ("13/03/2026", "In", "Moe", "07700 900121", "00:01:00")]
TITLES = ("Professionals", "", "", "", "Friends")


def told_in(read):
    """Give the name, the end of the number and what it was found as for each record, with the roles it speaks of."""
    told = set()
    for record in read.records:
        numbers = [mention for mention in record.mentions if mention.written is not Written.PROSE]
        words = "; ".join(text for mention in record.mentions for text in (mention.raw, mention.label, mention.about) if text)
        roles = tuple(role for role in ("Friend", "Social worker", "Solicitor") if role in words)
        told |= {(mention.label, mention.raw[-3:], mention.role, roles) for mention in numbers}
    return told


IN_PAIR = {
    ("Kay", "101", Role.CONTACT, ("Friend",)),
    ("Jay", "111", Role.CONTACT, ("Friend",)),
    ("Ann Doe", "201", Role.CONTACT, ("Social worker",)),
    ("Tom Roe", "202", Role.CONTACT, ("Solicitor",)),
}
IN_LOG = {("Moe", "121", Role.CALL, ())}


@pytest.mark.parametrize(
    ("rows", "others"),
    [
        ([*PAIR, (), *LOG], IN_LOG),
        ([*PAIR, *LOG], IN_LOG),
        ([*LOG, (), *PAIR], IN_LOG),
        ([*LOG, (), ("Contacts",), *PAIR, (), ("Calls",), *LOG], IN_LOG),
        ([*PAIR, (), ("", "", "", "see also sheet 2")], set()),
        ([*PAIR, (), ("a", "b", "c", "d", "e")], set()),
        ([("", "", "", "LIST"), *PAIR], set()),
        ([TITLES, *PAIR], set()),
        ([("List one", "", "", "", "List two"), *PAIR, (), *LOG], IN_LOG),
    ],
    ids=["wide below", "right below", "above", "between", "note", "footer", "title between", "titles", "titles and wide below"],
)
def test_a_filled_cell_between_two_lists_makes_no_one_of_them(tmp_path, rows, others):
    """The role of a social worker is said of her, and of nobody whose number stands in her row."""
    assert told_in(read_bytes(tmp_path, a_book({"Sheet1": rows}))) == IN_PAIR | others


def test_lists_that_begin_in_other_columns_further_down_are_each_by_itself(tmp_path):
    """The empty column of the first two is no more where the next two stand."""
    log = [("Date", "Number", "Direction"), ("01/03/2026", "07700 900131", "In"), ("02/03/2026", "07700 900132", "Out")]
    lower = [(*left, "", "", *right) for left, right in zip(LEFT, log, strict=True)]
    rows = [*PAIR, (), *lower, (), *[("", *row) for row in PAIR]]
    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    assert told_in(read) == IN_PAIR | {(None, "131", Role.CALL, ()), (None, "132", Role.CALL, ())}


def test_a_wide_table_below_many_rows_ends_two_lists_beside_each_other(tmp_path):
    """It is looked for behind the rows by which a sheet is judged."""
    rows = [*PAIR, *[("Zed", "07700 900103", "Friend", "", "07700 900104", "Lea", "Friend")] * 300, (), *LOG]
    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    assert told_in(read) == IN_PAIR | IN_LOG | {("Zed", "103", Role.CONTACT, ("Friend",)), ("Lea", "104", Role.CONTACT, ("Friend",))}
    assert len(read.records) == 2 * (2 + 300) + 1


@pytest.mark.parametrize("word", ["Role", "Notes", "Organisation", "Job", "Type", "Who", "Relationship"])
@pytest.mark.parametrize(
    "header",
    [
        "Name,Number,{0},Name,Number,{0}",
        "Name 1,Number 1,{0} 1,Name 2,Number 2,{0} 2",
        "Name,Number,{0},Name.1,Number.1,{0}.1",
        "Name A,Number A,{0} A,Name B,Number B,{0} B",
        "Person 1 name,Person 1 number,Person 1 {0},Person 2 name,Person 2 number,Person 2 {0}",
    ],
)
def test_headers_that_come_again_begin_another_list(tmp_path, header, word):
    """Whatever is said of the person on the right is said of nobody on the left, and the other way round."""
    text = (
        f"{header.format(word)}\nJay,07700 900111,Friend,Ann Doe,07700 900201,Social worker\n"
        "Tom Roe,07700 900202,Solicitor,Kay,07700 900101,Friend\n"
    )
    assert told_in(read_bytes(tmp_path, text)) == IN_PAIR


def test_lists_without_an_empty_column_need_not_have_the_same_order(tmp_path):
    """A name and a number of its own are enough for each, above and below other tables, too."""
    rows = [(*left, *right) for left, right in zip(LEFT, RIGHT, strict=True)]

    assert told_in(read_bytes(tmp_path, a_book({"Sheet1": rows}))) == IN_PAIR
    assert told_in(read_bytes(tmp_path, a_book({"Sheet1": [*LOG, (), *rows, (), *LOG]}))) == IN_PAIR | IN_LOG


@pytest.mark.parametrize("header", ["Name,Number,Role,Name,Phone,Relationship", "Contact,Mobile,Role,Name,Phone,Relationship"])
def test_lists_beside_each_other_may_say_the_same_in_other_words(tmp_path, header):
    """A name, a number and what the person is: that is a whole list."""
    rows = "Jay,07700 900111,Friend,Ann Doe,07700 900201,Social worker\nTom Roe,07700 900202,Solicitor,Kay,07700 900101,Friend\n"

    assert told_in(read_bytes(tmp_path, f"{header}\n{rows}")) == IN_PAIR


def test_lists_without_an_empty_column_may_stand_beside_a_log_with_one(tmp_path):
    """The empty column parts the log from both."""
    lists = [(*left, *right) for left, right in zip(LEFT, RIGHT, strict=True)]
    log = [("Date", "Number", "Direction"), ("13/03/2026", "07700 900121", "In"), ("14/03/2026", "07700 900122", "Out")]
    rows = [(*pair, "", *call) for pair, call in zip(lists, log, strict=True)]

    in_log = {(None, "121", Role.CALL, ()), (None, "122", Role.CALL, ())}
    assert told_in(read_bytes(tmp_path, a_book({"Sheet1": rows}))) == IN_PAIR | in_log


def test_a_fact_above_lists_beside_each_other_is_still_about_the_phone(tmp_path):
    """Its own number is nobody else's, whatever stands below the lists."""
    rows = [("Phone number", "07700 900999"), (), *PAIR, (), *LOG]
    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    assert read.own == {"07700 900999"}


def test_numbers_without_names_keep_their_own_roles(tmp_path):
    """A list may have no names at all."""
    read = read_bytes(tmp_path, "Number,Role,Number,Role\n07700 900101,Friend,07700 900201,Social worker\n")

    assert told_in(read) == {(None, "101", Role.CONTACT, ("Friend",)), (None, "201", Role.CONTACT, ("Social worker",))}


def test_logs_beside_each_other_keep_their_times_and_ways(tmp_path):
    """A call on the left was not when one on the right was."""
    text = "Date,Number,Direction,Date,Number,Direction\n13/03/2026,07700 900101,In,14/03/2026,07700 900102,Out\n"
    read = read_bytes(tmp_path, text)

    assert [(number[-3:], way.name) for number, _, way in read.ways] == [("101", "IN"), ("102", "OUT")]
    assert [record.first.day for record in read.records if record.first] == [13, 14]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value\nJay,Mobile,07700 900101,Home,07700 900102\n",
        "First Name,Last Name,Home Phone,Home Phone 2,Business Phone,Business Phone 2\nJay,Moss,07700 900101,07700 900102,,\n",
        "Name,Number,Kin 1 name,Kin 1 number,Kin 2 name,Kin 2 number\nJay,07700 900101,Kay,07700 900102,Lea,07700 900103\n",
        "Name,Mobile,Home,,Work\nJay,07700 900101,07700 900102,,07700 900103\n",
        "Calling Number,Name,Called Number,Name,Date\n07700 900101,Jay,07700 900102,Kay,13/03/2026\n",
        "Date,Number,Name,Number,Name,Duration\n13/03/2026,07700 900101,Jay,07700 900102,Kay,60\n",
    ],
    ids=["google", "outlook", "related", "kinds", "two parties", "two parties under the same words"],
)
def test_what_is_said_of_one_person_or_call_is_one_table(tmp_path, text):
    """Several numbers in a row make no list each, nor do the two sides of a call."""
    read = read_bytes(tmp_path, text)

    assert len(read.records) == 1
