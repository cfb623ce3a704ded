"""`linewatch extract`: what numbers stand in a file; nothing is matched."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import tell_error, tell_truncated, write_line
from matcher.cli.progress import ProgressBar
from matcher.domain.screening import SkippedRow
from matcher.domain.sighting import Sighting
from matcher.render.plain_text import harmless, shortened
from matcher.render.words import ROLES, STATUSES, say_count, say_traffic

if TYPE_CHECKING:
    from matcher.service.extract_numbers import ExtractEvent

#: Widths of number, role and label in print; the rest of the line is traffic and place.
_NUMBER, _ROLE, _LABEL = 17, 15, 22


def extract(
    files: options.Files,
    as_json: options.Json = False,
    region: options.Region = "GB",
    reader: options.Format = None,
    scope: options.Scopes = options.DEFAULT_SCOPE,
    sha256: options.Sha256 = None,
) -> int:
    """Say what numbers stand in extractions; match nothing."""
    from matcher.bootstrap import build
    from matcher.service.extract_numbers import FileRefused, FileSummary, Working

    request = options.intake_request(files, region, reader, scope, sha256)
    code = ExitCode.OK
    write = _write_json if as_json else _write_plain
    with ProgressBar() as progress:
        for event in build().extract(files, request):
            if isinstance(event, Working):
                progress(event.name, event.share)
            elif isinstance(event, FileRefused):
                code = tell_error(event.error)
            else:
                write(event)
            if isinstance(event, FileSummary) and event.facts.truncated:
                code = tell_truncated(event.facts.name)
    return code


def _write_json(event: ExtractEvent) -> None:
    from matcher.render.json_answer import sighting_object, skipped_line, summary_line, write_json
    from matcher.service.extract_numbers import FileSummary

    if isinstance(event, Sighting):
        write_line(write_json(sighting_object(event)))
    elif isinstance(event, SkippedRow):
        write_line(write_json(skipped_line(event)))
    elif isinstance(event, FileSummary):
        write_line(write_json(summary_line(event.facts, event.sightings)))


def _write_plain(event: ExtractEvent) -> None:
    from matcher.service.extract_numbers import FileSummary

    if isinstance(event, Sighting):
        write_line(_say_sighting(event))
    elif isinstance(event, SkippedRow):
        write_line(_fitted(f"{'-':<{_NUMBER}} {'skipped':<{_ROLE}} {harmless(event.reason)}  {harmless(event.place)}"))
    elif isinstance(event, FileSummary):
        facts = event.facts
        write_line(
            f"{harmless(facts.name)}: {facts.reader}, {say_count(facts.records, 'record')}, {say_count(event.sightings, 'sighting')}, "
            f"{facts.skipped} skipped, SHA-256 {facts.sha256}"
        )
        for remark in facts.remarks:
            write_line(f"! {harmless(remark)}")


def _say_sighting(sighting: Sighting) -> str:
    number = sighting.e164 or f"({STATUSES[sighting.status]})"
    label = shortened(sighting.label or "", _LABEL)
    rest = [part for part in (harmless(sighting.raw) if sighting.e164 is None else "", say_traffic(sighting)) if part]
    head = f"{number:<{_NUMBER}} {ROLES[sighting.role]:<{_ROLE}} {label:<{_LABEL}}"
    return _fitted(f"{head} {'  '.join([*rest, harmless(sighting.place)])}".rstrip())


def _fitted(line: str) -> str:
    """Cut a line to the width of a terminal; whole where it goes to a file."""
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return line if len(line) <= width else f"{line[: width - 1]}…"
