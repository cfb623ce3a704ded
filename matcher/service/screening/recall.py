"""Recalls what a number caused that the list took back: matches are marked, alerts retracted, and whoever was told is told of that.

Part of the job that looks back for a version (`retro_match`); killed at any moment it is gone on with, and written once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.actor import Actor, Role, SignedInBy
from matcher.domain.audit import AuditAction, Deed
from matcher.domain.permission import Action, ObjectFacts, may, may_see_line
from matcher.domain.register import RecordKind, Register, is_number, slots_of
from matcher.domain.routing import roles_for
from matcher.domain.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.service.lists.line_lists import PublishedList
from matcher.service.screening.looking_back import ChangedAllTheTime, Look
from matcher.store import steps
from matcher.store.accounts import find_account
from matcher.store.alert_grounds import read_grounds
from matcher.store.alerts import SETTLED, StoredAlert
from matcher.store.audit import put_on_record
from matcher.store.line_lists import ListVersion
from matcher.store.matches import StoredMatch
from matcher.store.recalls import (
    NewNotice,
    Recall,
    holding_matches,
    mark_match,
    open_recalls,
    readers_of,
    readers_of_alerts,
    retract_alerts,
    write_notices,
)
from matcher.store.submissions import StoredSubmission, find_submission
from matcher.store.vault import Connection

_ORIGIN = "worker"
_TRIES = 6
#: Numbers that are asked for between two looks at the clock.
_AT_ONCE = 5000
_READS = (Action.SUBMISSION_READ_RESULT, Action.ALERT_READ)


async def recall_numbers(look: Look, version: ListVersion, base: Register) -> None:
    """Recall everything that rests on numbers a version took back.

    Args:
        look: The job this is a part of.
        version: Which version.
        base: The list as it was before.
    """
    async with look.vault.db.read() as connection:
        wanted = await open_recalls(connection, version.id)
    # A short file takes very many back at once, and most of them stand on no phone.
    cases = await look.beating(asyncio.to_thread(_numbers_of, look, wanted, base))
    due = look.next_sign()
    for start in range(0, len(cases), _AT_ONCE):
        async with look.vault.db.read() as connection:
            touched = await _touched(connection, version.organisation_id, cases[start : start + _AT_ONCE])
        for case, submission_id in touched:
            # One that another record holds up writes nothing, and there may be very many.
            due = await _sign(look, due)
            try:
                await _recall_one(look, version.organisation_id, submission_id, case)
            except SealBroken:
                await look.leave_aside(version.organisation_id, submission_id)
                continue
            steps.reached("recall:one-recalled")
        due = await _sign(look, due)
    steps.reached("recall:all-recalled")


async def _sign(look: Look, due: datetime) -> datetime:
    """Give a sign of life where one is due, and say when the next one is."""
    if look.now() < due:
        return due
    async with look.vault.db.write() as connection:
        await look.stay_alive(connection)
    return look.next_sign()


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that was taken back."""

    recall: Recall
    number: str
    tokens: frozenset[bytes]


def _numbers_of(look: Look, wanted: Sequence[Recall], base: Register) -> list[_Number]:
    """Give the numbers of recalls; it blocks for as long as that takes."""
    known = [(each, record) for each in wanted if (record := base.get(RecordKind.NUMBER, each.record_id)) is not None]
    slots = slots_of([record for _, record in known], look.lists.conventions)
    tokens = look.vault.keys.every_token
    return [_Number(each, slot, frozenset(tokens(slot))) for (each, _), slot in zip(known, slots, strict=True) if is_number(slot)]


async def _touched(connection: Connection, organisation_id: str, cases: Sequence[_Number]) -> list[tuple[_Number, str]]:
    """Give the submissions in which numbers matched their line and were not recalled yet, by the number."""
    by_token: dict[bytes, list[_Number]] = {}
    for case in cases:
        for token in case.tokens:
            by_token.setdefault(token, []).append(case)
    rows = await holding_matches(connection, organisation_id, by_token)
    found = [(case, row.submission_id) for row in rows for case in by_token[row.number_token] if case.recall.line_id == row.line_id]
    return sorted(found, key=lambda each: (each[0].recall.id, each[1]))


