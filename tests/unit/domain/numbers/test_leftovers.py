"""Digits that stand against a number, or beside it without a word, are never left out unseen."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, find_in_text, read_all
from matcher.domain.numbers.reference import read

KEY = "+447700900123"

#: Signs that stand between no two numbers and before nothing that is dialled later.
SIGNS = ["'", "=", '"', ":", "!", "?", "^", "\\", "`", "]", "}", ">", " '", " =", " : ", "\u2192", "\u2022", "\u00b0", " -> ", "::", "%"]

CLINGING = [
    *("07700900123'4", "07700900456=7", '07700900120"3', "07700900120:3", "7700900120'3", '07700900410"123', "0770=09001231470"),
    *("01=13 496 00123", "+33 6] 12 34 56141 78", "07700900123 (2)", "07700900123(2)", "07700900123 [2]", "4'07700900123"),
    "07700900123 : 3",
    *("+353 85 123 4567: 2nd", "01204 96012: 2 for 1", "07700900123 '4 Jay", "0!113-496-0123", "tel:07700900123'4", "Jay: 07700900123'4"),
]  # fmt: skip

#: Digits that a declared step, a word or the mark of a row accounts for.
ACCOUNTED = [
    *("07700900123 x4", "07700900123 ext. 4 (new)", "141 07700900123", "#31#07700900123", "'07700900123", "447700900123.0"),
    "07700900123p1",
    *("tel:%2B447700900123?x=12", "sms:07700900123?body=12", "447700900123:12@s.whatsapp.net", "**21*07700900123#", "07700900123 24hrs"),
    *("(3): 07700900123", "#3: 07700900123", "12. 07700900123", "Jay2: 07700900123", "Jay (2) 07700900123", "07700900123 (2nd)"),
    *("07700900123 Mum 2", "07700900123 2 for 1", "07700900123 12/03/2026", "Flat 2: 07700900123", "O77OO 9OO123 (no 2)"),
    "07700900123 \u00a320",
]  # fmt: skip


@pytest.mark.parametrize("text", CLINGING, ids=ascii)
def test_digits_left_over_beside_a_number_leave_a_doubt(text):
    """A number with digits beside it that nothing accounts for is told as doubtful, whole."""
    readings = read(text)

    assert [each.status for each in readings] == ["ambiguous"]
    assert readings[0].raw == text
    assert read_all([text]) == [readings]


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
@pytest.mark.parametrize("number", ["07700900123", "+447700900123", "7700900123", "07700 900 123", "+353 85 123 4567", "0800 1111"])
def test_no_sign_hides_digits_at_a_number(sign, number):
    """Whichever sign stands between, digits before or behind a number are not left out."""
    for digits in ("4", "12", "123", "0770"):
        for text in (f"{number}{sign}{digits}", f"{digits}{sign}{number}"):
            readings = read(text)
            assert not [each for each in readings if isinstance(each, Number)] or len(readings) > 1


@pytest.mark.parametrize("text", ACCOUNTED, ids=ascii)
def test_digits_that_are_accounted_for_leave_the_number(text):
    """Extensions, prefixes, links, rows, labels, hours and dates beside a number leave it what it is."""
    assert [each.e164 if isinstance(each, Number) else each for each in read(text)] == [KEY]


@pytest.mark.parametrize("text", ["07700900123, '4", "07700900123; :4", "07700900123 | =4"])
def test_digits_in_a_piece_of_their_own_are_told(text):
    """Digits without a word behind a separator are told beside the number, not dropped."""
    number, rest = read(text)

    assert isinstance(number, Number)
    assert rest.status == "ambiguous"


@pytest.mark.parametrize("text", ["ring 07700900123'4", "0770=09001231470 ok", "07700900123=7 he said"])
def test_digits_at_a_number_in_prose_leave_a_doubt(text):
    """In a text too, digits against a number with a sign between make it doubtful."""
    assert [each.status for each in find_in_text(text)] == ["ambiguous"]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("o7700 900606", "o7700 900606"),
        ("ring o7700900606 now", "o7700900606"),
        ("its O7700 9OO606!", "O7700 9OO606"),
        ("or 07700 9oo606", "07700 9oo606"),
    ],
)
def test_prose_reads_the_letter_o_as_zero(text, raw):
    """A number in a text in which letters O stand for zeros is found, as repaired."""
    (reading,) = find_in_text(text)

    assert isinstance(reading, Number)
    assert (reading.e164, reading.status, reading.raw) == ("+447700900606", "ok_repaired", raw)


@pytest.mark.parametrize("text", ["O2 07700900123", "2 o 07700900123", "07700900123 o", "oops 07700900123"])
def test_a_letter_o_beside_a_number_in_prose_is_a_letter(text):
    """A word with an O beside a number leaves the number as it is."""
    (reading,) = find_in_text(text)

    assert isinstance(reading, Number)
    assert (reading.e164, reading.certainty) == (KEY, "exact")


@pytest.mark.parametrize("text", ["{cc 44}-2n+ +447700900123", "(cc 44)-2n+ +447700900123", "Jay+ +447700900123", "x+ +447700900123"])
def test_a_plus_sign_of_the_words_before_breaks_no_number(text):
    """Where several plus signs stand before a number, the last of them is its own."""
    (reading,) = read_all([text], "GB")[0]

    assert (reading.e164, reading.status) == ("+447700900123", "ok")
