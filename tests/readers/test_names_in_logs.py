"""Columns of a log with names and roles, below headers that nobody knows: names lead, and roles keep people out (domain 11.5)."""

from __future__ import annotations

import pytest

from ingest import Direction, Role, Written
from ingest.decode.columns.names_of_logs import find_names_of_log
from ingest.decode.words.headers import Column
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
OWN = "07700 900999"
FIRST, SECOND, THIRD, FOURTH = (f"07700 90012{last}" for last in range(3, 7))
PEOPLE = ((FIRST, "Larkspur", "In"), (SECOND, "my solicitor", "Out"), (THIRD, "Mum", "Out"), (FOURTH, "Jay 2", "In"))
ABOUT_NUMBERS = ("Attribution", "Attributed name", "Holder", "Registered to", "Believed to be", "Whose", "Phonebook name", "Used by", "")
ABOUT_PHONES = ("User", "Subscriber name", "Suspected user")
OF_NO_MEANING = ("Intel", "Info", "Details", "Description", "Handle")
CATEGORIES = ("Intel check", "Officer comment", "Checks result", "Flag", "Category", "Type of contact", "Status", "PNC/Niche")
REMARKS = ("Comment on caller", "Remembered as", "Analysis", "Thoughts", "Notes on number")


def _log(header, rows):
    lines = [f"{day:02}/03/2026,{number},{words},{way}" for day, (number, words, way) in enumerate(rows, start=1)]
    return "\n".join((f"Date,Number,{header},Direction", *lines))


def _named(read):
    return [(each.raw, each.label) for each in read.mentions if each.role is not Role.OWNER and each.written is not Written.PROSE]


def _notes(read):
    return [mention.raw for mention in read.mentions if mention.role is Role.NOTE]


@pytest.mark.parametrize("header", [*ABOUT_NUMBERS, *ABOUT_PHONES, *OF_NO_MEANING])
def test_names_beside_the_numbers_of_a_log_are_theirs(tmp_path, header):
    """Whatever their column is called: each number has one name."""
    assert _named(read_bytes(tmp_path, _log(header, PEOPLE))) == [(number, name) for number, name, _ in PEOPLE]


@pytest.mark.parametrize("header", ["Attribution", "Subscriber name"])
def test_names_beside_messages_are_theirs(tmp_path, header):
    """A message is no name, and the name comes back where the number does."""
    rows = [f"01/03/2026,{number},{name},{way},on my way" for number, name, way in (*PEOPLE, PEOPLE[0])]

    read = read_bytes(tmp_path, "\n".join((f"Date,Number,{header},Direction,Text", *rows)))

    assert _named(read) == [(number, name) for number, name, _ in (*PEOPLE, PEOPLE[0])]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Cell site", ("Hill Top", "Mill Lane", "Estmoor", "Westmoor")),
        ("Location", ("Hospital", "Estmoor", "Westmoor", "Home")),
        ("Network", ("Wobble", "Quux", "Foo", "Bar")),
        ("Handset", ("Acme One", "Acme Two", "Wobble", "Quux")),
        ("Service", ("Voice", "Roaming", "Premium", "Directory")),
        ("Officer", ("Ann Doe", "Tom Roe", "Lee Orr", "Pat Lorne")),
        ("Wobble", ("Monday", "Tuesday", "Friday", "Sunday")),
        ("Wobble", ("Yes", "No", "Yes", "No")),
        ("Wobble", ("Estmoor", "Estmoor", "Estmoor", "Estmoor")),
        ("Wobble", ("UK mobile", "Local call", "National", "Vodafone")),
        ("Info", ("Monday", "Tuesday", "Friday", "Sunday")),
        ("Info", ("True", "False", "Ok", "Yes")),
        ("Info", ("UK mobile", "Roaming", "Standard", "Freephone")),
    ],
)
def test_words_of_a_log_that_are_of_nobody_name_nobody(tmp_path, header, cells):
    """Masts, networks, devices, officers, days and kinds of calls are no names of those who were called."""
    rows = [(number, cell, way) for (number, _, way), cell in zip(PEOPLE, cells, strict=True)]

    assert {name for _, name in _named(read_bytes(tmp_path, _log(header, rows)))} == {None}


def test_words_that_change_beside_a_number_name_nobody(tmp_path):
    """A number has one name; of what happened it may have many."""
    cells = ("Larkspur", "Mum", "Jay", "Kay")
    rows = [(number, cell, way) for (_, _, way), cell, number in zip(PEOPLE, cells, (FIRST, FIRST, SECOND, SECOND), strict=True)]

    assert {name for _, name in _named(read_bytes(tmp_path, _log("Wobble", rows)))} == {None}


