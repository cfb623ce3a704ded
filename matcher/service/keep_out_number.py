"""Takes a number that became protected out of what was answered before: what the job in the queue asks for.

Killed at any moment, it is begun anew; what was taken out is out, and taking it out twice changes nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.access.actor import Role
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.alerts.guard_alert import RULE, guard_alert
from matcher.domain.alerts.rule import Recipient
from matcher.domain.guarding.guard_number import Guard, GuardEntry
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.service.lists.line_lists import LineLists
from matcher.service.views.guard_effect import Circle, GuardEffect, by_circle, effect_of, standings_in
from matcher.store import steps
from matcher.store.alerts import StoredAlert, has_alert_about, write_alerts
from matcher.store.audit import check_end, put_on_record
from matcher.store.guard_numbers import StoredGuard, find_guard, live_guards, owner_of_guard
from matcher.store.ids import new_id
from matcher.store.jobs import Job, JobEnd, JobState, LeaseLost, finish_job, keep_lease
from matcher.store.kept_out import Protecting, forget_checked, found_by_token, keep_out, page_of_answered, protecting, tells_of_any
from matcher.store.key_ring import Keys
from matcher.store.submissions import find_submission
from matcher.store.vault import Connection, Vault

_ORIGIN = "worker"
#: Submissions that are looked at between two signs of life.
_PAGE = 50
_LONGEST_REST = 0.05
_SUPERVISORS: Mapping[Role, Recipient] = {Role.SUPERVISOR: Recipient.SUPERVISOR}
_OWNERS: Mapping[Role, Recipient] = {Role.ANALYST: Recipient.OWNER_UNIT}


async def keep_out_number(vault: Vault, job: Job, lists: LineLists, *, now: Callable[[], datetime], lease: timedelta) -> JobEnd:
    """Take the numbers of an entry out of every answer, match, alert and token of its organisation.

    Returns:
        Whether that was done, or given up: what the entry says was changed in the store, so nobody knows what to take out.

    Raises:
        LeaseLost: the job is no longer ours; nothing more was done.
        SealBroken: what every phone needs was changed, and not what the entry says.
        StoreUnavailable: the store does not answer; the job is taken again when its lease runs out.
    """
    work = _Work(vault, job, now, lease)
    try:
        async with vault.db.read() as connection:
            guard = await find_guard(connection, vault.keys, job.object_id or "")
    except SealBroken:
        await work.give_up()
        return JobEnd.GIVEN_UP
    if guard is None or guard.removed_at is not None or guard.entry.guard is not Guard.PROTECTED:
        await work.close(None)
        return JobEnd.DONE
    what = await asyncio.to_thread(protecting, vault.keys, guard, region=lists.region, test_numbers=lists.test_numbers)
    await work.tell_keepers(guard, lists)
    async with vault.db.read() as connection:
        tokens = await found_by_token(connection, what)
    is_whole = await work.go_through(what, tokens)
    async with vault.db.write() as connection:
        await work.stay_alive(connection)
        await forget_checked(connection, vault.keys, what)
    await work.close(guard.id, guard.organisation_id, is_whole=is_whole)
    return JobEnd.DONE


@dataclass(frozen=True, slots=True)
class _Work:
    vault: Vault
    job: Job
    now: Callable[[], datetime]
    lease: timedelta

    async def stay_alive(self, connection: Connection) -> None:
        """Give a sign of life; what is done in this transaction is done only while the job is ours."""
        await keep_lease(connection, self.job, now=self.now(), lease=self.lease)

    async def tell_keepers(self, guard: StoredGuard, lists: LineLists) -> None:
        """Tell them once, before anything is taken out, where the number stands on the list of their organisation, and what rests on it."""
        keys, owner = self.vault.keys, guard.organisation_id
        async with self.vault.db.read() as connection:
            if await has_alert_about(connection, guard.id, RULE):
                return
            _, register = await lists.latest_register(connection, owner)
            found = await asyncio.to_thread(standings_in, register, guard.entry, lists.conventions)
            before = await _protected_before(connection, keys, guard)
            told = by_circle((each for each in found if not any(entry.covers(each.number) for entry in before)), register)
            effects = {circle: await effect_of(connection, keys, owner, several) for circle, several in told.items()}
        now = self.now()
        raised = [
            _alert(guard, circle, effect, now, role)
            for circle, effect in effects.items()
            if effect is not None
            for role in _keepers(circle)
        ]
        async with self.vault.db.write() as connection:
            await self.stay_alive(connection)
            await write_alerts(connection, keys, raised)
            opened = [each.id for each in raised if not each.is_restricted]
            action = AuditAction.ALERT_RAISED
            await put_on_record(connection, keys, [Deed(now, owner, None, action, "alert", each, origin=_ORIGIN) for each in opened])

    async def go_through(self, what: Protecting, tokens: dict[str, set[bytes]]) -> bool:
        """Look at every submission that has an answer; one that tells of what is protected is freed of it in a transaction of its own.

        Returns:
            Whether it was taken out of all of them: one whose seal is broken is left aside, and must not keep it in all others.
        """
        last, is_whole = "", True
        while True:
            async with self.vault.db.read() as connection:
                page = await page_of_answered(connection, what.organisation_id, after=last, limit=_PAGE)
                telling = [each for each in page if each in tokens or await self._may_tell(connection, each, what)]
            if not page:
                return is_whole
            async with self.vault.db.write() as connection:
                await self.stay_alive(connection)
            for submission_id in telling:
                begun = time.monotonic()
                try:
                    async with self.vault.db.write() as connection:
                        await self._free(connection, submission_id, what, tokens.get(submission_id, ()))
                        steps.reached("keeping-out:within-transaction")
                except SealBroken:
                    get_logger().error("submission_unreadable", job=self.job.id, submission=submission_id)
                    is_whole = False
                steps.reached("keeping-out:one-freed")
                # Others may take the pen of the embedded store; what is protected is not to stand in an answer for long, though.
                await asyncio.sleep(min(time.monotonic() - begun, _LONGEST_REST))
            last = page[-1]

    async def _may_tell(self, connection: Connection, submission_id: str, what: Protecting) -> bool:
        try:
            return await tells_of_any(connection, self.vault.keys, submission_id, what)
        except SealBroken:
            # Nobody knows; that is found out again, and told, where it would be freed of it.
            return True

    async def _free(self, connection: Connection, submission_id: str, what: Protecting, tokens: Collection[bytes]) -> None:
        await self.stay_alive(connection)
        found = await find_submission(connection, submission_id, locked=True)
        if found is not None and found.erased_at is None:
            await keep_out(connection, self.vault.keys, submission_id, what, tokens)

    async def close(
        self, guard_id: str | None, organisation_id: str | None = None, *, is_whole: bool = True, state: JobState = JobState.DONE
    ) -> None:
        """Close the job; that the number was taken out, or not of all, is on record, and not of which submissions."""
        now = self.now()
        async with self.vault.db.write() as connection:
            if not await finish_job(connection, self.job, state, now=now):
                raise LeaseLost
            if guard_id is not None:
                outcome, reason = (Outcome.DONE, None) if is_whole else (Outcome.FAILED, SealBroken.code)
                action = AuditAction.GUARD_APPLIED
                deed = Deed(now, organisation_id, None, action, "number_list", guard_id, outcome, _ORIGIN, reason)
                await put_on_record(connection, self.vault.keys, [deed])
            steps.reached("keeping-out:before-commit")

    async def give_up(self) -> None:
        """Give the job up, and say so on record: what the entry says cannot be read.

        Raises:
            SealBroken: it is not the entry alone that cannot be opened.
        """
        async with self.vault.db.read() as connection:
            await check_end(connection, self.vault.keys)
            organisation_id = await owner_of_guard(connection, self.job.object_id or "")
        await self.close(self.job.object_id, organisation_id, is_whole=False, state=JobState.DEAD)


async def _protected_before(connection: Connection, keys: Keys, guard: StoredGuard) -> list[GuardEntry]:
    """Give what was protected when an entry was added: of that nothing changes."""
    try:
        others = await live_guards(connection, keys, guard.organisation_id)
    except SealBroken:
        # Another entry was changed: then it is told rather once too often.
        return []
    earlier = [each for each in others if (each.added_at, each.id) < (guard.added_at, guard.id)]
    return [each.entry for each in earlier if each.entry.guard is Guard.PROTECTED]


def _keepers(circle: Circle) -> Mapping[Role, Recipient]:
    """Give who is told: of restricted lines those who keep them too, for it may be that no supervisor is cleared."""
    return {**_SUPERVISORS, **_OWNERS} if circle.is_restricted else _SUPERVISORS


def _alert(guard: StoredGuard, circle: Circle, effect: GuardEffect, now: datetime, role: Role) -> StoredAlert:
    """Give what one role hears, as far as its people may know of these lines."""
    alert_id = new_id("alr")
    body = {"id": alert_id, **guard_alert(effect.lines, effect.taken, _keepers(circle)[role])}
    return StoredAlert(
        id=alert_id,
        submission_id=None,
        organisation_id=guard.organisation_id,
        rule=body["rule"],
        urgency=body["urgency"],
        is_restricted=circle.is_restricted,
        created_at=now,
        # Which unit owns the lines decides about who may see it, and is never shown with it.
        body={**body, "owner_unit": circle.owner_unit} if circle.is_restricted else body,
        about_id=guard.id,
        for_role=role.value,
    )
