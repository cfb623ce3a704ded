"""Several people in a row whose names all stand before their numbers: the first number is that of the first name."""

from __future__ import annotations

import pytest

from readings import read_bytes

ONE, TWO, THREE = "07700 900101", "07700 900201", "07700 900301"


def _people(read):
    """Give by whose name each number is called, and what is said of them."""
    return {mention.raw: (mention.label, mention.about) for mention in read.mentions}


@pytest.mark.parametrize(
    "header",
    [
        *("Name,Name,Name,Number,Number,Number", "Contact,Contact,Contact,Mobile,Mobile,Mobile"),
        *("Name 1,Name 2,Name 3,Number 1,Number 2,Number 3", "Friend 1,Friend 2,Friend 3,Friend 1 tel,Friend 2 tel,Friend 3 tel"),
    ],
)
def test_as_many_numbers_as_names_are_theirs_by_turns(tmp_path, header):
    """Counted or not; one that is empty moves none."""
    read = read_bytes(tmp_path, f"{header}\nJay,Ann,Zed,{ONE},{TWO},{THREE}\nKay,,Bo,07700 900102,,07700 900302\n")

    labels = {number: label for number, (label, _) in _people(read).items()}
    assert labels == {ONE: "Jay", TWO: "Ann", THREE: "Zed", "07700 900102": "Kay", "07700 900302": "Bo"}


def test_numbers_before_their_names_are_theirs_as_well(tmp_path):
    """The first is still the first."""
    people = _people(read_bytes(tmp_path, f"Number,Number,Name,Name\n{ONE},{TWO},Jay,Ann\n"))

    assert {number: label for number, (label, _) in people.items()} == {ONE: "Jay", TWO: "Ann"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Name,Name,Role,Role,Number,Number", "Jay,Ann,Friend,Social worker"),
        ("Name,Relationship,Name,Relationship,Number,Number", "Jay,Friend,Ann,Social worker"),
        ("Child,Name,Name,Role,Role,Number,Number", "Mia,Jay,Ann,Friend,Social worker"),
    ],
)
def test_what_they_are_goes_by_turns_too(tmp_path, header, row):
    """A social worker hides nobody beside them, and is none the less kept out."""
    people = _people(read_bytes(tmp_path, f"{header}\n{row},{ONE},{TWO}\n"))

    assert [people[ONE][0], people[TWO][0]] == ["Jay", "Ann"]
    assert "Social worker" not in (people[ONE][1] or "")
    assert "Social worker" in (people[TWO][1] or "")


def test_several_numbers_of_one_person_are_of_that_person(tmp_path):
    """The name is not divided among them."""
    people = _people(read_bytes(tmp_path, f"Name,Number,Number\nJay,{ONE},{TWO}\n"))

    assert {number: label for number, (label, _) in people.items()} == {ONE: "Jay", TWO: "Jay"}
