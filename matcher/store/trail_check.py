"""The audit trail of a store as a whole, held against its sealed end and against ends that were put down elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction, AuditEvent, ChainFault, ChainFaultKind, Head, Outcome, hash_of_reason, verify
from matcher.errors import SealBroken, WrongKey
from matcher.store.audit import read_head, read_rows, to_event, untyped
from matcher.store.audit_reasons import read_reason
from matcher.store.key_ring import Keys
from matcher.store.moments import to_text
from matcher.store.schema.trail import erasures

#: Before any number an event can have, so that none hides in front of the first.
_BEFORE_ALL = -(2**62)
#: More faults than anybody reads; one change that moves everything behind it makes as many as there are events.
_MOST_FAULTS = 100
_NO_REASON = hash_of_reason(None)
#: As they are in the store, whatever type somebody gave them by hand.
_REPORT_COLUMNS = untyped(erasures.c.submission_id, erasures.c.at, erasures.c.account_id, erasures.c.organisation_id)


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
class _Erasures:
    """What the chain tells of erasures, and what rests on that."""

    #: Id of a submission -> the event that first tells that it was erased.
    told: dict[str, AuditEvent] = field(default_factory=dict)
    #: Ids of numbers that are kept out.
    kept_out: set[str] = field(default_factory=set)
    #: What reasons were erased for -> the first event that lacks one for it.
    needed: dict[str, int] = field(default_factory=dict)

    def note(self, event: AuditEvent, erased_for: str | None) -> None:
        """Take what an event tells, and what its reason was erased for."""
        if erased_for is not None:
            self.needed.setdefault(erased_for, event.sequence)
        if event.object_id is None or event.outcome is not Outcome.DONE:
            return
        if event.action is AuditAction.SUBMISSION_ERASED:
            self.told.setdefault(event.object_id, event)
        elif event.action is AuditAction.GUARD_ADDED:
            self.kept_out.add(event.object_id)

    def faults_of_reasons(self) -> Iterator[ChainFault]:
        """Find what reasons were erased for that never was."""
        for cause, sequence in self.needed.items():
            if cause not in self.told and cause not in self.kept_out:
                yield ChainFault(ChainFaultKind.REASON_GONE, sequence, "The reason was erased for something the chain does not tell of.")

    def faults_of_reports(self, reports: Iterable[sa.RowMapping], end: int) -> Iterator[ChainFault]:
        """Hold the reports of erasures against the chain."""
        missing = dict(self.told)
        for row in reports:
            event = missing.pop(row["submission_id"], None)
            if event is None:
                yield ChainFault(
                    ChainFaultKind.ERASURE_CHANGED, end, "A report of an erasure stands in the store that the chain does not tell of."
                )
            elif (row["at"], row["account_id"], row["organisation_id"]) != (to_text(event.at), event.actor_id, event.organisation_id):
                yield ChainFault(
                    ChainFaultKind.ERASURE_CHANGED, event.sequence, "The report of this erasure is not the one that was written."
                )
        for event in missing.values():
            yield ChainFault(ChainFaultKind.ERASURE_CHANGED, event.sequence, "The report of this erasure is gone.")


@dataclass(slots=True)
class _Walk:
    """How far a trail has been gone along."""

    noted: dict[int, str]
    last: Head = field(default_factory=Head)
    events: int = 0
    erased_reasons: int = 0
    erasures: _Erasures = field(default_factory=_Erasures)
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
    walk.find(walk.erasures.faults_of_reasons())
    reports = (await connection.execute(sa.select(*_REPORT_COLUMNS).order_by(erasures.c.submission_id))).mappings().all()
    walk.find(walk.erasures.faults_of_reports(reports, walk.last.sequence))
    return Examined(head, walk.events, tuple(walk.faults), walk.erased_reasons)


async def is_whole(connection: AsyncConnection, keys: Keys, noted: Head) -> bool:
    """Say whether the trail is whole, its end has our seal, and that end is the one that was noted."""
    found = await examine(connection, keys)
    return found.is_whole and found.head == noted


def _step(walk: _Walk, row: sa.RowMapping, keys: Keys) -> Iterator[ChainFault]:
    try:
        event = to_event(row, keys)
    except (ValueError, SealBroken, WrongKey):
        place = row["sequence"] if type(row["sequence"]) is int else walk.last.sequence + 1
        yield ChainFault(ChainFaultKind.CHANGED, place, "The event holds what was never written there.")
        walk.last = Head(place, row["hash"])
        return
    yield from verify((event,), start=walk.last)
    yield from _faults_of_note(walk, event)
    walk.last = Head(event.sequence, event.hash)
    erased_for = read_reason(row, keys).erased_for if event.reason is None else None
    walk.erased_reasons += erased_for is not None
    walk.erasures.note(event, erased_for)
    if event.reason is None and erased_for is None and event.reason_sha256 != _NO_REASON:
        yield ChainFault(ChainFaultKind.REASON_GONE, event.sequence, "The reason of the event is gone, and no erasure took it away.")


def _faults_of_note(walk: _Walk, event: AuditEvent) -> Iterator[ChainFault]:
    if walk.noted.get(event.sequence, event.hash) != event.hash:
        yield ChainFault(ChainFaultKind.OTHER_END, event.sequence, "The event is not the one whose hash was put down elsewhere.")
