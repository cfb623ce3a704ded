"""Numbers in notes and message texts: each is found, marked or not, and what only looks like one is left alone or told."""

from __future__ import annotations

import sys
import time

import pytest

from matcher.domain.numbers import Number, find_in_text, runs
from matcher.domain.numbers.prose import places_in_text

KEY = "+447700900123"
SECOND = "+447700900456"

FOUND = {
    **dict.fromkeys(("*07700900123*", "_07700900123_", "**07700900123**", "~07700900123~", "`07700900123`", "<07700900123>"), (KEY,)),
    **dict.fromkeys(
        ("07700900123x4", "07700900123 ext 4", "07700900123p1", "07700900123,,1#", "is it 07700900123?", "07700900123xx"), (KEY,)
    ),
    **dict.fromkeys(("call 24/7 07700900123", "on 12/03/2026 he rang 07700900123", "07700900123 at 3:30", "07700900123 50% off"), (KEY,)),
    **dict.fromkeys(("Jay2 07700900123", "1. 07700900123", "07700 900123 3 people", "07700900123/07700900123", "num=07700900123"), (KEY,)),
    **{f"07700900123{sign}07700900456": (KEY, SECOND) for sign in ("*", "/", " or ", ",", " & ", "-", " ", "x", "p", " then ", "; ")},
    "*07700900123* and _07700900456_": (KEY, SECOND),
    "07700900123 (07700900456)": (KEY, SECOND),
    "dial **21*07700900456# now": (SECOND,),
    "**61*+447700900456*11*20#": (SECOND,),
}

#: Text -> the one piece that is told, beside whatever numbers there are.
TOLD = {
    "07700 900 123 / 456": "456",
    "07700900123 or 900456": "900456",
    "ring 07700 90012 now": "07700 90012",
    "07700 9001** is all I have": "07700 9001",
    "07700 90012 3:30": "07700 90012",
    **{f"rang 447700900123{behind}": "447700900123" for behind in (" 12/03", " 9pm", " 12 Mar", " - 12.03", " 1230", "")},
    "447700900123 12/03": "447700900123",
    "447700900123 07700900456": "447700900123",
    "07700900456 447700900123": "447700900123",
    "rang 07700 900456 447700900123 today": "447700900123",
    "447700900123 01632 960123": "447700900123",
    "07700 90012. 3 people": "07700 90012",
    "01204 96012 2nd line": "01204 96012",
    "+353 85 123 4567 2 for 1": "+353 85 123 4567",
    "AB07700900123": "07700900123",
    "https://example.org/07700900123": "07700900123",
    "https://example.org/?phone=447700900123": "447700900123",
    "my pin is 07700900123": "07700900123",
    "he rings from 447700900126 at night": "447700900126",
    "447 700 900126": "447 700 900126",
}

NOTHING = [
    *("born 12/03/2010", "12.34.56.78.90", "01-12-2026 12-3", "on 01-12-2026 12-3 ok", "2026-12-01T12:30:00Z", "12:30:45"),
    *("01-63-29-60-12-3A", "01:63:29:60:12:3A", "192.168.100.101", "20101201123045", "1234567890123456"),
    *("lat 51.507351 lon -0.1277583123", "?q=51.507351,-0.1277583123", "51.507351,-0.127758", "+51.5074-0.1278", "0.1277583123"),
    *("see https://maps.example.org/?q=51.507351,-0.1277583123", "sort 12-34-56 12345678", "call 999 or 101", "\u00a307700900123"),
    *("order 447700900126 came", "\u00a3447700900126", "1447700900126", "4477009001260"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "keys"), FOUND.items(), ids=ascii)
def test_a_number_in_prose_is_found_however_it_is_marked(text, keys):
    """Emphasis, extensions, dates, hours and signs between two numbers hide none of them."""
    assert [each.e164 if isinstance(each, Number) else each for each in find_in_text(text)] == list(keys)


@pytest.mark.parametrize(("text", "piece"), TOLD.items(), ids=ascii)
def test_digits_that_begin_like_a_number_are_told(text, piece):
    """What begins like a number and is none for certain is told with its own piece of the text, and has no key."""
    told = [each for each in find_in_text(text) if not isinstance(each, Number)]

    assert [each.raw for each in told] == [piece]
    assert told[0].status in {"ambiguous", "partial"}


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_only_looks_like_a_number_is_left_alone(text):
    """Dates, times, positions, amounts and addresses of machines in prose are neither numbers nor told."""
    assert find_in_text(text) == ()


def test_a_number_behind_its_like_that_is_a_reference_is_found():
    """What a word before it calls a reference is told, and hides no number that reads the same."""
    assert [isinstance(each, Number) for each in find_in_text("case ref +447700900123, ring 07700 900123")] == [False, True]


@pytest.mark.parametrize(("address", "times"), [("wa.me/447700900123 ", 64), ("https://example.org/07700900123 ", 16)])
def test_a_text_of_addresses_takes_as_long_as_it_has_of_them(address, times):
    """A text may be made of links: none costs a copy of the whole, nor a look at all the others."""

    def seconds(addresses):
        started = time.process_time()
        assert len(places_in_text(address * addresses)) == addresses
        return time.process_time() - started

    few, many = (min(seconds(each) for _ in range(3)) for each in (500, 500 * times))

    assert many < 2.5 * times * few


@pytest.mark.parametrize("text", ["wa.me/447700900123oil", "a07700900123b", "_07700900123 2x"])
def test_no_more_is_looked_at_before_a_number_however_many_stand_there(monkeypatch, text):
    """So that a text with twice as many numbers costs twice as much."""
    looked_at: list[int] = []

    class Watched:
        def __init__(self, pattern):
            self._pattern = pattern

        def search(self, text, start=0, end=sys.maxsize):
            looked_at.append(min(end, len(text)) - start)
            return self._pattern.search(text, start, end)

    for name in ("_PHONE_WORD", "_MARKS_BEFORE", "_CODE_BEFORE", "_NUMBER_BEFORE"):
        monkeypatch.setattr(runs, name, Watched(getattr(runs, name)))
    places_in_text(text * 100)

    assert looked_at
    assert max(looked_at) < 100
