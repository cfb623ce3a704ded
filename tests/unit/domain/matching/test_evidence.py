"""Which times of a phone count, and in which days a listed number was in use (domain 5.2 and 5.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from builders import AT, a_call, a_line, a_moment, a_sighting, an_entry
from matcher.domain.line import DatePrecision, Line, LineStatus, ListEntry
from matcher.domain.line_list.period import SeenDate, widen
from matcher.domain.match import Evidence, Grade, Thresholds, TimeRelation
from matcher.domain.matching.evidence import evidence_of, period_of, relate

NOWHEN = Evidence(None, None)


def grade(entry: ListEntry, evidence: Evidence, line: Line | None = None, at: datetime = AT) -> Grade:
    """The grade of one entry by time."""
    return relate(entry, line or a_line(), evidence, at, Thresholds()).grade


def between(first: str, last: str | None = None) -> Evidence:
    """The phone's times from one day to another."""
    return Evidence(a_moment(first), a_moment(last or first))


class TestTimesOfThePhone:
    """The interval of the phone's credible times."""

    def test_only_a_last_time_is_an_interval_of_one_moment(self):
        """A contact of which only the last use is known counts at that moment, not before."""
        evidence, left_out = evidence_of([a_sighting(last_seen=a_moment("2026-03-01"))], AT)

        assert (evidence, left_out) == (between("2026-03-01"), False)

    def test_all_sightings_count_together(self):
        """The interval reaches from the earliest to the latest time of all sightings."""
        evidence, _ = evidence_of([a_call("2026-03-01"), a_call("2026-01-05"), a_sighting()], AT)

        assert evidence == between("2026-01-05", "2026-03-01")

    @pytest.mark.parametrize("day", ["1970-01-01", "1980-01-06", "2004-12-31", "2026-04-02", "2038-01-19"])
    def test_a_clock_that_was_wrong_dates_nothing(self, day: str):
        """A time before 2005 or after the moment of judgement is left out, and that is told."""
        assert evidence_of([a_call(day)], AT) == (NOWHEN, True)

    def test_a_wrong_time_beside_a_right_one_does_no_harm(self):
        """The credible times still count."""
        assert evidence_of([a_call("1970-01-01"), a_call("2026-03-01")], AT) == (between("2026-03-01"), True)

    @pytest.mark.parametrize(("zone_known", "counts"), [(True, False), (False, True)])
    def test_a_local_time_may_be_a_day_ahead(self, zone_known: bool, counts: bool):
        """A time without a zone may lie a day ahead of UTC; one with a zone may not."""
        evidence, _ = evidence_of([a_call("2026-04-02", zone_known=zone_known)], AT)

        assert (evidence != NOWHEN) is counts

    def test_nothing_seen_is_no_evidence(self):
        """Without a time there is no interval, and nothing was left out."""
        assert evidence_of([a_sighting()], AT) == (NOWHEN, False)


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        (date(2024, 2, 10), DatePrecision.EXACT, date(2024, 2, 10), date(2024, 2, 10)),
        (date(2024, 2, 10), DatePrecision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 2, 10), DatePrecision.MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 12, 31), DatePrecision.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), DatePrecision.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 5, 15), DatePrecision.QUARTER, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 30), DatePrecision.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 1), DatePrecision.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_is_as_wide_as_its_precision(day: date, precision: DatePrecision, first: date, last: date):
    """A date known to the month or quarter means the whole of it."""
    assert widen(day, precision) == SeenDate(first, last)


class TestDaysOfTheListedNumber:
    """In which days the list knows the number in use."""

    def test_open_dates_reach_to_now_on_a_live_line(self):
        """A number without a last day is in use until the moment of judgement."""
        assert period_of(an_entry(last_seen=None), a_line(), AT) == SeenDate(date(2026, 2, 1), AT.date())

    def test_open_dates_reach_to_the_closure(self):
        """A number that was closed is in use until that day."""
        entry = an_entry(last_seen=None, closed_on=date(2026, 2, 20))

        assert period_of(entry, a_line(), AT) == SeenDate(date(2026, 2, 1), date(2026, 2, 20))

    def test_open_dates_of_a_closed_line_without_a_day_are_of_no_use(self):
        """Nobody knows until when a number of a closed line was in use."""
        assert period_of(an_entry(last_seen=None), a_line(status=LineStatus.CLOSED_TYPE1), AT) is None

    @pytest.mark.parametrize("changes", [{"first_seen": None, "last_seen": None}, {"date_precision": DatePrecision.UNDATED}])
    def test_no_dates_are_no_period(self, changes):
        """Without dates, or with dates said to be unknown, there is no period."""
        assert period_of(an_entry(**changes), a_line(), AT) is None


