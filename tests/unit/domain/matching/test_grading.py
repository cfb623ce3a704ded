"""Grades, time relations, strength, cautions and the reason of a match."""

from datetime import UTC, date, datetime, timedelta

import pytest

from builders import AT, NUMBER, a_call, a_line, a_list, a_moment, a_number_set, a_sighting, an_entry, number_lists
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import DatePrecision, LineList, LineStatus
from matcher.domain.match import Contact, Grade, Match, Strength, Thresholds, TimeRelation
from matcher.domain.matching.cautions import Caution
from matcher.domain.matching.grading import find_matches
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.screening import Subject
from matcher.domain.sighting import Role, Sighting


def matches(
    sightings: list[Sighting],
    line_list: LineList | None = None,
    *,
    at: datetime = AT,
    lists: NumberLists | None = None,
    thresholds: Thresholds | None = None,
    own: frozenset[str] = frozenset(),
) -> tuple[Match, ...]:
    """The matches of these sightings; the list holds Larkspur on one number unless told otherwise."""
    return find_matches(
        sightings,
        line_list or a_list(),
        at=at,
        lists=lists or number_lists(),
        thresholds=thresholds or Thresholds(),
        subject=Subject(own_numbers=own),
    )


def only(*args, **kwargs) -> Match:
    """The one match there is."""
    (found,) = matches(*args, **kwargs)
    return found


# The entry of the builders was seen from 1 February to 31 March 2026.
@pytest.mark.parametrize(
    ("day", "grade", "relation"),
    [
        pytest.param("2026-02-01", Grade.A, TimeRelation.OVERLAPS, id="first day"),
        pytest.param("2026-03-31", Grade.A, TimeRelation.OVERLAPS, id="last day"),
        pytest.param("2026-01-02", Grade.A, TimeRelation.NEAR, id="30 days before"),
        pytest.param("2026-04-30", Grade.A, TimeRelation.NEAR, id="30 days after"),
        pytest.param("2026-01-01", Grade.C, TimeRelation.OUTSIDE, id="31 days before"),
        pytest.param("2026-05-01", Grade.C, TimeRelation.OUTSIDE, id="31 days after"),
        pytest.param("2026-09-27", Grade.C, TimeRelation.OUTSIDE, id="180 days after"),
        pytest.param("2026-09-28", Grade.D, TimeRelation.POSSIBLE_REISSUE, id="181 days after"),
        pytest.param("2025-08-05", Grade.C, TimeRelation.OUTSIDE, id="180 days before"),
        pytest.param("2025-08-04", Grade.C, TimeRelation.OUTSIDE, id="181 days before"),
        pytest.param("2019-02-01", Grade.C, TimeRelation.OUTSIDE, id="seven years before"),
    ],
)
def test_the_grade_follows_the_distance_in_days(day: str, grade: Grade, relation: TimeRelation) -> None:
    """Up to 30 days outside the dates is dated, up to 180 out of window; later a possible reissue, and earlier never one."""
    found = only([a_call(day)], at=a_moment("2026-12-31"))

    assert (found.grade, found.time_relation) == (grade, relation)


def test_evidence_spans_all_sightings() -> None:
    """A call before and a call after the listed period overlap it together."""
    found = only([a_call("2025-01-01"), a_call("2026-12-01", app="chat")], at=a_moment("2026-12-31"))

    assert found.time_relation is TimeRelation.OVERLAPS


def test_a_contact_without_times_is_undated() -> None:
    """A contact without a time is a grade B match."""
    found = only([a_sighting()])

    assert (found.grade, found.time_relation) == (Grade.B, TimeRelation.UNDATED)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(an_entry(first_seen=None, last_seen=None), id="no dates"),
        pytest.param(an_entry(date_precision=DatePrecision.UNDATED), id="dates said to be unknown"),
    ],
)
def test_an_entry_without_usable_dates_is_undated(entry) -> None:
    """A list entry without usable dates gives a grade B match, however well the phone is dated."""
    assert only([a_call("2026-03-01")], a_list([entry])).grade is Grade.B


