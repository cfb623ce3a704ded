"""Rows with the words of a header among the rows of a table (formats facts 13.1): headers again, headers of another table, and data."""

from __future__ import annotations

import pytest

from ingest import Scope
from readings import read_bytes

CONTACTS = frozenset({Scope.CONTACTS})


@pytest.mark.parametrize(
    ("header", "rows", "labels"),
    [
        pytest.param(
            "Source,Contact Number,App,Category",
            ["Phone,07700900123,WhatsApp,Mobile", "Phone,,WhatsApp,Mobile", "Phone,07700900124,WhatsApp,Mobile"],
            [None, None],
            id="a source called Phone",
        ),
        pytest.param(
            "Name,Phone Type,Number,Source",
            ["Jay,Mobile,07700900123,Phone", "Mobile,Home,,Phone", "Kim,Mobile,07700900124,SIM"],
            ["Jay", "Kim"],
            id="a contact called Mobile",
        ),
        pytest.param(
            "Name,Number,Type",
            ["Mobile,Name,Phone", "Jay,07700900123,Home", "Kim,07700900124,Home"],
            ["Mobile", "Jay", "Kim"],
            id="directly below the header",
        ),
        pytest.param(
            "Name,Number,Type,Town",
            ["Mobile,,Phone,WhatsApp", "Jay,07700900123,Home,A", "Kim,07700900124,Home,B"],
            ["Jay", "Kim"],
            id="with more of the words than the header",
        ),
        pytest.param("Name,Number", ["Jay,07700900123", "Name,", "Kim,07700900124", "Phone,"], ["Jay", "Kim"], id="a contact called Name"),
    ],
)
def test_a_row_of_data_with_the_words_of_a_header_changes_nothing(tmp_path, header, rows, labels):
    """What stands below a row shows that it is no header; the row itself is accounted for."""
    read = read_bytes(tmp_path, "\n".join([header, *rows]) + "\n")

    assert {mention.raw for mention in read.mentions} >= {"07700900123", "07700900124"}
    assert [mention.label for mention in read.mentions] == labels
    assert {mention.role.value for mention in read.mentions} == {"contact"}
    assert len(read.records) + len(read.skipped) == len(rows)


def test_a_second_table_with_the_columns_turned_round_is_read_by_its_own_header(tmp_path):
    """A header is one although its words might be the names of senders."""
    read = read_bytes(tmp_path, "Name,Number\nJay,07700900123\nMobile,Name\n07700900124,Kim\n07700900125,Lee\n")

    assert [(mention.label, mention.raw) for mention in read.mentions] == [
        ("Jay", "07700900123"),
        ("Kim", "07700900124"),
        ("Lee", "07700900125"),
    ]


def test_a_table_below_one_nobody_asked_for_is_found(tmp_path):
    """Rows of calls with the words of a header end nothing; contacts below the calls do."""
    calls = (
        "Direction,From,To,Duration,Type\n" + "Incoming,07700900125,,10,Mobile\nIncoming,,Phone,,Mobile\nIncoming,07700900126,,10,Mobile\n"
    )

    read = read_bytes(tmp_path, calls + "Name,Mobile,Home\nJay,07700900123,\nKim,,01632960124\n", scopes=CONTACTS)

    assert [(mention.label, mention.raw) for mention in read.mentions] == [("Jay", "07700900123"), ("Kim", "01632960124")]
    assert read.remarks == {"outside-scope"}


def test_thousands_of_rows_with_the_words_of_a_header_are_read(tmp_path):
    """Looking ahead again and again neither fails nor loses a row."""
    pair = "Name,Number,Type\nJay,07700900123,Mobile\nMobile,Name,Home\n07700900124,Kim,\nPhone,,Mobile\n"

    read = read_bytes(tmp_path, pair * 1500)

    assert {mention.raw for mention in read.mentions} >= {"07700900123", "07700900124"}
    assert sum(mention.raw == "07700900123" for mention in read.mentions) == 1500


@pytest.mark.parametrize("header", ["Foo,Bar", "Enw,Rhif ffôn", "Wer,Was"])
@pytest.mark.parametrize("rows", ["J,07700900123\n", "J,07700900123\nK,07700900124\n"])
def test_a_header_of_unknown_words_is_no_record(tmp_path, header, rows):
    """A first row of words above a column of numbers is a header in any language, above one row as above many."""
    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert [(record.mentions[0].raw, record.mentions[0].label) for record in read.records] == [
        (number, name) for name, number in (row.split(",") for row in rows.splitlines())
    ]
    assert not read.skipped


@pytest.mark.parametrize("first", ["Mum,withheld", "Mum,unknown", "Mum,"])
def test_a_first_row_without_a_number_is_no_header(tmp_path, first):
    """Somebody without a number at the top of a list without a header is a record."""
    read = read_bytes(tmp_path, f"{first}\nJ,07700900123\nK,07700900124\n")

    assert len(read.records) + len(read.skipped) == 3


def test_rows_above_a_late_header_keep_their_names(tmp_path):
    """Rows that stand above a header are contacts like those below it; facts about the examination are not."""
    text = "Jay,07700900123\nExaminer,07700900555\nPhone number,07700900999\nName,Phone\nKim,07700900124\nLee,07700900125\n"

    read = read_bytes(tmp_path, text)

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700900123", "contact", "Jay"),
        ("07700900555", "note", None),
        ("07700900999", "owner", None),
        ("07700900124", "contact", "Kim"),
        ("07700900125", "contact", "Lee"),
    ]
