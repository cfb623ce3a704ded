"""Figures of the store as a whole for those who run it: counts and ages, nothing of a case."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.moments import to_moment
from matcher.store.schema.identity import organisations
from matcher.store.schema.lists import list_versions


class NewestList(NamedTuple):
    """The newest list of an organisation, which is not named."""

    number: int
    published_at: datetime


async def newest_lists(connection: AsyncConnection) -> list[NewestList | None]:
    """Give the newest list of each organisation; None for one without any."""
    wanted = (
        # The newest version has the highest number, and was published last.
        sa.select(sa.func.max(list_versions.c.number).label("number"), sa.func.max(list_versions.c.published_at).label("published_at"))
        .select_from(organisations.outerjoin(list_versions, list_versions.c.organisation_id == organisations.c.id))
        .group_by(organisations.c.id)
    )
    rows = (await connection.execute(wanted)).mappings()
    return [NewestList(row["number"], to_moment(row["published_at"])) if row["number"] else None for row in rows]
