"""`linewatch numbers …`: the numbers an organisation itself protects, or warns of."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.confirmation import Yes, require_yes
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import As, Organisation, with_list
from matcher.cli.output import tell_warnings, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from matcher.domain.access.actor import Actor
    from matcher.domain.guarding.guard_number import Guard
    from matcher.service.lists.line_lists import LineLists
    from matcher.service.views.guard import GuardView
    from matcher.service.views.guard_effect import GuardEffect
    from matcher.store.vault import Vault

numbers_app = typer.Typer(
    rich_markup_mode=None, add_completion=False, help="Look after the numbers an organisation itself protects, or warns of."
)


class List(StrEnum):
    """Which of the two lists."""

    PROTECTED = "protected"
    WARNING = "warning"


Which = Annotated[
    List, typer.Option("--list", help="Protected numbers leave no trace; those warned of carry a caution.", show_default=False)
]
Need = Annotated[str | None, typer.Option(metavar="TEXT", help="Why protected numbers are read; put on record.", show_default=False)]
Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="Id of the entry.", show_default=False)]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the entry, or put on record.", show_default=False)]


@numbers_app.command("list")
def list_(
    which: Which = List.WARNING,
    need: Need = None,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """List the numbers of one of the two lists; protected ones for safeguarding alone, with a need that goes on record."""
    from matcher.domain.guarding.guard_number import Guard
    from matcher.service.list_guard_numbers import list_guard_numbers

    async def work(vault: Vault, actor: Actor, _lists: LineLists) -> list[GuardView]:
        """Do what was asked, in the open store."""
        shown: list[GuardView] = []
        cursor = None
        while True:
            page = await list_guard_numbers(
                vault, actor, Guard(which.value), need=need, limit=200, cursor=cursor, now=now(), origin=origin()
            )
            shown += page.items
            cursor = page.cursor
            if cursor is None:
                return shown

    _show(with_list(read_settings(data_dir=data), organisation, as_, work), as_json=as_json)
    return ExitCode.OK


@numbers_app.command()
def add(  # noqa: PLR0913, PLR0917 - one for each option
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="A whole number, or a short code, as people write it.", show_default=False)
    ],
    which: Which,
    group: Annotated[str, typer.Option(metavar="WORD", help="What it is, such as health or taxi.", show_default=False)],
    label: Annotated[str, typer.Option(metavar="TEXT", help="Whose it is.", show_default=False)],
    reason: Why,
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where that is known from.", show_default=False)],
    last: Annotated[str | None, typer.Option(metavar="NUMBER", help="The last number of a range.", show_default=False)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")] = False,
    yes: Yes = False,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """Put a number on a list, from this moment on.

    A running service also takes a protected one out of everything that was answered before, and not all of that comes back: it is told what
    rests on it, and it is done only if you say so then, or with --yes.
    """
    from matcher.domain.guarding.guard_number import Guard, GuardDraft
    from matcher.service.add_guard_number import add_guard_number, foresee_guard_number

    draft = GuardDraft(Guard(which.value), group, number, last, label, reason, source)

    async def foresee(vault: Vault, actor: Actor, lists: LineLists) -> GuardEffect | None:
        """Say what it would do, in the open store."""
        return await foresee_guard_number(vault, actor, lists, draft, now=now(), origin=origin())

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> GuardView:
        """Do what was asked, in the open store."""
        if draft.guard is Guard.PROTECTED and not yes:
            _warn(await foresee(vault, actor, lists))
            require_yes("Protect it and take it out?", is_given=yes)
        return await add_guard_number(vault, actor, lists, draft, now=now(), origin=origin())

    settings = read_settings(data_dir=data)
    if dry_run:
        _show_foreseen(draft.guard, with_list(settings, organisation, as_, foresee), as_json=as_json)
    else:
        _show([with_list(settings, organisation, as_, work)], as_json=as_json)
    return ExitCode.OK


@numbers_app.command()
def remove(entry: Entry, reason: Why, organisation: Organisation = None, data: DataFolder = None, as_: As = None) -> int:
    """Take an entry off its list. It counts again from this moment on.

    A running service also looks again for a number that was protected for 30 days at most in the earlier phones it was taken out of. What
    their answers said of it is gone.
    """
    from matcher.service.remove_guard_number import remove_guard_number

    async def work(vault: Vault, actor: Actor, _lists: LineLists) -> None:
        """Do what was asked, in the open store."""
        await remove_guard_number(vault, actor, entry, reason=reason, now=now(), origin=origin())

    with_list(read_settings(data_dir=data), organisation, as_, work)
    write_line(f"{harmless(entry)} counts again. One that was protected for 30 days at most is also looked for in earlier phones.")
    return ExitCode.OK


#: Said to everybody in the same words, whether or not the number stands anywhere.
_TAKES_OUT = (
    "A protected number leaves everything that was answered before: matches, alerts, and concerns that rest on it alone. "
    "What was said of it does not come back; within 30 days it can be taken off again, and is looked for again."
)


def _warn(effect: GuardEffect | None) -> None:
    from matcher.render.list_text import say_guarded

    tell_warnings([_TAKES_OUT, *([] if effect is None else [say_guarded(effect.lines, effect.taken, is_done=False)])])


def _show_foreseen(guard: Guard, effect: GuardEffect | None, *, as_json: bool) -> None:
    from matcher.domain.guarding.guard_number import Guard

    if guard is Guard.PROTECTED:
        _warn(effect)
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"entries": [], "on_line_list": None if effect is None else _effect_object(effect)}))
        return
    write_line("It would be set apart; nothing was changed.")


def _show(found: list[GuardView], *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"entries": [_object(each) for each in found]}))
        return
    for each in found:
        unknown = "what it says is not for you" if each.is_readable else "what it says was changed in the store"
        told = f"{each.entry.group}, {_span(each)}, {harmless(each.entry.label)}" if each.entry else unknown
        write_line(f"{each.id}  {each.guard.value}  {told}")
        if each.effect is not None:
            from matcher.render.list_text import say_guarded

            write_line(f"  {say_guarded(each.effect.lines, each.effect.taken)}")


def _span(view: GuardView) -> str:
    entry = view.entry
    if entry is None:
        return ""
    return entry.first if entry.first == entry.last else f"{entry.first} to {entry.last}"


def _object(view: GuardView) -> dict[str, Any]:
    entry = view.entry
    return {
        "id": view.id,
        "list": view.guard.value,
        "group": entry.group if entry else None,
        "number": entry.first if entry else None,
        "last": entry.last if entry and entry.last != entry.first else None,
        "label": entry.label if entry else None,
        "reason": entry.reason if entry else None,
        "source": entry.source if entry else None,
        "added_by": view.added_by,
        "added_at": view.added_at.isoformat().replace("+00:00", "Z"),
        "readable": view.is_readable,
        "on_line_list": None if view.effect is None else _effect_object(view.effect),
    }


def _effect_object(effect: GuardEffect) -> dict[str, Any]:
    from matcher.render.list_json import taken_back_object

    return {"lines": list(effect.lines), **taken_back_object(effect.taken)}
