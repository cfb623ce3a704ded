"""The look back that a published version sets off: how far it is, whom it touches, and what it leaves with a submission."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.line_lists import ListVersion
from matcher.store.matches import BY_RETRO_MATCH, StoredMatch
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import matches, submissions, unmatched_numbers
from matcher.store.schema.lists import list_changes, list_versions, recalls, retro_runs
from matcher.store.submissions import StoredSubmission, to_submission

Json = dict[str, Any]


class RetroState(StrEnum):
    """Where a look back stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    #: It broke off again and again: not every number was looked for, nor everything recalled.
    GIVEN_UP = "given-up"


#: Values of one question.
_AT_ONCE = 500
_UNFINISHED = (SubmissionStatus.RECEIVED.value, SubmissionStatus.READING.value, SubmissionStatus.MATCHING.value)


@dataclass(frozen=True, slots=True)
class RetroRun:
    """How far one look back is."""

    version_id: str
    organisation_id: str
    state: RetroState
    numbers_done: int
    numbers: int
    created_at: datetime
    finished_at: datetime | None


async def find_run(connection: AsyncConnection, version_id: str) -> RetroRun | None:
    """Find the look back of a version; None where it set none off."""
    row = (await connection.execute(sa.select(retro_runs).where(retro_runs.c.version_id == version_id))).mappings().one_or_none()
    if row is None:
        return None
    finished = row["finished_at"]
    return RetroRun(
        version_id,
        row["organisation_id"],
        RetroState(row["state"]),
        row["numbers_done"],
        row["numbers"],
        to_moment(row["created_at"]),
        to_moment(finished) if finished else None,
    )


async def note_progress(connection: AsyncConnection, version_id: str, *, numbers_done: int) -> None:
    """Write down how many numbers were looked for."""
    is_it = sa.and_(retro_runs.c.version_id == version_id, retro_runs.c.finished_at.is_(None))
    await connection.execute(sa.update(retro_runs).where(is_it).values(state=RetroState.RUNNING.value, numbers_done=numbers_done))


async def close_run(connection: AsyncConnection, version_id: str, *, now: datetime) -> None:
    """Write down that a look back is over, with everything it recalls."""
    changed = {"state": RetroState.DONE.value, "numbers_done": retro_runs.c.numbers, "finished_at": to_text(now)}
    await connection.execute(sa.update(retro_runs).where(retro_runs.c.version_id == version_id).values(**changed))
    is_it = sa.and_(recalls.c.version_id == version_id, recalls.c.finished_at.is_(None))
    await connection.execute(sa.update(recalls).where(is_it).values(finished_at=to_text(now)))


async def give_run_up(connection: AsyncConnection, version_id: str, *, now: datetime) -> None:
    """Write down that a look back is not gone on with; how far it came stays, and what it did not recall is not said to be."""
    is_it = sa.and_(retro_runs.c.version_id == version_id, retro_runs.c.finished_at.is_(None))
    await connection.execute(sa.update(retro_runs).where(is_it).values(state=RetroState.GIVEN_UP.value, finished_at=to_text(now)))


async def is_any_under_way(connection: AsyncConnection, version: ListVersion) -> bool:
    """Whether a file is being read that is answered from a version before this one: what it leaves has to be looked at as well."""
    before = sa.select(list_versions.c.id).where(
        list_versions.c.organisation_id == version.organisation_id, list_versions.c.number < version.number
    )
    wanted = sa.select(submissions.c.id).where(
        submissions.c.organisation_id == version.organisation_id,
        submissions.c.status.in_(_UNFINISHED),
        submissions.c.list_version_id.in_(before),
    )
    return (await connection.execute(wanted.limit(1))).one_or_none() is not None


async def find_touched(
    connection: AsyncConnection, organisation_id: str, tokens: Mapping[bytes, str], *, today: date
) -> dict[str, set[str]]:
    """Give the submissions that have any of these numbers: those that match nothing, and those that matched another line or were recalled.

    Args:
        connection: A transaction.
        organisation_id: Whose submissions.
        tokens: Token -> E.164, under every key.
        today: What was kept long enough counts no more.
    """
    found: dict[str, set[str]] = {}
    kept = unmatched_numbers.c
    for part in _parts(tokens):
        for question in (
            sa.select(kept.submission_id, kept.token).where(
                kept.organisation_id == organisation_id, kept.token.in_(part), kept.expires_on >= today.isoformat()
            ),
            sa.select(matches.c.submission_id, matches.c.number_token).where(
                matches.c.organisation_id == organisation_id, matches.c.number_token.in_(part)
            ),
        ):
            for submission_id, token in await connection.execute(question):
                found.setdefault(submission_id, set()).add(tokens[bytes(token)])
    return found


