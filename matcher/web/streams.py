"""How many streams of events each account has open in this process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from matcher.web.problems import Refused


class Streams:
    """Holds every account to its number of streams, so that one browser with many tabs does not take the room of all."""

    def __init__(self, most: int) -> None:
        """Begin with none.

        Args:
            most: Streams of one account at a time.
        """
        self._most = most
        self._open: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many are open in all."""
        return self._open.total()

    @contextmanager
    def opened(self, account_id: str) -> Iterator[None]:
        """Count a stream as long as the block lasts.

        Raises:
            Refused: the account has as many as it may.
        """
        if self._open[account_id] >= self._most:
            raise Refused("too-many-requests", headers={"Retry-After": "5"})
        self._open[account_id] += 1
        try:
            yield
        finally:
            self._open[account_id] -= 1
            if not self._open[account_id]:
                del self._open[account_id]
