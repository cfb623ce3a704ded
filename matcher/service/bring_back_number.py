"""Looks again for a number that was protected by mistake, in the phones it was taken out of: what the job in the queue asks for.

What was taken out is kept sealed for a while (`store/set_aside`). The number is kept again with each phone that had it, and the list as it
is now decides what is found, as after a publication (`retro_match`). Killed at any moment it is begun anew; each phone is written once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matcher.domain.guarding.guard_number import Guard
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.service.screening.jailed_screening import ScreeningMeans
from matcher.service.screening.later_case import compose, read_case, write_case
from matcher.service.screening.looking_back import ChangedAllTheTime, Look
from matcher.service.screening.set_free import is_settled, lines_before
from matcher.store import steps
from matcher.store.audit import check_end
from matcher.store.guard_numbers import StoredGuard, find_guard, hold_edition, live_guards
from matcher.store.jobs import MOST_ATTEMPTS, Job, JobEnd, JobState, LeaseLost, finish_job, release_job
from matcher.store.set_aside import Kept, bring_back, find_set_aside, forget_set_aside, is_being_kept_out
from matcher.store.strides import Strides
from matcher.store.submissions import find_submission
from matcher.store.vault import Connection, Vault

_REST = 2.0
_TRIES = 6
#: How long is waited where the number is still being taken out.
_PAUSE = timedelta(seconds=1)


async def bring_back_number(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    job: Job,
    lists: LineLists,
    means: ScreeningMeans,
    *,
    policy: SubmissionPolicy,
    now: Callable[[], datetime],
    lease: timedelta,
) -> JobEnd:
    """Look again for the numbers of an entry that was taken off the protected ones.

    Returns:
        Whether that was done, put off, or given up: it had been begun too often, or what the entry says was changed in the store.

    Raises:
        LeaseLost: the job is no longer ours; nothing more was done.
        SealBroken: what every phone needs was changed, and not what the entry says.
        StoreUnavailable: the store does not answer; the job is taken again when its lease runs out.
    """
    look = Look(vault, job, lists, means, now, lease, Strides(vault.db, rest=_REST), policy)
    try:
        async with vault.db.read() as connection:
            guard = await find_guard(connection, vault.keys, job.object_id or "")
            is_early = guard is not None and await is_being_kept_out(connection, guard.id)
    except SealBroken:
        async with vault.db.read() as connection:
            await check_end(connection, vault.keys)
        return await _give_up(look)
    if job.attempts > MOST_ATTEMPTS:
        return await _give_up(look)
    if is_early:
        return await _wait(look)
    if guard is not None and guard.removed_at is not None and guard.entry.guard is Guard.PROTECTED:
        await _Bringing(look, guard).go()
        steps.reached("bringing-back:before-close")
    await look.close(None)
    return JobEnd.DONE


async def _give_up(look: Look) -> JobEnd:
    async with look.vault.db.write() as connection:
        if not await finish_job(connection, look.job, JobState.DEAD, now=look.now()):
            raise LeaseLost
    return JobEnd.GIVEN_UP


async def _wait(look: Look) -> JobEnd:
    async with look.vault.db.write() as connection:
        if not await release_job(connection, look.job, run_after=look.now() + _PAUSE, counts=False):
            raise LeaseLost
    return JobEnd.PUT_OFF


@dataclass(frozen=True, slots=True)
class _Bringing:
    """One run of the job."""

    look: Look
    guard: StoredGuard

    async def go(self) -> None:
        """Look at every phone the numbers were taken out of."""
        look = self.look
        async with look.vault.db.read() as connection:
            found = await find_set_aside(connection, look.vault.keys, self.guard.organisation_id, self.guard.entry.covers)
        by_phone: dict[str, list[Kept]] = {}
        for each in found:
            by_phone.setdefault(each.what.submission_id, []).append(each)
        for submission_id, several in sorted(by_phone.items()):
            try:
                await self._one(submission_id, several)
            except SealBroken:
                get_logger().error("submission_unreadable", job=look.job.id, submission=submission_id)
            steps.reached("bringing-back:one-looked-at")

    async def _one(self, submission_id: str, several: Sequence[Kept]) -> None:
        for _ in range(_TRIES):
            async with self.look.vault.db.read() as connection:
                published = await self.look.lists.latest(connection, self.guard.organisation_id)
                edition, free = await self._free(connection, several)
            async with self.look.strides.write() as connection:
                await self.look.stay_alive(connection)
                if not await self._is_as_read(connection, published, edition):
                    continue
                await self._write(connection, submission_id, free, published)
                steps.reached("bringing-back:within-transaction")
                return
        raise ChangedAllTheTime

    async def _free(self, connection: Connection, several: Sequence[Kept]) -> tuple[int, Sequence[Kept]]:
        """Give those that no other entry protects; the others stay set aside for as long as they are kept."""
        owner = self.guard.organisation_id
        edition = (await self.look.lists.guards.of(connection, owner)).edition
        live = [each.entry for each in await live_guards(connection, self.look.vault.keys, owner) if each.entry.guard is Guard.PROTECTED]
        return edition, [each for each in several if not any(entry.covers(each.what.e164) for entry in live)]

    async def _is_as_read(self, connection: Connection, published: PublishedList | None, edition: int) -> bool:
        owner = self.guard.organisation_id
        if published is None:
            return await hold_edition(connection, owner) == edition
        is_same = published.guards.edition == edition
        return is_same and await self.look.is_as_read(connection, owner, published.version_id, edition)

    async def _write(self, connection: Connection, submission_id: str, free: Collection[Kept], published: PublishedList | None) -> None:
        """Keep the numbers again, look for them, and forget that they were set aside, all of it or nothing."""
        look, now = self.look, self.look.now()
        submission = await find_submission(connection, submission_id, locked=True)
        if submission is not None and submission.erased_at is None and free:
            await bring_back(connection, look.vault.keys, submission.organisation_id, free)
            wanted = _wanted(free, published)
            case = None
            if wanted and published is not None:
                case = await read_case(connection, look.vault.keys, submission_id, wanted, published)
            if case is not None and published is not None:
                case = replace(case, set_free=lines_before(free))
                made = await asyncio.to_thread(compose, look.vault.keys, case, published, look.means, now=now)
                if made is not None:
                    is_waiting = look.policy.is_reviewed_first
                    await write_case(connection, look.vault.keys, case, made, now=now, is_reviewed_first=is_waiting)
        # What the list has for none of its lines by now is kept, to be told to everybody again once it has (`retro_match`).
        await forget_set_aside(connection, [each.id for each in free if published is None or is_settled(each, published.whole)])


def _wanted(free: Collection[Kept], published: PublishedList | None) -> Mapping[str, frozenset[str]]:
    """Give the numbers that stand on the list, with their lines."""
    if published is None:
        return {}
    lines = {each.what.e164: frozenset(entry.line_id for entry in published.whole.entries.get(each.what.e164, ())) for each in free}
    return {number: ids for number, ids in lines.items() if ids}
