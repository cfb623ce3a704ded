"""Text tables typed by hand, or without the delimiters behind the last filled cell, among titles and notes (formats facts 13)."""

from __future__ import annotations

import csv
import io

import pytest

from ingest import Direction, Role
from readings import read_bytes

#: Contacts, notes and calls in one file, no two tables of one width.
MIXED = """\
OFFICIAL-SENSITIVE
"Contacts from exhibit AB/1, examined 01/03/2026"

Name,Mobile,Home,,SIM name,SIM number
Ana Quill,07700 900401,01632 960401,,Zed,07700 900411
Bo Fenn,07700 900402,,,Yan,07700 900412
Cy Marl,07700 900403

"Note: also rings 07700 900421 (""Uncle"") every night; mum says 07700 900422 is the taxi"
Seen on lock screen: +44 7700 900423

Calls
Date,Number,Direction,Duration
01/03/2026 22:10,07700 900431,Incoming,00:01:00
02/03/2026 23:10,07700 900432,Outgoing
02/03/2026 23:30,07700 900433,Missed

Read by two people
"""


def _padded(text):
    """Give the same rows as a spreadsheet program saves them: each as wide as the widest."""
    rows = list(csv.reader(io.StringIO(text)))
    width = max(map(len, rows))
    padded = io.StringIO()
    csv.writer(padded).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return padded.getvalue()


def _with_delimiter(text, delimiter):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(csv.reader(io.StringIO(text)))
    return written.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_any_width_among_notes_are_read_by_their_headers(tmp_path, delimiter):
    """Names, ways and times of calls are there, as they are where every row is as wide as the widest."""
    read = read_bytes(tmp_path, _with_delimiter(MIXED, delimiter))

    named = [(mention.raw, mention.label) for mention in read.mentions if mention.role is Role.CONTACT]
    assert named == [
        ("07700 900401", "Ana Quill"),
        ("01632 960401", "Ana Quill"),
        ("07700 900411", "Zed"),
        ("07700 900402", "Bo Fenn"),
        ("07700 900412", "Yan"),
        ("07700 900403", "Cy Marl"),
    ]
    calls = [record for record in read.records if record.mentions[0].role is Role.CALL]
    assert [(call.mentions[0].raw, call.mentions[0].direction, call.first and call.first.isoformat()) for call in calls] == [
        ("07700 900431", Direction.IN, "2026-03-01T22:10:00"),
        ("07700 900432", Direction.OUT, "2026-03-02T23:10:00"),
        ("07700 900433", Direction.IN, "2026-03-02T23:30:00"),
    ]


def test_what_was_cut_off_behind_the_last_cells_of_rows_changes_nothing(tmp_path):
    """The same table is read alike with and without the delimiters of its empty cells."""
    assert read_bytes(tmp_path, MIXED).items == read_bytes(tmp_path, _padded(MIXED)).items


def test_few_contacts_below_a_title_of_two_lines_keep_their_names(tmp_path):
    """No two of three kinds of rows have as many cells."""
    read = read_bytes(
        tmp_path,
        "OFFICIAL\nContacts from exhibit AB/1\n\nName,Mobile,Home\nAna,07700 900401,01632 960401\nBo,07700 900402\nCy,07700 900403\n\n"
        "Note: also rings 07700 900421\n",
    )

    assert [(mention.raw, mention.label) for mention in read.mentions if mention.role is Role.CONTACT] == [
        ("07700 900401", "Ana"),
        ("01632 960401", "Ana"),
        ("07700 900402", "Bo"),
        ("07700 900403", "Cy"),
    ]


def test_a_row_with_more_cells_than_its_header_leaves_everybody_their_name(tmp_path):
    """Who types notes puts commas into them, and no quotation marks around them."""
    rows = "Ana,07700 900401,met at school,a friend\nBo,07700 900402,cousin\nCy,07700 900403,old, tall, red hair\n"
    read = read_bytes(tmp_path, f"Seen on the phone\nName,Phone\n{rows}")

    assert [(mention.raw, mention.label) for mention in read.mentions if mention.role is Role.CONTACT] == [
        ("07700 900401", "Ana"),
        ("07700 900402", "Bo"),
        ("07700 900403", "Cy"),
    ]


def test_commas_of_sentences_are_no_delimiters(tmp_path):
    """Notes stay notes, though words in them head columns elsewhere: what is said of a number stands in one text with it."""
    notes = [
        "Tried again, mobile",
        "Rang mum, 07700 900123",
        "She is at home",
        "Ring again",
        "Texted 07700 900124",
        "After school",
        "Done",
    ]

    read = read_bytes(tmp_path, "\n".join(notes))

    assert [mention.raw for mention in read.mentions if "07700" in mention.raw] == ["Rang mum, 07700 900123", "Texted 07700 900124"]
