"""`linewatch users …`: who may sign in. It works on the store itself, and needs its key file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import account_of, actor_of, now, organisation_of, origin, with_store
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import tell_notes, write_for_people, write_line
from matcher.cli.secrets import PasswordFile, read_password
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadRequest
from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from matcher.domain.access.account_change import AccountChange
    from matcher.domain.access.actor import Role
    from matcher.service.change_account import ChangedAccount
    from matcher.service.create_account import CreatedAccount
    from matcher.store.accounts import Account
    from matcher.store.api_tokens import NewToken
    from matcher.store.vault import Vault

users_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Look after who may sign in.")

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Name they sign in with; it is of one person in one organisation only.", show_default=False),
]
Organisation = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Their organisation; may be left out where there is one only.", show_default=False),
]
Unit = Annotated[str, typer.Option(metavar="NAME", help="Their unit.", show_default=False)]
NewUnit = Annotated[str | None, typer.Option("--unit", metavar="NAME", help="Another unit.", show_default=False)]
Roles = Annotated[
    list[str], typer.Option("--role", metavar="ROLE", help="What they are there for; may be given several times.", show_default=False)
]
NewRoles = Annotated[
    list[str] | None,
    typer.Option("--role", metavar="ROLE", help="What they are there for from now on; may be given several times.", show_default=False),
]
Areas = Annotated[
    list[str] | None,
    typer.Option("--area", metavar="NAME", help="An area they are responsible for; may be given several times.", show_default=False),
]
Cleared = Annotated[bool, typer.Option("--cleared", help="May know that restricted lines exist.")]
ChangeCleared = Annotated[
    bool | None, typer.Option("--cleared/--not-cleared", help="Whether they may know that restricted lines exist.", show_default=False)
]


@users_app.command()
def add(  # noqa: PLR0913, PLR0917 - one argument for each option
    name: Name,
    unit: Unit,
    role: Roles,
    organisation: Organisation = None,
    cleared: Cleared = False,
    area: Areas = None,
    password_file: PasswordFile = None,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Make an account.

    Without --password-file a password is drawn that works once, within three days, and is shown this once.
    """
    from matcher.domain.access.account_change import AccountDraft
    from matcher.domain.access.user_name import key_of
    from matcher.service.create_account import create_account

    draft = AccountDraft(
        key_of(name), unit, _roles(role), is_cleared=cleared, areas=frozenset(area or ()), password=read_password(password_file)
    )
    settings = read_settings(data_dir=data)

    async def work(vault: Vault) -> CreatedAccount:
        """Do what was asked, in the open store."""
        actor = actor_of(await organisation_of(vault, organisation))
        return await create_account(vault, actor, draft, min_length=settings.password_min_length, now=now(), origin=origin())

    made = with_store(settings, work)
    _show(made.account, made.password, as_json=as_json, done="may sign in")
    return ExitCode.OK


@users_app.command("list")
def list_(organisation: Organisation = None, data: DataFolder = None, as_json: options.Json = False) -> int:
    """List the accounts of an organisation."""
    from matcher.service.list_accounts import list_accounts

    async def work(vault: Vault) -> list[Account]:
        """Do what was asked, in the open store."""
        actor = actor_of(await organisation_of(vault, organisation))
        return await list_accounts(vault, actor, now=now(), origin=origin())

    found = with_store(read_settings(data_dir=data), work)
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"accounts": [_object(each) for each in found]}))
        return ExitCode.OK
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("name", "unit", "roles", "areas", "cleared", "state"):
        table.add_column(heading)
    for each in found:
        roles, areas, cleared = ", ".join(sorted(each.roles)), ", ".join(sorted(each.areas)), "yes" if each.is_cleared else "no"
        state = "disabled" if each.is_disabled else ""
        table.add_row(each.username, harmless(each.unit_name), roles, harmless(areas), cleared, state)
    write_for_people(lambda console: console.print(table))
    return ExitCode.OK


