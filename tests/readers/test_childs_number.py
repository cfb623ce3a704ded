"""The number of the child a form is about: that of the phone, as long as the form gives one and says nothing else of it (formats 15)."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes

OWN = "07700 900999"
OTHER = "07700 900104"
LIST = "Name,Number\nJay,07700900161\nKay,07700900162\n"
LOG = "Date,Number,Type\n01/03/2026 10:00,07700900161,Outgoing\n13/03/2026 10:00,07700900162,Incoming\n"

#: What forms call it.
CALLED = (
    *("Child mobile", "Child's phone number:", "Child\u2019s mobile", "Childs mobile", "Young person's mobile:", "YP mobile", "YPs phone"),
    *("YP's number", "Misper phone", "Missing person mobile", "Missing child's mobile", "Mobile (child)", "Phone number of young person"),
    *("Child/young person's mobile", "Child's own mobile", "Young person (YP) mobile number"),
)
#: What may be another of theirs, or somebody else's who answers there.
DOUBTFUL = ("Child mobile 2", "Child's home phone", "YP contact phone", "Young person's old mobile", "Person's mobile", "Child landline")
#: Whose numbers are not the child's.
OTHERS = (
    *("Child's mother mobile", "Child's friend phone", "Child's social worker mobile", "YP worker mobile", "Young person's solicitor tel"),
    *("Missing person's father phone", "Children's services tel", "Child protection phone", "Misper coordinator phone"),
)


@pytest.mark.parametrize("below", [LIST, LOG])
@pytest.mark.parametrize("called", CALLED)
def test_the_number_of_the_child_above_a_table_is_the_phones_own(tmp_path, called, below):
    """A person is told that it was taken for that."""
    read = read_bytes(tmp_path, f"{called},{OWN}\nMother's mobile,{OTHER}\n\n{below}")

    assert (read.own, read.remarks) == ({OWN}, {"owner-inferred"})
    assert [mention.role for mention in read.mentions if OTHER in mention.raw] == [Role.NOTE]


@pytest.mark.parametrize("below", [LIST, LOG])
@pytest.mark.parametrize("called", DOUBTFUL)
def test_what_may_be_another_number_of_the_child_is_left_open(tmp_path, called, below):
    """It stays a number of somebody, and a person is told to look."""
    read = read_bytes(tmp_path, f"{called},{OWN}\n\n{below}")

    assert (read.own, read.remarks) == (set(), {"owner-unsure"})
    assert OWN in read.others


@pytest.mark.parametrize("below", [LIST, LOG])
@pytest.mark.parametrize("called", OTHERS)
def test_the_number_of_somebody_of_the_child_is_never_the_phones_own(tmp_path, called, below):
    """The child is only whose mother, friend or worker they are."""
    read = read_bytes(tmp_path, f"{called},{OTHER}\n\n{below}")

    assert (read.own, OTHER in read.others) == (set(), True)


@pytest.mark.parametrize(
    "rows",
    [
        f"Child mobile,{OWN}\nYP phone,{OTHER}\n",
        f"Child mobile,{OWN}\nMother's mobile,{OWN}\n",
        f"Child mobile,{OWN} / {OTHER}\n",
        "Child's phone,01632 960123\n",
    ],
)
def test_two_numbers_of_the_child_one_of_two_people_or_one_of_a_home_are_left_open(tmp_path, rows):
    """Which of them is that of the phone nobody can tell."""
    read = read_bytes(tmp_path, f"{rows}\n{LIST}")

    assert (read.own, read.remarks) == (set(), {"owner-unsure"})


def test_the_same_number_twice_is_one(tmp_path):
    """However it is spelt."""
    read = read_bytes(tmp_path, f"Child mobile,{OWN}\nYP phone,+44 7700-900-999\n\n{LIST}")

    assert (read.own, read.remarks) == ({OWN, "+44 7700-900-999"}, {"owner-inferred"})


def test_the_childs_number_below_the_name_of_somebody_else_is_the_childs(tmp_path):
    """Its own words say whose it is."""
    assert read_bytes(tmp_path, f"Mother,Ann Doe\nChild's mobile,{OWN}\n\n{LIST}").own == {OWN}
