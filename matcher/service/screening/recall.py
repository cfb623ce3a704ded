"""Recalls what numbers caused that the list took back, of lines or of people they name: matches marked, alerts retracted, the told told.

Part of the job that looks back for a version (`retro_match`); killed at any moment it is gone on with, and written once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.register import RecordKind, Register, is_number, slots_of
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.service.lists.line_lists import PublishedList
from matcher.service.screening.looking_back import ChangedAllTheTime, Look
from matcher.service.screening.telling import Telling
from matcher.store import steps
from matcher.store.alert_grounds import AlertGrounds, ground_of, read_grounds
from matcher.store.alerts import SETTLED, StoredAlert
from matcher.store.audit import put_on_record
from matcher.store.handed_over import raise_for_others
from matcher.store.line_lists import ListVersion
from matcher.store.matches import StoredMatch, reviewed_at
from matcher.store.people import StoredPerson, mark_person, people_met
from matcher.store.recalls import (
    NewNotice,
    Recall,
    holding_matches,
    is_told_of_no_concern,
    mark_match,
    moment_of_notices,
    open_recalls,
    readers_of,
    retract_alerts,
    told_that_it_fell,
    write_notices,
)
from matcher.store.same_person import find_with_person
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection

_ORIGIN = "worker"
_TRIES = 6
#: Numbers that are asked for between two looks at the clock.
_AT_ONCE = 5000


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
class NumberGone:
    """A number that does not hold for its line any more: with every phone, or with one."""

    recall: Recall
    number: str
    tokens: frozenset[bytes]
    #: Whether it is that of a person the line names.
    is_person: bool = False
    #: Whether it holds with no phone. Otherwise each is judged by itself.
    is_gone_everywhere: bool = True


def _numbers_of(look: Look, wanted: Sequence[Recall], base: Register) -> list[NumberGone]:
    """Give the numbers of recalls; it blocks for as long as that takes."""
    kinds = (RecordKind.NUMBER, RecordKind.ASSOCIATE)
    known = [(each, record) for each in wanted for kind in kinds if (record := base.get(kind, each.record_id)) is not None]
    slots = slots_of([record for _, record in known], look.lists.conventions)
    tokens = look.vault.keys.every_token
    return [
        NumberGone(each, slot, frozenset(tokens(slot)), record.kind is RecordKind.ASSOCIATE)
        for (each, record), slot in zip(known, slots, strict=True)
        if is_number(slot)
    ]


async def _touched(connection: Connection, organisation_id: str, cases: Sequence[NumberGone]) -> list[tuple[NumberGone, str]]:
    """Give the submissions in which numbers matched their line and were not recalled yet, by the number."""
    numbers, people = _by_token(case for case in cases if not case.is_person), _by_token(case for case in cases if case.is_person)
    matched = await holding_matches(connection, organisation_id, numbers)
    named = await people_met(connection, organisation_id, {token: {case.recall.line_id for case in people[token]} for token in people})
    found = [
        (case, row.submission_id)
        for rows, by_token in ((matched, numbers), (named, people))
        for row in rows
        for case in by_token[row.number_token]
        if case.recall.line_id == row.line_id
    ]
    return sorted(found, key=lambda each: (each[0].recall.id, each[1]))


def _by_token(cases: Iterable[NumberGone]) -> dict[bytes, list[NumberGone]]:
    by_token: dict[bytes, list[NumberGone]] = {}
    for case in cases:
        for token in case.tokens:
            by_token.setdefault(token, []).append(case)
    return by_token


async def _recall_one(look: Look, organisation_id: str, submission_id: str, case: NumberGone) -> None:
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
            submission = await find_with_person(connection, submission_id)
            if submission is not None and submission.erased_at is None and submission.status is SubmissionStatus.DONE:
                await Recalling(look, connection, submission, case, look.now()).go()
            steps.reached("recall:within-transaction")
            return
    raise ChangedAllTheTime


def _is_listed(published: PublishedList, case: NumberGone) -> bool:
    if case.is_person:
        return any(person.line_id == case.recall.line_id for person in published.whole.associates.get(case.number, ()))
    entries = published.whole.entries.get(case.number, ())
    return any(entry.line_id == case.recall.line_id and entry.intel_grade != "E" for entry in entries)


@dataclass(frozen=True, slots=True)
class Recalling:
    """The recall of one number in one submission, in one transaction."""

    look: Look
    connection: Connection
    submission: StoredSubmission
    case: NumberGone
    now: datetime

    async def go(self) -> None:
        """Do it."""
        marked = await self._mark()
        if marked is None:
            return
        keys, submission, recall = self.look.vault.keys, self.submission, self.case.recall
        grounds = await read_grounds(self.connection, keys, submission.id)
        resting = [alert for alert in grounds.alerts if alert.recall_id is None and marked.id in grounds.rests_on(alert)]
        notices = await self._notices(grounds, marked, [alert for alert in resting if alert.state != SETTLED])
        fallen = [alert.id for alert in resting if not grounds.stands(alert)]
        await retract_alerts(self.connection, fallen, recall.id)
        tokens = self.case.tokens if self.case.is_gone_everywhere else ()
        gone = {ground_of(marked)._replace(number_token=token) for token in tokens}
        others = await raise_for_others(self.connection, keys, fallen, now=self.now, gone=gone)
        holds = grounds.has_concern()
        at = await moment_of_notices(self.connection, submission.id, recall) or self.now
        await write_notices(self.connection, submission.organisation_id, submission.id, notices, has_concern=holds, now=at)
        deeds = [self._deed(AuditAction.ALERT_RAISED, "alert", each.id) for each in others if not each.is_restricted]
        if not marked.is_restricted:
            deeds.insert(0, self._deed(AuditAction.SUBMISSION_RECALLED, "submission", submission.id))
        await put_on_record(self.connection, keys, deeds)

    async def _notices(self, grounds: AlertGrounds, marked: StoredMatch | StoredPerson, told: Sequence[StoredAlert]) -> Sequence[NewNotice]:
        """Give who is told. Of what a reviewer had rejected those who heard or read so hear no second time that it does not hold."""
        connection, submission, line_id = self.connection, self.submission, self.case.recall.line_id
        telling = Telling(connection, submission, self.case.recall, marked, self.now, grounds.is_confirmed(line_id))
        is_of_concern = grounds.concern_rests_on(marked.id)
        if not isinstance(marked, StoredMatch) or marked.state != REJECTED:
            return await telling.about(told, is_of_concern=is_of_concern)
        # The concern is as it was before: partners have heard of it, unless the match was rejected before findings were told.
        is_news = is_of_concern and not grounds.has_concern() and not await is_told_of_no_concern(connection, submission.id)
        heard, standing = await told_that_it_fell(connection, submission.id, marked.id), {each.id for each in told if grounds.stands(each)}
        notices = await telling.about_concern(told) if is_news else []
        rejected_at = await reviewed_at(connection, marked.id)
        # What stood rejected from the beginning, because of an earlier phone of the person, was never told of otherwise.
        if rejected_at is not None:
            readers = await readers_of(connection, submission.organisation_id, submission.id, since=rejected_at)
            heard |= {("", each) for each in readers}
            notices += await telling.about(told, is_of_concern=False)
        return [each for each in notices if each.alert_id in standing or (each.alert_id, each.recipient) not in heard]

    def _deed(self, action: AuditAction, object_type: str, object_id: str) -> Deed:
        return Deed(self.now, self.submission.organisation_id, None, action, object_type, object_id, origin=_ORIGIN)

    async def _mark(self) -> StoredMatch | StoredPerson | None:
        submission_id, case = self.submission.id, self.case
        if case.is_person:
            return await mark_person(self.connection, submission_id, case.recall.line_id, case.tokens, recall_id=case.recall.id)
        return await mark_match(self.connection, submission_id, case.recall, case.tokens)
