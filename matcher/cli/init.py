"""`linewatch init`: a data folder with its key, its store and its first administrator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import tell, write_line
from matcher.cli.secrets import PasswordFile, read_password
from matcher.cli.settings import DataFolder, read_settings
from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from matcher.service.initialise_store import Initialised

Organisation = Annotated[str, typer.Option(metavar="NAME", help="Name of the first organisation.")]
Unit = Annotated[str, typer.Option(metavar="NAME", help="Name of its first unit.")]
Username = Annotated[str, typer.Option(metavar="NAME", help="Name the first administrator signs in with.")]
Upgrade = Annotated[bool, typer.Option("--upgrade", help="Bring a store of an older version to this one; back it up before.")]


def init(  # noqa: PLR0913, PLR0917 - one argument for each option
    data: DataFolder = None,
    organisation: Organisation = "Organisation",
    unit: Unit = "Unit",
    username: Username = "admin",
    password_file: PasswordFile = None,
    upgrade: Upgrade = False,
    as_json: options.Json = False,
) -> int:
    """Set up a data folder: its key file, its store, the first organisation and its first administrator.

    Without --password-file a password is drawn that works once, within 15 minutes. What is printed is shown this once. An interrupted run
    is run again.
    """
    # Here, because `match` and its like do without.
    import asyncio

    from matcher.bootstrap_store import place_of

    settings = read_settings(data_dir=data)
    place = place_of(settings)
    if upgrade:
        from matcher.store.place import upgrade_store

        asyncio.run(upgrade_store(place))
        write_line("The store is of this version.")
        return ExitCode.OK
    from matcher.domain.access.account_change import FIRST_GIVEN_FOR, AccountDraft
    from matcher.domain.access.actor import Role
    from matcher.domain.access.user_name import key_of
    from matcher.service.initialise_store import initialise_store

    first = AccountDraft(key_of(username), unit, frozenset({Role.ADMIN}), password=read_password(password_file), given_for=FIRST_GIVEN_FOR)
    least = settings.password_min_length
    made = asyncio.run(initialise_store(place, organisation, first, min_length=least, now=now(), origin=origin()))
    _show(made, settings.key_file, as_json=as_json)
    return ExitCode.OK


def _show(made: Initialised, key_file: Path, *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import write_json

        account = {
            "role": "admin",
            "organisation": made.organisation.name,
            "username": made.account.username,
            "password": made.password,
            "token": made.token,
        }
        write_line(write_json({"accounts": [account]}))
        return
    write_line(f"Set up for {harmless(made.organisation.name)}.")
    write_line(f"  name      {made.account.username}")
    if made.works_once:
        write_line(f"  password  {made.password}  (works once, within 15 minutes)")
    write_line(f"  token     {made.token}  (works for 90 days)")
    note = f"Whoever has {harmless(str(key_file))} can read the store; without it nobody can."
    tell(f"linewatch: note: {note} Keep a copy apart from the backups.")
