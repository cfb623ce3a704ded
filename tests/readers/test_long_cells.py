"""Cells of people that are far longer than any list of people are read to the end, in time in proportion to their length."""

from __future__ import annotations

import pytest

from ingest import Skipped
from readings import read_bytes

HEADER = "Date,Time,Direction,Parties,Duration\n01/03/2026,12:00,Incoming,From: 07700900123 Jay,00:01:00\n"

CELLS = [
    pytest.param("0" + " " * 64_000 + "1", id="blanks between digits"),
    pytest.param("1/1/" * 16_000, id="digits and slashes"),
    pytest.param("a" * 64_000, id="one word"),
    pytest.param("a@" * 32_000, id="signs of addresses"),
    pytest.param("\u00a0" * 64_000 + "x", id="blanks alone"),
    pytest.param("1234567:" * 8_000, id="what begins like messenger ids"),
    pytest.param("; " * 32_000, id="separators"),
]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_without_end_is_accounted_for(tmp_path, cell):
    """The row gives a record or is told as left out, and the row before it is read."""
    read = read_bytes(tmp_path, f"{HEADER}02/03/2026,12:00,Incoming,{cell},00:01:00\n")

    assert read.mentions[0].raw == "07700900123"
    assert len([item for item in read.items if isinstance(item, Skipped)]) + len(read.records) == 2


@pytest.mark.timeout(20)
def test_nobody_in_a_long_list_is_lost(tmp_path):
    """Every one of some thousand people of one cell is read."""
    people = "; ".join(f"07700 900{at % 1000:03}" for at in range(4_000))

    read = read_bytes(tmp_path, f"{HEADER}02/03/2026,12:00,Incoming,From: {people},00:01:00\n")

    assert len(read.mentions) == 4_001


@pytest.mark.parametrize(
    "content", [b"Name,Phone\nZo\xeb," + b"1" * 8_000_000, b"BEGIN:VCARD\nNOTE:" + b"1" * 8_000_000 + b"\nFN:Zo\xeb\n"]
)
def test_a_line_of_millions_of_signs_is_read_whatever_its_encoding(tmp_path, content):
    """Guessing an encoding takes time in proportion to the file."""
    assert read_bytes(tmp_path, content + b"\nTEL:07700900123\nEND:VCARD\n").items
