"""People the list itself names: found by their number, with a sentence that accuses nobody."""

from __future__ import annotations

import pytest

from builders import a_line, a_list, a_sighting, an_associate
from matcher.domain.matching.associates import find_associates
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.sighting import Role

PERSON = "+447700900456"


def test_a_named_person_is_found_by_the_number():
    """A number the list gives as that of a named person is an association with person, role and line."""
    (found,) = find_associates([a_sighting(e164=PERSON)], a_list(associates=[an_associate()]))

    assert (found.name, found.number, found.role, found.line.id) == ("Alex Example", PERSON, "holder", "L-0043")


def test_nobody_is_found_without_a_sighting():
    """A person whose number is not on the phone is not mentioned."""
    assert find_associates([a_sighting()], a_list(associates=[an_associate()])) == ()


def test_the_sentence_quotes_both_values_and_names_the_row():
    """The reason quotes the phone and the list, names row and line, and says what it does not prove."""
    (found,) = find_associates([a_sighting(e164=PERSON, raw="+44 7700 900456")], a_list(associates=[an_associate()]))

    for words in ("'+44 7700 900456'", "'07700 900456'", "row 9", "L-0043 'Larkspur'", "Alex Example", "'holder'"):
        assert words in found.explanation
    assert "may also be a victim" in found.explanation
    assert "no proof of contact" in found.explanation


def test_a_person_of_two_lines_is_found_on_both():
    """A person whose number stands with two lines is told for each, in the order of the lines."""
    people = [an_associate(line_id="L-2"), an_associate(line_id="L-1")]
    found = find_associates([a_sighting(e164=PERSON)], a_list(associates=people, lines=[a_line(id="L-1"), a_line(id="L-2")]))

    assert [each.line.id for each in found] == ["L-1", "L-2"]


def test_all_sightings_of_the_number_are_kept():
    """Phone book and calls together are one association."""
    sightings = [a_sighting(e164=PERSON, role=Role.CALL, calls_in=1, place="report.xml:9"), a_sighting(e164=PERSON)]
    (found,) = find_associates(sightings, a_list(associates=[an_associate()]))

    assert [each.role for each in found.sightings] == [Role.CONTACT, Role.CALL]


@pytest.mark.parametrize("certainty", [Certainty.PARTIAL])
def test_a_doubtful_number_finds_nobody(certainty: Certainty):
    """A number with digits missing is nobody's."""
    doubtful = a_sighting(e164=None, certainty=certainty, status=Status.PARTIAL)

    assert find_associates([doubtful], a_list(associates=[an_associate()])) == ()


def test_a_person_without_a_role_is_told_without_one():
    """Where the list gives no role none is made up."""
    (found,) = find_associates([a_sighting(e164=PERSON)], a_list(associates=[an_associate(role=None)]))

    assert found.role is None
    assert "recorded for line" in found.explanation


def test_a_person_recorded_under_conditions_is_told_with_them():
    """Handling code C of a person's row stands in the sentence (domain 4.3)."""
    people = [an_associate(handling="C", handling_conditions="Ask the owner")]
    (found,) = find_associates([a_sighting(e164="+447700900456")], a_list(associates=people))

    assert "shared under conditions" in found.explanation
    assert found.handling == "C"
