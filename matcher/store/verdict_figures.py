"""Figures of matches and of what reviewers found, in the store."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.looking_back.earlier_verdict import CONFIRMED
from matcher.domain.looking_back.verdict_report import Found
from matcher.domain.upkeep.entry_figures import Met
from matcher.store.moments import to_moment
from matcher.store.schema.answers import matches, submissions
from matcher.store.schema.identity import accounts

_MONTH = 7


async def count_findings(connection: AsyncConnection, organisation_id: str) -> list[tuple[Found, bool]]:
    """Count what reviewers found, by month, line and roles, each with whether it is of matches that not everybody may know of."""
    month = sa.func.substr(matches.c.reviewed_at, 1, _MONTH).label("month")
    by = (month, matches.c.line_id, matches.c.is_restricted, matches.c.state, accounts.c.roles)
    wanted = (
        sa.select(*by, sa.func.count().label("findings"))
        .select_from(matches.join(accounts, accounts.c.id == matches.c.reviewer_id))
        .where(
            matches.c.organisation_id == organisation_id,
            matches.c.reviewed_at.is_not(None),
            matches.c.state.in_((CONFIRMED, REJECTED)),
        )
        .group_by(*by)
    )
    return [
        (Found(row.month, row.line_id, row.roles, row.state == REJECTED, row.findings), bool(row.is_restricted))
        for row in await connection.execute(wanted)
    ]


async def met_of_line(connection: AsyncConnection, organisation_id: str, line_id: str) -> list[tuple[bytes, Met]]:
    """Give the matches on a line that are not erased, each with the token of its number."""
    wanted = (
        sa.select(matches.c.number_token, matches.c.state, matches.c.recall_id, submissions.c.created_at)
        .select_from(matches.join(submissions, submissions.c.id == matches.c.submission_id))
        .where(matches.c.organisation_id == organisation_id, matches.c.line_id == line_id)
    )
    return [
        (bytes(row.number_token), Met(row.state, row.recall_id is not None, to_moment(row.created_at)))
        for row in await connection.execute(wanted)
    ]
