"""What happened to submissions, in the store: statuses and progress, numbered within each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.domain.submissions.view import SubmissionEvent
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import submission_events


async def add_events(
    connection: AsyncConnection, submission_id: str, happened: Iterable[tuple[SubmissionStatus, int]], *, at: datetime
) -> None:
    """Append events: a status and the thousandths of the file that were read. The submission is locked by whoever appends."""
    last = await connection.scalar(
        sa.select(sa.func.coalesce(sa.func.max(submission_events.c.number), 0)).where(submission_events.c.submission_id == submission_id)
    )
    rows = [
        {"submission_id": submission_id, "number": number, "at": to_text(at), "status": status.value, "progress": progress}
        for number, (status, progress) in enumerate(happened, (last or 0) + 1)
    ]
    if rows:
        await connection.execute(sa.insert(submission_events), rows)


async def events_after(connection: AsyncConnection, submission_id: str, number: int) -> list[SubmissionEvent]:
    """Give the events behind one, in their order."""
    wanted = (
        sa.select(submission_events)
        .where(submission_events.c.submission_id == submission_id, submission_events.c.number > number)
        .order_by(submission_events.c.number)
    )
    return [
        SubmissionEvent(row.number, to_moment(row.at), SubmissionStatus(row.status), row.progress)
        for row in await connection.execute(wanted)
    ]
