"""`linewatch match`: the whole answer for one person's phone."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.cli import options
from matcher.cli.documents import Document, check_targets, write_all
from matcher.cli.exit_codes import ExitCode
from matcher.cli.moments import read_moment
from matcher.cli.output import tell, tell_error, tell_notes, tell_truncated, write_for_people, write_line
from matcher.cli.progress import ProgressBar
from matcher.domain.screening import EpisodeStatus, Screening, Subject

if TYPE_CHECKING:
    from datetime import datetime

    from matcher.bootstrap import Services
    from matcher.domain.line import LineList
    from matcher.service.screening.intake import IntakeRequest
    from matcher.service.screening.screen_extraction import ScreenRequest


@dataclass(frozen=True, slots=True)
class _Documents:
    """Which documents are wanted, and whether they may tell of restricted lines."""

    html: Path | None
    csv: Path | None
    restricted: bool

    @property
    def targets(self) -> list[Path]:
        return [path for path in (self.html, self.csv) if path is not None]


def match(  # noqa: PLR0913, PLR0917 - every option of the contract is a parameter; that is how the help is made
    files: options.Files,
    lines: options.ListFile,
    as_json: options.Json = False,
    html: options.Html = None,
    csv: options.Csv = None,
    restricted: options.Restricted = False,
    at: options.At = None,
    list_only: options.ListOnly = False,
    age: options.Age = None,
    age_uncertain: options.AgeUncertain = False,
    status: options.Status = EpisodeStatus.OTHER,
    returned: options.Returned = False,
    looked_after: options.LookedAfter = False,
    placed_out_of_area: options.PlacedOutOfArea = False,
    adult_at_risk: options.AdultAtRisk = False,
    home_takeover: options.HomeTakeover = False,
    home_area: options.HomeArea = None,
    found_area: options.FoundArea = None,
    sex: options.Sex = None,
    ethnicity: options.Ethnicity = None,
    own_number: options.OwnNumbers = None,
    household_number: options.HouseholdNumbers = None,
    device: options.DeviceKind = options.Device.AUTO,
    region: options.Region = "GB",
    reader: options.Format = None,
    scope: options.Scopes = options.DEFAULT_SCOPE,
    sha256: options.Sha256 = None,
    legal_basis: options.Basis = None,
) -> int:
    """Match a person's phone against a line list: linked lines, associates and alerts, each explained. All files are of one person."""
    intake = options.intake_request(files, region, reader, scope, sha256, legal_basis)
    subject = Subject(
        age=options.read_age(age),
        age_uncertain=age_uncertain,
        status=status,
        looked_after=looked_after,
        placed_out_of_area=placed_out_of_area,
        adult_at_risk=adult_at_risk,
        home_takeover=home_takeover,
        home_area=home_area,
        found_area=found_area,
        returned=returned,
        sex=sex,
        ethnicity=ethnicity,
        own_numbers=options.read_numbers("--own-number", own_number, intake.region),
        household_numbers=options.read_numbers("--household-number", household_number, intake.region),
    )
    ask = partial(_request, read_moment(at), intake, subject, list_only=list_only, device=device.value)
    return _answer(files, lines, intake, ask, _Documents(html, csv, restricted), as_json=as_json)


def _request(at: datetime, intake: IntakeRequest, subject: Subject, *, list_only: bool, device: str) -> ScreenRequest:
    from matcher.service.screening.screen_extraction import ScreenRequest

    return ScreenRequest(at=at, intake=intake, subject=subject, list_only=list_only, device=device)


def _answer(
    files: list[Path], lines: Path, intake: IntakeRequest, ask: Callable[[], ScreenRequest], documents: _Documents, *, as_json: bool
) -> int:
    from matcher.bootstrap import build

    services = build()
    check_targets(documents.targets, [*files, lines])
    with services.reading_ahead(files, intake) as opened, ProgressBar() as progress:
        # What reading the phone does not need is brought in when that has begun.
        request = ask()
        line_list = services.line_list(lines, region=intake.region, test_numbers=intake.test_numbers)
        # It stays to the end: nobody need walk through it again to find what can go.
        gc.freeze()
        tell_notes(line_list.notes)
        outcome = services.screen(files, line_list, request, progress, opened)
        travelling = _travelling(services, files, line_list, request, outcome.screening, documents)
    for failure in outcome.failures:
        code = tell_error(failure.error)
    if outcome.screening is None:
        return code
    _write(travelling, documents)
    if travelling is not outcome.screening:
        _tell_left_out(outcome.screening)
    _print(outcome.screening, as_json=as_json)
    truncated = [source.name for source in outcome.screening.sources if source.truncated]
    for name in truncated:
        tell_truncated(name)
    return ExitCode.BAD_EXTRACTION if truncated or outcome.failures else ExitCode.OK


def _travelling(
    services: Services,
    files: list[Path],
    line_list: LineList,
    request: ScreenRequest,
    screening: Screening | None,
    documents: _Documents,
) -> Screening | None:
    """Give the answer as it may be handed on: nothing in it tells of a restricted line."""
    if screening is None or not documents.targets or documents.restricted:
        return screening
    return services.release(files, line_list, request, screening)


def _write(screening: Screening | None, documents: _Documents) -> None:
    if screening is not None:
        write_all(_rendered(screening, documents))


def _rendered(screening: Screening, documents: _Documents) -> Iterator[Document]:
    if documents.html is not None:
        from matcher.render.html_page import html_page

        yield Document(documents.html, html_page(screening))
    if documents.csv is not None:
        from matcher.render.csv_table import csv_table

        yield Document(documents.csv, csv_table(screening), encoding="utf-8-sig")


def _tell_left_out(screening: Screening) -> None:
    from matcher.domain.answers.release import holds_restricted

    if holds_restricted(screening):
        tell(
            "linewatch: note: what rests on restricted lines, or is for the owning unit only, was left out of the documents; "
            "it stands in the answer printed here. "
            "--restricted writes it all."
        )


def _print(screening: Screening, *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import screening_object, write_json

        write_line(write_json(screening_object(screening)))
    else:
        from matcher.render.terminal import print_screening

        write_for_people(lambda console: print_screening(console, screening))
