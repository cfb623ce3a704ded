"""Typed look-ups in the store, many in one statement, and what a question for many of them has to know first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.check_usage import Counted
from matcher.store.api_tokens import ids_in
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import checks
from matcher.store.schema.identity import accounts, api_tokens
from matcher.store.schema.lists import guard_editions, list_versions
from matcher.store.schema.trail import idempotency_keys
from matcher.store.together import Bound, Row, Statement, any_of, execute_together, insertion

#: Rows of one question for what was answered.
PAGE = 5000

#: Behind every place of a question.
_BEHIND = 1 << 30


class StoredCheck(NamedTuple):
    """One question that is answered."""

    id: str
    #: Of its event in the audit trail.
    sequence: int
    #: As the store keeps moments.
    at: str
    organisation_id: str
    account_id: str
    reference_token: bytes
    #: One for each number; None for a text that is no number, and for a protected one.
    number_tokens: tuple[bytes | None, ...]
    list_version_id: str


_COLUMNS = (
    "id",
    "place",
    "sequence",
    "organisation_id",
    "account_id",
    "at",
    "numbers",
    "reference_token",
    "number_token",
    "list_version_id",
)


def putting_down(connection: AsyncConnection, asked: Iterable[StoredCheck]) -> list[Bound]:
    """Give what puts questions into the store."""
    rows = [
        (
            each.id,
            place,
            each.sequence,
            each.organisation_id,
            each.account_id,
            each.at,
            len(each.number_tokens),
            each.reference_token,
            token,
            each.list_version_id,
        )
        for each in asked
        for place, token in enumerate(each.number_tokens)
    ]
    return list(insertion(connection, checks, _COLUMNS, rows))


async def remove_checks_before(connection: AsyncConnection, moment: datetime, *, most: int) -> int:
    """Remove what was asked before a moment, so many rows at most, and say how many there were."""
    some = sa.select(checks.c.id, checks.c.place).where(checks.c.at < to_text(moment)).limit(most)
    return (await connection.execute(sa.delete(checks).where(sa.tuple_(checks.c.id, checks.c.place).in_(some)))).rowcount


async def last_sequence_before(connection: AsyncConnection, moment: datetime) -> int:
    """Give the place in the trail behind which everything asked since a moment stands."""
    first = await connection.scalar(sa.select(sa.func.min(checks.c.sequence)).where(checks.c.at >= to_text(moment)))
    if first is not None:
        return int(first) - 1
    return await connection.scalar(sa.select(sa.func.max(checks.c.sequence))) or 0


def asking_after(connection: AsyncConnection, sequence: int, place: int = _BEHIND) -> Bound:
    """Give the question for what was answered behind a place in the trail, at most `PAGE` rows."""
    return _AFTER.bind(connection, sequence=sequence, place=place)


async def checks_after(connection: AsyncConnection, sequence: int) -> AsyncIterator[tuple[int, Counted]]:
    """Yield what was answered behind a place in the trail, each with its own place."""
    (rows,) = await execute_together(connection, [asking_after(connection, sequence)])
    async for found in counted_of(connection, rows):
        yield found


async def counted_of(connection: AsyncConnection, rows: list[Row]) -> AsyncIterator[tuple[int, Counted]]:
    """Yield what was answered, from a first page of rows on."""
    parts: list[Row] = []
    while True:
        for row in rows:
            if parts and parts[0]["sequence"] != row["sequence"]:
                yield parts[0]["sequence"], _counted(parts)
                parts = []
            parts.append(row)
        if len(rows) < PAGE:
            break
        (rows,) = await execute_together(connection, [asking_after(connection, rows[-1]["sequence"], rows[-1]["place"])])
    if parts:
        yield parts[0]["sequence"], _counted(parts)


_AFTER = Statement(
    lambda _: (
        sa.select(
            checks.c.sequence,
            checks.c.place,
            checks.c.at,
            checks.c.organisation_id,
            checks.c.account_id,
            checks.c.reference_token,
            checks.c.numbers,
            checks.c.number_token,
        )
        .where(
            # What the second says already, as PostgreSQL finds it by the index.
            checks.c.sequence >= sa.bindparam("sequence"),
            sa.tuple_(checks.c.sequence, checks.c.place) > sa.tuple_(sa.bindparam("sequence"), sa.bindparam("place")),
        )
        .order_by(checks.c.sequence, checks.c.place)
        .limit(PAGE)
    )
)


def _counted(rows: Sequence[Row]) -> Counted:
    first = rows[0]
    return Counted(
        second=int(to_moment(first["at"]).timestamp()),
        organisation_id=first["organisation_id"],
        account_id=first["account_id"],
        reference_token=bytes(first["reference_token"]),
        numbers=first["numbers"],
        number_tokens=tuple({bytes(row["number_token"]) for row in rows if row["number_token"] is not None}),
    )


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The version of a list that answers now."""

    id: str
    number: int
    #: Of the organisation's own number lists.
    edition: int


