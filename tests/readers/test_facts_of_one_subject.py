"""Sheets of facts about a phone without a list: whose a number is may be said by another fact, before or behind it."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes
from workbooks import table, workbook

PHONE = [["Make", "Nokia"], ["Model", "105"], ["IMEI", "350000000000006"], ["Own number", "07700 900001"]]
NUMBER, OTHER = "07700 900261", "07700 900262"


def _noted(tmp_path, *facts):
    """Role, name and what else is said of the numbers that are not the phone's own, in a sheet and in a text."""
    rows = [*PHONE, *map(list, facts)]
    files = (workbook({"Device": table(*rows)}), "".join(f"{name},{value}\n" for name, value in rows))
    told = []
    for content in files:
        read = read_bytes(tmp_path, content)
        assert "07700 900001" in read.own
        told.append([(mention.role, mention.label, mention.about) for mention in read.mentions if "90026" in mention.raw])
    assert told[0] == told[1]
    return told[0]


@pytest.mark.parametrize(
    ("facts", "label", "about"),
    [
        ([("Solicitor", "Anna Reed"), ("Solicitor number", NUMBER)], "Anna Reed", "solicitor"),
        ([("Solicitor number", NUMBER), ("Notes", "none"), ("Solicitor", "Anna Reed")], "Anna Reed", "solicitor"),
        ([("Solicitor", "Anna Reed"), ("Tel", NUMBER)], "Anna Reed", "solicitor"),
        ([("Solicitor name", "Anna Reed"), ("Phone", NUMBER)], "Anna Reed", "solicitor"),
        ([("Contact name", "Solicitor Anna"), ("Contact phone", NUMBER)], "Solicitor Anna", "contact"),
        ([("Contact phone", NUMBER), ("Contact name", "Solicitor Anna")], "Solicitor Anna", "contact"),
        ([("Last dialled number", NUMBER), ("Last dialled name", "Solicitor Anna")], "Solicitor Anna", "last dialled"),
    ],
)
def test_a_number_and_a_name_of_one_subject_are_put_together(tmp_path, facts, label, about):
    """The name protects the number, whichever of them stands first, and the phone's own number stays its own."""
    assert _noted(tmp_path, *facts) == [(Role.NOTE, label, about)]


def test_each_of_several_subjects_has_its_own_name(tmp_path):
    """What is said of one contact is not said of the next."""
    facts = [("Contact 1", "Solicitor Anna"), ("Contact 1 number", NUMBER), ("Contact 2", "Kay"), ("Contact 2 number", OTHER)]

    assert [label for _, label, _ in _noted(tmp_path, *facts)] == ["Solicitor Anna", "Kay"]


@pytest.mark.parametrize("subject", ["Owner", "SIM", "Phone"])
def test_the_name_of_the_owner_makes_no_number_somebody_elses(tmp_path, subject):
    """A number of the phone, its card or its owner stays the phone's own beside the name of these."""
    rows = [*PHONE[:3], [f"{subject} name", "Jay"], [f"{subject} number", NUMBER]]

    read = read_bytes(tmp_path, "".join(f"{name},{value}\n" for name, value in rows))

    assert (read.own, read.others) == ({NUMBER}, set())
