"""The audit trail for those who append many events at once, in the few statements that everything else of their transaction takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import Deed, Head, hash_of_reason, hash_of_written, moment_of, written_of
from matcher.store.audit import head_row_of
from matcher.store.audit_reasons import COLUMN_OF_REASONS
from matcher.store.key_ring import Keys
from matcher.store.schema.trail import audit_events, audit_head
from matcher.store.together import Bound, Statement, insertion

_HEAD_ROW = 1

#: Waits until everybody who appends has ended, keeps the others waiting, and gives the end of the chain: see `audit.head_from`.
TURN = Statement(lambda _: sa.select(audit_head).where(audit_head.c.id == _HEAD_ROW).with_for_update())

_COLUMNS = (
    "sequence",
    "at",
    "organisation_id",
    "actor_id",
    "action",
    "object_type",
    "object_id",
    "outcome",
    "origin",
    "reason_sealed",
    "reason_sha256",
    "previous_hash",
    "hash",
)

_NEW_HEAD = Statement(
    lambda _: (
        sa.update(audit_head)
        .where(audit_head.c.id == _HEAD_ROW)
        .values(sequence=sa.bindparam("to_sequence"), hash=sa.bindparam("to_hash"), seal=sa.bindparam("to_seal"))
    )
)


class Told(NamedTuple):
    """A deed with all that can be worked out of it before it has a place, so that its turn is short: others wait for theirs."""

    deed: Deed
    #: As it stands in the chain, and in every other table.
    moment: str
    reason_sha256: str
    written: str


def tell(deed: Deed) -> Told:
    """Work out what a deed puts on record wherever it stands."""
    moment, reason_sha256 = moment_of(deed), hash_of_reason(deed.reason)
    return Told(deed, moment, reason_sha256, written_of(deed, moment, reason_sha256))


def recording(connection: AsyncConnection, keys: Keys, head: Head, several: Iterable[Told]) -> list[Bound]:
    """Give what puts deeds on record behind the end of the chain, in a transaction that has taken its turn."""
    several = list(several)
    if not several:
        return []
    reasons = [(at, told.deed.reason) for at, told in enumerate(several, head.sequence + 1) if told.deed.reason is not None]
    sealed = dict(zip((at for at, _ in reasons), keys.seal_texts(*COLUMN_OF_REASONS, reasons), strict=True))
    rows, previous = [], head.hash
    for sequence, (deed, moment, reason_sha256, written) in enumerate(several, head.sequence + 1):
        linked = hash_of_written(sequence, previous, written)
        # As `audit.row_of` gives it of the event, which is not made first.
        rows.append(
            (
                sequence,
                moment,
                deed.organisation_id,
                deed.actor_id,
                str(deed.action),
                deed.object_type,
                deed.object_id,
                str(deed.outcome),
                deed.origin,
                sealed.get(sequence),
                reason_sha256,
                previous,
                linked,
            )
        )
        previous = linked
    end = head_row_of(Head(head.sequence + len(rows), previous), keys)
    changed = _NEW_HEAD.bind(connection, to_sequence=end["sequence"], to_hash=end["hash"], to_seal=end["seal"])
    return [*insertion(connection, audit_events, _COLUMNS, rows), changed]
