"""Tables that stand in a sheet in another way than one below its header: side by side, turned, as cards, or with two rows of headers."""

from __future__ import annotations

import pytest

from ingest import Direction, Role
from readings import read_bytes
from sheets import a_book

BESIDE = (
    ("Contacts", "", "", "", "Calls", "", "", ""),
    ("Name", "Number", "", "", "Number", "Date", "Direction", "Duration"),
    ("Jay", "07700 900123", "", "", "07700 900124", "03/04/2026 21:15", "Incoming", "60"),
    ("Mo", "07700 900124", "", "", "07700 900125", "14/04/2026 21:15", "Outgoing", "60"),
    ("Lea", "07700 900126", "", "", "", "", "", ""),
)


def found_in(read):
    """Give who was found where."""
    return [
        (mention.role, mention.label, mention.raw, record.place.rpartition("!")[2])
        for record in read.records
        for mention in record.mentions
    ]


def labels_in(read):
    """Give the name with each number."""
    return [(mention.label, mention.raw) for mention in read.mentions]


def test_tables_side_by_side_are_read_each_by_itself(tmp_path):
    """A phone book on the left takes nothing from the call log on the right, and every row of each is accounted for."""
    read = read_bytes(tmp_path, a_book({"Sheet1": BESIDE}))

    assert found_in(read) == [
        (Role.CONTACT, "Jay", "07700 900123", "B3"),
        (Role.CONTACT, "Mo", "07700 900124", "B4"),
        (Role.CONTACT, "Lea", "07700 900126", "B5"),
        (Role.CALL, None, "07700 900124", "E3"),
        (Role.CALL, None, "07700 900125", "E4"),
    ]
    assert not read.skipped


def test_tables_side_by_side_in_a_text_are_read_each_by_itself(tmp_path):
    """It is the same in a file of commas, and where both are phone books."""
    read = read_bytes(tmp_path, "Name,Phone,,Name,Phone\nJay,07700 900123,,Mo,07700 900124\nLea,07700 900125,,,\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Lea", "07700 900125"), ("Mo", "07700 900124")]


@pytest.mark.parametrize("above", [[], [("Exhibit JS/1",)]])
def test_titles_of_tables_part_them_without_an_empty_column(tmp_path, above):
    """Whoever is saved beside a call had no part in it."""
    rows = [
        *above,
        ("Contacts", "", "Calls", "", ""),
        ("Name", "Number", "Number", "Direction", "Date"),
        ("Jay", "07700900123", "07700900124", "Incoming", "2026-04-03"),
        ("Kim", "07700900125", "07700900123", "Outgoing", "2026-04-04"),
        ("", "", "07700900124", "Missed", "2026-04-05"),
    ]

    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    assert read.ways == [
        *[(number, "contact", None) for number in ("07700900123", "07700900125")],
        *[("07700900124", "call", Direction.IN), ("07700900123", "call", Direction.OUT), ("07700900124", "call", Direction.IN)],
    ]
    assert [label for label, _ in labels_in(read)] == ["Jay", "Kim", None, None, None]


def test_titles_above_one_log_part_nothing(tmp_path):
    """Its name and number are in one group, and when it was in another."""
    read = read_bytes(tmp_path, "Contact details,,Call details,\nName,Number,Direction,Date\nJay,07700900123,Incoming,2026-04-03\n")

    assert read.ways == [("07700900123", "call", Direction.IN)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Name,Mobile,,Home,Work", "Jay,07700 900123,,01632 960123,01632 960124"),
        ("Caller number,Caller name,,Called number,Called name,Date", "07700 900123,Jay,,07700 900124,Mo,03/04/2026 21:15"),
        ("Number,Name,,Date,Direction,Duration", "07700 900123,Jay,,03/04/2026 21:15,Incoming,60"),
    ],
)
def test_an_empty_column_inside_of_a_table_divides_nothing(tmp_path, header, row):
    """What stands on both sides of it is one row."""
    read = read_bytes(tmp_path, f"{header}\n{row}\n{row}\n")

    assert len(read.records) == 2


def test_what_stands_in_the_empty_column_of_a_later_row_is_read(tmp_path):
    """The column between two tables is judged by the first rows only."""
    rows = "".join(f"Jay,07700 900123,,Mo,07700 900{at}\n" for at in range(130, 400))
    read = read_bytes(tmp_path, f"Name,Phone,,Name,Phone\n{rows}Lea,,07700 900125,Mo,07700 900124\n")

    assert "07700 900125" in {mention.raw for mention in read.mentions}


