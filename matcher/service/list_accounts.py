"""Who may sign in, for those who look after the accounts of their organisation."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.store.accounts import Account, as_it_stands
from matcher.store.accounts import list_accounts as accounts_of
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.vault import Vault


async def list_accounts(vault: Vault, actor: Actor, *, now: datetime, origin: str) -> list[Account]:
    """Give the accounts of the organisation of who asks, by name.

    Raises:
        NotAllowed: who asks may not.
    """
    async with vault.db.write() as connection:
        decision = may(await as_it_stands(connection, actor), Action.USERS_MANAGE, ObjectFacts(actor.organisation_id))
        if decision.allowed:
            found = await accounts_of(connection, actor.organisation_id)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.ACCOUNT_LISTED, "account", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return found
    raise await denied(vault, actor, Refused(Action.USERS_MANAGE, decision, "account"), now=now, origin=origin)
