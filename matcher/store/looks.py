"""Looks at how a submission stands, as the trail keeps them: one that shows its asker what the one before it showed is the same look.

A program that waits asks every second. Six hundred events of one wait would hide from an auditor who else has looked, and each would keep
all who write to the trail waiting.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction, Deed, hash_of_reason
from matcher.store.moments import to_text
from matcher.store.schema.trail import audit_events

#: How long a look stands for those after it that show the same. The next one is on record again, so that a long wait is seen to be one.
STANDS_FOR = timedelta(minutes=5)


async def is_on_record(connection: AsyncConnection, deed: Deed) -> bool:
    """Whether the last look of somebody at an object showed what this one shows, came from the same place, and still stands for it.

    Args:
        connection: A transaction.
        deed: The look. Its reason is what it shows.
    """
    wanted = (
        sa.select(audit_events.c.at, audit_events.c.origin, audit_events.c.reason_sha256)
        .where(
            audit_events.c.object_id == deed.object_id,
            audit_events.c.actor_id == deed.actor_id,
            audit_events.c.action == AuditAction.SUBMISSION_STATUS_CONSULTED.value,
        )
        .order_by(audit_events.c.sequence.desc())
        .limit(1)
    )
    last = (await connection.execute(wanted)).one_or_none()
    if last is None or last.origin != deed.origin or last.reason_sha256 != hash_of_reason(deed.reason):
        return False
    # A clock that was put back makes no look stand for ever.
    at: str = last.at
    return to_text(deed.at - STANDS_FOR) < at <= to_text(deed.at + STANDS_FOR)
