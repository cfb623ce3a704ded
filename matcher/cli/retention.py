"""`linewatch retention …`: what was kept long enough goes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import actor_of, now, origin, with_store
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import write_line
from matcher.cli.settings import DataFolder, read_settings

if TYPE_CHECKING:
    from matcher.service.run_retention import Removed
    from matcher.store.vault import Vault

retention_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Remove what was kept long enough.")


# Without it a group of one command would be that command.
@retention_app.callback()
def _group() -> None:
    pass


@retention_app.command()
def run(data: DataFolder = None, as_json: options.Json = False) -> int:
    """Remove what was kept long enough, at once. The service does so every day by itself.

    These are numbers that match nothing (LINEWATCH_RETAIN_UNMATCHED_DAYS), typed look-ups (LINEWATCH_RETAIN_CHECKS_DAYS), watches that were
    over a year ago, keys of requests nobody repeats any more, and what is left of sessions and failed sign-ins. That it was asked for, and
    that anything went, is on record.
    """
    from matcher.service.run_retention import run_retention

    settings = read_settings(data_dir=data)

    async def work(vault: Vault) -> Removed:
        """Do what was asked, in the open store."""
        days = settings.retain_checks_days
        return await run_retention(vault, checks_days=days, now=now(), origin=origin(), actor=actor_of(None))

    removed = asdict(with_store(settings, work))
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"removed": removed}))
    else:
        write_line(f"Removed: {removed['unmatched']} numbers that match nothing, {removed['checks']} typed numbers,")
        write_line(f"  {removed['watches']} watches, {removed['keys']} keys of requests, {removed['sessions']} sessions,")
        write_line(f"  {removed['attempts']} counts of failed sign-ins.")
    return ExitCode.OK
