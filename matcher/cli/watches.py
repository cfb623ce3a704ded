"""`linewatch watches …`: to be told when a number, a line or a subject turns up again."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import with_list
from matcher.cli.moments import read_moment
from matcher.cli.output import write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from matcher.domain.access.actor import Actor
    from matcher.service.lists.line_lists import LineLists
    from matcher.service.views.watch import WatchView
    from matcher.store.vault import Vault

watches_app = typer.Typer(
    rich_markup_mode=None, add_completion=False, help="Look after watches: who is told when a number, a line or a subject turns up again."
)


class Kind(StrEnum):
    """What is watched."""

    NUMBER = "number"
    LINE = "line"
    SUBJECT = "subject"


class Purpose(StrEnum):
    """What it is watched for."""

    MANAGED = "managed"
    EARLY_HELP = "early_help"


#: A watch is somebody's.
Owner = Annotated[str, typer.Option("--as", metavar="USERNAME", help="Act as this account, which is the one told.", show_default=False)]
Watch = Annotated[str, typer.Argument(metavar="WATCH", help="Id of the watch.", show_default=False)]


@watches_app.command("list")
def list_(as_: Owner, data: DataFolder = None, as_json: options.Json = False) -> int:
    """List the watches an account may know of, the newest first."""
    from matcher.service.list_watches import list_watches

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> list[WatchView]:
        """Do what was asked, in the open store."""
        shown: list[WatchView] = []
        cursor = None
        while True:
            page = await list_watches(vault, actor, lists, limit=200, cursor=cursor, now=now(), origin=origin())
            shown += page.items
            cursor = page.cursor
            if cursor is None:
                return shown

    _show(with_list(read_settings(data_dir=data), None, as_, work), as_json=as_json)
    return ExitCode.OK


@watches_app.command()
def add(  # noqa: PLR0913, PLR0917 - one for each option
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="What is watched: number, line or subject.", show_default=False)],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="The number, the id of the line, or the reference of the subject.", show_default=False)
    ],
    as_: Owner,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with the watch and put on record.", show_default=False)],
    until: Annotated[str, typer.Option(metavar="DAY", help="When it ends, by at most 90 days ahead.", show_default=False)],
    purpose: Annotated[Purpose, typer.Option(help="What for.")] = Purpose.MANAGED,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Have an account told when a number, a line or a subject turns up again."""
    from matcher.domain.alerts.watch import WatchDraft, WatchKind, WatchPurpose
    from matcher.service.watch_target import watch_target

    draft = WatchDraft(WatchKind(kind.value), value, WatchPurpose(purpose.value), reason, read_moment(until))

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> WatchView:
        """Do what was asked, in the open store."""
        return await watch_target(vault, actor, lists, draft, now=now(), origin=origin())

    _show([with_list(read_settings(data_dir=data), None, as_, work)], as_json=as_json)
    return ExitCode.OK


@watches_app.command()
def end(
    watch: Watch,
    as_: Owner,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; put on record.", show_default=False)] = None,
    data: DataFolder = None,
) -> int:
    """End a watch before its time."""
    from matcher.service.end_watch import end_watch

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> None:
        """Do what was asked, in the open store."""
        await end_watch(vault, actor, lists, watch, reason=reason, now=now(), origin=origin())

    with_list(read_settings(data_dir=data), None, as_, work)
    write_line(f"{harmless(watch)} tells of nothing more.")
    return ExitCode.OK


def _show(found: list[WatchView], *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"watches": [_object(each) for each in found]}))
        return
    for each in found:
        value = "not shown" if each.value is None else harmless(each.value)
        write_line(f"{each.id}  {each.kind.value}  {value}  {each.purpose.value}  {each.state.value} until {each.expires_at:%Y-%m-%d}")


def _object(view: WatchView) -> dict[str, Any]:
    return {
        "id": view.id,
        "kind": view.kind.value,
        "value": view.value,
        "purpose": view.purpose.value,
        "reason": view.reason,
        "owner": view.owner_id,
        "state": view.state.value,
        "created_at": view.created_at.isoformat().replace("+00:00", "Z"),
        "expires_at": view.expires_at.isoformat().replace("+00:00", "Z"),
    }
