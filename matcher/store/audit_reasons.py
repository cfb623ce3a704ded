"""What people typed in events of the audit trail: read, and erased together with what it was about.

The trail holds the hash of a reason, so that it stays whole without it. That a reason was erased, and what for, is sealed in its place:
only a holder of the key can put that there, so that a reason which somebody else took away is missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import hash_of_reason
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.schema.trail import audit_events

#: Table and column of what people typed.
COLUMN_OF_REASONS = ("audit_events", "reason_sealed")

#: Before the id of what a reason was erased for. Whatever begins like this by itself has the hash of a reason, and a mark has not.
_MARK = "\0erased for "


class Reason(NamedTuple):
    """What stands in the place of a reason."""

    #: The reason; None where there was none, or it was erased.
    text: str | None = None
    #: Id of what was erased or is kept out, and the reason with it; None where nothing was.
    erased_for: str | None = None


def cell_of_reason(sequence: int) -> Cell:
    """Give the place the reason of an event is sealed for."""
    return Cell(*COLUMN_OF_REASONS, sequence)


def read_reason(row: Mapping[str, Any] | sa.RowMapping, keys: Keys) -> Reason:
    """Read what stands in the place of the reason of an event.

    Raises:
        SealBroken: it was changed.
        WrongKey: it was sealed with a key that is not in the file.
    """
    sealed = row["reason_sealed"]
    if sealed is None:
        return Reason()
    text = keys.unseal_text(sealed, cell_of_reason(row["sequence"]))
    if text.startswith(_MARK) and hash_of_reason(text) != row["reason_sha256"]:
        return Reason(erased_for=text.removeprefix(_MARK))
    return Reason(text)


async def erase_reasons(connection: AsyncConnection, keys: Keys, about: sa.ColumnElement[bool], *, because_of: str) -> None:
    """Erase the reasons of some events, and put in their place what for.

    Args:
        connection: The transaction that erases what they are about.
        keys: Seal what is put in their place.
        about: Which events.
        because_of: Id of the submission that is erased, or of the entry that keeps its numbers out: the trail names it.
    """
    wanted = sa.select(audit_events.c.sequence).where(about, audit_events.c.reason_sealed.is_not(None))
    found = [(sequence, _MARK + because_of) for sequence in await connection.scalars(wanted.order_by(audit_events.c.sequence))]
    if not found:
        return
    marks = zip(found, keys.seal_texts(*COLUMN_OF_REASONS, found), strict=True)
    put = sa.update(audit_events).where(audit_events.c.sequence == sa.bindparam("of_event")).values(reason_sealed=sa.bindparam("mark"))
    await connection.execute(put, [{"of_event": sequence, "mark": mark} for (sequence, _), mark in marks])
