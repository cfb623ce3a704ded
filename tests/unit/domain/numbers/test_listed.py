"""Fields that are a list of whole numbers, and numbers that a line break divides."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, Status, read_all
from matcher.domain.numbers.reference import read
from matcher.domain.numbers.steps import STEP_LINE_BREAK

KEY = "+447700900126"
SECOND = "+447700900127"
LANDLINE = "+441632960123"

LISTS = {
    "07700 900126 + 07700 900127": [KEY, SECOND],
    "07700900126 + 07700900127 + 01632 960123": [KEY, SECOND, LANDLINE],
    "+44 7700 900126 + 07700 900127": [KEY, SECOND],
    "1) 07700900126 2) 07700900127": [KEY, SECOND],
    "1. 07700 900126 2. 07700 900127 3. 01632 960123": [KEY, SECOND, LANDLINE],
    "(1) 07700 900126 (2) +447700900127": [KEY, SECOND],
    "1)07700900126 2)07700900127": [KEY, SECOND],
    "1) 07700 900126 2) 07700 900126": [KEY],
    "1) 07700 900126 2) +353 85 123 4567": [KEY, "+353851234567"],
}


@pytest.mark.parametrize(("text", "keys"), LISTS.items(), ids=LISTS)
def test_whole_numbers_with_marks_of_a_list_between_them_are_all_read(text, keys):
    """A plus sign before a zero joins two numbers, and marks that count from one are no part of them."""
    assert [each.e164 for each in read(text)] == keys
    assert read_all([text])[0] == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. 07700 900126 3. 07700 900127",
        "1) 07700 900126 2) 07700",
        "0113 + 4960123",
        "07700 + 900126",
    ],
)
def test_what_is_no_list_of_whole_numbers_gives_no_number(text):
    """Digits that could be read in another way are doubted as before."""
    assert not any(isinstance(each, Number) for each in read(text))
    assert read_all([text])[0] == read(text)


@pytest.mark.parametrize("text", ["07700\n900126", "07700\r\n900126", "07700_x000D_\n900126", "0770\n0900126\n", "+44 7700\n900126"])
def test_a_mobile_that_a_line_break_divides_is_one_number(text):
    """The step says so."""
    (only,) = read(text)

    assert isinstance(only, Number)
    assert only.e164 == KEY
    assert STEP_LINE_BREAK in only.steps
    assert read_all([text])[0] == (only,)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("07700 900126\n07700 900127", [KEY, SECOND]),
        ("07700 900126\n07700", [KEY]),
        ("07700\n90012", []),
        ("01632\n960123", []),
        ("07700\n900\n126", []),
    ],
)
def test_no_other_lines_are_put_together(text, keys):
    """Two numbers stay two; what makes no mobile, or stands on more lines, is doubted."""
    assert [each.e164 for each in read(text) if isinstance(each, Number)] == keys
    assert STEP_LINE_BREAK not in {step for each in read(text) for step in each.steps}
    assert read_all([text])[0] == read(text)


def test_a_number_on_two_lines_that_is_none_is_told_as_a_doubt():
    """Nothing is lost without a word."""
    assert [each.status for each in read("07700\n90012")] == [Status.PARTIAL]