@pytest.mark.parametrize("header", ["User", "Subscriber", "Device user"])
def test_who_had_the_phone_of_a_row_is_not_who_was_called(tmp_path, header):
    """In the calls of two phones, a column that tells them apart has few names for many numbers."""
    rows = [(FIRST, "Sam", "In"), (SECOND, "Sam", "Out"), (THIRD, "Pat", "Out"), (FOURTH, "Pat", "In")]

    assert {name for _, name in _named(read_bytes(tmp_path, _log(header, rows)))} == {None}


def test_short_messages_name_nobody(tmp_path):
    """What was written may be as short as a name."""
    rows = [
        f"01/03/2026,{number},{way},{text},{text}"
        for (number, _, way), text in zip(PEOPLE, ("Ok", "Bring it", "Later", "Now"), strict=True)
    ]

    assert {name for _, name in _named(read_bytes(tmp_path, "\n".join(("Date,Number,Direction,Text,Wobble", *rows))))} == {None}


@pytest.mark.parametrize("header", [*CATEGORIES, *REMARKS])
def test_a_role_in_any_column_of_a_log_is_said_of_the_other(tmp_path, header):
    """It keeps a confidential person out, whatever the header asks."""
    rows = [
        f"01/03/2026,{number},{name},{way},{role}"
        for (number, name, way), role in zip(PEOPLE, ("Unknown", "Solicitor", "Friend", "Friend"), strict=True)
    ]

    read = read_bytes(tmp_path, "\n".join((f"Date,Number,Name,Direction,{header}", *rows)))

    assert "Solicitor" in _notes(read)
    assert _named(read) == [(number, name) for number, name, _ in PEOPLE]


@pytest.mark.parametrize("header", ["Cell site", "Location", "Network", "Handset", "Dealt with by", "Translation"])
def test_words_on_places_and_of_others_say_nothing_of_the_other(tmp_path, header):
    """A call by a mast of that name, or one that a solicitor wrote down, is not with a solicitor."""
    rows = [f"01/03/2026,{number},{name},{way},Solicitor" for number, name, way in PEOPLE]

    assert not _notes(read_bytes(tmp_path, "\n".join((f"Date,Number,Name,Direction,{header}", *rows))))


@pytest.mark.parametrize("ends", [("Calling number", "Called number"), ("From", "To"), ("A number", "B number")])
@pytest.mark.parametrize(
    "names",
    [
        ("Name", "Name"),
        ("Called name", "Called name"),
        ("Attribution", "Attribution"),
        ("A name", "B name"),
        ("Name 1", "Name 2"),
        ("Subscriber A", "Subscriber B"),
        ("Calling subscriber", "Called subscriber"),
    ],
)
@pytest.mark.parametrize("is_behind", [True, False])
def test_each_of_two_numbers_has_the_name_beside_it(tmp_path, ends, names, is_behind):
    """Who was called is not called by the name of who called; the owner's own name is nobody else's."""
    calls = [(number, name, way == "In") for number, name, way in PEOPLE]
    sides = [((number, name), (OWN, "Sam")) if is_in else ((OWN, "Sam"), (number, name)) for number, name, is_in in calls]
    rows = [[cell for side in row for cell in (side if is_behind else side[::-1])] for row in [*sides, sides[0]]]
    heads = [head for pair in zip(ends, names, strict=True) for head in (pair if is_behind else pair[::-1])]

    read = read_bytes(tmp_path, "\n".join((f"{','.join(heads)},Date", *[f"{','.join(row)},01/03/2026 10:00" for row in rows])))

    assert [(each.raw, each.label, each.direction) for each in read.mentions if each.role is Role.CALL] == [
        (number, name, IN if is_in else OUT) for number, name, is_in in [*calls, calls[0]]
    ]
    assert read.own == {OWN}


def test_names_of_callers_that_change_with_calls_that_went_out_are_those_of_the_numbers(tmp_path):
    """On the owner's own side one name would stand."""
    assert _named(read_bytes(tmp_path, _log("Caller name", PEOPLE))) == [(number, name) for number, name, _ in PEOPLE]


