"""Notices as they are read: told once of one case, to however many of somebody's roles, and of however many alerts, they were written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.lists import list_versions, recall_notices, recalls


class Told(NamedTuple):
    """What is told together: of one case, at one moment, of one line, for one reason, that it does not hold, or holds again."""

    created_at: str
    submission_id: str
    line_id: str
    cause: str
    #: The version by which it holds again; empty where it does not hold any more.
    restored_by: str


_TOLD = {
    "created_at": recall_notices.c.created_at,
    "submission_id": recall_notices.c.submission_id,
    "line_id": recalls.c.line_id,
    "cause": recalls.c.cause,
    "restored_by": recall_notices.c.restored_by,
}


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """One notice, as it was written to an account or to a role."""

    id: str
    #: Number of the version that took the number back, or by which it holds again.
    version: int
    cause: RecallCause
    #: Of the line it was listed for; None where it has none.
    owner_unit: str | None
    submission_id: str
    #: Empty where it is about the answer and no alert.
    alert_id: str
    recipient: str
    is_restricted: bool
    created_at: datetime
    read_at: datetime | None
    #: The version by which it holds again; empty where it does not hold any more.
    restored_by: str
    #: The line the number was listed for.
    line_id: str
    #: Whether partners had a concern of the case when it was written; None where that was not kept.
    has_concern: bool | None
    #: Whether a match of the line had been confirmed by then.
    was_confirmed: bool


class ToldTogether(NamedTuple):
    """Notices that are told as one."""

    #: What finds them in their order.
    place: tuple[str, str]
    notices: Sequence[StoredNotice]


async def page_of_notices(
    connection: AsyncConnection,
    organisation_id: str,
    recipients: Sequence[str],
    *,
    limit: int,
    before: tuple[str, str] | None = None,
    only_unread: bool = False,
) -> list[ToldTogether]:
    """Give what an account and its roles were told, the newest first, each with all its notices.

    Args:
        connection: The transaction.
        organisation_id: Of which organisation.
        recipients: The account, and the names of its roles.
        limit: How many at most.
        before: The place of the last one that was seen.
        only_unread: What nobody has read yet alone: what is told as one counts while one of its notices is unread, with those that are.
    """
    joined = recall_notices.join(recalls, recall_notices.c.recall_id == recalls.c.id)
    theirs = sa.and_(recall_notices.c.organisation_id == organisation_id, recall_notices.c.recipient.in_(sorted(recipients)))
    if only_unread:
        theirs = sa.and_(theirs, recall_notices.c.read_at.is_(None))
    columns = [column.label(name) for name, column in _TOLD.items()]
    together = (
        sa.select(*columns, sa.func.max(recall_notices.c.id).label("last")).select_from(joined).where(theirs).group_by(*_TOLD.values())
    )
    grouped = together.subquery()
    order = (grouped.c.created_at, grouped.c.last)
    wanted = sa.select(grouped)
    if before is not None:
        wanted = wanted.where(sa.tuple_(*order) < sa.tuple_(*map(sa.literal, before)))
    found = (await connection.execute(wanted.order_by(*(each.desc() for each in order)).limit(limit))).all()
    told = {Told(*row[:-1]): ToldTogether((row.created_at, row.last), []) for row in found}
    several = await _notices(connection, theirs, {each.submission_id for each in told}, {each.created_at for each in told})
    rows: dict[Told, list[StoredNotice]] = {each: [] for each in told}
    for key, notice in several:
        if key in rows:
            rows[key].append(notice)
    return [each._replace(notices=rows[key]) for key, each in told.items()]


async def _notices(
    connection: AsyncConnection, theirs: sa.ColumnElement[bool], submission_ids: Collection[str], moments: Collection[str]
) -> list[tuple[Told, StoredNotice]]:
    told_by = sa.case((recall_notices.c.restored_by == "", recalls.c.version_id), else_=recall_notices.c.restored_by)
    joined = recall_notices.join(recalls, recall_notices.c.recall_id == recalls.c.id).join(list_versions, list_versions.c.id == told_by)
    wanted = (
        sa.select(recall_notices, recalls.c.owner_unit, recalls.c.cause, recalls.c.line_id, list_versions.c.number)
        .select_from(joined)
        .where(theirs, recall_notices.c.submission_id.in_(sorted(submission_ids)), recall_notices.c.created_at.in_(sorted(moments)))
        .order_by(recall_notices.c.id)
    )
    return [(Told(*(row[name] for name in _TOLD)), _to_notice(row)) for row in (await connection.execute(wanted)).mappings()]


def _to_notice(row: Mapping[str, Any] | sa.RowMapping) -> StoredNotice:
    return StoredNotice(
        row["id"],
        row["number"],
        RecallCause(row["cause"]),
        row["owner_unit"],
        row["submission_id"],
        row["alert_id"],
        row["recipient"],
        bool(row["is_restricted"]),
        to_moment(row["created_at"]),
        to_moment(row["read_at"]) if row["read_at"] else None,
        row["restored_by"],
        row["line_id"],
        None if row["has_concern"] is None else bool(row["has_concern"]),
        bool(row["was_confirmed"]),
    )


async def mark_read(connection: AsyncConnection, read: Collection[StoredNotice], *, now: datetime) -> None:
    """Write down that somebody read notices, where nobody read them before."""
    is_it = sa.and_(recall_notices.c.id.in_(sorted(each.id for each in read)), recall_notices.c.read_at.is_(None))
    await connection.execute(sa.update(recall_notices).where(is_it).values(read_at=to_text(now)))