@pytest.mark.parametrize(
    ("changes", "day", "grade"),
    [
        pytest.param({"last_seen": None}, "2026-03-31", Grade.A, id="open number reaches to the moment of judgement"),
        pytest.param({"first_seen": None}, "2026-03-31", Grade.A, id="only last seen: reaches to that day"),
        pytest.param({"first_seen": None}, "2026-01-31", Grade.A, id="only last seen: the start is open"),
        pytest.param(
            {"first_seen": date(2025, 12, 15), "last_seen": date(2025, 12, 15), "date_precision": DatePrecision.MONTH},
            "2026-01-30",
            Grade.A,
            id="month precision reaches to its last day",
        ),
        pytest.param(
            {"first_seen": date(2025, 11, 15), "last_seen": date(2025, 11, 15), "date_precision": DatePrecision.QUARTER},
            "2025-09-02",
            Grade.A,
            id="quarter precision reaches to its first day",
        ),
        pytest.param(
            {"last_seen": None, "closed_on": date(2026, 2, 10), "closure_type": "type1"}, "2026-03-20", Grade.C, id="open until closed"
        ),
    ],
)
def test_incomplete_dates_mean_what_the_trade_says(changes, day: str, grade: Grade) -> None:
    """Open, single and coarse dates are widened, never guessed beyond."""
    assert only([a_call(day)], a_list([an_entry(**changes)])).grade is grade


def test_an_open_number_of_a_closed_line_is_undated() -> None:
    """Nobody knows when an open number of a closed line ended."""
    line_list = a_list([an_entry(last_seen=None)], [a_line(status=LineStatus.CLOSED_TYPE1)])

    assert only([a_call("2026-03-01")], line_list).grade is Grade.B


CUT = {"last_seen": None, "closed_on": date(2025, 9, 1), "first_seen": date(2025, 1, 1)}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"closure_type": "type2"}, id="type 2 closure of the number"),
        pytest.param({"closure_type": "ddtro"}, id="closed by court order"),
        pytest.param({"ddtro_ref": "R-1"}, id="court order named"),
    ],
)
def test_an_undated_contact_with_a_number_cut_off_long_ago_may_be_reissued(changes) -> None:
    """A number cut off more than 90 days before is no evidence about its line (story S3)."""
    found = only([a_sighting()], a_list([an_entry(**CUT, **changes)]))

    assert (found.grade, found.time_relation) == (Grade.D, TimeRelation.POSSIBLE_REISSUE)


def test_the_closure_of_the_line_counts_for_its_numbers() -> None:
    """A line closed as type 2 200 days ago makes its undated number a possible reissue (story S3)."""
    closed = (AT - timedelta(days=200)).date()
    line = a_line(status=LineStatus.CLOSED_TYPE2, closed_on=closed)

    assert only([a_sighting()], a_list([an_entry(first_seen=date(2025, 1, 1), last_seen=None)], [line])).grade is Grade.D


def test_arrest_alone_does_not_free_a_number() -> None:
    """After a type 1 closure the number stays with its handset: an undated contact is undated, not reissued."""
    line = a_line(status=LineStatus.CLOSED_TYPE1, closed_on=date(2025, 1, 1))

    assert only([a_sighting()], a_list([an_entry(last_seen=None)], [line])).grade is Grade.B


@pytest.mark.parametrize(("day", "grade"), [("2025-11-30", Grade.C), ("2025-12-01", Grade.D)])
def test_a_cut_off_number_may_be_reissued_after_ninety_days(day: str, grade: Grade) -> None:
    """Contact 90 days after the number was cut off is out of window, the day after it is a possible reissue."""
    assert only([a_call(day)], a_list([an_entry(**CUT, closure_type="type2")])).grade is grade


def test_a_number_seen_again_after_its_closure_is_not_reissued() -> None:
    """When the list saw the number on its line after it was cut off, the later day counts."""
    entry = an_entry(closed_on=date(2025, 9, 1), closure_type="type2")

    assert only([a_call("2026-03-20")], a_list([entry])).grade is Grade.A


