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
