"""Accounts in the store: who there is, in which organisation and unit, with which roles. A function each, taking a connection."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Actor, Coverage, Role, SignedInBy
from matcher.errors import Conflict
from matcher.store.coverage import coverage_column, read_coverage
from matcher.store.ids import is_id
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import accounts, organisations, units

#: What every question for accounts asks for, so that one function makes an account of the answer.
COLUMNS = (
    accounts.c.id.label("account_id"),
    accounts.c.organisation_id,
    organisations.c.name.label("organisation_name"),
    accounts.c.unit_id,
    units.c.name.label("unit_name"),
    accounts.c.username,
    accounts.c.password_hash,
    accounts.c.password_until,
    accounts.c.roles,
    accounts.c.is_cleared,
    accounts.c.areas,
    accounts.c.oidc_issuer,
    accounts.c.created_at,
    accounts.c.disabled_at,
    coverage_column(),
)

#: Accounts with the names of where they belong.
PLACED = accounts.join(units, accounts.c.unit_id == units.c.id).join(organisations, accounts.c.organisation_id == organisations.c.id)

#: The end of a password that was used up: no clock that is set back makes it work again.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    id: str
    organisation_id: str
    organisation_name: str
    unit_id: str
    unit_name: str
    username: str
    roles: frozenset[Role]
    is_cleared: bool
    areas: frozenset[str]
    #: Comes through an identity provider.
    is_external: bool
    has_password: bool
    #: Until when a password that works once does; None where the password is one of their own.
    password_until: datetime | None
    created_at: datetime
    disabled_at: datetime | None
    #: Of coordinators only.
    coverage: Coverage | None

    @property
    def is_disabled(self) -> bool:
        """Whether nothing of it works any more."""
        return self.disabled_at is not None

    def actor(self, signed_in_by: SignedInBy, *, scopes: frozenset[str] | None = None) -> Actor:
        """Give them as somebody who asks."""
        return Actor(
            user_id=self.id,
            organisation_id=self.organisation_id,
            unit_id=self.unit_id,
            roles=self.roles,
            unit_name=self.unit_name,
            is_cleared=self.is_cleared,
            areas=self.areas,
            scopes=scopes,
            signed_in_by=signed_in_by,
            coverage=self.coverage,
        )


def to_account(row: Mapping[str, Any] | sa.RowMapping) -> Account:
    """Make an account of a row that has `COLUMNS`."""
    return Account(
        id=row["account_id"],
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation_name"],
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        username=row["username"],
        roles=frozenset(Role(name) for name in row["roles"].split(",") if name),
        is_cleared=bool(row["is_cleared"]),
        areas=frozenset(name for name in row["areas"].split("\n") if name),
        is_external=row["oidc_issuer"] is not None,
        has_password=bool(row["password_hash"]),
        password_until=_moment(row["password_until"]),
        created_at=to_moment(row["created_at"]),
        disabled_at=_moment(row["disabled_at"]),
        coverage=read_coverage(row["coverage"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else to_moment(text)


async def find_account(connection: AsyncConnection, account_id: str) -> Account | None:
    """Find an account by its id."""
    return None if not is_id(account_id, "acc") else await _find(connection, accounts.c.id == account_id)


async def find_accounts(connection: AsyncConnection, organisation_id: str, account_ids: Collection[str]) -> list[Account]:
    """Find accounts of an organisation by their ids, in the order of these."""
    is_it = sa.and_(accounts.c.organisation_id == organisation_id, accounts.c.id.in_(sorted(account_ids)))
    wanted = sa.select(*COLUMNS).select_from(PLACED).where(is_it).order_by(accounts.c.id)
    return [to_account(row) for row in (await connection.execute(wanted)).mappings()]


async def as_it_stands(connection: AsyncConnection, actor: Actor) -> Actor:
    """Give somebody who asks with the roles they have in this transaction; none where they have become nobody in between."""
    if actor.signed_in_by is SignedInBy.COMMAND_LINE:
        return actor
    account = await find_account(connection, actor.user_id)
    if account is None or account.is_disabled:
        return replace(actor, roles=frozenset())
    return account.actor(actor.signed_in_by, scopes=actor.scopes)


async def names_of(connection: AsyncConnection, organisation_id: str, account_ids: Collection[str]) -> dict[str, str]:
    """Give the names of accounts of an organisation; whoever is none of its accounts is not among them."""
    wanted = sa.select(accounts.c.id, accounts.c.username).where(
        accounts.c.organisation_id == organisation_id, accounts.c.id.in_(sorted(each for each in account_ids if each))
    )
    return {row.id: row.username for row in await connection.execute(wanted)}


async def find_by_name(connection: AsyncConnection, username: str) -> Account | None:
    """Find an account by the name it signs in with, written as `user_name.key_of` gives it."""
    return await _find(connection, accounts.c.username == username)


async def find_by_subject(connection: AsyncConnection, issuer: str, subject: str) -> Account | None:
    """Find the account of somebody an identity provider knows; the same subject of another provider is somebody else."""
    return await _find(connection, (accounts.c.oidc_issuer == issuer) & (accounts.c.oidc_subject == subject))


async def _find(connection: AsyncConnection, condition: sa.ColumnElement[bool]) -> Account | None:
    row = (await connection.execute(sa.select(*COLUMNS).select_from(PLACED).where(condition))).mappings().one_or_none()
    return None if row is None else to_account(row)


async def password_hash_of(connection: AsyncConnection, username: str, *, lock: bool = False) -> str:
    """Give the hash of a password; empty where there is none.

    Args:
        connection: A transaction.
        username: The name somebody signs in with.
        lock: Keeps the account as it is until the transaction ends.
    """
    wanted = sa.select(accounts.c.password_hash).where(accounts.c.username == username)
    return await connection.scalar(wanted.with_for_update() if lock else wanted) or ""


async def list_accounts(connection: AsyncConnection, organisation_id: str) -> list[Account]:
    """Give the accounts of an organisation, by name."""
    wanted = sa.select(*COLUMNS).select_from(PLACED).where(accounts.c.organisation_id == organisation_id).order_by(accounts.c.username)
    return [to_account(row) for row in (await connection.execute(wanted)).mappings()]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of."""

    id: str
    organisation_id: str
    unit_id: str
    username: str
    roles: frozenset[Role]
    is_cleared: bool = False
    areas: frozenset[str] = frozenset()
    password_hash: str = ""
    password_until: datetime | None = None
    #: Issuer and subject at an identity provider.
    external: tuple[str, str] | None = None


