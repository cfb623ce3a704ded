"""A protected number that stands among other digits leaves no trace, and what stands beside it is still read."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain.numbers import Number, Status, Unusable, read_all
from matcher.service.load_number_lists import load_number_lists

LISTS = load_number_lists(Path(__file__).resolve().parents[4] / "config")


def shown(written: str) -> list[str]:
    """What is left to be shown of a cell: keys, or texts without one."""
    found = []
    for reading in read_all([written])[0]:
        if not LISTS.is_protected(reading):
            found.append(reading)
        for several in read_all(LISTS.left_of(reading) or ()):
            found += [each for each in several if not LISTS.is_protected(each)]
    return [each.e164 if isinstance(each, Number) else each.raw for each in found]


@pytest.mark.parametrize(
    "written",
    [
        "116 123 (24 hours)",
        "116 123 24/7",
        "24/7 116 123",
        "116123 (24hrs, 365 days)",
        "116 123 x2",
        "116123.0",
        "0800 1111 1",
        "0800 1111 (9am - 3.30am)",
        "+44 (0)0800 1111",
        "44 0800 1111",
        "0800 555 111 2nd",
        "0800 555 111 / 0800 1111",
        "0800 111",
        "0800 555 11",
        "sip:0800 1111@x",
        "111 option 2",
        "111 (24 hours)",
        "111 24/7",
        "(0800) 1111 [free]",
        "0 8 0 0 1 1 1 1 (1)",
        "0808-800-5000 2",
        "85258 24/7",
        "SHOUT",
        "text SHOUT",
        "The Mix",
        "Childline",
        "0８00 1111 2",
    ],
)
def test_nothing_is_left_of_a_helpline(written: str):
    """Opening hours, options, stray digits and a doubled zero do not uncover a helpline (domain 11.5)."""
    assert shown(written) == []


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("116 123 07700 900123", ["+447700900123"]),
        ("111 07700 900123", ["+447700900123"]),
        ("0116 496 0123 116 123", ["+441164960123"]),
        ("07700 900123 116 123", ["+447700900123"]),
        ("07700 900123 (116 123)", ["+447700900123"]),
        ("0800 1111 07700 900123", ["+447700900123"]),
        ("07700 900123 / 0800 1111", ["+447700900123"]),
        ("+44 7700 900123 or 85258", ["+447700900123"]),
        ("0800 1111 (07700) 900123", ["+447700900123"]),
    ],
)
def test_the_number_beside_a_helpline_is_still_read(written: str, left: list[str]):
    """An ordinary number in the same cell comes out, without the helpline in its text."""
    assert shown(written) == left


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "+44 (0)7700 900 123",
        "07700 85258",
        "01632 116 123",
        "+44 7700 900 116 123",
        "116 123 4567",
        "1112 07700 9001",
        "0116 496 0123",
        "0116 496 0111",
        "020 7946 0111",
        "01632 960111 ext 2",
        "0808 157 0123",
        "0800 1112",
        "+49 30 0800 1111",
        "+1 202 555 0111",
        "+1 202 555 0123",
        "47/111/26",
        "47/116123/26",
        "900 111",
        "+44 7700 900 1xx",
        "0808 15",
        "8525",
        "852580",
        "1161234",
        "07700 900111 (new)",
        "Shout out Jay",
        "Becky Calm",
        "Beat maker",
        "*#21#",
        "2026-11-11",
    ],
)
def test_what_only_looks_like_a_helpline_stays(written: str):
    """A number, a reference or a name in which the digits or words of a helpline only happen to stand is not hidden."""
    assert len(shown(written)) == len(read_all([written])[0]) > 0


def test_what_is_left_holds_no_digit_of_the_helpline():
    """The text of the number beside a helpline does not quote it."""
    reading = Unusable("07700 900123 (116 123)", Status.AMBIGUOUS, "could be two")

    assert LISTS.left_of(reading) == ("07700 900123",)


def test_a_long_cell_of_digits_is_searched_in_one_go():
    """A hostile cell of many groups is searched without trying every pair of them."""
    assert LISTS.protected.left_of("1 " * 100_000) is None
    assert LISTS.protected.left_of("o" * 100_000) is None
    assert LISTS.protected.left_of("5" * 100_000) is None
