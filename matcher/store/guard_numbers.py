"""The numbers an organisation itself protects or warns of, sealed.

Their edition counts upwards with every change, so that each process knows when what it holds is old.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction
from matcher.domain.guarding.guard_number import Guard, GuardEntry
from matcher.errors import SealBroken
from matcher.store.crypto import Cell
from matcher.store.ids import is_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import organisations
from matcher.store.schema.lists import guard_editions, guard_numbers
from matcher.store.schema.trail import audit_events


@dataclass(frozen=True, slots=True)
class StoredGuard:
    """One entry in the store."""

    id: str
    organisation_id: str
    entry: GuardEntry
    added_by: str
    added_at: datetime
    removed_by: str | None = None
    removed_at: datetime | None = None


class GuardRow(NamedTuple):
    """What of an entry is not sealed, so that it is known where what it says was changed in the store."""

    id: str
    organisation_id: str
    guard: Guard
    added_by: str
    added_at: datetime
    removed_at: datetime | None = None


class LiveGuards(NamedTuple):
    """The entries of an organisation that count, the oldest first."""

    guards: list[StoredGuard]
    #: Those that cannot be opened: nobody knows which numbers they set apart.
    broken: list[GuardRow]


async def insert_guard(connection: AsyncConnection, keys: Keys, guard: StoredGuard) -> None:
    """Put an entry into the store, effective from the next question on."""
    entry = guard.entry
    sealed = {name: value for name, value in asdict(entry).items() if name not in {"guard", "group"}}
    await connection.execute(
        sa.insert(guard_numbers).values(
            {
                "id": guard.id,
                "organisation_id": guard.organisation_id,
                "guard": entry.guard.value,
                "class": entry.group,
                "entry_sealed": keys.seal_text(json.dumps(sealed, ensure_ascii=True), _cell(guard.id)),
                "added_by": guard.added_by,
                "added_at": to_text(guard.added_at),
            }
        )
    )
    await _next_edition(connection, guard.organisation_id)


async def close_guard(connection: AsyncConnection, guard: GuardRow, *, by: str, at: datetime) -> None:
    """Take an entry off its list, from the next question on."""
    is_it = guard_numbers.c.id == guard.id
    await connection.execute(sa.update(guard_numbers).where(is_it).values(removed_by=by, removed_at=to_text(at)))
    await _next_edition(connection, guard.organisation_id)


async def _next_edition(connection: AsyncConnection, organisation_id: str) -> None:
    """Count upwards. Whoever is putting an answer into the store that rests on the edition before is waited for."""
    # Rows that belong to the organisation are written meanwhile: only those who hold the edition are waited for.
    locked = sa.select(organisations.c.id).where(organisations.c.id == organisation_id).with_for_update(key_share=True)
    await connection.execute(locked)
    is_it = guard_editions.c.organisation_id == organisation_id
    counted = await connection.execute(sa.update(guard_editions).where(is_it).values(edition=guard_editions.c.edition + 1))
    if counted.rowcount == 0:
        await connection.execute(sa.insert(guard_editions).values(organisation_id=organisation_id, edition=1))


async def read_edition(connection: AsyncConnection, organisation_id: str) -> int:
    """Give the edition of an organisation's own number lists; 0 where it never had any."""
    wanted = sa.select(guard_editions.c.edition).where(guard_editions.c.organisation_id == organisation_id)
    return await connection.scalar(wanted) or 0


async def guarding_organisations(connection: AsyncConnection) -> list[str]:
    """Give the organisations that ever had number lists of their own."""
    return sorted(await connection.scalars(sa.select(guard_editions.c.organisation_id)))


async def hold_edition(connection: AsyncConnection, organisation_id: str) -> int:
    """Give the edition, and keep it as it is until the transaction ends."""
    held = sa.select(organisations.c.id).where(organisations.c.id == organisation_id).with_for_update(read=True)
    await connection.execute(held)
    return await read_edition(connection, organisation_id)


async def owner_of_guard(connection: AsyncConnection, guard_id: str) -> str | None:
    """Give the organisation an entry belongs to, without opening what it says."""
    return await connection.scalar(sa.select(guard_numbers.c.organisation_id).where(guard_numbers.c.id == guard_id))


async def find_guard(connection: AsyncConnection, keys: Keys, guard_id: str, *, organisation_id: str | None = None) -> StoredGuard | None:
    """Find an entry; of one organisation only, where that is given."""
    if not is_id(guard_id, "grd"):
        return None
    wanted = sa.select(guard_numbers).where(guard_numbers.c.id == guard_id)
    if organisation_id is not None:
        wanted = wanted.where(guard_numbers.c.organisation_id == organisation_id)
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else _to_guard(row, keys)


async def lock_guard(connection: AsyncConnection, guard_id: str, *, organisation_id: str) -> GuardRow | None:
    """Find an entry of an organisation without opening it; whoever finds it is alone with it until the transaction ends."""
    if not is_id(guard_id, "grd"):
        return None
    is_it = sa.and_(guard_numbers.c.id == guard_id, guard_numbers.c.organisation_id == organisation_id)
    row = (await connection.execute(sa.select(guard_numbers).where(is_it).with_for_update())).mappings().one_or_none()
    return None if row is None else _to_row(row)


