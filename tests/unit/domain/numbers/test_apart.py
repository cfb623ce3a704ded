"""Codes and names of countries apart from their numbers: the number of that country or a doubt, never somebody's number of the region."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, Unusable, find_in_text, keys_of, read_all
from matcher.domain.numbers.reference import read

KEY = "+447700900123"
INDIAN = "+917700900123"

#: A code that plainly belongs to the digits behind it.
JOINED = {
    **dict.fromkeys(("(+91) 7700900123", "+91 / 7700900123", "[+91] 7700900123", "{+91} 7700900123", "<+91> 7700900123"), INDIAN),
    **dict.fromkeys(("+91: 7700900123", "(+91): 7700900123", '"+91" 7700900123', "0091: 7700900123", "[+91] 07700900123"), INDIAN),
    **dict.fromkeys(("[+44] 7700900123", "+44: 07700 900123", "0044: 7700900123", "<+44>: 7700900123"), KEY),
    "+44: 20 7946 0123": "+442079460123",
    "[+353] 85 123 4567": "+353851234567",
    "+33: 6 12 34 56 78": "+33612345678",
}

#: Signs that stand between a code and a number, or around the code.
SIGNS = [
    *(": ", " : ", "=", '"', "'", ",", ", ", ";", "|", "~", "\n", "!", "?", "^", "\\", "&", " & ", "_", "*", "#", "] ", "> ", "} ", " -> "),
    *("\u2192", "\u2022", "\u2026", " or ", " and ", "...", "::", "%", "@", "`", "\u2013 "),
]  # fmt: skip
WORDS = ["", "mob ", "tel ", "ext ", "DE ", "India ", "no ", "x ", "whatsapp "]

#: The code or the name of a country in other ways of writing.
DOUBTFUL = [
    *("+91 mob 7700900123", "+49 DE 07700900123", "+91 tel 7700900123", "+91 ext 7700900123", "0091 mob 7700900123"),
    *("91/7700900123", "91, 7700900123", "91: 07700900123", "91 - 07700900123", "cc 91 no 7700900123", "91: 7700900123"),
    *("country code 91 mob 07700900123", "+91 India 7700900123", "+India 7700900123", "India 7700900123", "India 07700900123"),
    *("+1 mob 7700900123", "Jay +91 mob 07700900123", "IN91 07700900123", "91 IN: 07700900123", "7700900123 mob +91", "cc91 07700900123"),
    *("+91 mob +447700900123", "1, 7700900123", "+91 (0) mob 7700900123", "(+)91 mob 7700900123", "91 mob 07700900123"),
    *("91 mob 7700900123", "+91 98 mob 7700900123"),
]  # fmt: skip

#: The code of the region, the name of a country that has no such number, house numbers and rows: one number of the region.
OF_THE_REGION = [
    *("+44 mob 7700900123", "+44,7700900123", "+44;07700900123", "+44|7700900123", "+44\n7700900123", "44: 7700900123"),
    "cc 44 no 7700900123",
    *("+44 UK 07700900123", "+UK 7700900123", "UK 07700900123", "Jordan 07700900123", "Chad: 07700900123", "India +447700900123"),
    *("49 Mill Lane, 07700900123", "91. 07700900123", "33) 07700900123", "Line 1 07700900123", "#31#07700900123", "**61*07700900123#"),
]  # fmt: skip


def _keys(text, region="GB"):
    return [each.e164 for each in read(text, region) if isinstance(each, Number)]


@pytest.mark.parametrize(("text", "key"), JOINED.items())
def test_a_code_that_plainly_belongs_to_a_number_is_its_code(text, key):
    """A code in brackets, in quotation marks or before a colon and nothing but digits behind are one number."""
    assert _keys(text) == [key]


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
@pytest.mark.parametrize("code", ["+91", "+49", "+1", "0091", "[+91]", "(+353)", '"+91"', "+India"])
def test_no_sign_and_no_word_makes_a_number_of_the_region_behind_a_foreign_code(sign, code):
    """Whatever stands between the code of another country and the digits, they are no number of the region."""
    for word in WORDS:
        for digits in ("7700900123", "07700900123", "07700 900 123", "20 7946 0123"):
            assert not [key for key in _keys(f"{code}{sign}{word}{digits}") if key.startswith("+44")]


@pytest.mark.parametrize("text", DOUBTFUL, ids=ascii)
def test_a_country_that_is_named_beside_a_number_leaves_a_doubt(text):
    """The code or the name of another country beside a number of the region makes it doubtful, and the cell is told."""
    readings = read(text)

    assert [type(each) for each in readings] == [Unusable]
    assert readings[0].status == "ambiguous"
    assert readings[0].raw == text


@pytest.mark.parametrize("text", OF_THE_REGION, ids=ascii)
def test_what_names_no_other_country_hides_no_number(text):
    """The code of the region, rows, house numbers and names of countries without such a number leave the one number."""
    assert [each.e164 if isinstance(each, Number) else each for each in read(text)] == [KEY]


def test_only_the_numbers_that_a_code_may_belong_to_are_doubted():
    """A number that names its own country behind another stays what it is."""
    assert _keys("+91 mob 7700900123, +447700900456") == ["+447700900456"]


@pytest.mark.parametrize("region", ["GB", "US", "IE", "DE"])
def test_the_fast_path_says_the_same_of_codes_apart(region):
    """Every text of these tests comes out of the fast path as out of the reference."""
    texts = [*JOINED, *DOUBTFUL, *OF_THE_REGION, *(f"+91{sign}{word}07700900123" for sign in SIGNS for word in WORDS)]
    readings = [read(text, region) for text in texts]

    assert read_all(texts, region) == readings
    for found, key in zip(readings, keys_of(texts, region), strict=True):
        assert key is None or [each.e164 for each in found if isinstance(each, Number)] == [key]


@pytest.mark.parametrize("text", ["+49 DE 07700900123", "my new one is +91 mob 07700900123 ok", "[+91] 07700900123"])
def test_prose_heeds_a_code_straight_before_a_number(text):
    """In a text too, the code of another country before a number makes it doubtful, and it is told."""
    assert [each.status for each in find_in_text(text)] == ["ambiguous"]
