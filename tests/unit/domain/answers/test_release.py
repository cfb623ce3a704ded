"""What travels tells nothing of a restricted line (docs/decisions/0006)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answers import an_alert, an_answer
from builders import a_line, a_list, a_sighting, an_associate, an_entry, number_lists
from matcher.domain.alerts.rule import Recipient
from matcher.domain.answers.release import ROWS_COUNTED, hidden_line_of, holds_restricted, open_facts, open_part, release
from matcher.domain.line import Visibility
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.domain.match import Lead
from matcher.render.csv_table import csv_table
from matcher.render.html_page import html_page

OPEN = a_line()
OWNER = (Recipient.OWNER_UNIT.value,)
OPEN_ENTRY = an_entry()
HIDDEN_NUMBER = "+447700900333"
PHONE = (a_sighting(), a_sighting(raw="07700 900333", e164=HIDDEN_NUMBER, label="Quiet", place="contacts.vcf:20"))


def hidden(visibility=Visibility.COVERT):
    """A list with one open line and one restricted line, whose number and named person are on the phone."""
    line = a_line(id="L-9", name="Quiet", visibility=visibility)
    entry = an_entry(line_id="L-9", e164=HIDDEN_NUMBER, raw="07700 900333", row=3)
    person = an_associate(line_id="L-9", name="Sam Sample", e164=HIDDEN_NUMBER)
    return a_list([OPEN_ENTRY, entry], [OPEN, line], [person], sha256="1" * 64)


@pytest.mark.parametrize("visibility", [Visibility.COVERT, Visibility.OWNER_UNIT_ONLY])
def test_the_open_part_is_the_list_without_the_line(visibility):
    """Line, numbers and people of a restricted line are gone, everything else stands."""
    part = open_part(hidden(visibility))

    assert set(part.lines) == {OPEN.id}
    assert set(part.entries) == {OPEN_ENTRY.e164}
    assert part.associates == {}


def test_a_number_of_two_lines_stays_with_the_open_one():
    """A number on an open and a restricted line is the open line's alone."""
    both = a_list([OPEN_ENTRY, an_entry(line_id="L-9")], [OPEN, a_line(id="L-9", visibility=Visibility.COVERT)])

    assert open_part(both).entries == {OPEN_ENTRY.e164: (OPEN_ENTRY,)}


def test_a_list_without_restricted_lines_is_itself():
    """Nothing is copied where nothing has to go."""
    listed = a_list()

    assert open_part(listed) is listed


@pytest.mark.parametrize("write", [html_page, csv_table], ids=["page", "table"])
def test_documents_are_the_bytes_of_a_list_without_the_line(write):
    """Page and table of a phone with a restricted number are those of a list on which the line never stood."""
    with_it, without_it = hidden(), a_list([OPEN_ENTRY], [OPEN], sha256="2" * 64)
    told = release(an_answer(PHONE, open_part(with_it)), open_part(with_it))
    plain = release(an_answer(PHONE, without_it), without_it)

    assert write(told) == write(plain)


def a_list_of(*rows):
    """A list of an open and a covert line, its rows as `(line, number)` from row 2 on; the last open row names a person."""
    lines = [OPEN, a_line(id="L-9", name="Quiet", visibility=Visibility.COVERT)]
    entries = [
        an_entry(line_id=line, e164=f"+447700900{number}", raw=f"07700 900{number}", row=row)
        for row, (line, number) in enumerate(rows, start=2)
    ]
    *entries, last = entries
    person = an_associate(line_id=last.line_id, e164=last.e164, raw=last.raw, row=last.row)
    return a_list(entries, [line for line in lines if any(line.id == of for of, _ in rows)], [person])


@pytest.mark.parametrize("write", [html_page, csv_table], ids=["page", "table"])
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("L-9", "333"), ("L-9", "334"), (OPEN.id, "123"), (OPEN.id, "124"), (OPEN.id, "125")], id="first"),
        pytest.param([(OPEN.id, "123"), ("L-9", "333"), (OPEN.id, "124"), ("L-9", "334"), (OPEN.id, "125")], id="between"),
        pytest.param([("L-9", "124"), (OPEN.id, "123"), ("L-9", "125"), (OPEN.id, "124"), (OPEN.id, "125")], id="the same numbers"),
    ],
)
def test_no_row_number_tells_of_covert_rows_above(rows, write):
    """Wherever covert rows stand, rows in documents are counted as in a file that never held them."""
    phone = tuple(a_sighting(raw=f"07700 900{n}", e164=f"+447700900{n}", place=f"contacts.vcf:{n}") for n in (123, 124, 125, 333))
    part, plain = open_part(a_list_of(*rows)), a_list_of(*(row for row in rows if row[0] == OPEN.id))

    assert (list(part.entries.items()), part.associates) == (list(plain.entries.items()), plain.associates)
    assert write(release(an_answer(phone, part), part)) == write(release(an_answer(phone, plain), plain))


