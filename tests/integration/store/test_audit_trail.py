"""The audit trail in the store, on both engines."""

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from matcher.domain.access.audit import AuditAction, Deed, verify
from matcher.store.audit import put_on_record, read_head, read_trail
from matcher.store.schema.trail import audit_events, audit_head

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)


def deed(reason=None):
    return Deed(NOW, None, "acc_1", AuditAction.AUDIT_CONSULTED, "audit", reason=reason)


async def trail(vault):
    async with vault.db.read() as connection:
        events = [event async for event in read_trail(connection, vault.keys)]
        return events, await read_head(connection, vault.keys)


async def record(vault, *deeds):
    async with vault.db.write() as connection:
        return await put_on_record(connection, vault.keys, deeds)


async def record_and_fail(vault):
    """Put something on record in a transaction that fails after it."""
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [deed()])
        await connection.execute(sa.insert(audit_head).values(id=1, sequence=0, hash="", seal=""))


async def test_events_written_side_by_side_make_one_whole_chain(vault):
    """Forty writers at once leave forty events, numbered without a gap, and a chain without a fault."""
    await asyncio.gather(*(record(vault, deed(f"reason {each}")) for each in range(40)))

    events, (head, is_ours) = await trail(vault)

    assert [event.sequence for event in events] == list(range(1, 41))
    assert is_ours
    assert verify(events, expected=head) == ()


async def test_what_fails_leaves_no_trace_and_no_gap(vault):
    """An event whose transaction fails is not on record, and the next one takes its number."""
    with pytest.raises(sa.exc.IntegrityError):
        await record_and_fail(vault)
    await record(vault, deed())

    events, (head, _) = await trail(vault)

    assert [event.sequence for event in events] == [1]
    assert verify(events, expected=head) == ()


async def test_a_cut_end_is_seen_even_where_the_head_was_moved_back(vault):
    """Whoever removes the last event and sets the head back cannot make its seal."""
    await record(vault, deed(), deed())
    events, _ = await trail(vault)
    async with vault.db.write() as connection:
        await connection.execute(sa.delete(audit_events).where(audit_events.c.sequence == 2))
        await connection.execute(sa.update(audit_head).values(sequence=1, hash=events[0].hash))

    _, (_, is_ours) = await trail(vault)

    assert not is_ours


async def test_a_reason_is_not_readable_in_the_table(vault):
    """What somebody typed is sealed in its row and opens for those who may read it."""
    await record(vault, deed("Strategy meeting about M-2026-81"))

    async with vault.db.read() as connection:
        (row,) = (await connection.execute(sa.select(audit_events))).mappings()
    events, _ = await trail(vault)

    assert b"Strategy" not in row["reason_sealed"]
    assert events[0].reason == "Strategy meeting about M-2026-81"