@pytest.mark.parametrize("header", ["Staff on duty", "Present", "Informed", "Ward", "Ringtone", "Wobble"])
def test_words_below_any_other_header_are_nobodys_name_in_a_few_rows(tmp_path, header):
    """Who was there, or where it was, calls nobody so; where each number has its own whenever it comes back it is its name."""
    few = _named(read_bytes(tmp_path, _log(header, PEOPLE)))
    names = ("Jay", "Kay", "Dee", "Ty", "Bo", "Cy")
    many = [(f"07700 90012{at}", name, "In") for at, name in enumerate(names)] * 2

    assert {label for _, label in few} == {None}
    assert [label for _, label in _named(read_bytes(tmp_path, _log("Wobble", many)))] == [name for _, name, _ in many]


@pytest.mark.parametrize(
    "last_of_numbers",
    ["1231", "12345", "1234561"],
    ids=["three numbers", "none of which comes back", "of which several have the same"],
)
def test_wards_are_the_names_of_no_numbers(tmp_path, last_of_numbers):
    """Where calls came from few, or different, or the same places, the places are none."""
    wards = dict(zip("123456", ("Elm", "Ash", "Oak", "Fir", "Elm" if "6" in last_of_numbers else "Yew", "Ash"), strict=True))
    rows = [(f"07700 90012{last}", wards[last], "Out") for last in last_of_numbers]

    assert {label for _, label in _named(read_bytes(tmp_path, _log("Ward", rows)))} == {None}


def test_a_name_with_a_figure_below_a_word_for_names_is_one(tmp_path):
    """Accounts are called so: `Jay 2210`."""
    rows = [(FIRST, "Jay 2210", "Out"), (SECOND, "Kay 3110", "Out"), (FIRST, "Jay 2210", "Out")]

    assert _named(read_bytes(tmp_path, _log("Handle", rows))) == [(number, name) for number, name, _ in rows]
    assert {label for _, label in _named(read_bytes(tmp_path, _log("Wobble", rows)))} == {None}


def test_a_role_below_no_header_is_said_of_the_other(tmp_path):
    """Nothing speaks against it."""
    rows = "".join(f"0{day}/03/2026,{number},Out,Solicitor\n" for day, number in enumerate((FIRST, SECOND, FIRST), start=1))

    assert "Solicitor" in _notes(read_bytes(tmp_path, f"Date,Number,Direction,\n{rows}"))


@pytest.mark.parametrize("word", ["Unattributed", "not attributed"])
def test_a_number_nobody_is_known_for_has_no_name(tmp_path, word):
    """Analysts write so."""
    assert _named(read_bytes(tmp_path, _log("Name", [(FIRST, word, "Out"), (SECOND, "Jay", "Out")]))) == [(FIRST, None), (SECOND, "Jay")]


@pytest.mark.parametrize("word", ["Me", "Myself"])
def test_whoever_speaks_is_the_name_of_no_other(tmp_path, word):
    """Below a word for whose a number is, the owner of the phone is not called by them."""
    assert {label for _, label in _named(read_bytes(tmp_path, _log("Attribution", [(FIRST, word, "Out")] * 3)))} == {None}


#: Headers with a word that elsewhere says whose a number is.
TOLD = (
    "Person informed",
    "Contact made",
    "Info passed to",
    "Intel passed to",
    "Checked with",
    "People present",
    "Who was told",
    "Known to",
    "Contact at scene",
    "Names of professionals consulted",
)


@pytest.mark.parametrize("header", ["Present", "Passed to", "Informed", "Whereabouts", "Ward", "Placement", "Team", "Reported to", *TOLD])
def test_who_was_there_or_told_of_a_call_is_not_its_other(tmp_path, header):
    """A social worker who was told of a number hides it not."""
    rows = [f"{day:02}/03/2026,07700 90012{day},Jay,In,Social worker" for day in range(1, 5)]

    assert _notes(read_bytes(tmp_path, "\n".join((f"Date,Number,Name,Direction,{header}", *rows)))) == []


def test_the_phone_is_told_by_its_part_in_every_row_though_somebody_named_its_owner(tmp_path):
    """Who attributes numbers names both sides, and leaves those blank of whom nobody knows."""
    rows = [
        "07700 900999,Mia,07700 900101,Larkspur,01/03/2026",
        "07700 900102,,07700 900999,Mia,02/03/2026",
        "07700 900999,Mia,07700 900103,,03/03/2026",
        "07700 900104,Jay,07700 900999,Mia,04/03/2026",
        "07700 900999,Mia,07700 900105,,05/03/2026",
    ]
    read = read_bytes(tmp_path, "\n".join(("Calling Number,Attribution,Called Number,Attribution,Date", *rows)))

    assert {mention.raw for mention in read.mentions if mention.role is Role.OWNER} == {"07700 900999"}
    assert all(mention.direction for mention in read.mentions if mention.role is Role.CALL)


