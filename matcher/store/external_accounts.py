"""Accounts of people an identity provider knows: found by issuer and subject together, made the first time, kept as the claims say."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.caller import SessionLimits
from matcher.domain.access.oidc import ExternalPerson, IdentityNotProved
from matcher.domain.access.user_name import fit_of
from matcher.store.accounts import Account, NewAccount, find_by_name, find_by_subject, insert_account, update_account
from matcher.store.ids import new_id
from matcher.store.organisations import Unit, find_organisation
from matcher.store.sessions import NewSession, open_session


async def admit(
    connection: AsyncConnection, person: ExternalPerson, *, limits: SessionLimits, now: datetime, origin: str
) -> tuple[NewSession, list[Deed]]:
    """Open a session for somebody a provider has named, and say what goes on record for it.

    Raises:
        IdentityNotProved: they belong nowhere here, or to another organisation than before, or their account is disabled.
    """
    account, deeds = await _account_of(connection, person, now, origin)
    session = await open_session(connection, account.id, signed_in_by=SignedInBy.OIDC, limits=limits, now=now)
    return session, [*deeds, _deed(AuditAction.SIGNED_IN, account, now, origin)]


async def _account_of(connection: AsyncConnection, person: ExternalPerson, now: datetime, origin: str) -> tuple[Account, list[Deed]]:
    organisation = await find_organisation(connection, person.organisation)
    unit = organisation.unit(person.unit) if organisation is not None else None
    if organisation is None or unit is None:
        raise IdentityNotProved("unknown-place")
    known = await find_by_subject(connection, person.issuer, person.subject)
    if known is None:
        made = await _make(connection, person, organisation.id, unit, now)
        return made, [_deed(AuditAction.ACCOUNT_CREATED, made, now, origin)]
    if known.is_disabled:
        raise IdentityNotProved("disabled")
    # What they saw and did stays with the organisation they did it for: whoever moves gets another account there.
    if known.organisation_id != organisation.id:
        raise IdentityNotProved("other-organisation")
    current = replace(known, unit_id=unit.id, unit_name=unit.name, roles=person.roles)
    if current == known:
        return known, []
    await update_account(connection, current)
    return current, [_deed(AuditAction.ACCOUNT_CHANGED, current, now, origin)]


async def _make(connection: AsyncConnection, person: ExternalPerson, organisation_id: str, unit: Unit, now: datetime) -> Account:
    mark = hashlib.sha256(f"{person.issuer}\n{person.subject}".encode()).hexdigest()[:8]
    name = fit_of(person.username) or "user"
    # A name that somebody has already stays theirs, whoever else claims it.
    if await find_by_name(connection, name) is not None:
        name = f"{name}-{mark}"
    new = NewAccount(new_id("acc"), organisation_id, unit.id, name, person.roles, external=(person.issuer, person.subject))
    return await insert_account(connection, new, now=now)


def _deed(action: AuditAction, account: Account, now: datetime, origin: str) -> Deed:
    return Deed(now, account.organisation_id, account.id, action, "account", account.id, origin=origin)
