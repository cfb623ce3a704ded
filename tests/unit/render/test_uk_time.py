"""People read times as UK clocks showed them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.render.uk_time import say_both_times, say_time

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def _stamp(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 1, 12, 5, 59, tzinfo=UTC), "2026-03-01 12:05 GMT"),
        (NOON, "2026-07-01 13:00 BST"),
        # The clocks of 2026 change on 29 March and 25 October.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "2026-03-29 00:59 GMT"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29 02:00 BST"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "2026-10-25 01:59 BST"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "2026-10-25 01:00 GMT"),
        (datetime(1970, 1, 1, tzinfo=UTC), "1970-01-01 00:00 UTC"),
        (None, ""),
    ],
)
def test_a_time_is_that_of_uk_clocks(moment, said):
    """Winter is GMT, summer is BST, and a time before the present rule stays UTC."""
    assert say_time(moment) == said


@given(st.integers(_stamp(1996), _stamp(2038) - 1).map(lambda stamp: datetime.fromtimestamp(stamp, UTC)))
def test_it_agrees_with_the_table_of_zones(moment):
    """For every minute the time and its name are those of Europe/London in the table of zones."""
    try:
        there = moment.astimezone(ZoneInfo("Europe/London"))
    except ZoneInfoNotFoundError:
        pytest.skip("there is no table of zones on this machine")

    assert say_time(moment).startswith(f"{there:%Y-%m-%d %H:%M %Z}")


def test_a_day_that_is_not_the_day_of_utc_is_told():
    """Sentences count days in UTC, so a time on another day says which it is there."""
    assert say_time(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2026-07-02 00:30 BST (2026-07-01 23:30 UTC)"


def test_a_time_without_a_zone_stays_as_written():
    """Where nobody knows the zone none is claimed and no hour is added."""
    assert say_time(NOON, zone_known=False) == "2026-07-01 12:00"


def test_the_moment_judged_at_stands_in_both():
    """The result says it in UTC, so the page shows how the two belong together."""
    assert say_both_times(NOON) == "2026-07-01 13:00 BST (12:00 UTC)"
    assert say_both_times(NOON + timedelta(days=180)) == "2026-12-28 12:00 GMT"
    assert say_both_times(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2026-07-02 00:30 BST (2026-07-01 23:30 UTC)"