def test_a_row_above_the_header_says_which_side_its_columns_are(tmp_path):
    """Each name goes with the number below the same heading."""
    rows = (
        ("Call data", "", "", "", "", ""),
        ("", "Caller", "", "Called", "", ""),
        ("Date/time", "Number", "Name", "Number", "Name", "Duration"),
        ("03/04/2026 21:15", "07700 900123", "Jay", "07700 900999", "Lea", "00:01:10"),
        ("14/04/2026 21:15", "07700 900999", "Lea", "07700 900124", "Mo", "00:01:10"),
    )
    read = read_bytes(tmp_path, a_book({"Calls": rows}))

    assert labels_in(read) == [("Jay", "07700 900123"), ("Lea", "07700 900999"), ("Lea", "07700 900999"), ("Mo", "07700 900124")]


def test_two_rows_of_headers_may_come_again(tmp_path):
    """At a page break the sides are those of the first page."""
    head = (("", "Caller", "", "Called", ""), ("Date", "Number", "Name", "Number", "Name"))
    rows = (
        *head,
        ("03/04/2026 21:15", "07700 900123", "Jay", "07700 900999", "Lea"),
        head[1],
        ("14/04/2026 21:15", "07700 900124", "Mo", "07700 900999", "Lea"),
    )
    read = read_bytes(tmp_path, a_book({"Calls": rows}))

    assert {("Jay", "07700 900123"), ("Mo", "07700 900124")} <= set(labels_in(read))


def test_a_row_of_data_above_a_repeated_header_is_no_part_of_it(tmp_path):
    """Only words stand above the words of a header."""
    read = read_bytes(tmp_path, "Jay,07700 900123\nName,Phone,Name,Phone\nMo,07700 900124,Lea,07700 900125\n")

    assert {mention.raw for mention in read.mentions} == {"07700 900123", "07700 900124", "07700 900125"}


def test_a_turned_table_gives_every_column_to_its_person(tmp_path):
    """The first column has the words of a header, and the places are those of the cells."""
    rows = (
        ("Name", "Jay", "Mo", "Nan"),
        ("Mobile", "07700 900123", "07700 900124", ""),
        ("Home", "", "", "0113 496 0123"),
        ("Note", "met at park", "", ""),
    )
    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    assert [found for found in found_in(read) if found[0] is Role.CONTACT] == [
        (Role.CONTACT, "Jay", "07700 900123", "B2"),
        (Role.CONTACT, "Mo", "07700 900124", "C2"),
        (Role.CONTACT, "Nan", "0113 496 0123", "D3"),
    ]
    assert read.prose == ["met at park"]


CARDS = "Name:,Jay Marsh\nMobile:,07700 900123\nHome:,0113 496 0123\n,\nName:,Mo Hill\nMobile:,07700 900124\nMobile:,07700 900125\n"


@pytest.mark.parametrize("text", [CARDS, CARDS.replace(",\n", "\n").replace(":,", ": ")], ids=["in two columns", "with colons"])
def test_cards_one_below_the_other_give_their_numbers_the_name_of_the_card(tmp_path, text):
    """No number is called after the word beside it."""
    read = read_bytes(tmp_path, text)

    assert labels_in(read) == [
        ("Jay Marsh", "07700 900123"),
        ("Jay Marsh", "0113 496 0123"),
        ("Mo Hill", "07700 900124"),
        ("Mo Hill", "07700 900125"),
    ]


def test_facts_about_a_phone_are_no_card_of_a_person(tmp_path):
    """A sheet with an IMEI among its facts is about a thing."""
    read = read_bytes(tmp_path, "Name,Handset of Jay\nPhone number,07700 900123\nIMEI,490154203237518\n")

    assert "Handset of Jay" not in {mention.label for mention in read.mentions}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Jay\n07700 900123\nMo Hill\n07700 900124\n07700 900125\n", ["Jay", "Mo Hill", "Mo Hill"]),
        ("07700 900123\nJay\n\n07700 900124\nMo Hill\n", ["Jay", "Mo Hill"]),
        ("Jay\n07700 900123\nMo Hill\n07700 900124\n\n07700 900125\n", ["Jay", "Mo Hill", None]),
        ("Contacts\nJay\n07700 900123\nMo Hill\n07700 900124\n", ["Jay", "Mo Hill"]),
        ("Contacts\n\n07700 900123\nJay\n07700 900124\nMo Hill\n", ["Jay", "Mo Hill"]),
    ],
)
def test_a_name_on_one_line_goes_with_the_numbers_on_the_next(tmp_path, text, labels):
    """A name reaches to the next blank line; a number behind it is nobody's, and a name without one is told."""
    read = read_bytes(tmp_path, text)

    assert [mention.label for mention in read.mentions] == labels
    assert len(read.skipped) == text.startswith("Contacts")


