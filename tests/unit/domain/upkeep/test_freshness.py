"""How old a list is, and from when on that is told."""

from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.upkeep.freshness import freshness_of, say_age

PUBLISHED = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "days", "is_old"),
    [
        (timedelta(), 0, False),
        (timedelta(hours=23, minutes=59), 0, False),
        (timedelta(days=90, hours=23), 90, False),
        (timedelta(days=91), 91, True),
        (timedelta(hours=-5), 0, False),
    ],
)
def test_age_counts_whole_days(passed, days, is_old):
    """A list is old beyond the days that are set, and a clock that runs behind makes none younger than new."""
    fresh = freshness_of(PUBLISHED, PUBLISHED + passed, old_after_days=90)

    assert (fresh.age_days, fresh.is_old, bool(say_age(fresh, 3))) == (days, is_old, is_old)


def test_the_warning_names_the_version():
    """A sentence for people says which list and how old."""
    said = say_age(freshness_of(PUBLISHED, PUBLISHED + timedelta(days=120)), 3)

    assert said.startswith("Version 3 of the line list is 120 days old")
