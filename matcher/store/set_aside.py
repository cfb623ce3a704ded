"""Numbers that were taken out of earlier answers because they became protected, kept sealed until it is too late to undo that.

Nothing outside the seal says of which submission they are, so they are never counted, listed or searched: they are opened where an entry is
taken off its list, and where a submission is erased.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.errors import SealBroken
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.ids import new_id
from matcher.store.jobs import JobKind, JobState
from matcher.store.key_ring import Keys
from matcher.store.schema.answers import jobs, matches, submissions, unmatched_numbers
from matcher.store.schema.lists import set_aside_numbers
from matcher.store.unmatched import Tokened, seal_numbers, write_unmatched

#: Values of one question.
_AT_ONCE = 500


class SetAside(NamedTuple):
    """One number of one submission."""

    submission_id: str
    e164: str
    #: The last day it is kept as one that matches nothing, once it is brought back.
    until: str
    #: Ids of the lines it had matched: what was told of these is put right, whether the legal basis still runs or not.
    lines: Sequence[str] = ()


class Kept(NamedTuple):
    """One that is in the store."""

    id: str
    what: SetAside


async def set_aside(
    connection: AsyncConnection, keys: Keys, organisation_id: str, several: Iterable[SetAside], *, expires_on: date
) -> None:
    """Put numbers aside that are taken out of a submission."""
    rows = []
    for each in several:
        row_id = new_id("sas")
        said = json.dumps(list(each))
        sealed = keys.seal_text(said, _cell(row_id))
        rows.append({"id": row_id, "organisation_id": organisation_id, "number_sealed": sealed, "expires_on": expires_on.isoformat()})
    await insert_rows(connection, set_aside_numbers, rows)


async def find_set_aside(connection: AsyncConnection, keys: Keys, organisation_id: str, covers: Callable[[str], bool]) -> list[Kept]:
    """Give what was set aside of some numbers. What cannot be opened is left out: nobody knows what it was."""
    wanted = sa.select(set_aside_numbers).where(set_aside_numbers.c.organisation_id == organisation_id)
    found = []
    for row in (await connection.execute(wanted.order_by(set_aside_numbers.c.id))).mappings():
        what = _open(keys, row)
        if what is not None and covers(what.e164):
            found.append(Kept(row["id"], what))
    return found


async def bring_back(connection: AsyncConnection, keys: Keys, organisation_id: str, several: Collection[Kept]) -> None:
    """Keep numbers again as ones that match nothing, in a transaction that has their submission locked."""
    for each in several:
        what = each.what
        if not await _stands(connection, keys, what):
            sealed = seal_numbers(keys, what.submission_id, [Tokened(keys.token(what.e164), what.e164)])
            last_day = date.fromisoformat(what.until)
            await write_unmatched(connection, organisation_id, what.submission_id, sealed, expires_on=last_day)


async def _stands(connection: AsyncConnection, keys: Keys, what: SetAside) -> bool:
    """Whether the submission has the number already."""
    tokens = keys.every_token(what.e164)
    for table, column in ((unmatched_numbers, unmatched_numbers.c.token), (matches, matches.c.number_token)):
        wanted = sa.select(column).where(table.c.submission_id == what.submission_id, column.in_(tokens)).limit(1)
        if (await connection.execute(wanted)).one_or_none() is not None:
            return True
    return False


async def forget_set_aside(connection: AsyncConnection, ids: Collection[str]) -> None:
    """Forget some."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        is_it = set_aside_numbers.c.id.in_(ordered[start : start + _AT_ONCE])
        await connection.execute(sa.delete(set_aside_numbers).where(is_it))


async def forget_set_aside_of(connection: AsyncConnection, keys: Keys, submission_id: str) -> None:
    """Forget what was set aside of a submission that is erased, and what cannot be opened: it might be of this one."""
    owner = sa.select(submissions.c.organisation_id).where(submissions.c.id == submission_id).scalar_subquery()
    wanted = sa.select(set_aside_numbers).where(set_aside_numbers.c.organisation_id == owner)
    opened = [(row["id"], _open(keys, row)) for row in (await connection.execute(wanted)).mappings()]
    await forget_set_aside(connection, [row_id for row_id, what in opened if what is None or what.submission_id == submission_id])


async def forget_expired_set_aside(connection: AsyncConnection, *, today: date) -> None:
    """Forget what was kept long enough; how many that were would tell that phones held what is protected."""
    await connection.execute(sa.delete(set_aside_numbers).where(set_aside_numbers.c.expires_on < today.isoformat()))


async def is_being_kept_out(connection: AsyncConnection, guard_id: str) -> bool:
    """Whether the numbers of an entry are still to be taken out of answers, or are being."""
    is_it = sa.and_(jobs.c.kind == JobKind.KEEP_OUT.value, jobs.c.object_id == guard_id)
    wanted = sa.select(jobs.c.id).where(is_it, jobs.c.state.in_((JobState.WAITING.value, JobState.LEASED.value)))
    return (await connection.execute(wanted.limit(1))).one_or_none() is not None


def _open(keys: Keys, row: sa.RowMapping) -> SetAside | None:
    try:
        return SetAside(*json.loads(keys.unseal_text(row["number_sealed"], _cell(row["id"]))))
    except SealBroken:
        return None


def _cell(row_id: str) -> Cell:
    return Cell("set_aside_numbers", "number_sealed", row_id)
