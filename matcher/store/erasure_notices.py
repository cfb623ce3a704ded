"""Notices that alerts somebody could see went with an erasure: for an account each, with nothing of the case but its id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.bulk import insert_rows
from matcher.store.ids import new_id
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.trail import erasure_notices


class NewErasureNotice(NamedTuple):
    """Somebody is told of an erasure."""

    account_id: str
    #: None where they might not know of it.
    submission_id: str | None
    #: Whether all they could see was the concern that partners are told.
    is_concern: bool


@dataclass(frozen=True, slots=True)
class ErasureNotice:
    """One notice, as it was written to an account."""

    id: str
    submission_id: str | None
    is_concern: bool
    created_at: datetime
    read_at: datetime | None

    @property
    def place(self) -> tuple[str, str]:
        """Give what finds it in the order of notices."""
        return to_text(self.created_at), self.id


async def write_erasure_notices(
    connection: AsyncConnection, organisation_id: str, notices: Iterable[NewErasureNotice], *, now: datetime
) -> None:
    """Write notices."""
    rows = [
        {
            "id": new_id("ntc"),
            "organisation_id": organisation_id,
            "account_id": each.account_id,
            "submission_id": each.submission_id,
            "is_concern": each.is_concern,
            "created_at": to_text(now),
        }
        for each in notices
    ]
    await insert_rows(connection, erasure_notices, rows)


async def page_of_erasure_notices(
    connection: AsyncConnection,
    organisation_id: str,
    account_id: str,
    *,
    limit: int,
    before: tuple[str, str] | None = None,
    only_unread: bool = False,
) -> list[ErasureNotice]:
    """Give what an account was told of erasures, the newest first.

    Args:
        connection: The transaction.
        organisation_id: Of which organisation.
        account_id: Who was told.
        limit: How many at most.
        before: The place of the last one that was seen.
        only_unread: Those alone that were not read.
    """
    table = erasure_notices.c
    wanted = sa.select(table.id, table.submission_id, table.is_concern, table.created_at, table.read_at).where(
        table.organisation_id == organisation_id, table.account_id == account_id
    )
    if only_unread:
        wanted = wanted.where(table.read_at.is_(None))
    order = (table.created_at, table.id)
    if before is not None:
        wanted = wanted.where(sa.tuple_(*order) < sa.tuple_(*map(sa.literal, before)))
    found = await connection.execute(wanted.order_by(*(each.desc() for each in order)).limit(limit))
    return [ErasureNotice(row[0], row[1], bool(row[2]), to_moment(row[3]), to_moment(row[4]) if row[4] else None) for row in found.all()]


async def mark_erasures_read(connection: AsyncConnection, read: Collection[str], *, now: datetime) -> None:
    """Write down that somebody read notices, where they had not."""
    is_it = sa.and_(erasure_notices.c.id.in_(sorted(read)), erasure_notices.c.read_at.is_(None))
    await connection.execute(sa.update(erasure_notices).where(is_it).values(read_at=to_text(now)))
