"""`linewatch organisations …`: who shares a store, and sees nothing of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import actor_of, now, origin, with_store
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from matcher.store.organisations import Organisation
    from matcher.store.vault import Vault

organisations_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Look after the organisations of a store.")


@organisations_app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.", show_default=False)],
    unit: Annotated[list[str], typer.Option(metavar="NAME", help="A unit of it; may be given several times.", show_default=False)],
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Make an organisation with its units, or give one that is there the units it lacks."""
    from matcher.service.create_organisation import create_organisation

    async def work(vault: Vault) -> Organisation:
        """Do what was asked, in the open store."""
        return await create_organisation(vault, actor_of(None), name, unit, now=now(), origin=origin())

    _show([with_store(read_settings(data_dir=data), work)], as_json=as_json)
    return ExitCode.OK


@organisations_app.command("list")
def list_(data: DataFolder = None, as_json: options.Json = False) -> int:
    """List the organisations with their units."""
    from matcher.store.organisations import list_organisations

    async def work(vault: Vault) -> list[Organisation]:
        """Do what was asked, in the open store."""
        async with vault.db.read() as connection:
            return await list_organisations(connection)

    _show(with_store(read_settings(data_dir=data), work), as_json=as_json)
    return ExitCode.OK


def _show(found: list[Organisation], *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import write_json

        shown = [{"id": each.id, "name": each.name, "units": [unit.name for unit in each.units]} for each in found]
        write_line(write_json({"organisations": shown}))
        return
    for each in found:
        write_line(f"{harmless(each.name)}: {', '.join(harmless(unit.name) for unit in each.units)}")
