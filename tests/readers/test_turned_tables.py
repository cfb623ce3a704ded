"""Tables with a person in every column, beside whatever else stands in a sheet."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes
from sheets import a_book

TABLE = (
    ("Name", "Pat", "Kay", "Oz"),
    ("Phone", "07700 900201", "07700 900101", "07700 900102"),
    ("Relationship", "Counsellor", "Boyfriend", "Cousin"),
)
OTHERS = (
    (("Name", "Number"), ("Jay", "07700 900111")),
    (("Date", "Number", "Direction"), ("01/03/2026 10:00", "07700 900111", "In"), ("14/03/2026 10:00", "07700 900112", "In")),
    (("Associate", "Lee Orr 07700 900111"),),
    (("Associate", "Lee Orr", "07700 900111"),),
    (("Officer", "Kim Ward"), ("Found with", "Ty 07700 900111")),
    (("Seen with Ned (07700 900111)",),),
    (("Name", "Jay", "Ned"), ("Phone", "07700 900111", "07700 900112"), ("Relationship", "Friend", "Friend")),
)


def people_in(read):
    """Give each number with its name and what is said of whoever has it."""
    return {mention.raw: (mention.label, mention.about) for mention in read.mentions}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_turned_table_gives_each_number_its_person_whatever_stands_above_or_below_it(tmp_path, other, is_above):
    """No number takes the name or the calling of the person in another column, and what else is there is read by itself."""
    rows = [*other, (), *TABLE] if is_above else [*TABLE, (), *other]
    people = people_in(read_bytes(tmp_path, a_book({"Sheet1": rows})))

    assert people["07700 900201"] == ("Pat", "Counsellor")
    assert people["07700 900101"] == ("Kay", "Boyfriend")
    assert people["07700 900102"] == ("Oz", "Cousin")
    (label, about), *_ = (told for raw, told in people.items() if "900111" in raw)
    assert label not in {"Pat", "Kay", "Oz"}
    assert about not in {"Counsellor", "Boyfriend", "Cousin"}


@pytest.mark.parametrize("name", ["Jay 2", "SW9", "Unknown 1", "24/7", "P1", "Uncle T (2)", "?", "Unknown"])
@pytest.mark.parametrize("corner", ["Name", "", "Details"])
def test_a_name_with_a_figure_or_an_empty_corner_keeps_the_columns_apart(tmp_path, name, corner):
    """Whoever stands first has no number but their own."""
    rows = (
        (corner, "Solicitor", "Kay", name),
        ("Phone", "07700 900201", "07700 900101", "07700 900102"),
        ("Seen", "y", "n", "y"),
        ("Relationship", "Prof", "Friend", "Friend"),
    )
    people = people_in(read_bytes(tmp_path, a_book({"Sheet1": rows})))

    assert people["07700 900201"] == ("Solicitor", "Prof")
    assert people["07700 900101"] == ("Kay", "Friend")
    assert people["07700 900102"][0] in {name, None}


def test_what_people_are_may_stand_above_their_names(tmp_path):
    """It says of each whether they are to be kept out."""
    text = ",Mother,Social worker,School\nName,Pat,Ann Doe,Tarn High\nTel,07700 900101,07700 900201,01632 960103\nEmail,a@b.example,,\n"

    assert people_in(read_bytes(tmp_path, text)) == {
        "07700 900101": ("Pat", "Mother"),
        "07700 900201": ("Ann Doe", "Social worker"),
        "01632 960103": ("Tarn High", "School"),
    }


def test_a_second_row_of_numbers_may_be_called_as_the_one_above(tmp_path):
    """Its own name is left out, or it is the same."""
    read = read_bytes(tmp_path, "Name,Pat,Kay\nPhone,07700 900101,07700 900102\n,07700 900111,\nPhone,,07700 900112\n")

    assert {raw: label for raw, (label, _) in people_in(read).items()} == {
        "07700 900101": "Pat",
        "07700 900111": "Pat",
        "07700 900102": "Kay",
        "07700 900112": "Kay",
    }


@pytest.mark.parametrize(
    "rows",
    [
        # A list, with a word that is none of a telephone in front of one row.
        (("Who", "Burner", "Old"), ("Home", "07700 900101", "07700 900102"), ("Jay", "07700 900111", "07700 900112")),
        # Names below their numbers, twice, without a row between.
        (
            *(("Number", "07700 900101", "07700 900102"), ("Name", "Pat", "Kay")),
            *(("Number", "07700 900111", "07700 900112"), ("Name", "Jay", "Ned")),
        ),
        (("", "SIM 1", "SIM 2"), ("Number", "07700 900101", "07700 900102"), ("Network", "EE", "O2")),
    ],
)
def test_rows_that_may_be_something_else_give_no_number_the_name_of_another_column(tmp_path, rows):
    """Every number is there, and none is called after what stands above or below it."""
    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    numbers = {cell for row in rows for cell in row if cell.startswith("07")}
    assert {mention.raw for mention in read.mentions} == numbers
    assert {mention.label for mention in read.mentions}.isdisjoint({"Burner", "Old", "Pat", "Kay", "SIM 1", "SIM 2"})


def test_numbers_beside_each_other_are_not_all_those_of_the_first_of_several_people(tmp_path):
    """Where the table is told by nothing else, none of them is kept out for one of the people above."""
    rows = (
        ("Relationship", "Counsellor", "Boyfriend", "01/02/2026"),
        ("Phone", "07700 900201", "07700 900101", "07700 900102"),
        (),
        ("Name", "Number"),
        ("Jay", "07700 900111"),
    )
    read = read_bytes(tmp_path, a_book({"Sheet1": rows}))

    told = {mention.raw: (mention.role, mention.about) for mention in read.mentions}
    assert told["07700 900101"][0] in {Role.NOTE, Role.CONTACT}
    assert "Counsellor" not in {about for raw, (_, about) in told.items() if raw != "07700 900201"}


def test_a_comment_on_a_turned_table_is_read_beside_it(tmp_path):
    """It stands behind the rows, and takes nothing from the people of their columns."""
    text = "Name,Pat,Kay\nPhone,07700 900101,07700 900102\nPat also uses 07700 900111\n"
    read = read_bytes(tmp_path, text)

    assert {mention.label for mention in read.mentions if mention.raw in {"07700 900101", "07700 900102"}} == {"Pat", "Kay"}
    assert any("07700 900111" in mention.raw for mention in read.mentions)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Mother,Social worker,Friend\nPat,Ann Doe,Jay\n07700 900101,07700 900201,07700 900102\n",
            [("Pat", "Mother"), ("Ann Doe", "Social worker"), ("Jay", "Friend")],
        ),
        (
            "Pat,Ann Doe,Jay\nMother,Social worker,Friend\n07700 900101,07700 900201,07700 900102\n",
            [("Pat", "Mother"), ("Ann Doe", "Social worker"), ("Jay", "Friend")],
        ),
        ("Pat,Solicitor,Jay\n07700 900101,07700 900201,07700 900102\n", [("Pat", None), ("Solicitor", None), ("Jay", None)]),
    ],
)
def test_people_above_their_numbers_need_no_words_in_front(tmp_path, text, people):
    """What they are and what they are called may stand above each other in either order."""
    told = people_in(read_bytes(tmp_path, text))

    assert [told[raw] for raw in ("07700 900101", "07700 900201", "07700 900102")] == people


def test_each_number_of_people_above_them_stands_in_its_own_cell(tmp_path):
    """No column is counted that the sheet does not have."""
    read = read_bytes(tmp_path, a_book({"Sheet1": (("Pat", "Jay"), ("07700 900101", "07700 900102"))}))

    assert [record.place.rpartition("!")[2] for record in read.records] == ["A2", "B2"]


@pytest.mark.parametrize("header", ["Mobile,Home,Work", "MSISDN 1,MSISDN 2,MSISDN 3", "A,B,C"])
def test_words_for_telephones_and_counted_columns_above_numbers_are_no_people(tmp_path, header):
    """Nobody is called Mobile, or A."""
    read = read_bytes(tmp_path, f"{header}\n07700 900101,01632 960101,01632 960102\n")

    assert {mention.label for mention in read.mentions}.isdisjoint(header.split(","))
    assert len(read.mentions) == 3


@pytest.mark.parametrize("between", ["", ","])
def test_cards_side_by_side_give_each_number_the_name_of_its_card(tmp_path, between):
    """An empty column may be between them or none, and others stand below."""
    rows = [
        f"Name:,Jay,{between}Name:,Kay",
        f"Phone:,07700 900101,{between}Phone:,07700 900102",
        f"Role:,Friend,{between}Role:,Cousin",
        f",,,{between}",
        f"Name:,Ann Doe,{between}Name:,Lee",
        f"Phone:,07700 900201,{between}Phone:,07700 900103",
        f"Role:,Social worker,{between}Role:,Cousin",
    ]
    assert people_in(read_bytes(tmp_path, "".join(f"{row}\n" for row in rows))) == {
        "07700 900101": ("Jay", "Friend"),
        "07700 900201": ("Ann Doe", "Social worker"),
        "07700 900102": ("Kay", "Cousin"),
        "07700 900103": ("Lee", "Cousin"),
    }
