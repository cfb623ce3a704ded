"""Tells that an entry of an organisation's own number lists cannot be opened: once on record, and once to the supervisors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Role
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.alerts.guard_unreadable import RULE, unreadable_alert
from matcher.errors import SealBroken
from matcher.store.alerts import StoredAlert, has_alert_about, write_alerts
from matcher.store.guard_numbers import GuardRow
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys


async def tell_of_unreadable(
    connection: AsyncConnection, keys: Keys, broken: Iterable[GuardRow], *, now: datetime, origin: str
) -> list[Deed]:
    """Raise an alert for the supervisors about each entry they were not told of, and give what is to be put on record with it."""
    deeds = []
    for entry in broken:
        if await has_alert_about(connection, entry.id, RULE):
            continue
        alert = _alert(entry, now)
        await write_alerts(connection, keys, [alert])
        owner, failed = entry.organisation_id, Outcome.FAILED
        passed_by = Deed(now, owner, None, AuditAction.GUARD_PASSED_BY, "number_list", entry.id, failed, origin, SealBroken.code)
        deeds += [passed_by, Deed(now, owner, None, AuditAction.ALERT_RAISED, "alert", alert.id, origin=origin)]
    return deeds


def _alert(entry: GuardRow, now: datetime) -> StoredAlert:
    alert_id = new_id("alr")
    body = {"id": alert_id, **unreadable_alert(entry.guard, entry.id)}
    return StoredAlert(
        id=alert_id,
        submission_id=None,
        organisation_id=entry.organisation_id,
        rule=body["rule"],
        urgency=body["urgency"],
        is_restricted=False,
        created_at=now,
        body=body,
        about_id=entry.id,
        for_role=Role.SUPERVISOR.value,
    )
