"""What every step of a look back shares: the job it is done for, its signs of life, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.service.lists.line_lists import LineLists
from matcher.service.screening.jailed_screening import ScreeningMeans
from matcher.store.audit import check_end, put_on_record
from matcher.store.guard_numbers import hold_edition
from matcher.store.jobs import Job, JobState, LeaseLost, finish_job, keep_lease, release_job
from matcher.store.line_lists import ListVersion, latest_version
from matcher.store.retro import RetroRun, close_run, give_run_up, note_progress
from matcher.store.strides import Strides
from matcher.store.vault import Connection, Vault

_SIGNS = 4
_ORIGIN = "worker"

_T = TypeVar("_T")


class ChangedAllTheTime(Exception):
    """Others changed the list whenever something was to be written: the job is begun anew."""


@dataclass(frozen=True, slots=True)
class Look:
    """One run of the job."""

    vault: Vault
    job: Job
    lists: LineLists
    means: ScreeningMeans
    now: Callable[[], datetime]
    lease: timedelta
    strides: Strides
    policy: SubmissionPolicy
    #: Phones that could not be opened.
    aside: set[str] = field(default_factory=set)

    async def stay_alive(self, connection: Connection) -> None:
        """Give a sign of life; what is done in this transaction is done only while the job is ours.

        Raises:
            LeaseLost: it is not.
        """
        await keep_lease(connection, self.job, now=self.now(), lease=self.lease)

    def next_sign(self) -> datetime:
        """Say when the next sign of life is due."""
        return self.now() + self.lease / _SIGNS

    async def is_as_read(self, connection: Connection, organisation_id: str, version_id: str, edition: int) -> bool:
        """Whether the list, and what its organisation sets apart, are still what was read; they stay so until the transaction ends."""
        if await hold_edition(connection, organisation_id) != edition:
            return False
        current = await latest_version(connection, organisation_id)
        return current is not None and current.id == version_id

    async def beating(self, work: Awaitable[_T]) -> _T:
        """Wait for work that takes its time; meanwhile give signs of life."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait({task}, timeout=(self.lease / _SIGNS).total_seconds()))[0]:
                async with self.vault.db.write() as connection:
                    await self.stay_alive(connection)
            return task.result()
        finally:
            task.cancel()

    async def wait(self, run: RetroRun, pause: timedelta) -> None:
        """Give the job back, to be gone on with after a pause with the last look.

        Raises:
            LeaseLost: it is not ours any more.
        """
        async with self.vault.db.write() as connection:
            await note_progress(connection, run.version_id, numbers_done=run.numbers)
            if not await release_job(connection, self.job, run_after=self.now() + pause, counts=False):
                raise LeaseLost

    async def leave_aside(self, organisation_id: str, submission_id: str) -> None:
        """Leave a phone aside whose seal is broken: it must not keep all others from being looked at.

        Raises:
            SealBroken: it is not the phone that was changed but what every phone needs: the end of the trail, or the list.
        """
        async with self.vault.db.read() as connection:
            await check_end(connection, self.vault.keys)
            await self.lists.latest(connection, organisation_id)
        self.aside.add(submission_id)
        get_logger().error("submission_unreadable", job=self.job.id, submission=submission_id)

    async def close(self, version: ListVersion | None) -> None:
        """Close the job, and the look back with everything it recalls; that not every phone could be opened is on record, and not which.

        Raises:
            LeaseLost: the job is not ours any more.
        """
        now = self.now()
        async with self.vault.db.write() as connection:
            if not await finish_job(connection, self.job, JobState.DONE, now=now):
                raise LeaseLost
            if version is not None:
                await close_run(connection, version.id, now=now)
                if self.aside:
                    action, failed = AuditAction.LINES_LOOKED_BACK, Outcome.FAILED
                    deed = Deed(now, version.organisation_id, None, action, "line_list", version.id, failed, _ORIGIN, SealBroken.code)
                    await put_on_record(connection, self.vault.keys, [deed])

    async def give_up(self, version: ListVersion) -> None:
        """Give the job up, and say so where people ask how far it is.

        Raises:
            LeaseLost: the job is not ours any more.
        """
        now = self.now()
        async with self.vault.db.write() as connection:
            if not await finish_job(connection, self.job, JobState.DEAD, now=now):
                raise LeaseLost
            await give_run_up(connection, version.id, now=now)