@users_app.command()
def change(  # noqa: PLR0913, PLR0917 - one argument for each option
    name: Name,
    role: NewRoles = None,
    unit: NewUnit = None,
    cleared: ChangeCleared = None,
    area: Areas = None,
    new_password: Annotated[bool, typer.Option("--new-password", help="Draw a password that works once; every session ends.")] = False,
    unlock: Annotated[bool, typer.Option("--unlock", help="Let them try again at once after too many failures.")] = False,
    enable: Annotated[bool, typer.Option("--enable", help="Let a disabled account work again.")] = False,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Change an account, from its next request on. What is not named stays."""
    from matcher.domain.access.account_change import AccountChange

    wanted = AccountChange(
        unit=unit,
        roles=_roles(role) if role else None,
        is_cleared=cleared,
        areas=frozenset(area) if area else None,
        is_disabled=False if enable else None,
        draws_password=new_password,
        unlocks=unlock,
    )
    if not wanted.summary():
        raise BadRequest("Nothing is named that should change.", hint="See `linewatch users change --help`.")
    changed = _change(name, wanted, data)
    _show(changed.account, changed.password, as_json=as_json, done="is changed")
    return ExitCode.OK


@users_app.command()
def disable(name: Name, data: DataFolder = None, as_json: options.Json = False) -> int:
    """Shut an account: its sessions end and its tokens are revoked for good."""
    from matcher.domain.access.account_change import AccountChange

    changed = _change(name, AccountChange(is_disabled=True), data)
    _show(changed.account, None, as_json=as_json, done="is disabled")
    return ExitCode.OK


@users_app.command()
def token(
    name: Name,
    label: Annotated[str, typer.Option("--name", metavar="TEXT", help="What the token is called.")] = "command line",
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCOPE",
            help="What it may ask, such as check:numbers; all its owner may where none is given. Restricted lines: match:read_restricted.",
            show_default=False,
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="How long it works, 365 at most.")] = 90,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Make an API token for an account. It is shown this once."""
    from matcher.domain.access.actor import SignedInBy
    from matcher.domain.access.caller import Caller
    from matcher.domain.access.token_draft import TokenDraft, lifetime_of
    from matcher.service.create_api_token import create_api_token

    draft = TokenDraft(label, frozenset(scope) if scope else None, lifetime_of(days))

    async def work(vault: Vault) -> NewToken:
        """Do what was asked, in the open store."""
        account, _ = await account_of(vault, name)
        if account.is_disabled:
            raise BadRequest("The account is disabled.")
        caller = Caller(account.actor(SignedInBy.COMMAND_LINE), account.id)
        return await create_api_token(vault, caller, draft, now=now(), origin=origin())

    made = with_store(read_settings(data_dir=data), work)
    if as_json:
        from matcher.render.json_answer import write_json

        about = {"id": made.about.id, "scopes": sorted(made.about.scopes), "expires_at": f"{made.about.expires_at:%Y-%m-%dT%H:%M:%SZ}"}
        write_line(write_json({**about, "token": made.token}))
    else:
        write_line(made.token)
    return ExitCode.OK


def _change(name: str, wanted: AccountChange, data: str | None) -> ChangedAccount:
    from matcher.service.change_account import change_account

    async def work(vault: Vault) -> ChangedAccount:
        """Do what was asked, in the open store."""
        account, organisation = await account_of(vault, name)
        return await change_account(vault, actor_of(organisation), account.id, wanted, now=now(), origin=origin())

    return with_store(read_settings(data_dir=data), work)


def _roles(names: list[str]) -> frozenset[Role]:
    from matcher.domain.access.actor import Role

    known = {role.value: role for role in Role}
    if not all(name in known for name in names):
        raise BadRequest("There is no such role.", hint=f"Roles: {', '.join(known)}.")
    return frozenset(known[name] for name in names)


def _show(account: Account, password: str | None, *, as_json: bool, done: str) -> None:
    from matcher.domain.access.actor import Role

    if Role.COORDINATOR in account.roles and not account.areas and not account.is_disabled:
        tell_notes([_NO_AREA])
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json(_object(account) | {"password": password}))
        return
    write_line(f"{account.username} {done}.")
    if password is not None:
        write_line(f"  password  {password}  (works once, within three days)")


_NO_AREA = (
    "A coordinator without --area sees only cases that are in no coordinator's area, "
    "brought by their own unit or by one without a coordinator."
)


def _object(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "username": account.username,
        "organisation": account.organisation_name,
        "unit": account.unit_name,
        "roles": sorted(account.roles),
        "cleared": account.is_cleared,
        "areas": sorted(account.areas),
        "external": account.is_external,
        "disabled": account.is_disabled,
    }
