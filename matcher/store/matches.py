"""Matches in the store: which line and, by its token, which number; and what a reviewer decided. No number stands here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.live_grounds import holds
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import matches

UNREVIEWED = "unreviewed"
BY_SCREENING, BY_RETRO_MATCH = "screening", "retro-match"


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """One match."""

    id: str
    submission_id: str
    organisation_id: str
    line_id: str
    number_token: bytes
    grade: str
    #: Exists only for those who may see the line.
    is_restricted: bool
    #: `unreviewed`, `confirmed`, `rejected`.
    state: str = UNREVIEWED
    #: `screening`, or `retro-match` where a later version of the list found it.
    found_by: str = BY_SCREENING
    #: The version that found it where that was a later one.
    list_version_id: str | None = None
    #: Set when the list took the number back.
    recall_id: str | None = None
    #: The match of an earlier file of the same person whose rejection has to do with where this one stands.
    earlier_id: str | None = None

    @property
    def is_live(self) -> bool:
        """Whether alerts can rest on it."""
        return holds(self.state, is_recalled=self.recall_id is not None)


async def write_matches(connection: AsyncConnection, found: Iterable[StoredMatch]) -> None:
    """Put matches into the store."""
    rows = [
        {
            "id": each.id,
            "submission_id": each.submission_id,
            "organisation_id": each.organisation_id,
            "line_id": each.line_id,
            "number_token": each.number_token,
            "grade": each.grade,
            "is_restricted": each.is_restricted,
            "state": each.state,
        }
        for each in found
    ]
    await insert_rows(connection, matches, rows)


async def matches_of(connection: AsyncConnection, submission_ids: Collection[str], *, with_restricted: bool) -> list[StoredMatch]:
    """Give the matches of submissions; those on restricted lines only where they may be seen."""
    wanted = sa.select(matches).where(matches.c.submission_id.in_(sorted(submission_ids)))
    if not with_restricted:
        wanted = wanted.where(sa.not_(matches.c.is_restricted))
    return [to_match(row) for row in (await connection.execute(wanted)).mappings()]


async def find_match(connection: AsyncConnection, match_id: str, *, organisation_id: str, locked: bool = False) -> StoredMatch | None:
    """Find a match of an organisation."""
    wanted = sa.select(matches).where(matches.c.id == match_id, matches.c.organisation_id == organisation_id)
    if locked:
        wanted = wanted.with_for_update()
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else to_match(row)


async def reviewed_at(connection: AsyncConnection, match_id: str) -> datetime | None:
    """Say when somebody last reviewed a match itself; None where it stands as it does because of an earlier one, or was not reviewed."""
    at = await connection.scalar(sa.select(matches.c.reviewed_at).where(matches.c.id == match_id))
    return to_moment(at) if at else None


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What a reviewer decided, and why."""

    state: str
    reviewer_id: str
    reason: str
    at: datetime


async def write_finding(connection: AsyncConnection, keys: Keys, match_id: str, finding: NewFinding) -> None:
    """Record what a reviewer decided; it takes the place of what was decided before."""
    await connection.execute(
        sa.update(matches)
        .where(matches.c.id == match_id)
        .values(
            state=finding.state,
            reviewer_id=finding.reviewer_id,
            reviewed_at=to_text(finding.at),
            reason_sealed=keys.seal_text(finding.reason, Cell("matches", "reason_sealed", match_id)),
        )
    )


_PLAIN = ("id", "submission_id", "organisation_id", "line_id", "grade", "state", "found_by", "list_version_id", "recall_id", "earlier_id")


def to_match(row: sa.RowMapping) -> StoredMatch:
    """Give a row as a match."""
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    return StoredMatch(**values, number_token=bytes(row["number_token"]), is_restricted=bool(row["is_restricted"]))
