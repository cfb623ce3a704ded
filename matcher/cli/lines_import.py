"""`linewatch lines import`: a list file is compared with the list of the store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import As, Organisation, Reason, with_list
from matcher.cli.output import tell, tell_notes, tell_warnings, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadLineList, BadRequest, Fault
from matcher.render.plain_text import harmless
from matcher.render.words import say_count

if TYPE_CHECKING:
    from matcher.domain.access.actor import Actor
    from matcher.domain.upkeep.list_import import ImportedList
    from matcher.service.lists.line_lists import LineLists
    from matcher.store.vault import Vault

#: So many changes are written out for people; a program gets all of them.
_MOST_SHOWN = 100
_ALL = 1 << 30


class Mode(StrEnum):
    """What the absence of an entry from a file says."""

    WHOLE = "whole"
    UPDATE = "update"


DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what the list would change, and change nothing.")]
Listed = Annotated[Path, typer.Argument(metavar="LIST", help="The line list, CSV or XLSX.", show_default=False, readable=False)]
ImportMode = Annotated[
    Mode, typer.Option("--mode", help="whole: what the file does not hold is removed; update: it stays, and an empty cell says nothing.")
]
Mapping = Annotated[
    list[str] | None,
    typer.Option(
        "--mapping",
        metavar="HEADER=COLUMN",
        help="The column of a list that a header of the file stands for; may be given several times, and is kept for files of this layout.",
        show_default=False,
    ),
]


ListName = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="TEXT",
        help="What the list is called from then on; without it the list keeps its name, and the first one is called like its file.",
        show_default=False,
    ),
]


def import_(  # noqa: PLR0913, PLR0917 - one argument for each option
    list_file: Listed,
    organisation: Organisation = None,
    data: DataFolder = None,
    mode: ImportMode = Mode.WHOLE,
    dry_run: DryRun = False,
    mapping: Mapping = None,
    reason: Reason = None,
    name: ListName = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """Compare a list with the one in the store, and propose what it changes, all or nothing.

    The first list is published at once; later ones another person publishes, with `linewatch lines publish`. With any fault or conflict
    nothing changes. Every answer from the publication on names the new version; answers that were given keep theirs.
    """
    from matcher.domain.register import ImportMode as Absence
    from matcher.domain.upkeep.import_warnings import say_to_mend
    from matcher.domain.upkeep.list_import import ImportState, ListFile, Manner
    from matcher.render.json_answer import unsound_object, write_json
    from matcher.service.plan_import import import_list

    file = ListFile(list_file.name, _content_of(list_file))
    said = _mapping_of(mapping or ())
    manner = Manner(Absence(mode.value), dry_run, reason or "", said, name or "")

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ImportedList:
        """Do what was asked, in the open store."""
        return await import_list(vault, actor, lists, file, manner=manner, now=now(), origin=origin())

    try:
        imported = with_list(read_settings(data_dir=data), organisation, as_, work)
    except BadLineList as error:
        if as_json:
            write_line(write_json(unsound_object(list_file.name, error)))
        raise
    tell_warnings(imported.warnings)
    tell_notes([*(note for note in imported.facts.notes if note not in imported.warnings), *say_to_mend(imported.to_mend)])
    if as_json:
        _write_json(imported)
    else:
        _write(imported, list_file.name, said)
    return ExitCode.BAD_LINE_LIST if imported.state in {ImportState.NEEDS_MAPPING, ImportState.CONFLICTS} else ExitCode.OK


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        sentence = "The file cannot be opened."
        raise BadLineList(f"The line list cannot be used: {sentence}", faults=(Fault(path.name, sentence),)) from err


def _mapping_of(given: list[str] | tuple[()]) -> dict[str, str]:
    found = {}
    for each in given:
        header, sign, column = each.rpartition("=")
        if not sign or not header.strip():
            raise BadRequest("A mapping is written HEADER=COLUMN.", hint="Such as --mapping 'Phone no.=number'.")
        found[header.strip()] = column.strip()
    return found


def _write_json(imported: ImportedList) -> None:
    from matcher.render.json_answer import list_object, write_json
    from matcher.render.list_json import plan_object

    told = {"id": imported.version_id, "is_new": imported.is_new, **list_object(imported.facts), **plan_object(imported, most=_ALL)}
    write_line(write_json(told))


def _ask_for_columns(imported: ImportedList, shown: str, said: dict[str, str]) -> None:
    """Tell what has to be said, and all of it: what was said before counts only once it is enough."""
    missing = " and ".join(imported.missing)
    tell(f"linewatch: error: needs-mapping: {shown} names no {missing}. Say what its columns mean: --mapping HEADER=COLUMN.")
    again = "all that you said of its columns and the other options" if said else "the other options"
    tell(f"linewatch: say {again} again with it; the file is read anew, as they say.")
    for header, column in said.items():
        write_line(f"  {harmless(header)}={column}")
    for header in imported.unknown:
        write_line(f"  {harmless(header)}")


def _write(imported: ImportedList, name: str, said: dict[str, str]) -> None:
    from matcher.domain.upkeep.list_import import ImportState
    from matcher.render.list_text import change_line, conflict_line, say_plan

    shown = harmless(name)
    if imported.state is ImportState.NEEDS_MAPPING:
        _ask_for_columns(imported, shown, said)
        return
    counted = f"{say_count(imported.facts.numbers, 'number')} of {say_count(imported.facts.lines, 'line')}"
    words = {
        ImportState.PUBLISHED: f"is version {imported.number}",
        ImportState.UNCHANGED: f"is version {imported.number} already; nothing was changed",
        ImportState.PLANNED: f"would be version {imported.number}",
        ImportState.CONFLICTS: "would be refused",
        ImportState.PROPOSED: f"is proposed as {imported.proposal_id}",
    }
    write_line(f"{shown} {words[imported.state]}: {counted}.")
    plan = imported.plan
    if plan is None or imported.number == 1 or imported.state is ImportState.UNCHANGED:
        return
    write_line(say_plan(plan))
    for change in imported.changes[:_MOST_SHOWN]:
        write_line(f"  {change_line(change, imported.line_names)}")
    if len(imported.changes) > _MOST_SHOWN:
        write_line(f"  and {len(imported.changes) - _MOST_SHOWN} more; --json writes all of them")
    for conflict in plan.conflicts:
        write_line(f"  {conflict_line(conflict)}")
    if imported.state is ImportState.PROPOSED:
        write_line(f"Another person publishes it: linewatch lines publish {imported.proposal_id} --as USERNAME")
