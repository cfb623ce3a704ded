"""`linewatch lines …`: the line list."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import tell_notes, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadLineList, Fault, NotFound
from matcher.render.plain_text import harmless
from matcher.render.words import say_count

if TYPE_CHECKING:
    from config.settings import Settings
    from matcher.service.import_line_list import ImportedList

lines_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Look after the line list.")

Organisation = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Whose list it is; may be left out where there is one organisation only.", show_default=False),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check the list and change nothing.")]
Listed = Annotated[Path, typer.Argument(metavar="LIST", help="The line list, CSV or XLSX.", show_default=False, readable=False)]


@lines_app.command()
def validate(list_file: Listed, as_json: options.Json = False, region: options.Region = "GB") -> int:
    """Say whether a list is sound.

    Every fault is told with its row and column.
    """
    from matcher.bootstrap import build
    from matcher.domain.screening import facts_of

    country = options.read_region(region)
    try:
        line_list = build().line_list(list_file, region=country, test_numbers=options.admits_test_numbers())
    except BadLineList as error:
        if as_json:
            from matcher.render.json_answer import unsound_object, write_json

            write_line(write_json(unsound_object(list_file.name, error)))
        raise
    tell_notes(line_list.notes)
    facts = facts_of(line_list)
    if as_json:
        from matcher.render.json_answer import validation_object, write_json

        write_line(write_json(validation_object(line_list, facts)))
        return ExitCode.OK
    people = say_count(sum(len(several) for several in line_list.associates.values()), "named associate")
    counted = f"{say_count(facts.numbers, 'number')} of {say_count(facts.lines, 'line')}, {people}"
    write_line(f"{harmless(facts.name)} is sound: {counted}.")
    return ExitCode.OK


@lines_app.command("import")
def import_(
    list_file: Listed, organisation: Organisation = None, data: DataFolder = None, dry_run: DryRun = False, as_json: options.Json = False
) -> int:
    """Load a list into the store as a new version, all or nothing.

    With any fault nothing changes. Every answer from then on names the new version; answers that were given keep theirs.
    """
    from matcher.render.json_answer import list_object, unsound_object, write_json

    content = _content_of(list_file)
    try:
        loaded = asyncio.run(_import(read_settings(data_dir=data), organisation, list_file.name, content, dry_run=dry_run))
    except BadLineList as error:
        if as_json:
            write_line(write_json(unsound_object(list_file.name, error)))
        raise
    tell_notes(loaded.facts.notes)
    if as_json:
        write_line(write_json({"id": loaded.version_id, "is_new": loaded.is_new, **list_object(loaded.facts)}))
        return ExitCode.OK
    counted = f"{say_count(loaded.facts.numbers, 'number')} of {say_count(loaded.facts.lines, 'line')}"
    would = "would be" if dry_run else "is"
    what = f"{would} version {loaded.number}" if loaded.is_new else f"is version {loaded.number} already; nothing was changed"
    write_line(f"{harmless(list_file.name)} {what}: {counted}.")
    return ExitCode.OK


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        sentence = "The file cannot be opened."
        raise BadLineList(f"The line list cannot be used: {sentence}", faults=(Fault(path.name, sentence),)) from err


async def _import(settings: Settings, organisation: str | None, name: str, content: bytes, *, dry_run: bool) -> ImportedList:
    from datetime import UTC, datetime

    from matcher.bootstrap import build
    from matcher.bootstrap_store import place_of
    from matcher.domain.actor import Actor, Role, SignedInBy
    from matcher.service.import_line_list import ListFile, import_line_list
    from matcher.service.line_lists import LineLists
    from matcher.store.organisations import list_organisations
    from matcher.store.place import open_vault

    vault = await open_vault(place_of(settings))
    try:
        async with vault.db.read() as connection:
            known = await list_organisations(connection)
        wanted = (organisation or "").strip().casefold()
        found = [each for each in known if each.name.casefold() == wanted] if wanted else known
        if len(found) != 1:
            raise NotFound(
                "There is no organisation of that name." if wanted else "There are several organisations.",
                hint="Name one with --organisation.",
            )
        owner = found[0]
        # Whoever sits at the machine has the key file, and with it everything.
        actor = Actor(
            "command-line",
            owner.id,
            owner.units[0].id if owner.units else "",
            frozenset({Role.ANALYST}),
            is_cleared=True,
            signed_in_by=SignedInBy.COMMAND_LINE,
        )
        lists = LineLists(vault, build(settings.config_dir).lists, region=settings.region, test_numbers=settings.test_numbers)
        file = ListFile(name, content)
        return await import_line_list(vault, actor, lists, file, now=datetime.now(UTC), origin="command-line", dry_run=dry_run)
    finally:
        await vault.db.close()
