"""Headings alone in a row that say what all people below them do; what they are keeps them out, and hides nobody else."""

from __future__ import annotations

import pytest

from readings import read_bytes
from workbooks import table, workbook

JAY, KAY, ANN, TOM = "07700 900101", "07700 900102", "07700 900201", "07700 900202"


def _abouts(read):
    """Give what is said of whoever has each number."""
    return {mention.raw: mention.about for mention in read.mentions if mention.role.value == "contact"}


@pytest.mark.parametrize("heading", ["Solicitors", "Social workers", "SOCIAL WORKERS", "Doctors and nurses", "Counsellors:"])
@pytest.mark.parametrize("header", ["", "Name,Number\n", "Name,Mobile,Address,Email\n"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_a_heading_says_what_the_people_below_it_do(tmp_path, header, heading, between):
    """To the next heading, whatever that says."""
    rows = f"{header}{heading},\nAnn Doe,{ANN}\nTom Roe,{TOM}\n{between}Friends,\nJay,{JAY}\n"

    read = read_bytes(tmp_path, rows)

    assert _abouts(read) == {ANN: heading, TOM: heading, JAY: None}
    assert [item.place.rsplit(":", 1)[1] for item in read.skipped] == [str(1 + bool(header)), str(4 + bool(header) + bool(between))]


def test_a_heading_may_stand_anywhere_among_others(tmp_path):
    """With a blank row above it, or among headings of any kind without one."""
    for between in ("", "\n"):
        rows = f"Friends,\nJay,{JAY}\n{between}Solicitors,\nAnn Doe,{ANN}\n{between}Family,\nKay,{KAY}\n"

        assert _abouts(read_bytes(tmp_path, rows)) == {JAY: None, ANN: "Solicitors", KAY: None}


def test_a_heading_may_stand_first_where_others_stand_apart(tmp_path):
    """Whatever those say."""
    rows = f"Name,Number\nDoctors,\nAnn Doe,{ANN}\n\nBoyfriend,\nJay,{JAY}\n"

    assert _abouts(read_bytes(tmp_path, rows)) == {ANN: "Doctors", JAY: None}


def test_a_heading_counts_in_a_workbook_and_far_down_a_list(tmp_path):
    """Many rows before it are taken at once."""
    many = [(f"Kim {at}x", f"07700 900{at}") for at in range(300, 900)]
    rows = [("Name", "Number"), *many, (), ("Solicitors",), ("Ann Doe", ANN), (), ("Jay", JAY)]
    text = "".join(f"{','.join(cells)}\n" for cells in rows)

    for content in (text, workbook({"Contacts": table(*rows)})):
        abouts = _abouts(read_bytes(tmp_path, content))

        assert {number: about for number, about in abouts.items() if about} == {ANN: "Solicitors"}
        assert len(abouts) == len(many) + 2


def test_a_heading_above_a_header_speaks_of_its_table(tmp_path):
    """And not of the next."""
    first, second = f"Name,Number\nAnn Doe,{ANN}\n", f"Name,Number\nJay,{JAY}\n"

    for rows in (f"Solicitors\n{first}\nFriends\n{second}", f"Friends\n{second}\nSolicitors\n{first}"):
        assert _abouts(read_bytes(tmp_path, rows)) == {ANN: "Solicitors", JAY: None}


@pytest.mark.parametrize("before", [1, 2, 300])
def test_one_word_among_people_is_a_name_without_a_number(tmp_path, before):
    """Without a header as with one, and however many rows before it were taken at once."""
    rows = "".join(f"Kim {at}x,07700 900{at + 300}\n" for at in range(before))

    for header in ("", "Name,Number\n"):
        abouts = _abouts(read_bytes(tmp_path, f"{header}{rows}Solicitors,\nJay,{JAY}\nKay,{KAY}\n"))

        assert set(abouts.values()) == {None}
        assert len(abouts) == before + 2


def test_a_blank_row_ends_what_a_heading_says(tmp_path):
    """Whoever stands below it may be anybody."""
    assert _abouts(read_bytes(tmp_path, f"Solicitors,\nAnn Doe,{ANN}\n\nJay,{JAY}\n")) == {ANN: "Solicitors", JAY: None}


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Solicitor",
            "SW",
            "Doctor",
            "Solicitor copy",
            "GP surgery list",
            "Contacts of social workers",
            "Numbers found by social workers",
        ),
        *("Social services", "Legal aid", "Not solicitors", "For social workers"),
    ],
)
@pytest.mark.parametrize("header", ["", "Name,Number\n"])
def test_other_titles_say_nothing_of_the_people_below_them(tmp_path, header, title):
    """Whoever wrote the list, or for whom, is nobody in it; and one saved without a number is not several."""
    assert set(_abouts(read_bytes(tmp_path, f"{title}\n{header}Jay,{JAY}\nKay,{KAY}\n")).values()) == {None}


