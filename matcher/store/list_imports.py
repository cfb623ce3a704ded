"""List files that wait, to be gone on with, and what was said of the columns of each layout."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.line_list.columns import column_name
from matcher.domain.register import ImportMode
from matcher.domain.upkeep.list_import import Manner
from matcher.store.bulk import delete_counted
from matcher.store.crypto import Cell, Use
from matcher.store.ids import is_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.lists import column_mappings, list_imports

#: So many files of one person wait at a time for their columns; a further one takes the place of the oldest.
MOST_WAITING = 5


@dataclass(frozen=True, slots=True)
class WaitingImport:
    """A file that was handed in and waits."""

    id: str
    organisation_id: str
    handed_in_by: str
    name: str
    content: bytes
    expires_at: datetime
    #: How it was asked to be imported; what its columns mean is kept for its layout, and not here.
    manner: Manner = field(default_factory=Manner)
    #: Whether it was previewed; otherwise somebody is to say what its columns mean.
    is_preview: bool = False


class Dropped(NamedTuple):
    """A file that waits no longer, because others came after it."""

    id: str
    name: str
    handed_in_at: datetime


class WaitingName(NamedTuple):
    """What a file that waits is told by."""

    id: str
    name: str
    handed_in_at: datetime
    expires_at: datetime
    is_preview: bool
    #: How it was asked to be imported.
    manner: Manner


class SealedImport(NamedTuple):
    """What is kept of a file, sealed."""

    name: bytes
    manner: bytes
    content: bytes


def seal_import(keys: Keys, waiting: WaitingImport) -> SealedImport:
    """Seal a file, its name and how it is imported; it blocks for as long as that takes."""
    return SealedImport(
        keys.seal_text(waiting.name, _cell("name_sealed", waiting.id)),
        keys.seal_text(_manner_text(waiting.manner), _cell("manner_sealed", waiting.id)),
        keys.seal(zlib.compress(waiting.content, 3), _cell("content_sealed", waiting.id)),
    )


async def keep_import(
    connection: AsyncConnection, keys: Keys, waiting: WaitingImport, sealed: SealedImport, *, now: datetime
) -> list[Dropped]:
    """Keep a file, sealed by `seal_import`, until it is gone on with or its time is over.

    Give those whose place it takes: beyond a few that wait for their columns the oldest, and of what was previewed any other one.
    """
    await connection.execute(
        sa.insert(list_imports).values(
            id=waiting.id,
            organisation_id=waiting.organisation_id,
            handed_in_by=waiting.handed_in_by,
            created_at=to_text(now),
            expires_at=to_text(waiting.expires_at),
            is_preview=waiting.is_preview,
            name_sealed=sealed.name,
            manner_sealed=sealed.manner,
            content_sealed=sealed.content,
        )
    )
    await forget_old_imports(connection, before=now)
    own = sa.select(list_imports.c.id, list_imports.c.name_sealed, list_imports.c.created_at).where(
        list_imports.c.handed_in_by == waiting.handed_in_by,
        list_imports.c.organisation_id == waiting.organisation_id,
        list_imports.c.is_preview == waiting.is_preview,
        list_imports.c.id != waiting.id,
    )
    others = (await connection.execute(own.order_by(list_imports.c.created_at.desc(), list_imports.c.id.desc()))).all()
    over = others[0 if waiting.is_preview else MOST_WAITING - 1 :]
    if over:
        await connection.execute(sa.delete(list_imports).where(list_imports.c.id.in_([row.id for row in over])))
    return [Dropped(row.id, keys.unseal_text(row.name_sealed, _cell("name_sealed", row.id)), to_moment(row.created_at)) for row in over]


async def find_import(
    connection: AsyncConnection, keys: Keys, import_id: str, *, organisation_id: str, handed_in_by: str, now: datetime
) -> WaitingImport | None:
    """Find a file that waits: only whoever handed it in knows what may stand in it."""
    if not is_id(import_id, "imp"):
        return None
    wanted = sa.select(list_imports).where(
        list_imports.c.id == import_id,
        list_imports.c.organisation_id == organisation_id,
        list_imports.c.handed_in_by == handed_in_by,
        list_imports.c.expires_at > to_text(now),
    )
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        return None
    name = keys.unseal_text(row["name_sealed"], _cell("name_sealed", import_id))
    content = zlib.decompress(keys.unseal(row["content_sealed"], _cell("content_sealed", import_id)))
    manner = _to_manner(keys.unseal_text(row["manner_sealed"], _cell("manner_sealed", import_id)))
    expires_at, is_preview = to_moment(row["expires_at"]), bool(row["is_preview"])
    return WaitingImport(import_id, organisation_id, handed_in_by, name, content, expires_at, manner, is_preview)


async def imports_waiting_for(
    connection: AsyncConnection, keys: Keys, *, organisation_id: str, handed_in_by: str, now: datetime
) -> list[WaitingName]:
    """Give the files of one person that wait, the newest first."""
    told = [list_imports.c[name] for name in ("id", "name_sealed", "manner_sealed", "created_at", "expires_at", "is_preview")]
    wanted = sa.select(*told).where(
        list_imports.c.organisation_id == organisation_id,
        list_imports.c.handed_in_by == handed_in_by,
        list_imports.c.expires_at > to_text(now),
    )
    found = await connection.execute(wanted.order_by(list_imports.c.created_at.desc(), list_imports.c.id.desc()))
    return [
        WaitingName(
            row.id,
            keys.unseal_text(row.name_sealed, _cell("name_sealed", row.id)),
            to_moment(row.created_at),
            to_moment(row.expires_at),
            bool(row.is_preview),
            _to_manner(keys.unseal_text(row.manner_sealed, _cell("manner_sealed", row.id))),
        )
        for row in found
    ]


async def forget_import(connection: AsyncConnection, import_id: str) -> None:
    """Remove a file that was gone on with."""
    await connection.execute(sa.delete(list_imports).where(list_imports.c.id == import_id))


async def forget_old_imports(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove files whose time is over, and say how many there were."""
    return await delete_counted(connection, list_imports, list_imports.c.expires_at <= to_text(before))


