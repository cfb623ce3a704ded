"""Numbers in columns that are not read: whoever reads the answer learns in which, and nothing of what stands there (formats facts 12.2)."""

from __future__ import annotations

import pytest

from ingest import Remark
from readings import read_bytes
from sheets import a_book


def _told(read):
    return [(item.sentence, item.place) for item in read.items if isinstance(item, Remark) and item.code == "unread-column"]


@pytest.mark.parametrize("number", ["07700 900{}", "+447700900{}", "01632 960{}", "01632960{}"])
@pytest.mark.parametrize("header", ["Case ref", "Invoice", "House", "Status"])
def test_numbers_in_a_column_that_is_not_read_are_told(tmp_path, header, number):
    """The numbers of a column whose header says something else are not lost without a word."""
    rows = "".join(f"N{at},07700 900{at},{number.format(at + 1)}\n" for at in range(120, 123))

    read = read_bytes(tmp_path, f"Name,Mobile,{header}\n{rows}", name="book.csv")

    assert _told(read) == [("What may be phone numbers stands in column C, which is not read because of its header.", "book.csv")]


def test_each_column_is_named_in_its_sheet(tmp_path):
    """Several such columns are told of at once, each by its letter."""
    rows = [
        ("Name", "Case ref", "Mobile", "Invoice"),
        *((f"N{at}", f"07700 90012{at}", f"07700 90022{at}", f"07700 90032{at}") for at in range(3)),
    ]

    read = read_bytes(tmp_path, a_book({"People": rows}), name="book.xlsx")

    assert _told(read) == [
        ("What may be phone numbers stands in column B and column D, which are not read because of their headers.", "book.xlsx:People")
    ]


def test_what_is_said_of_one_sheet_of_several_names_it(tmp_path):
    """Every sheet has a column C, so a person must be told in which to look, also where the owner is unsure."""
    people = [("Name", "Mobile", "Case ref"), *((f"N{at}", f"07700 90012{at}", f"07700 90022{at}") for at in range(3))]
    calls = [
        ("Call log 07700 900999",),
        ("Date", "Number", "Duration"),
        *((f"2026-03-0{at + 1} 10:00", f"07700 90032{at}", "9") for at in range(3)),
    ]

    read = read_bytes(tmp_path, a_book({"People": people, "Calls": calls}), name="book.xlsx")

    said = {item.code: item.sentence for item in read.items if isinstance(item, Remark)}
    assert said["unread-column"] == (
        "In the sheet 'People', what may be phone numbers stands in column C, which is not read because of its header."
    )
    assert said["owner-unsure"].startswith("In the sheet 'Calls', a number beside")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Occurrence", ("47260012345", "47260012346", "47260012347")),
        ("Case ref", ("01260012345", "01260012346", "01260012347")),
        ("IMEI", ("490154203237518", "490154203237526", "490154203237534")),
        ("DOB", ("13/02/2009", "14.02.2009", "2009-02-15")),
        ("Postcode", ("AB1 2CD", "AB1 3CD", "AB1 4CD")),
        ("Price", ("1,250.00", "07.50", "£12")),
        ("Duration", ("00:01:02", "62", "01:02:03")),
    ],
)
def test_references_dates_and_money_are_not_told_of(tmp_path, header, cells):
    """What looks like no number is nothing to be told of."""
    rows = "".join(f'N{at},07700 90012{at},"{cell}"\n' for at, cell in enumerate(cells))

    assert _told(read_bytes(tmp_path, f"Name,Mobile,{header}\n{rows}")) == []


@pytest.mark.parametrize("header", ["Exhibit number", "Ref no", "Account"])
def test_one_number_in_all_of_a_column_that_is_not_read_is_told(tmp_path, header):
    """Where the same number stands in every row it may be the phone's own, and is not lost without a word."""
    rows = "".join(f"07700 900999,N{at},07700 90012{at}\n" for at in range(3))

    read = read_bytes(tmp_path, f"{header},Name,Mobile\n{rows}", name="book.csv")

    why = "which is not read because of its header; it may be the phone's own."
    assert _told(read) == [(f"What may be one phone number stands in all of column A, {why}", "book.csv")]


def test_one_number_of_an_unread_column_that_is_read_elsewhere_is_not_told(tmp_path):
    """What an account gives that the sides of the rows give as well is in the answer."""
    rows = "".join(f"07700 900999,07700 900999,07700 90012{at},2026-04-03 10:0{at}\n" for at in range(3))

    assert _told(read_bytes(tmp_path, f"Account,From,To,Date\n{rows}")) == []


def test_a_row_with_nothing_but_such_a_number_says_why_it_was_skipped(tmp_path):
    """A landline in a column that is not read is told of as what it may be, not as no number."""
    read = read_bytes(tmp_path, "Name,Mobile,Case ref\nJay,07700 900123,\nKim,,01632960854\n")

    assert [item.reason for item in read.skipped] == [
        "what may be a phone number stands in a column that is not read because of its header"
    ]


@pytest.mark.parametrize("number", ["0163296085{}", "770090085{}"])
def test_what_may_be_numbers_below_a_header_of_unknown_words_is_told_of(tmp_path, number):
    """What may as well be references of a firm is not read, and not lost without a word."""
    rows = "".join(f"N{at},07700 90012{at},{number.format(at)}\n" for at in range(3))

    read = read_bytes(tmp_path, f"Name,Mobile,Blorbs\n{rows}Kim,,{number.format(9)}\n", name="book.csv")

    assert _told(read) == [("What may be phone numbers stands in column C, which is not read because of its header.", "book.csv")]
    assert [item.reason for item in read.skipped] == [
        "what may be a phone number stands in a column that is not read because of its header"
    ]
