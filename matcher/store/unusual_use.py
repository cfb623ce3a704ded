"""Tells the auditor of unusual use, once a day for each account, in the transaction in which it is noticed (AR-25)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.check_limits import UNUSUAL_USE, Cap
from matcher.domain.access.unusual_use import unusual_use_alert
from matcher.store.alerts import StoredAlert, has_unusual_use, write_alerts
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_text
from matcher.store.schema.trail import audit_events

_COOL_DOWN = timedelta(days=1)


async def report_unusual_use(  # noqa: PLR0913 - all but the first two are named
    connection: AsyncConnection,
    keys: Keys,
    *,
    organisation_id: str,
    account_id: str,
    caps: Collection[Cap],
    now: datetime,
    origin: str,
) -> list[Deed]:
    """Raise the alert where it is due, and give what is to be put on record with it; nothing where the auditor knows already.

    Args:
        connection: The transaction.
        keys: Seal the alert.
        organisation_id: Of the account.
        account_id: Whose use is unusual.
        caps: What ran over; none where the use is as usual.
        now: The moment.
        origin: Where the request came from.
    """
    if not caps or await has_unusual_use(connection, account_id, since=now - _COOL_DOWN):
        return []
    body = unusual_use_alert(caps)
    alert = StoredAlert(
        id=new_id("alr"),
        submission_id=None,
        organisation_id=organisation_id,
        rule=UNUSUAL_USE,
        urgency=body["urgency"],
        is_restricted=False,
        created_at=now,
        body=body,
        about_id=account_id,
    )
    await write_alerts(connection, keys, [alert])
    return [Deed(now, organisation_id, account_id, AuditAction.UNUSUAL_USE_REPORTED, "alert", alert.id, origin=origin)]


async def count_deeds(connection: AsyncConnection, account_id: str, action: AuditAction, *, since: datetime) -> int:
    """Count what one account did, or was refused, since a moment, by the audit trail."""
    wanted = sa.select(sa.func.count()).where(
        audit_events.c.actor_id == account_id, audit_events.c.at > to_text(since), audit_events.c.action == action.value
    )
    return await connection.scalar(wanted) or 0
