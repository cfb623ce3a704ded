"""Forms with several facts in each row, where each row names a person of its own and gives their number (formats 15)."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes

FIRST, SECOND = "07700 900615", "07700 900616"
LIST = "Name,Number\nJay,07700900161\nKay,07700900162\n"


def _whose(read, number):
    """Give by whose name a number is called, and what is said of them; none of the numbers is the phone's own."""
    assert read.own == set()
    return [(mention.label, mention.about) for mention in read.mentions if mention.role is Role.NOTE and number in mention.raw]


@pytest.mark.parametrize("below", ["Notes,none,Time,23:40\n", f"\n{LIST}"])
@pytest.mark.parametrize("above", ["Social worker,Pat Lorne", "Friend,Bo Fenn", "Exploiter,Bo Fenn"])
@pytest.mark.parametrize(
    "key",
    [
        *("Person", "Who", "Other", "Number in phone", "Missing with", "Seen with", "Who was with them", "Group", "House", "Zzyzx"),
        *("Nickname", "Street name", "Known as", "Alias"),
    ],
)
def test_a_number_is_that_of_the_person_in_its_row(tmp_path, key, above, below):
    """Whatever their row calls them, they are not whoever the row before names: a social worker's number would be nobody's to see."""
    read = read_bytes(tmp_path, f"Young person,Ana Quill,Sex,F\n{above},Mobile,{FIRST}\n{key},Cy Marl,Mobile no,{SECOND}\n{below}")

    assert [label for label, _ in _whose(read, FIRST)] == [above.partition(",")[2]]
    ((label, about),) = _whose(read, SECOND)
    assert label == "Cy Marl"
    assert above.partition(",")[0].casefold() not in (about or "")


@pytest.mark.parametrize("key", ["Address", "Place", "Risk", "Area"])
def test_a_number_beside_what_may_be_a_name_is_not_that_of_the_row_before(tmp_path, key):
    """It is left without a name, and is shown: a social worker has been given theirs."""
    read = read_bytes(tmp_path, f"Social worker,Pat Lorne,Mobile,{FIRST}\n{key},Cy Marl,Phone,{SECOND}\nNotes,none,Time,23:40\n")

    assert _whose(read, FIRST) == [("Pat Lorne", "social worker")]
    assert _whose(read, SECOND) == [("Phone", None)]


@pytest.mark.parametrize(
    "row",
    [
        *("Address,Civic Centre", "Job title,Senior practitioner", "Email,pat@work.example", "Notes,rings a lot"),
        *("Time,23:40", "Returned,yes", "Phone type,Work", "Relationship,Aunt", "Home,unknown"),
    ],
)
def test_a_row_that_goes_on_about_a_person_gives_their_number(tmp_path, row):
    """A street, a trait, an answer or a time is no name of anybody else."""
    read = read_bytes(tmp_path, f"Social worker,Pat Lorne,Mobile,{FIRST}\n{row},Tel,{SECOND}\nNotes,none,Time,23:40\n")

    assert _whose(read, SECOND) == [("Pat Lorne", "social worker")]


@pytest.mark.parametrize("row", ["Place,Mill House", "Nickname,Patty"])
def test_a_person_without_a_number_has_that_of_the_row_below(tmp_path, row):
    """Where somebody can be found, and what else they are called, may stand in a row of its own before their number."""
    read = read_bytes(tmp_path, f"Social worker,Pat Lorne\n{row},Tel,{SECOND}\nNotes,none,Time,23:40\n")

    assert _whose(read, SECOND) == [("Pat Lorne", "social worker")]
