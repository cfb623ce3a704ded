"""Cells behind the last column of a log: a number or a link somebody typed there is a note of its row."""

from __future__ import annotations

import pytest

from ingest import DEFAULT_SCOPES, Role, Scope
from readings import read_bytes
from workbooks import table, workbook

HEADER = ["Date", "Number", "Name", "Direction"]
ROWS = (
    ["2026-03-01 10:00", "07700 900303", "Al", "Incoming"],
    ["2026-03-02 10:00", "07700 900304", "Bo", "Outgoing"],
    ["2026-03-03 10:00", "07700 900305", "Cy", "Incoming"],
)


@pytest.mark.parametrize("cell", ["https://wa.me/447700900802", "07700 900802", "ring 07700 900802 he says", "tel:+447700900802"])
@pytest.mark.parametrize("between", [[], [""], ["", "x"]], ids=["behind", "one on", "two on"])
@pytest.mark.parametrize("is_book", [False, True], ids=["csv", "xlsx"])
def test_a_number_behind_the_last_column_of_a_log_is_a_note_of_its_row(tmp_path, cell, between, is_book):
    """It is shown beside the name of the row, as in a list of contacts; the call itself stays one."""
    rows = [ROWS[0], [*ROWS[1], *between, cell], ROWS[2]]
    lines = [",".join(row) for row in (HEADER, *rows)]
    read = read_bytes(tmp_path, workbook({"Calls": table(HEADER, *rows)}) if is_book else "\n".join(lines) + "\n")

    assert [(mention.label, mention.role) for mention in read.mentions if "900802" in mention.raw] == [("Bo", Role.NOTE)]
    assert [role for _, role, _ in read.ways].count("call") == len(rows)


def test_a_row_with_nothing_but_a_number_behind_the_last_column_is_read(tmp_path):
    """Who wrote it there forgot a column."""
    lines = [",".join(row) for row in (HEADER, *ROWS)]
    read = read_bytes(tmp_path, "\n".join([*lines, "2026-03-04 10:00,,,Incoming,07700 900802", ""]))

    assert [mention.raw for mention in read.mentions if mention.role is Role.NOTE] == ["07700 900802"]


@pytest.mark.parametrize("cell", ["07700 900304", "447700900304", "12/03/2026 10:00", "60"])
def test_what_a_row_has_already_and_what_is_no_number_gives_no_note(tmp_path, cell):
    """The same number twice is one, and a time or a count is none."""
    lines = [",".join(row) for row in (HEADER, ROWS[0], [*ROWS[1], cell], ROWS[2])]

    assert {mention.role for mention in read_bytes(tmp_path, "\n".join(lines) + "\n").mentions} == {Role.CALL}


def test_a_few_words_behind_the_last_column_may_say_who_somebody_is(tmp_path):
    """Who had no column for a role typed it there, in a list and in a log; behind a message it may be the rest of that."""
    read = read_bytes(tmp_path, "Name,Number\nAl,07700 900303\nBo,01632 960601,solicitor\n")
    lines = [",".join(row) for row in (HEADER, ROWS[0], [*ROWS[1], "", "solicitor"], ROWS[2])]
    log = read_bytes(tmp_path, "\n".join([*lines, ""]))
    texts = read_bytes(tmp_path, "Date,Number,Message\n2026-03-01 10:00,07700 900303,hi\n2026-03-02 10:00,07700 900304,hello, solicitor\n")

    assert [[mention.raw for mention in record.mentions] for record in read.records] == [["07700 900303"], ["01632 960601", "solicitor"]]
    assert [record.mentions[-1].raw for record in log.records] == ["07700 900303", "solicitor", "07700 900305"]
    assert all(len(record.mentions) == 1 for record in texts.records)


def test_what_may_be_the_rest_of_a_message_is_read_only_where_texts_are_asked_for(tmp_path):
    """A comma in a message without quotes moves its end behind the last column."""
    text = "Date,Number,Message\n2026-03-01 10:00,07700 900303,hi\n2026-03-02 10:00,07700 900304,hello, his is 07700 900802\n"

    without = read_bytes(tmp_path, text, scopes=DEFAULT_SCOPES - {Scope.TEXTS})
    asked = read_bytes(tmp_path, text, scopes=DEFAULT_SCOPES | {Scope.TEXTS})

    assert not [mention for mention in without.mentions if "900802" in mention.raw]
    assert [mention for mention in asked.mentions if "900802" in mention.raw]
