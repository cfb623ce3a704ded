"""Tables of programs that end their quoted cells with a mark too many: `"+44…"",SMS` (formats facts 13; RFC 4180 2 allows none)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
MESSAGES = """ROWID,From/To,Counterparty,Service,Sent Time,Text,Read Time
1,From,"+447700900101"",SMS,2020-07-29 00:19:54 UTC,,2020-07-29 00:20:12 UTC
2,From,"+447700900102"",SMS,2020-07-29 00:32:13 UTC,,2020-07-29 00:34:30 UTC
3,To,"+447700900103"",iMessage,2020-08-01 13:50:06 UTC,"Wrong number",[unread]
4,From,"+447700900104"",SMS,2020-08-02 13:21:19 UTC,"Hi
there, mate",2020-08-02 13:58:14 UTC
5,From,"+447700900105"",SMS,2020-08-03 13:21:19 UTC,,2020-08-03 13:58:14 UTC
"""


def _expected(last):
    return [(f"+44770090010{at}", "message", OUT if at == 3 else IN) for at in range(1, last + 1)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mark_too_many_at_the_end_of_a_cell_joins_no_rows(tmp_path, delimiter, newline):
    """Each message keeps its number and its time, and nobody is called by the rest of a row; it is told."""
    read = read_bytes(tmp_path, MESSAGES.replace("there, mate", "there mate").replace(",", delimiter).replace("\n", newline))

    assert read.ways == _expected(5)
    assert {mention.label for mention in read.mentions} == {None}
    assert [record.first.day for record in read.records] == [29, 29, 1, 2, 3]
    assert "repaired-rows" in read.remarks


def test_a_text_with_a_delimiter_beside_such_cells_stays_one(tmp_path):
    """Its own marks are right."""
    read = read_bytes(tmp_path, MESSAGES)

    assert read.ways == _expected(5)
    assert [record.first.day for record in read.records] == [29, 29, 1, 2, 3]


def test_two_such_cells_in_a_row_stay_two(tmp_path):
    """Both ends of the first are made up for by the second."""
    rows = "".join(f'"Jay {name}"","0770090020{at}""\n' for at, name in enumerate(("Moss", "Frost", "Reed"), 1))

    read = read_bytes(tmp_path, f"Name,Number\n{rows}")

    told = [(mention.raw, mention.label) for mention in read.mentions]
    assert told == [("07700900201", "Jay Moss"), ("07700900202", "Jay Frost"), ("07700900203", "Jay Reed")]


def test_marks_inside_a_cell_stay_what_they_are(tmp_path):
    """Inches and words that were said are written with two marks."""
    read = read_bytes(tmp_path, 'Name,Number\n"Jay ""Moss"", Kay",07700900201\n"5"", tall",07700900202\n"6"", taller",07700900203\n')

    assert [mention.label for mention in read.mentions] == ['Jay "Moss", Kay', '5", tall', '6", taller']
    assert not read.remarks
