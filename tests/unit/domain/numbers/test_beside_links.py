"""What stands in a field beside a link that opens a chat or a call."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Certainty, Number, find_in_text, read_all
from matcher.domain.numbers.reading import Status

KEY, OTHER = "+447700900123", "+447700900789"


def _read(text):
    (readings,) = read_all([text])
    return readings


@pytest.mark.parametrize("link", ["https://wa.me/447700900123", "wa.me/447700900123", "signal.me/#p/+447700900123", "t.me/07700900123"])
@pytest.mark.parametrize("rest", [" 07700900789", ", 07700 900789", " (old 07700900789)", ",07700900789>", " +447700900789 Jay"])
@pytest.mark.parametrize("before", ["", "Jay "])
def test_a_field_that_goes_on_behind_a_link_is_read_as_the_prose_it_is(before, link, rest):
    """Both numbers are sure: the link says where the first ends, and the second where it begins."""
    text = f"{before}{link}{rest}"

    assert [(each.e164, each.certainty) for each in _read(text)] == [(KEY, Certainty.EXACT), (OTHER, Certainty.EXACT)]
    assert [each.e164 for each in find_in_text(text)] == [KEY, OTHER]


@pytest.mark.parametrize("rest", ["447700900789", "7700900789", "12345678"])
def test_digits_beside_a_link_that_do_not_say_where_they_begin_are_told(rest):
    """Never dropped without a word, and never a key."""
    first, second = _read(f"https://wa.me/447700900123 {rest}")

    assert first.e164 == KEY
    assert (second.raw, second.status) == (rest, Status.AMBIGUOUS)


@pytest.mark.parametrize("text", ["wa.me/49151123 45678", "https://wa.me/49151123 0456", "wa.me/4915112345678 12"])
def test_digits_that_may_be_the_rest_of_a_number_leave_a_doubt(text):
    """How long the number of a link is, is known of British ones only."""
    assert not [each for each in _read(text) if isinstance(each, Number)]


@pytest.mark.parametrize("text", ["tel:0770090 0123", "tel:+447700900123 ext 4", "tel:07700 900123"])
def test_a_number_behind_the_scheme_of_a_call_stays_one(text):
    """In the blanks of whoever typed it, with its extension."""
    (reading,) = _read(text)

    assert (reading.e164, reading.extension) == (KEY, "4" if "ext" in text else None)


@pytest.mark.parametrize(
    "text",
    [
        "see https://shop.example/item/07700900123",
        "page https://shop.example/?id=07700900123",
        "my insta https://insta.example/447700900123",
        "Jay www.shop.example/07700900123 (new)",
        "(https://shop.example/07700900123) Jay",
    ],
)
def test_digits_of_a_web_address_beside_words_are_no_number(text):
    """They are what a page is called by, whatever is said of them."""
    assert [each.status for each in _read(text)] == [Status.AMBIGUOUS]


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123 https://shop.example/07700900456",
        "https://shop.example/07700900456 07700 900123",
        "Jay https://shop.example/07700900456 +447700900123",
    ],
)
def test_a_number_beside_a_web_address_is_one(text):
    """The address takes away nothing but its own digits."""
    assert [each.e164 for each in _read(text) if isinstance(each, Number)] == [KEY]
