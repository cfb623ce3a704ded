"""Whether the legal basis of a phone still runs when the list has changed (domain 9)."""

from datetime import UTC, datetime, timedelta

import pytest

from legal_metadata import ADULT, PACE, S40, WARRANT, metadata
from matcher.domain.legal.standing_basis import BasisEnd, end_of_basis
from matcher.domain.submissions.metadata_reading import read_metadata

HANDED_IN = datetime(2026, 4, 2, 12, tzinfo=UTC)
PROTECT = {"legal_basis.purpose": "protect-child-or-adult"}
REVIEWED = {
    "legal_basis.supervisor_review.by": "Inspector of the day",
    "legal_basis.supervisor_review.at": "2026-04-02T11:00:00Z",
    "legal_basis.supervisor_review.reason": "The risk to the child goes on.",
}
MISSING_40 = {**S40, "legal_basis.purpose": "protect-child-or-adult"}


def end(*changes, days=60, is_found_since=False):
    """Say why the basis of the example, changed, carries no further so many days later."""
    stated, faults = read_metadata(metadata(*changes))
    assert not [fault for fault in faults if fault.is_of_shape]
    found = end_of_basis(stated, handed_in=HANDED_IN, now=HANDED_IN + timedelta(days=days), is_found_since=is_found_since)
    return None if found is None else found.end


@pytest.mark.parametrize(
    ("changes", "more", "expected"),
    [
        pytest.param([], {}, None, id="a search that goes on"),
        pytest.param([], {"is_found_since": True}, BasisEnd.PURPOSE_SERVED, id="a search, found since"),
        pytest.param([{"episode.ended": "2026-04-05T10:00:00Z"}], {}, BasisEnd.PURPOSE_SERVED, id="a search whose episode has ended"),
        pytest.param([{"episode.ended": "2026-08-05T10:00:00Z"}], {}, None, id="a search whose episode ends later"),
        pytest.param([PROTECT], {"is_found_since": True}, None, id="protection goes on when the child was found"),
        pytest.param([PACE], {"is_found_since": True, "days": 900}, None, id="seizure"),
        pytest.param([WARRANT], {"is_found_since": True, "days": 900}, None, id="warrant"),
        pytest.param([MISSING_40], {"days": 26}, None, id="section 40 within its time"),
        pytest.param([MISSING_40], {"days": 29}, BasisEnd.TIME_OVER, id="section 40 beyond its time"),
        pytest.param([MISSING_40], {"days": 2, "is_found_since": True}, BasisEnd.PERSON_FOUND, id="section 40, found since"),
        pytest.param([MISSING_40, REVIEWED], {"is_found_since": True}, None, id="section 40, a supervisor let it stand"),
        pytest.param([{**PROTECT, "legal_basis.refused": True}], {}, BasisEnd.REFUSED, id="refused"),
        pytest.param([{"legal_basis.power": None}], {}, BasisEnd.NOT_STATED, id="no power"),
        pytest.param([{**PROTECT, "subject.age": 17}], {"days": 300}, None, id="17, within the year"),
        pytest.param([{**PROTECT, "subject.age": 17}], {"days": 370}, BasisEnd.OF_AGE, id="17, a year later"),
        pytest.param([{**PROTECT, "subject.age": 17, "subject.age_certainty": "estimated"}], {"days": 370}, None, id="an age in doubt"),
        pytest.param([{**PROTECT, **ADULT}], {"days": 900}, None, id="an adult"),
    ],
)
def test_a_basis_carries_no_further_for_what_was_stated_alone(changes, more, expected):
    """Each ground ends it, and what was not stated ends nothing."""
    assert end(*changes, **more) is expected


def test_every_end_says_why_and_where_the_law_says_so():
    """A supervisor reads a sentence and its source."""
    for each in (S40, {}):
        stated, _ = read_metadata(metadata(each))
        found = end_of_basis(stated, handed_in=HANDED_IN, now=HANDED_IN + timedelta(days=60), is_found_since=True)
        assert found.sentence.endswith(".")
        assert "20" in found.source
