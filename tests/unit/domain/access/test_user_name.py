"""Names people sign in with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.access.user_name import LONGEST, fit_of, is_fit, key_of


@pytest.mark.parametrize("typed", ["Alex.Doe", " alex.doe ", "ALEX.DOE", "\uff21lex.doe"])
def test_a_name_has_one_form(typed):
    """However its letters were typed, it is the same person."""
    assert key_of(typed) == "alex.doe"


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "Alex", "a\0", "a\u200bb", "a/b", "<a>", "\u0430dmin", "admin\u0456", "x" * (LONGEST + 1), "a\u202eb"]
)
def test_what_is_no_name_is_not_fit(name):
    """Blanks, capitals, signs that cannot be seen and names without end are nobody's."""
    assert not is_fit(name)


@pytest.mark.parametrize("name", ["zo\u00eb.o'neil", "\u043e\u043b\u0435\u043d\u0430", "j.doe-2"])
def test_a_name_of_one_script_is_fit(name):
    """Letters with marks, and scripts other than ours, are names of people."""
    assert is_fit(name)


@given(st.text(max_size=60))
def test_the_form_of_a_name_is_its_own_form(typed):
    """Whatever was typed, taking its form twice changes nothing more."""
    assert key_of(key_of(typed)) == key_of(typed)


@given(st.text(max_size=300))
def test_what_is_made_of_a_claim_is_fit_or_empty(claimed):
    """Whatever a provider calls somebody, what is made of it is a name an account may have."""
    made = fit_of(claimed)

    assert made == "" or is_fit(made)
