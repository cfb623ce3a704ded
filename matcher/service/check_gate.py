"""The gate every question about typed numbers goes through: those that come together are answered by one transaction."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Self

from matcher.domain.check_limits import Caps
from matcher.domain.match import Thresholds
from matcher.domain.typed_check import CheckAnswer, CheckRequest, TypedNumber
from matcher.service.line_lists import LineLists
from matcher.store.vault import Vault

__all__ = ["CheckAnswer", "CheckGate", "CheckRequest", "TypedNumber"]


_AS_SHIPPED = Caps()


class CheckGate:
    """One for each process, open as long as the process serves: `async with CheckGate(…) as gate`."""

    def __init__(self, vault: Vault, lists: LineLists, thresholds: Thresholds, *, caps: Caps = _AS_SHIPPED) -> None:
        """Take what every answer rests on; nothing is begun."""
        self._vault = vault
        self._lists = lists
        self._thresholds = thresholds
        self._caps = caps

    async def __aenter__(self) -> Self:
        """Begin to answer."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Answer what waits, and end."""

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
        raise NotImplementedError
