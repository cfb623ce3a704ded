"""Line lists in the store: one version after the other of an organisation's list, each whole, compressed and sealed; none ever changes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.crypto import Cell
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import organisations
from matcher.store.schema.lists import list_versions


class ContentFormat(StrEnum):
    """As what a version is kept."""

    #: The file as it was imported: versions from before the list was kept here.
    FILE = "file"
    #: Every record, tombstones too, as `matcher.domain.register` writes them.
    REGISTER = "register"


#: All but what is sealed.
_FACTS = [column for column in list_versions.c if not column.name.endswith("_sealed")]


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One version of a list, without its content. It never changes."""

    id: str
    organisation_id: str
    #: Counted from 1 within the organisation.
    number: int
    name: str
    sha256: str
    published_at: datetime
    published_by: str
    #: Counts of the whole list, restricted lines among them.
    lines: int
    numbers: int
    content_format: ContentFormat = ContentFormat.FILE
    #: What it was published from; None for a file that was loaded as it was.
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewList:
    """What a version is made of."""

    organisation_id: str
    name: str
    sha256: str
    published_by: str
    lines: int
    numbers: int
    content: bytes
    content_format: ContentFormat = ContentFormat.FILE
    proposal_id: str | None = None
    #: Why it is loaded, where no proposal says so.
    reason: str | None = None


def seal_content(keys: Keys, version_id: str, content: bytes) -> bytes:
    """Compress and seal the content of a version that is to be; for the longest lists it takes a second."""
    return keys.seal(zlib.compress(content, 6), _cell(version_id))


async def lock_lists(connection: AsyncConnection, organisation_id: str) -> None:
    """Let nobody else publish for an organisation until this transaction ends."""
    # Rows that belong to the organisation are written meanwhile, some by who has the turn of the trail, which this transaction waits for.
    is_it = organisations.c.id == organisation_id
    await connection.execute(sa.select(organisations.c.id).where(is_it).with_for_update(key_share=True))


async def insert_version(
    connection: AsyncConnection, keys: Keys, new: NewList, *, now: datetime, sealed: tuple[str, bytes] | None = None
) -> ListVersion:
    """Publish a list. Two that publish at once do so one after the other.

    Args:
        connection: The transaction.
        keys: Seal the content.
        new: What the version is made of.
        now: The moment.
        sealed: The id it is to have and its content as `seal_content` gave it, where that was done beforehand.
    """
    await lock_lists(connection, new.organisation_id)
    version_id, content = sealed or ((made := new_id("lst")), seal_content(keys, made, new.content))
    version = ListVersion(
        id=version_id,
        organisation_id=new.organisation_id,
        number=1 + await latest_number(connection, new.organisation_id),
        name=new.name,
        sha256=new.sha256,
        published_at=now,
        published_by=new.published_by,
        lines=new.lines,
        numbers=new.numbers,
        content_format=new.content_format,
        proposal_id=new.proposal_id,
    )
    await connection.execute(
        sa.insert(list_versions).values(
            id=version.id,
            organisation_id=version.organisation_id,
            number=version.number,
            name=version.name,
            sha256=version.sha256,
            published_at=to_text(now),
            published_by=version.published_by,
            lines=version.lines,
            numbers=version.numbers,
            content_sealed=content,
            content_format=version.content_format.value,
            proposal_id=version.proposal_id,
            reason_sealed=None if new.reason is None else keys.seal_text(new.reason, _reason_cell(version.id)),
        )
    )
    return version


async def latest_number(connection: AsyncConnection, organisation_id: str) -> int:
    """Give the number of the newest version of an organisation's list; 0 where there is none."""
    wanted = sa.select(sa.func.max(list_versions.c.number)).where(list_versions.c.organisation_id == organisation_id)
    return await connection.scalar(wanted) or 0


async def latest_version(connection: AsyncConnection, organisation_id: str) -> ListVersion | None:
    """Give the newest version of an organisation's list."""
    wanted = sa.select(*_FACTS).where(list_versions.c.organisation_id == organisation_id).order_by(list_versions.c.number.desc()).limit(1)
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else _to_version(row)


async def find_version(connection: AsyncConnection, version_id: str) -> ListVersion | None:
    """Find a version by its id."""
    row = (await connection.execute(sa.select(*_FACTS).where(list_versions.c.id == version_id))).mappings().one_or_none()
    return None if row is None else _to_version(row)


async def find_number(connection: AsyncConnection, organisation_id: str, number: int) -> ListVersion | None:
    """Find a version of an organisation's list by its number."""
    wanted = sa.select(*_FACTS).where(list_versions.c.organisation_id == organisation_id, list_versions.c.number == number)
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else _to_version(row)


async def versions_of(connection: AsyncConnection, organisation_id: str) -> list[ListVersion]:
    """Give all versions of an organisation's list, the newest first."""
    wanted = sa.select(*_FACTS).where(list_versions.c.organisation_id == organisation_id).order_by(list_versions.c.number.desc())
    return [_to_version(row) for row in (await connection.execute(wanted)).mappings()]


async def read_content(connection: AsyncConnection, keys: Keys, version_id: str) -> bytes:
    """Give the content of a version: a file or a register, as its format says."""
    sealed = await connection.scalar(sa.select(list_versions.c.content_sealed).where(list_versions.c.id == version_id))
    if sealed is None:
        raise LookupError("a version that was named has gone")
    return zlib.decompress(keys.unseal(sealed, _cell(version_id)))


async def read_reason(connection: AsyncConnection, keys: Keys, version_id: str) -> str | None:
    """Say why a version was loaded that no proposal stands behind; None where nobody said it."""
    sealed = await connection.scalar(sa.select(list_versions.c.reason_sealed).where(list_versions.c.id == version_id))
    return None if sealed is None else keys.unseal_text(sealed, _reason_cell(version_id))


def _to_version(row: sa.RowMapping) -> ListVersion:
    return ListVersion(
        id=row["id"],
        organisation_id=row["organisation_id"],
        number=row["number"],
        name=row["name"],
        sha256=row["sha256"],
        published_at=to_moment(row["published_at"]),
        published_by=row["published_by"],
        lines=row["lines"],
        numbers=row["numbers"],
        content_format=ContentFormat(row["content_format"]),
        proposal_id=row["proposal_id"],
    )


def _cell(version_id: str) -> Cell:
    return Cell("list_versions", "content_sealed", version_id)


def _reason_cell(version_id: str) -> Cell:
    return Cell("list_versions", "reason_sealed", version_id)
