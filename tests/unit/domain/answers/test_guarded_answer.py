"""What an answer still tells of a number that became protected, where another number stood in the same cell."""

import pytest

from matcher.domain.answers.guarded_answer import STATED, KeptOut, without
from matcher.domain.guarding.protection import NumberLists

READ = "+447700900123"


def an_answer(raw, read_as):
    """An answer with one match, seen in this text."""
    sighting = {"raw": raw, "label": None, "e164": read_as}
    line = {"id": "L-1", "name": None, "visibility": "open_to_force"}
    match = {"id": "m1", "number": read_as, "line": line, "sightings": [sighting], "explanation": f"'{raw}' is listed.", "grade": "A"}
    counts = dict.fromkeys(("records", "sightings", "numbers", "unusable", "matched_numbers"), 1)
    subject = {"own_numbers": [], "household_numbers": [], "age": None, "age_uncertain": False, "adult_at_risk": None}
    screening = {"counts": counts, "subject": subject, "sources": []}
    nothing = {each: [] for each in ("associates", "leads", "unusable", "alerts", "warnings")}
    return {**nothing, "matches": [match], "screening": screening, "statement": ""}


@pytest.mark.parametrize(
    ("raw", "read_as", "protected", "told"),
    [
        pytest.param("07700 900123;ext=08454647", READ, "+448454647", READ, id="seven digits"),
        pytest.param("07700 900123 / 0800 1111", READ, "+448001111", READ, id="seven digits behind a sign"),
        pytest.param("07700 900123 116 123", READ, "+44116123", READ, id="six digits"),
        pytest.param("07700 900123, ٠٨٠٠١١١١", READ, "+448001111", READ, id="eastern digits"),
        pytest.param("07700 900123, 01632 960456", READ, "+441632960456", READ, id="ten digits"),
        pytest.param("04116 123000", "+444116123000", "+44116123", "04116 123000", id="within the number itself"),
        pytest.param("04116 123000, 116123", "+444116123000", "+44116123", "+444116123000", id="within it and beside it"),
    ],
)
def test_a_cell_that_held_a_protected_number_too_tells_of_the_other_one_alone(raw, read_as, protected, told):
    """However short the protected number is, and only where it stood beside the other one."""
    seen = without(an_answer(raw, read_as), KeptOut({protected: STATED}, NumberLists()))["matches"][0]
    assert (seen["sightings"][0]["raw"], seen["explanation"]) == (told, f"'{told}' is listed.")
