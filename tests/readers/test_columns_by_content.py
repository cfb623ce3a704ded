"""Columns whose header says numbers or sides of calls, while dates, places, things or a partner stand below (formats facts 13.1)."""

from __future__ import annotations

from datetime import datetime

import pytest

from ingest import Direction
from readings import read_bytes
from sheets import a_book


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Partner", ("Kim", "Lou")),
        ("From,To", ("Estmoor,Tarn", "Tarn,Estmoor")),
        ("From,To", ("01/01/2026,01/02/2026", "03/02/2026,04/02/2026")),
        ("Von,An", ("Estmoor,Tarn", "Tarn,Estmoor")),
        ("Od,Do", ("01.01.2026,01.02.2026", "03.02.2026,04.02.2026")),
    ],
)
def test_places_dates_and_a_partner_make_no_log_of_a_phone_book(tmp_path, header, cells):
    """A person's partner, where they come from and since when is nothing of a call; the people keep their names."""
    rows = "\n".join(f"{name},07700 90012{at},{cell}" for at, (name, cell) in enumerate(zip(("Jay", "Mo"), cells, strict=True)))

    read = read_bytes(tmp_path, f"Name,Phone,{header}\n{rows}\n")

    assert read.numbers == [("07700 900120", "contact"), ("07700 900121", "contact")]
    assert [{mention.label for mention in record.mentions} for record in read.records] == [{"Jay"}, {"Mo"}]


def test_the_number_of_a_partner_is_the_partners(tmp_path):
    """A book with a number of the partner is still a book, and the number goes by the partner's name."""
    read = read_bytes(tmp_path, "Name,Phone,Partner,Partner number\nJay,07700 900123,Kim,07700 900124\nMo,07700 900125,,07700 900126\n")

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700 900123", "contact", "Jay"),
        ("07700 900124", "contact", "Kim"),
        ("07700 900125", "contact", "Mo"),
        ("07700 900126", "contact", "Mo: partner number"),
    ]


def test_a_partner_beside_times_is_the_other_side(tmp_path):
    """In a log the partner is who was called, whatever else the word means."""
    read = read_bytes(tmp_path, "Date,Partner,Direction\n2026-03-01 12:00,07700 900123,Incoming\n2026-03-01 12:01,07700 900124,Outgoing\n")

    assert read.numbers == [("07700 900123", "call"), ("07700 900124", "call")]


def test_dates_below_first_and_last_are_no_names(tmp_path):
    """When a number was first and last used is told by the same words as names are."""
    read = read_bytes(tmp_path, "Number,First,Last\n07700 900123,01/03/2026,14/03/2026\n07700 900124,02/03/2026,15/03/2026\n")

    assert [mention.label for mention in read.mentions] == [None, None]
    assert [record.first for record in read.records] == [datetime(2026, 3, 1), datetime(2026, 3, 2)]  # noqa: DTZ001 # no zone is told


@pytest.mark.parametrize("phone", ["Ty iPhone", "AB/1", "Acme 3310", "N/A"])
def test_the_device_of_a_call_is_nobody(tmp_path, phone):
    """A column `Phone` that names the device a call was found on names no other side."""
    read = read_bytes(
        tmp_path,
        "Phone,Date,Number,Name,Direction\n"
        f"{phone},2026-03-01 12:00,07700 900123,Jay,Incoming\n{phone},2026-03-01 12:01,07700 900124,Mo,Outgoing\n",
    )

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700 900123", "call", "Jay"),
        ("07700 900124", "call", "Mo"),
    ]


def test_a_field_for_numbers_that_begins_with_words_still_gives_its_numbers(tmp_path):
    """Words in the field of those who have no telephone say nothing of the others, however far below they stand."""
    rows = "".join(f"N{at},07700 900{at:03},none\n" for at in range(300))

    read = read_bytes(tmp_path, f"Name,Mobile,Home phone\n{rows}Kim,,01632960854\n")

    assert read.numbers[-1] == ("01632960854", "contact")