@pytest.mark.parametrize(
    "text", ["Contacts\n07700 900123\nJay\n07700 900124\nMo Hill\n", "Jay\n07700 900123\nMo Hill\n07700 900124\nLea\n"]
)
def test_no_number_takes_a_name_where_it_may_be_that_of_the_next(tmp_path, text):
    """A list that begins and ends with words may have a title, and then every name would be wrong."""
    read = read_bytes(tmp_path, text)

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.NOTE, None)] * 2


def test_a_card_of_somebody_gives_their_name(tmp_path):
    """A date of birth and other facts stand beside the number."""
    read = read_bytes(tmp_path, "Name:,Jay Marsh\nDOB:,12/04/2010\nMobile:,07700 900123\nTown:,Leeds\n")

    assert labels_in(read) == [("Jay Marsh", "07700 900123")]


NAMELESS = (
    ("Name:", "Jay Marsh"),
    ("Mobile:", "07700 900123"),
    (None, None),
    ("Mobile:", "07700 900124"),
    (None, None),
    ("Name:", "Mo Hill"),
    ("Town:", "Leeds"),
    ("Mobile:", "07700 900125"),
)


def test_a_card_without_a_name_takes_none_from_the_card_above(tmp_path):
    """A blank row divides them where what stands below it was told already, and every number is placed in its own cell."""
    assert found_in(read_bytes(tmp_path, a_book({"Sheet1": NAMELESS}))) == [
        (Role.CONTACT, "Jay Marsh", "07700 900123", "B2"),
        (Role.CONTACT, None, "07700 900124", "B4"),
        (Role.CONTACT, "Mo Hill", "07700 900125", "B8"),
    ]


def test_the_cards_of_a_file_of_text_are_divided_as_those_of_a_sheet(tmp_path):
    """Blank lines stand between them."""
    text = "\n".join(f"{key} {value}" if key else "" for key, value in NAMELESS)

    read = read_bytes(tmp_path, text)
    contacts = [(mention.label, mention.raw) for mention in read.mentions if mention.role is Role.CONTACT]
    # What a later card says more goes on as words beside its number, for it may say who somebody is.
    assert contacts == [("Jay Marsh", "07700 900123"), (None, "07700 900124"), ("Mo Hill", "07700 900125")]
    assert [mention.raw for mention in read.mentions if mention.role is not Role.CONTACT] == ["Leeds"]


def test_blank_rows_inside_of_a_card_divide_nothing(tmp_path):
    """A form may be written with a blank line below every other."""
    read = read_bytes(tmp_path, "Name:,Jay Marsh\n,\nMobile:,07700 900123\n,\nMobile:,07700 900124\n,\nTown:,Leeds\n")

    assert labels_in(read) == [("Jay Marsh", "07700 900123"), ("Jay Marsh", "07700 900124")]


def test_numbers_below_their_names_are_placed_in_the_only_column(tmp_path):
    """A list of lines has no second one."""
    rows = tuple((line,) for line in ("Jay", "07700 900123", "Mo Hill", "07700 900124"))

    assert [place for *_, place in found_in(read_bytes(tmp_path, a_book({"Sheet1": rows})))] == ["A2", "A4"]


def test_a_note_that_no_earlier_card_has_is_searched(tmp_path):
    """It stands behind the last column of the facts the first cards have, and so may a number."""
    cards = "".join(f"Name:,Jay\nMobile:,07700 900{at}\n,\n" for at in range(100, 260))
    read = read_bytes(tmp_path, f"{cards}Name:,Mo Hill\nMobile:,07700 900301\nNote:,rings 5 times from 07700 900302\nHome:,0113 496 0123\n")

    assert [(mention.role, mention.label, mention.raw) for mention in read.mentions[-3:]] == [
        (Role.CONTACT, "Mo Hill", "07700 900301"),
        (Role.NOTE, "Mo Hill", "rings 5 times from 07700 900302"),
        (Role.CONTACT, "Mo Hill", "0113 496 0123"),
    ]


