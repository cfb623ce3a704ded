"""Whoever looks after a list at the machine: as the command line, or as an account of the store, so that two can look at one thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from matcher.cli.at_the_machine import account_of, organisation_of, with_store
from matcher.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from config.settings import Settings
    from matcher.domain.access.actor import Actor
    from matcher.service.lists.line_lists import LineLists
    from matcher.store.vault import Vault

Result = TypeVar("Result")

Organisation = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Whose list it is; may be left out where there is one organisation only.", show_default=False),
]
As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="USERNAME", help="Act as this account, with its roles; otherwise as the command line.", show_default=False
    ),
]
Reason = Annotated[str | None, typer.Option(metavar="TEXT", help="Why; put on record.", show_default=False)]
#: How what somebody names by an id is listed.
LINES, VERSIONS, PROPOSALS = "`linewatch lines list`", "`linewatch lines versions`", "`linewatch lines proposals`"
Proposal = Annotated[str, typer.Argument(metavar="PROPOSAL", help="Id of the proposal.", show_default=False)]


def with_list(
    settings: Settings, organisation: str | None, username: str | None, work: Callable[[Vault, Actor, LineLists], Awaitable[Result]]
) -> Result:
    """Open the store, find out who acts, and do something with their list."""

    async def run(vault: Vault) -> Result:
        """Do what was asked, in the open store."""
        from matcher.bootstrap import build
        from matcher.service.lists.line_lists import LineLists

        actor = await _keeper(vault, organisation, username)
        services = build(settings.config_dir)
        lists = LineLists(vault, services.lists, region=settings.region, test_numbers=settings.test_numbers, limits=services.limits)
        return await work(vault, actor, lists)

    return with_store(settings, run)


@contextmanager
def sought(what: str, how_listed: str) -> Iterator[None]:
    """Say what it is that is not there, and how what there is is listed. What was typed is not repeated: it may be somebody's number.

    Args:
        what: What an id was given of, in a word.
        how_listed: The command that lists all there are, or where else they stand.

    Raises:
        NotFound: there is none, or none they may know of; both read the same.
    """
    try:
        yield
    except NotFound as error:
        raise NotFound(f"There is no such {what}.", hint=f"See {how_listed}.") from error


async def _keeper(vault: Vault, organisation: str | None, username: str | None) -> Actor:
    from matcher.domain.access.actor import Actor, Role, SignedInBy

    if username is not None:
        account, owner = await account_of(vault, username)
        if organisation is not None and owner.name.casefold() != organisation.strip().casefold():
            raise NotFound("There is no account of that name in this organisation.", hint="See `linewatch users list`.")
        if account.is_disabled:
            raise NotAllowed("The account is disabled.", hint="See `linewatch users change --enable`.")
        return account.actor(SignedInBy.COMMAND_LINE)
    owner = await organisation_of(vault, organisation)
    unit_id = owner.units[0].id if owner.units else ""
    # Whoever sits at the machine has the key file, and with it everything.
    return Actor(
        SignedInBy.COMMAND_LINE.value,
        owner.id,
        unit_id,
        frozenset({Role.ANALYST}),
        is_cleared=True,
        signed_in_by=SignedInBy.COMMAND_LINE,
    )
