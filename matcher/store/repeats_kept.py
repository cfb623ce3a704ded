"""Writes down, once in the life of a store, what stands for alerts of the same file again where that was not kept (before migration 0007).

Until then such an alert stands in the answer, and not in the lists of those who see that answer alone. Answers are sealed, so no migration
can do it: it is done beside the jobs, a little at a time, by whichever worker comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import Conflict
from matcher.store.facts import change_fact, read_fact, write_fact
from matcher.store.repeated_alerts import write_repeated
from matcher.store.repeats_of_before import find_repeats_of_before
from matcher.store.same_person import find_with_person
from matcher.store.schema.answers import submissions
from matcher.store.vault import Vault

#: How far it is: the moment and the id of the submission that was looked at last, or that there is none left.
_HOW_FAR = "repeats_kept"
_ALL = "all"
_AT_ONCE = 50


async def keep_repeats(vault: Vault) -> None:
    """Look at some more submissions of a file that was handed in before, the earliest first; where all were, do nothing."""
    async with vault.db.read() as connection:
        how_far = await read_fact(connection, _HOW_FAR)
        if how_far == _ALL:
            return
        due = await _due(connection, how_far or "")
    for _, submission_id in due:
        await _keep(vault, submission_id)
    reached = " ".join(due[-1]) if len(due) == _AT_ONCE else _ALL
    # Another worker may have been as quick; whatever both looked at is written once.
    with suppress(Conflict):
        async with vault.db.write() as connection:
            await (write_fact if how_far is None else change_fact)(connection, _HOW_FAR, reached)


async def _due(connection: AsyncConnection, how_far: str) -> Sequence[tuple[str, str]]:
    one, earlier = submissions.alias(), submissions.alias()
    place = sa.tuple_(one.c.created_at, one.c.id)
    is_of_file = sa.and_(earlier.c.organisation_id == one.c.organisation_id, earlier.c.file_sha256 == one.c.file_sha256)
    is_before = sa.and_(earlier.c.erased_at.is_(None), sa.tuple_(earlier.c.created_at, earlier.c.id) < place)
    wanted = sa.select(one.c.created_at, one.c.id).where(
        one.c.status == SubmissionStatus.DONE.value, one.c.erased_at.is_(None), sa.exists().where(is_of_file, is_before)
    )
    if how_far:
        wanted = wanted.where(place > sa.tuple_(*map(sa.literal, how_far.split(" "))))
    found = await connection.execute(wanted.order_by(one.c.created_at, one.c.id).limit(_AT_ONCE))
    return [(row[0], row[1]) for row in found]


async def _keep(vault: Vault, submission_id: str) -> None:
    """Write down what stands for alerts of one submission. That there is anything is found out while nobody waits for it."""
    async with vault.db.read() as connection:
        if not await find_repeats_of_before(connection, vault.keys, submission_id):
            return
    async with vault.db.write() as connection:
        # Whoever erases what stands for them goes first, or finds what is written.
        if await find_with_person(connection, submission_id) is not None:
            await write_repeated(connection, await find_repeats_of_before(connection, vault.keys, submission_id))
