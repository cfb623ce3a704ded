"""Which other cases of their organisation somebody may know of (domain 4.4): nothing of one that they may not is told beside another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.moments import to_moment
from matcher.store.schema.answers import submissions
from matcher.store.submissions import StoredSubmission
from matcher.store.visibility import reached

#: After these a submission of the same file tells nothing.
_WITHOUT_ANSWER = (SubmissionStatus.REFUSED.value, SubmissionStatus.FAILED.value)
_OWN = submissions.c


def is_known(actor: Actor) -> sa.ColumnElement[bool]:
    """Give the condition that rows of `submissions` meet that somebody may know of: by how they stand, or by their answer."""
    return sa.or_(reached(actor, Action.SUBMISSION_READ_STATUS), reached(actor, Action.SUBMISSION_READ_RESULT))


async def known_among(connection: AsyncConnection, actor: Actor, submission_ids: Collection[str]) -> frozenset[str]:
    """Give those of some submissions that somebody may know of."""
    wanted = sa.select(_OWN.id).where(_OWN.id.in_(sorted(submission_ids)), is_known(actor))
    return frozenset(await connection.scalars(wanted))


async def handed_in_before(connection: AsyncConnection, actor: Actor, several: Sequence[StoredSubmission]) -> dict[str, str]:
    """Give with submissions the first one of the same file that was handed in before and that somebody may know of (S12), by their ids.

    One that they may not know of is none to them, whatever became of it. Those that are erased, refused or failed tell nothing.
    """
    files = sorted({each.file_sha256 for each in several} - {""})
    # One row of each file is wanted, however often it was handed in.
    place = sa.func.row_number().over(partition_by=_OWN.file_sha256, order_by=(_OWN.created_at, _OWN.id)).label("place")
    known = (
        sa.select(_OWN.file_sha256, _OWN.created_at, _OWN.id, place)
        .where(_OWN.file_sha256.in_(files), _OWN.erased_at.is_(None), _OWN.status.not_in(_WITHOUT_ANSWER), is_known(actor))
        .subquery()
    )
    wanted = sa.select(known.c.file_sha256, known.c.created_at, known.c.id).where(known.c.place == 1)
    first = {file: (to_moment(created_at), submission_id) for file, created_at, submission_id in await connection.execute(wanted)}
    found = ((each, first.get(each.file_sha256)) for each in several)
    return {each.id: before[1] for each, before in found if before is not None and before < each.place}