def test_a_repaired_number_is_never_a_dated_match() -> None:
    """A number that had to be repaired on the phone is graded B at best."""
    found = only([a_call("2026-03-01", certainty=Certainty.REPAIRED, status=Status.OK_REPAIRED)])

    assert (found.grade, found.time_relation) == (Grade.B, TimeRelation.OVERLAPS)


def test_one_good_spelling_outweighs_a_repaired_one() -> None:
    """A number that also stands on the phone in good form counts as read, not repaired."""
    repaired = a_sighting(certainty=Certainty.REPAIRED, status=Status.OK_REPAIRED, raw="O7700900123")

    assert only([repaired, a_call("2026-03-01")]).grade is Grade.A


def test_a_repaired_list_number_is_never_a_dated_match() -> None:
    """A number that had to be repaired in the list is graded B at best."""
    assert only([a_call("2026-03-01")], a_list([an_entry(repaired=True)])).grade is Grade.B


def test_an_entry_suspected_false_never_matches() -> None:
    """An entry graded E gives no match."""
    assert matches([a_call("2026-03-01")], a_list([an_entry(intel_grade="E")])) == ()


def test_a_good_entry_beside_a_suspected_one_still_matches() -> None:
    """An entry graded E does not take away the match of another entry."""
    found = only([a_call("2026-03-01")], a_list([an_entry(intel_grade="E", row=2), an_entry(row=3)]))

    assert found.entry.row == 3


def test_the_entry_that_fits_best_is_quoted() -> None:
    """Of two periods of one number the one the evidence falls into carries the match."""
    old = an_entry(row=2, first_seen=date(2024, 1, 1), last_seen=date(2024, 3, 1))

    assert only([a_call("2026-03-01")], a_list([old, an_entry(row=3)])).entry.row == 3


def test_a_number_on_two_lines_matches_both() -> None:
    """Each line with the number gets its own match."""
    found = matches([a_sighting()], a_list([an_entry(), an_entry(line_id="L-0099", row=3)]))

    assert [match.line.id for match in found] == ["L-0043", "L-0099"]


def test_a_protected_number_never_matches() -> None:
    """A protected number gives no match, even when a list holds it."""
    assert matches([a_sighting()], lists=number_lists(protected=a_number_set(numbers=[NUMBER]))) == ()


@pytest.mark.parametrize("status", [Status.PARTIAL, Status.AMBIGUOUS])
def test_a_doubtful_reading_never_matches(status: Status) -> None:
    """Only readings that are one number match."""
    assert matches([a_sighting(status=status, certainty=Certainty.PARTIAL)]) == ()


@pytest.mark.parametrize(
    ("sighting", "expected"),
    [
        pytest.param(a_sighting(role=Role.OWNER), Contact.OWN_NUMBER, id="owner"),
        pytest.param(a_sighting(role=Role.ACCOUNT), Contact.OWN_NUMBER, id="account"),
        pytest.param(a_sighting(role=Role.CALL, calls_in=1, calls_out=1), Contact.TWO_WAY, id="calls both ways"),
        pytest.param(a_sighting(role=Role.MESSAGE, messages_in=2, calls_out=1), Contact.TWO_WAY, id="message in, call out"),
        pytest.param(a_sighting(role=Role.CALL, calls_in=1), Contact.RECEIVED, id="call in"),
        pytest.param(a_sighting(role=Role.CALL, calls_out=1), Contact.CALLED, id="call out"),
        pytest.param(a_sighting(role=Role.MESSAGE, messages_out=1), Contact.MESSAGED, id="message out"),
        pytest.param(a_sighting(role=Role.CALL), Contact.IN_CONTACT, id="call without direction"),
        pytest.param(a_sighting(role=Role.CHAT), Contact.IN_CONTACT, id="chat"),
        pytest.param(a_sighting(role=Role.GROUP), Contact.IN_A_GROUP, id="group"),
        pytest.param(a_sighting(), Contact.SAVED_ONLY, id="contact"),
        pytest.param(a_sighting(role=Role.TEXT), Contact.MENTIONED, id="text"),
        pytest.param(a_sighting(role=Role.SHARED_CONTACT), Contact.MENTIONED, id="shared contact"),
        pytest.param(a_sighting(role=Role.LIST_CHECK), Contact.TYPED, id="typed, and no phone read"),
    ],
)
def test_contact_says_what_passed(sighting: Sighting, expected: Contact) -> None:
    """What passed between phone and number follows from roles and directions."""
    assert only([sighting]).contact is expected


