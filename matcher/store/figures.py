"""Figures of the store as a whole for those who run it: counts and ages, nothing of a case."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.moments import to_moment
from matcher.store.schema import list_versions, organisations


async def newest_lists(connection: AsyncConnection) -> list[datetime | None]:
    """Say when each organisation published its newest list; None for one without any."""
    wanted = (
        sa.select(sa.func.max(list_versions.c.published_at))
        .select_from(organisations.outerjoin(list_versions, list_versions.c.organisation_id == organisations.c.id))
        .group_by(organisations.c.id)
    )
    return [to_moment(text) if text else None for text in await connection.scalars(wanted)]
