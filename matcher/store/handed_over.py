"""Alerts that go over to other submissions of the same case when theirs is erased or does not hold any more: for those none were raised.

They are made of what the answers of those others say.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.concern import carries_concern
from matcher.domain.answers.role_view import Audience, each_answer
from matcher.domain.looking_back.told_already import Claim, Ground, told_by
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.alert_grounds import AlertGrounds, read_grounds
from matcher.store.alerts import SETTLED, StoredAlert, set_alert_state, write_alerts
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment
from matcher.store.notices_handed_over import Heir, leaving_notices
from matcher.store.repeated_alerts import RepeatedAlert, forget_repeated, let_stand_for, repeated_by, repeated_in, write_repeated
from matcher.store.repeats_of_before import find_repeats_of_before
from matcher.store.same_episode import claims_before, is_told_to_all
from matcher.store.schema.answers import alerts, repeated_alerts
from matcher.store.schema.lists import recalls
from matcher.store.submissions import StoredSubmission, find_submission, same_uploads, update_submission

Json = dict[str, Any]


class HandedOver(NamedTuple):
    """An alert that stands with another submission by now."""

    #: That one.
    submission: StoredSubmission
    #: As it stands there.
    alert: StoredAlert
    #: Its id as it was with the erased submission.
    was_id: str
    #: Whether it is raised there: one that never held with that submission is not.
    is_raised: bool


async def hand_over_alerts(connection: AsyncConnection, keys: Keys, erased: StoredSubmission) -> list[HandedOver]:
    """Have the alerts of a submission that is about to be erased stand with those in whose answers they were seen again, and give these.

    Nothing of the erased one is kept but since when they wait, how they stand, and who was told that they do not hold or hold again.
    Nobody is sent a message a second time.
    """
    leaving = await _leaving(connection, erased.id)
    notices = await leaving_notices(connection, erased)
    went: list[HandedOver] = []
    await _keep_repeats_of_before(connection, keys, erased)
    rows = await repeated_by(connection, leaving)
    async for own in _left_alone(connection, keys, rows, apart_from={erased.id}):
        was, stands = leaving[own.teller_id], own.grounds.stands(own.alert)
        # What was of the erased one's match alone goes with it: here it fell with what it rests on here.
        recall_id = None if stands else own.grounds.fallen_with(own.alert) if was.fell_alone else was.recall_id
        await write_alerts(connection, keys, [replace(own.alert, created_at=was.created_at, state=SETTLED, recall_id=recall_id)])
        is_raised, with_concern = stands or was.recall_id is not None, _is_concern_of(own)
        if is_raised:
            await set_alert_state(connection, own.alert.id, was.state)
        if is_raised and with_concern:
            await update_submission(connection, own.submission.id, {"concern_state": erased.concern_state})
        alert_id = own.alert.id if is_raised else ""
        await notices.go_over(connection, Heir(own.submission, own.grounds, own.teller_id, alert_id, with_concern))
        went.append(HandedOver(own.submission, own.alert, own.teller_id, is_raised))
    return went


async def _keep_repeats_of_before(connection: AsyncConnection, keys: Keys, erased: StoredSubmission) -> None:
    """Keep of later submissions of its file what stands for their alerts, where that was not kept when they were answered."""
    for each in await same_uploads(connection, erased):
        if each.id != erased.id:
            await write_repeated(connection, await find_repeats_of_before(connection, keys, each.id, locked=True))


def _is_concern_of(own: _LeftAlone) -> bool:
    """Whether the concern of partners goes over too: not where they have one of this submission, which they have looked at or have to."""
    has_one = any((each.is_of_concern or carries_concern(each.body)) and each.state != SETTLED for each in own.grounds.alerts)
    return carries_concern(own.alert.body) and not has_one


class _Was(NamedTuple):
    """How an alert stood that leaves."""

    created_at: datetime
    state: str
    recall_id: str | None
    #: Whether that recall is of one match of this submission, and of no number that the list lost.
    fell_alone: bool


async def _leaving(connection: AsyncConnection, submission_id: str) -> dict[str, _Was]:
    """Give how the alerts of a submission stand, and be alone with them: what somebody does about one goes over as well, or comes too late.

    None is opened: what was changed in the store stands for others all the same.
    """
    columns = (alerts.c.id, alerts.c.created_at, alerts.c.state, alerts.c.recall_id)
    wanted = sa.select(*columns).where(alerts.c.submission_id == submission_id).order_by(alerts.c.id).with_for_update()
    found = (await connection.execute(wanted)).all()
    alone = set(await connection.scalars(sa.select(recalls.c.id).where(recalls.c.submission_id == submission_id)))
    return {row.id: _Was(to_moment(row.created_at), row.state, row.recall_id, row.recall_id in alone) for row in found}


async def raise_for_others(
    connection: AsyncConnection,
    keys: Keys,
    fallen: Collection[str],
    *,
    now: datetime,
    gone: Collection[Ground] = (),
    only: Ground | None = None,
) -> list[StoredAlert]:
    """Raise alerts that were not raised because of others, which do not hold any more, and give them.

    Args:
        connection: A transaction that has the submission of these others locked.
        keys: Open answers and alerts.
        fallen: Ids of what does not hold any more.
        now: The moment.
        gone: Matches and people that hold nowhere, whatever is on record of them yet.
        only: What does not hold any more of alerts that stand by something else: what does not rest on that they tell as before.
    """
    return await _raise(connection, keys, await repeated_by(connection, fallen), now=now, gone=gone, only=only)


async def raise_untold(connection: AsyncConnection, keys: Keys, submission_id: str, *, now: datetime) -> list[StoredAlert]:
    """Raise the alerts of a submission that hold, were not raised, and are told by none that stands any more; give them.

    What stood for them may have fallen while they did not hold themselves.
    """
    submission, rows = await find_submission(connection, submission_id), await repeated_in(connection, submission_id)
    if submission is None or submission.erased_at is not None:
        return []
    grounds = await read_grounds(connection, keys, submission_id)
    tellers = await _standing(connection, keys, {each.alert_id for each in rows})
    told = {key: grounds.claim_of(alert) for key, alert in _told_in(submission, grounds).items()}
    lost = [each for each in rows if not _is_told(told.get(each.id), tellers.get(each.alert_id))]
    return await _raise(connection, keys, lost, now=now)


async def _standing(connection: AsyncConnection, keys: Keys, alert_ids: Collection[str]) -> dict[str, Claim]:
    """Give what those of some alerts say that stand, however old they are, by their ids."""
    cases = sa.select(alerts.c.submission_id).where(alerts.c.id.in_(sorted(alert_ids))).distinct()
    found: dict[str, Claim] = {}
    for submission_id in sorted(await connection.scalars(cases)):
        try:
            grounds = await read_grounds(connection, keys, submission_id)
        except SealBroken:
            get_logger().error("submission_unreadable", submission=submission_id)
            continue
        stand = (each for each in grounds.alerts if each.id in alert_ids and is_told_to_all(each) and grounds.stands(each))
        found |= {each.id: grounds.claim_of(each) for each in stand}
    return found


def _is_told(claim: Claim | None, teller: Claim | None) -> bool:
    """Whether what stood for an alert says as much yet, whoever is done with it: it was told of once."""
    return teller is not None and (claim is None or claim.grounds <= teller.grounds)


async def _raise(
    connection: AsyncConnection,
    keys: Keys,
    rows: Sequence[RepeatedAlert],
    *,
    now: datetime,
    gone: Collection[Ground] = (),
    only: Ground | None = None,
) -> list[StoredAlert]:
    raised = []
    async for own in _left_alone(connection, keys, rows, only=only):
        without = own.grounds.ids_of(gone)
        if not own.grounds.stands(own.alert, without=without):
            await write_repeated(connection, [own.repeated])
            continue
        raised.append(replace(own.alert, created_at=now))
        await write_alerts(connection, keys, raised[-1:])
    return raised


@dataclass(frozen=True, slots=True)
class _LeftAlone:
    """An alert of an answer for which none stands any more."""

    submission: StoredSubmission
    grounds: AlertGrounds
    alert: StoredAlert
    #: As it was.
    repeated: RepeatedAlert

    @property
    def teller_id(self) -> str:
        """The alert that had stood for it."""
        return self.repeated.alert_id


async def _left_alone(
    connection: AsyncConnection,
    keys: Keys,
    rows: Sequence[RepeatedAlert],
    *,
    apart_from: Collection[str] = (),
    only: Ground | None = None,
) -> AsyncIterator[_LeftAlone]:
    """Yield those for which none stands any more, unless another one says as much. Each is written before the next is asked for."""
    for submission_id, several in groupby(rows, key=lambda row: row.submission_id):
        # Whoever erases it at the same time goes first, or finds what is written.
        submission = await find_submission(connection, submission_id, locked=True)
        if submission is None or submission.erased_at is not None:
            continue
        try:
            grounds = await read_grounds(connection, keys, submission_id)
            claims = await claims_before(connection, keys, submission, apart_from=apart_from)
        except SealBroken:
            get_logger().error("submission_unreadable", submission=submission_id)
            continue
        told = _told_in(submission, grounds)
        for row in several:
            alert = told.get(row.id)
            claim = None if alert is None else grounds.claim_of(alert)
            if only is not None and claim is not None and only not in claim.grounds:
                continue
            teller = None if claim is None else told_by(claim, claims)
            if alert is not None and teller is not None:
                await let_stand_for(connection, row.id, teller.alert_id)
                continue
            await forget_repeated(connection, repeated_alerts.c.id == row.id)
            if alert is not None:
                yield _LeftAlone(submission, grounds, alert, row)


def _told_in(submission: StoredSubmission, grounds: AlertGrounds) -> dict[str, StoredAlert]:
    """Give the alerts that stand in the answers of a submission, by their ids."""
    opened = {each["id"]: each["rule"] for each in grounds.answers[Audience.OPEN]["alerts"]}
    bodies: dict[str, Json] = {each["id"]: each for answer in each_answer(grounds.answers) for each in answer["alerts"]}
    return {
        alert_id: StoredAlert(
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
    }
