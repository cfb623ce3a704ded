"""`linewatch demo`: the service on an embedded store of its own, filled with people, lines and phones that do not exist."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli import options
from matcher.cli.output import tell, write_for_people
from matcher.cli.serve import Host, Port, Workers, run_service
from matcher.cli.settings import read_settings
from matcher.errors import CannotWrite

if TYPE_CHECKING:
    from config.settings import Settings

#: Who may sign in to a demonstration, beside its store: nobody of them exists.
_ACCOUNTS = "demo.json"
#: So that `serve` runs on the folder of a demonstration too.
_TOML = "# The numbers of the demonstration belong to nobody.\ntest_numbers = true\n"
#: Phones that are read before it begins, so that there is something to look at; the others are read while it runs.
_READ_FIRST = 6

Folder = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="DIR", help="Keep everything in this folder, for another time; by default it is removed.", show_default=False
    ),
]


def demo(host: Host = None, port: Port = None, data: Folder = None, workers: Workers = None, as_json: options.Json = False) -> int:
    """Run the service on synthetic data, and print its address and a sign-in for every role of two organisations.

    There are two analysts in each: what one proposes the other publishes. Nothing of it exists: lines, people and phones are made, numbers
    are of the range kept for drama or belong to nobody. It uses no database but its own.
    """
    import asyncio

    with _folder(data) as folder:
        given = _given(folder) | {"host": host, "port": port, "workers": workers}
        settings = read_settings(**given)
        accounts = _known_accounts(folder)
        if accounts is None:
            tell("linewatch: note: Filling a store with people, lines and phones that do not exist.")
            accounts = asyncio.run(_fill(settings, folder))
        return run_service(settings, given, lambda url: {"url": url, "accounts": accounts} if as_json else _Welcome(url, accounts))


def _given(folder: Path) -> dict[str, object]:
    """Give what is in force whatever the environment says: a demonstration never comes near a store that is in use."""
    from matcher.service.inspect_machine import missing_locks

    given: dict[str, object] = {
        "data_dir": str(folder),
        "database_url": f"sqlite:///{folder / 'linewatch.db'}",
        "key_file": str(folder / "linewatch.key"),
        "test_numbers": True,
        "free_space_floor_bytes": "64MiB",
        # What is read was made by us.
        "require_sandbox": not missing_locks(),
    }
    # Whoever only looks wants to see what is printed; whoever asks for more says so.
    return given if "LINEWATCH_LOG_LEVEL" in os.environ else given | {"log_level": "warning"}


@contextmanager
def _folder(data: str | None) -> Iterator[Path]:
    if data is not None:
        folder = Path(data).expanduser().absolute()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_free = (folder / _ACCOUNTS).exists() or not any(folder.iterdir())
        except OSError as err:
            raise CannotWrite("The folder of the demonstration cannot be made.", hint="Name another one with --data.") from err
        if not is_free:
            raise CannotWrite("The folder holds something else than a demonstration.", hint="Name an empty one with --data.")
        yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix="linewatch-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _known_accounts(folder: Path) -> list[dict[str, str]] | None:
    try:
        known = json.loads((folder / _ACCOUNTS).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as err:
        raise CannotWrite("The folder of the demonstration is damaged.", hint="Name an empty one with --data.") from err
    return list(known)


async def _fill(settings: Settings, folder: Path) -> list[dict[str, str]]:
    from matcher.bootstrap_service import open_house
    from matcher.bootstrap_store import place_of
    from matcher.demo.fill_store import fill, read_others_by_and_by, read_some, set_up

    _write(folder / "linewatch.toml", _TOML)
    # A little in the past, so that nothing of it lies in the future of who looks at once.
    now = datetime.now(UTC) - timedelta(minutes=1)
    first = await set_up(place_of(settings), now=now)
    house = await open_house(settings)
    try:
        made = await fill(house, first, now=now)
        await read_some(house, most=_READ_FIRST)
        await read_others_by_and_by(house)
    finally:
        await house.vault.db.close()
    accounts = [
        {
            "role": each.role.value,
            "organisation": each.organisation,
            "username": each.username,
            "password": each.password,
            "token": each.token,
        }
        for each in made
    ]
    # Last: without it the folder is none of a demonstration that was filled to its end.
    _write(folder / _ACCOUNTS, json.dumps(accounts, indent=1))
    return accounts


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


@dataclass(frozen=True, slots=True)
class _Welcome:
    """What people are told once they can look."""

    url: str
    accounts: Sequence[Mapping[str, str]]

    def write(self) -> None:
        """Lay it out: the address, and who may sign in."""
        write_for_people(self._lay_out)

    def _lay_out(self, console: Any) -> None:  # noqa: ANN401 - loaded where it is needed
        from rich.table import Table

        console.print(f"Linewatch answers at {self.url}. Nothing in it exists.")
        for organisation in dict.fromkeys(each["organisation"] for each in self.accounts):
            table = Table(box=None, pad_edge=False, title=organisation, title_justify="left")
            for heading in ("role", "user name", "password"):
                table.add_column(heading, overflow="fold")
            for each in self.accounts:
                if each["organisation"] == organisation:
                    table.add_row(each["role"], each["username"], each["password"])
            console.print()
            console.print(table)
        console.print()
        console.print("Tokens for programs: --json. Control-C ends it.")
