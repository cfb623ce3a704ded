"""The durable queue: jobs in the database they work on, leased to one worker at a time.

A lease has an owner that is made anew each time it is taken. Whoever lost it, because it was stopped for too long, is refused whatever it
brings later.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.ids import new_id
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import jobs


class JobKind(StrEnum):
    """What there is to do."""

    SCREEN = "screen-submission"
    #: Look in what was handed in before for the numbers that a published version brought.
    RETRO_MATCH = "retro-match"
    #: Take a number that became protected out of what was answered before.
    KEEP_OUT = "keep-out-number"
    #: Look again for a number that is protected no more.
    BRING_BACK = "bring-back-number"


class LeaseLost(Exception):
    """Another worker has the job, or it is gone: whatever was found here counts for nothing."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    #: Given up.
    DEAD = "dead"


class JobEnd(StrEnum):
    """How the work on a job ended, for those who run the service."""

    DONE = "done"
    #: It came to its end, and what was asked for is not there.
    FAILED = "failed"
    #: The same, for what somebody handed in.
    UNREADABLE = "unreadable"
    GIVEN_UP = "given-up"
    #: It was given back, to be begun anew.
    PUT_OFF = "put-off"


#: How often a job is taken before it is given up.
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A job that is leased to us."""

    id: str
    kind: JobKind
    #: Empty where it is about something else.
    submission_id: str
    owner: str
    #: Counts this one.
    attempts: int
    #: What it is about where that is no submission: a version of the list, a number that is set apart.
    object_id: str | None = None


async def add_job(connection: AsyncConnection, kind: JobKind, submission_id: str, *, now: datetime) -> None:
    """Put a job about a submission into the queue; it is to be done at once."""
    await connection.execute(sa.insert(jobs).values(submission_id=submission_id, **_new(kind, now)))


async def add_list_job(connection: AsyncConnection, kind: JobKind, object_id: str, *, now: datetime) -> None:
    """Put a job about a version of the list, or a number that is set apart, into the queue; it is to be done at once."""
    await connection.execute(sa.insert(jobs).values(object_id=object_id, **_new(kind, now)))


def _new(kind: JobKind, now: datetime) -> dict[str, Any]:
    moment = to_text(now)
    return {
        "id": new_id("job"),
        "kind": kind.value,
        "state": JobState.WAITING.value,
        "created_at": moment,
        "run_after": moment,
        "attempts": 0,
    }


#: What whoever names no kinds does.
_OF_SUBMISSIONS = (JobKind.SCREEN,)


async def is_any_free(connection: AsyncConnection, *, now: datetime, kinds: Collection[JobKind] = _OF_SUBMISSIONS) -> bool:
    """Whether there may be something to do. Looking disturbs nobody; taking a job needs the one pen of the embedded store."""
    return (await connection.execute(sa.select(jobs.c.id).where(_is_free(now, kinds)).limit(1))).one_or_none() is not None


async def take_job(
    connection: AsyncConnection, worker: str, *, now: datetime, lease: timedelta, kinds: Collection[JobKind] = _OF_SUBMISSIONS
) -> Job | None:
    """Lease the job that waits longest, or one whose lease ran out; None where there is nothing to do.

    Args:
        connection: The transaction.
        worker: Names the process, to people.
        now: The moment.
        lease: How long it is ours without a sign of life.
        kinds: What the worker knows how to do.
    """
    # Others pass by a row that somebody is taking (PostgreSQL); the embedded store has one writer anyway.
    chosen = (
        sa.select(jobs.c.id).where(_is_free(now, kinds)).order_by(jobs.c.run_after, jobs.c.id).limit(1).with_for_update(skip_locked=True)
    )
    owner = f"{worker[:40]}/{secrets.token_hex(8)}"
    taken = (
        sa.update(jobs)
        .where(jobs.c.id == chosen.scalar_subquery())
        .values(state=JobState.LEASED.value, lease_owner=owner, lease_until=to_text(now + lease), attempts=jobs.c.attempts + 1)
        .returning(jobs)
    )
    row = (await connection.execute(taken)).mappings().one_or_none()
    if row is None:
        return None
    return Job(row["id"], JobKind(row["kind"]), row["submission_id"] or "", owner, row["attempts"], row["object_id"])


async def keep_lease(connection: AsyncConnection, job: Job, *, now: datetime, lease: timedelta) -> None:
    """Give a sign of life; what is done in this transaction is done only while the job is ours.

    Raises:
        LeaseLost: it is not.
    """
    if not await _change(connection, job, {"lease_until": to_text(now + lease)}):
        raise LeaseLost


async def hold(connection: AsyncConnection, job: Job) -> bool:
    """Lock a job for the rest of the transaction; say whether it is still ours."""
    wanted = sa.select(jobs.c.id).where(_is_ours(job)).with_for_update()
    return (await connection.execute(wanted)).one_or_none() is not None


async def finish_job(connection: AsyncConnection, job: Job, state: JobState, *, now: datetime) -> bool:
    """Close a job; say whether it was still ours. Where it was not, the transaction must not go on."""
    return await _change(connection, job, {"state": state.value, "finished_at": to_text(now), "lease_owner": None, "lease_until": None})


async def release_job(connection: AsyncConnection, job: Job, *, run_after: datetime, counts: bool = True) -> bool:
    """Give a job back, to be done later; say whether it was still ours.

    Args:
        connection: The transaction.
        job: Which.
        run_after: Not before this moment.
        counts: Whether the attempt counts: it does not where we end and nothing went wrong.
    """
    attempts = jobs.c.attempts if counts else jobs.c.attempts - 1
    changed = {
        "state": JobState.WAITING.value,
        "run_after": to_text(run_after),
        "lease_owner": None,
        "lease_until": None,
        "attempts": attempts,
    }
    return await _change(connection, job, changed)


async def pace_jobs(connection: AsyncConnection, *, start: datetime, every: timedelta) -> None:
    """Let the jobs that wait be taken one after the other at a distance, so that whatever comes meanwhile is not behind them all."""
    waiting = sa.select(jobs.c.id).where(jobs.c.state == JobState.WAITING.value).order_by(jobs.c.run_after, jobs.c.id)
    for at, job_id in enumerate((await connection.scalars(waiting)).all()):
        await connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(run_after=to_text(start + at * every)))


async def lock_jobs(connection: AsyncConnection, submission_id: str) -> None:
    """Lock the jobs of a submission, whoever has them, for the rest of the transaction."""
    await connection.execute(sa.select(jobs.c.id).where(jobs.c.submission_id == submission_id).with_for_update())


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much there is to do."""

    waiting: int
    leased: int
    dead: int
    #: When the job that waits longest was put into the queue.
    oldest: datetime | None


