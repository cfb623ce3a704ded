"""The gate every question about typed numbers goes through: those that come together are answered by one transaction.

Each of them is on record, durably, before it is answered. A disk acknowledges a few hundred transactions in a second; so that many more
questions can be answered, all that wait are taken together.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import NamedTuple, Self

from matcher.domain.check_limits import Caps
from matcher.domain.match import Thresholds
from matcher.domain.typed_check import CheckAnswer, CheckRequest, TypedNumber, faults_of
from matcher.errors import MatcherError, StoreUnavailable
from matcher.service.check_typed_numbers import Asked, CheckDesk, NeedsVersion
from matcher.service.line_lists import LineLists
from matcher.store.vault import Vault

__all__ = ["CheckAnswer", "CheckGate", "CheckRequest", "TypedNumber"]

_AS_SHIPPED = Caps()

#: Questions that one transaction answers at most: a batch takes some hundredths of a second, and others want to write as well.
_TOGETHER = 256

#: Questions that wait at most; a service that is so far behind says so.
_WAITING = 4096


class _Waiting(NamedTuple):
    asked: Asked
    answer: asyncio.Future[CheckAnswer]

    @property
    def is_over(self) -> bool:
        """Whether it was answered, or nobody waits for the answer any more."""
        return self.answer.done()


class CheckGate:
    """One for each process, open as long as the process serves: `async with CheckGate(…) as gate`."""

    def __init__(self, vault: Vault, lists: LineLists, thresholds: Thresholds, *, caps: Caps = _AS_SHIPPED) -> None:
        """Take what every answer rests on; nothing is begun."""
        self._desk = CheckDesk(vault, lists, thresholds, caps)
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
        if self._writer is None or len(self._queue) >= _WAITING:
            raise StoreUnavailable("No more questions are taken at this moment.", hint="Ask again in a moment.")
        answer: asyncio.Future[CheckAnswer] = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting(Asked(request, now, faults_of(request)), answer))
        self._called.set()
        return await answer

    async def _write(self) -> None:
        """Answer all that wait, until the gate closes and nothing waits any more."""
        while self._writer is not None or self._queue or self._loading:
            if not self._queue:
                self._called.clear()
                await self._called.wait()
            # Whoever has arrived in this round of the loop comes along.
            await asyncio.sleep(0)
            taken = [self._queue.popleft() for _ in range(min(len(self._queue), _TOGETHER))]
            await self._answer([each for each in taken if not each.is_over])

    async def _answer(self, several: Sequence[_Waiting]) -> None:
        if not several:
            return
        try:
            outcomes = await self._desk.answer([each.asked for each in several])
        except StoreUnavailable as err:
            for each in several:
                _refuse(each, StoreUnavailable(err.sentence, hint=err.hint))
        except Exception as err:  # noqa: BLE001 - told to the one it concerns, who tells it at the edge as any other
            await self._answer_apart(several, err)
        else:
            for each, outcome in zip(several, outcomes, strict=True):
                if isinstance(outcome, NeedsVersion):
                    self._wait_for(outcome.version_id, each)
                elif isinstance(outcome, MatcherError):
                    _refuse(each, outcome)
                elif not each.is_over:
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
    if not waiting.is_over:
        waiting.answer.set_exception(error)
