"""Tells the owners of watches what turned up, in the transaction in which it is found; each watch once for each submission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.permission import ObjectFacts
from matcher.domain.alerts.watch import Touched, WatchKind, may_watch, watch_alert
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.accounts import find_account
from matcher.store.alerts import StoredAlert, write_alerts
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys
from matcher.store.schema.identity import units
from matcher.store.schema.trail import audit_events
from matcher.store.tokens import plain_reference
from matcher.store.watches import StoredWatch, fired_for, live_watches, note_firings


async def fire_watches(connection: AsyncConnection, keys: Keys, touched: Touched, *, now: datetime, origin: str) -> list[Deed]:
    """Raise an alert for the owner of each live watch on something a submission touched, and give what is to be put on record with it.

    A watch whose owner no longer might set it (the account is disabled, the clearance gone, the line another unit's) tells of nothing.
    Nor does one that was changed in the store: that is logged and put on record once, and keeps no other from telling.
    Called again for the same submission, with more or the same, it tells of what it did not tell of before.

    Args:
        connection: The transaction in which it was found.
        keys: Open what is watched, and seal what is told.
        touched: What the submission touched.
        now: The moment.
        origin: Where the deed comes from.
    """
    known = await fired_for(connection, touched.submission_id)
    live = await live_watches(connection, keys, touched.organisation_id, now=now)
    living = [each for each in live.watches if each.id not in known]
    met = [(watch, facts) for watch in living if (facts := _met(watch, touched)) is not None]
    met = [(watch, facts) for watch, facts in met if await _may_still(connection, watch, facts)]
    unit_name = await connection.scalar(sa.select(units.c.name).where(units.c.id == touched.unit_id)) or ""
    raised = [_alert(watch, facts, touched, unit_name, now) for watch, facts in met]
    await write_alerts(connection, keys, raised)
    fired = [(watch.id, alert.id) for (watch, _), alert in zip(met, raised, strict=True)]
    await note_firings(connection, touched.submission_id, fired, now=now)
    return [*_deeds(raised, now, origin), *await _unreadable(connection, live.broken, touched.organisation_id, now, origin)]


def _met(watch: StoredWatch, touched: Touched) -> ObjectFacts | None:
    """Give what a decision depends on where what is watched was touched."""
    match watch.kind:
        case WatchKind.LINE:
            return touched.lines.get(watch.value)
        case WatchKind.NUMBER:
            is_met = watch.value in touched.numbers
        case WatchKind.SUBJECT:
            is_met = touched.subject is not None and plain_reference(touched.subject) == plain_reference(watch.value)
    return ObjectFacts(touched.organisation_id) if is_met else None


async def _may_still(connection: AsyncConnection, watch: StoredWatch, facts: ObjectFacts) -> bool:
    owner = await find_account(connection, watch.owner_id)
    if owner is None or owner.is_disabled or owner.organisation_id != watch.organisation_id:
        return False
    return may_watch(owner.actor(SignedInBy.PASSWORD), watch.kind, watch.purpose, facts)


def _alert(watch: StoredWatch, facts: ObjectFacts, touched: Touched, unit_name: str, now: datetime) -> StoredAlert:
    alert_id = new_id("alr")
    body = {"id": alert_id, **watch_alert(watch.id, watch.kind, watch.purpose, unit_name=unit_name)}
    return StoredAlert(
        id=alert_id,
        submission_id=touched.submission_id,
        organisation_id=touched.organisation_id,
        rule=body["rule"],
        urgency=body["urgency"],
        is_restricted=facts.is_restricted,
        created_at=now,
        # Which unit owns the line decides about who may see it, and is never shown with it.
        body={**body, "owner_unit": facts.owner_unit} if facts.is_restricted else body,
        recipient_id=watch.owner_id,
    )


def _deeds(raised: Sequence[StoredAlert], now: datetime, origin: str) -> list[Deed]:
    """Give the deeds. One about a restricted line would be seen in the trail by those who may not know of it."""
    action = AuditAction.ALERT_RAISED
    return [Deed(now, each.organisation_id, None, action, "alert", each.id, origin=origin) for each in raised if not each.is_restricted]


async def _unreadable(connection: AsyncConnection, broken: Sequence[str], organisation_id: str, now: datetime, origin: str) -> list[Deed]:
    """Say of watches that cannot be opened that they told nothing: in the log each time, on record once."""
    if not broken:
        return []
    for each in broken:
        get_logger().error("watch_unreadable", watch=each)
    action = AuditAction.WATCH_PASSED_BY
    is_it = sa.and_(audit_events.c.object_id.in_(broken), audit_events.c.action == action.value)
    told = set(await connection.scalars(sa.select(audit_events.c.object_id).where(is_it)))
    failed, code = Outcome.FAILED, SealBroken.code
    return [Deed(now, organisation_id, None, action, "watch", each, failed, origin, code) for each in broken if each not in told]
