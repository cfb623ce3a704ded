"""Checks one or a few typed numbers against a line list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.line import LineList
from matcher.domain.match import Match, Thresholds
from matcher.domain.matching import find_matches
from matcher.domain.numbers import Reading, read_all
from matcher.domain.protection import NumberLists
from matcher.domain.screening import Subject
from matcher.domain.sighting import Role
from matcher.domain.sighting_book import Occurrence, SightingBook


@dataclass(frozen=True, slots=True)
class Answer:
    """What one typed number gave. A protected number answers like one that is not on the list."""

    raw: str
    readings: tuple[Reading, ...]
    matches: tuple[Match, ...]


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
    return tuple(
        Answer(raw, readings, _match(readings, line_list, at=at, lists=lists, thresholds=thresholds))
        for raw, readings in zip(typed, read_all(typed, region, test_numbers=test_numbers), strict=True)
    )


def _match(
    readings: tuple[Reading, ...], line_list: LineList, *, at: datetime, lists: NumberLists, thresholds: Thresholds
) -> tuple[Match, ...]:
    book = SightingBook("as typed")
    for reading in readings:
        if not lists.is_protected(reading):
            book.add(reading, Occurrence(Role.LIST_CHECK, "as typed"))
    usable = tuple(sighting for sighting in book.sightings() if sighting.e164 is not None)
    return find_matches(usable, line_list, at=at, lists=lists, thresholds=thresholds, subject=Subject())
