"""Watches in the store: what is watched stands sealed, with a token by which others of the same thing are found."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, Reach, reaches_of
from matcher.domain.alerts.watch import WatchKind, WatchPurpose
from matcher.errors import SealBroken
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.ids import is_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.lists import watch_hits, watches
from matcher.store.tokens import watch_token


@dataclass(frozen=True, slots=True)
class StoredWatch:
    """One watch."""

    id: str
    organisation_id: str
    #: Of its owner when it was set.
    unit_id: str
    #: The account that is told.
    owner_id: str
    kind: WatchKind
    #: E.164, id of a line, or reference of a subject.
    value: str
    purpose: WatchPurpose
    reason: str
    #: Set on a line that not everybody might know of then.
    is_restricted: bool
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it still tells of anything."""
        return self.ended_at is None and now < self.expires_at


async def insert_watch(connection: AsyncConnection, keys: Keys, watch: StoredWatch) -> None:
    """Put a watch into the store."""
    await connection.execute(
        sa.insert(watches).values(
            id=watch.id,
            organisation_id=watch.organisation_id,
            unit_id=watch.unit_id,
            owner_id=watch.owner_id,
            target_kind=watch.kind.value,
            target_token=watch_token(keys, watch.organisation_id, watch.kind.value, watch.value),
            target_sealed=keys.seal_text(watch.value, _cell(watch.id, "target_sealed")),
            purpose=watch.purpose.value,
            reason_sealed=keys.seal_text(watch.reason, _cell(watch.id, "reason_sealed")),
            is_restricted=watch.is_restricted,
            created_at=to_text(watch.created_at),
            expires_at=to_text(watch.expires_at),
        )
    )


async def find_watch(
    connection: AsyncConnection, keys: Keys, watch_id: str, *, organisation_id: str, locked: bool = False
) -> StoredWatch | None:
    """Find a watch of an organisation."""
    if not is_id(watch_id, "wat"):
        return None
    wanted = sa.select(watches).where(watches.c.id == watch_id, watches.c.organisation_id == organisation_id)
    if locked:
        wanted = wanted.with_for_update()
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else _to_watch(row, keys)


async def page_of_watches(
    connection: AsyncConnection, keys: Keys, actor: Actor, *, limit: int, before: tuple[str, str] | None = None
) -> list[StoredWatch]:
    """Give the watches somebody's roles reach, the newest first; whether a line may be known is for the one who asks to decide.

    Args:
        connection: The transaction.
        keys: Open what is watched.
        actor: Who asks.
        limit: How many at most.
        before: Text of the moment, and id, of the last one that was seen.
    """
    wanted = sa.select(watches).where(watches.c.organisation_id == actor.organisation_id, _reached(actor))
    if before is not None:
        wanted = wanted.where(sa.tuple_(watches.c.created_at, watches.c.id) < sa.tuple_(*map(sa.literal, before)))
    wanted = wanted.order_by(watches.c.created_at.desc(), watches.c.id.desc()).limit(limit)
    return [_to_watch(row, keys) for row in (await connection.execute(wanted)).mappings()]


def _reached(actor: Actor) -> sa.ColumnElement[bool]:
    own = watches.c.owner_id == actor.user_id
    conditions: dict[Reach, sa.ColumnElement[bool]] = {
        Reach.OWN: own,
        Reach.OWN_UNIT: watches.c.unit_id == actor.unit_id,
        # Those for early help are assigned to safeguarding (matcher/domain/alerts/watch.py).
        Reach.ASSIGNED: sa.or_(own, watches.c.purpose == WatchPurpose.EARLY_HELP.value),
        Reach.ORGANISATION: sa.true(),
    }
    return sa.or_(sa.false(), *(conditions[each] for each in sorted(reaches_of(actor, Action.WATCH_READ))))


async def count_live_of(connection: AsyncConnection, owner_id: str, *, now: datetime) -> int:
    """Count the watches of one account that still tell of something."""
    wanted = sa.select(sa.func.count()).select_from(watches).where(watches.c.owner_id == owner_id, _is_live(now))
    return await connection.scalar(wanted) or 0


class LiveWatches(NamedTuple):
    """The watches of an organisation that still tell of something, the oldest first, each without its reason."""

    watches: tuple[StoredWatch, ...]
    #: Ids of those that were changed in the store, so that nobody knows what they are on.
    broken: tuple[str, ...] = ()


