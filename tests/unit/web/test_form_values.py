"""What is typed into the form of a hand-in, as metadata."""

import pytest

from matcher.domain.submissions.legal_basis import Power
from matcher.web.forms import metadata_of


@pytest.mark.parametrize(("typed", "age"), [("15", 15), ("-3", -3), ("fifteen", "fifteen"), ("--3", "--3"), ("-", "-"), ("1.5", "1.5")])
def test_an_age_that_is_a_number_is_told_as_one(typed, age):
    """A whole number that cannot be right is held against the rule for it; what is none stays as it was typed."""
    assert metadata_of(Power.PCSC_S37, {"subject.age": (typed,)})["subject"]["age"] == age
