"""Every session of an account ends, in every browser: one's own, or one an administrator looks after."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.store.accounts import as_it_stands, find_account
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.sessions import end_sessions_of
from matcher.store.vault import Vault


async def end_all_sessions(vault: Vault, actor: Actor, account_id: str, *, now: datetime, origin: str) -> int:
    """End the sessions of an account and say how many there were; tokens stay, each is revoked by itself.

    Raises:
        NotAllowed: it is somebody else's account, and who asks looks after none.
        NotFound: there is no such account in their organisation.
    """
    async with vault.db.write() as connection:
        account = await find_account(connection, account_id)
        standing = await as_it_stands(connection, actor)
        # As with tokens: what is one's own, and what an administrator looks after.
        action = Action.TOKENS_MANAGE if account is not None and account.id == actor.user_id else Action.USERS_MANAGE
        decision = may(standing, action, ObjectFacts(account.organisation_id if account else "", submitter_id=account_id))
        if decision.allowed and account is not None:
            ended = await end_sessions_of(connection, account.id, now=now)
            deed = Deed(now, account.organisation_id, actor.user_id, AuditAction.SESSIONS_ENDED, "account", account.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return ended
    raise await denied(vault, actor, Refused(action, decision, "account", account_id), now=now, origin=origin)