def test_a_stated_own_number_on_the_list_matches() -> None:
    """An own number that was stated, not read from the phone, is a match with one sighting."""
    found = only([], own=frozenset({NUMBER}))

    assert (found.contact, len(found.sightings)) == (Contact.OWN_NUMBER, 1)


@pytest.mark.parametrize(
    ("sighting", "entry", "line", "expected"),
    [
        pytest.param(a_call("2026-03-01"), an_entry(), a_line(), Strength.STRONG, id="dated, in contact, well graded"),
        pytest.param(a_sighting(last_seen=a_moment("2026-03-01")), an_entry(), a_line(), Strength.MODERATE, id="dated, saved only"),
        pytest.param(a_call("2026-04-01"), an_entry(), a_line(), Strength.MODERATE, id="near"),
        pytest.param(a_call("2026-03-01"), an_entry(source_grade=None), a_line(), Strength.MODERATE, id="not graded"),
        pytest.param(a_call("2026-03-01"), an_entry(source_grade="3"), a_line(), Strength.WEAK, id="source not reliable"),
        pytest.param(a_call("2026-03-01"), an_entry(), a_line(status=LineStatus.DISPUTED), Strength.WEAK, id="disputed"),
        pytest.param(a_call("2026-03-01"), an_entry(), a_line(status=LineStatus.CLOSED_TYPE1), Strength.MODERATE, id="closed line"),
        pytest.param(a_sighting(), an_entry(), a_line(), Strength.WEAK, id="undated, saved only"),
        pytest.param(a_sighting(role=Role.CALL, calls_in=1), an_entry(), a_line(), Strength.MODERATE, id="undated, in contact"),
        pytest.param(a_call("2025-12-01"), an_entry(), a_line(), Strength.WEAK, id="out of window"),
        pytest.param(a_call("2024-12-01"), an_entry(), a_line(), Strength.WEAK, id="long before the dates"),
        pytest.param(
            a_call("2026-03-31"),
            an_entry(first_seen=date(2025, 1, 1), last_seen=date(2025, 9, 1)),
            a_line(),
            Strength.NOT_USABLE,
            id="possible reissue",
        ),
    ],
)
def test_strength_follows_its_stated_conditions(sighting, entry, line, expected: Strength) -> None:
    """Strength is a word with stated conditions."""
    assert only([sighting], a_list([entry], [line])).strength is expected