def asking_for_versions(connection: AsyncConnection, bearers: Iterable[str], organisation_ids: Iterable[str]) -> Bound:
    """Give the question for the newest list version of organisations, those of the owners of tokens among them."""
    return _VERSIONS.bind(connection, ids=ids_in(bearers), organisation_ids=sorted(organisation_ids))


def versions_among(rows: Iterable[Row]) -> dict[str, CurrentVersion]:
    """Give the newest list version of each organisation that has a list."""
    return {row["organisation_id"]: CurrentVersion(row["id"], row["number"], row["edition"]) for row in rows}


def _versions(on_postgresql: bool) -> sa.Select[Any]:
    owners = (
        sa.select(accounts.c.organisation_id)
        .join(api_tokens, api_tokens.c.account_id == accounts.c.id)
        .where(any_of(api_tokens.c.id, "ids", on_postgresql=on_postgresql))
    )
    newest = (
        sa.select(list_versions.c.organisation_id, sa.func.max(list_versions.c.number))
        .where(
            list_versions.c.organisation_id.in_(owners)
            | any_of(list_versions.c.organisation_id, "organisation_ids", on_postgresql=on_postgresql)
        )
        .group_by(list_versions.c.organisation_id)
    )
    edition = sa.func.coalesce(guard_editions.c.edition, 0).label("edition")
    return (
        sa.select(list_versions.c.organisation_id, list_versions.c.id, list_versions.c.number, edition)
        .select_from(list_versions.outerjoin(guard_editions, guard_editions.c.organisation_id == list_versions.c.organisation_id))
        .where(sa.tuple_(list_versions.c.organisation_id, list_versions.c.number).in_(newest))
    )


_VERSIONS = Statement(_versions)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an idempotency key stands for."""

    request_hash: str
    #: None where the key stands for something that is no question about typed numbers.
    check_id: str | None = None
    at: datetime | None = None
    list_version_id: str | None = None


def asking_for_keys(connection: AsyncConnection, keys: Iterable[str]) -> Bound:
    """Give the question for idempotency keys that are taken, whoever took them."""
    return _KEYS.bind(connection, keys=sorted(set(keys)))


def answered_among(rows: Iterable[Row]) -> dict[tuple[str, str], Answered]:
    """Say which idempotency keys, each with its account, are taken, and by what."""
    return {
        (row["account_id"], row["key"]): Answered(
            row["request_hash"], row["id"], None if row["at"] is None else to_moment(row["at"]), row["list_version_id"]
        )
        for row in rows
    }


def _keys(on_postgresql: bool) -> sa.Select[Any]:
    columns = idempotency_keys.c
    return (
        sa.select(columns.account_id, columns.key, columns.request_hash, checks.c.id, checks.c.at, checks.c.list_version_id)
        .select_from(idempotency_keys.outerjoin(checks, (checks.c.id == columns.object_id) & (checks.c.place == 0)))
        .where(any_of(columns.key, "keys", on_postgresql=on_postgresql))
    )


_KEYS = Statement(_keys)


@dataclass(frozen=True, slots=True)
class NewKey:
    """An idempotency key that stands for a question from now on."""

    account_id: str
    key: str
    request_hash: str
    check_id: str
    at: datetime


def taking(connection: AsyncConnection, keys: Iterable[NewKey]) -> list[Bound]:
    """Give what keeps idempotency keys; it fails where one was taken by something else at this very moment."""
    rows = [(each.account_id, each.key, each.request_hash, each.check_id, to_text(each.at)) for each in keys]
    return list(insertion(connection, idempotency_keys, ("account_id", "key", "request_hash", "object_id", "created_at"), rows))
