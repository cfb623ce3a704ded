"""Alerts in the store, each written with the message that tells of it.

Where a list holds restricted lines, an alert may be there twice: as the cleared see it, and as if those lines were not there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Role
from matcher.domain.access.check_limits import UNUSUAL_USE
from matcher.domain.looking_back.later_alert import matches_of as matches_in
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import alerts, outbox

OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
#: Never raised: what it rests on was rejected before. Nobody is shown it.
SETTLED = "settled"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """One alert; its body is the object of the contract."""

    id: str
    #: None where it is about somebody's use of the service.
    submission_id: str | None
    organisation_id: str
    rule: str
    urgency: str
    #: Exists only for those who may see the line it rests on.
    is_restricted: bool
    created_at: datetime
    body: Json
    state: str = OPEN
    #: What it is about where that is no submission: an account, or an entry of the protected numbers.
    about_id: str | None = None
    #: The alert that is shown to those who may not see this one.
    instead_of: str | None = None
    #: The one account that may see it; None where roles decide.
    recipient_id: str | None = None
    #: The one role that may see it where it stands in no answer; None where recipients decide.
    for_role: str | None = None
    #: Set when what it rests on was taken back.
    recall_id: str | None = None

    @property
    def is_of_concern(self) -> bool:
        """Whether it does nothing but bring a case to partners, who are told in words of their own."""
        return self.submission_id is not None and self.for_role == Role.SAFEGUARDING.value

    @property
    def is_for_some(self) -> bool:
        """Whether it is for one account or one role alone, and stands in no answer."""
        return self.recipient_id is not None or self.for_role is not None


def is_for_owners(alert: StoredAlert) -> bool:
    """Whether it tells the unit that owns a restricted line of what a later version found."""
    return alert.is_restricted and alert.for_role == Role.ANALYST.value and bool(matches_in(alert.body))


async def write_alerts(connection: AsyncConnection, keys: Keys, raised: Sequence[StoredAlert]) -> None:
    """Put alerts into the store, and into the outbox what tells of them."""
    rows = [
        {
            "id": each.id,
            "submission_id": each.submission_id,
            "organisation_id": each.organisation_id,
            "about_id": each.about_id,
            "instead_of": each.instead_of,
            "rule": each.rule,
            "urgency": each.urgency,
            "is_restricted": each.is_restricted,
            "created_at": to_text(each.created_at),
            "body_sealed": keys.seal_text(json.dumps(each.body, ensure_ascii=True), _cell(each.id)),
            "state": each.state,
            "recipient_id": each.recipient_id,
            "for_role": each.for_role,
            "recall_id": each.recall_id,
        }
        for each in raised
    ]
    await insert_rows(connection, alerts, rows)
    told = [(each.id, each.created_at) for each in raised if each.state != SETTLED]
    await _put_out(connection, told)


async def _put_out(connection: AsyncConnection, told: Iterable[tuple[str, datetime]]) -> None:
    messages = [{"id": new_id("out"), "alert_id": alert_id, "created_at": to_text(at), "attempts": 0} for alert_id, at in told]
    await insert_rows(connection, outbox, messages)


async def raise_settled(connection: AsyncConnection, alert_ids: Collection[str], *, now: datetime) -> None:
    """Raise alerts now that were not raised when they would have been, or anew."""
    changed = {"state": OPEN, "created_at": to_text(now)}
    await connection.execute(sa.update(alerts).where(alerts.c.id.in_(sorted(alert_ids))).values(changed))
    await _put_out(connection, ((each, now) for each in alert_ids))


@dataclass(frozen=True, slots=True)
class AlertState:
    """What is asked of an alert most often, without opening it."""

    id: str
    submission_id: str | None
    rule: str
    is_restricted: bool
    state: str
    urgency: str
    #: Set when what it rests on was taken back.
    recall_id: str | None = None


async def alert_states(connection: AsyncConnection, submission_ids: Collection[str], *, with_restricted: bool) -> list[AlertState]:
    """Give how the alerts of submissions stand, the earliest first; restricted ones only where they may be seen.

    Those for one account or one role alone are no part of what an answer holds, and are none of these.
    """
    columns = ("id", "submission_id", "rule", "is_restricted", "state", "urgency", "recall_id")
    told = [alerts.c[each] for each in columns]
    wanted = sa.select(*told).where(
        alerts.c.submission_id.in_(sorted(submission_ids)), alerts.c.recipient_id.is_(None), alerts.c.for_role.is_(None)
    )
    if not with_restricted:
        wanted = wanted.where(sa.not_(alerts.c.is_restricted))
    found = await connection.execute(wanted.order_by(alerts.c.created_at, alerts.c.id))
    return [
        AlertState(row.id, row.submission_id, row.rule, bool(row.is_restricted), row.state, row.urgency, row.recall_id) for row in found
    ]


async def page_of_alerts(
    connection: AsyncConnection,
    keys: Keys,
    condition: sa.ColumnElement[bool],
    *,
    with_restricted: bool,
    limit: int,
    before: tuple[str, str] | None = None,
) -> list[StoredAlert]:
    """Give alerts, the newest first.

    Args:
        connection: The transaction.
        keys: Open the bodies.
        condition: Which ones may be seen.
        with_restricted: Whether those on restricted lines are among them, beside what others are shown instead.
        limit: How many at most.
        before: Text of the moment, and id, of the last one that was seen.
    """
    wanted = sa.select(alerts).where(condition)
    if not with_restricted:
        wanted = wanted.where(sa.not_(alerts.c.is_restricted))
    if before is not None:
        wanted = wanted.where(sa.tuple_(alerts.c.created_at, alerts.c.id) < sa.tuple_(*map(sa.literal, before)))
    wanted = wanted.order_by(alerts.c.created_at.desc(), alerts.c.id.desc()).limit(limit)
    return [_to_alert(row, keys) for row in (await connection.execute(wanted)).mappings()]


async def waiting_alerts(
    connection: AsyncConnection,
    keys: Keys,
    condition: sa.ColumnElement[bool],
    *,
    with_restricted: bool,
    limit: int,
    behind: tuple[str, str, str] | None = None,
) -> list[StoredAlert]:
    """Give alerts that nobody has closed and nothing took back, the most urgent first and of these the one that waits longest.

    Args:
        connection: The transaction.
        keys: Open the bodies.
        condition: Which ones may be seen.
        with_restricted: Whether those on restricted lines are among them.
        limit: How many at most.
        behind: Urgency, text of the moment, and id, of the last one that was seen.
    """
    wanted = sa.select(alerts).where(condition, alerts.c.state.not_in((CLOSED, SETTLED)), alerts.c.recall_id.is_(None))
    if not with_restricted:
        wanted = wanted.where(sa.not_(alerts.c.is_restricted))
    order = (alerts.c.urgency, alerts.c.created_at, alerts.c.id)
    if behind is not None:
        wanted = wanted.where(sa.tuple_(*order) > sa.tuple_(*map(sa.literal, behind)))
    return [_to_alert(row, keys) for row in (await connection.execute(wanted.order_by(*order).limit(limit))).mappings()]


async def find_alert(connection: AsyncConnection, keys: Keys, alert_id: str, condition: sa.ColumnElement[bool]) -> StoredAlert | None:
    """Find an alert among those that may be seen; whoever finds it is alone with it until the transaction ends."""
    wanted = sa.select(alerts).where(alerts.c.id == alert_id, condition).with_for_update()
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else _to_alert(row, keys)


async def tells_of_use(connection: AsyncConnection, alert_id: str) -> bool:
    """Whether an alert is about an account (AR-25), whoever may see it."""
    wanted = sa.select(alerts.c.id).where(alerts.c.id == alert_id, alerts.c.rule == UNUSUAL_USE)
    return (await connection.execute(wanted)).one_or_none() is not None


async def set_alert_state(connection: AsyncConnection, alert_id: str, state: str) -> None:
    """Record that somebody acted on an alert."""
    await connection.execute(sa.update(alerts).where(alerts.c.id == alert_id).values(state=state))


async def alerts_of(connection: AsyncConnection, keys: Keys, submission_id: str) -> list[StoredAlert]:
    """Give all alerts of a submission, whoever may see them."""
    found = await connection.execute(sa.select(alerts).where(alerts.c.submission_id == submission_id).order_by(alerts.c.id))
    return [_to_alert(row, keys) for row in found.mappings()]


async def rewrite_alert(connection: AsyncConnection, keys: Keys, alert_id: str, body: Json) -> None:
    """Put what an alert says now in the place of what it said; it waits as urgently as it says now."""
    sealed = keys.seal_text(json.dumps(body, ensure_ascii=True), _cell(alert_id))
    changed = {"body_sealed": sealed, "rule": body["rule"], "urgency": body["urgency"]}
    await connection.execute(sa.update(alerts).where(alerts.c.id == alert_id).values(changed))


async def has_alert_about(connection: AsyncConnection, about_id: str, rule: str) -> bool:
    """Whether something that is no submission was told of by a rule already."""
    wanted = sa.select(alerts.c.id).where(alerts.c.about_id == about_id, alerts.c.rule == rule)
    return (await connection.execute(wanted.limit(1))).one_or_none() is not None


async def unusual_use_of(connection: AsyncConnection, keys: Keys, account_id: str, *, since: datetime) -> list[StoredAlert]:
    """Give what the auditor was told about an account since a moment (AR-25), the newest first, and lock it."""
    is_it = sa.and_(alerts.c.about_id == account_id, alerts.c.rule == UNUSUAL_USE, alerts.c.created_at > to_text(since))
    wanted = sa.select(alerts).where(is_it).order_by(alerts.c.created_at.desc(), alerts.c.id.desc()).with_for_update()
    return [_to_alert(row, keys) for row in (await connection.execute(wanted)).mappings()]


def _to_alert(row: sa.RowMapping, keys: Keys) -> StoredAlert:
    return StoredAlert(
        id=row["id"],
        submission_id=row["submission_id"],
        organisation_id=row["organisation_id"],
        rule=row["rule"],
        urgency=row["urgency"],
        is_restricted=bool(row["is_restricted"]),
        created_at=to_moment(row["created_at"]),
        body=json.loads(keys.unseal_text(row["body_sealed"], _cell(row["id"]))),
        state=row["state"],
        about_id=row["about_id"],
        instead_of=row["instead_of"],
        recipient_id=row["recipient_id"],
        for_role=row["for_role"],
        recall_id=row["recall_id"],
    )


def _cell(alert_id: str) -> Cell:
    return Cell("alerts", "body_sealed", alert_id)
