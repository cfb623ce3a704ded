"""Numbers inside of which a file ends (formats facts 17: what was complete is kept, the rest is flagged)."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, Status, Unusable, read_cut


@pytest.mark.parametrize("text", ["07700 900123", "+447700900123", "01632 960123", "020 7946 0123"])
def test_a_number_that_cannot_go_on_is_whole(text):
    """Ten digits behind the country code are all a number of the UK has."""
    (reading,) = read_cut(text)

    assert isinstance(reading, Number)


@pytest.mark.parametrize("text", ["07700 90012", "+4477009", "+39312345678", "+12025550123", "0044", "0", "999", "+44770090012"])
def test_a_number_that_may_have_gone_on_is_partial(text):
    """With one more digit it would be somebody else's, so it gives no key and is kept."""
    (reading,) = read_cut(text)

    assert isinstance(reading, Unusable)
    assert (reading.raw, reading.status) == (text, Status.PARTIAL)
