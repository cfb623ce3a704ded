"""What is handed in again is told again, unless it is of the same episode (domain 6, AR-01 and S12)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.looking_back.same_episode import Told, told_after, told_within
from matcher.domain.screening import EpisodeStatus
from matcher.domain.submissions.episode import Episode

BEGAN = datetime(2026, 4, 1, 6, tzinfo=UTC)
HANDED_IN = BEGAN + timedelta(hours=6)
MISSING = Episode(reference="M-2026-81", status=EpisodeStatus.MISSING, started=BEGAN)
FOUND = replace(MISSING, status=EpisodeStatus.FOUND, ended=BEGAN + timedelta(days=1))
BEFORE = (Told("first", MISSING, HANDED_IN),)


@pytest.mark.parametrize(
    "changed",
    [{}, {"reference": " m-2026-81 "}, {"started": None}, {"started": BEGAN + timedelta(hours=2)}, {"status": EpisodeStatus.FOUND}],
    ids=["as it was", "written otherwise", "no beginning stated", "beginning corrected", "found by now"],
)
def test_what_was_told_within_the_episode_is_told(changed):
    """The same reference, and a beginning before it was handed in, is the same episode, however it is written."""
    assert told_within(replace(MISSING, **changed), BEFORE) == ("first",)


@pytest.mark.parametrize(
    "changed",
    [{"reference": "M-2026-99"}, {"reference": None}, {"started": HANDED_IN + timedelta(minutes=1)}],
    ids=["another reference", "no reference", "began after it was handed in"],
)
def test_another_episode_was_told_nothing(changed):
    """Nothing keeps a child who is missing again from being told of."""
    assert told_within(replace(MISSING, **changed), BEFORE) == ()


def test_whoever_was_found_and_is_missing_again_is_told_of_under_the_same_reference_too():
    """Only what was told since they were found counts."""
    found = Told("found", FOUND, HANDED_IN + timedelta(days=1))
    again = Told("again", MISSING, HANDED_IN + timedelta(days=2))

    assert told_within(MISSING, (*BEFORE, found)) == ()
    assert told_within(MISSING, (*BEFORE, found, again)) == ("again",)
    assert told_within(FOUND, (*BEFORE, found)) == ("first", "found")


OTHER = replace(MISSING, status=EpisodeStatus.OTHER)


@pytest.mark.parametrize(
    ("now", "later", "expected"),
    [
        (MISSING, [MISSING, MISSING], ["1", "2"]),
        (MISSING, [FOUND], []),
        (MISSING, [MISSING, FOUND, MISSING], ["1"]),
        (MISSING, [MISSING, FOUND, OTHER], ["1"]),
        (FOUND, [FOUND, MISSING, OTHER], ["1", "3"]),
        (OTHER, [MISSING, FOUND, MISSING, OTHER], ["1", "2", "4"]),
        (MISSING, [replace(MISSING, reference="M-2026-99"), MISSING], ["2"]),
        (MISSING, [replace(MISSING, started=HANDED_IN + timedelta(minutes=1))], []),
    ],
)
def test_what_was_handed_in_later_tells_the_same_until_they_were_found(now, later, expected):
    """Whichever is answered first tells the other, unless somebody who is missing was found between them or with the later one."""
    told = [Told(str(at), each, HANDED_IN + timedelta(hours=at)) for at, each in enumerate(later, 1)]

    assert told_after(Told("now", now, HANDED_IN), told) == tuple(expected)
