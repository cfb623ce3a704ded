"""Which earlier submissions told the same already: those of one file, about one person, in one episode (S12)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.looking_back.same_episode import Told, is_same_episode, told_within
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.key_ring import Keys
from matcher.store.submissions import StoredSubmission, same_uploads


async def told_before(connection: AsyncConnection, keys: Keys, submission: StoredSubmission, *, locked: bool = False) -> tuple[str, ...]:
    """Give the ids of the submissions that were answered before this one with its file, its person and its episode, the earliest first.

    Args:
        connection: The transaction.
        keys: Open what was stated.
        submission: Which one.
        locked: Whether whoever screens the same file at the same time waits until the transaction ends.
    """
    several = await same_uploads(connection, submission, locked=locked)
    before = (each for each in several if each.status is SubmissionStatus.DONE and _place(each) < _place(submission))
    told = [said for each in before if (said := _told(keys, each)) is not None]
    return told_within(submission.metadata(keys).episode, told) if told else ()


def are_of_one_episode(keys: Keys, one: StoredSubmission, other: StoredSubmission) -> bool:
    """Whether two submissions about one person are about one episode."""
    first, second = sorted((one, other), key=_place)
    before, now = _told(keys, first), _told(keys, second)
    return before is not None and now is not None and is_same_episode(now.episode, before)


def _place(submission: StoredSubmission) -> tuple[datetime, str]:
    return submission.created_at, submission.id


def _told(keys: Keys, submission: StoredSubmission) -> Told | None:
    """Give what was stated with a submission. One that was changed in the store told nothing: it must keep no other from being told."""
    try:
        return Told(submission.id, submission.metadata(keys).episode, submission.created_at)
    except SealBroken:
        get_logger().error("submission_unreadable", submission=submission.id)
        return None
