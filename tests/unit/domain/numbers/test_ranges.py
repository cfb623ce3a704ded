"""The UK ranges of the domain brief (11.1): what is a mobile, where the islands are, and which lengths there are."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number
from matcher.domain.numbers.reference import read

#: First digits behind the trunk zero -> kind. Digits that follow are zeros: no number of anybody is named.
KINDS = {
    "7700900123": "mobile",
    "7797000000": "mobile",
    "7700300000": "mobile",
    "7700700000": "mobile",
    "7700800000": "mobile",
    "7829000000": "mobile",
    "7509000000": "mobile",
    "7937000000": "mobile",
    "7781000000": "mobile",
    "7839000000": "mobile",
    "7911100000": "mobile",
    "7911700000": "mobile",
    "7624000000": "mobile",
    "7524000000": "mobile",
    "7924000000": "mobile",
    "7457600000": "mobile",
    "7000000000": "personal",
    "7600000000": "pager",
    "1534200000": "fixed",
    "1481200000": "fixed",
    "1624200000": "fixed",
    "1632960123": "fixed",
    "2079460123": "fixed",
    "3069990123": "other",
    "5600000000": "voip",
    "8081570123": "freephone",
    "9098790123": "premium",
    "8700000000": "premium",
}


@pytest.mark.parametrize(("national", "kind"), KINDS.items())
def test_a_range_has_its_kind(national, kind):
    """Every UK range has its kind, and the islands of the Channel and Man belong to the plan."""
    for text in (f"0{national}", f"+44{national}", f"+44 (0){national}"):
        (reading,) = read(text)

        assert isinstance(reading, Number)
        assert (reading.e164, reading.kind) == (f"+44{national}", kind)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("0770090012", "partial"),
        ("+44770090012", "partial"),
        ("07700 9001234", "ambiguous"),
        ("+44 7700 9001234", "ambiguous"),
        ("0300 123 456", "partial"),
        ("04123 456789", "unparsable"),
        ("06123 456789", "unparsable"),
        ("0541 234 5678", "unparsable"),
        ("01632 96012", "partial"),
    ],
)
def test_a_wrong_length_or_an_unused_range_gives_no_key(text, status):
    """A digit too few is partial, one too many ambiguous, and a range without subscribers is no number."""
    assert [str(each.status) for each in read(text)] == [status]


@pytest.mark.parametrize("text", ["01204 96012", "0169 77 2345", "016977 2345"])
def test_areas_with_short_numbers_take_nine_digits(text):
    """A few areas have numbers of nine digits; they are whole numbers there."""
    assert [type(each) for each in read(text)] == [Number]


def test_seven_digits_are_whole_where_they_exist():
    """0800 1111 has seven digits and is a whole number."""
    assert [each.e164 for each in read("+44 800 1111")] == ["+448001111"]
