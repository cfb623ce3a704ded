"""Days on which nothing can have been seen yet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matcher.domain.register import Change, Removal, say_days_to_come
from register_lists import a_record

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"last_seen": "2026-04-20"}, False),
        ({"last_seen": "2026-04-21"}, False),
        ({"last_seen": "2026-04-22"}, True),
        ({"first_seen": "2026-04-30", "date_precision": "month"}, False),
        ({"first_seen": "2026-05-01", "date_precision": "month"}, True),
        ({"first_seen": "2026-06-01", "date_precision": "quarter"}, False),
        ({"closed_on": "2026-04-21"}, False),
        ({"closed_on": "2027-01-01"}, True),
        ({"closed_on": "2027-01-01", "date_precision": "month"}, True),
        ({}, False),
    ],
)
def test_a_day_is_to_come_where_it_has_begun_nowhere(fields, is_told):
    """A month or quarter that has begun is none; the day after is one already, somewhere."""
    assert bool(say_days_to_come([Change(None, a_record(**fields))], NOW)) is is_told


def test_what_stood_there_before_is_not_told_again():
    """A change of something else, or a removal, says nothing of a day that the list holds already."""
    before = a_record(last_seen="2027-01-01")
    changed = a_record(last_seen="2027-01-01", notes="Seen")

    assert say_days_to_come([Change(before, changed)], NOW) == ()
    assert say_days_to_come([Change(before, before.remove(Removal.WRONG))], NOW) == ()
    assert say_days_to_come([Change(before.remove(Removal.WRONG), changed)], NOW) != ()


def test_the_first_twenty_are_named_and_the_others_counted():
    """By the row of the file where there is one, and by the record where there is none."""
    changes = [Change(None, a_record(id=f"num_{at}", first_seen="2027-01-01")) for at in range(23)]
    (told,) = say_days_to_come(changes, NOW, {changes[0].key: 7})

    assert "row 7, column first_seen; first_seen of number num_1 on line L-1;" in told
    assert told.endswith("num_19 on line L-1; and 3 more.")
