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
    assert [record.mentions[0].label for record in read.records] == labels
    assert {role for _, role in read.numbers} == {"contact"}
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


@pytest.mark.parametrize(
    "rows",
    [
        ["Jay,07700900801", "Mo,07700900802", "Kez,no number", "Al,07700900803"],
        ["Jay,07700900801,", "Mo,07700900802,old phone", "Kez,number changed,new phone", "Al,07700900803,"],
        ["Jay,07700900801,07700900805", "Mo,07700900802,", "Mum,no phone,no mobile", "Al,07700900803,"],
        ["1,Jay,07700900801 new", "2,Mo,07700900802", "3,Kez,no number", "4,Al,07700900803"],
        ["Jay,07700 900801 (saved as J)", "Mo,07700900802", "Kez,no number"],
        ["Kez,no number", "Jay,07700900801", "Mo,07700900802"],
        ["Jay 07700900801", "Mo 07700900802", "Kez - no number", "Al 07700900803"],
        ["Deano: 07700 900821 (his number)", "Kez: 07700 900822", "Mo: no phone"],
        ["Jay - 07700 900761 (saved as J)", "Mo - 07700 900762", "Kez - no number"],
        ['"Jay, 07700 900761 (saved as J)"', '"Mo 07700 900762"', '"Kez, no phone number"'],
        ["Jay,07700900801", "Mo,07700900802", "Mum,old phone", "Al,07700900803"],
    ],
)
def test_words_in_place_of_a_number_make_no_header(tmp_path, rows):
    """Somebody without a number is told as such, and whoever stands above remains a contact."""
    read = read_bytes(tmp_path, "\n".join(rows) + "\n")

    assert len(read.records) + len(read.skipped) == len(rows)
    assert len(read.skipped) == 1
    assert [mention.role.value for record in read.records for mention in record.mentions[:1]] == ["contact"] * (len(rows) - 1)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_that_gives_numbers_is_no_header(tmp_path, at):
    """Whatever words for numbers stand before them, and on whichever row."""
    rows = ["Jay 07700900276", "Mo 07700900277"]
    rows.insert(at, "Numbers given: 07700900274 07700900275")

    read = read_bytes(tmp_path, "\n".join(rows) + "\n")

    assert [mention.raw for mention in read.mentions] == rows


def test_numbers_among_words_above_a_header_are_notes(tmp_path):
    """A title is searched for numbers like any other text."""
    read = read_bytes(tmp_path, "Seized from Mo (rang 07700900276 twice)\nName,Phone\nKim,07700900124\nLee,07700900125\n")

    assert [mention.role.value for mention in read.mentions] == ["note", "contact", "contact"]


@pytest.mark.parametrize("header", ["Serial no,Phone number", "Contact no", "Name,Phone No", "Nom,No de téléphone", "Name,New number"])
def test_a_header_that_counts_or_names_numbers_is_one(tmp_path, header):
    """The word `no` of a header is no denial, and what is new may have a column."""
    row = ",".join([*["12"] * header.count(","), "07700900123"])
    read = read_bytes(tmp_path, f"{header}\n{row}\n{row}\n")

    assert len(read.records) == 2
    assert not read.skipped


def test_a_header_may_say_whether_somebody_has_a_number(tmp_path):
    """Beside other headers, words of sentences are the name of a column."""
    read = read_bytes(tmp_path, "display_name,has_phone_number,number\nKim,1,07700900124\nLee,0,\n")

    assert ("07700900124", "Kim") in [(mention.raw, mention.label) for mention in read.mentions]
    assert not read.remarks


@pytest.mark.parametrize("fact", ["Own number", "MSISDN", "Handset:"])
def test_a_short_header_below_a_fact_about_the_phone_is_one(tmp_path, fact):
    """The number of the phone itself is no entry of a list."""
    read = read_bytes(tmp_path, f"{fact},07700900999\nType,Number\nMobile,07700900124\nHome,07700900125\n")

    assert [mention.raw for mention in read.mentions if mention.role.value == "contact"] == ["07700900124", "07700900125"]
    assert not read.skipped