async def read_queue(connection: AsyncConnection) -> QueueState:
    """Say how much there is to do, for those who run the service."""
    counted = {row[0]: row[1] for row in await connection.execute(sa.select(jobs.c.state, sa.func.count()).group_by(jobs.c.state))}
    open_states = (JobState.WAITING.value, JobState.LEASED.value)
    oldest = await connection.scalar(sa.select(sa.func.min(jobs.c.created_at)).where(jobs.c.state.in_(open_states)))
    return QueueState(
        waiting=counted.get(JobState.WAITING.value, 0),
        leased=counted.get(JobState.LEASED.value, 0),
        dead=counted.get(JobState.DEAD.value, 0),
        oldest=to_moment(oldest) if oldest else None,
    )


def _is_free(now: datetime, kinds: Collection[JobKind]) -> sa.ColumnElement[bool]:
    moment = to_text(now)
    is_due = sa.or_(
        sa.and_(jobs.c.state == JobState.WAITING.value, jobs.c.run_after <= moment),
        sa.and_(jobs.c.state == JobState.LEASED.value, jobs.c.lease_until < moment),
    )
    return sa.and_(jobs.c.kind.in_([kind.value for kind in kinds]), is_due)


def _is_ours(job: Job) -> sa.ColumnElement[bool]:
    return sa.and_(jobs.c.id == job.id, jobs.c.state == JobState.LEASED.value, jobs.c.lease_owner == job.owner)


async def _change(connection: AsyncConnection, job: Job, changed: Mapping[str, Any]) -> bool:
    return (await connection.execute(sa.update(jobs).where(_is_ours(job)).values(**changed))).rowcount == 1