class TestGradeBoundaries:
    """Domain 5.2: 30 and 180 days, both sides; 90 days after the number was cut off."""

    @pytest.mark.parametrize(
        ("side", "days", "expected"),
        [
            *(
                (side, days, grade)
                for side in ("after", "before")
                for days, grade in [(0, Grade.A), (1, Grade.A), (30, Grade.A), (31, Grade.C), (180, Grade.C)]
            ),
            ("after", 181, Grade.D),
            ("after", 3000, Grade.D),
            ("before", 181, Grade.C),
            ("before", 3000, Grade.C),
        ],
    )
    def test_distance_in_days(self, side: str, days: int, expected: Grade):
        """The grade falls after the thirtieth day outside the dates, and after the hundred-and-eightieth day behind them."""
        day = date(2026, 3, 31) + timedelta(days) if side == "after" else date(2026, 2, 1) - timedelta(days)
        moment = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)

        assert grade(an_entry(), Evidence(moment, moment), at=moment) is expected

    @pytest.mark.parametrize("days", [0, 39, 199, 3000])
    def test_nothing_lies_before_a_number_without_a_first_day(self, days: int):
        """Since when the line had a number with a last day only is not known: an earlier contact is within its dates."""
        moment = a_moment("2026-03-31") - timedelta(days)
        relation = relate(an_entry(first_seen=None), a_line(), Evidence(moment, moment), AT, Thresholds())

        assert (relation.grade, relation.time_relation, relation.gap_days) == (Grade.A, TimeRelation.OVERLAPS, 0)

    @pytest.mark.parametrize(("days", "expected"), [(30, Grade.A), (31, Grade.C), (181, Grade.D)])
    def test_the_last_day_counts_without_a_first(self, days: int, expected: Grade):
        """After the last day the distance counts as for any number."""
        moment = a_moment("2026-03-31") + timedelta(days)

        assert grade(an_entry(first_seen=None), Evidence(moment, moment), at=moment) is expected

    @pytest.mark.parametrize(("days", "expected"), [(31, Grade.A), (59, Grade.A), (61, Grade.C)])
    def test_the_distance_counts_from_the_end_of_a_month(self, days: int, expected: Grade):
        """With month precision the thirty days begin at the end of the month (2 March with month precision means 31 March)."""
        entry = an_entry(first_seen=date(2026, 3, 2), last_seen=date(2026, 3, 2), date_precision=DatePrecision.MONTH)
        moment = a_moment("2026-03-02") + timedelta(days)

        assert grade(entry, Evidence(moment, moment), at=moment) is expected

    @pytest.mark.parametrize("kind", ["type2", "ddtro"])
    @pytest.mark.parametrize(("days", "expected"), [(0, Grade.B), (90, Grade.B), (91, Grade.D), (200, Grade.D)])
    def test_an_undated_contact_after_the_number_was_cut_off(self, kind: str, days: int, expected: Grade):
        """Present at extraction more than 90 days after a type 2 closure or court order is a possible reissue."""
        entry = an_entry(first_seen=None, last_seen=None, closed_on=AT.date() - timedelta(days), closure_type=kind)

        assert grade(entry, NOWHEN) is expected

    @pytest.mark.parametrize(("days", "expected"), [(90, Grade.C), (91, Grade.D)])
    def test_a_dated_contact_after_the_number_was_cut_off(self, days: int, expected: Grade):
        """First used more than 90 days after the number was cut off is a possible reissue, whatever the wider limit says."""
        closed = date(2025, 9, 1)
        entry = an_entry(first_seen=date(2025, 5, 1), last_seen=closed, closed_on=closed, closure_type="type2")
        moment = a_moment("2025-09-01") + timedelta(days)

        assert grade(entry, Evidence(moment, moment)) is expected

    def test_a_number_first_seen_after_its_line_was_cut_off_is_alive_again(self):
        """A number that came to a closed line afterwards is not counted as gone from the day the line was closed."""
        line = a_line(status=LineStatus.CLOSED_TYPE2, closed_on=date(2025, 1, 1))
        entry = an_entry(first_seen=date(2026, 2, 1), last_seen=None)

        assert grade(entry, between("2026-02-01"), line) is Grade.A

    def test_contact_while_the_number_was_still_alive_is_dated(self):
        """A number cut off long ago whose contact lies within its life is a dated match."""
        entry = an_entry(first_seen=date(2025, 1, 1), last_seen=date(2025, 6, 1), closed_on=date(2025, 6, 1), closure_type="type2")

        assert grade(entry, between("2025-05-01")) is Grade.A

    def test_contact_that_began_before_the_closure_is_no_reissue(self):
        """Contact that began in the life of the number and went on long after it still overlaps."""
        entry = an_entry(first_seen=date(2025, 1, 1), last_seen=date(2025, 6, 1), closed_on=date(2025, 6, 1), closure_type="type2")

        assert grade(entry, between("2025-05-01", "2026-03-01")) is Grade.A

    def test_a_type_1_closure_starts_no_reissue_clock(self):
        """After an arrest the number stays with its handset: only the dates count."""
        entry = an_entry(first_seen=None, last_seen=None, closed_on=date(2025, 1, 1), closure_type="type1")

        assert grade(entry, NOWHEN) is Grade.B

    def test_the_row_decides_before_the_line(self):
        """A number closed by arrest on a line closed by cutting off is not cut off itself."""
        line = a_line(status=LineStatus.CLOSED_TYPE2, closed_on=date(2025, 1, 1))
        entry = an_entry(first_seen=None, last_seen=None, closed_on=date(2025, 1, 1), closure_type="type1")

        assert grade(entry, NOWHEN, line) is Grade.B

    @pytest.mark.parametrize(
        ("entry", "evidence"),
        [
            pytest.param(an_entry(), NOWHEN, id="phone undated"),
            pytest.param(an_entry(first_seen=None, last_seen=None), between("2026-03-01"), id="list undated"),
            pytest.param(an_entry(first_seen=None, last_seen=None), NOWHEN, id="both undated"),
        ],
    )
    def test_a_side_without_dates_is_undated(self, entry: ListEntry, evidence: Evidence):
        """Where phone or list gives no usable date the match is undated, grade B."""
        relation = relate(entry, a_line(), evidence, AT, Thresholds())

        assert (relation.grade, relation.time_relation) == (Grade.B, TimeRelation.UNDATED)