async def live_watches(connection: AsyncConnection, keys: Keys, organisation_id: str, *, now: datetime) -> LiveWatches:
    """Give the watches of an organisation that still tell of something. One that cannot be opened keeps no other from telling."""
    wanted = sa.select(watches).where(watches.c.organisation_id == organisation_id, _is_live(now))
    found, broken = [], []
    for row in (await connection.execute(wanted.order_by(watches.c.created_at, watches.c.id))).mappings():
        try:
            found.append(_to_watch(row, keys, with_reason=False))
        except SealBroken:
            broken.append(str(row["id"]))
    return LiveWatches(tuple(found), tuple(broken))


def _is_live(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(watches.c.ended_at.is_(None), watches.c.expires_at > to_text(now))


async def write_renewal(connection: AsyncConnection, keys: Keys, watch_id: str, *, reason: str, expires_at: datetime) -> None:
    """Write down why a watch is needed longer, and until when."""
    sealed = keys.seal_text(reason, _cell(watch_id, "reason_sealed"))
    changed = {"reason_sealed": sealed, "expires_at": to_text(expires_at)}
    await connection.execute(sa.update(watches).where(watches.c.id == watch_id).values(**changed))


async def close_watch(connection: AsyncConnection, watch_id: str, *, at: datetime) -> None:
    """Write down that a watch is over."""
    await connection.execute(sa.update(watches).where(watches.c.id == watch_id).values(ended_at=to_text(at)))


async def remove_watches_over(connection: AsyncConnection, before: datetime, *, most: int) -> int:
    """Remove watches that were over before a moment, so many at most, and say how many there were. What they told stays told."""
    ended = sa.func.coalesce(watches.c.ended_at, watches.c.expires_at)
    some = list(await connection.scalars(sa.select(watches.c.id).where(ended < to_text(before)).limit(most)))
    await connection.execute(sa.delete(watch_hits).where(watch_hits.c.watch_id.in_(some)))
    await connection.execute(sa.delete(watches).where(watches.c.id.in_(some)))
    return len(some)


async def fired_for(connection: AsyncConnection, submission_id: str) -> frozenset[str]:
    """Give the watches that told of a submission already."""
    return frozenset(await connection.scalars(sa.select(watch_hits.c.watch_id).where(watch_hits.c.submission_id == submission_id)))


class Fired(NamedTuple):
    """What a watch that told of a submission is on, and the alert it did that by."""

    alert_id: str
    kind: WatchKind
    value: str


async def watches_that_fired(connection: AsyncConnection, keys: Keys, submission_id: str) -> list[Fired]:
    """Give what told of a submission; of a watch that cannot be opened nobody knows what it was on."""
    joined = watch_hits.join(watches, watch_hits.c.watch_id == watches.c.id)
    wanted = sa.select(watch_hits.c.alert_id, watches).select_from(joined).where(watch_hits.c.submission_id == submission_id)
    fired = []
    for row in (await connection.execute(wanted)).mappings():
        with suppress(SealBroken):
            watch = _to_watch(row, keys, with_reason=False)
            fired.append(Fired(row["alert_id"], watch.kind, watch.value))
    return fired


async def note_firings(connection: AsyncConnection, submission_id: str, fired: Collection[tuple[str, str]], *, now: datetime) -> None:
    """Write down which watches told of a submission, each with the alert it did that by."""
    rows = [
        {"watch_id": watch_id, "submission_id": submission_id, "alert_id": alert_id, "at": to_text(now)} for watch_id, alert_id in fired
    ]
    await insert_rows(connection, watch_hits, rows)


def _to_watch(row: sa.RowMapping, keys: Keys, *, with_reason: bool = True) -> StoredWatch:
    return StoredWatch(
        id=row["id"],
        organisation_id=row["organisation_id"],
        unit_id=row["unit_id"],
        owner_id=row["owner_id"],
        kind=WatchKind(row["target_kind"]),
        value=keys.unseal_text(row["target_sealed"], _cell(row["id"], "target_sealed")),
        purpose=WatchPurpose(row["purpose"]),
        reason=keys.unseal_text(row["reason_sealed"], _cell(row["id"], "reason_sealed")) if with_reason else "",
        is_restricted=bool(row["is_restricted"]),
        created_at=to_moment(row["created_at"]),
        expires_at=to_moment(row["expires_at"]),
        ended_at=None if row["ended_at"] is None else to_moment(row["ended_at"]),
    )


def _cell(watch_id: str, column: str) -> Cell:
    return Cell("watches", column, watch_id)
