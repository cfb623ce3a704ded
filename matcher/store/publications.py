"""A version goes out: its content, the history of what it changed, and what it reaches back to, in the transaction that decides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.register import Change, Effect, Record
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.store import steps
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.ids import new_id
from matcher.store.jobs import JobKind, add_list_job
from matcher.store.key_ring import Keys
from matcher.store.line_lists import ListVersion, NewList, insert_version, seal_content
from matcher.store.moments import to_text
from matcher.store.proposal_document import change_object
from matcher.store.schema.lists import list_changes, recalls, retro_runs

#: So many rows go to the database at once.
_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that is ready to be written: sealing the longest ones takes seconds, and is done before anybody has to wait."""

    version_id: str
    #: The version it comes of; None for the first one.
    base_id: str | None
    new: NewList
    sealed: bytes
    history: Sequence[dict[str, Any]]
    effects: Effects


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A number, or a person, that was taken back, as the list held it."""

    record: Record
    #: Of its line; None where it has none.
    owner_unit: str | None
    cause: RecallCause


@dataclass(frozen=True, slots=True)
class Effects:
    """What a version reaches back to."""

    #: How many numbers are looked for in what was handed in before.
    looked_for: int = 0
    recalled: tuple[TakenBack, ...] = ()
    #: Whether lines name people anew, or again.
    brings_people: bool = False

    @property
    def are_any(self) -> bool:
        """Whether there is anything to look back for."""
        return bool(self.looked_for or self.recalled or self.brings_people)


def seal_publication(keys: Keys, new: NewList, base_id: str | None, changes: Sequence[Change], effects: Effects) -> Publication:
    """Make a version ready to be written; it blocks for as long as that takes."""
    version_id = new_id("lst")
    history = list(_history(keys, version_id, new.organisation_id, changes))
    sealed = seal_content(keys, version_id, new.content)
    return Publication(version_id, base_id, new, sealed, history, effects)


def _history(keys: Keys, version_id: str, organisation_id: str, changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    for change in changes:
        kind = change.kind.value
        sealed = None
        if change.before is not None:
            told = json.dumps(change_object(change), separators=(",", ":"))
            sealed = keys.seal_text(told, Cell("list_changes", "change_sealed", (version_id, kind, change.id)))
        yield {
            "version_id": version_id,
            "kind": kind,
            "record_id": change.id,
            "organisation_id": organisation_id,
            "line_id": change.line_id,
            "deed": _deed(change),
            "change_sealed": sealed,
        }


def _deed(change: Change) -> str:
    if change.effect is Effect.NEW:
        return "added"
    was_removed = change.before is not None and change.before.removed is not None
    return "restored" if change.effect is Effect.REOPENED and was_removed else change.effect.value


async def write_publication(connection: AsyncConnection, keys: Keys, publication: Publication, *, now: datetime) -> ListVersion:
    """Write a version and everything that comes of it. That the base is still the newest version was made sure before."""
    new = publication.new
    version = await insert_version(connection, keys, new, now=now, sealed=(publication.version_id, publication.sealed))
    steps.reached("publication:version-written")
    for start in range(0, len(publication.history), _ROWS):
        await insert_rows(connection, list_changes, publication.history[start : start + _ROWS])
    steps.reached("publication:history-written")
    # Before the first list nothing was compared with any, so there is nothing to look back at.
    if publication.effects.are_any and publication.base_id is not None:
        run = {"version_id": version.id, "organisation_id": new.organisation_id, "state": "waiting", "created_at": to_text(now)}
        await connection.execute(sa.insert(retro_runs).values(**run, numbers_done=0, numbers=publication.effects.looked_for))
        await add_list_job(connection, JobKind.RETRO_MATCH, version.id, now=now)
    rows = [
        {
            "id": new_id("rcl"),
            "organisation_id": new.organisation_id,
            "version_id": version.id,
            "record_id": each.record.id,
            "line_id": each.record.line_id,
            "owner_unit": each.owner_unit,
            "cause": each.cause.value,
            "created_at": to_text(now),
        }
        for each in publication.effects.recalled
    ]
    # None cost a statement too.
    for start in range(0, max(len(rows), 1), _ROWS):
        await insert_rows(connection, recalls, rows[start : start + _ROWS])
    return version