@pytest.mark.parametrize(
    ("sighting", "entry", "line", "caution"),
    [
        pytest.param(a_call("2026-03-01"), an_entry(), a_line(), Caution.CUSTOMER_OR_VICTIM, id="always: customer or victim"),
        pytest.param(a_sighting(), an_entry(), a_line(), Caution.UNDATED, id="undated"),
        pytest.param(a_call("2025-12-01"), an_entry(), a_line(), Caution.HELD_BEFORE, id="out of window, earlier: held by others"),
        pytest.param(
            a_call("2026-03-31"),
            an_entry(first_seen=date(2025, 1, 1), last_seen=date(2025, 9, 1)),
            a_line(),
            Caution.REISSUED,
            id="out of window, later: reissued",
        ),
        pytest.param(a_call("2025-12-01"), an_entry(), a_line(), Caution.OUT_OF_WINDOW, id="out of window"),
        pytest.param(a_sighting(), an_entry(), a_line(status=LineStatus.CLOSED_TYPE1), Caution.LINE_CLOSED, id="line closed"),
        pytest.param(a_sighting(), an_entry(closed_on=date(2026, 3, 31)), a_line(), Caution.NUMBER_CLOSED, id="number closed"),
        pytest.param(a_sighting(), an_entry(), a_line(status=LineStatus.DISPUTED), Caution.LINE_DISPUTED, id="disputed"),
        pytest.param(a_sighting(), an_entry(), a_line(status=LineStatus.SUSPECTED), Caution.LINE_SUSPECTED, id="suspected"),
        pytest.param(a_sighting(), an_entry(intel_grade="C"), a_line(), Caution.WEAK_GRADING, id="intelligence C"),
        pytest.param(a_sighting(), an_entry(source_grade="3"), a_line(), Caution.WEAK_GRADING, id="source 3"),
        pytest.param(a_sighting(), an_entry(intel_grade="A"), a_line(), Caution.SINGLE_SOURCE, id="one row, not corroborated"),
        pytest.param(a_sighting(), an_entry(source_grade=None, intel_grade=None), a_line(), Caution.UNGRADED, id="not graded"),
        pytest.param(a_sighting(), an_entry(handling="C"), a_line(), Caution.HANDLING_CONDITIONS, id="handling C"),
        pytest.param(a_sighting(certainty=Certainty.REPAIRED), an_entry(), a_line(), Caution.REPAIRED, id="repaired"),
        pytest.param(a_sighting(role=Role.OWNER), an_entry(), a_line(), Caution.CARRYING_FOR_SOMEONE, id="own number"),
        pytest.param(a_sighting(role=Role.OWNER), an_entry(), a_line(), Caution.SHARED_HANDSET, id="own number: shared handset"),
        pytest.param(a_sighting(), an_entry(), a_line(), Caution.SYNCED, id="saved only: synced"),
        pytest.param(a_sighting(role=Role.TEXT), an_entry(), a_line(), Caution.MENTIONED_ONLY, id="mentioned"),
        pytest.param(a_sighting(deleted=True), an_entry(), a_line(), Caution.DELETED, id="deleted"),
        pytest.param(a_sighting(label="New Larkspur 2"), an_entry(), a_line(), Caution.NICKNAME, id="label like the line's name"),
        pytest.param(a_call("2027-01-01"), an_entry(), a_line(), Caution.TIMES_LEFT_OUT, id="time in the future"),
        pytest.param(a_call("2026-03-01", zone_known=False), an_entry(), a_line(), Caution.ZONE_UNKNOWN, id="no time zone"),
    ],
)
def test_cautions_stand_where_their_condition_holds(sighting, entry, line, caution: Caution) -> None:
    """Each caution is given when its condition holds."""
    assert caution in only([sighting], a_list([entry], [line])).cautions


def test_a_clean_strong_match_carries_one_caution() -> None:
    """A caution that does not apply is not given."""
    assert only([a_call("2026-03-01")]).cautions == (Caution.CUSTOMER_OR_VICTIM,)


def test_a_benign_number_on_the_list_is_cautioned_not_left_out() -> None:
    """A listed number that also stands on the warning list matches with a caution."""
    found = only([a_call("2026-03-01")], lists=number_lists(warning=a_number_set(numbers=[NUMBER])))

    assert any("warning list" in caution for caution in found.cautions)


def test_a_listed_number_under_a_protected_label_matches_with_a_caution() -> None:
    """A line cannot hide behind the name of a lawyer."""
    found = only([a_sighting(label="Solicitor")], lists=number_lists(protected=a_number_set(words=["solicitor"])))

    assert Caution.PROTECTED_LABEL in found.cautions


def test_a_relatives_label_is_cautioned() -> None:
    """A match saved under a relative's name says so."""
    found = only([a_sighting(label="Mum")], lists=number_lists(family=a_number_set(words=["mum"])))

    assert Caution.FAMILY_LABEL in found.cautions


