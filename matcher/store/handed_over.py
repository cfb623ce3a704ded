"""Alerts that go over to another submission of the same case when theirs is erased: for that one none were raised (S12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.role_view import Audience, each_answer
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.alert_grounds import read_grounds
from matcher.store.alerts import SETTLED, AlertState, StoredAlert, alert_states, alerts_of, set_alert_state, write_alerts
from matcher.store.key_ring import Keys
from matcher.store.same_episode import told_before
from matcher.store.submissions import StoredSubmission, same_uploads

Json = dict[str, Any]


async def hand_over_alerts(connection: AsyncConnection, keys: Keys, erased: StoredSubmission) -> StoredSubmission | None:
    """Write the alerts of a submission that is about to be erased anew for the next one of its file, person and episode, and give that one.

    They are made of what that one's own answer says; nothing of the erased one is kept but since when they wait, and how they stand.
    """
    try:
        return await _hand_over(connection, keys, erased)
    except SealBroken:
        # What was changed in the store can be erased all the same.
        get_logger().error("submission_unreadable", submission=erased.id)
        return None


async def _hand_over(connection: AsyncConnection, keys: Keys, erased: StoredSubmission) -> StoredSubmission | None:
    raised = await alerts_of(connection, keys, erased.id)
    leaving = {_kind(each): each for each in raised if each.recipient_id is None and each.for_role is None}
    for other in await same_uploads(connection, erased):
        before = await told_before(connection, keys, other) if other.status is SubmissionStatus.DONE else ()
        if erased.id not in before:
            continue
        rest = await alert_states(connection, [each for each in before if each != erased.id], with_restricted=True)
        told = {_kind(each) for each in rest}
        going = [each for each in await _not_raised(connection, keys, other) if _kind(each) in leaving.keys() - told]
        # Nobody is sent a message a second time.
        settled = [replace(each, created_at=leaving[_kind(each)].created_at, state=SETTLED) for each in going]
        await write_alerts(connection, keys, settled)
        for each in going:
            await set_alert_state(connection, each.id, leaving[_kind(each)].state)
        return other
    return None


def _kind(alert: StoredAlert | AlertState) -> tuple[str, bool]:
    return alert.rule, alert.is_restricted


async def _not_raised(connection: AsyncConnection, keys: Keys, submission: StoredSubmission) -> list[StoredAlert]:
    """Give the alerts that stand in the answers of a submission, and hold, and were not raised for it."""
    grounds = await read_grounds(connection, keys, submission.id)
    raised = {each.id for each in grounds.alerts}
    opened = {each["id"]: each["rule"] for each in grounds.answers[Audience.OPEN]["alerts"]}
    bodies: dict[str, Json] = {each["id"]: each for answer in each_answer(grounds.answers) for each in answer["alerts"]}
    made = [
        StoredAlert(
            id=alert_id,
            submission_id=submission.id,
            organisation_id=submission.organisation_id,
            rule=body["rule"],
            urgency=body["urgency"],
            is_restricted=alert_id not in opened,
            created_at=submission.created_at,
            body=body,
            instead_of=None if alert_id in opened else next((each for each, rule in opened.items() if rule == body["rule"]), None),
        )
        for alert_id, body in bodies.items()
        if alert_id not in raised
    ]
    return [each for each in made if grounds.stands(each)]
