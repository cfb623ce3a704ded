"""An API token works no longer."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.store.accounts import as_it_stands, find_account
from matcher.store.api_tokens import find_token, revoke_token
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.vault import Vault


async def revoke_api_token(vault: Vault, actor: Actor, token_id: str, *, now: datetime, origin: str) -> None:
    """Revoke a token of one's own, or of an account one looks after. One that is revoked already stays so.

    Raises:
        NotAllowed: it is somebody else's token, and who asks looks after no accounts.
        NotFound: there is no such token in their organisation.
    """
    async with vault.db.write() as connection:
        token = await find_token(connection, token_id)
        owner = await find_account(connection, token.account_id) if token is not None else None
        action = Action.TOKENS_MANAGE if owner is not None and owner.id == actor.user_id else Action.USERS_MANAGE
        facts = ObjectFacts(owner.organisation_id if owner else "", submitter_id=owner.id if owner else None)
        decision = may(await as_it_stands(connection, actor), action, facts)
        if decision.allowed:
            if await revoke_token(connection, token_id, now=now):
                deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.TOKEN_REVOKED, "token", token_id, origin=origin)
                await put_on_record(connection, vault.keys, [deed])
            return
    raise await denied(vault, actor, Refused(action, decision, "token", token_id), now=now, origin=origin)
