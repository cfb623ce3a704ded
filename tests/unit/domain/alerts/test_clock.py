"""By when somebody has to look at an alert (domain 7)."""

from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.alerts.clock import clock_of

RAISED = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("urgency", "state", "within"),
    [
        ("P1", "open", timedelta(minutes=15)),
        ("P1", "acknowledged", timedelta(minutes=60)),
        ("P2", "open", None),
        ("P3", "open", timedelta(hours=72)),
        ("P3", "acknowledged", timedelta(hours=72)),
        ("P4", "open", timedelta(days=7)),
    ],
)
def test_each_urgency_has_the_clock_of_the_trade(urgency, state, within):
    """P1 is acknowledged in 15 minutes and looked at in 60, P2 in the shift, P3 in 72 hours, P4 in the weekly upkeep."""
    clock = clock_of(urgency, state, RAISED, now=RAISED)

    assert clock is not None
    assert clock.due == (None if within is None else RAISED + within)
    assert not clock.is_over


@pytest.mark.parametrize(("minutes", "is_over"), [(15, False), (16, True)])
def test_a_clock_that_ran_out_says_so(minutes, is_over):
    """To the minute it holds, and after it is over."""
    clock = clock_of("P1", "open", RAISED, now=RAISED + timedelta(minutes=minutes))

    assert clock is not None
    assert clock.is_over is is_over


@pytest.mark.parametrize("state", ["closed", "settled"])
def test_what_is_closed_has_no_clock(state):
    """Nothing is asked of anybody any more."""
    assert clock_of("P1", state, RAISED, now=RAISED) is None
