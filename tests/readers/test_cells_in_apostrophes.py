"""Tables of programs that write apostrophes round cells and none round others: marks of the program and no text (formats facts 13)."""

from __future__ import annotations

import pytest

from ingest import Direction, Role
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
LOG = """Target No,Call Type,B Party No,Date,Time,Service Type
'447700900999',SMT,'AD-Shop-S','15/04/2026',08:26:10,SMS
'447700900999',OUT,'447700900201','15/04/2026',09:42:17,Voice
'447700900999',SMO,'447700900202','16/04/2026',10:42:17,SMS
'447700900999',IN,'447700900204','17/04/2026',12:42:17,Voice
"""


@pytest.mark.parametrize("above", ["", "Call Details of Mobile No '447700900999' from '01-Jun-2025' to '05-Jun-2026'\n\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_apostrophes_round_cells_are_no_part_of_numbers_times_and_names(tmp_path, above, delimiter):
    """The customer is the owner, and nobody is called by what was left of the marks."""
    read = read_bytes(tmp_path, above + LOG.replace(",", delimiter))

    told = [mention for mention in read.mentions if mention.role is not Role.NOTE]
    assert {mention.raw for mention in told if mention.role is Role.OWNER} == {"447700900999"}
    assert [(mention.raw, mention.role, mention.direction, mention.label) for mention in told if mention.role is not Role.OWNER] == [
        ("447700900201", Role.CALL, OUT, None),
        ("447700900202", Role.MESSAGE, OUT, None),
        ("447700900204", Role.CALL, IN, None),
    ]
    assert [record.first.isoformat()[:16] for record in read.records if record.first] == [
        f"2026-04-{day}" for day in ("15T08:26", "15T09:42", "16T10:42", "17T12:42")
    ]
    assert not {remark for remark in read.remarks if "time" in remark}


def test_a_delimiter_between_apostrophes_parts_no_cells(tmp_path):
    """So it is between quotation marks, and two apostrophes are one."""
    read = read_bytes(tmp_path, "Name,Number,Note\n'Moss, Jay','07700900201','x'\n'Kay O''Hara','07700900202','a, b, c'\n")

    told = [mention for mention in read.mentions if mention.role is Role.CONTACT]
    assert [(mention.raw, mention.label) for mention in told] == [("07700900201", "Moss, Jay"), ("07700900202", "Kay O'Hara")]


def test_names_keep_their_apostrophes_where_no_program_wrote_them(tmp_path):
    """A person writes those round a name that is none."""
    read = read_bytes(tmp_path, "Name,Number\n'Big' Jay,07700900201\n'Smiler',07700900202\nO'Hara,07700900203\n")

    assert [mention.label for mention in read.mentions] == ["'Big' Jay", "'Smiler'", "O'Hara"]


def test_an_apostrophe_that_marks_a_text_ends_no_other_cell(tmp_path):
    """Spreadsheets put one before a number to keep its zero."""
    read = read_bytes(tmp_path, "Name,Number,Note\nJay,'07700900201,the boys'\nKay,'07700900202,\nTay,'07700900203,\n")

    told = [(mention.label, mention.raw.strip("'")) for mention in read.mentions if mention.role is Role.CONTACT]
    assert told == [("Jay", "07700900201"), ("Kay", "07700900202"), ("Tay", "07700900203")]
