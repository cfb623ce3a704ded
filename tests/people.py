"""Two organisations with an account of every role in each, for tests of who may do what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher

from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.access.caller import Caller
from matcher.domain.access.sign_in import Credentials, SignInPolicy
from matcher.service.create_organisation import create_organisation
from matcher.service.resolve_actor import resolve_actor
from matcher.service.sign_in import sign_in
from matcher.store.accounts import Account, NewAccount, insert_account
from matcher.store.audit import read_trail
from matcher.store.ids import new_id
from matcher.store.organisations import Organisation
from matcher.store.vault import Vault
from stores import Kept, keep, new_vault

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
#: A password that is long enough and nobody's.
PASSWORD = "tolmen brawl fickle nub"
ORIGIN = "test"
POLICY = SignInPolicy()


def at_the_machine(organisation_id: str = "") -> Actor:
    """Give whoever sits at the machine, for an organisation."""
    return Actor("command-line", organisation_id, "", frozenset({Role.ADMIN}), signed_in_by=SignedInBy.COMMAND_LINE)


@dataclass(frozen=True)
class House:
    """A store and who is in it."""

    vault: Vault
    north: Organisation
    south: Organisation
    #: By name: `north-reviewer`, `south-admin` …
    people: dict[str, Account]

    def actor(self, name: str, **changed: object) -> Actor:
        """Give somebody as they ask."""
        return replace(self.people[name].actor(SignedInBy.PASSWORD), **changed)

    async def signs_in(self, name: str, password: str = PASSWORD, *, now: datetime = NOW, **more: object) -> str:
        """Sign somebody in and give the token of their cookie."""
        opened = await sign_in(self.vault, Credentials(name, password), **{"policy": POLICY, "now": now, "origin": ORIGIN} | more)
        return opened.token

    async def caller(self, name: str, *, now: datetime = NOW) -> Caller:
        """Sign somebody in and give them as the next request finds them."""
        found = await self.who(await self.signs_in(name, now=now), now=now)
        assert found is not None
        return found

    async def who(self, cookie: str | None = None, *, bearer: str | None = None, now: datetime = NOW) -> Caller | None:
        """Say whose cookie or token it is."""
        return await resolve_actor(self.vault, bearer=bearer, session_cookie=cookie, now=now)

    async def deeds(self) -> list[str]:
        """Give what is on record, in its order: `action outcome`."""
        async with self.vault.db.read() as connection:
            return [f"{event.action} {event.outcome}" async for event in read_trail(connection, self.vault.keys)]


class _Remembering(PasswordHasher):
    """Proves once that a password is the one of a hash: another proof says the same, and takes as long as most of a test."""

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's own name
        if (hash, password) not in _proved:
            super().verify(hash, password)
            _proved.add((hash, password))
        return True


_HASHER = _Remembering(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_proved: set[tuple[str | bytes, str | bytes]] = set()


@pytest.fixture(autouse=True)
def passwords_are_remembered(monkeypatch):
    """Prove each password once in this process."""
    monkeypatch.setattr("matcher.store.passwords._HASHER", _HASHER)


@cache
def _password_hash() -> str:
    """Hash the password once for all the people of a test run."""
    return _HASHER.hash(PASSWORD)


async def settle(vault: Vault) -> House:
    """Make the organisations and their people."""
    made = {}
    people = {}
    for word in ("north", "south"):
        made[word] = await create_organisation(
            vault, at_the_machine(), f"{word.title()} Partnership", ["Hillside", "Riverside"], now=NOW, origin=ORIGIN
        )
        async with vault.db.write() as connection:
            for role in Role:
                new = NewAccount(
                    new_id("acc"),
                    made[word].id,
                    made[word].units[0].id,
                    f"{word}-{role}",
                    frozenset({role}),
                    areas=frozenset({"Estmoor"}),
                    password_hash=_password_hash(),
                )
                people[new.username] = await insert_account(connection, new, now=NOW)
    return House(vault, made["north"], made["south"], people)


@cache
def kept(engine: str) -> tuple[Kept, House]:
    """Keep a store with the organisations and their people."""
    return keep(engine, settle)


async def new_house(engine: str, folder: Path) -> House:
    """Give a copy of the store with the organisations and their people."""
    vault = await new_vault(engine, folder, lambda engine: kept(engine)[0])
    return replace(kept(engine)[1], vault=vault)


def later(**how_much: float) -> datetime:
    """Give a moment after the beginning."""
    return NOW + timedelta(**how_much)
