"""A session ends."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.caller import Caller
from matcher.store.audit import put_on_record
from matcher.store.sessions import end_session
from matcher.store.vault import Vault


async def sign_out(vault: Vault, caller: Caller, *, now: datetime, origin: str) -> None:
    """End the session somebody came with; one that is over already stays so."""
    if caller.session is None:
        return
    async with vault.db.write() as connection:
        if await end_session(connection, caller.session.id, now=now):
            deed = Deed(
                now, caller.actor.organisation_id, caller.account_id, AuditAction.SIGNED_OUT, "account", caller.account_id, origin=origin
            )
            await put_on_record(connection, vault.keys, [deed])
