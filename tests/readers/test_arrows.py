"""Arrows and words beside a number in one cell: they say who called whom, and are no part of a number."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
ONE = "07700 900123"
OWN = "07700 900999"


@pytest.mark.parametrize("header", ["Date,Number,Duration", "Date,Call,Duration", "Date,Parties,Message", "Date,Phone number,Length"])
@pytest.mark.parametrize(
    ("cell", "way"),
    [
        *[(f"{arrow} {ONE}", OUT) for arrow in ("→", "->", "-->", "=>", "↗", "➡️", ">>", ">", "OUT", "To:", "Dialled")],
        *[(f"{arrow} {ONE}", IN) for arrow in ("←", "<-", "<--", "↙", "⬅", "<<", "<", "IN", "From:", "Missed", "Gọi đến")],
        *[
            (f"{ONE} ↙", IN),
            (f"{ONE} ↗", OUT),
            (f"{ONE} (out)", OUT),
            (f"{ONE} - incoming", IN),
            (f"Me -> {ONE}", OUT),
            (f"{ONE} → Me", IN),
        ],
        *[(f"{ONE} ←", None), (f"{ONE} →", None), (f"{ONE} <-> Me", None), (f"10:00 → {ONE}", None), (f"Voicemail {ONE}", None)],
    ],
)
def test_an_arrow_or_a_word_beside_a_number_says_the_way(tmp_path, header, cell, way):
    """Behind a number an arrow may point at it or be a sign of the way, and what may be either says nothing."""
    read = read_bytes(tmp_path, f"{header}\n2026-03-01 10:00,{cell},10\n2026-03-02 10:00,{cell},9\n")

    assert {(direction, ONE in raw, role in {"call", "message"}) for raw, role, direction in read.ways} == {(way, True, True)}
    assert not read.own


def test_what_a_name_before_an_arrow_says_is_no_way(tmp_path):
    """The number may be the phone's own; and nobody is the owner whose number stands behind `Me` and an arrow."""
    read = read_bytes(tmp_path, f"Date,Call,Duration\n2026-03-01,Jay -> {ONE},10\n2026-03-02,{ONE} > Jay,9\n")

    assert {direction for _, _, direction in read.ways} == {None}


def _between(*others, own=OWN):
    """Rows of calls between the phone and others, in both ways by turns."""
    pairs = [(own, other) if at % 2 else (other, own) for at, other in enumerate(others, 1)]
    return "".join(f"2026-03-0{at} 10:00,{caller} -> {called},10\n" for at, (caller, called) in enumerate(pairs, 1))


def test_an_arrow_between_two_numbers_tells_the_phones_own_from_the_others(tmp_path):
    """As columns of callers and called do: by what is told above, or by the rows, which is said."""
    others = ("07700 900121", "07700 900122", "07700 900123")
    rows = f"Date,Call,Duration\n{_between(*others)}"

    for content, remark in ((rows, {"owner-inferred"}), (f"Own number: {OWN}\n{rows}", set())):
        read = read_bytes(tmp_path, content)

        assert [(raw, way) for raw, role, way in read.ways if role == "call"] == list(zip(others, (OUT, IN, OUT), strict=True))
        assert (read.own, read.remarks) == ({OWN}, remark)


def test_two_numbers_with_an_arrow_between_them_are_both_read_where_nothing_tells_whose_they_are(tmp_path):
    """Without a way, and a person is told that one may be the phone's own."""
    read = read_bytes(tmp_path, f"Date,Number,Duration\n{_between(ONE)}{_between('07700 900124')}")

    assert [(raw, way) for raw, _, way in read.ways] == [(OWN, None), (ONE, None), (OWN, None), ("07700 900124", None)]
    assert read.remarks == {"owner-unsure"}


@pytest.mark.parametrize("cell", [f"Jay <{ONE}>", f"Jay < {ONE} >", f"{ONE} <jay@example.org>"])
def test_signs_around_a_number_are_no_arrow(tmp_path, cell):
    """Mail writes addresses so."""
    read = read_bytes(tmp_path, f"Date,Party,Duration\n2026-03-01 10:00,{cell},10\n")

    assert [(raw, way) for raw, _, way in read.ways] == [(ONE, None)]


@pytest.mark.parametrize("header", ["Number,Date,Type\n", "Number,Date,Wobble\n", ""])
def test_a_column_of_arrows_makes_a_log_of_numbers_and_times(tmp_path, header):
    """As words for ways do, without a duration beside them."""
    for came, went in (("←", "→"), ("<", ">"), ("<-", "->"), ("↙", "↗")):
        rows = f"{ONE},2026-04-03 21:15,{went}\n{OWN},2026-04-03 22:15,{came}\n{ONE},2026-04-04 22:15,{went}\n"
        ways = [(ONE, "call", Direction.OUT), (OWN, "call", Direction.IN), (ONE, "call", Direction.OUT)]
        assert read_bytes(tmp_path, f"{header}{rows}").ways == ways
