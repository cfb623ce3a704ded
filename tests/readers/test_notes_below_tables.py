"""A line typed below a table is called after whoever it names, and never after itself."""

from __future__ import annotations

import pytest

from builders import a_number_set, number_lists
from ingest import Role
from matcher.service.screening.intake import Intake, IntakeRequest, open_extraction
from readings import read_bytes

TABLE = "Name,Mobile\nMo,07700 900124\nTy,07700 900125\n"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Also rang Zed on 07700 900608 twice", "Zed"),
        ("Zed Smith's new number is 07700 900608", "Zed Smith"),
        ("Ring Zed on 07700 900608", "Zed"),
        ("Number for Big Zed: 07700 900608 (night)", "Big Zed"),
        ("Zed: 07700 900608", "Zed"),
        ("He also used 07700 900608", None),
        ("Note: 07700 900608", None),
        ("Also rang him on 07700 900608 twice", None),
        ("My number was 07700 900608 then", None),
    ],
)
@pytest.mark.parametrize("between", ["", "\n"], ids=["right below", "below a blank line"])
def test_a_line_below_a_table_is_of_whom_it_names(tmp_path, line, label, between):
    """What it says stays a note, with the whole line as it was written."""
    mention = read_bytes(tmp_path, f"{TABLE}{between}{line}\n").mentions[-1]

    assert (mention.raw, mention.role, mention.label) == (line, Role.NOTE, label)


@pytest.mark.parametrize(
    "line", ["Also rang my solicitor on 01632 960601", "Solicitor: 01632 960601", "My solicitor Pat is on 01632 960601"]
)
def test_whom_it_calls_confidential_is_kept_out(tmp_path, line):
    """Its words are asked as they are in any other note."""
    path = tmp_path / "phone.csv"
    path.write_text(f"{TABLE}{line}\n", encoding="utf-8")
    lists = number_lists(protected=a_number_set(words=["solicitor"]))
    made = Intake(open_extraction(path, IntakeRequest()), IntakeRequest(), lists)
    for _ in made.run():
        pass

    assert {sighting.e164 for sighting in made.sightings()} == {"+447700900124", "+447700900125"}


def test_a_number_behind_a_name_beside_another_is_still_that_persons(tmp_path):
    """Such a row has a number of its own."""
    last = read_bytes(tmp_path, f"{TABLE}Jay new 07700 900608,07700 900126\n").records[-1]

    assert {mention.label for mention in last.mentions} == {"Jay new 07700 900608"}
