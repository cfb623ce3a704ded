"""The audit trail for those who append many events at once, in the few statements that everything else of their transaction takes."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.audit import Deed, Head, append, head_of
from matcher.store.audit import head_row_of, row_of
from matcher.store.key_ring import Keys
from matcher.store.schema import audit_events, audit_head
from matcher.store.together import Bound, Statement, insertion

_HEAD_ROW = 1

#: Waits until everybody who appends has ended, keeps the others waiting, and gives the end of the chain: see `audit.head_from`.
TURN = Statement(lambda _: sa.select(audit_head).where(audit_head.c.id == _HEAD_ROW).with_for_update())

_COLUMNS = tuple(column.name for column in audit_events.c)

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
        event = append(head, deed)
        row = row_of(event, keys)
        rows.append([row[name] for name in _COLUMNS])
        head = head_of(event)
    if not rows:
        return []
    end = head_row_of(head, keys)
    changed = _NEW_HEAD.bind(connection, to_sequence=end["sequence"], to_hash=end["hash"], to_seal=end["seal"])
    return [*insertion(connection, audit_events, _COLUMNS, rows), changed]
