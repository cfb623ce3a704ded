"""Alerts of answers from before it was kept which one stands for each: the same file again raised none of its own (S12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.concern import carries_concern
from matcher.domain.answers.role_view import Audience, each_answer
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.alerts import SETTLED, alert_states
from matcher.store.key_ring import Keys
from matcher.store.repeated_alerts import RepeatedAlert
from matcher.store.results import read_answers
from matcher.store.same_episode import told_before
from matcher.store.schema.answers import alerts, repeated_alerts
from matcher.store.submissions import StoredSubmission, find_submission

Json = dict[str, Any]


async def repeats_of_before(
    connection: AsyncConnection, keys: Keys, submission: StoredSubmission, answers: Mapping[Audience, Json]
) -> list[RepeatedAlert]:
    """Give the alerts of answers that were neither raised nor kept as seen again, each with the one that had kept it back.

    That is the first of its rule, as urgent, of an earlier submission of the same file about the same person in the same episode.

    Args:
        connection: The transaction.
        keys: Open what was stated.
        submission: Whose answers.
        answers: Those that may be seen, the open one among them.
    """
    bodies: dict[str, Json] = {each["id"]: each for answer in each_answer(answers) for each in answer["alerts"]}
    opened = {each["id"] for each in answers[Audience.OPEN]["alerts"]} if Audience.OPEN in answers else set()
    known: set[str] = set()
    for table in (alerts, repeated_alerts):
        known |= set(await connection.scalars(sa.select(table.c.id).where(table.c.submission_id == submission.id)))
    if not bodies.keys() - known:
        return []
    before = [each for each in await told_before(connection, keys, submission) if each.file_sha256 == submission.file_sha256]
    raised = [each for each in await alert_states(connection, [each.id for each in before], with_restricted=True) if each.state != SETTLED]
    found = []
    for alert_id in sorted(bodies.keys() - known):
        body, is_restricted = bodies[alert_id], alert_id not in opened
        as_much = (each for each in raised if (each.rule, each.is_restricted) == (body["rule"], is_restricted))
        teller = next((each for each in as_much if each.urgency <= body["urgency"]), None)
        if teller is not None:
            owner, at = submission.organisation_id, submission.created_at
            found.append(RepeatedAlert(alert_id, submission.id, owner, teller.id, is_restricted, carries_concern(body), at))
    return found


async def find_repeats_of_before(
    connection: AsyncConnection, keys: Keys, submission_id: str, *, locked: bool = False
) -> list[RepeatedAlert]:
    """Give those of all answers of a submission; none where it has no answer, is erased, or cannot be opened.

    Args:
        connection: The transaction.
        keys: Open answers, and what was stated.
        submission_id: Which one.
        locked: Whether to be alone with it: whoever erases it at the same time goes first, or finds what is written.
    """
    found = await find_submission(connection, submission_id, locked=locked)
    if found is None or found.erased_at is not None or found.status is not SubmissionStatus.DONE:
        return []
    try:
        answers = await read_answers(connection, keys, found.id, [Audience.OPEN, Audience.WHOLE, Audience.OWN])
        return await repeats_of_before(connection, keys, found, answers)
    except SealBroken:
        get_logger().error("submission_unreadable", submission=found.id)
        return []
