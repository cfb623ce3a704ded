"""Takes jobs from the durable queue and runs use cases, as long as it is wanted."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from matcher.bootstrap_service import House
from matcher.errors import MatcherError, StoreUnavailable
from matcher.logs import get_logger
from matcher.service.bring_back_number import bring_back_number
from matcher.service.keep_out_number import keep_out_number
from matcher.service.retro_match import look_back
from matcher.service.run_retention import run_retention
from matcher.service.screen_submission import Times, screen_submission
from matcher.service.tidy_store import tidy_store
from matcher.store import steps
from matcher.store.jobs import Job, JobEnd, JobKind, LeaseLost, is_any_free, release_job, take_job
from matcher.store.lives import at_work, forget_the_dead, free_jobs_of_dead

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

#: How often is looked for a job where there was none, and after the store did not answer.
_POLL_SECONDS = 0.2
_PAUSE_SECONDS = 1.0
#: How often is looked whether another worker was killed.
_LOOK_FOR_DEAD_SECONDS = 1.0
#: How long a job may go on when the worker is to end; then it is handed back and begun anew by another.
_GRACE_SECONDS = 6.0
#: What is done here.
_KINDS = (JobKind.SCREEN, JobKind.KEEP_OUT, JobKind.BRING_BACK, JobKind.RETRO_MATCH)
_TIDY_EVERY = timedelta(minutes=10)
_RETAIN_EVERY = timedelta(days=1)


async def run_worker(house: House, *, stop: asyncio.Event) -> None:
    """Do what there is to do until told to stop. What was begun is brought to its end, or handed back."""
    with at_work(house.vault) as name:
        await _work(house, name, stop)


async def _work(house: House, name: str, stop: asyncio.Event) -> None:
    kept = _Kept()
    while not stop.is_set():
        try:
            await kept.keep(house)
            job = await _take(house, name)
        except StoreUnavailable as error:
            get_logger().warning("store_unavailable", code=error.code)
            await _pause(stop, _PAUSE_SECONDS)
            continue
        if job is None:
            await _pause(stop, _POLL_SECONDS)
            continue
        steps.reached("screening:taken")
        await _do(house, job, stop)


@dataclass(slots=True)
class _Kept:
    """What is done now and then beside the jobs, and when it was done last."""

    tidied: datetime | None = None
    retained: datetime | None = None
    looked: float | None = None

    async def keep(self, house: House) -> None:
        """Do what is due: first of all give back the jobs of those that were killed."""
        passed, now = time.monotonic(), house.now()
        if self.looked is None or passed - self.looked >= _LOOK_FOR_DEAD_SECONDS:
            if freed := await free_jobs_of_dead(house.vault, now=now):
                get_logger().warning("jobs_freed", count=freed)
            self.looked = passed
        if self.tidied is None or now - self.tidied >= _TIDY_EVERY:
            await tidy_store(house.vault, now=now)
            await asyncio.to_thread(forget_the_dead, house.vault)
            self.tidied = now
        if self.retained is None or now - self.retained >= _RETAIN_EVERY:
            await run_retention(house.vault, checks_days=house.policy.retain_checks_days, now=now, origin="worker")
            self.retained = now


async def _take(house: House, name: str) -> Job | None:
    async with house.vault.db.read() as connection:
        if not await is_any_free(connection, now=house.now(), kinds=_KINDS):
            return None
    async with house.vault.db.write() as connection:
        return await take_job(connection, name, now=house.now(), lease=house.lease, kinds=_KINDS)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _do(house: House, job: Job, stop: asyncio.Event) -> None:
    """Run one job; when told to stop, wait for it a little."""
    work = asyncio.ensure_future(_work_of(house, job))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            await asyncio.wait({work}, timeout=_GRACE_SECONDS)
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
    finally:
        stopping.cancel()
        # Where this task itself is cancelled, so is the work.
        work.cancel()
    await _settle(house, job, work)


async def _work_of(house: House, job: Job) -> JobEnd:
    """Do a job; say how that ended."""
    match job.kind:
        case JobKind.KEEP_OUT:
            return await keep_out_number(house.vault, job, house.lists, now=house.now, lease=house.lease)
        case JobKind.BRING_BACK:
            return await bring_back_number(
                house.vault, job, house.lists, house.means, policy=house.policy, now=house.now, lease=house.lease
            )
        case JobKind.RETRO_MATCH:
            is_done = await look_back(house.vault, job, house.lists, house.means, policy=house.policy, now=house.now, lease=house.lease)
            return JobEnd.DONE if is_done else JobEnd.GIVEN_UP
        case JobKind.SCREEN:
            times = Times(house.now, house.lease)
            return await screen_submission(house.vault, job, house.lists, house.means, policy=house.policy, times=times)
        case _:
            assert_never(job.kind)


async def _settle(house: House, job: Job, work: asyncio.Future[JobEnd]) -> None:
    """Look how a job ended. Whatever is unforeseen gives it back, to be begun anew after a pause that grows.

    When it was begun five times a file has failed and a look back is given up; a number that became protected is taken out however often
    that has to be begun, unless what its entry says cannot be read.
    """
    log = get_logger().bind(job=job.id, submission=job.submission_id, attempt=job.attempts)
    if work.cancelled():
        await _give_back(house, job, counts=False, after=timedelta(0))
        log.info("job_handed_back")
        return
    error = work.exception()
    if error is None:
        _tell_end(log, job, work.result())
    elif isinstance(error, LeaseLost):
        log.warning("lease_lost")
    elif isinstance(error, MatcherError):
        # The store or its keys; the job is not to blame.
        log.warning("job_put_off", code=error.code)
        await _give_back(house, job, counts=False, after=timedelta(seconds=_PAUSE_SECONDS))
    else:
        log.error("job_broke", exc_info=error)
        await _give_back(house, job, counts=True, after=timedelta(seconds=2**job.attempts))


def _tell_end(log: FilteringBoundLogger, job: Job, end: JobEnd) -> None:
    """Say how a job ended that raised nothing."""
    if end is JobEnd.DONE:
        log.info("job_done")
    elif end is JobEnd.PUT_OFF:
        log.info("job_put_off")
    elif job.kind is JobKind.RETRO_MATCH:
        log.error("look_back_given_up", list_version=job.object_id)
    elif job.kind is JobKind.BRING_BACK:
        log.error("bringing_back_given_up", entry=job.object_id)
    elif job.kind is JobKind.KEEP_OUT:
        log.error("keeping_out_given_up", entry=job.object_id)
    elif end is JobEnd.UNREADABLE:
        log.warning("file_unreadable")
    else:
        # What it was, and what the person can do, stands with the submission.
        log.error("job_failed")


async def _give_back(house: House, job: Job, *, counts: bool, after: timedelta) -> None:
    """Give a job back. Where the store does not answer, its lease runs out by itself."""
    with suppress(StoreUnavailable):
        async with house.vault.db.write() as connection:
            await release_job(connection, job, run_after=house.now() + after, counts=counts)