async def _recall_one(look: Look, organisation_id: str, submission_id: str, case: _Number) -> None:
    for _ in range(_TRIES):
        async with look.vault.db.read() as connection:
            published = await look.lists.latest(connection, organisation_id)
        if published is None or _is_listed(published, case):
            # Another record, or a later version, has the number for this line: what was told rests on that.
            return
        async with look.strides.write() as connection:
            await look.stay_alive(connection)
            if not await look.is_as_read(connection, organisation_id, published.version_id, published.guards.edition):
                continue
            submission = await find_submission(connection, submission_id, locked=True)
            if submission is not None and submission.erased_at is None and submission.status is SubmissionStatus.DONE:
                await _Recalling(look, connection, submission, case, look.now()).go()
            steps.reached("recall:within-transaction")
            return
    raise ChangedAllTheTime


def _is_listed(published: PublishedList, case: _Number) -> bool:
    entries = published.whole.entries.get(case.number, ())
    return any(entry.line_id == case.recall.line_id and entry.intel_grade != "E" for entry in entries)


@dataclass(frozen=True, slots=True)
class _Recalling:
    """The recall of one number in one submission, in one transaction."""

    look: Look
    connection: Connection
    submission: StoredSubmission
    case: _Number
    now: datetime

    async def go(self) -> None:
        """Do it."""
        marked = await mark_match(self.connection, self.submission.id, self.case.recall, self.case.tokens)
        if marked is None:
            return
        keys, submission, recall = self.look.vault.keys, self.submission, self.case.recall
        grounds = await read_grounds(self.connection, keys, submission.id)
        notices = [each async for each in self._about_match(marked)]
        gone = []
        for alert in grounds.alerts:
            if alert.recall_id is not None or marked.id not in grounds.rests_on(alert):
                continue
            if not grounds.stands(alert):
                gone.append(alert.id)
            if alert.state != SETTLED:
                notices += [each async for each in self._about_alert(alert)]
        await retract_alerts(self.connection, gone, recall)
        await write_notices(self.connection, submission.organisation_id, submission.id, notices, now=self.now)
        if not marked.is_restricted:
            action = AuditAction.SUBMISSION_RECALLED
            deed = Deed(self.now, submission.organisation_id, None, action, "submission", submission.id, origin=_ORIGIN)
            await put_on_record(self.connection, keys, [deed])
        else:
            await put_on_record(self.connection, keys, [])

    async def _about_match(self, marked: StoredMatch) -> AsyncIterator[NewNotice]:
        """Yield notices for those who read the answer, and for whoever handed the phone in."""
        readers = set(await readers_of(self.connection, self.submission.organisation_id, self.submission.id))
        if not marked.is_restricted:
            readers.add(self.submission.submitter_id)
        for reader in sorted(readers):
            if await self._may_know(reader, is_restricted=marked.is_restricted):
                yield NewNotice(self.case.recall.id, "", reader, marked.is_restricted)

    async def _about_alert(self, alert: StoredAlert) -> AsyncIterator[NewNotice]:
        """Yield notices for those an alert was for: one account, one role, or the roles it was routed to and whoever of them looked."""
        if alert.recipient_id is not None:
            yield NewNotice(self.case.recall.id, alert.id, alert.recipient_id, alert.is_restricted)
            return
        roles = [alert.for_role] if alert.for_role else roles_for(alert.rule, alert.body["recipients"], alert.urgency)
        for role in sorted(roles):
            # Partners have a sanitised concern of a restricted line too, and hear in the same way that it does not hold.
            yield NewNotice(self.case.recall.id, alert.id, str(role), alert.is_restricted and role != Role.SAFEGUARDING.value)
        if alert.for_role is not None:
            return
        for reader in await readers_of_alerts(self.connection, self.submission.organisation_id, since=alert.created_at):
            if await self._may_know(reader, is_restricted=alert.is_restricted):
                yield NewNotice(self.case.recall.id, alert.id, reader, alert.is_restricted)

    async def _may_know(self, account_id: str, *, is_restricted: bool) -> bool:
        account = await find_account(self.connection, account_id)
        if account is None or account.organisation_id != self.submission.organisation_id:
            return False
        actor: Actor = account.actor(SignedInBy.PASSWORD)
        facts = ObjectFacts(actor.organisation_id, is_restricted=is_restricted, owner_unit=self.case.recall.owner_unit)
        return any(may(actor, each, self.submission.facts).allowed for each in _READS) and may_see_line(actor, facts)