@pytest.mark.parametrize("day", ["2027-01-01", "1970-01-01", "2004-12-31"])
def test_times_no_phone_can_have_recorded_are_left_out(day: str) -> None:
    """A time in the future or before 2005 dates nothing."""
    assert only([a_call(day)]).time_relation is TimeRelation.UNDATED


def test_a_time_without_zone_may_be_a_day_ahead() -> None:
    """A local time just after the moment of judgement still counts."""
    tomorrow = AT + timedelta(days=1)

    assert only([a_call("2026-03-01", first_seen=tomorrow, last_seen=tomorrow, zone_known=False)]).grade is Grade.A


def test_the_explanation_quotes_both_raw_values() -> None:
    """The reason quotes what stands on the phone and what stands in the list."""
    found = only([a_call("2026-03-01", raw="+44 (0)7700-900123")])

    assert "'+44 (0)7700-900123'" in found.explanation
    assert "'07700 900123'" in found.explanation


def test_the_explanation_names_line_place_dates_and_grading() -> None:
    """The reason says which line, where on the phone, when, and how the list is graded."""
    found = only([a_call("2026-03-01", steps=("letter O read as zero",))])

    for words in ("L-0043 'Larkspur'", "report.xml:7", "1 February 2026", "31 March 2026", "1 March 2026", "2B", "letter O read as zero"):
        assert words in found.explanation


def test_the_explanation_is_one_sentence_whatever_the_raw_text_holds() -> None:
    """Line breaks and invisible characters of the phone do not break the sentence."""
    found = only([a_sighting(raw="07700\n900123\u202e")])

    assert "'07700 900123'" in found.explanation
    assert found.explanation.isprintable()


def test_better_matches_stand_first() -> None:
    """Matches are ordered by grade, then strength, then line and number."""
    other = "+447700900200"
    found = matches([a_sighting(e164=other), a_call("2026-03-01")], a_list([an_entry(), an_entry(e164=other, row=3)]))

    assert [match.grade for match in found] == [Grade.A, Grade.B]


def test_thresholds_are_the_operators() -> None:
    """A wider threshold makes a distant contact a dated match."""
    assert only([a_call("2025-12-01")], thresholds=Thresholds(near_days=90)).grade is Grade.A


def test_midnight_in_utc_decides_the_day() -> None:
    """Days are compared in UTC: the last minute of the first credible day counts."""
    late = datetime(2026, 1, 2, 23, 59, tzinfo=UTC)

    assert only([a_call("2026-03-01", first_seen=late, last_seen=late)]).time_relation is TimeRelation.NEAR


@pytest.mark.parametrize("order", [1, -1])
def test_the_strictest_handling_of_all_rows_holds(order: int) -> None:
    """A row under conditions binds a match that rests on another row of the same line and number (domain 4.3)."""
    best = an_entry()
    bound = an_entry(row=7, first_seen=date(2024, 1, 1), last_seen=date(2024, 2, 1), handling="C", handling_conditions="Social care only")
    match = only([a_call("2026-03-01")], a_list([best, bound][::order]))

    assert match.entry.row == 2
    assert (match.entry.handling, match.entry.handling_conditions) == ("C", "Social care only")
    assert Caution.HANDLING_CONDITIONS in match.cautions


def test_the_conditions_of_several_rows_all_hold() -> None:
    """Different conditions of two rows stand beside each other."""
    one = an_entry(handling="C", handling_conditions="Social care only")
    other = an_entry(row=7, first_seen=date(2024, 1, 1), last_seen=date(2024, 2, 1), handling="C", handling_conditions="Ask the owner")

    assert only([a_call("2026-03-01")], a_list([one, other])).entry.handling_conditions == "Social care only; Ask the owner"


def test_conditions_of_a_row_suspected_false_are_not_told() -> None:
    """A row graded E speaks to its owner only, so nothing of it reaches a match of another row."""
    false = an_entry(row=7, intel_grade="E", handling="C", handling_conditions="Owner only")

    assert only([a_call("2026-03-01")], a_list([an_entry(), false])).entry.handling == "P"
