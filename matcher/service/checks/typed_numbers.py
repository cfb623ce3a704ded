"""Answers typed numbers, as many questions as come together, in one transaction with all that is put on record of them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeAlias

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Head
from matcher.domain.access.caller import RENEWED_EVERY
from matcher.domain.access.check_limits import Cap, Caps, Usage, Verdict, judge_check, judge_denial, judge_refusal
from matcher.domain.access.check_usage import DAY, UsageBook
from matcher.domain.access.permission import Action
from matcher.domain.match import Thresholds
from matcher.domain.submissions.typed_check import CheckAnswer, request_key
from matcher.errors import CheckCapReached, KeyReused, MatcherError, NeedNotStated, NoLineList, NotAllowed, NotSignedIn
from matcher.service.checks.drafts import Asked, Asker, Draft, Drafter, deed_of
from matcher.service.checks.index import CheckIndex
from matcher.service.lists.line_lists import LineLists
from matcher.store.accounts import as_it_stands
from matcher.store.api_tokens import FoundToken, asking_for, found_among, note_use
from matcher.store.audit import head_from
from matcher.store.audit_together import TURN, Told, recording, tell
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
from matcher.store.idempotency import words_left
from matcher.store.together import execute_together
from matcher.store.unusual_use import count_deeds, count_denials, report_unusual_use
from matcher.store.vault import Connection, Vault

_HOUR = timedelta(hours=1)

#: How many versions are kept ready; they are the lists that are parsed already.
_KEPT = 256


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
    told: list[Told] = field(default_factory=list)
    checks: list[StoredCheck] = field(default_factory=list)
    keys: list[NewKey] = field(default_factory=list)
    #: What the auditor hears of, by account.
    unusual: dict[str, tuple[Asked, Actor, set[Cap]]] = field(default_factory=dict)
    #: Questions without their grounds, by account: how many.
    refused: dict[str, tuple[Asked, Actor, int]] = field(default_factory=dict)
    #: Questions of those who may ask none, the same.
    denied: dict[str, tuple[Asked, Actor, int]] = field(default_factory=dict)


class CheckDesk:
    """What stays between two transactions: the lists that are ready, and what was asked in the last day."""

    def __init__(self, vault: Vault, lists: LineLists, thresholds: Thresholds, caps: Caps) -> None:
        """Know of nothing yet."""
        self._vault, self._lists, self._thresholds, self._caps = vault, lists, thresholds, caps
        self._indexes: OrderedDict[str, CheckIndex] = OrderedDict()
        self._drafter = Drafter(vault.keys, lists, self._indexes)
        self._book: UsageBook | None = None
        self._seen = 0

    async def load(self, version_id: str) -> None:
        """Make a version of a list ready to answer."""
        async with self._vault.db.read() as connection:
            published = await self._lists.of_version(connection, version_id)
        self._indexes[version_id] = await asyncio.to_thread(CheckIndex, published, self._thresholds, self._lists.limits.list_old_after_days)
        while len(self._indexes) > _KEPT:
            self._indexes.popitem(last=False)

    def draft(self, asked: Sequence[Asked]) -> list[Draft | None]:
        """Draft answers before their turn, by what the store said the last time; None for what has to wait for its turn."""
        return self._drafter.guess(asked)

    async def answer(self, asked: Sequence[Asked], drafts: Sequence[Draft | None]) -> Outcomes:
        """Answer questions that were drafted. All of it is durable when this returns; when it raises, nothing of it was done.

        Raises:
            SealBroken: the end of the audit trail is not as it was left, so that nothing can be put on record.
            StoreUnavailable: nothing could be put on record.
        """
        await self._open_book(max(each.now for each in asked))
        is_done = False
        try:
            async with self._vault.db.write() as connection:
                askers, batch = await self._look_around(connection, asked)
                final = self._made_good(asked, askers, drafts, batch.versions)
                outcomes = [self._answer_one(batch, *each) for each in zip(asked, askers, final, strict=True)]
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

    async def _look_around(self, connection: Connection, asked: Sequence[Asked]) -> tuple[list[Asker | None], _Batch]:
        """Take the turn, and see all that answers depend on: who asks, from which list, and what was asked before."""
        bearers = {each.request.bearer for each in asked if each.request.bearer is not None}
        organisations = {each.request.actor.organisation_id for each in asked if each.request.actor is not None}
        now = max(each.now for each in asked)
        book = self._book
        if book is None:
            raise LookupError("the book is opened before anything is counted")
        keys = [key for each in asked if (key := each.request.idempotency_key) is not None and not each.faults]
        wanted = [
            TURN.bind(connection),
            asking_for(connection, bearers, now=now),
            asking_for_versions(connection, bearers, organisations),
            asking_after(connection, self._seen),
        ]
        if keys:
            wanted.append(asking_for_keys(connection, [*keys, *chain.from_iterable(words_left(self._vault.keys, key) for key in keys)]))
        ends, tokens, versions, checks, *taken = await execute_together(connection, wanted)
        # What other processes answered since the last time.
        async for sequence, counted in counted_of(connection, checks):
            book.add(counted)
            self._seen = sequence
        standing = {each: await _standing(connection, each) for each in {one.request.actor for one in asked} if each is not None}
        head = head_from(ends[0] if ends else None, self._vault.keys)
        found = found_among(tokens, bearers)
        await _note_use(connection, found.values(), now)
        current = versions_among(versions)
        return self._drafter.learn(asked, found, standing, current), _Batch(book, head, current, answered_among(chain.from_iterable(taken)))

    def _made_good(
        self,
        asked: Sequence[Asked],
        askers: Sequence[Asker | None],
        drafts: Sequence[Draft | None],
        versions: Mapping[str, CurrentVersion],
    ) -> list[Draft | None]:
        """Give the drafts, those anew that rest on what is no longer so, or never was."""
        final = [
            draft if draft is not None and asker is not None and _holds(draft, asker, versions) else None
            for draft, asker in zip(drafts, askers, strict=True)
        ]
        missing = [at for at, draft in enumerate(final) if draft is None and askers[at] is not None]
        if missing:
            anew = self._drafter.draft([asked[at] for at in missing], [askers[at] for at in missing], versions)
            for at, draft in zip(missing, anew, strict=True):
                final[at] = draft
        return final

    def _answer_one(
        self, batch: _Batch, asked: Asked, asker: Asker | None, draft: Draft | None
    ) -> CheckAnswer | MatcherError | NeedsVersion:
        if asker is None:
            return NotSignedIn("Nobody is signed in.", hint="Show a token that works, or sign in.")
        actor, decision, _ = asker
        if not decision.allowed:
            reason = f"{Action.CHECK_NUMBERS.value}: {decision.reason.value}"
            batch.told.append(tell(deed_of(asked, actor, AuditAction.ACCESS_DENIED, reason)))
            batch.denied[actor.user_id] = asked, actor, batch.denied.get(actor.user_id, (asked, actor, 0))[2] + 1
            return NotAllowed.by_role()
        if asked.faults:
            _, _, before = batch.refused.get(actor.user_id, (asked, actor, 0))
            batch.refused[actor.user_id] = asked, actor, before + 1
            batch.told.append(tell(deed_of(asked, actor, AuditAction.NUMBERS_CHECK_REFUSED, NeedNotStated.code)))
            return NeedNotStated("The question cannot be answered as it was asked.", hint="Correct the fields named.", faults=asked.faults)
        version = batch.versions.get(actor.organisation_id)
        if version is None:
            return NoLineList("Your organisation has no line list yet.", hint="An analyst loads one; then ask again.")
        key, hashes = asked.request.idempotency_key, [""]
        if key is not None:
            said = request_key(actor.organisation_id, asked.request)
            hashes = [each.hex() for each in self._vault.keys.every_keyed_hash(Use.REFERENCE, said)]
            words = (key, *words_left(self._vault.keys, key))
            known = next((known for each in words if (known := batch.answered.get((actor.user_id, each)))), None)
            if known is not None:
                return self._answer_again(known, hashes, asked, asker, version.edition)
        if draft is None:
            return NeedsVersion(version.id)
        refused = self._count(batch, asked, draft)
        if refused is not None:
            return refused
        if key is not None:
            batch.keys.append(NewKey(actor.user_id, key, hashes[0], draft.check_id, asked.now))
            batch.answered[actor.user_id, key] = Answered(hashes[0], draft.check_id, asked.now, version.id)
        return CheckAnswer(draft.body, draft.check_id)

    def _answer_again(
        self, known: Answered, hashes: Sequence[str], asked: Asked, asker: Asker, edition: int
    ) -> CheckAnswer | MatcherError | NeedsVersion:
        """Answer a question again, from the list it was answered from, as its asker may see it now."""
        if known.check_id is None or known.at is None or known.list_version_id is None or known.request_hash not in hashes:
            return KeyReused(
                "The idempotency key stood for another request.", hint="Use a new key for each request; the same one to repeat it."
            )
        index = self._indexes.get(known.list_version_id)
        if index is None or index.edition != edition:
            return NeedsVersion(known.list_version_id)
        numbers = self._drafter.read(asked.request.numbers, index)
        return CheckAnswer(index.answer(numbers, asker.view, at=known.at, check_id=known.check_id), known.check_id)

    def _count(self, batch: _Batch, asked: Asked, draft: Draft) -> CheckCapReached | None:
        """Hold a question to its caps, and put down that it was asked. What it is answered plays no part."""
        counted, actor = draft.counted, draft.actor
        verdict = judge_check(counted.numbers, batch.book.usage(counted), self._caps)
        if verdict.alerting:
            _, _, caps = batch.unusual.setdefault(actor.user_id, (asked, actor, set()))
            caps.update(verdict.alerting)
        if not verdict.allowed:
            reason = f"{CheckCapReached.code}: {', '.join(verdict.exceeded)}"
            batch.told.append(tell(deed_of(asked, actor, AuditAction.NUMBERS_CHECK_REFUSED, reason)))
            return _refused(verdict)
        batch.book.add(counted)
        batch.told.append(draft.told)
        batch.checks.append(
            StoredCheck(
                draft.check_id,
                batch.head.sequence + len(batch.told),
                draft.told.moment,
                counted.organisation_id,
                counted.account_id,
                counted.reference_token,
                draft.tokens,
                draft.version_id,
            )
        )
        return None

    async def _write(self, connection: Connection, batch: _Batch) -> None:
        keys = self._vault.keys
        for asked, actor, count in batch.refused.values():
            before = await count_deeds(connection, actor.user_id, AuditAction.NUMBERS_CHECK_REFUSED, since=asked.now - _HOUR)
            caps = judge_refusal(Usage(refusals_last_hour=before + count - 1), self._caps).alerting
            batch.unusual.setdefault(actor.user_id, (asked, actor, set()))[2].update(caps)
        for asked, actor, count in batch.denied.values():
            before = await count_denials(connection, actor.user_id, since=asked.now - _HOUR)
            batch.unusual.setdefault(actor.user_id, (asked, actor, set()))[2].update(judge_denial(before + count - 1).alerting)
        for asked, actor, ran_over in batch.unusual.values():
            unusual = await report_unusual_use(
                connection,
                keys,
                organisation_id=actor.organisation_id,
                account_id=actor.user_id,
                caps=ran_over,
                now=asked.now,
                origin=asked.request.origin,
            )
            batch.told += [tell(deed) for deed in unusual]
        written = [
            *putting_down(connection, batch.checks),
            *taking(connection, batch.keys),
            *recording(connection, keys, batch.head, batch.told),
        ]
        if written:
            await execute_together(connection, written, are_last=True)
        if batch.checks:
            self._seen = batch.checks[-1].sequence


async def _standing(connection: Connection, actor: Actor) -> Actor:
    """Give somebody whose session was looked up before their turn as they are in it; the same object where nothing changed."""
    now = await as_it_stands(connection, actor)
    return actor if now == actor else now


async def _note_use(connection: Connection, found: Iterable[FoundToken], now: datetime) -> None:
    stale = [
        each.caller.token.id
        for each in found
        if each.caller.token is not None and (each.last_used_at is None or now - each.last_used_at >= RENEWED_EVERY)
    ]
    await note_use(connection, stale, now=now)


def _holds(draft: Draft, asker: Asker, versions: Mapping[str, CurrentVersion]) -> bool:
    """Whether a draft rests on what the store says now."""
    version = versions.get(asker.actor.organisation_id)
    return draft.actor is asker.actor and version is not None and (draft.version_id, draft.edition) == (version.id, version.edition)


def _refused(verdict: Verdict) -> CheckCapReached:
    if verdict.retry_after_seconds is None:
        return CheckCapReached("These are more numbers than one question may ask for.", hint="Ask for fewer at once.")
    return CheckCapReached(
        "More numbers were asked for than may be in a while.",
        hint="Ask again later. Where a child's safety hangs on it, ring the intelligence unit.",
        retry_after_seconds=verdict.retry_after_seconds,
    )
