"""Answers typed numbers, as many questions as come together, in one transaction with all that is put on record of them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from matcher.domain.actor import Actor
from matcher.domain.audit import AuditAction, Deed, Head, Outcome
from matcher.domain.caller import RENEWED_EVERY
from matcher.domain.check_limits import Cap, Caps, Usage, Verdict, judge_check, judge_refusal
from matcher.domain.check_usage import DAY, Counted, UsageBook
from matcher.domain.match import Thresholds
from matcher.domain.permission import Action, Decision, ObjectFacts, may
from matcher.domain.typed_check import CheckAnswer, CheckRequest, grounds_of, reference_key, request_key
from matcher.errors import CheckCapReached, Fault, KeyReused, MatcherError, NeedNotStated, NoLineList, NotAllowed, NotSignedIn
from matcher.service.check_index import CheckIndex, ReadNumber, View, read_typed
from matcher.service.line_lists import LineLists
from matcher.store.api_tokens import FoundToken, asking_for, found_among, note_use
from matcher.store.audit import head_from
from matcher.store.audit_together import TURN, recording
from matcher.store.checks import (
    Answered,
    CurrentVersion,
    NewKey,
    StoredCheck,
    answered_among,
    asking_after,
    asking_for_keys,
    asking_for_versions,
    checks_after,
    counted_of,
    last_sequence_before,
    putting_down,
    taking,
    versions_among,
)
from matcher.store.crypto import Use
from matcher.store.ids import new_id
from matcher.store.together import execute_together
from matcher.store.unusual_use import count_deeds, report_unusual_use
from matcher.store.vault import Connection, Vault

_HOUR = timedelta(hours=1)

#: How many versions are kept ready; they are the lists that are parsed already.
_KEPT = 256


class Asked(NamedTuple):
    """One question and the moment it came."""

    request: CheckRequest
    now: datetime
    #: What is wrong with it whoever asks.
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedsVersion:
    """A question that cannot be answered before a version of the list is loaded; nothing of it was put on record."""

    version_id: str


Outcomes: TypeAlias = list[CheckAnswer | MatcherError | NeedsVersion]


@dataclass(slots=True)
class _Batch:
    """What one transaction does."""

    book: UsageBook
    #: The end of the trail.
    head: Head
    versions: dict[str, CurrentVersion]
    answered: dict[tuple[str, str], Answered]
    #: By the identity of who asks; all of them live as long as the batch.
    decisions: dict[int, Decision] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    checks: list[StoredCheck] = field(default_factory=list)
    keys: list[NewKey] = field(default_factory=list)
    #: What the auditor hears of, by account.
    unusual: dict[str, tuple[Asked, Actor, set[Cap]]] = field(default_factory=dict)
    #: Questions without their grounds, by account: how many.
    refused: dict[str, tuple[Asked, Actor, int]] = field(default_factory=dict)


class CheckDesk:
    """What stays between two transactions: the lists that are ready, and what was asked in the last day."""

    def __init__(self, vault: Vault, lists: LineLists, thresholds: Thresholds, caps: Caps) -> None:
        """Know of nothing yet."""
        self._vault, self._lists, self._thresholds, self._caps = vault, lists, thresholds, caps
        self._indexes: OrderedDict[str, CheckIndex] = OrderedDict()
        self._book: UsageBook | None = None
        self._seen = 0

    async def load(self, version_id: str) -> None:
        """Make a version of a list ready to answer."""
        async with self._vault.db.read() as connection:
            published = await self._lists.of_version(connection, version_id)
        self._indexes[version_id] = await asyncio.to_thread(CheckIndex, published, self._lists.lists, self._thresholds)
        while len(self._indexes) > _KEPT:
            self._indexes.popitem(last=False)

    async def answer(self, asked: Sequence[Asked]) -> Outcomes:
        """Answer questions. All of it is durable when this returns; when it raises, nothing of it was done.

        Raises:
            SealBroken: the end of the audit trail is not as it was left, so that nothing can be put on record.
            StoreUnavailable: nothing could be put on record.
        """
        await self._open_book(max(each.now for each in asked))
        is_done = False
        try:
            async with self._vault.db.write() as connection:
                callers, batch = await self._look_around(connection, asked)
                read = self._read(asked, callers)
                outcomes = [self._answer_one(batch, *each) for each in zip(asked, callers, read, strict=True)]
                await self._write(connection, batch)
            is_done = True
        finally:
            if not is_done:
                # What was counted did not happen: the store says what did.
                self._book = None
        return outcomes

    async def _open_book(self, now: datetime) -> None:
        """Read what was asked in the last day, while others go on writing; what they write meanwhile is seen in the turn."""
        if self._book is not None:
            return
        book = UsageBook()
        async with self._vault.db.read() as connection:
            seen = await last_sequence_before(connection, now - timedelta(seconds=DAY))
            async for sequence, counted in checks_after(connection, seen):
                book.add(counted)
                seen = sequence
        self._book, self._seen = book, seen

    async def _look_around(self, connection: Connection, asked: Sequence[Asked]) -> tuple[list[Actor | None], _Batch]:
        """Take the turn, and see all that answers depend on: who asks, from which list, and what was asked before."""
        bearers = {each.request.bearer for each in asked if each.request.bearer is not None}
        organisations = {each.request.actor.organisation_id for each in asked if each.request.actor is not None}
        now = max(each.now for each in asked)
        book = self._book
        if book is None:
            raise LookupError("the book is opened before anything is counted")
        keys = [key for each in asked if (key := each.request.idempotency_key) is not None and not each.faults]
        ends, tokens, versions, checks, taken = await execute_together(
            connection,
            [
                TURN.bind(connection),
                asking_for(connection, bearers, now=now),
                asking_for_versions(connection, bearers, organisations),
                asking_after(connection, self._seen),
                asking_for_keys(connection, keys),
            ],
        )
        # What other processes answered since the last time.
        async for sequence, counted in counted_of(connection, checks):
            book.add(counted)
            self._seen = sequence
        head = head_from(ends[0] if ends else None, self._vault.keys)
        found = found_among(tokens, bearers)
        await _note_use(connection, found.values(), now)
        actors = {bearer: each.caller.actor for bearer, each in found.items()}
        callers = [each.request.actor if each.request.bearer is None else actors.get(each.request.bearer) for each in asked]
        return callers, _Batch(book, head, versions_among(versions), answered_among(taken))

    def _read(self, asked: Sequence[Asked], callers: Sequence[Actor | None]) -> list[list[ReadNumber]]:
        """Read the numbers of all who are somebody, at once."""
        lists = self._lists
        typed = [() if actor is None or each.faults else each.request.numbers for each, actor in zip(asked, callers, strict=True)]
        flat = [number for several in typed for number in several]
        read = iter(read_typed(flat, lists.lists, region=lists.region, test_numbers=lists.test_numbers))
        return [[next(read) for _ in several] for several in typed]

    def _answer_one(
        self, batch: _Batch, asked: Asked, actor: Actor | None, numbers: Sequence[ReadNumber]
    ) -> CheckAnswer | MatcherError | NeedsVersion:
        if actor is None:
            return NotSignedIn("Nobody is signed in.", hint="Show a token that works, or sign in.")
        decision = batch.decisions.get(id(actor))
        if decision is None:
            # One that many questions of a token come from is decided on once.
            decision = batch.decisions[id(actor)] = may(actor, Action.CHECK_NUMBERS, ObjectFacts(actor.organisation_id))
        if not decision.allowed:
            batch.deeds.append(_deed(asked, actor, AuditAction.ACCESS_DENIED, f"{Action.CHECK_NUMBERS.value}: {decision.reason.value}"))
            return NotAllowed("This is not among what your role may do.", hint="Ask whoever looks after the accounts of your organisation.")
        if asked.faults:
            _, _, before = batch.refused.get(actor.user_id, (asked, actor, 0))
            batch.refused[actor.user_id] = asked, actor, before + 1
            batch.deeds.append(_deed(asked, actor, AuditAction.NUMBERS_CHECK_REFUSED, NeedNotStated.code))
            return NeedNotStated("The question cannot be answered as it was asked.", hint="Correct the fields named.", faults=asked.faults)
        version = batch.versions.get(actor.organisation_id)
        if version is None:
            return NoLineList("Your organisation has no line list yet.", hint="An analyst loads one; then ask again.")
        return self._answer_known(batch, asked, View(actor, decision.form), numbers, version)

    def _answer_known(
        self, batch: _Batch, asked: Asked, view: View, numbers: Sequence[ReadNumber], version: CurrentVersion
    ) -> CheckAnswer | MatcherError | NeedsVersion:
        """Answer somebody who may ask, from the current list, or, where it is a question again, from the list it was answered from."""
        request, actor = asked.request, view.actor
        key = request.idempotency_key
        request_hash = ""
        if key is not None:
            request_hash = self._vault.keys.keyed_hash(Use.REFERENCE, request_key(actor.organisation_id, request)).hex()
            known = batch.answered.get((actor.user_id, key))
            if known is not None:
                return self._answer_again(known, request_hash, view, numbers)
        index = self._indexes.get(version.id)
        if index is None:
            return NeedsVersion(version.id)
        check = self._count(batch, asked, actor, numbers, version.id)
        if isinstance(check, MatcherError):
            return check
        if key is not None:
            batch.keys.append(NewKey(actor.user_id, key, request_hash, check.id, asked.now))
            batch.answered[actor.user_id, key] = Answered(request_hash, check.id, asked.now, version.id)
        return CheckAnswer(index.answer(numbers, view, at=asked.now, check_id=check.id), check.id)

    def _answer_again(
        self, known: Answered, request_hash: str, view: View, numbers: Sequence[ReadNumber]
    ) -> CheckAnswer | MatcherError | NeedsVersion:
        if known.check_id is None or known.at is None or known.list_version_id is None or known.request_hash != request_hash:
            return KeyReused(
                "The idempotency key stood for another request.", hint="Use a new key for each request; the same one to repeat it."
            )
        index = self._indexes.get(known.list_version_id)
        if index is None:
            return NeedsVersion(known.list_version_id)
        return CheckAnswer(index.answer(numbers, view, at=known.at, check_id=known.check_id), known.check_id)

    def _count(
        self, batch: _Batch, asked: Asked, actor: Actor, numbers: Sequence[ReadNumber], version_id: str
    ) -> StoredCheck | CheckCapReached:
        """Hold a question to its caps, and put down that it was asked. What it is answered plays no part."""
        keyed_hash, organisation = self._vault.keys.keyed_hash, actor.organisation_id
        begin = f"number\n{organisation}\n"
        tokens = tuple(
            None if e164 is None else keyed_hash(Use.REFERENCE, f"{begin}{e164}".encode()) for each in numbers for e164 in each.counted()
        )
        counted = Counted(
            second=int(asked.now.timestamp()),
            organisation_id=organisation,
            account_id=actor.user_id,
            reference_token=keyed_hash(Use.REFERENCE, reference_key(organisation, asked.request.reference)),
            numbers=len(tokens),
            number_tokens=tuple(set(filter(None, tokens))),
        )
        verdict = judge_check(counted.numbers, batch.book.usage(counted), self._caps)
        if verdict.alerting:
            _, _, caps = batch.unusual.setdefault(actor.user_id, (asked, actor, set()))
            caps.update(verdict.alerting)
        if not verdict.allowed:
            reason = f"{CheckCapReached.code}: {', '.join(verdict.exceeded)}"
            batch.deeds.append(_deed(asked, actor, AuditAction.NUMBERS_CHECK_REFUSED, reason))
            return _refused(verdict)
        batch.book.add(counted)
        check = StoredCheck(
            id=new_id("chk"),
            sequence=batch.head.sequence + len(batch.deeds) + 1,
            at=asked.now,
            organisation_id=organisation,
            account_id=actor.user_id,
            reference_token=counted.reference_token,
            number_tokens=tokens,
            list_version_id=version_id,
        )
        batch.checks.append(check)
        batch.deeds.append(_deed(asked, actor, AuditAction.NUMBERS_CHECKED, grounds_of(asked.request), check.id))
        return check

    async def _write(self, connection: Connection, batch: _Batch) -> None:
        keys = self._vault.keys
        for asked, actor, count in batch.refused.values():
            before = await count_deeds(connection, actor.user_id, AuditAction.NUMBERS_CHECK_REFUSED, since=asked.now - _HOUR)
            caps = judge_refusal(Usage(refusals_last_hour=before + count - 1), self._caps).alerting
            batch.unusual.setdefault(actor.user_id, (asked, actor, set()))[2].update(caps)
        for asked, actor, ran_over in batch.unusual.values():
            batch.deeds += await report_unusual_use(
                connection,
                keys,
                organisation_id=actor.organisation_id,
                account_id=actor.user_id,
                caps=ran_over,
                now=asked.now,
                origin=asked.request.origin,
            )
        written = [
            *putting_down(connection, batch.checks),
            *taking(connection, batch.keys),
            *recording(connection, keys, batch.head, batch.deeds),
        ]
        if written:
            await execute_together(connection, written)
        if batch.checks:
            self._seen = batch.checks[-1].sequence


async def _note_use(connection: Connection, found: Iterable[FoundToken], now: datetime) -> None:
    stale = [
        each.caller.token.id
        for each in found
        if each.caller.token is not None and (each.last_used_at is None or now - each.last_used_at >= RENEWED_EVERY)
    ]
    await note_use(connection, stale, now=now)


def _deed(asked: Asked, actor: Actor, action: AuditAction, reason: str, check_id: str | None = None) -> Deed:
    return Deed(
        at=asked.now,
        organisation_id=actor.organisation_id,
        actor_id=actor.user_id,
        action=action,
        object_type="check",
        object_id=check_id,
        outcome=Outcome.DONE if check_id is not None else Outcome.DENIED,
        origin=asked.request.origin,
        reason=reason,
    )


def _refused(verdict: Verdict) -> CheckCapReached:
    if verdict.retry_after_seconds is None:
        return CheckCapReached("These are more numbers than one question may ask for.", hint="Ask for fewer at once.")
    return CheckCapReached(
        "More numbers were asked for than may be in a while.",
        hint="Ask again later. Where a child's safety hangs on it, ring the intelligence unit.",
        retry_after_seconds=verdict.retry_after_seconds,
    )
