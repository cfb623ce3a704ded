"""The audit trail in the store: appended in the transaction of what it tells of, one chain over the whole store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from types import NoneType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction, AuditEvent, Deed, Head, Outcome, append, head_of
from matcher.errors import SealBroken
from matcher.store.audit_reasons import cell_of_reason, read_reason
from matcher.store.crypto import Use
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.trail import audit_events, audit_head


def untyped(*columns: sa.Column[Any]) -> tuple[sa.Label[Any], ...]:
    """Give columns as they are in the store: a value of another type, put there by hand, must not break whoever reads it."""
    return tuple(sa.type_coerce(each, sa.types.NullType()).label(each.name) for each in columns)


EVENT_COLUMNS = untyped(*audit_events.columns)
_HEAD_COLUMNS = untyped(*audit_head.columns)

_HEAD_ROW = 1
_PAGE = 1000
_ACTIONS = {action.value: action for action in AuditAction}

#: What columns hold; anything else was put there by hand, which some engines allow.
_KINDS: Mapping[tuple[type, ...], tuple[str, ...]] = {
    (int,): ("sequence",),
    (str,): ("at", "action", "object_type", "outcome", "origin", "reason_sha256", "previous_hash", "hash"),
    (str, NoneType): ("organisation_id", "actor_id", "object_id"),
    (bytes, NoneType): ("reason_sealed",),
}


async def begin_trail(connection: AsyncConnection, keys: Keys) -> None:
    """Begin the chain of a new store."""
    head = Head()
    await connection.execute(sa.insert(audit_head).values(id=_HEAD_ROW, sequence=head.sequence, hash=head.hash, seal=_seal_of(head, keys)))


async def put_on_record(connection: AsyncConnection, keys: Keys, deeds: Iterable[Deed]) -> list[AuditEvent]:
    """Append what is done in this transaction; nothing of the transaction stays if this fails.

    Others who append wait until the transaction has ended, so it is the last thing a use case does.

    Raises:
        SealBroken: the end of the chain was changed by somebody without the key. Appending to it would put our seal on what they did.
    """
    found = (await connection.execute(sa.select(*_HEAD_COLUMNS).where(audit_head.c.id == _HEAD_ROW).with_for_update())).mappings()
    head = head_from(found.one_or_none(), keys)
    events: list[AuditEvent] = []
    for deed in deeds:
        event = append(head, deed)
        events.append(event)
        head = head_of(event)
    if events:
        await connection.execute(sa.insert(audit_events), [row_of(event, keys) for event in events])
        await connection.execute(sa.update(audit_head).where(audit_head.c.id == _HEAD_ROW).values(**head_row_of(head, keys)))
    return events


async def take_turn(connection: AsyncConnection) -> None:
    """Keep others who append waiting from here on: what is counted of what they did then holds until this transaction has ended.

    Nothing that another transaction may hold while it waits for its turn is asked for behind this: of a row that others
    lock, such as an organisation, no more than that it stays.
    """
    await connection.execute(sa.select(audit_head.c.id).where(audit_head.c.id == _HEAD_ROW).with_for_update())


async def check_end(connection: AsyncConnection, keys: Keys) -> None:
    """Look whether anything can be put on record.

    Raises:
        SealBroken: the end of the chain was changed by somebody without the key.
    """
    found = (await connection.execute(sa.select(*_HEAD_COLUMNS).where(audit_head.c.id == _HEAD_ROW))).mappings()
    head_from(found.one_or_none(), keys)


def head_from(row: Mapping[str, Any] | sa.RowMapping | None, keys: Keys) -> Head:
    """Give the end of the chain from its row.

    Raises:
        SealBroken: it was changed by somebody without the key. Appending to it would put our seal on what they did.
    """
    if row is None or not _is_sealed(row, keys):
        raise SealBroken("The end of the audit trail is not as it was left.", hint="Run `linewatch audit verify`; tell an administrator.")
    return Head(row["sequence"], row["hash"])


def head_row_of(head: Head, keys: Keys) -> dict[str, object]:
    """Give the row of the end of the chain, sealed."""
    return {"sequence": head.sequence, "hash": head.hash, "seal": _seal_of(head, keys)}


async def read_head(connection: AsyncConnection, keys: Keys) -> tuple[Head, bool]:
    """Give the end of the chain, and whether its seal is ours: one that is not was put there by somebody without the key."""
    rows = (await connection.execute(sa.select(*_HEAD_COLUMNS))).mappings().all()
    found = next((row for row in rows if row["id"] == _HEAD_ROW), None)
    if found is None or not _is_head(found):
        return Head(), False
    # There is one end: another one beside it is not ours, whatever it says.
    return Head(found["sequence"], found["hash"]), len(rows) == 1 and _is_sealed(found, keys)


def _is_head(row: Mapping[str, Any] | sa.RowMapping) -> bool:
    return type(row["sequence"]) is int and isinstance(row["hash"], str)


def _is_sealed(row: Mapping[str, Any] | sa.RowMapping, keys: Keys) -> bool:
    if not _is_head(row) or not isinstance(row["seal"], str):
        return False
    try:
        seal = bytes.fromhex(row["seal"])
    except ValueError:
        return False
    return keys.is_genuine(Use.AUDIT, _message_of(Head(row["sequence"], row["hash"])), seal)


async def read_trail(connection: AsyncConnection, keys: Keys, *, after: int = 0) -> AsyncIterator[AuditEvent]:
    """Yield the events behind one, in their order, a page at a time.

    Raises:
        ValueError: a row holds what was never written there.
        SealBroken: the reason of an event was changed.
    """
    async for row in read_rows(connection, after=after):
        yield to_event(row, keys)


async def read_rows(connection: AsyncConnection, *, after: int) -> AsyncIterator[sa.RowMapping]:
    """Yield the rows of the events behind one, in their order, whatever they hold."""
    while True:
        wanted = sa.select(*EVENT_COLUMNS).where(audit_events.c.sequence > after).order_by(audit_events.c.sequence).limit(_PAGE)
        rows = (await connection.execute(wanted)).mappings().all()
        for row in rows:
            yield row
        if len(rows) < _PAGE:
            return
        after = rows[-1]["sequence"]


def to_event(row: Mapping[str, Any] | sa.RowMapping, keys: Keys) -> AuditEvent:
    """Make an event of its row.

    Raises:
        ValueError: it holds what was never written there.
        SealBroken: its reason was changed.
    """
    for kinds, names in _KINDS.items():
        if not all(isinstance(row[name], kinds) for name in names):
            raise ValueError("a column holds what has another type")
    if row["action"] not in _ACTIONS:
        raise ValueError("there is no such action")
    return AuditEvent(
        sequence=row["sequence"],
        at=to_moment(row["at"]),
        organisation_id=row["organisation_id"],
        actor_id=row["actor_id"],
        action=_ACTIONS[row["action"]],
        object_type=row["object_type"],
        object_id=row["object_id"],
        outcome=Outcome(row["outcome"]),
        origin=row["origin"],
        reason_sha256=row["reason_sha256"],
        previous_hash=row["previous_hash"],
        hash=row["hash"],
        reason=read_reason(row, keys).text,
    )


def row_of(event: AuditEvent, keys: Keys) -> dict[str, object]:
    """Give the row of an event, what somebody typed in it sealed."""
    return {
        "sequence": event.sequence,
        "at": to_text(event.at),
        "organisation_id": event.organisation_id,
        "actor_id": event.actor_id,
        "action": event.action.value,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "outcome": event.outcome.value,
        "origin": event.origin,
        "reason_sealed": None if event.reason is None else keys.seal_text(event.reason, cell_of_reason(event.sequence)),
        "reason_sha256": event.reason_sha256,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


def _message_of(head: Head) -> bytes:
    return f"{head.sequence}:{head.hash}".encode()


def _seal_of(head: Head, keys: Keys) -> str:
    return keys.keyed_hash(Use.AUDIT, _message_of(head)).hex()
