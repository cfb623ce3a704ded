"""What was told already about a person in an episode, with whatever file (domain 6, S12): earlier submissions, and alerts that stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.concern import carries_concern
from matcher.domain.looking_back.same_episode import Told, is_same_episode, told_within
from matcher.domain.looking_back.told_already import Claim
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.alert_grounds import read_grounds
from matcher.store.alerts import CLOSED, SETTLED, StoredAlert
from matcher.store.key_ring import Keys
from matcher.store.repeated_alerts import seen_again_with
from matcher.store.submissions import StoredSubmission, of_same_person

#: So many are compared with at most, the newest: each costs the same questions, whatever it holds.
_MOST = 20


async def told_before(
    connection: AsyncConnection, keys: Keys, submission: StoredSubmission, *, locked: bool = False
) -> tuple[StoredSubmission, ...]:
    """Give the submissions that were answered before this one about its person in its episode, the earliest first.

    Args:
        connection: The transaction.
        keys: Open what was stated.
        submission: Which one.
        locked: Whether whoever screens another phone of the same person at the same time waits until the transaction ends.
    """
    several = await of_same_person(connection, submission, locked=locked)
    before = [each for each in several if each.status is SubmissionStatus.DONE and each.id != submission.id]
    told = [said for each in before if (said := _told(keys, each)) is not None]
    within = frozenset(told_within(submission.metadata(keys).episode, told)) if told else frozenset[str]()
    return tuple(each for each in before if each.id in within)[-_MOST:]


async def claims_before(
    connection: AsyncConnection, keys: Keys, submission: StoredSubmission, *, locked: bool = False, apart_from: Collection[str] = ()
) -> list[Claim]:
    """Give what the alerts say that were raised before about its person in its episode and stand, the earliest first.

    The same is asked of each earlier submission, whatever it holds.

    Args:
        connection: The transaction.
        keys: Open what was stated, answers and alerts.
        submission: Which one.
        locked: Whether whoever screens another phone of the same person at the same time waits until the transaction ends.
        apart_from: Ids of submissions that do not count.
    """
    several = await told_before(connection, keys, submission, locked=locked)
    of_file = {each.id for each in several if each.file_sha256 == submission.file_sha256}
    told_with_file = await seen_again_with(connection, of_file)
    claims: list[Claim] = []
    for each in several:
        # Who sees a case goes by its areas: whoever is responsible for another one was told nothing.
        if each.id in apart_from or not (each.id in of_file or submission.areas <= each.areas):
            continue
        try:
            grounds = await read_grounds(connection, keys, each.id)
        except SealBroken:
            get_logger().error("submission_unreadable", submission=each.id)
            continue
        for alert in grounds.alerts:
            if is_told_to_all(alert) and grounds.stands(alert):
                claim = grounds.claim_of(alert, is_of_file=each.id in of_file or alert.id in told_with_file)
                is_closed = claim.is_closed or (each.concern_state == CLOSED and carries_concern(alert.body))
                claims.append(replace(claim, is_closed=is_closed))
    return claims


def is_told_to_all(alert: StoredAlert) -> bool:
    """Whether an alert was raised, was not retracted, and is for everybody who may see its answer."""
    return not alert.is_for_some and alert.state != SETTLED and alert.recall_id is None


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
