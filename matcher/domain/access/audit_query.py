"""What of the audit trail somebody asks for, and what of it they may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Outcome
from matcher.domain.access.permission import CLEARABLE, Action, Form, ObjectFacts, Reach, knows_all_lines, may


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is asked for; None asks for all."""

    since: datetime | None = None
    until: datetime | None = None
    actor_id: str | None = None
    action: AuditAction | None = None
    object_id: str | None = None
    outcome: Outcome | None = None
    limit: int = 100
    #: Where the page begins, as the page before it said.
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class AuditSight:
    """What one role lets somebody see of the trail of their organisation."""

    #: Only what people of this unit did; None for all.
    unit_id: str | None
    #: Only what is about running the service.
    is_technical_only: bool
    #: Also what tells of restricted lines.
    sees_restricted: bool


def sights_of(actor: Actor) -> tuple[AuditSight, ...]:
    """Give what each of somebody's roles lets them see; they see what any of these shows."""
    facts = ObjectFacts(actor.organisation_id, unit_id=actor.unit_id)
    sights = []
    for role in sorted(actor.roles):
        decision = may(replace(actor, roles=frozenset({role})), Action.AUDIT_READ, facts)
        grant = decision.grant
        if decision.allowed and grant is not None:
            sights.append(
                AuditSight(
                    unit_id=actor.unit_id if grant.reach is Reach.OWN_UNIT else None,
                    is_technical_only=grant.form is Form.TECHNICAL_ONLY,
                    sees_restricted=knows_all_lines(actor) and role in CLEARABLE,
                )
            )
    return tuple(sights)
