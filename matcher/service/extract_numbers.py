"""Reads extractions and says what numbers stand in them, without matching anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import IngestError
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.screening import SkippedRow, SourceFacts
from matcher.domain.sighting import Sighting
from matcher.service.screening.intake import Intake, IntakeRequest, names_alike, open_extraction


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
    """Yield, file by file: skipped records as they are met, then the sightings, then the summary. A bad file does not stop the others."""
    alike = names_alike(paths)
    for path in paths:
        try:
            yield from _extract_file(path, request, lists, alike)
        except IngestError as error:
            yield FileRefused(path.name, error)


def _extract_file(path: Path, request: IntakeRequest, lists: NumberLists, alike: frozenset[str]) -> Iterator[ExtractEvent]:
    extraction = open_extraction(path, request, alike)
    intake = Intake(extraction, request, lists)
    for skipped in intake.run():
        yield from skipped
        yield Working(extraction.source.name, extraction.source.read_share())
    given = 0
    for sighting in intake.sightings():
        given += 1
        yield sighting
    yield FileSummary(intake.facts(), given)
