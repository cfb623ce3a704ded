"""Has matches hold again that had been taken back, for the list has their numbers again: with the alerts they carry, told to whoever heard.

Part of the transaction that looks at one submission for a version (`later_case`), so it is written once wherever that is cut. What was told
meanwhile stays on record: the recall, the notices of it, and the deed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.answers.live_grounds import REJECTED
from matcher.store.alert_grounds import AlertGrounds, read_grounds
from matcher.store.alerts import StoredAlert
from matcher.store.handed_over import raise_untold
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch
from matcher.store.people import StoredPerson
from matcher.store.recalls import NewNotice, restore_alerts, told_of, write_notices
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection

_ORIGIN = "worker"

_Ground = StoredMatch | StoredPerson


async def hold_again(
    connection: Connection,
    keys: Keys,
    submission: StoredSubmission,
    *,
    matches: Collection[_Ground],
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
    # That the list has again what a reviewer rejected is told to nobody.
    back = [match for match in matches if not (isinstance(match, StoredMatch) and match.state == REJECTED)]
    grounds = await read_grounds(connection, keys, submission.id)
    standing = {alert.id: alert for alert in grounds.alerts if grounds.stands(alert)}
    again = {alert_id: alert.recall_id for alert_id, alert in standing.items() if alert.recall_id is not None}
    await restore_alerts(connection, again)
    others = await raise_untold(connection, keys, submission.id, now=now)
    recalls = {match.recall_id for match in back if match.recall_id is not None}
    told = await told_of(connection, submission.id, {*recalls, *filter(None, again.values())})
    about = [each for each in told if (not each.alert_id and each.recall_id in recalls) or each.alert_id in standing]
    confirmed = {each.recall_id for each in told if each.was_confirmed}
    again_told = [
        each._replace(was_confirmed=each.recall_id in confirmed) for each in _told_again(grounds, standing, back, about, version_id)
    ]
    holds = grounds.has_concern()
    await write_notices(connection, submission.organisation_id, submission.id, again_told, has_concern=holds, now=now)
    owner = submission.organisation_id
    deeds = [
        Deed(now, owner, None, AuditAction.ALERT_RAISED, "alert", each.id, origin=_ORIGIN) for each in others if not each.is_restricted
    ]
    if all(match.is_restricted for match in matches):
        return deeds
    return [Deed(now, owner, None, AuditAction.SUBMISSION_RESTORED, "submission", submission.id, origin=_ORIGIN), *deeds]


def _told_again(
    grounds: AlertGrounds, standing: Mapping[str, StoredAlert], matches: Collection[_Ground], told: Iterable[NewNotice], version_id: str
) -> set[NewNotice]:
    """Give the notices that something holds again, each by a number that is back: what is gone still is not said to be there again.

    An alert may have been retracted with another of its numbers than the one it stands by now, and one that stands again only with the
    last of them is told of with that one.
    """
    gone = {row.recall_id for row in grounds.rows} | {person.recall_id for person in grounds.people.values()}
    again = set()
    for each in told:
        alert = standing.get(each.alert_id)
        resting = None if alert is None else grounds.rests_on(alert)
        back = {match.recall_id: match for match in matches if match.recall_id and (resting is None or match.id in resting)}
        # By whose line it is told decides who may know of it.
        others = sorted(key for key, match in back.items() if match.is_restricted == each.is_restricted)
        own = [each.recall_id] if each.recall_id in back or each.recall_id not in gone else []
        by = own if each.recall_id in back else [*others, *own]
        for recall_id in by[:1]:
            ground_id = back[recall_id].id if recall_id in back else each.ground_id
            # Whom it was shown to goes by the line it is told by.
            again.add(each._replace(recall_id=recall_id, restored_by=version_id, ground_id=ground_id, was_confirmed=False))
    return again
