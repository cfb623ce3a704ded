"""The table opens in a spreadsheet without running anything and without losing digits."""

from __future__ import annotations

import csv
import io

import pytest

from answers import MARKS, a_hidden_answer, a_miss, an_alert, an_answer
from builders import a_line, a_list, a_sighting, an_entry
from matcher.domain.line import Marker, NumberRole, Visibility
from matcher.render.csv_table import COLUMNS, csv_table, safe_cell


def rows(screening):
    """The table as a spreadsheet would split it."""
    return list(csv.DictReader(io.StringIO(csv_table(screening))))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("=HYPERLINK(1)", " =HYPERLINK(1)", id="equals"),
        pytest.param("+447700900123", " +447700900123", id="plus keeps its sign"),
        pytest.param("-1+1", " -1+1", id="minus"),
        pytest.param("@SUM(A1)", " @SUM(A1)", id="at"),
        pytest.param("\t=1", " =1", id="tab before a formula"),
        pytest.param("\r=1", " =1", id="carriage return before a formula"),
        pytest.param("\u200b=1", " =1", id="invisible before a formula"),
        pytest.param("＝1", " ＝1", id="full-width equals"),
        pytest.param("07700900123", " 07700900123", id="leading zero"),
        pytest.param("4.4770E+11", " 4.4770E+11", id="looks like a float"),
        pytest.param("1/2", " 1/2", id="looks like a day"),
        pytest.param("12:30", " 12:30", id="looks like a time"),
        pytest.param("2026-03-01", "2026-03-01", id="a day"),
        pytest.param("a;=1;+2", "a; =1; +2", id="a formula where semicolons separate cells"),
        pytest.param("x" * 40_000, "x" * 31_999 + "…", id="longer than a cell can be"),
        pytest.param("Jay", "Jay", id="plain text"),
        pytest.param("line one\nline two", "line one line two", id="line break"),
        pytest.param(3, 3, id="a count stays a number"),
    ],
)
def test_a_cell_is_never_run_and_never_rounded(value, cell):
    """A space stands before what a spreadsheet would run or take for a number."""
    assert safe_cell(value) == cell


def test_no_cell_of_a_hostile_phone_begins_a_formula():
    """Whatever a phone holds, no cell of the table begins with a character that starts a formula."""
    hostile = [a_sighting(label=start + "cmd|' /C calc'!A0", raw=start + "07700900123") for start in ("=", "+", "-", "@", "\t=", "＝")]
    cells = [cell for row in rows(an_answer(hostile)) for cell in row.values()]

    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r＝＋－＠")]


def test_every_sighting_of_a_match_is_a_row():
    """A match seen in two places gives two rows with the same number."""
    seen = [a_sighting(place="contacts.vcf:1"), a_sighting(place="contacts.vcf:2", label="Kit")]
    matches = [row for row in rows(an_answer(seen)) if row["kind"] == "match"]

    assert [row["place"] for row in matches] == ["contacts.vcf:1", "contacts.vcf:2"]
    assert {row["number"].strip() for row in matches} == {"+447700900123"}


def test_the_kinds_of_rows_are_told_apart():
    """Statement, alerts, matches, people, leads and doubtful numbers each have their kind."""
    kinds = {row["kind"] for row in rows(an_answer())}

    assert {
        "statement",
        "warning",
        "alert",
        "match",
        "associate",
        "lead_brand_label",
        "unusable",
        "skipped",
        "source",
        "line_list",
    } <= kinds


def test_the_most_urgent_alert_stands_first():
    """Alerts keep the order of the answer."""
    assert [row["urgency"] for row in rows(an_answer()) if row["kind"] == "alert"] == ["P1", "P3"]


def test_a_miss_says_so():
    """With nothing found the table still holds the fixed sentence."""
    first = rows(a_miss())[0]

    assert first["kind"] == "statement"
    assert "does not indicate absence of exploitation" in first["text"]


def test_every_row_has_every_column():
    """All rows have the same columns, in the stated order."""
    table = list(csv.reader(io.StringIO(csv_table(an_answer()))))

    assert tuple(table[0]) == COLUMNS
    assert {len(row) for row in table} == {len(COLUMNS)}


def test_a_line_name_that_is_a_formula_is_defused():
    """What a list holds is treated like what a phone holds."""
    answer = an_answer([a_sighting()], a_list([an_entry()], [a_line(name="=1+1")]), alerts=(an_alert(title="=2+2"),))
    table = rows(answer)

    assert next(row for row in table if row["kind"] == "match")["line_name"] == " =1+1"
    assert next(row for row in table if row["kind"] == "alert")["text"] == " =2+2"


def test_a_match_says_role_harm_visibility_owner_and_handling():
    """What a person must know before passing a match on stands in columns of its own."""
    entry = an_entry(role=NumberRole.WORKER_HANDSET, handling="C", handling_conditions="ask first")
    line = a_line(markers=frozenset({Marker.KNIFE, Marker.DEBT_BONDAGE}))
    row = next(row for row in rows(an_answer([a_sighting()], a_list([entry], [line]))) if row["kind"] == "match")

    assert (row["number_role"], row["markers"], row["visibility"]) == ("worker_handset", "debt_bondage; knife", "open_to_force")
    assert (row["owner_unit"], row["handling"], row["handling_conditions"]) == ("Estmoor Intelligence", "C", "ask first")
    assert row["marking"] == ""


def test_an_alert_says_who_gets_it():
    """Every row of an alert names its recipients and whether it needs care."""
    alert = an_alert(rule="AR-22", restricted=True, recipients=("supervisor", "allocated social worker"))
    told = [row for row in rows(an_answer(alerts=(alert,))) if row["rule"] == "AR-22"]

    assert {row["recipients"] for row in told} == {"supervisor; allocated social worker"}
    assert all(row["marking"].startswith("Handle with care") for row in told)


@pytest.mark.parametrize("visibility", list(MARKS))
def test_what_a_restricted_line_gave_is_marked_in_its_row(visibility):
    """Match, named person and lead of a restricted line carry the words in their own rows."""
    told = [row for row in rows(a_hidden_answer(visibility)) if row["line_id"]]

    assert {row["kind"] for row in told} == {"match", "associate", "lead_brand_label"}
    assert {row["marking"] for row in told} == {MARKS[visibility]}
    assert {row["visibility"] for row in told} == {Visibility(visibility).value}
