"""Moments are kept as text of one length in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from matcher.store.moments import to_moment, to_text


def test_a_moment_is_written_in_utc_with_microseconds():
    """Whatever its zone, it sorts with all others."""
    at = datetime(2026, 4, 20, 13, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))

    assert to_text(at) == "2026-04-20T12:00:00.000005Z"


def test_a_moment_is_read_as_it_was_written():
    """Nothing of it is lost, and it is in UTC."""
    at = datetime(2026, 4, 20, 12, 34, 56, 789000, tzinfo=UTC)

    assert to_moment(to_text(at)) == at
    assert to_moment(to_text(at)).tzinfo is UTC


def test_a_moment_without_a_zone_cannot_be_stored():
    """Nobody could say later when it was."""
    with pytest.raises(ValueError, match="zone"):
        to_text(datetime(2026, 4, 20, 12))  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize("text", ["", "2026-04-20", "2026-04-20T12:00:00Z", "2026-04-20T12:00:00.000000", "2026-04-20T12:00:00.000+01:00"])
def test_what_was_not_written_here_is_no_moment(text):
    """Another length or another zone would not sort."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever says so
        to_moment(text)
