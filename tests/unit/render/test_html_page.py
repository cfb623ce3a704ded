"""The page is whole, safe, and readable without colour."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from lxml import html

from answers import HOSTILE_LABEL, MARKS, a_hidden_answer, a_miss, an_alert, an_answer
from builders import a_line, a_list, a_sighting, an_entry
from matcher.domain.answers.release import ROWS_COUNTED
from matcher.domain.line import NumberRole
from matcher.domain.screening import SourceFacts
from matcher.render.html_page import MARKING, html_page
from matcher.render.words import ROUTES


@pytest.fixture
def text():
    """The page of an answer that holds something of everything."""
    return html_page(an_answer())


@pytest.fixture
def page(text):
    """The same, taken apart."""
    return html.document_fromstring(text)


def test_the_page_fetches_and_runs_nothing(page):
    """There is no script, frame, form, image, link to another file or event handler in the page."""
    assert page.xpath("//script | //iframe | //object | //embed | //form | //img | //link | //base | //@srcdoc") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert all(target.startswith("#") for target in page.xpath("//@href"))


def test_the_style_is_inside_and_fetches_nothing(page):
    """The style sheet stands in the page and names no address."""
    style = page.xpath("string(//style)")

    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_the_style_sheet_and_nothing_else(page):
    """The content security policy holds the hash of the style sheet that is really there."""
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    digest = base64.b64encode(hashlib.sha256(page.xpath("string(//style)").encode()).digest()).decode()

    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_the_page_needs_no_style_attribute(page):
    """No element carries a style of its own: the policy would refuse it."""
    assert page.xpath("//@style") == []


def test_a_hostile_label_is_text(text, page):
    """A label with markup, escapes and marks of direction is shown as harmless text."""
    assert "<script>" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "{{7*7}}" in page.text_content()
    assert "[red]<script>alert(1)</script>" in page.text_content()
    assert HOSTILE_LABEL not in text


def test_a_cell_of_megabytes_is_cut_on_the_page():
    """No number and no name is so long; that it was cut is said, with its length."""
    long = "0" * 5_000_000
    sighting = a_sighting(raw=f"07700900123 {long}", label=f"Jay {long}")

    page = html_page(an_answer([sighting]))

    assert len(page) < 200_000
    assert "(cut here; 5,000,012 characters in the file)" in page
    assert "(cut here; 5,000,004 characters in the file)" in page


@pytest.mark.parametrize("evil", ['"><img src=x>', "<b>", "&amp;", "' onmouseover='x"])
def test_names_of_files_and_lines_are_text(evil):
    """A file, list, line, area or alert with markup in its name adds no element."""
    source = SourceFacts(evil, "ab" * 32, 1, "vcard", ("contacts",), records=1, skipped=0)
    listed = a_list([an_entry(raw=evil)], [a_line(name=evil, exporting_area=evil)], name=evil)
    page = html.document_fromstring(
        html_page(an_answer([a_sighting(place=evil)], listed, sources=(source,), alerts=(an_alert(title=evil),)))
    )

    assert page.xpath("//img | //b | //@onmouseover") == []
    assert page.text_content().count(evil) >= 5


def test_the_page_speaks_british_english(page):
    """The language of the page is stated."""
    assert page.get("lang") == "en-GB"


def test_landmarks_stand_once(page):
    """There is one header, one main and one footer."""
    assert [len(page.xpath(f"//body/{name}")) for name in ("header", "main", "footer")] == [1, 1, 1]


@pytest.mark.parametrize("answer", [an_answer(), a_miss()], ids=["found", "miss"])
def test_headings_go_down_one_level_at_a_time(answer):
    """There is one h1, and no heading skips a level."""
    levels = [int(each.tag[1]) for each in html.document_fromstring(html_page(answer)).xpath("//h1 | //h2 | //h3 | //h4 | //h5")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_tables_have_captions_and_scopes(page):
    """Each table has a caption and each head cell a scope."""
    tables = page.xpath("//table")

    assert tables
    assert all(table.xpath("./caption[normalize-space()]") for table in tables)
    assert page.xpath("//th[not(@scope)]") == []


def test_ids_are_unique_and_every_reference_has_its_target(page):
    """No id stands twice, and every label and link leads to one."""
    ids = page.xpath("//@id")
    wanted = page.xpath("//@aria-labelledby") + [target[1:] for target in page.xpath("//@href")]

    assert len(ids) == len(set(ids))
    assert set(wanted) <= set(ids)


def test_alerts_stand_before_matches_and_the_most_urgent_first(text):
    """A reader meets P1 before P3 before the matches."""
    assert text.index(">P1<") < text.index(">P3<") < text.index('id="matches-title"')


def test_urgency_and_grade_are_said_in_words(page):
    """Colour is never the only signal: urgency and grade have letters and words."""
    words = page.text_content()

    assert "P1look now, within the hour" in words
    assert "Grade A: dated match" in words


def test_the_handling_marking_stands_at_both_ends(page):
    """The page is marked at its head and its foot."""
    assert page.xpath("//*[@class='marking']/text()") == ["OFFICIAL-SENSITIVE"] * 2


def test_who_may_be_told_what_stands_beside_the_marking(page):
    """At both ends, and at the foot of every printed page, it says what may be passed on to whom."""
    assert page.xpath("//*[@class='routes']/text()") == [ROUTES] * 2
    assert f"{MARKING}. {ROUTES}" in page.xpath("string(//style)")


@pytest.mark.parametrize("visibility", list(MARKS))
def test_what_a_restricted_line_gave_is_marked_beside_it(visibility):
    """Match, its row at a glance, named person and lead of a restricted line each say so themselves."""
    shown = html.document_fromstring(html_page(a_hidden_answer(visibility)))

    for place in (
        "//article[@class='match']",
        "//table[contains(@class, 'glance')]",
        "//article[@class='plain']",
        "//ul[@class='leads']/li",
    ):
        assert [each.text_content() for each in shown.xpath(f"{place}//*[@class='only']")] == [MARKS[visibility]]


def test_an_alert_for_several_is_not_called_the_owning_units():
    """A restricted alert that goes to a supervisor is to be handled with care."""
    alert = an_alert(rule="AR-22", restricted=True, recipients=("supervisor",))
    shown = html.document_fromstring(html_page(an_answer(alerts=(alert,))))

    assert shown.xpath("//article//*[@class='only']/text()") == ["Handle with care: not for parents or carers; a supervisor decides."]


def test_a_match_says_what_the_number_is_whose_it_is_and_how_it_may_be_shared():
    """Role of the number, owning unit and handling with its conditions stand with the match."""
    entry = an_entry(role=NumberRole.WORKER_HANDSET, handling="C", handling_conditions="ask first")
    shown = html.document_fromstring(html_page(an_answer([a_sighting()], a_list([entry])))).xpath("//article[@class='match']")[0]
    words = shown.text_content()

    assert all(each in words for each in ("may be another child's phone", "Estmoor Intelligence", "C, shared under conditions (ask first)"))


def test_the_page_names_where_it_comes_from(page):
    """File hash, reader, list, list fingerprint, tool, normaliser and phone metadata stand in the page."""
    words = page.text_content()

    assert all(each in words for each in ("ab" * 32, "vcard", "lines.csv", "0" * 64, "linewatch 1.2.0", "normaliser 3", "9.0.43"))


def test_how_rows_are_counted_stands_beside_them_where_it_was_said_of_the_list():
    """A row that was counted without restricted lines says so beside itself; a row of the file is the row of the file."""
    answer = an_answer()
    counted = replace(answer, line_list=replace(answer.line_list, notes=(ROWS_COUNTED,)))

    assert "(counted without restricted lines)" not in html_page(answer)
    assert "<dt>Row</dt><dd>2 (counted without restricted lines)</dd>" in html_page(counted)
    assert ROWS_COUNTED in html_page(counted)


def test_the_limits_stand_on_every_page():
    """What a match does not mean is said whether or not there is one."""
    for answer in (an_answer(), a_miss()):
        assert "not proof of use, ownership, knowledge or offending" in html_page(answer)


def test_a_miss_does_not_say_that_the_child_is_safe():
    """The fixed sentence of a miss stands whole."""
    words = html.document_fromstring(html_page(a_miss())).text_content()

    assert a_miss().statement in words


def test_sex_and_ethnicity_are_not_shown():
    """What is recorded for monitoring stands nowhere on the page."""
    words = html.document_fromstring(html_page(an_answer())).text_content()

    assert "female" not in words
    assert "not stated" not in words


def test_the_same_answer_gives_the_same_bytes():
    """Nothing in the page depends on when or where it was written."""
    assert html_page(an_answer()) == html_page(an_answer())


def test_a_time_whose_zone_is_not_known_stays_as_written():
    """A time of a known zone is that of UK clocks; of an unknown one no zone is claimed."""
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    known, unknown = (a_sighting(first_seen=summer, last_seen=summer, zone_known=each) for each in (True, False))

    assert '<span class="time">2026-07-01 13:00 BST</span>' in html_page(an_answer([known]))
    assert '<span class="time">2026-07-01 12:00</span> <span class="quiet">(as written, zone not known)' in html_page(an_answer([unknown]))
