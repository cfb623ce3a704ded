"""Refusals on record: who was refused what, in a transaction of its own, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.access.actor import Actor, SignedInBy
from matcher.domain.access.audit import CONCERN, AuditAction, Deed, Outcome
from matcher.domain.access.check_limits import judge_denial
from matcher.domain.access.permission import Action, Decision, is_let_in_by_alerts
from matcher.errors import NotAllowed, NotFound
from matcher.store.audit import put_on_record, take_turn
from matcher.store.ids import is_id
from matcher.store.unusual_use import count_denials, report_unusual_use
from matcher.store.vault import Connection, Vault


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
        told = [] if deed.object_type == CONCERN else await _unusual(connection, vault, actor, now=now, origin=origin)
        await put_on_record(connection, vault.keys, [deed, *told])
    if refused.decision.hides:
        return NotFound("There is no such thing.")
    return NotAllowed.by_role()


async def _unusual(connection: Connection, vault: Vault, actor: Actor, *, now: datetime, origin: str) -> list[Deed]:
    """Tell the auditor where an account is refused again and again (AR-25, use out of role)."""
    if actor.signed_in_by is SignedInBy.COMMAND_LINE:
        return []
    # Many at once would each count none of the others.
    await take_turn(connection)
    caps = judge_denial(await count_denials(connection, actor.user_id, since=now - timedelta(hours=1))).alerting
    whose = {"organisation_id": actor.organisation_id, "account_id": actor.user_id}
    return await report_unusual_use(connection, vault.keys, **whose, caps=caps, now=now, origin=origin)


def _tells_of_alerts(refused: Refused, actor: Actor, object_id: str | None) -> bool:
    """Whether the event would tell whether alerts of a case reach somebody: whoever asks was told by one, or is let in by none."""
    return object_id is not None and refused.object_type == "submission" and is_let_in_by_alerts(actor)
