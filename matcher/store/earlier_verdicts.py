"""What was found before of numbers and lines with the same person, in the store; and matches that take an earlier rejection over."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.role_view import Audience
from matcher.domain.looking_back.earlier_verdict import CONFIRMED, Standing, Verdict
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment
from matcher.store.results import read_answers
from matcher.store.schema.answers import matches, submissions

Json = dict[str, Any]


async def verdicts_before(connection: AsyncConnection, keys: Keys, submission_id: str) -> list[Verdict]:
    """Give what reviewers found of the other submissions of the same person, the newest finding first.

    The same is asked whatever there is; an answer is opened only for a match that was rejected.
    """
    this = sa.select(submissions.c.organisation_id, submissions.c.subject_token).where(submissions.c.id == submission_id).subquery()
    others = matches.join(submissions, submissions.c.id == matches.c.submission_id).join(
        this,
        sa.and_(submissions.c.organisation_id == this.c.organisation_id, submissions.c.subject_token == this.c.subject_token),
    )
    wanted = (
        sa.select(matches)
        .select_from(others)
        .where(matches.c.submission_id != submission_id, matches.c.state.in_((CONFIRMED, REJECTED)))
        .order_by(matches.c.reviewed_at.is_(None), matches.c.reviewed_at.desc(), matches.c.id)
    )
    rows = list((await connection.execute(wanted)).mappings())
    answers: dict[str, Json] = {}
    return [await _verdict(connection, keys, row, answers) for row in rows]


async def _verdict(connection: AsyncConnection, keys: Keys, row: sa.RowMapping, answers: dict[str, Json]) -> Verdict:
    return Verdict(
        match_id=row["id"],
        line_id=row["line_id"],
        token=bytes(row["number_token"]),
        state=row["state"],
        earlier_id=row["earlier_id"],
        reviewed_at=to_moment(row["reviewed_at"]) if row["reviewed_at"] else None,
        entry=await _entry_of(connection, keys, row, answers) if row["state"] == REJECTED else None,
    )


async def _entry_of(connection: AsyncConnection, keys: Keys, row: sa.RowMapping, answers: dict[str, Json]) -> Json | None:
    """Find what the list said of the number when the match was found."""
    if row["told_sealed"] is not None:
        told = json.loads(keys.unseal_text(row["told_sealed"], Cell("matches", "told_sealed", row["id"])))
        entry: Json = told["match"]["list_entry"]
        return entry
    submission_id = row["submission_id"]
    if submission_id not in answers:
        kept = await read_answers(connection, keys, submission_id, [Audience.OPEN, Audience.WHOLE])
        answers[submission_id] = {
            each["id"]: each["list_entry"]
            for audience in (Audience.OPEN, Audience.WHOLE)
            if audience in kept
            for each in kept[audience]["matches"]
        }
    return answers[submission_id].get(row["id"])


async def take_over(connection: AsyncConnection, standings: Mapping[str, Standing]) -> None:
    """Let matches stand as an earlier verdict has it."""
    for match_id, standing in standings.items():
        values = {"state": standing.state, "earlier_id": standing.earlier_id}
        await connection.execute(sa.update(matches).where(matches.c.id == match_id).values(values))


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """What somebody found of an earlier match, and why."""

    reviewed_at: datetime | None
    reason: str | None


async def earlier_findings(connection: AsyncConnection, keys: Keys, match_ids: Collection[str]) -> dict[str, EarlierFinding]:
    """Give what was found of matches; those that were erased are left out."""
    wanted = sa.select(matches.c.id, matches.c.reviewed_at, matches.c.reason_sealed).where(matches.c.id.in_(sorted(match_ids)))
    found = {}
    for row in await connection.execute(wanted):
        reason = None if row.reason_sealed is None else keys.unseal_text(row.reason_sealed, Cell("matches", "reason_sealed", row.id))
        found[row.id] = EarlierFinding(to_moment(row.reviewed_at) if row.reviewed_at else None, reason)
    return found
