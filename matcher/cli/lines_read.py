"""`linewatch lines list`, `show`, `history`, `versions`, `diff` and `hygiene`: what stands on the list, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import LINES, VERSIONS, As, Organisation, sought, with_list
from matcher.cli.output import write_for_people, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console, RenderableType

    from config.settings import Settings
    from matcher.domain.access.actor import Actor
    from matcher.service.compare_versions import VersionDiff
    from matcher.service.list_hygiene import HygienePage
    from matcher.service.lists.line_lists import LineLists
    from matcher.service.read_history import HistoryPage
    from matcher.service.read_line import EntryPage, LineView
    from matcher.service.read_lines import LinesView, VersionView
    from matcher.store.vault import Vault

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Read(Generic[Found]):
    """What was read, with what is needed to show it."""

    found: Found
    #: Account -> its name.
    names: Mapping[str, str] = field(default_factory=dict)
    #: Days after which a list counts as old.
    days: int = 0


#: Everything: a command gives no pages.
_ALL = 1 << 30

Sought = Annotated[
    str, typer.Argument(metavar="TEXT", help="Words of its id, names, areas or group, or one of its numbers.", show_default=False)
]
Which = Annotated[str, typer.Argument(metavar="ID", help="The id of the line.", show_default=False)]
Record = Annotated[
    str | None,
    typer.Option("--record", metavar="ID", help="Only this number or person of the line, by the id of its entry.", show_default=False),
]
Version = Annotated[str, typer.Argument(metavar="VERSION", help="Number or id of a version.", show_default=False)]
OnlyLine = Annotated[str | None, typer.Option("--line", metavar="ID", help="Only findings about this line.", show_default=False)]
Code = Annotated[str | None, typer.Option("--code", metavar="CODE", help="Only findings of this kind.", show_default=False)]


def list_(organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False) -> int:
    """List the lines of the current list, by id."""
    return _list(read_settings(data_dir=data), organisation, as_, as_json=as_json)


def find(text: Sought, organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False) -> int:
    """List the lines that are called so, lie or sell there, belong to that group, or have or had that number in any spelling."""
    return _list(read_settings(data_dir=data), organisation, as_, text, as_json=as_json)


def _list(settings: Settings, organisation: str | None, username: str | None, sought: str | None = None, *, as_json: bool) -> int:
    from matcher.cli.lines_tables import lines_object, lines_table
    from matcher.service.read_lines import read_lines

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> Read[LinesView]:
        """Do what was asked, in the open store."""
        found = await read_lines(vault, actor, lists, now=now(), origin=origin(), sought=sought)
        return Read(found, days=lists.limits.list_old_after_days)

    read = with_list(settings, organisation, username, work)
    return _say(lambda: lines_object(read.found, read.days, now()), lambda: lines_table(read.found, read.days, now()), as_json=as_json)


def show(line: Which, organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False) -> int:
    """Show a line with its numbers and people, those that were removed behind those that count, and what came of each number on phones."""
    from matcher.cli.lines_tables import line_object, line_tables
    from matcher.service.read_line import read_entries, read_line

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> tuple[LineView, EntryPage]:
        """Do what was asked, in the open store."""
        at, whence = now(), origin()
        with sought("line", LINES):
            view = await read_line(vault, actor, lists, line, now=at, origin=whence)
            return view, await read_entries(vault, actor, lists, line, limit=_ALL, now=at, origin=whence)

    found = with_list(read_settings(data_dir=data), organisation, as_, work)
    return _say(lambda: line_object(*found), lambda: line_tables(*found), as_json=as_json)


def history(
    line: Which,
    record: Record = None,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """Show what became of a line and all that hangs on it, the newest first: what changed, who proposed and published it, when and why."""
    from matcher.cli.lines_tables import history_object, history_table
    from matcher.service.read_history import read_history

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> Read[HistoryPage]:
        """Do what was asked, in the open store."""
        with sought("line", LINES):
            page = await read_history(vault, actor, lists, line, record_id=record, limit=_ALL, now=now(), origin=origin())
        return Read(page, names=page.account_names)

    read = with_list(read_settings(data_dir=data), organisation, as_, work)
    return _say(lambda: history_object(read.found, line), lambda: history_table(read.found, read.names), as_json=as_json)


def versions(organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False) -> int:
    """List the versions of the list, the newest first."""
    from matcher.cli.lines_tables import versions_object, versions_table
    from matcher.service.read_lines import list_versions

    async def work(vault: Vault, actor: Actor, _lists: LineLists) -> Read[tuple[VersionView, ...]]:
        """Do what was asked, in the open store."""
        found = await list_versions(vault, actor, now=now(), origin=origin())
        return Read(found, names=await _names(vault, {each.published_by for each in found}))

    read = with_list(read_settings(data_dir=data), organisation, as_, work)
    return _say(lambda: versions_object(read.found), lambda: versions_table(read.found, read.names), as_json=as_json)


def diff(
    since: Version,
    version: Version,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """Show what became of one version of the list in another."""
    from matcher.cli.lines_tables import diff_object, diff_text
    from matcher.service.compare_versions import compare_versions
    from matcher.service.lists.version_ids import id_of_version

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> VersionDiff:
        """Do what was asked, in the open store."""
        ids = [await id_of_version(vault, actor, each) for each in (since, version)]
        with sought("version of the list", VERSIONS):
            return await compare_versions(vault, actor, lists, ids[1], since_id=ids[0], limit=_ALL, now=now(), origin=origin())

    found = with_list(read_settings(data_dir=data), organisation, as_, work)
    return _say(lambda: diff_object(found), lambda: diff_text(found), as_json=as_json)


def hygiene(
    code: Code = None,
    line: OnlyLine = None,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """List what is to be mended, the most urgent first."""
    from matcher.cli.lines_tables import hygiene_object, hygiene_table
    from matcher.domain.register import HygieneCode
    from matcher.service.list_hygiene import list_hygiene

    if code is not None and code not in set(HygieneCode):
        raise BadRequest("There is no finding of this kind.", hint=f"It is one of {', '.join(HygieneCode)}.")

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> HygienePage:
        """Do what was asked, in the open store."""
        only = HygieneCode(code) if code else None
        with sought("line", LINES):
            return await list_hygiene(vault, actor, lists, code=only, line_id=line, limit=_ALL, now=now(), origin=origin())

    found = with_list(read_settings(data_dir=data), organisation, as_, work)
    return _say(lambda: hygiene_object(found), lambda: hygiene_table(found), as_json=as_json)


async def _names(vault: Vault, account_ids: set[str]) -> dict[str, str]:
    """Give the names of accounts; whoever has none is told by id."""
    from matcher.store.accounts import find_account

    async with vault.db.read() as connection:
        found = [await find_account(connection, each) for each in sorted(account_ids) if each]
    return {account.id: account.username for account in found if account is not None}


def _say(told: Callable[[], dict[str, Any]], shown: Callable[[], Iterable[RenderableType]], *, as_json: bool) -> int:
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json(told()))
        return ExitCode.OK

    def lay_out(console: Console) -> None:
        """Write one part after the other."""
        for part in shown():
            console.print(part)

    write_for_people(lay_out)
    return ExitCode.OK
