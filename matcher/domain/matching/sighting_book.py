"""Sums up what one source says of each number: one sighting per number, role, app and label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from matcher.domain.numbers.reading import Certainty, Kind, Number, Reading
from matcher.domain.sighting import Role, Sighting


class Occurrence(NamedTuple):
    """One time a number stands in a file."""

    role: Role
    place: str
    label: str | None = None
    app: str | None = None
    #: `in`, `out`, or None when the file does not say; seen from the owner of the phone.
    direction: str | None = None
    first: datetime | None = None
    last: datetime | None = None
    deleted: bool = False
    is_confidential: bool = False


class _Sum:
    """What has been added up for one sighting so far."""

    __slots__ = (
        "calls_in", "calls_out", "deleted", "first", "is_confidential", "last", "messages_in", "messages_out", "occurrence", "reading",
        "zone_known",
    )  # fmt: skip

    def __init__(self, reading: Reading, occurrence: Occurrence) -> None:
        self.reading = reading
        self.occurrence = occurrence
        self.calls_in = self.calls_out = self.messages_in = self.messages_out = 0
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.zone_known = True
        self.deleted = True
        self.is_confidential = False

    def add(self, occurrence: Occurrence) -> None:
        if occurrence.role is Role.CALL:
            self.calls_in += occurrence.direction == "in"
            self.calls_out += occurrence.direction == "out"
        elif occurrence.role is Role.MESSAGE:
            self.messages_in += occurrence.direction == "in"
            self.messages_out += occurrence.direction == "out"
        # A sighting counts as deleted only when nothing of it was left on the phone.
        self.deleted = self.deleted and occurrence.deleted
        self.is_confidential = self.is_confidential or occurrence.is_confidential
        if occurrence.first is not None or occurrence.last is not None:
            self._widen(occurrence.first, occurrence.last)

    def _widen(self, *moments: datetime | None) -> None:
        # Either may be missing, and a file may give them the wrong way round.
        for moment in moments:
            if moment is not None:
                utc = self._in_utc(moment)
                self.first = utc if self.first is None else min(self.first, utc)
                self.last = utc if self.last is None else max(self.last, utc)

    def _in_utc(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            self.zone_known = False
            return moment.replace(tzinfo=UTC)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            # The first or last day of the calendar: a clock that was never set, and no evidence either way.
            return moment.replace(tzinfo=UTC)


class SightingBook:
    """Collects the occurrences of one source. Memory grows with distinct sightings, not with rows."""

    def __init__(self, source: str) -> None:
        """Open an empty book for the source of that name."""
        self._source = source
        self._sums: dict[tuple[str, Role, str | None, str | None], _Sum] = {}

    def __len__(self) -> int:
        return len(self._sums)

    def add(self, reading: Reading, occurrence: Occurrence) -> None:
        """Add one occurrence; the first one gives the raw text, the place and the steps."""
        # Unusable readings are told apart by their raw text and what it was taken for, which never equal a key.
        name = reading.e164 if isinstance(reading, Number) else f"?{reading.status} {reading.raw}"
        key = (name, occurrence.role, occurrence.app, occurrence.label)
        found = self._sums.get(key)
        if found is None:
            found = self._sums[key] = _Sum(reading, occurrence)
        found.add(occurrence)

    def sightings(self) -> Iterator[Sighting]:
        """Yield every sighting in the order of its first occurrence."""
        for summed in self._sums.values():
            yield _to_sighting(self._source, summed)


def _to_sighting(source: str, summed: _Sum) -> Sighting:
    reading, occurrence = summed.reading, summed.occurrence
    usable = isinstance(reading, Number)
    return Sighting(
        source=source,
        raw=reading.raw,
        e164=reading.e164 if isinstance(reading, Number) else None,
        status=reading.status,
        certainty=reading.certainty if isinstance(reading, Number) else Certainty.PARTIAL,
        kind=reading.kind if isinstance(reading, Number) else Kind.UNKNOWN,
        role=occurrence.role,
        label=occurrence.label,
        app=occurrence.app,
        calls_in=summed.calls_in,
        calls_out=summed.calls_out,
        messages_in=summed.messages_in,
        messages_out=summed.messages_out,
        first_seen=summed.first,
        last_seen=summed.last,
        zone_known=summed.zone_known,
        deleted=summed.deleted,
        place=occurrence.place,
        steps=reading.steps,
        reason=None if usable else getattr(reading, "reason", None),
        is_confidential=summed.is_confidential,
    )
