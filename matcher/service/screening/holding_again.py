"""Has matches hold again that had been taken back, for the list has their numbers again: with the alerts they carry, told to whoever heard.

Part of the transaction that looks at one submission for a version (`later_case`), so it is written once wherever that is cut. What was told
meanwhile stays on record: the recall, the notices of it, and the deed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from matcher.domain.access.audit import AuditAction, Deed
from matcher.store.alert_grounds import read_grounds
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch
from matcher.store.people import StoredPerson
from matcher.store.recalls import NewNotice, restore_alerts, told_of, write_notices
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection

_ORIGIN = "worker"


async def hold_again(
    connection: Connection,
    keys: Keys,
    submission: StoredSubmission,
    *,
    matches: Collection[StoredMatch | StoredPerson],
    version_id: str,
    now: datetime,
) -> list[Deed]:
    """Have the alerts hold again that stand by now, and tell everybody who was told that they did not.

    Args:
        connection: The transaction in which the matches came to hold again.
        keys: Open alerts and answers.
        submission: In which they are.
        matches: As they were before, people too, each with the recall that had taken it back.
        version_id: By which version of the list.
        now: The moment.

    Returns:
        What is to be put on record.
    """
    if not matches:
        return []
    grounds = await read_grounds(connection, keys, submission.id)
    standing = {alert.id: alert for alert in grounds.alerts if grounds.stands(alert)}
    again = {alert_id: alert.recall_id for alert_id, alert in standing.items() if alert.recall_id is not None}
    await restore_alerts(connection, again)
    recalls = {match.recall_id for match in matches if match.recall_id is not None}
    told = await told_of(connection, submission.id, {*recalls, *filter(None, again.values())})
    # An alert that does not stand yet, for it needs another match too, is not said to.
    about = [
        each
        for each in told
        if (each.alert_id in standing and each.recall_id in {*recalls, again.get(each.alert_id)})
        or (not each.alert_id and each.recall_id in recalls)
    ]
    again_told, holds = _told_again(about, version_id), grounds.has_concern()
    await write_notices(connection, submission.organisation_id, submission.id, again_told, has_concern=holds, now=now)
    if all(match.is_restricted for match in matches):
        return []
    return [Deed(now, submission.organisation_id, None, AuditAction.SUBMISSION_RESTORED, "submission", submission.id, origin=_ORIGIN)]


def _told_again(told: Collection[NewNotice], version_id: str) -> list[NewNotice]:
    """Give one notice for each of those who were told of one thing, however many recalls told them of it."""
    once = {(each.alert_id, each.recipient, each.is_restricted): each for each in sorted(told)}
    return [each._replace(restored_by=version_id) for each in once.values()]
