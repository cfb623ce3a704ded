"""Looks back for a version of the list: what the job in the queue asks for.

Every number that is new or changed is looked for in what was handed in before, and what was taken back is recalled (`recall`). Killed at
any moment it is gone on with; run twice it changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matcher.domain.register import Change, Register, diff
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.upkeep.list_effects import numbers_left, numbers_moving, numbers_taken_off, numbers_wanted, people_brought
from matcher.errors import SealBroken
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.service.screening.jailed_screening import ScreeningMeans
from matcher.service.screening.later_case import LaterCase, Made, compose, read_case, write_case
from matcher.service.screening.looking_back import ChangedAllTheTime, Look
from matcher.service.screening.misdated_recall import holding_less, recall_misdated
from matcher.service.screening.people_again import bring_people_back
from matcher.service.screening.recall import recall_numbers
from matcher.service.screening.set_free import is_settled, kept_by_phone, lines_before
from matcher.store import steps
from matcher.store.jobs import MOST_ATTEMPTS, Job
from matcher.store.line_lists import ListVersion, find_version, versions_of
from matcher.store.retro import RetroRun, RetroState, find_run, find_touched, is_any_under_way, note_progress
from matcher.store.set_aside import Kept, forget_set_aside
from matcher.store.strides import Strides
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Vault

#: Numbers that are looked for between two signs of life.
_NUMBERS = 200
#: So many times a submission is judged anew where the list changes meanwhile.
_TRIES = 6
#: A thousand phones are to be looked at within a minute, so that the pen lies free for less long than after other work in strides.
_REST = 2.0
#: How long is waited for files that are being read.
_PAUSE = timedelta(seconds=1)

#: Number -> the lines it is new or changed for.
Wanted = Mapping[str, AbstractSet[str]]


async def look_back(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    job: Job,
    lists: LineLists,
    means: ScreeningMeans,
    *,
    policy: SubmissionPolicy,
    now: Callable[[], datetime],
    lease: timedelta,
) -> bool:
    """Look for the numbers of a version in what was handed in before, and recall what it took back.

    Returns:
        Whether it goes on or has come to its end: not where it was given up, for it had been begun too often.

    Raises:
        LeaseLost: the job is no longer ours; nothing more was done.
        StoreUnavailable: the store does not answer; the job is taken again when its lease runs out.
    """
    look = Look(vault, job, lists, means, now, lease, Strides(vault.db, rest=_REST), policy)
    async with vault.db.read() as connection:
        version = await find_version(connection, job.object_id or "")
        run = await find_run(connection, job.object_id or "")
    if version is None or run is None or run.finished_at is not None:
        await look.close(None)
        return True
    if job.attempts > MOST_ATTEMPTS:
        await look.give_up(version)
        return False
    await _Run(look, version, run).go()
    return True


@dataclass(frozen=True, slots=True)
class _Run:
    """One look back."""

    look: Look
    version: ListVersion
    run: RetroRun

    async def go(self) -> None:
        """Do it all; where files are being read that are answered from an earlier version, once more when they are done.

        Of a run that was cut short nobody knows what was being read when it began, so it is looked at twice too.
        """
        look, version, run = self.look, self.version, self.run
        is_last = run.state is RetroState.RUNNING and run.numbers_done >= run.numbers
        is_resumed = 0 < run.numbers_done < run.numbers
        async with look.vault.db.read() as connection:
            others = await is_any_under_way(connection, version)
        if is_last and others:
            await look.wait(run, _PAUSE)
            return
        base, register = await look.beating(self._registers())
        steps.reached("retro-match:begun")
        changes = (await look.beating(asyncio.to_thread(diff, base, register))).changes
        # Found under its new line before it is taken back of the old one: a concern about a child is not withdrawn for a moment.
        left = await self._move(changes)
        await recall_numbers(look, version, base)
        await bring_people_back(look, version, people_brought(changes, look.lists.conventions))
        wanted = numbers_wanted(changes, register, look.lists.conventions)
        wanted = {number: wanted.get(number, set()) | left.get(number, set()) for number in wanted.keys() | left.keys()}
        await self._go_through(wanted, is_last=is_last)
        async with look.vault.db.read() as connection:
            others = others or await is_any_under_way(connection, version)
        if is_last or not (others or is_resumed):
            steps.reached("retro-match:before-close")
            await look.close(version)
        else:
            await look.wait(run, _PAUSE if others else timedelta(0))

    async def _registers(self) -> tuple[Register, Register]:
        look, version = self.look, self.version
        async with look.vault.db.read() as connection:
            before = [each for each in await versions_of(connection, version.organisation_id) if each.number < version.number]
            base = await look.lists.register_of(connection, before[0].id) if before else Register()
            return base, await look.lists.register_of(connection, version.id)

    async def _move(self, changes: Sequence[Change]) -> dict[str, set[str]]:
        """Look for the numbers that this version takes off one line, and that the list has for another.

        Returns:
            Those that another record of the line has still, as E.164, with these lines.
        """
        look, owner = self.look, self.version.organisation_id
        async with look.vault.db.read() as connection:
            published = await look.lists.latest(connection, owner)
        if published is None:
            return {}
        conventions = look.lists.conventions
        taken_off = await look.beating(asyncio.to_thread(numbers_taken_off, changes, conventions))
        moving = await look.beating(asyncio.to_thread(numbers_moving, taken_off, published.whole, conventions))
        numbers = sorted(moving)
        for start in range(0, len(numbers), _NUMBERS):
            await self._batch({number: moving[number] for number in numbers[start : start + _NUMBERS]}, is_moving=True)
            async with look.strides.write() as connection:
                await look.stay_alive(connection)
        return await look.beating(asyncio.to_thread(numbers_left, taken_off, published.whole, conventions))

    async def _go_through(self, wanted: Wanted, *, is_last: bool) -> None:
        run = self.run
        numbers = sorted(wanted)
        for start in range(0 if is_last else min(run.numbers_done, len(numbers)), len(numbers), _NUMBERS):
            batch = numbers[start : start + _NUMBERS]
            await self._batch({number: wanted[number] for number in batch})
            async with self.look.strides.write() as connection:
                await self.look.stay_alive(connection)
                if not is_last:
                    # What is left of the count, where the list holds a number twice, is added at the end.
                    await note_progress(connection, run.version_id, numbers_done=min(start + len(batch), run.numbers))
            steps.reached("retro-match:batch-done")

    async def _batch(self, wanted: Wanted, *, is_moving: bool = False) -> None:
        tokens = {token: number for number in wanted for token in self.look.vault.keys.every_token(number)}
        async with self.look.vault.db.read() as connection:
            touched = await find_touched(connection, self.version.organisation_id, tokens, today=self.look.now().date())
            kept = await kept_by_phone(connection, self.look.vault.keys, self.version.organisation_id, wanted)
        due = self.look.next_sign()
        less: list[StoredSubmission] = []
        for submission_id in sorted(touched):
            # One that brings nothing writes nothing, and there may be very many.
            if self.look.now() >= due:
                async with self.look.vault.db.write() as connection:
                    await self.look.stay_alive(connection)
                due = self.look.next_sign()
            try:
                numbers = {number: wanted[number] for number in touched[submission_id]}
                theirs = [each for each in kept.get(submission_id, ()) if each.what.e164 in numbers]
                case = await self._one(submission_id, numbers, theirs, is_moving=is_moving)
            except SealBroken:
                await self.look.leave_aside(self.version.organisation_id, submission_id)
                continue
            less += [case.submission] if case is not None and not is_moving else []
        # The latest first: what an earlier phone told for a later one, that does not hold there either, is not raised there for a moment.
        for each in sorted(less, key=lambda each: (each.created_at, each.id), reverse=True):
            try:
                await recall_misdated(self.look, each, {number: wanted[number] for number in touched[each.id]})
            except SealBroken:
                await self.look.leave_aside(self.version.organisation_id, each.id)

    async def _one(self, submission_id: str, wanted: Wanted, kept: Sequence[Kept], *, is_moving: bool) -> LaterCase | None:
        """Look at one submission, in a transaction of its own; it is judged anew where the list becomes another one meanwhile.

        Returns:
            What is known of it, where more was told of a match that holds than the list holds of it by now.
        """
        for _ in range(_TRIES):
            now = self.look.now()
            async with self.look.vault.db.read() as connection:
                published = await self.look.lists.latest(connection, self.version.organisation_id)
                if published is None:
                    return None
                case = await read_case(connection, self.look.vault.keys, submission_id, wanted, published)
            if case is None:
                return None
            case = replace(case, set_free=lines_before(kept), is_moving=is_moving)
            made = await asyncio.to_thread(compose, self.look.vault.keys, case, published, self.look.means, now=now)
            told = case if await asyncio.to_thread(holding_less, case, published, self.look.means) else None
            if made is None:
                return told
            settled = [each.id for each in kept if is_settled(each, published.whole)]
            if await self._write(case, made, published, settled):
                steps.reached("retro-match:one-touched")
                return told
        raise ChangedAllTheTime

    async def _write(self, case: LaterCase, made: Made, published: PublishedList, settled: Collection[str]) -> bool:
        async with self.look.strides.write() as connection:
            await self.look.stay_alive(connection)
            version_id, edition = published.version_id, published.guards.edition
            if not await self.look.is_as_read(connection, self.version.organisation_id, version_id, edition):
                return False
            is_waiting = self.look.policy.is_reviewed_first
            is_done = await write_case(connection, self.look.vault.keys, case, made, now=self.look.now(), is_reviewed_first=is_waiting)
            if is_done:
                await forget_set_aside(connection, settled)
            steps.reached("retro-match:within-transaction")
        return is_done
