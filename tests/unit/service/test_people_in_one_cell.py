"""A cell with the numbers of several people, of whom one is confidential: that one leaves no trace, and all the others are there."""

from __future__ import annotations

import pytest

from builders import a_number_set, number_lists
from matcher.service.screening.intake import Intake, IntakeRequest, open_extraction

LISTS = number_lists(protected=a_number_set(numbers=["+448001111"], words=["solicitor", "social worker"]))


@pytest.mark.parametrize(
    "text",
    [
        'Name,Phone\nAna,"Ty 07700 900608; my solicitor 01632 960606"\n',
        'Name,Phone\nAna,"07700 900608, solicitor 01632 960606"\n',
        'Name,Phone\nAna,"01632 960606 (solicitor) 07700 900608 (Ty)"\n',
        'Name,Phone\nAna,"Solicitor: 01632 960606\nTy: 07700 900608"\n',
        "Numbers\nSolicitor 01632 960606; Ty 07700 900608\nBo 07700 900602\n",
        '"Ty 07700 900608, social worker Pat 01632 960606"\nBo 07700 900602\nCy 07700 900604\n',
        "Numbers\nTy 07700 900608 and his solicitor 01632 960606\nBo 07700 900602\n",
    ],
)
def test_whoever_stands_beside_a_confidential_person_is_seen(tmp_path, text):
    """Each number of a cell is judged by the words of its own piece, as it is in a note."""
    path = tmp_path / "phone.csv"
    path.write_text(text, encoding="utf-8")
    made = Intake(open_extraction(path, IntakeRequest()), IntakeRequest(), LISTS)
    for _ in made.run():
        pass

    seen = {sighting.e164: sighting for sighting in made.sightings()}
    assert "+447700900608" in seen
    assert "+441632960606" not in seen
    assert "olicitor" not in f"{seen}"


@pytest.mark.parametrize("cell", ["solicitor 01632 960606 / 07700 900608", "solicitor 01632 960606 or 07700 900608"])
def test_both_numbers_of_a_confidential_person_leave_no_trace(tmp_path, cell):
    """With no words between them they are those of one person."""
    path = tmp_path / "phone.csv"
    path.write_text(f"Name,Phone\nAna,{cell}\nBo,07700 900602\n", encoding="utf-8")
    made = Intake(open_extraction(path, IntakeRequest()), IntakeRequest(), LISTS)
    for _ in made.run():
        pass

    assert [sighting.e164 for sighting in made.sightings()] == ["+447700900602"]
