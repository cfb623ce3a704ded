"""The reason of a match in one plain sentence: both raw values, where, when, how graded, and nothing claimed beyond."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from builders import AT, NUMBER, a_call, a_line, a_list, a_moment, a_sighting, an_entry, number_lists
from matcher.domain.line import DatePrecision, LineStatus
from matcher.domain.match import Thresholds
from matcher.domain.matching.explanation import quote, say_day, say_days, say_line, say_moment, say_places
from matcher.domain.matching.grading import find_matches
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.screening import Subject
from matcher.domain.sighting import Role, Sighting


def explained(*sightings: Sighting, entry=None, line=None, at=AT, own: frozenset[str] = frozenset()) -> str:
    """The sentence of the only match."""
    (match,) = find_matches(
        sightings,
        a_list([entry or an_entry()], [line or a_line()]),
        at=at,
        lists=number_lists(),
        thresholds=Thresholds(),
        subject=Subject(own_numbers=own),
    )
    return match.explanation


def test_the_example_of_the_trade_can_be_said():
    """The example of domain 10.2: raw text, repair, line, dates, grading, contact and overlap stand in the sentence."""
    sighting = a_call("2026-04-11", raw="07700 9OO123", place="AB/1:12", steps=("letter O read as zero",))
    entry = an_entry(first_seen=date(2026, 3, 2), last_seen=date(2026, 4, 19))
    said = explained(sighting, entry=entry, at=a_moment("2026-05-01"))

    for words in (
        "'07700 9OO123'",
        "AB/1:12",
        "letter O read as zero",
        "'07700 900123'",
        "line L-0043 'Larkspur'",
        "from 2 March 2026 to 19 April 2026",
        "2B (source untested, known indirectly but corroborated)",
        "11 April 2026",
        "overlap those dates",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"first_seen": None, "last_seen": None}, "without usable dates", id="no dates"),
        pytest.param({"date_precision": DatePrecision.UNDATED}, "without usable dates", id="said to be undated"),
        pytest.param({"last_seen": None}, "since 1 February 2026", id="still open"),
        pytest.param({"first_seen": None}, "last seen there on 31 March 2026", id="only last seen"),
        pytest.param(
            {"date_precision": DatePrecision.MONTH, "last_seen": date(2026, 3, 1)},
            "from 1 February 2026 to 31 March 2026 (dates known to the month)",
            id="month",
        ),
        pytest.param(
            {"date_precision": DatePrecision.QUARTER, "last_seen": date(2026, 4, 1)},
            "from 1 January 2026 to 30 June 2026 (dates known to the quarter)",
            id="quarter",
        ),
        pytest.param(
            {"date_precision": DatePrecision.QUARTER, "last_seen": None},
            "since 1 January 2026 (dates known to the quarter)",
            id="open quarter",
        ),
        pytest.param(
            {"date_precision": DatePrecision.MONTH, "first_seen": None},
            "last seen there between 1 March 2026 and 31 March 2026 (dates known to the month)",
            id="only last month",
        ),
        pytest.param({"closed_on": date(2026, 3, 31)}, "closed on 31 March 2026", id="closed"),
        pytest.param({"source_grade": None, "intel_grade": None}, "not graded", id="not graded"),
        pytest.param({"source_grade": "3", "intel_grade": "D"}, "3D (source not reliable, not known)", id="weakly graded"),
        pytest.param({"intel_grade": None}, "graded 2 (source untested)", id="half graded"),
    ],
)
def test_what_the_list_says_is_told(changes, words: str):
    """Dates, their precision, closure and grading of the entry stand in the sentence."""
    assert words in explained(a_call("2026-03-01"), entry=an_entry(**changes))


@pytest.mark.parametrize(
    ("sighting", "words"),
    [
        pytest.param(a_sighting(), "the phone gives no usable time for it", id="undated"),
        pytest.param(a_call("2026-03-01"), "the phone's times for it are 1 March 2026 and overlap", id="one day"),
        pytest.param(
            a_sighting(first_seen=a_moment("2026-02-03"), last_seen=a_moment("2026-03-01")),
            "run from 3 February 2026 to 1 March 2026",
            id="several days",
        ),
        pytest.param(a_call("2026-01-31"), "1 day before those dates", id="a day before"),
        pytest.param(a_call("2026-04-20"), "20 days after those dates", id="days after"),
        pytest.param(a_call("2026-06-30"), "91 days after those dates", id="out of window"),
        pytest.param(a_call("2026-12-01"), "245 days after those dates, so this is a possible reissue (grade D)", id="long after"),
        pytest.param(a_call("2025-01-01"), "396 days before those dates, so this is a match outside the dates (grade C)", id="long before"),
    ],
)
def test_how_the_times_lie_to_the_dates_is_told(sighting: Sighting, words: str):
    """The distance between the phone's times and the list's dates stands in the sentence."""
    assert words in explained(sighting, at=a_moment("2026-12-31"))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("2025-06-01", "1 June 2025, not after that day; since when the line had the number is not known", id="before"),
        pytest.param("2026-03-31", "31 March 2026, not after that day", id="on the day"),
        pytest.param("2026-04-20", "20 April 2026, 20 days after that day", id="after"),
    ],
)
def test_an_entry_with_a_last_day_only_claims_no_period(day: str, words: str):
    """Where the list gives a last day alone, the sentence speaks of that day and not of dates that would overlap."""
    said = explained(a_call(day), entry=an_entry(first_seen=None), at=a_moment("2026-12-31"))

    assert "last seen there on 31 March 2026" in said
    assert words in said
    assert "those dates" not in said


def test_every_row_about_the_line_and_number_is_told_with_its_dates():
    """The row a match rests on and the others of the same line and number each stand with row, dates and grading."""
    other = an_entry(row=7, first_seen=date(2024, 1, 5), last_seen=date(2024, 2, 6), source_grade="3", intel_grade="D")
    (match,) = find_matches([a_call("2026-03-01")], a_list([an_entry(), other]), at=AT, lists=number_lists(), thresholds=Thresholds())

    assert "row 2 of the list" in match.explanation
    assert "row 7, seen there from 5 January 2024 to 6 February 2024 and graded 3D" in match.explanation


def test_many_rows_about_one_number_are_counted():
    """Beyond three further rows the sentence counts them, so that it stays readable."""
    others = [an_entry(row=row, first_seen=date(2020, 1, row), last_seen=date(2020, 2, row)) for row in range(3, 9)]
    (match,) = find_matches([a_call("2026-03-01")], a_list([an_entry(), *others]), at=AT, lists=number_lists(), thresholds=Thresholds())

    assert "3 more rows as well" in match.explanation


def test_days_after_a_month_add_up():
    """The distance is counted from the day that is told: 18 days after 31 March is 18 April."""
    said = explained(
        a_call("2026-04-18"), entry=an_entry(date_precision=DatePrecision.MONTH, last_seen=date(2026, 3, 1)), at=a_moment("2026-12-31")
    )

    assert "to 31 March 2026" in said
    assert "18 days after those dates" in said


def test_an_open_number_of_a_closed_line_has_no_told_end():
    """Where nothing says until when a number was in use, the sentence says so instead of comparing."""
    said = explained(a_call("2026-03-01"), entry=an_entry(last_seen=None), line=a_line(status=LineStatus.CLOSED_TYPE1))

    assert "since 1 February 2026 until a day the list does not give" in said
    assert "the list gives no dates to compare" in said


@pytest.mark.parametrize("day", ["2026-03-01", "2026-04-18"], ids=["overlapping", "near"])
def test_a_match_held_by_repair_says_so(day: str):
    """Where only the repair of the number keeps a match from being dated, the sentence says that and not that dates are wanting."""
    repaired = a_call(day, certainty=Certainty.REPAIRED, status=Status.OK_REPAIRED)
    said = explained(repaired, at=a_moment("2026-12-31"))

    assert "the match would be dated, but the number had to be repaired, so it is held at grade B." in said
    assert "cannot support" not in said


def test_an_undated_match_is_not_held_by_repair():
    """A repaired number without times is undated, and that is what is said."""
    said = explained(a_sighting(certainty=Certainty.REPAIRED, status=Status.OK_REPAIRED))

    assert "so this is an undated match (grade B)" in said


def test_a_number_cut_off_is_told_with_the_days_since():
    """The reissue clock of a number that was cut off is told in days (story S3)."""
    entry = an_entry(first_seen=None, last_seen=None, closed_on=date(2025, 9, 13), closure_type="type2")

    assert "the number was cut off 200 days ago" in explained(a_sighting(), entry=entry)
    assert "200 days after the number was cut off" in explained(a_call("2026-04-01"), entry=entry)


@pytest.mark.parametrize(
    ("sighting", "words"),
    [
        pytest.param(a_call("2026-03-01", calls_out=2), "passed both ways", id="two-way"),
        pytest.param(a_call("2026-03-01"), "the phone received calls or messages from it", id="received"),
        pytest.param(a_sighting(role=Role.CALL, calls_out=1), "the phone called it", id="called"),
        pytest.param(a_sighting(role=Role.MESSAGE, messages_out=1), "messages were sent to it", id="messaged"),
        pytest.param(a_sighting(), "it is saved, and nothing read shows calls or messages", id="saved only"),
        pytest.param(a_sighting(role=Role.OWNER), "it is the phone's own number", id="own"),
        pytest.param(a_sighting(role=Role.GROUP), "it stands in a group conversation", id="group"),
        pytest.param(a_sighting(role=Role.NOTE), "it is mentioned, and nothing read shows contact with it", id="note"),
    ],
)
def test_what_passed_is_told_and_nothing_more(sighting: Sighting, words: str):
    """The kind of contact stands in the sentence in words that claim no more than was read."""
    assert words in explained(sighting)


class TestNotReadFromAPhone:
    """Typed, told and stated numbers are not said to stand on a phone."""

    def test_a_typed_number_was_typed(self):
        """The sentence about a typed number speaks of no phone."""
        said = explained(a_sighting(role=Role.LIST_CHECK, source="as typed", place="as typed"))

        assert "'07700900123', typed for this check, equals '07700 900123'" in said
        assert "found on the phone" not in said
        assert "the phone gives" not in said

    def test_a_number_told_in_an_interview_was_told(self):
        """The sentence about a number told in an interview says where it was told."""
        said = explained(a_sighting(role=Role.INTERVIEW, place="notes.txt:3"))

        assert "told in the interview (notes.txt:3)" in said
        assert "found on the phone" not in said

    def test_a_stated_own_number_was_stated(self):
        """An own number that was stated with the request was not found on the phone."""
        said = explained(own=frozenset({NUMBER}))

        assert "stated as the phone's own number" in said
        assert "found on the phone" not in said
        assert "the phone gives" not in said


@pytest.mark.parametrize(
    ("sighting", "entry", "status"),
    list(
        product(
            (a_sighting(), a_call("2026-03-01"), a_call("2024-03-01"), a_sighting(role=Role.OWNER), a_sighting(role=Role.LIST_CHECK)),
            (an_entry(), an_entry(first_seen=None, last_seen=None), an_entry(closed_on=date(2025, 1, 1), closure_type="ddtro")),
            (LineStatus.ACTIVE, LineStatus.CLOSED_TYPE2),
        )
    ),
)
def test_it_is_one_sentence_with_both_raw_values(sighting: Sighting, entry, status: LineStatus):
    """Whatever is told, the reason is one sentence, quotes both raw values and ends with its grade."""
    said = explained(sighting, entry=entry, line=a_line(status=status))

    assert f"'{sighting.raw}'" in said
    assert f"'{entry.raw}'" in said
    assert said.endswith(").")
    assert ". " not in said
    assert "  " not in said
    assert ", ," not in said


@pytest.mark.parametrize(
    ("raw", "quoted"),
    [
        ("07700 900123", "'07700 900123'"),
        ("07700\r\n900123", "'07700  900123'"),
        ("\u202e07700900123\u200b", "'07700900123'"),
        ("x" * 200, f"'{'x' * 120}…'"),
        ("\x1b[31m07700900123", "'[31m07700900123'"),
    ],
)
def test_a_quoted_value_cannot_break_the_sentence(raw: str, quoted: str):
    """Line breaks, control and direction marks do not survive a quotation, and prose is cut."""
    assert quote(raw) == quoted


def test_days_moments_lines_and_places_in_words():
    """Dates are written out, without the machine's language."""
    assert say_day(date(2026, 3, 2)) == "2 March 2026"
    assert say_moment(AT) == "1 April 2026 at 12:00 UTC"
    assert [say_days(count) for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [say_line(a_line()), say_line(a_line(name=None))] == ["line L-0043 'Larkspur'", "line L-0043"]
    assert say_places([a_sighting()]) == "contacts.vcf:12"
    assert say_places([a_sighting()] * 3) == "contacts.vcf:12 and 2 more places"
