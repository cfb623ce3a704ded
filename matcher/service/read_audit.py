"""The audit trail, for those who may read it; reading it is on record itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor, SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.audit_query import AuditQuery, AuditSight, sights_of
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.errors import BadRequest, Fault
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.audit_pages import AuditEntry, read_page
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.ids import is_id
from matcher.store.vault import Vault

_LARGEST_PAGE = 500
_LONGEST_REASON = 1000
#: Whoever sits at the machine has the key file, and with it everything.
_ALL = (AuditSight(unit_id=None, is_technical_only=False, sees_restricted=True),)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the trail, the newest first."""

    entries: tuple[AuditEntry, ...]
    #: For the next page; None at the end.
    cursor: str | None


async def read_audit(vault: Vault, actor: Actor, query: AuditQuery, *, reason: str = "", now: datetime, origin: str) -> AuditPage:
    """Give a page of the trail of the organisation of who asks, as far as their roles show it.

    Args:
        vault: The store.
        actor: Who asks.
        query: What is asked for.
        reason: Why it is looked at; goes on record.
        now: The moment of asking.
        origin: Where it was asked from.

    Raises:
        BadCursor: the cursor was not given out for this query and this person.
        BadRequest: something of the query cannot be.
        NotAllowed: who asks may not.
    """
    _check(query, reason)
    question = f"audit:{replace(query, cursor=None)!r}"
    before = read_cursor(vault.keys, question, actor.user_id, query.cursor)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        # A unit of one's own is all that any grant of it asks for; which events it shows is decided in the question to the store.
        decision = may(standing, Action.AUDIT_READ, ObjectFacts(actor.organisation_id, unit_id=standing.unit_id))
        if decision.allowed:
            sights = _ALL if actor.signed_in_by is SignedInBy.COMMAND_LINE else sights_of(standing)
            whose = actor.organisation_id or None
            entries = await read_page(connection, vault.keys, whose, sights=sights, query=query, before=int(before[0]) if before else None)
            deed = Deed(now, whose, actor.user_id, AuditAction.AUDIT_CONSULTED, "audit", origin=origin, reason=reason or None)
            await put_on_record(connection, vault.keys, [deed])
            if len(entries) < query.limit:
                return AuditPage(tuple(entries), None)
            last = str(entries[-1].event.sequence)
            return AuditPage(tuple(entries), write_cursor(vault.keys, question, actor.user_id, (last, "")))
    raise await denied(vault, actor, Refused(Action.AUDIT_READ, decision, "audit"), now=now, origin=origin)


def _check(query: AuditQuery, reason: str) -> None:
    faults = []
    if not 0 < query.limit <= _LARGEST_PAGE:
        faults.append(Fault("limit", f"It is between 1 and {_LARGEST_PAGE}."))
    if query.actor_id is not None and not is_id(query.actor_id, "acc"):
        faults.append(Fault("actor", "It is the id of an account."))
    if query.object_id is not None and not is_id(query.object_id):
        faults.append(Fault("object", "It is the id of something."))
    if len(reason) > _LONGEST_REASON:
        faults.append(Fault("reason", f"It has at most {_LONGEST_REASON} characters."))
    if faults:
        raise BadRequest("The audit trail cannot be asked for this.", faults=tuple(faults))
