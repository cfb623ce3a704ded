"""Erasure in the store: every derived row of a submission, counted as it goes and looked for again; the report stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.audit_reasons import erase_reasons
from matcher.store.bulk import count_rows, delete_counted
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.people import forget_people
from matcher.store.repeated_alerts import forget_repeated
from matcher.store.schema.answers import alerts, jobs, matches, outbox, repeated_alerts, results, submission_events, unmatched_numbers
from matcher.store.schema.lists import named_people, recall_notices, recalls, watch_hits
from matcher.store.schema.trail import audit_events, erasures
from matcher.store.set_aside import forget_set_aside_of
from matcher.store.unmatched import count_unmatched_of, remove_unmatched_of

#: Phones of people have no more, and are erased in one transaction.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Erasure:
    """That something was erased: counts, no content."""

    submission_id: str
    organisation_id: str
    account_id: str
    at: datetime
    removed: Mapping[str, int]
    left: Mapping[str, int]


async def erase_rows(connection: AsyncConnection, keys: Keys, submission_id: str) -> dict[str, int]:
    """Remove everything that was derived from a submission; of numbers that match nothing so many that nobody waits long for the pen.

    What is counted is what everybody may know of: a row more for a restricted line would tell of it, and one for a single account that
    this one was told.
    """
    raised = sa.select(alerts.c.id).where(alerts.c.submission_id == submission_id)
    told = sa.and_(alerts.c.submission_id == submission_id, sa.not_(alerts.c.is_restricted), _is_for_all())
    known = sa.select(alerts.c.id).where(told)
    counted = {
        "outbox": await count_rows(connection, outbox, outbox.c.alert_id.in_(known)),
        "alerts": await count_rows(connection, alerts, told),
        "matches": await count_rows(
            connection, matches, sa.and_(matches.c.submission_id == submission_id, sa.not_(matches.c.is_restricted))
        ),
    }
    noticed = recall_notices.c.submission_id == submission_id
    counted["recall_notices"] = await count_rows(connection, recall_notices, sa.and_(noticed, sa.not_(recall_notices.c.is_restricted)))
    await erase_reasons(connection, keys, _is_about(submission_id), because_of=submission_id)
    await connection.execute(sa.delete(recall_notices).where(noticed))
    open_ones = sa.select(matches.c.id).where(matches.c.submission_id == submission_id, sa.not_(matches.c.is_restricted))
    counted["recalls"] = await count_rows(connection, recalls, recalls.c.match_id.in_(open_ones))
    await connection.execute(sa.delete(recalls).where(recalls.c.submission_id == submission_id))
    # Not counted: that there are any would tell that somebody watches.
    await connection.execute(sa.delete(watch_hits).where(watch_hits.c.submission_id == submission_id))
    # Not counted either: that there are any would tell that the phone held what is protected.
    await forget_set_aside_of(connection, keys, submission_id)
    # Not counted: they stand in the answers too.
    is_repeated = sa.or_(repeated_alerts.c.submission_id == submission_id, repeated_alerts.c.alert_id.in_(raised))
    await forget_repeated(connection, is_repeated)
    await connection.execute(sa.delete(outbox).where(outbox.c.alert_id.in_(raised)))
    await connection.execute(sa.delete(alerts).where(alerts.c.submission_id == submission_id))
    await connection.execute(sa.delete(matches).where(matches.c.submission_id == submission_id))
    # Not counted: they stand in the answers, which are.
    await forget_people(connection, submission_id)
    counted["results"] = await delete_counted(connection, results, results.c.submission_id == submission_id)
    counted["unmatched_numbers"] = await count_unmatched_of(connection, submission_id)
    await remove_unmatched_of(connection, submission_id, most=_AT_ONCE)
    for table in (submission_events, jobs):
        counted[table.name] = await delete_counted(connection, table, table.c.submission_id == submission_id)
    return counted


def _is_for_all() -> sa.ColumnElement[bool]:
    return sa.and_(alerts.c.recipient_id.is_(None), alerts.c.for_role.is_(None))


async def note_left(connection: AsyncConnection, submission_id: str, left: Mapping[str, int]) -> None:
    """Put down what a second look found once the last number was gone."""
    report = await connection.scalar(sa.select(erasures.c.report).where(erasures.c.submission_id == submission_id))
    if report is not None:
        changed = json.dumps({**json.loads(report), "left": dict(left)})
        await connection.execute(sa.update(erasures).where(erasures.c.submission_id == submission_id).values(report=changed))


async def rows_left(connection: AsyncConnection, submission_id: str) -> dict[str, int]:
    """Look for what is left of a submission, restricted or not."""
    raised = sa.select(alerts.c.id).where(alerts.c.submission_id == submission_id)
    left = {"outbox": await count_rows(connection, outbox, outbox.c.alert_id.in_(raised))}
    told = (alerts, repeated_alerts, matches, named_people, results, unmatched_numbers, submission_events, jobs, watch_hits)
    for table in (*told, recall_notices, recalls):
        left[table.name] = await count_rows(connection, table, table.c.submission_id == submission_id)
    return left


def _is_about(submission_id: str) -> sa.ColumnElement[bool]:
    """Tell events about a submission and what came of it: what people typed there is erased with it."""
    parts = (
        sa.select(matches.c.id).where(matches.c.submission_id == submission_id),
        sa.select(alerts.c.id).where(alerts.c.submission_id == submission_id),
    )
    return sa.or_(audit_events.c.object_id == submission_id, *(audit_events.c.object_id.in_(part) for part in parts))


async def write_erasure(connection: AsyncConnection, erasure: Erasure) -> None:
    """Put the report of an erasure into the store."""
    report = json.dumps({"removed": dict(erasure.removed), "left": dict(erasure.left)})
    await connection.execute(
        sa.insert(erasures).values(
            submission_id=erasure.submission_id,
            organisation_id=erasure.organisation_id,
            at=to_text(erasure.at),
            account_id=erasure.account_id,
            report=report,
        )
    )


async def find_erasure(connection: AsyncConnection, submission_id: str) -> Erasure | None:
    """Find the report of an erasure."""
    row = (await connection.execute(sa.select(erasures).where(erasures.c.submission_id == submission_id))).one_or_none()
    if row is None:
        return None
    report = json.loads(row.report)
    return Erasure(row.submission_id, row.organisation_id, row.account_id, to_moment(row.at), report["removed"], report["left"])
