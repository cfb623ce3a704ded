"""Refusals on record: who was refused what, in a transaction of its own, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.audit import AuditAction, Deed, Outcome
from matcher.domain.permission import Action, Decision
from matcher.errors import NotAllowed, NotFound
from matcher.store.audit import put_on_record
from matcher.store.ids import is_id
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused."""

    action: Action
    decision: Decision
    object_type: str
    object_id: str | None = None


async def denied(vault: Vault, actor: Actor, refused: Refused, *, now: datetime, origin: str) -> NotAllowed | NotFound:
    """Put a refusal on record and give the error to raise: that of a thing that is not there, where knowing of it is refused too."""
    # What somebody typed in the place of an id is not kept.
    object_id = refused.object_id if is_id(refused.object_id or "") else None
    deed = Deed(
        at=now,
        organisation_id=actor.organisation_id,
        actor_id=actor.user_id,
        action=AuditAction.ACCESS_DENIED,
        object_type=refused.object_type,
        object_id=object_id,
        outcome=Outcome.DENIED,
        origin=origin,
        reason=f"{refused.action.value}: {refused.decision.reason.value}",
    )
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [deed])
    if refused.decision.hides:
        return NotFound("There is no such thing.")
    return NotAllowed("This is not among what your role may do.", hint="Ask whoever looks after the accounts of your organisation.")
