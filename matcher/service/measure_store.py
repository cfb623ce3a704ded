"""How the service stands, for those who watch over it: how much waits and for how long, how old the lists are, how submissions ended."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.figures import newest_lists
from matcher.store.jobs import read_queue
from matcher.store.room import Room, check_room, look_at_room
from matcher.store.submissions import count_by_status
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ListAge:
    """How old the list of one organisation is."""

    version: int
    published_at: datetime
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """One look at the store. docs/operating.md says what each means and when somebody should be woken."""

    #: `linewatch_submissions{status}`; erased ones are not counted.
    submissions: Mapping[SubmissionStatus, int]
    #: `linewatch_jobs{state}`: waiting, leased (being worked on) and dead (given up after five attempts).
    jobs_waiting: int
    jobs_leased: int
    jobs_dead: int
    #: `linewatch_oldest_job_seconds`: since the job that waits longest, or is worked on, was handed in; 0 where there is none.
    oldest_job_seconds: float
    #: `linewatch_line_list_age_seconds`: of the organisation whose newest list is the oldest; 0 where nobody has one.
    line_list_age_seconds: float
    #: `linewatch_organisations_without_list`: these can hand in nothing.
    organisations_without_list: int
    #: The newest list of each organisation that has one, the oldest first; nobody is named.
    line_lists: tuple[ListAge, ...] = ()


async def measure_store(vault: Vault, *, now: datetime) -> Figures:
    """Take the figures.

    Raises:
        StoreUnavailable: the store cannot be reached, or was found damaged.
    """
    vault.db.check_condition()
    async with vault.db.read() as connection:
        counted = await count_by_status(connection)
        queue = await read_queue(connection)
        published = await newest_lists(connection)
    known = sorted((each for each in published if each is not None), key=lambda each: (each.published_at, each.number))
    return Figures(
        submissions=counted,
        jobs_waiting=queue.waiting,
        jobs_leased=queue.leased,
        jobs_dead=queue.dead,
        oldest_job_seconds=_age(queue.oldest, now),
        line_list_age_seconds=_age(known[0].published_at if known else None, now),
        organisations_without_list=len(published) - len(known),
        line_lists=tuple(ListAge(each.number, each.published_at, _age(each.published_at, now)) for each in known),
    )


async def measure_room(vault: Vault) -> Room:
    """Say how much room the store has.

    Raises:
        StoreUnavailable: a disk does not say.
    """
    return await asyncio.to_thread(look_at_room, vault)


async def make_sure_of_room(vault: Vault) -> Room:
    """Make sure that there is room for what people do, and say how much.

    Raises:
        StoreFull: there is none.
        StoreUnavailable: a disk does not say.
    """
    room = await measure_room(vault)
    await check_room(vault, room)
    return room


async def make_sure_of_writing(vault: Vault) -> None:
    """Make sure that what people do can be put down at this moment; nothing is.

    Raises:
        StoreUnavailable: somebody else holds the store, or it may not be written.
    """
    await vault.db.check_writable()


def _age(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max((now - moment).total_seconds(), 0.0)
