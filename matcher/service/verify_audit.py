"""Whether the audit trail is what was written: nothing changed, deleted, swapped, put in or cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matcher.domain.access.actor import Actor, SignedInBy
from matcher.domain.access.audit import AuditAction, Deed, Head
from matcher.errors import NotAllowed
from matcher.store.audit import put_on_record
from matcher.store.trail_check import Examined, examine
from matcher.store.vault import Vault


async def verify_audit(vault: Vault, actor: Actor, *, noted: Sequence[Head] = (), now: datetime, origin: str) -> Examined:
    """Go along the whole trail of the store. That it was done is on record where the trail is whole; nothing is appended to a broken one.

    Args:
        vault: The store.
        actor: Whoever sits at the machine: the trail is that of all organisations.
        noted: Ends that were put down elsewhere at earlier times.
        now: The moment of asking.
        origin: Where it was asked from.

    Raises:
        NotAllowed: somebody else asked.
        StoreUnavailable: the embedded database is damaged: nothing that is read of it can be relied on.
    """
    if actor.signed_in_by is not SignedInBy.COMMAND_LINE:
        raise NotAllowed("The whole trail is verified at the machine.", hint="Ask whoever runs the service.")
    await vault.db.check_pages()
    async with vault.db.read() as connection:
        found = await examine(connection, vault.keys, noted=noted)
    if found.is_whole:
        async with vault.db.write() as connection:
            deed = Deed(now, None, actor.user_id, AuditAction.AUDIT_VERIFIED, "audit", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    return found
