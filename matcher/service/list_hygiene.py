"""Gives what a unit should mend in its list, the most urgent first, as far as somebody may know of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from weakref import WeakKeyDictionary

from matcher.domain.access.actor import Actor
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.register import Conventions, HygieneCode, HygieneFinding, Key, Record, Register, hygiene, part_of
from matcher.errors import NoLineList
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, Look, ReadFrom, knows_line, look, read_from_of
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.vault import Vault

#: How many answers are kept for the pages behind the first: a long list takes seconds to be looked through.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class HygienePage:
    """What is to be mended, the most urgent first."""

    items: tuple[HygieneFinding, ...]
    #: How many there are of each code, every code named.
    counts: Mapping[HygieneCode, int]
    cursor: str | None
    read_from: ReadFrom
    #: The records of these findings and the others they name, as they may be seen: without a number that is protected.
    records: Mapping[Key, Record]
    #: Line -> its name, of the lines of these records.
    line_names: Mapping[str, str]

    __hash__ = None  # type: ignore[assignment] # its records have none


class _Asked(NamedTuple):
    """What an answer depends on: version, what its organisation sets apart, day, and the lines that are hidden from whoever asks."""

    version_id: str
    lists: NumberLists
    today: date
    hidden: frozenset[str]


class _Book:
    """Answers that the pages behind the first are read from."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: list[tuple[_Asked, tuple[HygieneFinding, ...]]] = []

    def find(self, asked: _Asked) -> tuple[HygieneFinding, ...] | None:
        """Give what was found before, where it still holds."""
        return next((found for before, found in self._kept if _is_same(before, asked)), None)

    def keep(self, asked: _Asked, found: tuple[HygieneFinding, ...]) -> None:
        """Keep an answer, and forget the one that was kept for longest."""
        self._kept = [*self._kept, (asked, found)][-_KEPT:]


def _is_same(one: _Asked, other: _Asked) -> bool:
    # Number lists that are the same are one object as long as nothing is added to them; comparing what is in them takes long.
    return one.lists is other.lists and (one.version_id, one.today, one.hidden) == (other.version_id, other.today, other.hidden)


#: One for each set of lists a process holds.
_BOOKS: WeakKeyDictionary[LineLists, _Book] = WeakKeyDictionary()


async def list_hygiene(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    *,
    now: datetime,
    origin: str,
    code: HygieneCode | None = None,
    line_id: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> HygienePage:
    """Look through the list as it stands.

    Args:
        vault: The store.
        actor: Who asks.
        lists: The lists of this process.
        now: The moment; its day is the one that is judged at.
        origin: Where the request came from.
        code: Only findings of this kind; all by default.
        line_id: Only findings about this line; all by default.
        limit: How many at most.
        cursor: Where a page before ended.

    Raises:
        BadCursor: the cursor was not given out for this person and these findings.
        NoLineList: there is no list yet.
        NotAllowed: the role reads no list.
        NotFound: there is no such line that they may know of.
    """
    of = f"hygiene:{code.value if code else ''}:{(line_id or '')[:100]}"
    behind = read_cursor(vault.keys, of, actor.user_id, cursor)
    seen = await look(Asking(vault, actor, lists, now, origin), partial(_knows, line_id))
    if seen.version is None:
        raise NoLineList("Your organisation has no line list yet.", hint="An analyst loads one.")
    found = await _found(seen, lists, seen.version.id, now.date())
    counts = dict.fromkeys(HygieneCode, 0)
    for each in found:
        counts[each.code] += 1
    place = f"{seen.version.id}:{now.date()}"
    asked = [each for each in found if code in {None, each.code} and line_id in {None, each.line_id}]
    # Of another version, or another day, the findings stand at other places: it begins anew.
    start = int(behind[0]) if behind and behind[1] == place else 0
    end = start + max(1, limit)
    more = write_cursor(vault.keys, of, actor.user_id, (str(end), place)) if end < len(asked) else None
    shown = tuple(asked[start:end])
    records = await asyncio.to_thread(_records_of, shown, seen)
    return HygienePage(shown, counts, more, read_from_of(seen.version, lists, now), records, _line_names(records, seen))


def _line_names(records: Mapping[Key, Record], seen: Look) -> Mapping[str, str]:
    lines = {record.line_id: seen.register.line(record.line_id) for record in records.values()}
    return {line_id: line.get("name") for line_id, line in lines.items() if line is not None and line.get("name")}


def _records_of(findings: tuple[HygieneFinding, ...], seen: Look) -> Mapping[Key, Record]:
    """Give what findings are about. They name nothing but what may be known of."""
    keys = dict.fromkeys(key for each in findings for key in (Key(each.kind, each.id), *each.others))
    records = [record for key in keys if (record := seen.register.records.get(key)) is not None]
    return {record.key: record for record in seen.lens.all_of(records)}


def _knows(line_id: str | None, standing: Actor, register: Register) -> bool:
    """Whether somebody may know of the line they ask for, where they ask for one."""
    return line_id is None or knows_line(standing, register, line_id)


async def _found(seen: Look, lists: LineLists, version_id: str, today: date) -> tuple[HygieneFinding, ...]:
    known = await asyncio.to_thread(part_of, seen.register, seen.sees)
    hidden = frozenset[str]() if known is seen.register else frozenset(_lines(seen.register) - _lines(known))
    asked = _Asked(version_id, seen.conventions.lists, today, hidden)
    book = _BOOKS.setdefault(lists, _Book())
    found = book.find(asked)
    if found is None:
        found = await asyncio.to_thread(_look_through, known, seen.conventions, lists, today)
        book.keep(asked, found)
    return found


def _lines(register: Register) -> set[str]:
    return {record.line_id for record in register.records.values()}


def _look_through(known: Register, conventions: Conventions, lists: LineLists, today: date) -> tuple[HygieneFinding, ...]:
    """Look through a list; it blocks for as long as that takes."""
    with nothing_collected():
        return hygiene(known, conventions, lists.limits, today)
