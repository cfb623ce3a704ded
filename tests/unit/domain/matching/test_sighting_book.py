"""One sighting per number, role, app and label within one source, with everything added up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest

from matcher.domain.matching.sighting_book import Occurrence, SightingBook
from matcher.domain.numbers.reading import Certainty, Kind, Number, Status, Unusable
from matcher.domain.sighting import Role, Sighting

READING = Number("07700 900123", "+447700900123", Status.OK, Certainty.EXACT, Kind.MOBILE)
EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


def summed(*occurrences: Occurrence, reading: Number | Unusable = READING) -> list[Sighting]:
    """The sightings of one number met so."""
    book = SightingBook("report.xml")
    for occurrence in occurrences:
        book.add(reading, occurrence)
    assert len(book) == len(list(book.sightings()))
    return list(book.sightings())


@pytest.mark.parametrize(
    ("occurrence", "counts"),
    [
        (Occurrence(Role.CALL, "r:1", direction="in"), (1, 0, 0, 0)),
        (Occurrence(Role.CALL, "r:1", direction="out"), (0, 1, 0, 0)),
        (Occurrence(Role.MESSAGE, "r:1", direction="in"), (0, 0, 1, 0)),
        (Occurrence(Role.MESSAGE, "r:1", direction="out"), (0, 0, 0, 1)),
        (Occurrence(Role.CALL, "r:1"), (0, 0, 0, 0)),
        (Occurrence(Role.CONTACT, "r:1"), (0, 0, 0, 0)),
    ],
)
def test_calls_and_messages_are_counted_by_direction(occurrence: Occurrence, counts: tuple[int, int, int, int]):
    """Each call and message counts in its own direction, seen from the owner of the phone."""
    (found,) = summed(occurrence)

    assert (found.calls_in, found.calls_out, found.messages_in, found.messages_out) == counts


def test_the_first_occurrence_gives_raw_text_and_place():
    """Place and raw text are those of the first occurrence."""
    (found,) = summed(Occurrence(Role.CALL, "r:1"), Occurrence(Role.CALL, "r:2"))

    assert (found.place, found.raw) == ("r:1", "07700 900123")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Occurrence(Role.MESSAGE, "r:2"), id="role"),
        pytest.param(Occurrence(Role.CALL, "r:2", app="chat"), id="app"),
        pytest.param(Occurrence(Role.CALL, "r:2", label="Jay"), id="label"),
    ],
)
def test_role_app_and_label_tell_sightings_apart(other: Occurrence):
    """Another role, app or label is another sighting."""
    assert len(summed(Occurrence(Role.CALL, "r:1"), other)) == 2


def test_times_span_all_occurrences_in_any_order():
    """First and last are the earliest and latest of all, whatever the order of the rows."""
    rows = [
        Occurrence(Role.CALL, "r:1", first=LATE, last=LATE),
        Occurrence(Role.CALL, "r:1", last=EARLY),
        Occurrence(Role.CALL, "r:1"),
    ]
    for ordered in permutations(rows):
        (found,) = summed(*ordered)
        assert (found.first_seen, found.last_seen) == (EARLY, LATE)


def test_times_the_wrong_way_round_are_put_right():
    """A record that gives its last time before its first still has the earlier first."""
    (found,) = summed(Occurrence(Role.CONTACT, "r:1", first=LATE, last=EARLY))

    assert (found.first_seen, found.last_seen) == (EARLY, LATE)


def test_times_are_kept_in_utc():
    """A time with another offset is brought to UTC."""
    (found,) = summed(Occurrence(Role.CALL, "r:1", first=datetime(2026, 7, 1, 1, tzinfo=timezone(timedelta(hours=1)))))

    assert found.first_seen == datetime(2026, 7, 1, tzinfo=UTC)
    assert found.first_seen.tzinfo is UTC
    assert found.zone_known


def test_a_time_without_zone_says_so():
    """A time without a zone counts as UTC, and the sighting says that its zone is not known."""
    (found,) = summed(Occurrence(Role.CALL, "r:1", first=datetime(2026, 7, 1)))  # noqa: DTZ001

    assert found.first_seen == datetime(2026, 7, 1, tzinfo=UTC)
    assert not found.zone_known


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), id="first day of the calendar"),
        pytest.param(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))), id="last day of the calendar"),
    ],
)
def test_the_ends_of_the_calendar_do_no_harm(moment: datetime):
    """A time that has no UTC is taken as written."""
    (found,) = summed(Occurrence(Role.CALL, "r:1", first=moment))

    assert found.first_seen == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(("flags", "deleted"), [((True, True), True), ((True, False), False), ((False, False), False)])
def test_deleted_means_that_nothing_of_it_was_left(flags: tuple[bool, ...], deleted: bool):
    """A sighting is deleted when every record of it was."""
    (found,) = summed(*(Occurrence(Role.CALL, "r:1", deleted=flag) for flag in flags))

    assert found.deleted is deleted


def test_unusable_readings_are_kept_by_their_text():
    """A text that gave no key is one sighting per text, with its reason and without a key."""
    unusable = Unusable("07700 90012", Status.PARTIAL, "digits are missing")
    (found,) = summed(Occurrence(Role.CONTACT, "r:1"), Occurrence(Role.CONTACT, "r:2"), reading=unusable)

    assert (found.e164, found.status, found.certainty, found.reason) == (None, Status.PARTIAL, Certainty.PARTIAL, "digits are missing")