async def insert_account(connection: AsyncConnection, new: NewAccount, *, now: datetime) -> Account:
    """Put an account into the store and give it as it stands there.

    Raises:
        Conflict: the name, or the person at the provider, has one already.
    """
    issuer, subject = new.external or (None, None)
    row = {
        "id": new.id,
        "organisation_id": new.organisation_id,
        "unit_id": new.unit_id,
        "username": new.username,
        "password_hash": new.password_hash,
        "password_until": None if new.password_until is None else to_text(new.password_until),
        "roles": _roles_text(new.roles),
        "is_cleared": new.is_cleared,
        "areas": _areas_text(new.areas),
        "oidc_issuer": issuer,
        "oidc_subject": subject,
        "created_at": to_text(now),
    }
    try:
        await connection.execute(sa.insert(accounts).values(**row))
    except sa.exc.IntegrityError as err:
        raise Conflict("There is an account of this name already.", hint="Take another name.") from err
    made = await find_account(connection, new.id)
    if made is None:
        raise LookupError("an account that was just written is there")
    return made


async def update_account(connection: AsyncConnection, account: Account) -> None:
    """Write down what was changed of an account: unit, roles, clearance, areas, and whether it is disabled."""
    await connection.execute(
        sa.update(accounts)
        .where(accounts.c.id == account.id)
        .values(
            unit_id=account.unit_id,
            roles=_roles_text(account.roles),
            is_cleared=account.is_cleared,
            areas=_areas_text(account.areas),
            disabled_at=None if account.disabled_at is None else to_text(account.disabled_at),
        )
    )


async def set_password(connection: AsyncConnection, account_id: str, password_hash: str, *, until: datetime | None = None) -> None:
    """Write down the hash of a new password; an empty one is none, and one with an end works once."""
    changed = {"password_hash": password_hash, "password_until": None if until is None else to_text(until)}
    await connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(**changed))


async def use_up_password(connection: AsyncConnection, account_id: str) -> None:
    """Let a password that works once work no more. Its hash stays until there is another: it is asked for once more then."""
    await connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(password_until=to_text(_LONG_AGO)))


async def count_other_admins(connection: AsyncConnection, account: Account) -> int:
    """Count the administrators of an organisation besides one who may sign in."""
    others = await list_accounts(connection, account.organisation_id)
    return sum(1 for each in others if each.id != account.id and not each.is_disabled and Role.ADMIN in each.roles)


def _roles_text(roles: frozenset[Role]) -> str:
    """Write roles as the store keeps them."""
    return ",".join(role.value for role in Role if role in roles)


def _areas_text(areas: frozenset[str]) -> str:
    """Write areas as the store keeps them."""
    return "\n".join(sorted(areas))
