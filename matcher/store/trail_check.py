"""The audit trail of a store as a whole, held against its sealed end and against ends that were put down elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.audit import AuditEvent, ChainFault, ChainFaultKind, Head, hash_of_reason, verify
from matcher.errors import SealBroken, WrongKey
from matcher.store.audit import read_head, read_rows, to_event
from matcher.store.key_ring import Keys

#: Before any number an event can have, so that none hides in front of the first.
_BEFORE_ALL = -(2**62)
#: More faults than anybody reads; one change that moves everything behind it makes as many as there are events.
_MOST_FAULTS = 100
_NO_REASON = hash_of_reason(None)


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of a trail."""

    #: Its end as the store says.
    head: Head
    events: int
    #: The first of them where there are very many.
    faults: tuple[ChainFault, ...]
    #: Reasons that somebody gave and that were erased since, as may be done.
    erased_reasons: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, left out, swapped, put in or cut off."""
        return not self.faults


@dataclass(slots=True)
class _Walk:
    """How far a trail has been gone along."""

    noted: dict[int, str]
    last: Head = field(default_factory=Head)
    events: int = 0
    erased_reasons: int = 0
    faults: list[ChainFault] = field(default_factory=list)

    def find(self, faults: Iterable[ChainFault]) -> None:
        self.faults.extend(list(faults)[: _MOST_FAULTS - len(self.faults)])


async def examine(connection: AsyncConnection, keys: Keys, *, noted: Iterable[Head] = ()) -> Examined:
    """Go along the whole trail, one event after the other, with little memory.

    Args:
        connection: A transaction that sees one state of the store.
        keys: Tell a genuine end, and open the reasons.
        noted: Ends that were put down elsewhere. Only these tell where somebody brought back an older store as a whole.
    """
    head, is_sealed = await read_head(connection, keys)
    walk = _Walk({each.sequence: each.hash for each in noted})
    async for row in read_rows(connection, after=_BEFORE_ALL):
        walk.events += 1
        walk.find(_step(walk, row, keys))
    walk.find(
        ChainFault(ChainFaultKind.CUT, sequence, "An event whose hash was put down elsewhere is gone.")
        for sequence in sorted(walk.noted)
        if sequence > walk.last.sequence
    )
    if not is_sealed:
        walk.find([ChainFault(ChainFaultKind.FORGED_END, head.sequence, "The end of the chain was put there by somebody without the key.")])
    walk.find(verify((), start=walk.last, expected=head))
    return Examined(head, walk.events, tuple(walk.faults), walk.erased_reasons)


async def is_whole(connection: AsyncConnection, keys: Keys, noted: Head) -> bool:
    """Say whether the trail is whole, its end has our seal, and that end is the one that was noted."""
    found = await examine(connection, keys)
    return found.is_whole and found.head == noted


def _step(walk: _Walk, row: sa.RowMapping, keys: Keys) -> Iterator[ChainFault]:
    try:
        event = to_event(row, keys)
    except (ValueError, SealBroken, WrongKey):
        yield ChainFault(ChainFaultKind.CHANGED, row["sequence"], "The event holds what was never written there.")
        walk.last = Head(row["sequence"], row["hash"])
        return
    yield from verify((event,), start=walk.last)
    yield from _faults_of_note(walk, event)
    walk.last = Head(event.sequence, event.hash)
    walk.erased_reasons += event.reason is None and event.reason_sha256 != _NO_REASON


def _faults_of_note(walk: _Walk, event: AuditEvent) -> Iterator[ChainFault]:
    if walk.noted.get(event.sequence, event.hash) != event.hash:
        yield ChainFault(ChainFaultKind.OTHER_END, event.sequence, "The event is not the one whose hash was put down elsewhere.")
