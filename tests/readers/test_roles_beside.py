"""Rows of a child with the people around them: who each of these is, a column of their own says (formats 15)."""

from __future__ import annotations

import pytest

from readings import read_bytes

HERS, FIRST, SECOND = "07700 900101", "07700 900102", "07700 900103"


@pytest.mark.parametrize(
    "header",
    [
        "Pupil,Pupil mobile,Contact 1 name,Contact 1 number,Contact 1 relationship,Contact 2 name,Contact 2 number,Contact 2 relationship",
        "Name,Mobile,NOK name,NOK number,NOK relationship,Other contact,Other contact number,Other contact role",
        "Name,Mobile,Parent name,Parent mobile,Relationship,Friend name,Friend mobile,Relationship to pupil",
    ],
)
def test_what_is_said_of_one_person_of_a_row_is_said_of_their_number(tmp_path, header):
    """A social worker among them keeps out neither the child nor the mother."""
    read = read_bytes(tmp_path, f"{header}\nMia,{HERS},Ann,{FIRST},Mother,Jo,{SECOND},Social worker\n")

    told = {mention.raw: (mention.label, (mention.about or "").casefold()) for mention in read.mentions}
    assert [told[number][0] for number in (HERS, FIRST, SECOND)] == ["Mia", "Ann", "Jo"]
    assert ["social worker" in told[number][1] for number in (HERS, FIRST, SECOND)] == [False, False, True]
    assert "mother" in told[FIRST][1]


def test_what_is_said_of_the_person_of_the_row_stays_theirs(tmp_path):
    """Their own role stands behind their own number, and nobody else's is there."""
    read = read_bytes(tmp_path, f"Name,Mobile,Role,Mother name,Mother mobile\nJo,{HERS},Social worker,Ann,{FIRST}\n")

    told = {mention.raw: (mention.about or "").casefold() for mention in read.mentions}
    assert "social worker" in told[HERS]
    assert "social worker" not in told[FIRST]


def _told(tmp_path, header, row):
    read = read_bytes(tmp_path, f"{header}\n{row}\nKit,07700 900104,,,,,,\n")
    return {mention.raw: (mention.label, (mention.about or "").casefold()) for mention in read.mentions}


@pytest.mark.parametrize(
    "header",
    [
        "Child,Mobile,Contact 1,Relationship,Contact 1 number,Contact 2,Relationship,Contact 2 number",
        "Child,Mobile,Contact 1,Role,Number,Contact 2,Role,Number",
        "Pupil,Mobile,Contact 1 name,Relationship,Contact 1 number,Contact 2 name,Relationship,Contact 2 number",
    ],
)
def test_a_role_between_a_name_and_a_number_is_theirs(tmp_path, header):
    """Of two contacts each has the role that stands before the number."""
    told = _told(tmp_path, header, f"Mia,{HERS},Jane,Social worker,{FIRST},Zed,Friend,{SECOND}")

    assert {number: label for number, (label, _) in told.items() if number in {HERS, FIRST, SECOND}} == {
        HERS: "Mia",
        FIRST: "Jane",
        SECOND: "Zed",
    }
    assert ["social worker" in told[number][1] for number in (HERS, FIRST, SECOND)] == [False, True, False]


@pytest.mark.parametrize("header", ["Child", "YP name", "Young person", "Pupil"])
def test_a_relationship_before_the_name_of_a_childs_contact_is_that_of_the_contact(tmp_path, header):
    """The child is the person of the row, and nobody has a relationship to themselves."""
    told = _told(tmp_path, f"{header},Mobile,Relationship,Contact name,Contact number", f"Mia,{HERS},Social worker,Jane,{FIRST}")

    assert told[HERS] == ("Mia", "")
    assert told[FIRST][0] == "Jane"
    assert "social worker" in told[FIRST][1]


def test_a_relationship_behind_the_only_number_says_whose_that_is_though_the_name_is_a_childs(tmp_path):
    """A list of children may give with each the number of somebody of theirs."""
    told = _told(tmp_path, "Child,Mobile,Relationship", f"Mia,{HERS},Social worker")

    assert "social worker" in told[HERS][1]


@pytest.mark.parametrize("header", ["Name,Mobile,Partner name,Partner mobile,Occupation", "Name,Mobile,Partner,Partner number,Profession"])
def test_what_somebody_does_for_a_living_is_said_of_the_person_of_the_row(tmp_path, header):
    """One column of it is theirs, and not that of whoever stands before it."""
    told = _told(tmp_path, header, f"Jane,{HERS},Bob,{FIRST},Social worker")

    assert "social worker" in told[HERS][1]
    assert "social worker" not in told[FIRST][1]


@pytest.mark.parametrize(
    "header",
    [
        "Child name,Child phone,Mother name,Mother phone,Agency",
        "Child,Phone,Dealer name,Dealer phone,Officer,Agency",
        "Name,Mobile,Mum name,Mum phone,School,Agency",
    ],
)
def test_the_agency_that_works_with_a_child_is_nobody_in_the_row(tmp_path, header):
    """It hides neither the child nor the mother, nor a dealer."""
    told = _told(tmp_path, header, f"Mia,{HERS},Zed,{FIRST},Youth Justice Service,Youth Justice Service")

    assert all("youth justice" not in told[number][1] for number in (HERS, FIRST))
    assert [told[number][0] for number in (HERS, FIRST)] == ["Mia", "Zed"]


@pytest.mark.parametrize("header", ["Who", "Person", "AKA", "Street name", "Saved as", "Name on phone", "Other party name", "Contact name"])
def test_a_name_behind_a_child_and_their_number_is_that_of_the_next_number(tmp_path, header):
    """Whoever is saved there is not the child, whatever they are called."""
    read = read_bytes(tmp_path, f"Child,Child mobile,{header},Number\nMia Poe,{HERS},Larkspur,{FIRST}\nMia Poe,{HERS},Jay Doe,{SECOND}\n")

    assert {mention.raw: mention.label for mention in read.mentions} == {HERS: "Mia Poe", FIRST: "Larkspur", SECOND: "Jay Doe"}
