"""The audit trail as people read it: a page at a time, the newest first, and only what they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import CONCERN, TECHNICAL_SUBJECTS, AuditAction, AuditEvent
from matcher.domain.access.audit_query import AuditQuery, AuditSight
from matcher.errors import SealBroken
from matcher.store.audit import EVENT_COLUMNS, to_event
from matcher.store.crypto import Use
from matcher.store.key_ring import Keys
from matcher.store.moments import to_text
from matcher.store.schema.answers import alerts, matches
from matcher.store.schema.identity import accounts
from matcher.store.schema.lists import list_proposals, watches
from matcher.store.schema.trail import audit_events

_ID_DIGITS = 24


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One event as it is shown."""

    #: Names the event and tells nothing of its place: from gaps between places somebody could see what is not shown to them.
    id: str
    event: AuditEvent
    #: Name of whoever did it, where it was an account of the organisation.
    actor_name: str | None


async def read_page(
    connection: AsyncConnection,
    keys: Keys,
    organisation_id: str | None,
    *,
    sights: Collection[AuditSight],
    query: AuditQuery,
    before: int | None,
) -> list[AuditEntry]:
    """Give the events that are asked for and may be seen, the newest first.

    Args:
        connection: A transaction.
        keys: Open the reasons.
        organisation_id: Whose events; None for those of every organisation and of none.
        sights: What may be seen; without any nothing is.
        query: What is asked for.
        before: The place behind which the page begins; None for the newest.

    Raises:
        SealBroken: an event was changed in the store.
    """
    conditions: list[sa.ColumnElement[bool]] = [sa.or_(sa.false(), *(_seen_by(sight) for sight in sights))]
    if organisation_id is not None:
        conditions.append(audit_events.c.organisation_id == organisation_id)
    if before is not None:
        conditions.append(audit_events.c.sequence < before)
    wanted = (
        sa.select(*EVENT_COLUMNS, accounts.c.username)
        .select_from(audit_events.outerjoin(accounts, _actor()))
        .where(*conditions, *_asked(query))
        .order_by(audit_events.c.sequence.desc())
        .limit(query.limit)
    )
    return [_entry(row, keys) for row in (await connection.execute(wanted)).mappings()]


def _actor() -> sa.ColumnElement[bool]:
    return sa.and_(audit_events.c.actor_id == accounts.c.id, audit_events.c.organisation_id == accounts.c.organisation_id)


def _seen_by(sight: AuditSight) -> sa.ColumnElement[bool]:
    conditions: list[sa.ColumnElement[bool]] = []
    if sight.unit_id is not None:
        conditions.append(accounts.c.unit_id == sight.unit_id)
    if sight.is_technical_only:
        conditions.append(audit_events.c.action.in_(_TECHNICAL))
    if not sight.sees_restricted:
        conditions.append(audit_events.c.object_type != CONCERN)
        conditions.append(sa.and_(*(_is_open(kind, table) for kind, table in _OF_LINES.items())))
    return sa.and_(sa.true(), *conditions)


_TECHNICAL = tuple(action.value for action in AuditAction if action.value.split(":", 1)[0] in TECHNICAL_SUBJECTS)


#: What is about a line, and so may be about one that not everybody may know of.
_OF_LINES = {"match": matches, "alert": alerts, "watch": watches, "list_proposal": list_proposals}


def _is_open(kind: str, table: sa.Table) -> sa.ColumnElement[bool]:
    """Leave out what tells of a restricted line. What is no longer there may have been one, and is left out too."""
    there = sa.select(table.c.id).where(table.c.id == audit_events.c.object_id, table.c.is_restricted.is_(False)).exists()
    return sa.or_(audit_events.c.object_type != kind, there)


def _asked(query: AuditQuery) -> Iterator[sa.ColumnElement[bool]]:
    if query.since is not None:
        yield audit_events.c.at >= to_text(query.since)
    if query.until is not None:
        yield audit_events.c.at < to_text(query.until)
    if query.actor_id is not None:
        yield audit_events.c.actor_id == query.actor_id
    if query.action is not None:
        yield audit_events.c.action == query.action.value
    if query.object_id is not None:
        yield audit_events.c.object_id == query.object_id
    if query.outcome is not None:
        yield audit_events.c.outcome == query.outcome.value


def _entry(row: sa.RowMapping, keys: Keys) -> AuditEntry:
    try:
        event = to_event(row, keys)
    except ValueError as err:
        raise SealBroken("An event of the audit trail was changed.", hint="Run `linewatch audit verify`; tell an administrator.") from err
    name = keys.keyed_hash(Use.AUDIT, f"event:{event.sequence}".encode()).hex()[:_ID_DIGITS]
    return AuditEntry(f"aud_{name}", event, row["username"])
