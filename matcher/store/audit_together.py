"""The audit trail for those who append many events at once, in the few statements that everything else of their transaction takes."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.audit import Deed, Head, hash_behind, hash_of_reason, moment_of
from matcher.store.audit import cell_of_reason, head_row_of
from matcher.store.key_ring import Keys
from matcher.store.schema import audit_events, audit_head
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


def recording(connection: AsyncConnection, keys: Keys, head: Head, deeds: Iterable[Deed]) -> list[Bound]:
    """Give what puts deeds on record behind the end of the chain, in a transaction that has taken its turn."""
    rows = []
    for deed in deeds:
        row, head = _row_behind(head, deed, keys)
        rows.append(row)
    if not rows:
        return []
    end = head_row_of(head, keys)
    changed = _NEW_HEAD.bind(connection, to_sequence=end["sequence"], to_hash=end["hash"], to_seal=end["seal"])
    return [*insertion(connection, audit_events, _COLUMNS, rows), changed]


def _row_behind(head: Head, deed: Deed, keys: Keys) -> tuple[tuple[object, ...], Head]:
    """Give the row `audit.row_of` gives of the event, without making the event first, and the new end."""
    sequence, moment, reason_sha256 = head.sequence + 1, moment_of(deed), hash_of_reason(deed.reason)
    linked = hash_behind(head, deed, moment, reason_sha256)
    row = (
        sequence,
        moment,
        deed.organisation_id,
        deed.actor_id,
        str(deed.action),
        deed.object_type,
        deed.object_id,
        str(deed.outcome),
        deed.origin,
        None if deed.reason is None else keys.seal_text(deed.reason, cell_of_reason(sequence)),
        reason_sha256,
        head.hash,
        linked,
    )
    return row, Head(sequence, linked)
