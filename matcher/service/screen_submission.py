"""Answers a submission: what the job in the queue asks for. Killed at any moment, it is begun anew and has one effect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, BinaryIO, TypeVar, cast

from ingest import IngestError
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.alerts.routing import routed_to
from matcher.domain.alerts.watch import Touched
from matcher.domain.answers.findings import FoundAlert, FoundMatch, FoundPerson, find
from matcher.domain.answers.role_view import Audience, each_answer, facts_of_line
from matcher.domain.looking_back.earlier_verdict import Pairing
from matcher.domain.submissions.codes import GAVE_UP, NO_LINE_LIST, OF_FILE, READER_DIED, ending_of
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import OriginalGone, SealBroken
from matcher.logs import get_logger
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.service.lists.number_guards import Guards
from matcher.service.screening.jailed_screening import FileAnswers, FileFacts, Progress, ReadFile, ScreeningMeans, answer_file, read_file
from matcher.store import steps
from matcher.store.alert_grounds import AlertGrounds
from matcher.store.alerts import StoredAlert
from matcher.store.audit import put_on_record
from matcher.store.guard_alerts import tell_of_unreadable
from matcher.store.guard_numbers import hold_edition
from matcher.store.ids import new_id
from matcher.store.jobs import MOST_ATTEMPTS, Job, JobEnd, JobState, LeaseLost, finish_job, hold, keep_lease, release_job
from matcher.store.line_lists import latest_version
from matcher.store.matches import StoredMatch
from matcher.store.moments import to_text
from matcher.store.opened_before import OpenedPhones, open_before
from matcher.store.people import StoredPerson, by_place
from matcher.store.results import sealed_answers
from matcher.store.screenings import Screened, write_screening
from matcher.store.strides import Strides
from matcher.store.submission_events import add_events
from matcher.store.submissions import StoredSubmission, find_submission, move, update_submission
from matcher.store.unmatched import Tokened, remove_unmatched_of, seal_numbers, tokened, write_unmatched
from matcher.store.vault import Connection, Vault

_T = TypeVar("_T")
_S = SubmissionStatus
_ORIGIN = "worker"
_READ_WHOLE = 1000

#: How long a file waits whose list cannot be opened, before somebody looks again.
_UNTIL_MENDED = timedelta(minutes=5)
#: A reader that died may have died of the machine: it is tried again before the file is blamed.
_DEATHS = 3
#: How often is looked whether there is something to tell, and how many signs of life are given within a lease.
_LOOK_SECONDS = 0.1
_SIGNS = 4


@dataclass(frozen=True, slots=True)
class Times:
    """The clock, and how long a job is ours without a sign of life."""

    now: Callable[[], datetime]
    lease: timedelta = timedelta(seconds=20)


async def screen_submission(
    vault: Vault, job: Job, lists: LineLists, means: ScreeningMeans, *, policy: SubmissionPolicy, times: Times
) -> JobEnd:
    """Read the file of a submission, answer it, and put the answer into the store with everything that follows from it.

    Returns:
        How that ended; a file that was refused was dealt with.

    Raises:
        LeaseLost: the job is no longer ours; nothing more was done.
        StoreUnavailable: the store does not answer; the job is taken again when its lease runs out.
    """
    run = _Run(vault, job, lists, means, policy, times)
    try:
        await run.go()
    except (IngestError, OriginalGone, SealBroken) as error:
        await run.end_without_answer(error.code)
    return run.ends[-1] if run.ends else JobEnd.DONE


@dataclass(slots=True)
class _Pulse:
    """What was told of a reading, and when the next sign of life is due."""

    due: datetime
    progress: Progress = field(default_factory=Progress)
    told: int = 0

    def news(self) -> list[tuple[SubmissionStatus, int]]:
        """Take what was not told yet."""
        new = self.progress.tenths[self.told :]
        self.told += len(new)
        return [(_S.READING, tenth * 100) for tenth in new]


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a job."""

    vault: Vault
    job: Job
    lists: LineLists
    means: ScreeningMeans
    policy: SubmissionPolicy
    times: Times
    #: How it ended where that was no answer.
    ends: list[JobEnd] = field(default_factory=list)

    async def go(self) -> None:
        """Do it all, or find that there is nothing to do."""
        await self._forget_leftovers()
        submission = await self._begin()
        if submission is None:
            return
        steps.reached("screening:reading-recorded")
        published = await self._published(submission)
        if published is None:
            return
        pulse = _Pulse(self._next_sign())
        read = await self._read(submission, published, pulse)
        steps.reached("screening:read")
        await self._record_matching(submission, pulse)
        submission = replace(submission, status=_S.MATCHING)
        steps.reached("screening:matching-recorded")
        screened, others = await self._beating(asyncio.to_thread(self._compose, submission, published, read), submission, pulse)
        steps.reached("screening:composed")
        await self._keep_others(submission, others)
        before = await self._beating(open_before(self.vault, submission), submission, pulse)
        if not await self._finish(submission, screened, published.guards, before):
            return
        steps.reached("screening:after-commit")
        if not self.policy.keep_originals:
            await asyncio.to_thread(self.vault.originals.erase, submission.id)
        steps.reached("screening:original-erased")

    async def end_without_answer(self, code: str) -> None:
        """Say why there is no answer, or try again where that may help."""
        now = self.times.now()
        async with self.vault.db.write() as connection:
            if code == READER_DIED and self.job.attempts < _DEATHS:
                await release_job(connection, self.job, run_after=now + timedelta(seconds=self.job.attempts / 2))
                self.ends.append(JobEnd.PUT_OFF)
                return
            submission = await self._locked(connection)
            if submission is None:
                return
            await self._close(connection, submission, code)
        await asyncio.to_thread(self.vault.originals.erase, submission.id)

    async def _forget_leftovers(self) -> None:
        """Remove what an earlier attempt wrote before its end: whatever becomes of this one, it begins with nothing there."""

        async def some(connection: Connection, most: int) -> int:
            """Remove some."""
            await self._stay_alive(connection)
            return await remove_unmatched_of(connection, self.job.submission_id, most=most)

        await Strides(self.vault.db).remove_all(some)
        steps.reached("screening:leftovers-removed")

    async def _begin(self) -> StoredSubmission | None:
        """Record that the file is being read; give the submission, or None where there is nothing to do (any more)."""
        now = self.times.now()
        async with self.vault.db.write() as connection:
            submission = await self._locked(connection)
            if submission is None:
                return None
            version_id = submission.list_version_id
            if version_id is None:
                latest = await latest_version(connection, submission.organisation_id)
                version_id = latest.id if latest else None
            if version_id is not None and self.job.attempts <= MOST_ATTEMPTS:
                if submission.status is not _S.RECEIVED:
                    await move(connection, submission, _S.RECEIVED, at=now)
                    submission = await self._locked(connection) or submission
                await move(connection, submission, _S.READING, at=now, also={"list_version_id": version_id})
                await add_events(connection, submission.id, [(_S.READING, 0)], at=now)
                return await find_submission(connection, submission.id)
            await self._close(connection, submission, GAVE_UP if version_id else NO_LINE_LIST)
        await asyncio.to_thread(self.vault.originals.erase, submission.id)
        return None

    async def _published(self, submission: StoredSubmission) -> PublishedList | None:
        """Give the list. None where it was changed in the store: that is no fault of the file, which waits until it is mended."""
        try:
            async with self.vault.db.read() as connection:
                return await self.lists.of_version(connection, submission.list_version_id or "")
        except SealBroken:
            get_logger().error("list_unreadable", job=self.job.id, list_version=submission.list_version_id)
            async with self.vault.db.write() as connection:
                await release_job(connection, self.job, run_after=self.times.now() + _UNTIL_MENDED, counts=False)
            self.ends.append(JobEnd.PUT_OFF)
            return None

    async def _locked(self, connection: Connection) -> StoredSubmission | None:
        """Lock job and submission; give the submission, or None, with the job closed, where nothing is left to do about it."""
        if not await hold(connection, self.job):
            raise LeaseLost
        submission = await find_submission(connection, self.job.submission_id, locked=True)
        if submission is not None and submission.erased_at is None and not submission.status.is_final:
            return submission
        await finish_job(connection, self.job, JobState.DONE, now=self.times.now())
        return None

    async def _close(self, connection: Connection, submission: StoredSubmission, code: str) -> None:
        """End a submission without an answer."""
        now, status = self.times.now(), ending_of(code)
        await move(connection, submission, status, at=now, code=code, also={"original_key": None})
        await add_events(connection, submission.id, [(status, submission.progress)], at=now)
        await finish_job(connection, self.job, JobState.DEAD if code == GAVE_UP else JobState.DONE, now=now)
        if status is not _S.REFUSED:
            self.ends.append(JobEnd.GIVEN_UP if code == GAVE_UP else JobEnd.UNREADABLE if code in OF_FILE else JobEnd.FAILED)
        action = AuditAction.SUBMISSION_REFUSED if status is _S.REFUSED else AuditAction.SUBMISSION_FAILED
        await put_on_record(connection, self.vault.keys, [self._deed(submission, action, outcome=Outcome.FAILED, reason=code)])

    def _deed(self, submission: StoredSubmission, action: AuditAction, *, outcome: Outcome = Outcome.DONE, reason: str = "") -> Deed:
        return Deed(
            self.times.now(),
            submission.organisation_id,
            None,
            action,
            "submission",
            submission.id,
            outcome=outcome,
            origin=_ORIGIN,
            reason=reason or None,
        )

    async def _read(self, submission: StoredSubmission, published: PublishedList, pulse: _Pulse) -> ReadFile:
        """Read the file in a thread; meanwhile tell how far it is and give signs of life."""
        return await self._beating(asyncio.to_thread(self._read_blocking, submission, published, pulse.progress), submission, pulse)

    def _read_blocking(self, submission: StoredSubmission, published: PublishedList, progress: Progress) -> ReadFile:
        if submission.original_key is None:
            raise OriginalGone("The upload is not in its place.", hint="It was erased.")
        keys = self.vault.keys
        facts = FileFacts(
            name=submission.file_name(keys) or "file",
            size=submission.file_size,
            sha256=submission.file_sha256,
            metadata=submission.metadata(keys),
            at=submission.judged_at,
        )
        means, with_bare = replace(self.means, lists=published.guards.lists), self.policy.is_reviewed_first
        with self.vault.originals.open(submission.id, submission.original_key) as given:
            return read_file(cast("BinaryIO", given), facts, published, means, with_bare=with_bare, progress=progress)

    async def _beating(self, work: Awaitable[_T], submission: StoredSubmission, pulse: _Pulse) -> _T:
        """Wait for work in a thread; meanwhile tell how far it is and give signs of life. Where that fails, the reading is ended."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait({task}, timeout=_LOOK_SECONDS))[0]:
                await self._keep_up(submission, pulse)
            return task.result()
        finally:
            if not task.done():
                pulse.progress.stop()
                await asyncio.wait({task})
                # How it ended is no news: it was ended.
                task.exception()

    def _next_sign(self) -> datetime:
        return self.times.now() + self.times.lease / _SIGNS

    async def _keep_up(self, submission: StoredSubmission, pulse: _Pulse) -> None:
        news = pulse.news()
        now = self.times.now()
        if not news and now < pulse.due:
            return
        async with self.vault.db.write() as connection:
            await self._stay_alive(connection)
            if news:
                await update_submission(connection, submission.id, {"progress": news[-1][1], "updated_at": to_text(now)})
                await add_events(connection, submission.id, news, at=now)
        pulse.due = self._next_sign()

    async def _stay_alive(self, connection: Connection) -> None:
        """Give a sign of life; what is done in this transaction is done only while the job is ours."""
        await keep_lease(connection, self.job, now=self.times.now(), lease=self.times.lease)

    async def _record_matching(self, submission: StoredSubmission, pulse: _Pulse) -> None:
        now = self.times.now()
        async with self.vault.db.write() as connection:
            await self._stay_alive(connection)
            await move(connection, submission, _S.MATCHING, at=now, also={"progress": _READ_WHOLE})
            await add_events(connection, submission.id, [*pulse.news(), (_S.MATCHING, _READ_WHOLE)], at=now)
            await put_on_record(connection, self.vault.keys, [self._deed(submission, AuditAction.SUBMISSION_READ)])

    def _compose(self, submission: StoredSubmission, published: PublishedList, read: ReadFile) -> tuple[Screened, list[Tokened]]:
        """Make everything that goes into the store at the end, and what goes there before; sealing takes a while."""
        keys, answers = self.vault.keys, answer_file(read)
        resting = [alert.rests_on_restricted for alert in answers.whole_screening.alerts]
        found = find(answers.open, answers.whole, resting, new_id, answers.own)
        told: dict[Audience, Any] = {Audience.OPEN: found.open, Audience.WHOLE: found.whole, Audience.OWN: found.own}
        if answers.bare is not None:
            told[Audience.UNREVIEWED] = answers.bare
        matches = [self._match(submission, each) for each in found.matches]
        alerts = [self._alert(submission, each) for each in found.alerts]
        people = [self._person(submission, each) for each in found.people]
        by_places = by_place(keys, people, each_answer(told))
        grounds = AlertGrounds(tuple(alerts), tuple(matches), told, fired={}, people=by_places)
        screened = Screened(
            answers=sealed_answers(keys, submission.id, told, list_version_id=published.version_id),
            matches=matches,
            alerts=alerts,
            routed_to=routed_to(answers.whole_screening.alerts),
            is_tiny=answers.numbers <= 1,
            touched=self._touched(submission, answers),
            pairings=[self._pairing(each) for each in found.whole["matches"]],
            whole=found.whole,
            people=people,
            claims={each.id: grounds.claim_of(each) for each in alerts},
        )
        return screened, tokened(keys, answers.unmatched if self.policy.retain_unmatched_days else ())

    def _touched(self, submission: StoredSubmission, answers: FileAnswers) -> Touched:
        owner = submission.organisation_id
        return Touched(
            submission_id=submission.id,
            organisation_id=owner,
            unit_id=submission.unit_id,
            numbers=answers.seen,
            lines={each.line.id: facts_of_line(each.line, owner) for each in answers.whole_screening.matches},
            subject=submission.metadata(self.vault.keys).subject.reference,
        )

    def _pairing(self, match: dict[str, Any]) -> Pairing:
        return Pairing(match["id"], match["line"]["id"], frozenset(self.vault.keys.every_token(match["number"])), match["list_entry"])

    def _person(self, submission: StoredSubmission, found: FoundPerson) -> StoredPerson:
        token = self.vault.keys.token(found.number)
        return StoredPerson(new_id("nam"), submission.id, submission.organisation_id, found.line_id, token, found.is_restricted)

    def _match(self, submission: StoredSubmission, found: FoundMatch) -> StoredMatch:
        return StoredMatch(
            id=found.id,
            submission_id=submission.id,
            organisation_id=submission.organisation_id,
            line_id=found.line_id,
            number_token=self.vault.keys.token(found.number),
            grade=found.grade,
            is_restricted=found.is_restricted,
        )

    def _alert(self, submission: StoredSubmission, found: FoundAlert) -> StoredAlert:
        return StoredAlert(
            id=found.id,
            submission_id=submission.id,
            organisation_id=submission.organisation_id,
            rule=found.rule,
            urgency=found.urgency,
            is_restricted=found.is_restricted,
            created_at=self.times.now(),
            body=found.body,
            instead_of=found.instead_of,
        )

    async def _keep_others(self, submission: StoredSubmission, numbers: Sequence[Tokened]) -> None:
        """Put numbers that match nothing into the store, a stride in each transaction: they are most of what is kept of a phone.

        How many they are depends on the open list alone. Until the submission is done they count for nothing.
        """
        last_day = (submission.created_at + timedelta(days=self.policy.retain_unmatched_days or 0)).date()
        strides = Strides(self.vault.db)
        for part in strides.parts_of(numbers):
            sealed = await asyncio.to_thread(seal_numbers, self.vault.keys, submission.id, part)
            async with strides.write() as connection:
                await self._stay_alive(connection)
                await write_unmatched(connection, submission.organisation_id, submission.id, sealed, expires_on=last_day)
                steps.reached("screening:within-stride")
            steps.reached("screening:after-stride")

    async def _finish(self, submission: StoredSubmission, screened: Screened, guards: Guards, before: OpenedPhones) -> bool:
        """Put the answer and everything that follows from it into the store, or nothing of it; say which.

        Where the organisation has changed what it sets apart since the reading began, the file is read anew.
        """
        now = self.times.now()
        async with self.vault.db.write() as connection:
            if await hold_edition(connection, submission.organisation_id) != guards.edition:
                await release_job(connection, self.job, run_after=now, counts=False)
                self.ends.append(JobEnd.PUT_OFF)
                return False
            if not await finish_job(connection, self.job, JobState.DONE, now=now):
                raise LeaseLost
            keys, policy = self.vault.keys, self.policy
            deeds = await write_screening(connection, keys, submission, screened, policy=policy, now=now, origin=_ORIGIN, before=before)
            deeds += await tell_of_unreadable(connection, self.vault.keys, guards.broken, now=now, origin=_ORIGIN)
            steps.reached("screening:within-transaction")
            await put_on_record(connection, self.vault.keys, deeds)
            steps.reached("screening:before-commit")
        return True