@pytest.mark.parametrize(
    "rows", [f"Doctors,\nJay,{JAY}\nKay,{KAY}\n", f"Jay,{JAY}\nDoctors,\nKay,{KAY}\n", f"Doctors,\nJay,{JAY}\nMum,\nKay,{KAY}\n"]
)
def test_somebody_saved_without_a_number_is_no_heading_of_a_phone_book(tmp_path, rows):
    """Nobody is hidden for whoever stands before them there."""
    assert set(_abouts(read_bytes(tmp_path, f"Name,Number\n{rows}")).values()) == {None}


@pytest.mark.parametrize("header", ["YP,Worker,YP mobile", "Name,Number,Friend's number", "Name,Number,Referred by"])
def test_a_heading_says_nothing_where_a_row_speaks_of_several_people(tmp_path, header):
    """The child of each row is none of the workers."""
    read = read_bytes(tmp_path, f"Social workers\n{header}\nJay,{JAY},{KAY}\n")

    assert "Social workers" not in {mention.about for mention in read.mentions}


def _card(name, number):
    return f"Name,{name}\nPhone,{number}\n"


@pytest.mark.parametrize("heading", ["Solicitor", "Social worker", "Solicitors"])
@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("between", [",", ": "])
def test_a_heading_above_a_card_says_who_its_person_is(tmp_path, between, blank, heading):
    """In two columns, or on lines with colons, and not of the person of the card before or behind."""
    other = "Friend" if heading == "Solicitor" else "Friends"
    rows = f"{_card('Mia', JAY)}{blank}{heading}\n{_card('Ann Hill', ANN)}{blank}{other}\n{_card('Zed', KAY)}".replace(",", between)

    abouts = _abouts(read_bytes(tmp_path, rows))

    assert (abouts[JAY], abouts[ANN]) == (None, heading)
    assert abouts[KAY] in {None, other}


def test_a_heading_for_several_is_of_all_cards_below_it_and_one_for_a_person_of_the_next(tmp_path):
    """Until other words stand alone."""
    first, second = f"{_card('Ann Hill', ANN)}{_card('Tom Hill', TOM)}", f"{_card('Mia', JAY)}"

    several = _abouts(read_bytes(tmp_path, f"Social workers\n{first}Others\n{second}"))
    one = _abouts(read_bytes(tmp_path, f"Social worker\n{first}Friend\n{second}"))

    assert (several[ANN], several[TOM], several[JAY]) == ("Social workers", "Social workers", None)
    assert (one[ANN], one[TOM]) == ("Social worker", None)


@pytest.mark.parametrize("between", [",", ": ", ":,"])
@pytest.mark.parametrize("last", ["Social worker", "Social worker,Ann Doe", None])
def test_a_fact_that_was_left_open_is_no_heading_of_the_next_card(tmp_path, last, between):
    """Nobody is a social worker for whose card has none; a colon or the other cards show that it is a fact."""
    rows = f"{_card('Mia', JAY)}Social worker\n{_card('Kay', KAY)}{last or 'Phone,01632 960001'}\n".replace("worker\n", "worker,\n")

    about = _abouts(read_bytes(tmp_path, rows.replace(",", between)))[KAY]

    assert about in ({None, "Ann Doe"} if last or ":" in between else {"Social worker"})
