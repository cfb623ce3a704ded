"""Numbers of which their record says that they are another country's."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, Status, Unusable, read_foreign


@pytest.mark.parametrize("text", ["07700900123", "7700 900123", "(07700) 900123", "01632 960123", "447700900123"])
def test_a_number_without_its_country_is_ambiguous(text):
    """Written without a plus or two zeros it is a different number in each country, and no key is made of it."""
    (reading,) = read_foreign(text)

    assert isinstance(reading, Unusable)
    assert (reading.raw, reading.status) == (text, Status.AMBIGUOUS)


@pytest.mark.parametrize("text", ["+447700900123", "0044 7700 900123", "(+44) 7700 900123"])
def test_a_number_with_its_country_is_whole(text):
    """What gives the code of its country is the same number everywhere."""
    (reading,) = read_foreign(text)

    assert isinstance(reading, Number)
    assert reading.e164 == "+447700900123"


def test_each_number_of_a_field_answers_for_itself():
    """A whole number keeps its key beside one that has lost its country."""
    whole, lost = read_foreign("+447700900123 / 07700900124")

    assert isinstance(whole, Number)
    assert lost.status is Status.AMBIGUOUS
