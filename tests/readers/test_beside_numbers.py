"""What other columns of a table say of the number in a row: its country, its area code, its label."""

from __future__ import annotations

import pytest

from ingest import Written
from readings import read_bytes


@pytest.mark.parametrize("header", ["Country Code", "Dial Code", "Prefix", "Country", "countryiso"])
@pytest.mark.parametrize(
    ("code", "number", "raw", "written"),
    [
        ("+91", "7700900123", "+91 7700900123", Written.NUMBER),
        ("0049", "07700900123", "0049 07700900123", Written.NUMBER),
        ("91", "7700900123", "7700900123", Written.FOREIGN),
        ("49", "07700900123", "07700900123", Written.FOREIGN),
        ("IN", "7700900123", "7700900123", Written.FOREIGN),
        ("+44", "07700900123", "07700900123", Written.NUMBER),
        ("0044", "7700900123", "7700900123", Written.NUMBER),
        ("44", "7700900123", "7700900123", Written.NUMBER),
        ("GB", "07700900123", "07700900123", Written.NUMBER),
        ("234", "07700900123", "07700900123", Written.NUMBER),
        ("", "07700900123", "07700900123", Written.NUMBER),
    ],
)
def test_a_country_beside_a_number_goes_with_it(tmp_path, header, code, number, raw, written):
    """A dialling code is joined, any other sign of another country marks the number, and Britain changes nothing."""
    read = read_bytes(tmp_path, f"Name,{header},Phone\nCousin,{code},{number}\nKim,,07700 900124\n")

    assert [(mention.raw, mention.written) for mention in read.mentions] == [(raw, written), ("07700 900124", Written.NUMBER)]


@pytest.mark.parametrize(
    ("country", "is_foreign"),
    [("India", True), ("United Kingdom", False), ("Northern Ireland", False), ("Deutschland", True), ("n/a", False)],
)
def test_a_country_by_name_marks_the_number(tmp_path, country, is_foreign):
    """Names of countries count like their codes."""
    read = read_bytes(tmp_path, f"Name,Country,Phone\nCousin,{country},07700900123\n")

    assert [mention.written is Written.FOREIGN for mention in read.mentions] == [is_foreign]


@pytest.mark.parametrize("country", ["Ireland", "IE", "353", "France", "Spain", "ES", "Jamaica", "Romania"])
@pytest.mark.parametrize("number", ["07700900123", "07700 900123", "447700900123"])
def test_a_british_mobile_number_is_one_beside_a_country_whose_numbers_look_otherwise(tmp_path, country, number):
    """A cousin lives there, or the phone was there (formats 1.3): no number of that country has this form."""
    read = read_bytes(tmp_path, f"Name,Country,Phone\nCousin,{country},{number}\n")

    assert [mention.written for mention in read.mentions] == [Written.NUMBER]


@pytest.mark.parametrize("country", ["Germany", "IN", "Nigeria", "Ireland"])
def test_a_number_with_the_code_of_britain_is_british_whatever_the_country_beside_it(tmp_path, country):
    """Programs leave out the plus."""
    read = read_bytes(tmp_path, f"Name,Country,Phone\nCousin,{country},447700900123\nKim,{country},7700900124\n")

    assert [mention.written for mention in read.mentions] == [Written.NUMBER, Written.FOREIGN]


def test_a_title_before_a_name_is_no_country(tmp_path):
    """People keep titles under Prefix, some of which are codes of countries."""
    read = read_bytes(tmp_path, "Prefix,Name,Phone\nMr,Jay,07700900123\nMS,Kim,07700900124\n")

    assert {mention.written for mention in read.mentions} == {Written.NUMBER}


def test_a_call_abroad_is_marked_too(tmp_path):
    """Call logs name the country of a call; a number that is whole by itself is for those who know numbers."""
    read = read_bytes(tmp_path, "Number,Country ISO,Direction,Date,Duration\n07700900123,IN,Incoming,2026-03-01 12:00:00,10\n")

    assert [(mention.raw, mention.written) for mention in read.mentions] == [("07700900123", Written.FOREIGN)]


def test_an_area_code_in_a_column_of_its_own_is_joined(tmp_path):
    """Area code and local number make a whole number only where they plainly do."""
    read = read_bytes(
        tmp_path, "Name,Area code,Phone\nA,01632,960123\nB,01632,01632960124\nC,020,79460123\nD,1632,960125\nE,01632,07700900123\n"
    )

    assert [mention.raw for mention in read.mentions] == ["01632 960123", "01632960124", "020 79460123", "960125", "07700900123"]
    assert {mention.written for mention in read.mentions} == {Written.NUMBER}


@pytest.mark.parametrize(
    "text",
    [
        "Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\nA,Childline,07700900123,* Mobile,07700900124\n",
        "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value\nA,Childline,07700900123,Home,07700900124\n",
        "Name,Type,Number\nA,Childline,07700900123\nA,Mobile,07700900124\n",
        'Name,Phone\nA,"Childline: 07700900123\nMobile: 07700900124"\n',
        'Name,Entries\nA,"Phone-Childline: 07700900123\nPhone-Mobile: 07700900124"\n',
    ],
)
def test_the_label_of_a_number_is_said_of_that_number_only(tmp_path, text):
    """Wherever a table writes it, a label of somebody's own words goes with its number and no other; Mobile says nothing."""
    read = read_bytes(tmp_path, text)

    assert {mention.raw: mention.about and mention.about.rstrip(": ") for mention in read.mentions} == {
        "07700900123": "Childline",
        "07700900124": None,
    }


@pytest.mark.parametrize("header", ["Name,Mobile,Notes", "Name,Mobile,Extra", "Mobile,Notes,Name"])
def test_a_mobile_without_its_plus_alone_in_a_cell_is_a_number(tmp_path, header):
    """Networks and messengers write it so; a text that is only searched does not give it back."""
    cells = {"Name": "Jay", "Mobile": "07700 900123", "Notes": "447700900124", "Extra": "447700900124"}

    read = read_bytes(tmp_path, f"{header}\n{','.join(cells[each] for each in header.split(','))}\n")

    assert sorted(read.numbers) == [("07700 900123", "contact"), ("447700900124", "note")]


def test_a_mobile_without_its_plus_beside_a_call_is_a_number(tmp_path):
    """In a column of any use of a log it is a note, as with its plus."""
    read = read_bytes(tmp_path, "Date,Number,Type,Duration,Extra\n2026-03-01 10:00,07700900125,Outgoing,3,447700900124\n")

    assert read.numbers == [("07700900125", "call"), ("447700900124", "note")]
