"""People a line names whose number stood on a phone: which line and, by its token, which number. No name and no number stands here.

They are in the answers, and have no review; what is kept of them here is what finds them again when the list takes a person off a line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.live_grounds import LineNumber
from matcher.store.answered import rows_in_answers
from matcher.store.bulk import insert_rows
from matcher.store.key_ring import Keys
from matcher.store.schema.lists import named_people

Json = dict[str, Any]

_COLUMNS = ("id", "submission_id", "organisation_id", "line_id", "number_token", "is_restricted", "recall_id")


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """Somebody a line names, on one phone."""

    id: str
    submission_id: str
    organisation_id: str
    line_id: str
    number_token: bytes
    #: Exists only for those who may see the line.
    is_restricted: bool
    #: Set when the list took the person off the line.
    recall_id: str | None = None


async def write_people(connection: AsyncConnection, found: Iterable[StoredPerson]) -> None:
    """Put them into the store."""
    await insert_rows(connection, named_people, [{name: getattr(each, name) for name in _COLUMNS} for each in found])


async def people_of(connection: AsyncConnection, submission_id: str, *, with_restricted: bool) -> list[StoredPerson]:
    """Give those of a submission; those of restricted lines only where they may be seen."""
    wanted = sa.select(named_people).where(named_people.c.submission_id == submission_id)
    if not with_restricted:
        wanted = wanted.where(sa.not_(named_people.c.is_restricted))
    return [_to_person(row) for row in (await connection.execute(wanted)).mappings()]


def by_place(keys: Keys, rows: Collection[StoredPerson], answers: Iterable[Json]) -> dict[LineNumber, StoredPerson]:
    """Give them by line and number, as the answers have them."""
    if not rows:
        return {}
    known = {(row.line_id, row.number_token): row for row in rows}
    places = {(each["line"]["id"], each["number"]) for answer in answers for each in answer["associates"]}
    found = ((place, known.get((place[0], token))) for place in places for token in keys.every_token(place[1]))
    return {place: row for place, row in found if row is not None}


async def people_met(
    connection: AsyncConnection, organisation_id: str, lines: Mapping[bytes, Collection[str]], *, are_recalled: bool = False
) -> list[StoredPerson]:
    """Give the people lines name, in submissions that have an answer and are not erased.

    Args:
        connection: A transaction.
        organisation_id: Whose submissions.
        lines: Token of a number, under every key, and the lines it is looked for on.
        are_recalled: Those who were taken off, and not those who hold.
    """
    rows = await rows_in_answers(connection, named_people, organisation_id, lines, are_recalled=are_recalled)
    return [person for person in map(_to_person, rows) if person.line_id in lines[person.number_token]]


async def mark_person(
    connection: AsyncConnection, submission_id: str, line_id: str, tokens: Collection[bytes], *, recall_id: str | None
) -> StoredPerson | None:
    """Mark somebody as taken off by a recall, or as back; give them as they stood before, None where nothing changed."""
    is_it = sa.and_(
        named_people.c.submission_id == submission_id,
        named_people.c.line_id == line_id,
        named_people.c.number_token.in_(sorted(tokens)),
        named_people.c.recall_id.is_(None) if recall_id else named_people.c.recall_id.is_not(None),
    )
    row = (await connection.execute(sa.select(named_people).where(is_it))).mappings().one_or_none()
    if row is None:
        return None
    await connection.execute(sa.update(named_people).where(named_people.c.id == row["id"]).values(recall_id=recall_id))
    return _to_person(row)


async def forget_people(connection: AsyncConnection, submission_id: str, tokens: Collection[bytes] | None = None) -> list[str]:
    """Remove those of a submission, or those alone whose numbers have these tokens, and give their ids."""
    is_it = named_people.c.submission_id == submission_id
    if tokens is not None:
        is_it = sa.and_(is_it, named_people.c.number_token.in_(sorted(tokens)))
    return list(await connection.scalars(sa.delete(named_people).where(is_it).returning(named_people.c.id)))


def _to_person(row: sa.RowMapping) -> StoredPerson:
    values: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    return StoredPerson(**values | {"number_token": bytes(row["number_token"]), "is_restricted": bool(row["is_restricted"])})
