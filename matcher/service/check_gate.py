"""The gate every question about typed numbers goes through: those that come together are answered by one transaction.

Each of them is on record, durably, before it is answered. A disk acknowledges a few hundred transactions in a second; so that many more
questions can be answered, all that wait are taken together.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from matcher.domain.access.check_limits import Caps
from matcher.domain.match import Thresholds
from matcher.domain.submissions.typed_check import CheckAnswer, CheckRequest, TypedNumber, faults_of
from matcher.errors import MatcherError, StoreUnavailable
from matcher.service.checks.drafts import Asked, Draft
from matcher.service.checks.typed_numbers import CheckDesk, NeedsVersion
from matcher.service.lists.line_lists import LineLists
from matcher.store.vault import Vault

__all__ = ["CheckAnswer", "CheckGate", "CheckRequest", "TypedNumber"]

_AS_SHIPPED = Caps()

#: Questions that one transaction answers at most: a batch takes some hundredths of a second, and others want to write as well.
_TOGETHER = 256

#: Questions that wait at most; a service that is so far behind says so.
_WAITING = 4096


@dataclass(slots=True, eq=False)
class _Waiting:
    asked: Asked
    answer: asyncio.Future[CheckAnswer]
    draft: Draft | None = None


class CheckGate:
    """One for each process, open as long as the process serves: `async with CheckGate(…) as gate`."""

    def __init__(self, vault: Vault, lists: LineLists, thresholds: Thresholds, *, caps: Caps = _AS_SHIPPED) -> None:
        """Take what every answer rests on; nothing is begun."""
        self._desk = CheckDesk(vault, lists, thresholds, caps)
        #: What has come in since drafts were made the last time, and what is drafted.
        self._arrived: list[_Waiting] = []
        self._queue: deque[_Waiting] = deque()
        self._called = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        #: Lists that are being made ready, each with the questions that wait for it.
        self._loading: dict[str, asyncio.Task[None]] = {}
        self._for_version: dict[str, list[_Waiting]] = {}

    async def __aenter__(self) -> Self:
        """Begin to answer."""
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Answer what waits, and end."""
        writer, self._writer = self._writer, None
        self._called.set()
        if writer is not None:
            await writer

    async def check(self, request: CheckRequest, *, now: datetime) -> CheckAnswer:
        """Answer a question. When this returns, the question is on record and durable; when it raises, so is the refusal.

        Raises:
            CheckCapReached: more was asked for than may be; `retry_after_seconds` says when it may be asked again.
            KeyReused: the idempotency key stood for another question.
            NeedNotStated: purpose, reference or reason is missing, or a number is none that can be asked for; all faults listed.
            NoLineList: the organisation has no list.
            NotAllowed: the role asks no such questions.
            NotSignedIn: nothing was shown that proves who asks, or it does not work (any more).
            StoreUnavailable: nothing was answered, because nothing could be put on record.
        """
        if self._writer is None or len(self._queue) + len(self._arrived) >= _WAITING:
            raise StoreUnavailable("No more questions are taken at this moment.", hint="Ask again in a moment.")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[CheckAnswer] = loop.create_future()
        if not self._arrived:
            # Whoever arrives in this round of the loop comes along.
            loop.call_soon(self._draft)
        self._arrived.append(_Waiting(Asked(request, now, faults_of(request)), answer))
        return await answer

    def _draft(self) -> None:
        """Draft answers to what has arrived, while the transaction before it is on its way to the disk."""
        arrived, self._arrived = self._arrived, []
        try:
            drafts = self._desk.draft([each.asked for each in arrived])
        except Exception:  # noqa: BLE001 - what breaks one breaks no other: in its turn each is told apart
            drafts = [None] * len(arrived)
        for each, draft in zip(arrived, drafts, strict=True):
            each.draft = draft
        self._queue.extend(arrived)
        self._called.set()

    async def _write(self) -> None:
        """Answer all that wait, until the gate closes and nothing waits any more."""
        while self._writer is not None or self._arrived or self._queue or self._loading:
            if not self._queue:
                self._called.clear()
                await self._called.wait()
            taken = [self._queue.popleft() for _ in range(min(len(self._queue), _TOGETHER))]
            await self._answer([each for each in taken if not each.answer.done()])

    async def _answer(self, several: Sequence[_Waiting]) -> None:
        if not several:
            return
        try:
            outcomes = await self._desk.answer([each.asked for each in several], [each.draft for each in several])
        except StoreUnavailable as err:
            for each in several:
                # One error for each: what is raised in several places gathers all of their paths. It stays of its kind.
                _refuse(each, type(err)(err.sentence, hint=err.hint))
        except Exception as err:  # noqa: BLE001 - told to the one it concerns, who tells it at the edge as any other
            await self._answer_apart(several, err)
        else:
            for each, outcome in zip(several, outcomes, strict=True):
                if isinstance(outcome, NeedsVersion):
                    self._wait_for(outcome.version_id, each)
                elif isinstance(outcome, MatcherError):
                    _refuse(each, outcome)
                elif not each.answer.done():
                    each.answer.set_result(outcome)

    async def _answer_apart(self, several: Sequence[_Waiting], error: Exception) -> None:
        """Answer each by itself, so that what breaks one breaks no other."""
        if len(several) == 1:
            _refuse(several[0], error)
            return
        for each in several:
            await self._answer([each])

    def _wait_for(self, version_id: str, waiting: _Waiting) -> None:
        self._for_version.setdefault(version_id, []).append(waiting)
        if version_id not in self._loading:
            self._loading[version_id] = asyncio.create_task(self._load(version_id))

    async def _load(self, version_id: str) -> None:
        """Make a list ready, and let those who wait for it ask again; what cannot be loaded fails them alone."""
        failed: Exception | None = None
        try:
            await self._desk.load(version_id)
        except Exception as err:  # noqa: BLE001 - told to those it concerns
            failed = err
        waiting = self._for_version.pop(version_id)
        del self._loading[version_id]
        if failed is None:
            self._queue.extendleft(reversed(waiting))
        else:
            for each in waiting:
                _refuse(each, failed)
        self._called.set()


def _refuse(waiting: _Waiting, error: Exception) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(error)