def test_a_form_names_the_people_of_whom_it_is_about(tmp_path):
    """A number beside a mother or a school is theirs by name, and by what they are to that person without one."""
    rows = (
        *(("Name", "Jay"), ("Mobile", "07700 900123"), ("Mother", "Lea"), ("Mother's mobile", "07700 900124")),
        *(("Friend", "07700 900125"), ("School", "Estmoor Academy"), ("School phone", "01632 960123")),
        *(("Brother 1", "Mo"), ("Brother 1 mobile", "07700 900126")),
    )

    read = read_bytes(tmp_path, a_book({"Form": rows}))

    assert sorted(labels_in(read)) == [
        ("Estmoor Academy", "01632 960123"),
        ("Jay", "07700 900123"),
        ("Jay: friend", "07700 900125"),
        ("Lea", "07700 900124"),
        ("Mo", "07700 900126"),
    ]


def test_a_typed_form_names_the_people_of_the_child(tmp_path):
    """It is the same with colons, one fact on a line."""
    read = read_bytes(tmp_path, "Name: Jay\nMobile: 07700 900123\nMother: Lea\nMother's phone: 07700 900124\n")

    assert labels_in(read) == [("Jay", "07700 900123"), ("Lea", "07700 900124")]


def test_a_list_of_relatives_is_no_form(tmp_path):
    """Words for people beside their numbers are names like others where no person stands first."""
    read = read_bytes(tmp_path, "Mum,07700 900123\nFriend,07700 900124\nHome,01632 960123\nSchool,01632 960124\n")

    assert labels_in(read) == [("Mum", "07700 900123"), ("Friend", "07700 900124"), ("Home", "01632 960123"), ("School", "01632 960124")]


@pytest.mark.parametrize("form", ["{0},{1},{2},{3}", "{1},{0},{3},{2}"])
def test_names_and_numbers_by_turns_are_pairs(tmp_path, form):
    """A list without a header that was broken into columns gives each number the name beside it, in either order."""
    rows = [("Jay", "07700 900123", "Mo", "07700 900124"), ("Lea", "07700 900125", "Kim", "07700 900126"), ("Ash", "07700 900127", "", "")]

    read = read_bytes(tmp_path, "".join(f"{form.format(*row)}\n" for row in rows))

    assert sorted(labels_in(read)) == [
        ("Ash", "07700 900127"),
        ("Jay", "07700 900123"),
        ("Kim", "07700 900126"),
        ("Lea", "07700 900125"),
        ("Mo", "07700 900124"),
    ]


@pytest.mark.parametrize("words", [("Mum", "Dad"), ("Home", "Work")])
def test_the_next_number_of_the_person_of_a_row_is_no_pair_of_its_own(tmp_path, words):
    """Words for relatives and kinds of telephones say of the person of the row what the next number is."""
    first, second = words
    read = read_bytes(tmp_path, f"Jay,07700 900123,{first},07700 900124\nLea,07700 900125,{second},07700 900126\n")

    assert {mention.raw for mention in read.mentions} == {"07700 900123", "07700 900124", "07700 900125", "07700 900126"}
    assert {mention.label for mention in read.mentions} == {"Jay", "Lea"}


def test_a_list_without_a_header_calls_nobody_after_a_kind_of_telephone(tmp_path):
    """The person stands in the other column of words, if there is one."""
    named = read_bytes(tmp_path, "Mobile,Jay,07700 900123\nHome,Lea,01632 960123\n")
    nameless = read_bytes(tmp_path, "Mobile,07700 900123\nHome,01632 960123\n", name="other")

    assert labels_in(named) == [("Jay", "07700 900123"), ("Lea", "01632 960123")]
    assert labels_in(nameless) == [(None, "07700 900123"), (None, "01632 960123")]


def test_people_below_the_calls_of_a_sheet_are_contacts(tmp_path):
    """The name of a sheet speaks of the calls in it, and not of a table of people that stands below them without a title."""
    rows = (
        *(("Name", "Number", "Date"), ("Jay", "07700 900123", "03/04/2026 21:15"), ("Mo", "07700 900124", "04/04/2026 21:15")),
        *((), ("Name", "Mobile", "Email"), ("Lea", "07700 900125", "lea@example.org"), ("Kim", "07700 900126", "")),
    )

    read = read_bytes(tmp_path, a_book({"Dialled calls": rows}))

    assert found_in(read) == [
        (Role.CALL, "Jay", "07700 900123", "B2"),
        (Role.CALL, "Mo", "07700 900124", "B3"),
        (Role.CONTACT, "Lea", "07700 900125", "B6"),
        (Role.CONTACT, "Kim", "07700 900126", "B7"),
    ]
