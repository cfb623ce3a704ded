"""Refusals on record: who was refused what, in a transaction of its own, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import CONCERN, AuditAction, Deed, Outcome
from matcher.domain.access.permission import Action, Decision, is_let_in_by_alerts
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
        object_type=CONCERN if _tells_of_alerts(refused, actor, object_id) else refused.object_type,
        object_id=object_id,
        outcome=Outcome.DENIED,
        origin=origin,
        reason=f"{refused.action.value}: {refused.decision.reason.value}",
    )
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [deed])
    if refused.decision.hides:
        return NotFound("There is no such thing.")
    return NotAllowed.by_role()


def _tells_of_alerts(refused: Refused, actor: Actor, object_id: str | None) -> bool:
    """Whether the event would tell whether alerts of a case reach somebody: whoever asks was told by one, or is let in by none."""
    return object_id is not None and refused.object_type == "submission" and is_let_in_by_alerts(actor)
