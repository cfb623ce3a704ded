"""The history of a list in the store: what each version changed, record by record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.register import Key, Record, RecordKind, Removal
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment
from matcher.store.schema.lists import list_changes, list_versions


@dataclass(frozen=True, slots=True)
class StoredChange:
    """What one version did to one record."""

    version_id: str
    #: Number of the version.
    number: int
    published_at: datetime
    published_by: str
    #: What it was published from; None for a list that was loaded as it was.
    proposal_id: str | None
    #: `added`, `changed`, `closed`, `reopened`, `removed` or `restored`.
    deed: str
    line_id: str
    key: Key
    #: None where the record is new.
    before: Record | None
    #: None where the record is new: it is then what the next change found, or what it still is.
    after: Record | None

    __hash__ = None  # type: ignore[assignment] # its records have none


async def find_changes(connection: AsyncConnection, organisation_id: str, line_id: str, *, up_to: int) -> Sequence[sa.RowMapping]:
    """Find what versions did to a line and all that hangs on it, the newest first; `open_changes` reads them.

    Args:
        connection: The transaction.
        organisation_id: Whose list it is.
        line_id: Of which line.
        up_to: The number of the last version that counts.
    """
    facts = (list_versions.c.number, list_versions.c.published_at, list_versions.c.published_by, list_versions.c.proposal_id)
    wanted = (
        sa.select(list_changes, *facts)
        .join(list_versions, list_versions.c.id == list_changes.c.version_id)
        .where(
            list_changes.c.organisation_id == organisation_id,
            list_changes.c.line_id == line_id,
            list_versions.c.number <= up_to,
        )
        .order_by(list_versions.c.number.desc(), list_changes.c.kind, list_changes.c.record_id)
    )
    return (await connection.execute(wanted)).mappings().all()


def open_changes(keys: Keys, rows: Sequence[sa.RowMapping]) -> tuple[StoredChange, ...]:
    """Open changes as they were found; it blocks for as long as that takes."""
    return tuple(_to_change(row, keys) for row in rows)


def _to_change(row: sa.RowMapping, keys: Keys) -> StoredChange:
    key = Key(RecordKind(row["kind"]), row["record_id"])
    before = after = None
    if row["change_sealed"] is not None:
        cell = Cell("list_changes", "change_sealed", (row["version_id"], key.kind.value, key.id))
        told = json.loads(keys.unseal_text(row["change_sealed"], cell))
        before, after = (_to_record(key, row["line_id"], told[which]) for which in ("before", "after"))
    return StoredChange(
        row["version_id"],
        row["number"],
        to_moment(row["published_at"]),
        row["published_by"],
        row["proposal_id"],
        row["deed"],
        row["line_id"],
        key,
        before,
        after,
    )


def _to_record(key: Key, line_id: str, told: dict[str, Any] | None) -> Record | None:
    if told is None:
        return None
    return Record(key.kind, key.id, line_id, told["fields"], Removal(told["removed"]) if told["removed"] else None)
