"""Large amounts in small transactions, with rests between them: nobody is kept waiting for a pen that somebody else holds for long.

The embedded store has one writer, and whoever finds it busy looks again after 1, 2, 5, 10 … milliseconds. So a stride is short, and the
pen lies free for several times as long as it was held. PostgreSQL locks rows; there a stride only bounds what one transaction holds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.database import Database

_T = TypeVar("_T")

_EMBEDDED_ROWS, _SERVER_ROWS = 128, 5_000
#: In seconds.
_LONGEST_REST = 0.5


@dataclass(slots=True)
class Strides:
    """Transactions of one writer that come one after the other."""

    db: Database
    #: How many times as long as it was held the pen of the embedded store lies free.
    rest: float = 9.0
    #: When the next one may begin.
    _free_until: float = field(default=0.0)

    @property
    def rows(self) -> int:
        """How many rows go into one."""
        return _SERVER_ROWS if self.db.is_postgresql else _EMBEDDED_ROWS

    def parts_of(self, several: Sequence[_T]) -> Iterator[Sequence[_T]]:
        """Divide what is to be written."""
        return (several[start : start + self.rows] for start in range(0, len(several), self.rows))

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction once the pen has lain free long enough after the last one."""
        await asyncio.sleep(max(self._free_until - time.monotonic(), 0))
        async with self.db.write() as connection:
            begun = time.monotonic()
            yield connection
        if not self.db.is_postgresql:
            ended = time.monotonic()
            self._free_until = ended + min((ended - begun) * self.rest, _LONGEST_REST)

    async def remove_all(self, remove: Callable[[AsyncConnection, int], Awaitable[int]]) -> int:
        """Remove rows until there are none, and say how many there were.

        Args:
            remove: Removes so many rows at most and says how many there were.
        """
        removed = 0
        while True:
            async with self.write() as connection:
                found = await remove(connection, self.rows)
            removed += found
            if found < self.rows:
                return removed
