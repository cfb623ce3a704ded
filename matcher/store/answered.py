"""What the answers to submissions hold of a number: found by its token, in many questions of a bearable size."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.schema.answers import submissions

#: Values of one question.
_AT_ONCE = 500


async def rows_in_answers(
    connection: AsyncConnection, table: sa.Table, organisation_id: str, tokens: Collection[bytes], *, are_recalled: bool = False
) -> list[sa.RowMapping]:
    """Give the rows about numbers, in submissions that have an answer and are not erased.

    Args:
        connection: A transaction.
        table: Of matches, or of people lines name.
        organisation_id: Whose submissions.
        tokens: Of the numbers, under every key.
        are_recalled: Those that the list took back, and not those that hold.
    """
    of_them = sa.and_(
        table.c.organisation_id == organisation_id,
        table.c.recall_id.is_not(None) if are_recalled else table.c.recall_id.is_(None),
        submissions.c.status == SubmissionStatus.DONE.value,
        submissions.c.erased_at.is_(None),
    )
    wanted = sa.select(table).join_from(table, submissions, table.c.submission_id == submissions.c.id).where(of_them)
    ordered = sorted(tokens)
    found: list[sa.RowMapping] = []
    for start in range(0, len(ordered), _AT_ONCE):
        is_it = table.c.number_token.in_(ordered[start : start + _AT_ONCE])
        found += (await connection.execute(wanted.where(is_it))).mappings()
    return found