def test_whoever_is_named_beside_several_others_is_the_owner_though_most_others_have_no_name(tmp_path):
    """A phone knows its own name, and a few of those who call it."""
    named = [f"01/03/2026,07700 900999,Mia,07700 90010{at},{name}" for at, name in enumerate(("Jay", "Kay", "Larkspur"))]
    rows = [*named, *(f"02/03/2026,07700 90012{at},,07700 900999,Mia" for at in range(6))]
    read = read_bytes(tmp_path, "\n".join(("Date,From,From name,To,To name", *rows)))

    assert read.own == {"07700 900999"}
    assert {mention.direction for mention in read.mentions if mention.role is Role.CALL} == {IN, OUT}


def test_whoever_most_rows_name_alone_is_no_owner_though_one_row_names_both(tmp_path):
    """A phone names those who are saved on it; its owner's number would be read as a line's."""
    rows = [
        "01/03/2026,07700 900124,Zed,07700 900131,Mia",
        "01/03/2026,07700 900132,,07700 900124,Zed",
        "02/03/2026,07700 900124,Zed,07700 900133,",
        "02/03/2026,07700 900134,,07700 900124,Zed",
    ]
    read = read_bytes(tmp_path, "\n".join(("Date,From,From name,To,To name", *rows)))

    assert read.own == set()
    assert {"07700 900124": "Zed"}.items() <= {mention.raw: mention.label for mention in read.mentions}.items()
    assert "owner-unsure" in read.remarks


@pytest.mark.parametrize("header", TOLD)
def test_nobody_is_called_by_the_name_of_whoever_was_told(tmp_path, header):
    """One name stands beside one number, and is another's all the same."""
    rows = [(number, name, way) for (number, _, way), name in zip(PEOPLE, ("Jo", "Ann", "Eve", "Sam"), strict=True)]

    assert {name for _, name in _named(read_bytes(tmp_path, _log(header, rows)))} == {None}


class _Counted(list[str]):
    """The cells of a row, which count how often one of them is read."""

    reads = 0

    def __getitem__(self, at):
        _Counted.reads += 1
        return super().__getitem__(at)


def _reads(width):
    """Give how often cells are read to find names in a log of so many numbers and so many columns of words behind them."""
    columns = [Column.TIME, *[Column.PHONE] * width, *[Column.OTHER] * width]
    cells = [
        ["2026", *[f"07700 900{(day * 7 + at) % 800 + 100}" for at in range(width)], *[f"Zed {chr(97 + day % 26)}" for _ in range(width)]]
        for day in range(30)
    ]
    samples = [list(column) for column in zip(*cells, strict=True)]
    _Counted.reads = 0
    find_names_of_log(columns, list(map(_Counted, cells)), samples, ["Time", *["Number"] * width, *["who"] * width])
    return _Counted.reads


def test_a_log_of_many_columns_is_read_in_time_that_grows_with_them_alone():
    """Each column is looked at once for the names of the numbers beside it, however many numbers there are."""
    assert 0 < _reads(80) <= 2.5 * _reads(40)


@pytest.mark.parametrize(
    "header",
    [
        *("With whom", "Who with", "Called with", "Contact with", "In contact with", "Who spoken to", "Person spoken to", "Spoken to"),
        *("Person at other end", "At other end", "Practitioner name", "Name of professional"),
    ],
)
def test_whoever_was_at_the_other_end_is_called_so(tmp_path, header):
    """Names are those of the numbers, so that a confidential person among them is known."""
    rows = [(number, name, way) for (number, _, way), name in zip(PEOPLE, ("Larkspur", "Solicitor", "Jay", "Kay"), strict=True)]
    read = read_bytes(tmp_path, _log(header, rows))

    assert [name for _, name in _named(read)] == ["Larkspur", "Solicitor", "Jay", "Kay"]


def test_whoever_holds_the_account_of_a_number_is_known_by_what_they_are(tmp_path):
    """An account may be one of a network, so that nobody is called by its holder."""
    rows = [(number, name, way) for (number, _, way), name in zip(PEOPLE, ("Larkspur", "Solicitor", "Jay", "Kay"), strict=True)]

    assert "Solicitor" in _notes(read_bytes(tmp_path, _log("Account holder", rows)))
