"""The audit trail of a store as a whole, held against its sealed end and against an end that was put down elsewhere."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.audit import AuditEvent, ChainFault, Head, head_of, verify
from matcher.store.audit import read_head, read_trail
from matcher.store.key_ring import Keys

#: So many events are held at once: a trail of any length is looked at with little memory.
_AT_ONCE = 5000


async def is_whole(connection: AsyncConnection, keys: Keys, noted: Head) -> bool:
    """Say whether the trail is whole, its end has our seal, and that end is the one that was noted."""
    head, is_sealed = await read_head(connection, keys)
    if not is_sealed or head != noted:
        return False
    last = Head()
    held: list[AuditEvent] = []
    async for event in read_trail(connection, keys):
        held.append(event)
        if len(held) == _AT_ONCE:
            if _faults(held, last):
                return False
            last = head_of(held[-1])
            held.clear()
    return not _faults(held, last, head)


def _faults(held: list[AuditEvent], start: Head, expected: Head | None = None) -> tuple[ChainFault, ...]:
    return verify(held, expected=expected, start=start)
