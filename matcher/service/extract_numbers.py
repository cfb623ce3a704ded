"""Reads extractions and says what numbers stand in them, without matching anything."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import IngestError
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.screening import SkippedRow, SourceFacts
from matcher.domain.sighting import Sighting
from matcher.service.screening.intake import Intake, IntakeRequest, names_alike, open_extraction

#: Skipped records held back until the sightings are known, so that memory stays flat.
_HELD = 10_000
#: The place of a row: `contacts.csv:12`, `report.xlsx:Contacts!C7`.
_ROW = re.compile(r"(?P<table>.*?[:!])[A-Z]{0,3}(?P<row>\d{1,9})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file read to its end. `sightings` is the number of sightings given before."""

    facts: SourceFacts
    sightings: int


@dataclass(frozen=True, slots=True)
class FileRefused:
    """One file that could not be read, or not to its end."""

    name: str
    error: IngestError


@dataclass(frozen=True, slots=True)
class Working:
    """Nothing to print: `share` of the file has been read, from 0 to 1."""

    name: str
    share: float


ExtractEvent = Sighting | SkippedRow | FileSummary | FileRefused | Working


def extract_numbers(paths: Sequence[Path], request: IntakeRequest, lists: NumberLists) -> Iterator[ExtractEvent]:
    """Yield, file by file: sightings in the order of the file with the skipped records between them, then the summary.

    Of more skipped records than are held, the first come before all. A bad file does not stop the others.
    """
    alike = names_alike(paths)
    for path in paths:
        try:
            yield from _extract_file(path, request, lists, alike)
        except IngestError as error:
            yield FileRefused(path.name, error)


def _extract_file(path: Path, request: IntakeRequest, lists: NumberLists, alike: frozenset[str]) -> Iterator[ExtractEvent]:
    extraction = open_extraction(path, request, alike)
    intake = Intake(extraction, request, lists)
    held: deque[SkippedRow] = deque()
    for skipped in intake.run():
        held.extend(skipped)
        while len(held) > _HELD:
            yield held.popleft()
        yield Working(extraction.source.name, extraction.source.read_share())
    given = 0
    for sighting in intake.sightings():
        given += 1
        while held and _is_before(held[0].place, sighting.place):
            yield held.popleft()
        yield sighting
    yield from held
    yield FileSummary(intake.facts(), given)


def _is_before(place: str, other: str) -> bool:
    """Whether one row stands above another of the same table, by their places; False where nothing tells."""
    row, other_row = _ROW.fullmatch(place), _ROW.fullmatch(other)
    return row is not None and other_row is not None and row["table"] == other_row["table"] and int(row["row"]) < int(other_row["row"])
