"""What somebody may do becomes different: from the next request on, whatever sessions and tokens they have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.account_change import GIVEN_FOR, AccountChange, faults_of_rights
from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, ObjectFacts, Reason, may, may_at_all
from matcher.errors import BadRequest, Fault
from matcher.store.accounts import Account, as_it_stands, count_other_admins, find_account, set_password, update_account
from matcher.store.api_tokens import revoke_tokens_of
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.organisations import no_such_unit, read_organisation
from matcher.store.passwords import draw_password, hash_password
from matcher.store.sessions import end_sessions_of
from matcher.store.sign_in_attempts import forget_attempts
from matcher.store.vault import Connection, Vault


@dataclass(frozen=True, slots=True)
class ChangedAccount:
    """An account as it is now."""

    account: Account
    #: The new password that works once, where one was asked for; it stands nowhere else.
    password: str | None = None

    # A value that may end up in a traceback says nothing of the password.
    def __repr__(self) -> str:
        return f"ChangedAccount({self.account.id})"


async def change_account(
    vault: Vault, actor: Actor, account_id: str, change: AccountChange, *, now: datetime, origin: str
) -> ChangedAccount:
    """Change an account of the organisation of who asks.

    A disabled account loses its sessions and tokens for good. Nobody gives or takes rights of their own, and no organisation loses its
    last administrator.

    Raises:
        BadRequest: the change will not do; all faults listed.
        NotAllowed: who asks may not.
        NotFound: there is no such account in their organisation.
    """
    faults = faults_of_rights(change.roles, change.areas)
    if faults:
        raise BadRequest("The change will not do.", faults=faults)
    drawn = draw_password() if change.draws_password and may_at_all(actor, Action.USERS_MANAGE) else None
    password_hash = await hash_password(drawn) if drawn else ""
    async with vault.db.write() as connection:
        account = await find_account(connection, account_id)
        decision = _decide(await as_it_stands(connection, actor), account, change)
        if decision.allowed and account is not None:
            changed = await _changed(connection, account, change, now)
            await update_account(connection, changed)
            if drawn:
                if account.is_external:
                    raise _unfit("password", "Whoever comes through an identity provider has none here.")
                await set_password(connection, account.id, password_hash, until=now + GIVEN_FOR)
            if drawn or changed.is_disabled:
                await end_sessions_of(connection, account.id, now=now)
            if changed.is_disabled:
                await revoke_tokens_of(connection, account.id, now=now)
            if drawn or change.unlocks:
                await forget_attempts(connection, vault.keys, account.username)
            action = AuditAction.ACCOUNT_DISABLED if change.is_disabled else AuditAction.ACCOUNT_CHANGED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "account", account.id, origin=origin, reason=change.summary())
            await put_on_record(connection, vault.keys, [deed])
            return ChangedAccount(changed, drawn)
    raise await denied(vault, actor, Refused(Action.USERS_MANAGE, decision, "account", account_id), now=now, origin=origin)


def _decide(actor: Actor, account: Account | None, change: AccountChange) -> Decision:
    # An account that is not there belongs to nobody's organisation, and reads like one of another.
    decision = may(actor, Action.USERS_MANAGE, ObjectFacts(account.organisation_id if account is not None else ""))
    if decision.allowed and account is not None and account.id == actor.user_id and change.gives_rights:
        return Decision(allowed=False, reason=Reason.SAME_PERSON)
    return decision


async def _changed(connection: Connection, account: Account, change: AccountChange, now: datetime) -> Account:
    if change.roles is not None and account.is_external:
        raise _unfit("roles", "They come from the identity provider and would be overwritten at the next sign-in.")
    changed = account
    if change.unit is not None:
        organisation = await read_organisation(connection, account.organisation_id)
        unit = organisation.unit(change.unit) if organisation is not None else None
        if unit is None:
            raise _unfit("unit", no_such_unit(organisation))
        changed = replace(changed, unit_id=unit.id, unit_name=unit.name)
    if change.roles is not None:
        changed = replace(changed, roles=change.roles)
    if change.is_cleared is not None:
        changed = replace(changed, is_cleared=change.is_cleared)
    if change.areas is not None:
        changed = replace(changed, areas=change.areas)
    if change.is_disabled is not None:
        changed = replace(changed, disabled_at=(account.disabled_at or now) if change.is_disabled else None)
    if _administers(account) and not _administers(changed) and not await count_other_admins(connection, account):
        raise _unfit("roles", "The organisation would have no administrator left.")
    return changed


def _administers(account: Account) -> bool:
    return Role.ADMIN in account.roles and not account.is_disabled


def _unfit(place: str, sentence: str) -> BadRequest:
    return BadRequest("The change will not do.", faults=(Fault(place, sentence),))
