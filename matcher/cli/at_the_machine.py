"""Whoever types a command at the machine: they have the key file, and with it everything; what they do is on record like all else."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from matcher.cli.output import tell
from matcher.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from config.settings import Settings
    from matcher.domain.access.actor import Actor
    from matcher.store.accounts import Account
    from matcher.store.organisations import Organisation
    from matcher.store.place import Place
    from matcher.store.vault import Vault

Result = TypeVar("Result")


def origin() -> str:
    """Say where a deed comes from: the machine, and the number of its user."""
    return f"command-line, user {os.getuid()}"


def now() -> datetime:
    """Give this moment, UTC."""
    return datetime.now(UTC)


def actor_of(organisation: Organisation | None) -> Actor:
    """Give whoever sits here, for an organisation or for the whole store."""
    from matcher.domain.access.actor import Actor, Role, SignedInBy

    belongs_to = organisation.id if organisation is not None else ""
    return Actor(SignedInBy.COMMAND_LINE.value, belongs_to, "", frozenset({Role.ADMIN}), signed_in_by=SignedInBy.COMMAND_LINE)


def with_store(settings: Settings, work: Callable[[Vault], Awaitable[Result]]) -> Result:
    """Open the store, do something with it, and close it."""
    from matcher.bootstrap_store import place_of

    return _with(place_of(settings), work)


def with_store_as_it_is(settings: Settings, work: Callable[[Vault], Awaitable[Result]]) -> Result:
    """Do the same with a store that may only be read: with a copy of it, so that it stays as it is."""
    from matcher.bootstrap_store import place_of
    from matcher.store.place import copied, is_read_only

    place = place_of(settings)
    if not is_read_only(place):
        return _with(place, work)
    tell("linewatch: note: The data folder may only be read: a copy was looked at, and that it was stands nowhere on record.")
    with copied(place) as copy:
        return _with(copy, work)


def _with(place: Place, work: Callable[[Vault], Awaitable[Result]]) -> Result:
    # Here, because `match` and its like do without.
    import asyncio

    async def run() -> Result:
        """Run it with the store open."""
        async with _opened(place) as vault:
            return await work(vault)

    return asyncio.run(run())


@asynccontextmanager
async def _opened(place: Place) -> AsyncIterator[Vault]:
    from matcher.store.place import open_vault

    vault = await open_vault(place)
    try:
        yield vault
    finally:
        await vault.db.close()


async def organisation_of(vault: Vault, name: str | None) -> Organisation:
    """Find an organisation by its name, or the only one there is.

    Raises:
        NotFound: there is none of that name, or there are several and none was named.
    """
    from matcher.store.organisations import list_organisations

    async with vault.db.read() as connection:
        known = await list_organisations(connection)
    if name is None and len(known) != 1:
        raise NotFound("There are several organisations.", hint="Name one with --organisation.")
    found = [each for each in known if name is None or each.name.casefold() == name.strip().casefold()]
    if not found:
        raise NotFound("There is no organisation of that name.", hint="See `linewatch organisations list`.")
    return found[0]


async def account_of(vault: Vault, username: str) -> tuple[Account, Organisation]:
    """Find an account by its name, with its organisation.

    Raises:
        NotFound: there is none of that name.
    """
    from matcher.domain.access.user_name import is_fit, key_of
    from matcher.store.accounts import find_by_name
    from matcher.store.organisations import read_organisation

    name = key_of(username)
    async with vault.db.read() as connection:
        account = await find_by_name(connection, name) if is_fit(name) else None
        organisation = await read_organisation(connection, account.organisation_id) if account is not None else None
    if account is None or organisation is None:
        raise NotFound("There is no account of that name.", hint="See `linewatch users list`.")
    return account, organisation
