"""Alerts of answers that were not raised, each with the one that was: about a person in an episode there is one, and it was seen again.

A row about a restricted line is one only the cleared may know of, as is the alert that stands for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.alerts import AlertState
from matcher.store.bulk import insert_rows
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import alerts, repeated_alerts


@dataclass(frozen=True, slots=True)
class RepeatedAlert:
    """One that was not raised."""

    #: As it stands in the answer of its submission.
    id: str
    submission_id: str
    organisation_id: str
    #: The one that was raised.
    alert_id: str
    is_restricted: bool
    is_of_concern: bool
    created_at: datetime


async def write_repeated(connection: AsyncConnection, repeated: Sequence[RepeatedAlert]) -> None:
    """Put them into the store."""
    rows = [
        {
            "id": each.id,
            "submission_id": each.submission_id,
            "organisation_id": each.organisation_id,
            "alert_id": each.alert_id,
            "is_restricted": each.is_restricted,
            "is_of_concern": each.is_of_concern,
            "created_at": to_text(each.created_at),
        }
        for each in repeated
    ]
    await insert_rows(connection, repeated_alerts, rows)


async def repeated_by(connection: AsyncConnection, alert_ids: Collection[str]) -> list[RepeatedAlert]:
    """Give those that alerts stand for, the earliest first."""
    return await _repeated(connection, repeated_alerts.c.alert_id.in_(sorted(alert_ids)))


async def repeated_in(connection: AsyncConnection, submission_id: str) -> list[RepeatedAlert]:
    """Give those of a submission."""
    return await _repeated(connection, repeated_alerts.c.submission_id == submission_id)


async def _repeated(connection: AsyncConnection, condition: sa.ColumnElement[bool]) -> list[RepeatedAlert]:
    ordered = (
        sa.select(repeated_alerts)
        .where(condition)
        .order_by(repeated_alerts.c.created_at, repeated_alerts.c.submission_id, repeated_alerts.c.id)
    )
    return [
        RepeatedAlert(
            row["id"],
            row["submission_id"],
            row["organisation_id"],
            row["alert_id"],
            bool(row["is_restricted"]),
            bool(row["is_of_concern"]),
            to_moment(row["created_at"]),
        )
        for row in (await connection.execute(ordered)).mappings()
    ]


class ToldBefore(NamedTuple):
    """What stands for an alert of an answer that was not raised."""

    alert: AlertState
    raised_at: datetime


async def standing_for(connection: AsyncConnection, submission_id: str, *, with_restricted: bool) -> dict[str, ToldBefore]:
    """Give what stands for alerts of an answer that were not raised, by their ids in it; restricted ones where they may be seen."""
    repeated = [each for each in await repeated_in(connection, submission_id) if with_restricted or not each.is_restricted]
    return await standing_of(connection, repeated)


async def standing_of(connection: AsyncConnection, repeated: Sequence[RepeatedAlert]) -> dict[str, ToldBefore]:
    """Give what stands for some that were not raised, by their ids."""
    columns = [alerts.c[each] for each in ("id", "submission_id", "rule", "is_restricted", "state", "urgency", "recall_id", "created_at")]
    wanted = sa.select(*columns).where(alerts.c.id.in_(sorted({each.alert_id for each in repeated})))
    standing = {
        row[0]: ToldBefore(AlertState(row[0], row[1], row[2], bool(row[3]), row[4], row[5], row[6]), to_moment(row[7]))
        for row in await connection.execute(wanted)
    }
    return {each.id: standing[each.alert_id] for each in repeated if each.alert_id in standing}


class SeenAgain(NamedTuple):
    """When an alert was seen again, and with which submission."""

    at: datetime
    submission_id: str
    alert_id: str
    #: The submission it was raised for.
    raised_for: str
    is_of_concern: bool


async def seen_again(connection: AsyncConnection, submission_ids: Collection[str]) -> list[SeenAgain]:
    """Say of the alerts of submissions when they were seen again, the earliest first; whoever may see an alert may see that."""
    told = repeated_alerts.c
    joined = repeated_alerts.join(alerts, alerts.c.id == told.alert_id)
    columns = (told.created_at, told.submission_id, told.alert_id, alerts.c.submission_id, told.is_of_concern)
    wanted = sa.select(*columns).select_from(joined).where(alerts.c.submission_id.in_(sorted(submission_ids)))
    rows = await connection.execute(wanted.order_by(told.created_at, told.submission_id, told.id))
    return [SeenAgain(to_moment(row[0]), row[1], row[2], row[3], bool(row[4])) for row in rows]


async def seen_again_in(connection: AsyncConnection, alert_id: str) -> list[str]:
    """Give the submissions in whose answers an alert stands that was raised for another one, the newest first."""
    wanted = sa.select(repeated_alerts.c.submission_id).where(repeated_alerts.c.alert_id == alert_id)
    return list(await connection.scalars(wanted.order_by(repeated_alerts.c.created_at.desc(), repeated_alerts.c.submission_id.desc())))


async def seen_again_with(connection: AsyncConnection, submission_ids: Collection[str]) -> dict[str, set[str]]:
    """Give the alerts that were seen again with some submissions, by their ids, and with which of these."""
    told = repeated_alerts.c
    wanted = sa.select(told.alert_id, told.submission_id).where(told.submission_id.in_(sorted(submission_ids)))
    found: dict[str, set[str]] = {}
    for alert_id, submission_id in await connection.execute(wanted):
        found.setdefault(alert_id, set()).add(submission_id)
    return found


async def let_stand_for(connection: AsyncConnection, repeated_id: str, alert_id: str) -> None:
    """Have another alert stand for one that was not raised."""
    is_it = repeated_alerts.c.id == repeated_id
    await connection.execute(sa.update(repeated_alerts).where(is_it).values(alert_id=alert_id))


async def forget_repeated(connection: AsyncConnection, condition: sa.ColumnElement[bool]) -> None:
    """Remove some."""
    await connection.execute(sa.delete(repeated_alerts).where(condition))
