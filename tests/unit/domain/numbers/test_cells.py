"""Cells as phone books, messengers, spreadsheets and notes hold them: the right numbers by thought, no number lost and none made up."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, Unusable, keys_of, read_all
from matcher.domain.numbers.reference import read

KEY = "+447700900123"
SECOND = "+447700900456"
LANDLINE = "+441632960123"
IRISH = "+353851234567"

#: Texts that are the one number 07700 900123 and nothing else worth telling.
ONE = [
    *("077 009 00 123", "0 7700 900123", "00 44 7700 900123", "0044-7700-900-123", "+44 (0) 7700 900123", "+44.7700.900.123"),
    *("Mobile - 07700900123", "m.07700900123", "M: 07700900123", "07700 900123 {home}", "<07700 900123>", "\u201c07700 900123\u201d"),
    *("Jay(07700900123)", "Jay (2) 07700900123", "Jay2 07700 900123", "Jay2: 07700900123", "Jay #2 07700900123", "O2 07700 900123"),
    *("1. 07700900123", "1) 07700 900123", "(1) 07700 900123", "1: 07700 900123", "2 - 07700900123", "#1 07700 900123"),
    *("*07700900123*", "_07700900123_", "**07700900123**", "~07700900123~", "* 07700900123", "07700900123?", "?+447700900123?"),
    *("07700 900123 24/7", "07700900123 (24/7)", "24/7: 07700 900123", "07700900123 24-7", "07700900123 24hrs", "07700900123 50%"),
    *("07700900123 12/03/2026", "12/03/2026 14:30 07700900123", "12-03-2026 07700900123", "07700900123 (12/03/26)", "07700900123 14:30"),
    *("07700900123, 12/03/2026", "07700900123; 24/7", "07700900123, Jay", "12 High St, 07700900123", "07700 900 123Mum"),
    *("141+447700900123", "141 0044 7700 900123", "1470-07700 900123", "141 0 7700 900123", "*67 07700900123", "#31# 07700 900123"),
    *("447700900123@s.whatsapp.net Jay", "Jay <447700900123@s.whatsapp.net>", "447700900123@s.whatsapp.net (owner)"),
    *("447700900123@s.whatsapp.net_x000D_", "07700900123_x000d_\n", "Jay_x000D_\n07700900123", "Jay 07700900123x4", "07700900123*5"),
    "10. +447700900123",
]  # fmt: skip

#: Text -> every number in it, in order.
SEVERAL = {
    **{f"07700900123{sign}07700900456": [KEY, SECOND] for sign in ("*", "#", "p", "P", "w", "W", "x", "X", "-", "--", " x ", " * ", ",,")},
    **{f"07700900123{sign}07700900456": [KEY, SECOND] for sign in ("\u2013", " \u2014 ", "//", " , ", "_x000D_\n", "\t", " > ", "; or ")},
    "07700 900123*07700 900456": [KEY, SECOND],
    "07700-900-123-07700-900456": [KEY, SECOND],
    "447700900123*447700900456": [KEY, SECOND],
    "7700900123*7700900456": [KEY, SECOND],
    "07700900123*07700900456 Jay": [KEY, SECOND],
    "07700900123 (07700900456)": [KEY, SECOND],
    "Jay2 07700900123 Kim3 07700900456": [KEY, SECOND],
    "07700900123p1*07700900456": [KEY, SECOND],
    "07700900123 12/03/2026 07700900456": [KEY, SECOND],
    "447700900123@s.whatsapp.net 447700900456@s.whatsapp.net": [KEY, SECOND],
    "1. 07700900123\n2. 07700900456": [KEY, SECOND],
    "07700900123*07700900456*01632960123": [KEY, SECOND, LANDLINE],
    "01632-960123-07700-900123": [LANDLINE, KEY],
    "07700900123*08001111*07700900456": [KEY, "+448001111", SECOND],
    "07700900123p08001111": [KEY, "+448001111"],
    "07700900123*+353851234567": [KEY, IRISH],
}

#: Codes for the network that say where calls go.
DIVERTS = {
    **{f"**{service}*07700900456#": "taken out of a call divert code" for service in ("21", "61", "62", "67", "004", "002")},
    "*21*07700900456#": "taken out of a call divert code",
    "*67*07700900456#": "taken out of a call divert code",
    "**61*+447700900456*11*20#": "taken out of a call divert code",
    "**61*07700900456**20#": "taken out of a call divert code",
    "**21*447700900456#": "taken out of a call divert code",
    "** 21 * 07700 900456 #": "taken out of a call divert code",
    "tel:**21*07700900456%23": "taken out of a call divert code",
    "#07700900456": "taken out of a network code",
    "*100*07700900456#": "taken out of a network code",
}

#: A number with a further one of which only a part is there.
WITH_A_PART = [
    *(f"07700900123{more}" for more in (" & 900456", ", 960124", " or 960124", " and 960124", "; 960124", "\n960124", "/960124")),
    *(f"07700900123{more}" for more in (" / 456", "/4", ", 456", " or 4", ", 900 456", ", 900456 (old)", " (900456)", " Jay 900456")),
    *(f"07700900123{more}" for more in (", 0770090045", "*0770090045", " | 960124", "p0770090045", " & 07700 90045", ", 07700 9004**")),
]  # fmt: skip

#: Texts that hold digits enough for a number, and leave a doubt which one, or are something else.
DOUBTFUL = [
    *("+353 85 123 4567 2", "+353 85 123 4567-2", "+353 85 123 4567 2nd", "+49 151 12345678 2", "+49 151 12345678 2nd"),
    *("+40 712 345 6780", "Jay +40 712 345 6780", "01204 96012 2nd line", "01204 96012 2 for 1"),
    *("01-63-29-60-12-3A", "01:63:29:60:12:3A", "44-77-00-90-01-23", "00-49-15-11-23-45", "01-12-2026 12-3", "01.12.2026 123"),
    *("2026-12-01 12-30", "201012011230", "20101201123045", "12.34.56.78.90", "01 20 49 60 12", "01-20-49-60-12", "77 00 90 01 23"),
    *("770 090 0123", "+51.5073-000.1277/", "+51507351-0001277/", "+51.5074-0.1278", "+4807-00120/", "51.507351,-0.1277583123"),
    *("?q=51.507351,-0.1277583123", "-0.1277583123", "geo:51.507351,-0.1277583123", "lat 51.507351 lon -0.1277583123"),
    *("07700900123-4", "07700900123 2026", "**21*0770090045#", "07700 9001__", "AB07700900123", "07700900123A4"),
    *("07700 90012 3:30", "07700 90012. 3 people"),
]  # fmt: skip


def _keys(text, region="GB"):
    return [each.e164 for each in read(text, region) if isinstance(each, Number)]


@pytest.mark.parametrize("text", ONE, ids=ascii)
def test_what_stands_around_a_number_is_told_from_it(text):
    """List marks, emphasis, dates, opening hours, messengers and words leave the one number, and nothing else is told."""
    assert [each.e164 if isinstance(each, Number) else each for each in read(text)] == [KEY]


@pytest.mark.parametrize(("text", "keys"), SEVERAL.items(), ids=ascii)
def test_every_whole_number_of_a_cell_comes_out(text, keys):
    """Whatever sign stands between whole numbers, each is found, with its own piece of the cell."""
    readings = read(text)

    assert [each.e164 for each in readings if isinstance(each, Number)] == keys
    assert len(readings) == len(keys)
    assert all(each.raw in text and each.raw != text for each in readings)


def test_short_digits_behind_the_last_number_are_dialled_later():
    """Of what phones put behind a number only whole numbers are further ones; the rest is kept as dialled later."""
    first, second = read("07700900123p1234p07700900456")

    assert isinstance(first, Number)
    assert (first.e164, first.extension) == (KEY, "p1234")
    assert isinstance(second, Number)
    assert (second.e164, second.extension) == (SECOND, None)


@pytest.mark.parametrize(("text", "status"), [("116123*07700900123", "service"), ("60777#07700900123", "short_code")])
def test_a_number_behind_a_code_comes_out(text, status):
    """A short or service number with a sign behind it hides no number, and stays apart so that it can be kept out."""
    code, number = read(text)

    assert code.status == status
    assert isinstance(number, Number)
    assert number.e164 == KEY
    assert read_all([text]) == [(code, number)]


def test_a_divert_to_a_helpline_gives_its_number():
    """A divert to a number of seven digits gives the number by which it is protected."""
    assert _keys("**21*08001111#") == ["+448001111"]


@pytest.mark.parametrize(("text", "step"), DIVERTS.items())
def test_the_number_in_a_code_for_the_network_comes_out(text, step):
    """Where calls are diverted to is a number like any other, and a step says where it stood."""
    (reading,) = read(text)

    assert isinstance(reading, Number)
    assert reading.e164 == SECOND
    assert step in reading.steps
    assert reading.raw == text


@pytest.mark.parametrize("text", ["*#21#", "##21#", "##002#", "*21#", "*#61#", "*100*1234567890#", "*#06#"])
def test_a_code_without_a_number_is_a_code(text):
    """Codes that ask or switch off hold no number, whatever digits they have."""
    assert [each.status for each in read(text)] == ["service"]


@pytest.mark.parametrize("text", WITH_A_PART, ids=ascii)
def test_a_part_of_a_further_number_is_told(text):
    """Digits that may be the end of a further number are told as doubtful, whatever stands before them."""
    first, *others = read(text)

    assert isinstance(first, Number)
    assert first.e164 == KEY
    assert [each.status in {"ambiguous", "partial"} for each in others] == [True]


@pytest.mark.parametrize("text", ["2, 07700900123", "07700900123, LS1 4AB", "07700900123, born 2010"])
def test_digits_that_are_no_part_of_a_number_are_not_told(text):
    """Row numbers, postcodes and years beside a number are words."""
    assert [type(each) for each in read(text)] == [Number]


@pytest.mark.parametrize("text", DOUBTFUL, ids=ascii)
def test_digits_that_leave_a_doubt_have_no_key_and_are_told(text):
    """Dates, positions, card addresses, single digits behind a number and numbers of others give no key, and never vanish."""
    readings = read(text)

    assert [type(each) for each in readings] == [Unusable]
    assert readings[0].status in {"ambiguous", "partial", "unparsable"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+353 85 123 45 67", IRISH),
        ("+353 85 123 4567 24/7", IRISH),
        ("Jay2 +353 85 123 4567", IRISH),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33.6.12.34.56.78", "+33612345678"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("+49 151 1234 5678", "+4915112345678"),
        ("Jay +40 712 345 678", "+40712345678"),
        ("207 946 0123", "+442079460123"),
        ("113 496 0123", "+441134960123"),
    ],
)
def test_ordinary_groups_leave_no_doubt(text, key):
    """Numbers grouped as their country writes them have their keys."""
    assert _keys(text) == [key]


@pytest.mark.parametrize("region", ["GB", "US", "RU", "SG", "IE", "DE"])
def test_the_fast_path_says_the_same_of_cells_in_every_region(region):
    """Every cell of these tables comes out of the fast path as out of the reference, and every key given at once is that key."""
    prefixed = [
        "1410800 1111\u202a",
        "14108001111\u202c",
        ")14107700900123",
        "14108001111.0",
        "336123.45678.",
        *(f"{each}7700900123" for each in ("001", "007", "0044")),
    ]
    texts = [*ONE, *SEVERAL, *DIVERTS, *WITH_A_PART, *DOUBTFUL, *prefixed]

    readings = [read(text, region) for text in texts]

    assert read_all(texts, region) == readings
    for found, key in zip(readings, keys_of(texts, region), strict=True):
        assert key is None or [each.e164 for each in found if isinstance(each, Number)] == [key]


def test_a_national_number_of_a_region_is_believed_where_its_plan_has_it():
    """Digits behind a prefix that withholds the caller are no long number of a country that has none such."""
    assert [type(each) for each in read(")14107700900123", "RU")] == [Unusable]