async def live_guards(connection: AsyncConnection, keys: Keys, organisation_id: str) -> list[StoredGuard]:
    """Give the entries of an organisation that count and can be opened, the oldest first."""
    return (await read_guards(connection, keys, organisation_id)).guards


async def read_guards(connection: AsyncConnection, keys: Keys, organisation_id: str) -> LiveGuards:
    """Give the entries of an organisation that count; one that was changed in the store keeps nobody from the others."""
    wanted = sa.select(guard_numbers).where(guard_numbers.c.organisation_id == organisation_id, guard_numbers.c.removed_at.is_(None))
    return _opened((await connection.execute(wanted.order_by(guard_numbers.c.added_at, guard_numbers.c.id))).mappings(), keys)


async def guards_as_of(connection: AsyncConnection, keys: Keys, organisation_id: str, at: datetime) -> list[StoredGuard]:
    """Give what an answer of a moment rests on: the entries of that moment, and every number that was taken out of it since.

    What became protected later left the answer, whether it is protected by now or not; an entry that was taken off before anything was
    taken out did nothing.
    """
    table, moment = guard_numbers, to_text(at)
    is_live = table.c.removed_at.is_(None)
    not_over = sa.or_(is_live, table.c.removed_at > moment)
    stood = sa.and_(table.c.added_at <= moment, not_over)
    applied = sa.exists().where(audit_events.c.object_id == table.c.id, audit_events.c.action == AuditAction.GUARD_APPLIED.value)
    taken_out = sa.and_(table.c.guard == Guard.PROTECTED.value, table.c.added_at > moment, sa.or_(is_live, applied))
    wanted = sa.select(table).where(table.c.organisation_id == organisation_id, sa.or_(stood, taken_out))
    return _opened((await connection.execute(wanted.order_by(table.c.added_at, table.c.id))).mappings(), keys).guards


async def warnings_since(connection: AsyncConnection, keys: Keys, organisation_id: str, at: datetime) -> list[GuardEntry]:
    """Give the warnings of an organisation that count and were added at a moment or later, the oldest first."""
    table = guard_numbers
    is_meant = (table.c.guard == Guard.WARNING.value, table.c.removed_at.is_(None), table.c.added_at >= to_text(at))
    wanted = sa.select(table).where(table.c.organisation_id == organisation_id, *is_meant).order_by(table.c.added_at, table.c.id)
    return [each.entry for each in _opened((await connection.execute(wanted)).mappings(), keys).guards]


async def page_of_guards(
    connection: AsyncConnection, keys: Keys, organisation_id: str, guard: Guard, *, limit: int, before: tuple[str, str] | None = None
) -> list[StoredGuard | GuardRow]:
    """Give entries of one of the two lists, the newest first, those that were taken off left out; of one that cannot be opened its row."""
    table = guard_numbers
    wanted = sa.select(table).where(table.c.organisation_id == organisation_id, table.c.guard == guard.value, table.c.removed_at.is_(None))
    if before is not None:
        wanted = wanted.where(sa.tuple_(table.c.added_at, table.c.id) < sa.tuple_(*map(sa.literal, before)))
    found = await connection.execute(wanted.order_by(table.c.added_at.desc(), table.c.id.desc()).limit(limit))
    return [_opened_or_not(row, keys) for row in found.mappings()]


def _opened(rows: Iterable[sa.RowMapping], keys: Keys) -> LiveGuards:
    found = [_opened_or_not(row, keys) for row in rows]
    return LiveGuards([each for each in found if isinstance(each, StoredGuard)], [each for each in found if isinstance(each, GuardRow)])


def _opened_or_not(row: sa.RowMapping, keys: Keys) -> StoredGuard | GuardRow:
    try:
        return _to_guard(row, keys)
    except SealBroken:
        return _to_row(row)


def _to_row(row: sa.RowMapping) -> GuardRow:
    removed_at = None if row["removed_at"] is None else to_moment(row["removed_at"])
    return GuardRow(row["id"], row["organisation_id"], Guard(row["guard"]), row["added_by"], to_moment(row["added_at"]), removed_at)


def _to_guard(row: sa.RowMapping, keys: Keys) -> StoredGuard:
    sealed = json.loads(keys.unseal_text(row["entry_sealed"], _cell(row["id"])))
    return StoredGuard(
        id=row["id"],
        organisation_id=row["organisation_id"],
        entry=GuardEntry(guard=Guard(row["guard"]), group=row["class"], **sealed),
        added_by=row["added_by"],
        added_at=to_moment(row["added_at"]),
        removed_by=row["removed_by"],
        removed_at=None if row["removed_at"] is None else to_moment(row["removed_at"]),
    )


def _cell(guard_id: str) -> Cell:
    return Cell("guard_numbers", "entry_sealed", guard_id)
