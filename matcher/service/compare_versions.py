"""Gives one version of the list, and what became of one version in another, as far as somebody may know of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.register import Change, Diff, Effect, Key, Record, RecordKind, Register, diff, part_of
from matcher.domain.upkeep.line_view import line_names
from matcher.domain.upkeep.proposal import may_know_proposal
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, Look, ReadFrom, look, read_from_of
from matcher.store.accounts import names_of
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.line_lists import ListVersion, find_version, versions_of
from matcher.store.proposals import find_proposal
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """One version of the list. Counts are those of what may be seen."""

    read_from: ReadFrom
    #: An account, and what it is called; None where it was done at the machine.
    published_by: str
    published_by_name: str | None
    lines: int
    numbers: int
    people: int
    #: Whether no later one was published.
    is_current: bool
    #: What it was published from; None where it was loaded as it was, or where that may not be known.
    proposal_id: str | None


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """What became of one version in another: a part of the changes, in the order of the register."""

    #: None where it is the first version, compared with none.
    since: ReadFrom | None
    version: ReadFrom
    changes: tuple[Change, ...]
    counts: Mapping[Effect, int]
    unchanged: int
    cursor: str | None
    #: Line -> its name, of the lines of these changes.
    line_names: Mapping[str, str]
    #: Read backwards: what the older version did not have yet, of all changes. Among the changes it is removed, and nobody removed it.
    added_since: frozenset[Key] = frozenset()

    __hash__ = None  # type: ignore[assignment] # its changes have none

    @property
    def is_backwards(self) -> bool:
        """Whether it reads from the newer version to the older one."""
        return self.since is not None and self.since.version > self.version.version


async def read_version(vault: Vault, actor: Actor, lists: LineLists, version_id: str, *, now: datetime, origin: str) -> VersionDetail:
    """Give one version.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no version of this id in their organisation.
    """
    asking = Asking(vault, actor, lists, now, origin)
    seen, (version,) = await _find(asking, version_id)
    async with vault.db.read() as connection:
        register = await lists.register_of(connection, version.id)
        names = await names_of(connection, actor.organisation_id, {version.published_by})
        proposal = None
        if version.proposal_id is not None:
            proposal = await find_proposal(connection, vault.keys, version.proposal_id, organisation_id=actor.organisation_id)
    is_known = proposal is not None and may_know_proposal(seen.actor, proposal, seen.register)
    part = await asyncio.to_thread(_known_part, seen, register)
    live = [record.kind for record in part.live()]
    return VersionDetail(
        read_from_of(version, lists, now),
        version.published_by,
        names.get(version.published_by),
        live.count(RecordKind.LINE),
        live.count(RecordKind.NUMBER),
        live.count(RecordKind.ASSOCIATE),
        is_current=seen.version is not None and seen.version.id == version.id,
        proposal_id=proposal.id if proposal is not None and is_known else None,
    )


async def compare_versions(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    version_id: str,
    *,
    since_id: str | None = None,
    now: datetime,
    origin: str,
    limit: int = 200,
    cursor: str | None = None,
) -> VersionDiff:
    """Say what became of one version in another: of an older one in a newer one, or the way back.

    Args:
        vault: The store.
        actor: Who asks.
        lists: The lists of this process.
        version_id: The version that is looked at.
        since_id: The version it is compared with; the one before it where none is named.
        now: The moment.
        origin: Where the request came from.
        limit: How many changes at most.
        cursor: Where a page before ended.

    Raises:
        BadCursor: the cursor was not given out for this person and these versions.
        NotAllowed: the role reads no list.
        NotFound: there is no version of one of these ids in their organisation.
    """
    of = f"list-diff:{(since_id or '')[:40]}:{version_id[:40]}"
    behind = read_cursor(vault.keys, of, actor.user_id, cursor)
    asking = Asking(vault, actor, lists, now, origin)
    if since_id is None:
        seen, (version,) = await _find(asking, version_id)
        since = await _before(asking, version)
    else:
        seen, (version, since) = await _find(asking, version_id, since_id)
    async with vault.db.read() as connection:
        new = await lists.register_of(connection, version.id)
        old = Register() if since is None else await lists.register_of(connection, since.id)
    found = await asyncio.to_thread(_compare, seen, old, new)
    start = int(behind[0]) if behind else 0
    end = start + max(1, limit)
    shown = await asyncio.to_thread(seen.lens.changes, found.changes[start:end])
    named = line_names(new, shown, seen.sees)
    more = write_cursor(vault.keys, of, actor.user_id, (str(end), version.id)) if end < len(found.changes) else None
    first = None if since is None else read_from_of(since, lists, now)
    added = _added_since(found, new) if since is not None and since.number > version.number else frozenset()
    return VersionDiff(first, read_from_of(version, lists, now), tuple(shown), found.counts, found.unchanged, more, named, added)


def _added_since(found: Diff, older: Register) -> frozenset[Key]:
    return frozenset(change.key for change in found.changes if change.key not in older.records)


async def _find(asking: Asking, *ids: str) -> tuple[Look, list[ListVersion]]:
    """Find versions of the organisation of whoever asks; what is not there is answered like one of another organisation."""
    owner = asking.actor.organisation_id
    async with asking.vault.db.read() as connection:
        versions = [await find_version(connection, each) for each in ids]
    found = [each for each in versions if each is not None and each.organisation_id == owner]
    seen = await look(asking, lambda _actor, _register: len(found) == len(ids))
    return seen, found


async def _before(asking: Asking, version: ListVersion) -> ListVersion | None:
    async with asking.vault.db.read() as connection:
        versions = await versions_of(connection, version.organisation_id)
    return next((each for each in versions if each.number == version.number - 1), None)


def _compare(seen: Look, old: Register, new: Register) -> Diff:
    """Compare what may be known of now, and might have been in both versions; the rest is as if it had never stood there."""
    sees = seen.sees
    hidden = _hidden(old, seen) | _hidden(new, seen)

    def is_known(line: Record) -> bool:
        return line.id not in hidden and sees(line)

    return diff(part_of(old, is_known), part_of(new, is_known))


def _known_part(seen: Look, register: Register) -> Register:
    hidden, sees = _hidden(register, seen), seen.sees
    return part_of(register, lambda line: line.id not in hidden and sees(line))


def _hidden(register: Register, seen: Look) -> frozenset[str]:
    """Give the lines of a version that somebody may not know of as they were then, or as they are by now."""
    sees, current = seen.sees, seen.register
    found = set()
    for (kind, line_id), line in register.records.items():
        if kind is not RecordKind.LINE:
            continue
        by_now = current.line(line_id)
        if not sees(line) or (by_now is not None and not sees(by_now)):
            found.add(line_id)
    return frozenset(found)
