"""Rows of forms with several facts beside each other: each number is judged by the name of the fact it stands in."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes
from workbooks import table, workbook

LIST = [["Contact name", "Contact number"], ["Jay", "07700900161"], ["Kay", "07700900162"]]
SOLICITOR, OTHER = "07700 900261", "01632 960262"


def _said(tmp_path, *rows):
    """What is said of each number above a list, in a sheet; names and what tells whom to keep out, in small letters."""
    read = read_bytes(tmp_path, workbook({"Form": table(*map(list, rows), [], *LIST)}))
    told = {}
    for mention in read.mentions:
        number = next((each for each in (SOLICITOR, OTHER) if each in mention.raw), None)
        if number:
            assert mention.role is Role.NOTE
            told[number] = f"{mention.label or ''} | {mention.about or ''}".casefold()
    return told


@pytest.mark.parametrize(
    "row",
    [
        ["Social worker:", "Kate Pell", SOLICITOR],
        ["Social worker", "Kate Pell", SOLICITOR],
        ["Social worker:", f"Kate Pell {SOLICITOR}"],
        ["Social worker:", f"Hale & Co - {SOLICITOR}"],
        ["Social worker's number", SOLICITOR],
        ["Social worker\u2019s number", SOLICITOR],
        ["Social worker number", SOLICITOR],
        ["Kate Pell", "Social worker", SOLICITOR],
        [SOLICITOR, "Kate Pell", "Social worker"],
        ["1", "Social worker", "Kate Pell", "Northfield team", SOLICITOR],
        ["Social worker:", "Kate Pell", "Mobile:", SOLICITOR],
    ],
)
def test_a_number_is_said_to_be_whose_its_fact_is(tmp_path, row):
    """However the name, the number and what somebody is are spread over cells, what they are goes with the number."""
    assert "social worker" in _said(tmp_path, row)[SOLICITOR]


@pytest.mark.parametrize(
    "rows",
    [
        [["Social worker:", f"Kate Pell {SOLICITOR}", "", "School:", OTHER]],
        [["School:", OTHER, "Social worker:", SOLICITOR]],
        [["School", OTHER, "Social worker", SOLICITOR]],
        [[OTHER, "School", SOLICITOR, "Social worker"]],
        [["School:", "Northfield", OTHER, "", "Social worker:", "Kate Pell", SOLICITOR]],
        [["Social worker:", "Kate Pell", "", "School:", "Northfield"], ["Tel:", SOLICITOR, "", "Tel:", OTHER]],
        [[f"School: {OTHER}", f"Social worker: {SOLICITOR}"]],
    ],
)
def test_each_of_several_numbers_in_a_row_is_judged_by_its_own_fact(tmp_path, rows):
    """What is said of one is not said of the other, and no number goes without what is said of it."""
    said = _said(tmp_path, *rows)

    assert "social worker" in said[SOLICITOR]
    assert "social worker" not in said[OTHER]


def test_a_bare_telephone_beside_other_facts_is_not_the_phones_own(tmp_path):
    """`Phone` beside a fact of a name nobody knows is left open, and told."""
    read = read_bytes(tmp_path, workbook({"Form": table(["Phone:", SOLICITOR, "Nursery lead:", OTHER], [], *LIST)}))

    assert (read.own, "owner-unsure" in read.remarks) == (set(), True)