async def remembered_mapping(connection: AsyncConnection, keys: Keys, organisation_id: str, header: Sequence[str]) -> Mapping[str, str]:
    """Give what was said of a layout; nothing where nobody said anything yet."""
    wanted = sa.select(column_mappings.c.mapping).where(
        column_mappings.c.organisation_id == organisation_id, column_mappings.c.header_hash == _hash_of(keys, header)
    )
    found = await connection.scalar(wanted)
    return {} if found is None else {str(cell): str(column) for cell, column in json.loads(found).items()}


async def remember_mapping(  # noqa: PLR0913 - all but the first three are named
    connection: AsyncConnection,
    keys: Keys,
    organisation_id: str,
    *,
    header: Sequence[str],
    mapping: Mapping[str, str],
    set_by: str,
    now: datetime,
) -> None:
    """Keep what was said of a layout, in the place of what was said before."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    said = {"mapping": json.dumps(dict(sorted(mapping.items()))), "set_by": set_by, "set_at": to_text(now)}
    row = insert(column_mappings).values(organisation_id=organisation_id, header_hash=_hash_of(keys, header), **said)
    await connection.execute(row.on_conflict_do_update(index_elements=["organisation_id", "header_hash"], set_=said))


def _hash_of(keys: Keys, header: Sequence[str]) -> str:
    told = json.dumps([column_name(cell) for cell in header])
    return keys.keyed_hash(Use.REFERENCE, f"list header:{told}".encode()).hex()


def _manner_text(manner: Manner) -> str:
    return json.dumps([manner.mode.value, manner.dry_run, manner.reason, manner.list_name])


def _to_manner(text: str) -> Manner:
    mode, dry_run, reason, list_name = json.loads(text)
    return Manner(ImportMode(mode), dry_run, reason, list_name=list_name)


def _cell(column: str, import_id: str) -> Cell:
    return Cell("list_imports", column, import_id)
