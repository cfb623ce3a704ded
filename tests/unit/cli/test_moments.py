"""How --at is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matcher.cli.moments import read_moment
from matcher.errors import BadRequest


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2026-04-20T12:00:00Z", datetime(2026, 4, 20, 12, tzinfo=UTC), id="UTC"),
        pytest.param("2026-04-20t12:00:00z", datetime(2026, 4, 20, 12, tzinfo=UTC), id="lower case, as RFC 3339 allows"),
        pytest.param("2026-04-20T12:00:00+01:00", datetime(2026, 4, 20, 11, tzinfo=UTC), id="another zone"),
        pytest.param("2026-04-20T12:00:00.75Z", datetime(2026, 4, 20, 12, tzinfo=UTC), id="fractions are dropped"),
        pytest.param("2026-04-20", datetime(2026, 4, 20, tzinfo=UTC), id="a day is its start"),
    ],
)
def test_a_moment_is_read(text, moment):
    """RFC 3339 timestamps and days are read."""
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("now", id="a word"),
        pytest.param("2026-04-20T12:00:00", id="no zone"),
        pytest.param("2026-04-20 12:00", id="no seconds, no zone"),
        pytest.param("20/04/2026", id="another order"),
        pytest.param("2026-02-30", id="no such day"),
        pytest.param("2026-04-20T25:00:00Z", id="no such hour"),
        pytest.param("2026-W16-1", id="a week"),
        pytest.param("20260420", id="without hyphens"),
        pytest.param("0001-01-01T00:00:00+10:00", id="before the first year"),
        pytest.param("2026-04-20T12:00:00Z\n", id="a line break behind"),
        pytest.param("٢٠٢٦-٠٤-٢٠", id="other digits"),
    ],
)
def test_anything_else_is_refused(text):
    """A time without a zone, another order, an impossible day: all are refused."""
    with pytest.raises(BadRequest):
        read_moment(text)


def test_without_a_moment_it_is_now():
    """Nothing typed means now, in whole seconds of UTC."""
    moment = read_moment(None)

    assert moment.tzinfo is UTC
    assert moment.microsecond == 0