@pytest.mark.parametrize("header", ["Backup", "Second", "Spare", "Werk", "Arbeit", "Bureau", "Trabajo", "Praca"])
def test_a_column_of_numbers_alone_that_is_one_of_several_is_a_field_for_them(tmp_path, header):
    """A landline below a word that says which of somebody's numbers it is needs no word for telephones to be read."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,\nKim,,01632960854\n")

    assert read.numbers == [("07700 900123", "contact"), ("01632960854", "contact")]


@pytest.mark.parametrize(("header", "name"), [("Nombre,Apellidos", "Ana,Poe"), ("Nome,Cognome", "Ana,Poe"), ("Name,Surname", "Ana,Poe")])
def test_a_name_beside_that_of_the_family_is_the_given_one(tmp_path, header, name):
    """Both parts make the name, whatever the first is called."""
    read = read_bytes(tmp_path, f"{header},Mobile\n{name},07700 900123\n")

    assert [mention.label for mention in read.mentions] == ["Ana Poe"]


def test_a_whole_name_beside_that_of_the_family_is_not_told_twice(tmp_path):
    """A column of whole names stays one where another repeats their end."""
    read = read_bytes(tmp_path, "Name,Surname,Mobile\nAna Poe,Poe,07700 900123\nKim,Lane,07700 900124\n")

    assert [mention.label for mention in read.mentions] == ["Ana Poe", "Kim"]


@pytest.mark.parametrize("name", ["-", "N/A", "None", "unknown", "Unknown", "Unbekannt", "inconnu", "?", "NULL"])
@pytest.mark.parametrize("rest", ["", ",Date,Direction"])
def test_what_says_that_there_is_no_name_is_none(tmp_path, name, rest):
    """A hyphen and a word for nobody known in place of a name name nobody, in lists and in logs."""
    told = ",2026-03-01 12:00,Incoming" if rest else ""

    read = read_bytes(tmp_path, f"Name,Number{rest}\n{name},07700 900123{told}\nNan,07700 900124{told}\n")

    assert [mention.label for mention in read.mentions] == [None, "Nan"]


@pytest.mark.parametrize(
    "header",
    [
        "Subject,Contact,Contact number,Direction,Date,Duration",
        "Subject,Contact,Contact number,Direction,Date",
        "Subject,Who,Number called,Way,Date",
    ],
)
def test_whose_calls_they_are_is_no_text_of_a_message(tmp_path, header):
    """A log with the person in every row is one of calls, and the number is that of the other side."""
    rows = "".join(f"Ty Lane,{name},07700 90012{at},Incoming,2026-03-01 12:00,3\n" for at, name in enumerate(("Jay", "Kim")))

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert [(mention.role.value, mention.label) for mention in read.mentions] == [("call", "Jay"), ("call", "Kim")]


def test_the_summary_of_a_call_is_a_note(tmp_path):
    """What somebody wrote down of a call is searched as a note, and makes no message of it."""
    read = read_bytes(
        tmp_path,
        "Caller name,Caller number,Call taken by,Time,Summary\nJay,07700 900123,PC Orr,2026-03-01 12:00,says Ty rang from 07700 900124\n",
    )

    assert [(mention.raw, mention.role.value) for mention in read.mentions] == [
        ("07700 900123", "call"),
        ("says Ty rang from 07700 900124", "note"),
    ]


def test_the_subject_of_messages_is_their_text(tmp_path):
    """Beside senders, with another in every row, it is what was written."""
    read = read_bytes(tmp_path, "From,Date,Subject\n07700 900123,2026-03-01 12:00,see you\n07700 900124,2026-03-01 12:05,later\n")

    assert read.numbers == [("07700 900123", "message"), ("07700 900124", "message")]


def test_the_town_a_bill_names_is_nobody(tmp_path):
    """Where a call went by the words of a network gives the number called no name."""
    read = read_bytes(
        tmp_path,
        "Date,Number called,Destination,Duration\n01/03/2026,07700 900123,Mobile,00:01:00\n01/03/2026,01632 960123,Estmoor,00:02:00\n",
    )

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("07700 900123", None), ("01632 960123", None)]


def test_a_caller_without_a_name_has_the_number_beside_it(tmp_path):
    """Who is unknown by name and told by number is one caller, and none whose number was withheld."""
    read = read_bytes(tmp_path, "Caller,Caller phone,Time,Length\nUnknown,07700 900123,2026-03-01 12:00,3\nWithheld,,2026-03-01 12:05,4\n")

    assert read.numbers == [("07700 900123", "call"), ("Withheld", "call")]


def test_a_second_number_that_lost_its_zero_is_read(tmp_path):
    """Spreadsheets take numbers for figures, also those below a word that only says which of several one is."""
    read = read_bytes(
        tmp_path, a_book({"Book": [("Name", "Mobile", "Second"), ("Jay", 7700900123, 1632960123), ("Kim", 7700900124, None)]})
    )

    assert read.numbers == [("7700900123", "contact"), ("1632960123", "contact"), ("7700900124", "contact")]


@pytest.mark.parametrize("cell", ["7,700,900,124", "07700,900124", "07700, 900, 124"])
def test_digits_with_commas_among_them_are_shown(tmp_path, cell):
    """A spreadsheet that groups digits leaves what nobody reads for certain; it is told and not lost."""
    read = read_bytes(tmp_path, f'Name,Number\nJay,07700900123\nTay,"{cell}"\n')

    assert read.numbers == [("07700900123", "contact"), (cell, "contact")]


@pytest.mark.parametrize("cell", ["0770090019607700900197", "+447700900196447700900197", "0770090019601632960197"])
def test_numbers_that_nothing_parts_are_shown(tmp_path, cell):
    """Somebody left the blank between them out; which they are, a person sees."""
    read = read_bytes(tmp_path, f"Name,Number\nJay,{cell}\nKit,07700900198\n")

    assert (read.others, read.skipped) == ({cell, "07700900198"}, [])


def test_an_amount_beside_numbers_is_none(tmp_path):
    """It has too few digits, or too many."""
    read = read_bytes(tmp_path, 'Name,Number,Main\nJay,07700900123,"1,234,567"\nTay,07700900124,"1,234,567,890,123"\n')

    assert read.numbers == [("07700900123", "contact"), ("07700900124", "contact")]


def test_numbers_below_person_are_whom_the_calls_were_with_where_phone_names_devices(tmp_path):
    """What stands in the columns tells which of them has the numbers."""
    rows = "2026-03-01 10:00,Kim's handset,07700900123,Out\n2026-03-13 10:00,Kim's handset,07700900124,In\n"

    read = read_bytes(tmp_path, f"Date,Phone,Person,Call\n{rows}")

    assert read.ways == [("07700900123", "call", Direction.OUT), ("07700900124", "call", Direction.IN)]


def test_what_was_done_with_a_number_is_nobodys_name(tmp_path):
    """A list of what happened has no names."""
    read = read_bytes(tmp_path, "When,Who,What\n2026-03-01 10:00,447700900123,called\n2026-03-02 10:00,447700900124,texted\n")

    assert read.numbers == [("447700900123", "contact"), ("447700900124", "contact")]
    assert {mention.label for mention in read.mentions} == {None}


WAYS = [Direction.IN, Direction.OUT, Direction.IN]


@pytest.mark.parametrize(
    ("header", "remarks"),
    [
        *[
            (each, {"header-guessed", "times-guessed"})
            for each in ("Number,Foo,Bar", "Nr,Foo,Bar", "Phone,Column2,Column3", "Peer,Foo,Bar")
        ],
        *[("Number,dir,Bar", {"times-guessed"}), ("Number,dir,ts", set()), ("peer,dir,ts", set()), ("Number,Type,Bar", {"times-guessed"})],
    ],
)
@pytest.mark.parametrize("words", [("Incoming", "Outgoing", "Missed"), ("in", "out", "in"), ("\u2190", "\u2192", "\u2190")])
def test_ways_and_dates_below_unknown_headers_are_those_of_a_log(tmp_path, header, remarks, words):
    """As they are without a header: nobody is called Incoming, and what was guessed is told."""
    rows = "".join(f"07700 90012{at},{word},{12 + at}/03/2026 10:00\n" for at, word in enumerate(words))

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert ([way for _, _, way in read.ways], {mention.label for mention in read.mentions}) == (WAYS, {None})
    assert [record.first for record in read.records] == [datetime(2026, 3, day, 10) for day in (12, 13, 14)]  # noqa: DTZ001 # as written
    assert read.remarks == remarks


def test_cells_for_dates_below_unknown_headers_are_times(tmp_path):
    """In a workbook, and with the time of day in the column beside the day."""
    moments = [datetime(2026, 3, 12, 10), datetime(2026, 3, 13, 11)]  # noqa: DTZ001 # as written
    whole = [
        ("Number", "Foo", "Bar"),
        *((f"07700 90012{at}", way, moment) for at, way, moment in zip((1, 2), ("In", "Out"), moments, strict=True)),
    ]
    apart = "Number,Foo,Bar,Baz,Took\n" + "".join(
        f"07700 90012{at},{way},{moment:%d/%m/%Y},{moment:%H:%M},00:01:10\n"
        for at, way, moment in zip((1, 2), ("In", "Out"), moments, strict=True)
    )

    for content in (a_book({"Sheet1": whole}), apart):
        assert [record.first for record in read_bytes(tmp_path, content).records] == moments


@pytest.mark.parametrize("header", ["Number,dir,dur", "Name,Number,Foo", "Number,Foo"])
def test_ways_without_times_are_those_of_calls(tmp_path, header):
    """Below a word for them, or where a word names one outright."""
    cells = {"Number": "07700 90012{}", "dir": "{}", "Foo": "{}", "dur": "9", "Name": "Jay"}
    words = ("in", "out") if "dir" in header else ("Incoming", "Outgoing")
    rows = "".join(
        ",".join(cells[each].format(word if each in {"dir", "Foo"} else at) for each in header.split(",")) + "\n"
        for at, word in enumerate(words)
    )

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert [(role, way) for _, role, way in read.ways] == [("call", Direction.IN), ("call", Direction.OUT)]
    assert {mention.label for mention in read.mentions} == ({"Jay"} if "Name" in header else {None})


@pytest.mark.parametrize("words", [("in", "out"), ("Sent", "Received"), ("Missed", "Missed"), ("made", "to"), ("Mum", "Incoming Ltd")])
def test_words_that_may_say_something_else_make_no_log_of_a_list_without_times(tmp_path, words):
    """Who is in is at home, and what was sent may be a letter."""
    rows = "".join(f"N{at},07700 90012{at},{word}\n" for at, word in enumerate(words))

    assert [role for _, role in read_bytes(tmp_path, f"Name,Number,Foo\n{rows}").numbers] == ["contact", "contact"]


@pytest.mark.parametrize("name", ["Unknown {}", "UM{}", "P{}", "Jay ({})"])
@pytest.mark.parametrize("row", ["{},01632 96010{}", "13/03/2026 10:0{1},{0},01632 96010{1},In"], ids=["list", "log"])
def test_people_told_apart_by_a_count_are_named_without_a_header(tmp_path, name, row):
    """Whoever knows no names counts; what the few others are called tells whom to keep out."""
    called = [*(name.format(at) for at in range(6)), "Kay", "Solicitor"]

    read = read_bytes(tmp_path, "\n".join(row.format(each, at) for at, each in enumerate(called)))

    assert [mention.label for mention in read.mentions] == called


@pytest.mark.parametrize("first", ["M{}4", "Row {}", "Item {}"])
def test_a_count_of_rows_or_places_beside_names_is_no_name(tmp_path, first):
    """Names without a count tell who somebody is before any words with one do."""
    rows = "\n".join(f"{first.format(at)},{name},01632 96010{at}" for at, name in enumerate(("Jay", "Kay", "Lee", "Moe"), 1))

    read = read_bytes(tmp_path, rows)

    assert [mention.label for mention in read.mentions] == ["Jay", "Kay", "Lee", "Moe"]