async def count_done(connection: AsyncConnection, submission_ids: Collection[str]) -> int:
    """Count those that have an answer and are not erased."""
    total = 0
    for part in _parts(submission_ids):
        wanted = sa.select(sa.func.count()).where(
            submissions.c.id.in_(part), submissions.c.status == SubmissionStatus.DONE.value, submissions.c.erased_at.is_(None)
        )
        total += await connection.scalar(wanted) or 0
    return total


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


async def later_submissions(connection: AsyncConnection, organisation_id: str, submission_id: str) -> list[StoredSubmission]:
    """Give what was handed in of the same subject after a submission: what is stated with it tells whether the person was found."""
    one = sa.select(submissions.c.subject_token, submissions.c.created_at).where(submissions.c.id == submission_id)
    row = (await connection.execute(one)).one_or_none()
    if row is None or row.subject_token is None:
        return []
    wanted = sa.select(submissions).where(
        submissions.c.organisation_id == organisation_id,
        submissions.c.subject_token == row.subject_token,
        submissions.c.created_at > row.created_at,
        submissions.c.erased_at.is_(None),
    )
    return [to_submission(found) for found in (await connection.execute(wanted.order_by(submissions.c.created_at))).mappings()]


class LaterRow(NamedTuple):
    """A match that a later version found, as it is kept."""

    row: StoredMatch
    number: str
    #: What is told of it.
    told: Json


async def write_later(connection: AsyncConnection, keys: Keys, found: Sequence[LaterRow], *, known: Collection[str]) -> None:
    """Put matches into the store that a later version found; those that are there, for they had been recalled, hold again.

    Args:
        connection: The transaction.
        keys: Seal.
        found: The matches.
        known: Ids of those that are there.
    """
    rows = [(each, _values(keys, each)) for each in found]
    await insert_rows(connection, matches, [values for each, values in rows if each.row.id not in known])
    for each, values in rows:
        if each.row.id in known:
            await connection.execute(sa.update(matches).where(matches.c.id == each.row.id).values({**values, "recall_id": None}))


def _values(keys: Keys, each: LaterRow) -> Json:
    row = each.row
    told = json.dumps(each.told, ensure_ascii=True, separators=(",", ":"))
    return {
        "id": row.id,
        "submission_id": row.submission_id,
        "organisation_id": row.organisation_id,
        "line_id": row.line_id,
        "number_token": row.number_token,
        "grade": row.grade,
        "is_restricted": row.is_restricted,
        "state": row.state,
        "earlier_id": row.earlier_id,
        "found_by": BY_RETRO_MATCH,
        "list_version_id": row.list_version_id,
        "number_sealed": keys.seal_text(each.number, Cell("matches", "number_sealed", row.id)),
        "told_sealed": keys.seal_text(told, Cell("matches", "told_sealed", row.id)),
    }


async def forget_tokens(connection: AsyncConnection, submission_id: str, tokens: Collection[bytes]) -> None:
    """Remove the tokens of numbers that match by now: they stand with their matches."""
    kept = unmatched_numbers.c
    await connection.execute(sa.delete(unmatched_numbers).where(kept.submission_id == submission_id, kept.token.in_(sorted(tokens))))


class LaterTold(NamedTuple):
    """A match that a later version found, as it is read."""

    row: StoredMatch
    told: Json


async def later_of(connection: AsyncConnection, keys: Keys, submission_id: str, *, with_restricted: bool) -> list[LaterTold]:
    """Give the matches that later versions found in a submission; those on restricted lines only where they may be seen."""
    wanted = sa.select(matches).where(matches.c.submission_id == submission_id, matches.c.found_by == BY_RETRO_MATCH)
    if not with_restricted:
        wanted = wanted.where(sa.not_(matches.c.is_restricted))
    found = []
    for row in (await connection.execute(wanted.order_by(matches.c.id))).mappings():
        told = json.loads(keys.unseal_text(row["told_sealed"], Cell("matches", "told_sealed", row["id"])))
        values = {name: row[name] for name in ("id", "submission_id", "organisation_id", "line_id", "grade", "state")}
        found.append(
            LaterTold(
                StoredMatch(
                    **values,
                    number_token=bytes(row["number_token"]),
                    is_restricted=bool(row["is_restricted"]),
                    found_by=BY_RETRO_MATCH,
                    list_version_id=row["list_version_id"],
                    recall_id=row["recall_id"],
                    earlier_id=row["earlier_id"],
                ),
                told,
            )
        )
    return found


async def numbers_of_lines(connection: AsyncConnection, version_id: str) -> dict[str, int]:
    """Count the numbers a version brought or changed, by their lines; a line of which it only took some back has 0."""
    is_there = sa.case((list_changes.c.deed == "removed", 0), else_=1)
    wanted = sa.select(list_changes.c.line_id, sa.func.sum(is_there)).where(
        list_changes.c.version_id == version_id, list_changes.c.kind == "number"
    )
    return {row[0]: int(row[1]) for row in await connection.execute(wanted.group_by(list_changes.c.line_id))}
