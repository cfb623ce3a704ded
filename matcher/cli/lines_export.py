"""`linewatch lines export`: the list as a file, as far as whoever asks may have it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import As, Organisation, with_list
from matcher.cli.output import tell, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadRequest
from matcher.render.plain_text import harmless
from matcher.render.words import say_count

if TYPE_CHECKING:
    from matcher.domain.access.actor import Actor
    from matcher.service.export_lines import ExportedList
    from matcher.service.lists.line_lists import LineLists
    from matcher.store.vault import Vault


class Format(StrEnum):
    """What the file is."""

    CSV = "csv"
    XLSX = "xlsx"


File = Annotated[Path, typer.Argument(metavar="FILE", help="Where it is written; a new file only its owner can read.", show_default=False)]
Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="What it is for; needed, and put on record.", show_default=False)]
Form = Annotated[Format | None, typer.Option("--format", help="By the end of the file's name, where none is named.", show_default=False)]
Conditions = Annotated[
    bool, typer.Option("--conditions", help="Entries with handling code C go along, each with its conditions. Without it they stay.")
]


def export(  # noqa: PLR0913, PLR0917 - one for each option
    file: File,
    reason: Why = None,
    form: Form = None,
    conditions: Conditions = False,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """Write the list as a file. It is a disclosure, and put on record.

    A file that is no whole list says so in a column `part_of_list`, and is not imported as a whole.
    """
    from matcher.cli.documents import Document, check_targets, write_all
    from matcher.service.export_lines import ExportFormat, export_lines

    kind = ExportFormat((form or _form_of(file)).value)
    check_targets([file], [])

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ExportedList:
        """Do what was asked, in the open store."""
        return await export_lines(vault, actor, lists, form=kind, reason=reason, with_conditions=conditions, now=now(), origin=origin())

    made = with_list(read_settings(data_dir=data), organisation, as_, work)
    write_all([Document(file, made.content)])
    for sentence in _stayed(made):
        tell(f"linewatch: note: {sentence}")
    if as_json:
        from matcher.render.json_answer import write_json

        told = {name: getattr(made, name) for name in _TOLD}
        write_line(write_json({"file": file.name, "format": kind.value, **told}))
        return ExitCode.OK
    which = "the whole list" if made.is_whole else "a part of the list, and says so in its column part_of_list"
    counted = f"{say_count(made.rows, 'row')} of {say_count(made.lines, 'line')}"
    write_line(f"{harmless(file.name)} is written from version {made.version}: {counted}. It is {which}.")
    return ExitCode.OK


_TOLD = ("version_id", "version", "rows", "lines", "is_whole", "withheld", "protected", "lines_without_rows")


def _form_of(file: Path) -> Format:
    end = file.suffix.lstrip(".").casefold()
    if end not in {each.value for each in Format}:
        raise BadRequest("The name of the file does not say what it is to be.", hint="End it in .csv or .xlsx, or say --format.")
    return Format(end)


def _stayed(made: ExportedList) -> list[str]:
    """Say what of the lines one may know of is not in the file."""
    counted = (
        (made.withheld, "entry", "entries", "with handling code C stayed; --conditions takes them along"),
        (made.protected, "entry", "entries", "with a number that is protected by now stayed"),
        (made.lines_without_rows, "line", "lines", "stayed: none of its entries is in the file"),
    )
    return [f"{count} {one if count == 1 else several} {what}." for count, one, several, what in counted if count]
