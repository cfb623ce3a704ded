"""Tells the auditor of unusual use in the transaction in which it is noticed (AR-25)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import CONCERN, AuditAction, Deed
from matcher.domain.access.check_limits import DENIALS_PER_HOUR, SEARCHING, UNUSUAL_USE, Cap
from matcher.domain.access.unusual_use import caps_told, unusual_use_alert
from matcher.store.alerts import ACKNOWLEDGED, CLOSED, StoredAlert, raise_settled, rewrite_alert, unusual_use_of, write_alerts
from matcher.store.audit import take_turn
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
    """Raise the alert where it is due, or add to the one there is, and give what is to be put on record with it.

    An account has one alert in a day that nobody has closed. What comes later is added to it, and puts it before the auditor again who took
    notice of what was there. What was closed is told of no more that day, but for what is a search through the list: that goes on.

    Args:
        connection: The transaction.
        keys: Seal the alert.
        organisation_id: Of the account.
        account_id: Whose use is unusual.
        caps: What ran over; none where the use is as usual.
        now: The moment.
        origin: Where the request came from.
    """
    if not caps:
        return []
    # Whoever counts in the trail has its turn already; so these alerts are asked for behind it everywhere.
    await take_turn(connection)
    known = await unusual_use_of(connection, keys, account_id, since=now - _COOL_DOWN)
    standing = next((each for each in known if each.state != CLOSED), None)
    if standing is not None:
        told = caps_told(standing.body)
        if told >= set(caps):
            return []
        alert = standing
        await rewrite_alert(connection, keys, alert.id, unusual_use_alert(told | set(caps)))
        if alert.state == ACKNOWLEDGED:
            await raise_settled(connection, [alert.id], now=now)
    else:
        settled = frozenset[Cap]().union(*(caps_told(each.body) for each in known)) - SEARCHING
        if settled >= set(caps):
            return []
        alert = _alert(organisation_id, account_id, set(caps) - settled, now)
        await write_alerts(connection, keys, [alert])
    return [Deed(now, organisation_id, account_id, AuditAction.UNUSUAL_USE_REPORTED, "alert", alert.id, origin=origin)]


def _alert(organisation_id: str, account_id: str, caps: Collection[Cap], now: datetime) -> StoredAlert:
    body = unusual_use_alert(caps)
    return StoredAlert(
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


async def count_denials(connection: AsyncConnection, account_id: str, *, since: datetime) -> int:
    """Count what one account was refused because it may not, since a moment, as far as it matters how many there were.

    A look that only an alert lets in is none of it: how often it was refused would tell whether there was an alert (docs/decisions/0032).
    """
    is_it = sa.and_(
        audit_events.c.actor_id == account_id,
        audit_events.c.at > to_text(since),
        audit_events.c.action == AuditAction.ACCESS_DENIED.value,
        audit_events.c.object_type != CONCERN,
    )
    some = sa.select(audit_events.c.sequence).where(is_it).limit(DENIALS_PER_HOUR).subquery()
    return await connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0


async def count_deeds(connection: AsyncConnection, account_id: str, action: AuditAction, *, since: datetime) -> int:
    """Count what one account did, or was refused, since a moment, by the audit trail."""
    wanted = sa.select(sa.func.count()).where(
        audit_events.c.actor_id == account_id, audit_events.c.at > to_text(since), audit_events.c.action == action.value
    )
    return await connection.scalar(wanted) or 0
