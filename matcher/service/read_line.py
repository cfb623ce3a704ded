"""Gives one line of the list as somebody may see it: what is said of it, its numbers and people, tombstones too."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.line import LineStatus
from matcher.domain.register import Record, RecordKind, Register, status_of
from matcher.domain.register.to_list import effective
from matcher.domain.upkeep.entry_figures import EntryFigures, Met
from matcher.domain.upkeep.line_view import links_of
from matcher.errors import NotFound
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, Look, ReadFrom, knows_line, look, read_from_of
from matcher.service.lists.on_phones import figures_of_entries
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.key_ring import Keys
from matcher.store.vault import Vault
from matcher.store.verdict_figures import met_of_line


@dataclass(frozen=True, slots=True)
class LineView:
    """One line."""

    record: Record
    #: Where it stands; worked out of its closures where the list states nothing.
    status: LineStatus
    #: Numbers and people that count, and entries that were removed.
    numbers: int
    people: int
    removed: int
    read_from: ReadFrom

    __hash__ = None  # type: ignore[assignment] # its record has none


@dataclass(frozen=True, slots=True)
class EntryView:
    """A number of a line, or a person linked to it."""

    #: With the closure of its line, where it has none of its own.
    record: Record
    #: The E.164 number; None where there is none, or none that may be told.
    e164: str | None
    #: Whether it counts: neither it nor its line was removed.
    is_live: bool
    #: Whether the number is protected by now: it is never matched, and told nowhere.
    is_protected: bool
    #: The entries of the same line it followed, and that followed it.
    predecessor_id: str | None
    successor_id: str | None
    #: What came of it on phones; None for people, and for a number that cannot be read or is protected by now.
    on_phones: EntryFigures | None = None

    __hash__ = None  # type: ignore[assignment] # its record has none


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries of a line: its numbers, then its people."""

    items: tuple[EntryView, ...]
    cursor: str | None
    read_from: ReadFrom


async def read_line(vault: Vault, actor: Actor, lists: LineLists, line_id: str, *, now: datetime, origin: str) -> LineView:
    """Give a line.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no line of this id that they may know of.
    """
    seen = await look(Asking(vault, actor, lists, now, origin), lambda standing, register: knows_line(standing, register, line_id))
    return await asyncio.to_thread(_view, seen, lists, line_id, now)


async def read_entries(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    line_id: str,
    *,
    now: datetime,
    origin: str,
    with_removed: bool = True,
    limit: int = 200,
    cursor: str | None = None,
) -> EntryPage:
    """Give the numbers of a line and the people linked to it.

    Raises:
        BadCursor: the cursor was not given out for this person and this line.
        NotAllowed: the role reads no list.
        NotFound: there is no line of this id that they may know of.
    """
    of = f"line-entries:{line_id[:100]}:{with_removed}"
    behind = read_cursor(vault.keys, of, actor.user_id, cursor)
    seen = await look(Asking(vault, actor, lists, now, origin), lambda standing, register: knows_line(standing, register, line_id))
    read_from = read_from_of(seen.version, lists, now)
    entries = await asyncio.to_thread(_entries, seen, line_id, with_removed=with_removed)
    start = int(behind[0]) if behind and behind[1] == read_from.version_id else 0
    end = start + max(1, limit)
    more = write_cursor(vault.keys, of, actor.user_id, (str(end), read_from.version_id)) if end < len(entries) else None
    async with vault.db.read() as connection:
        met = await met_of_line(connection, actor.organisation_id, line_id)
    return EntryPage(await asyncio.to_thread(_shown, vault.keys, seen, line_id, entries[start:end], met), more, read_from)


def _line_of(register: Register, line_id: str) -> Record:
    line = register.line(line_id)
    if line is None:
        raise NotFound("There is no such thing.")
    return line


def _view(seen: Look, lists: LineLists, line_id: str, now: datetime) -> LineView:
    register, line = seen.register, _line_of(seen.register, line_id)
    others = [record for record in register.of_line(line_id) if record.kind is not RecordKind.LINE]
    live = Counter(record.kind for record in others if register.is_live(record))
    numbers = [effective(record, line.fields) for record in others if record.kind is RecordKind.NUMBER and record.removed is None]
    (shown,) = seen.lens.all_of([line])
    return LineView(
        shown,
        status_of(line, numbers),
        live[RecordKind.NUMBER],
        live[RecordKind.ASSOCIATE],
        sum(record.removed is not None for record in others),
        read_from_of(seen.version, lists, now),
    )


def _entries(seen: Look, line_id: str, *, with_removed: bool) -> list[Record]:
    records = (record for record in seen.register.of_line(line_id) if record.kind is not RecordKind.LINE)
    kept = [record for record in records if with_removed or record.removed is None]
    return sorted(kept, key=_place)


def _place(record: Record) -> tuple[bool, bool, str, str, str, str]:
    get = record.get
    is_person = record.kind is RecordKind.ASSOCIATE
    return is_person, record.removed is not None, get("first_seen"), get("last_seen"), get("number"), record.id


def _shown(keys: Keys, seen: Look, line_id: str, entries: list[Record], met: list[tuple[bytes, Met]]) -> tuple[EntryView, ...]:
    register, lens = seen.register, seen.lens
    line = _line_of(register, line_id)
    links = links_of(register.of_line(line_id), seen.conventions)
    protected = lens.is_protected(entries)
    shown = lens.all_of([Record(each.kind, each.id, each.line_id, effective(each, line.fields), each.removed) for each in entries])
    slots = seen.conventions.keys_of([each.get("number") for each in shown])
    figures = figures_of_entries(keys, seen, line_id, met, only={each.id for each in entries})
    return tuple(
        EntryView(
            record,
            slot or None,
            register.is_live(kept),
            is_protected,
            links.predecessor.get(record.id),
            links.successor.get(record.id),
            None if is_protected else figures.get(record.id),
        )
        for record, kept, slot, is_protected in zip(shown, entries, slots, protected, strict=True)
    )
