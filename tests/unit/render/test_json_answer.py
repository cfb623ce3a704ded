"""The JSON of an answer has the shape other programs rely on (contract section 2)."""

from __future__ import annotations

import json

import pytest

from answers import HOSTILE_LABEL, a_miss, an_answer
from builders import AT, a_sighting
from matcher.domain.screening import SkippedRow, UnreadFile
from matcher.errors import BadLineList, Fault
from matcher.render.json_answer import (
    check_object,
    screening_object,
    sighting_object,
    skipped_line,
    summary_line,
    unsound_object,
    write_json,
)

TOP = {"schema", "screening", "statement", "matches", "leads", "associates", "alerts", "unusable"}
SCREENING = {"at", "tool", "normaliser", "phone_metadata", "line_list", "sources", "counts"}
COUNTS = {"records", "sightings", "numbers", "matched_numbers", "unusable", "skipped"}
LIST = {"name", "sha256", "version", "lines", "numbers", "notes"}
SOURCE = {"name", "sha256", "bytes", "reader", "scope"}
MATCH = {"line", "number", "grade", "strength", "time_relation", "contact", "sightings", "list_entry", "cautions", "explanation"}
LINE = {"id", "name", "status", "exporting_area", "importing_areas", "owner_unit", "visibility", "markers"}
ENTRY = {"raw", "first_seen", "last_seen", "grading", "handling", "number_role"}
SIGHTING = {
    "type",
    "raw",
    "e164",
    "status",
    "certainty",
    "kind",
    "role",
    "label",
    "app",
    "calls_in",
    "calls_out",
    "messages_in",
    "messages_out",
}
SIGHTING |= {"first_seen", "last_seen", "deleted", "place", "steps"}


@pytest.fixture
def answer():
    """A whole answer after it went through JSON."""
    return json.loads(write_json(screening_object(an_answer())))


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        pytest.param((), TOP, id="answer"),
        pytest.param(("screening",), SCREENING, id="screening"),
        pytest.param(("screening", "counts"), COUNTS, id="counts"),
        pytest.param(("screening", "line_list"), LIST, id="line list"),
        pytest.param(("screening", "sources", 0), SOURCE, id="source"),
        pytest.param(("matches", 0), MATCH, id="match"),
        pytest.param(("matches", 0, "line"), LINE, id="line"),
        pytest.param(("matches", 0, "list_entry"), ENTRY, id="list entry"),
        pytest.param(("matches", 0, "sightings", 0), SIGHTING, id="sighting"),
        pytest.param(("leads", 0), {"kind", "line", "evidence", "explanation"}, id="lead"),
        pytest.param(("associates", 0), {"name", "number", "line", "role", "explanation"}, id="associate"),
        pytest.param(("alerts", 0), {"rule", "urgency", "title", "facts", "assessment", "actions"}, id="alert"),
        pytest.param(("unusable", 0), {"raw", "reason", "place"}, id="unusable"),
    ],
)
def test_every_part_has_the_fields_of_the_contract(answer, path, keys):
    """Each part of the answer has at least the fields the contract fixes."""
    part = answer
    for step in path:
        part = part[step]

    assert keys <= part.keys()


def test_the_words_are_those_of_the_domain(answer):
    """Grade, time relation, urgency, contact and times are written as the contract fixes them."""
    match = answer["matches"][0]

    assert answer["schema"] == "linewatch.screening/1"
    assert answer["screening"]["at"] == "2026-04-01T12:00:00Z"
    assert (match["grade"], match["time_relation"], match["contact"]) == ("A", "overlaps", "received")
    assert match["sightings"][0]["last_seen"] == "2026-03-20T12:00:00Z"
    assert match["list_entry"]["first_seen"] == "2026-02-01"
    assert [alert["urgency"] for alert in answer["alerts"]] == ["P1", "P3"]


def test_files_that_could_not_be_read_are_named():
    """What was handed in and is not part of the answer stands beside its sources."""
    answer = screening_object(an_answer(unread=(UnreadFile("torn.ufdr", "damaged-extraction"),)))

    assert answer["screening"]["unread"] == [{"name": "torn.ufdr", "code": "damaged-extraction"}]


def test_a_label_comes_back_exactly(answer):
    """What the phone holds is in the JSON character by character."""
    assert answer["matches"][0]["sightings"][0]["label"] == HOSTILE_LABEL


def test_the_text_is_plain_ascii():
    """No label reaches a terminal raw: everything outside ASCII and every control character is escaped."""
    text = write_json(screening_object(an_answer()))

    assert text.isascii()
    assert text.isprintable()


def test_a_miss_is_a_whole_answer():
    """With nothing found the lists are empty and the fixed sentence stands."""
    answer = screening_object(a_miss())

    assert (answer["matches"], answer["leads"], answer["associates"], answer["alerts"]) == ([], [], [], [])
    assert answer["statement"].endswith("this does not indicate absence of exploitation.")


def test_a_sighting_line_says_its_type():
    """A line of extract names its type and holds the sighting's fields."""
    line = sighting_object(a_sighting())

    assert line["type"] == "sighting"
    assert line.keys() >= SIGHTING


def test_a_sighting_of_a_match_is_that_of_extract(answer):
    """Inside an answer a sighting says its type as well."""
    sightings = [*answer["matches"][0]["sightings"], *answer["associates"][0]["sightings"]]

    assert {sighting["type"] for sighting in sightings} == {"sighting"}


def test_a_bad_list_names_each_fault():
    """A list that cannot be used is told with row, column and sentence; a fault of no cell has neither."""
    faults = (Fault("row 3, column status", "No."), Fault("row 4", "Nor."), Fault("lines.csv", "Never."))
    told = unsound_object("lines.csv", BadLineList("It cannot be used.", faults=faults))

    assert (told["sound"], told["name"], told["code"]) == (False, "lines.csv", "bad-line-list")
    assert [(each["row"], each["column"], each["sentence"]) for each in told["faults"]] == [
        (3, "status", "No."),
        (4, None, "Nor."),
        (None, None, "Never."),
    ]


def test_a_skipped_line_says_reason_and_place():
    """A skipped record is a line with a reason and a place."""
    assert skipped_line(SkippedRow("no number", "a.vcf:4")) == {"type": "skipped", "reason": "no number", "place": "a.vcf:4"}


def test_a_summary_line_counts():
    """The last line of a file names it, its hash, its reader and its totals."""
    line = summary_line(an_answer().sources[0], 4)

    assert {"type", "source", "sha256", "reader", "records", "sightings", "skipped"} <= line.keys()
    assert (line["type"], line["sightings"], line["records"]) == ("summary", 4, 5)


def test_a_check_names_statement_and_list():
    """The answer to typed numbers carries the statement and which list was used."""
    answer = check_object("No releasable match …", an_answer().line_list, AT, [])

    assert answer.keys() >= {"statement", "line_list", "answers"}