HEADER = ("line_id", "number", "number_role", "visibility", "intel_grade", "associate_name")


@pytest.mark.parametrize(
    "dropped",
    [
        pytest.param(("L-9", "@quiet", "social_handle", "covert", "", ""), id="a social handle"),
        pytest.param(("L-9", "07700 900333", "", "covert", "", ""), id="a row that stands twice"),
        pytest.param(("L-9", "07700 900334", "", "covert", "E", "Sam Sample"), id="a person suspected falsely"),
        pytest.param(("L-9", "07700 900335", "", "covert", "", "Kim Sample"), id="a person named twice"),
        pytest.param(("L-9", "@kim", "social_handle", "covert", "", "Kim Sample"), id="a person known by a handle"),
    ],
)
def test_rows_of_restricted_lines_that_gave_nothing_are_not_counted_either(dropped):
    """A row of a covert line of which the list keeps nothing shifts no row number of an open entry."""
    covert = [("L-9", "07700 900333", "", "covert", "", ""), ("L-9", "07700 900335", "", "covert", "", "Kim Sample"), dropped]
    open_rows = [
        ("L-0043", "07700 900123", "", "", "", ""),
        ("L-0043", "@lark", "social_handle", "", "", ""),
        ("L-0043", "07700 900124", "", "", "", ""),
    ]

    def listed(rows):
        return parse_line_list(HEADER, list(enumerate(rows, start=2)), origin=ListOrigin("lines.csv", "0" * 64), lists=number_lists())

    assert open_part(listed([*covert, *open_rows])).entries == listed(open_rows).entries


@pytest.mark.parametrize("write", [html_page, csv_table], ids=["page", "table"])
def test_no_document_names_the_line_or_the_person(write):
    """Nothing of the restricted line, its number or its person stands in a document."""
    part = open_part(hidden())
    text = write(release(an_answer(PHONE, part), part))

    assert not any(trace in text for trace in ("L-9", "Quiet", "Sam Sample", "900333", "1" * 64))


def test_the_fingerprint_follows_the_open_entries():
    """Another open entry gives another fingerprint; another restricted entry does not."""
    other = replace(OPEN_ENTRY, source_grade="3")

    assert open_facts(hidden()) == open_facts(a_list([OPEN_ENTRY], [OPEN]))
    assert open_facts(hidden()).sha256 != open_facts(a_list([other], [OPEN])).sha256


def test_notes_about_the_header_travel_and_others_do_not():
    """Rows and sheets that a note tells of may be of a restricted line; a column is of none."""
    listed = replace(
        hidden(),
        notes=(
            "The column 'colour' is not known and was ignored.",
            "2 rows repeat another row and were counted once.",
            "The sheet 'Quiet' holds a list as well and was not read; keep one list in a workbook.",
        ),
    )

    assert open_facts(listed).notes == (*listed.notes[:1], ROWS_COUNTED)


def test_how_rows_are_counted_is_said_of_every_open_list():
    """Whether a list holds restricted lines or not, its open part says that rows are counted without them."""
    assert open_facts(hidden()).notes == open_facts(a_list([OPEN_ENTRY], [OPEN])).notes == (ROWS_COUNTED,)


def test_what_is_for_the_owning_unit_only_goes_as_well():
    """Leads and alerts marked as restricted do not travel, whatever line they rest on."""
    lead = Lead("entry_suspected_false", OPEN, PHONE[0], "…", restricted=True)
    answer = an_answer(PHONE[:1], leads=(lead,), alerts=(an_alert(), an_alert(rule="AR-17", restricted=True, recipients=OWNER)))
    told = release(answer, a_list())

    assert told.leads == ()
    assert [alert.rule for alert in told.alerts] == ["AR-01"]


def test_what_is_to_be_handled_with_care_stays():
    """An alert about a parent's number on an open line stands in documents: leaving it out would put the child in danger."""
    answer = an_answer(PHONE[:1], alerts=(an_alert(rule="AR-22", restricted=True, recipients=("supervisor",)),))

    assert [alert.rule for alert in release(answer, a_list()).alerts] == ["AR-22"]
    assert not holds_restricted(answer)


def test_an_alert_names_the_hidden_line_it_rests_on():
    """A restricted alert that names a covert line of the answer is known by it; one about an open line is not."""
    whole = an_answer(PHONE, hidden())
    about = an_alert(
        rule="AR-22", restricted=True, rests_on_restricted=True, recipients=("supervisor",), facts=("It is recorded for line L-9 'Quiet'.",)
    )

    assert hidden_line_of(about, whole) is Visibility.COVERT
    assert hidden_line_of(replace(about, facts=("It is recorded for line L-0043 'Larkspur'.",)), whole) is None


def test_an_answer_knows_whether_it_holds_anything_restricted():
    """The whole answer of a restricted match says so; the released one does not."""
    whole = an_answer(PHONE, hidden())

    assert holds_restricted(whole)
    assert not holds_restricted(release(an_answer(PHONE, open_part(hidden())), open_part(hidden())))
