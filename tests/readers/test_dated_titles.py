"""Dates behind a number, in titles of logs and lists as in names and notes: they are none of its digits and hide it from nobody."""

from __future__ import annotations

import pytest

from ingest.decode.values.number_shape import mentioned_in
from readings import read_bytes

NUMBER = "07700 900123"
LOG = "Time,Number,Duration\n2026-02-01 10:00,07700 900201,60\n2026-02-01 11:00,07700 900202,60\n"
BOOK = "Name,Number\nJay,07700 900201\nKay,07700 900202\n"
DATES = (
    *("01/02/2026", "1/2/26", "01/02/2026-28/02/2026", "01/02/2026 - 28/02/2026", "(01/02/2026-28/02/2026)", "01/02/2026 to 28/02/2026"),
    *("1 Feb 2026", "2026-02-01 to 2026-02-28", "01.02.2026", "01-02-2026", "01/02/2026 10:00"),
)


@pytest.mark.parametrize("number", [NUMBER, "07700900123", "+44 7700 900123"])
@pytest.mark.parametrize("date", DATES)
def test_the_date_of_a_title_hides_no_number_of_a_bill(tmp_path, date, number):
    """It says when the calls were, and the number is that of the customer."""
    for title in (f"Calls for {number} {date}", f"Billing {number} {date}"):
        read = read_bytes(tmp_path, f"{title}\n{LOG}")

        assert (read.own, read.remarks) == ({number}, {"owner-inferred"})


@pytest.mark.parametrize("number", [NUMBER, "07700900123", "+44 7700 900123", "01632 960123"])
@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("table", [LOG, BOOK], ids=["log", "list"])
def test_the_number_of_any_other_title_with_a_date_is_shown(tmp_path, table, date, number):
    """It is that of whom the calls were with, or of somebody nobody knows."""
    for words in ("Jay", "Seen by Jay on", "Calls to"):
        read = read_bytes(tmp_path, f"{words} {number} {date}\n{table}")

        assert not read.own
        assert [text for text in read.prose if number in text]


@pytest.mark.parametrize("behind", ["45", "01/02", "(2"])
def test_a_title_that_goes_on_with_digits_gives_no_own_number(tmp_path, behind):
    """Whoever typed it may have meant another number; it is shown, and a remark tells that it may be the phone's own."""
    read = read_bytes(tmp_path, f"Calls for {NUMBER} {behind}\n{LOG}")

    assert (read.own, read.remarks) == (set(), {"owner-unsure"})
    assert [text for text in read.prose if NUMBER in text]


@pytest.mark.parametrize("date", DATES)
def test_a_date_behind_a_number_in_a_note_is_none_of_its_digits(tmp_path, date):
    """What somebody noted of a contact is shown with it."""
    read = read_bytes(tmp_path, f"Name,Number,Other\nJay,07700 900201,ring {NUMBER} {date}\n")

    assert [mention for mention in read.mentions if NUMBER in mention.raw]


@pytest.mark.parametrize("text", ["crime 0123 456 789 12", "ref 20 01/02/2026", "seen 01/02/2026 03/04/2026"])
def test_digits_before_a_date_that_are_no_number_are_none(text):
    """References and dates stand side by side."""
    assert mentioned_in(text) == []
