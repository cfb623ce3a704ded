"""Typed look-ups in the store, many in one statement, and what a question for many of them has to know first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.check_usage import Counted
from matcher.store.bulk import insert_rows
from matcher.store.moments import to_moment, to_text
from matcher.store.schema import checks, idempotency_keys, list_versions

_PAGE = 5000


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """One question that is answered."""

    id: str
    #: Of its event in the audit trail.
    sequence: int
    at: datetime
    organisation_id: str
    account_id: str
    reference_token: bytes
    #: One for each number; None for a text that is no number, and for a protected one.
    number_tokens: tuple[bytes | None, ...]
    list_version_id: str


async def insert_checks(connection: AsyncConnection, asked: Iterable[StoredCheck]) -> None:
    """Put questions into the store."""
    await insert_rows(
        connection,
        checks,
        [
            {
                "id": each.id,
                "place": place,
                "sequence": each.sequence,
                "organisation_id": each.organisation_id,
                "account_id": each.account_id,
                "at": at,
                "numbers": len(each.number_tokens),
                "reference_token": each.reference_token,
                "number_token": token,
                "list_version_id": each.list_version_id,
            }
            for each in asked
            for at in (to_text(each.at),)
            for place, token in enumerate(each.number_tokens)
        ],
    )


async def last_sequence_before(connection: AsyncConnection, moment: datetime) -> int:
    """Give the place in the trail behind which everything asked since a moment stands."""
    first = await connection.scalar(sa.select(sa.func.min(checks.c.sequence)).where(checks.c.at >= to_text(moment)))
    if first is not None:
        return int(first) - 1
    return await connection.scalar(sa.select(sa.func.max(checks.c.sequence))) or 0


async def checks_after(connection: AsyncConnection, sequence: int) -> AsyncIterator[tuple[int, Counted]]:
    """Yield what was answered behind a place in the trail, each with its own place."""
    parts: list[sa.Row[tuple[object, ...]]] = []
    async for row in _rows_after(connection, sequence):
        if parts and parts[0].sequence != row.sequence:
            yield parts[0].sequence, _counted(parts)
            parts = []
        parts.append(row)
    if parts:
        yield parts[0].sequence, _counted(parts)


async def _rows_after(connection: AsyncConnection, sequence: int) -> AsyncIterator[sa.Row[tuple[object, ...]]]:
    condition = checks.c.sequence > sequence
    while True:
        wanted = sa.select(checks).where(condition).order_by(checks.c.sequence, checks.c.place).limit(_PAGE)
        rows = (await connection.execute(wanted)).all()
        for row in rows:
            yield row
        if len(rows) < _PAGE:
            return
        condition = sa.tuple_(checks.c.sequence, checks.c.place) > sa.tuple_(sa.literal(rows[-1].sequence), sa.literal(rows[-1].place))


def _counted(rows: Sequence[sa.Row[tuple[object, ...]]]) -> Counted:
    first = rows[0]
    return Counted(
        second=int(to_moment(first.at).timestamp()),
        organisation_id=first.organisation_id,
        account_id=first.account_id,
        reference_token=bytes(first.reference_token),
        numbers=first.numbers,
        number_tokens=tuple({bytes(row.number_token) for row in rows if row.number_token is not None}),
    )


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The version of a list that answers now."""

    id: str
    number: int


async def current_versions(connection: AsyncConnection, organisation_ids: Collection[str]) -> dict[str, CurrentVersion]:
    """Give the newest list version of each organisation that has a list."""
    newest = (
        sa.select(list_versions.c.organisation_id, sa.func.max(list_versions.c.number))
        .where(list_versions.c.organisation_id.in_(sorted(organisation_ids)))
        .group_by(list_versions.c.organisation_id)
    )
    wanted = sa.select(list_versions.c.organisation_id, list_versions.c.id, list_versions.c.number).where(
        sa.tuple_(list_versions.c.organisation_id, list_versions.c.number).in_(newest)
    )
    return {row.organisation_id: CurrentVersion(row.id, row.number) for row in await connection.execute(wanted)}


@dataclass(frozen=True, slots=True)
class Answered:
    """What an idempotency key stands for."""

    request_hash: str
    #: None where the key stands for something that is no question about typed numbers.
    check_id: str | None = None
    at: datetime | None = None
    list_version_id: str | None = None


async def find_answered(connection: AsyncConnection, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Answered]:
    """Say which idempotency keys, each with its account, are taken, and by what."""
    if not keys:
        return {}
    taken = idempotency_keys.outerjoin(checks, (checks.c.id == idempotency_keys.c.object_id) & (checks.c.place == 0))
    wanted = (
        sa.select(
            idempotency_keys.c.account_id,
            idempotency_keys.c.key,
            idempotency_keys.c.request_hash,
            checks.c.id,
            checks.c.at,
            checks.c.list_version_id,
        )
        .select_from(taken)
        .where(sa.tuple_(idempotency_keys.c.account_id, idempotency_keys.c.key).in_(sorted(keys)))
    )
    return {
        (row.account_id, row.key): Answered(row.request_hash, row.id, None if row.at is None else to_moment(row.at), row.list_version_id)
        for row in await connection.execute(wanted)
    }


@dataclass(frozen=True, slots=True)
class NewKey:
    """An idempotency key that stands for a question from now on."""

    account_id: str
    key: str
    request_hash: str
    check_id: str
    at: datetime


async def insert_keys(connection: AsyncConnection, keys: Iterable[NewKey]) -> None:
    """Keep idempotency keys.

    Raises:
        sqlalchemy.exc.IntegrityError: one was taken by something else at this very moment.
    """
    rows = [
        {
            "account_id": each.account_id,
            "key": each.key,
            "request_hash": each.request_hash,
            "object_id": each.check_id,
            "created_at": to_text(each.at),
        }
        for each in keys
    ]
    if rows:
        await connection.execute(sa.insert(idempotency_keys), rows)
