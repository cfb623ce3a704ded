"""The API tokens of one's own account."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.store.api_tokens import ApiToken, list_tokens
from matcher.store.denials import Refused, denied
from matcher.store.vault import Vault


async def list_api_tokens(vault: Vault, actor: Actor, *, now: datetime, origin: str) -> list[ApiToken]:
    """Give the tokens of who asks, the newest first, without their secrets.

    Raises:
        NotAllowed: who asks may not.
    """
    decision = may(actor, Action.TOKENS_MANAGE, ObjectFacts(actor.organisation_id, submitter_id=actor.user_id))
    if not decision.allowed:
        raise await denied(vault, actor, Refused(Action.TOKENS_MANAGE, decision, "token"), now=now, origin=origin)
    async with vault.db.read() as connection:
        return await list_tokens(connection, actor.user_id)
