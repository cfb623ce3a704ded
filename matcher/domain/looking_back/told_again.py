"""Reads a kept answer back into what it was made of: sightings of a number, and the person as they were stated."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from matcher.domain.numbers.reading import Certainty, Kind, Status
from matcher.domain.screening import EpisodeStatus, Subject
from matcher.domain.sighting import Role, Sighting

Json = dict[str, Any]

_COUNTS = ("calls_in", "calls_out", "messages_in", "messages_out")
_TEXTS = ("source", "raw", "e164", "label", "app", "zone_known", "deleted", "place", "reason")


def sightings_of(answer: Json, number: str) -> tuple[Sighting, ...]:
    """Give where a number stood on the phone, as far as an answer tells: of numbers that matched it does."""
    told = next((each["sightings"] for each in answer["matches"] if each["number"] == number), ())
    return tuple(map(_sighting, told))


def _sighting(told: Json) -> Sighting:
    return Sighting(
        **{name: told[name] for name in (*_COUNTS, *_TEXTS)},
        status=Status(told["status"]),
        certainty=Certainty(told["certainty"]),
        kind=Kind(told["kind"]),
        role=Role(told["role"]),
        first_seen=_moment(told["first_seen"]),
        last_seen=_moment(told["last_seen"]),
        steps=tuple(told["steps"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def subject_of(told: Json) -> Subject:
    """Give the person as they were stated."""
    # An answer of a later release may tell more of them.
    known = {each.name for each in fields(Subject)} - {"own_numbers", "household_numbers", "status"}
    plain: Json = {name: value for name, value in told.items() if name in known}
    own, household = frozenset(told["own_numbers"]), frozenset(told["household_numbers"])
    return Subject(**plain, status=EpisodeStatus(told["status"]), own_numbers=own, household_numbers=household)
