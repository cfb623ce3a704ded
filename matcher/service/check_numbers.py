"""Checks one or a few typed numbers against a line list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.guarding.protection import NumberLists, read_openly
from matcher.domain.line import LineList
from matcher.domain.match import Association, Match, Thresholds
from matcher.domain.matching.associates import find_associates
from matcher.domain.matching.grading import find_matches
from matcher.domain.matching.sighting_book import Occurrence, SightingBook
from matcher.domain.numbers import Reading, read_all
from matcher.domain.screening import Subject
from matcher.domain.sighting import Role, Sighting
from matcher.domain.submissions.typed_check import without_kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What one typed number gave. A protected number answers like one that is not on the list."""

    raw: str
    readings: tuple[Reading, ...]
    matches: tuple[Match, ...]
    #: People the list names whose number this is; having a number is no match of a line.
    associations: tuple[Association, ...] = ()


def check_numbers(  # noqa: PLR0913 - all but the first two are named
    typed: Sequence[str],
    line_list: LineList,
    *,
    at: datetime,
    lists: NumberLists,
    thresholds: Thresholds,
    region: str = "GB",
    test_numbers: bool = False,
) -> tuple[Answer, ...]:
    """Answer every typed number in the order asked."""
    answers = []
    for raw, readings in zip(typed, read_all(typed, region, test_numbers=test_numbers), strict=True):
        open_readings = [each for one in readings for each in read_openly(one, lists, region, test_numbers=test_numbers)]
        usable = _usable(open_readings)
        matches = find_matches(usable, line_list, at=at, lists=lists, thresholds=thresholds, subject=Subject())
        people = find_associates(usable, line_list)
        answers.append(Answer(raw, readings if matches or people else without_kind(readings), matches, people))
    return tuple(answers)


def _usable(readings: Iterable[Reading]) -> tuple[Sighting, ...]:
    book = SightingBook("as typed")
    for reading in readings:
        book.add(reading, Occurrence(Role.LIST_CHECK, "as typed"))
    return tuple(sighting for sighting in book.sightings() if sighting.e164 is not None)
