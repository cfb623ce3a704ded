"""What was handed in about one person: found together, and locked in one order by everybody who writes of more than one.

The order of the locks on them is: a job; what was handed in about a person, as it was handed in; its matches; its alerts; the end of the
trail. Whoever would lock a submission while they have an alert of it could wait for an erasure, which waits for them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.moments import to_text
from matcher.store.schema.answers import alerts, submissions
from matcher.store.submissions import StoredSubmission, find_submission, to_submission

#: Of one person, the nearest on either side: an alert that many submissions away from it that told the same is raised once more.
_MOST_OF_ONE_PERSON = 50
_OWN = submissions.c
_PLACE = sa.tuple_(_OWN.created_at, _OWN.id)


async def of_same_person(connection: AsyncConnection, submission: StoredSubmission) -> list[StoredSubmission]:
    """Give the submissions about its subject that were handed in next to it, itself among them, the earliest first.

    Where nobody said whom it is about they are those of its file about whom nobody said that either. Those that were erased are not among
    them; those that were refused or failed are.
    """
    place = sa.tuple_(sa.literal(to_text(submission.created_at)), sa.literal(submission.id))
    before = sa.select(_OWN.id).where(_is_of_person(submission), place >= _PLACE).order_by(_OWN.created_at.desc(), _OWN.id.desc())
    after = sa.select(_OWN.id).where(_is_of_person(submission), place < _PLACE).order_by(_OWN.created_at, _OWN.id)
    near = (_OWN.id.in_(each.limit(_MOST_OF_ONE_PERSON)) for each in (before, after))
    wanted = sa.select(submissions).where(sa.or_(*near)).order_by(_OWN.created_at, _OWN.id)
    return [to_submission(row) for row in (await connection.execute(wanted)).mappings()]


async def lock_person(connection: AsyncConnection, submission: StoredSubmission) -> None:
    """Be alone with all that was handed in about its subject until the transaction ends; what was erased is about nobody.

    Everything that writes of several submissions of a person does so first, and has no other one locked: in one order, for two that lock
    each other's would wait for ever.
    """
    await connection.execute(sa.select(_OWN.id).where(_is_of_person(submission)).order_by(_OWN.created_at, _OWN.id).with_for_update())


async def find_with_person(
    connection: AsyncConnection, submission_id: str, *, organisation_id: str | None = None
) -> StoredSubmission | None:
    """Find a submission, of one organisation only where that is given, and be alone with all about its subject (`lock_person`)."""
    found = await find_submission(connection, submission_id, organisation_id=organisation_id)
    if found is None:
        return None
    await lock_person(connection, found)
    return await find_submission(connection, submission_id, locked=True)


async def lock_case_of(connection: AsyncConnection, alert_id: str, *, organisation_id: str) -> None:
    """Be alone with the submission an alert of an organisation was raised for, if with any, before the alert itself is locked.

    No other of the person may be locked behind it. Nobody keeps the cases of another organisation waiting by naming an alert of theirs.
    """
    is_it = sa.and_(alerts.c.id == alert_id, alerts.c.organisation_id == organisation_id)
    case = sa.select(alerts.c.submission_id).where(is_it).scalar_subquery()
    await connection.execute(sa.select(_OWN.id).where(_OWN.id == case).with_for_update(of=submissions))


async def keep_found(connection: AsyncConnection, submission_ids: Collection[str], at: datetime) -> None:
    """Keep with submissions when the person was found after them; the first time counts."""
    is_it = sa.and_(_OWN.id.in_(sorted(submission_ids)), sa.or_(_OWN.found_since.is_(None), _OWN.found_since > to_text(at)))
    await connection.execute(sa.update(submissions).where(is_it).values(found_since=to_text(at)))


def _is_of_person(submission: StoredSubmission) -> sa.ColumnElement[bool]:
    token = submission.subject_token
    is_same = _OWN.subject_token == token
    if token is None:
        is_same = sa.and_(_OWN.subject_token.is_(None), _OWN.file_sha256 == submission.file_sha256)
    return sa.and_(_OWN.organisation_id == submission.organisation_id, is_same, _OWN.erased_at.is_(None))
