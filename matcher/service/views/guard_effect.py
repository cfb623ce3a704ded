"""What it does to set a number apart as protected that stands on the organisation's own line list. Shared by the use cases."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, may, may_see_line
from matcher.domain.answers.role_view import facts_of_line
from matcher.domain.guarding.guard_number import Guard, GuardEntry
from matcher.domain.line import LineList
from matcher.domain.register import Conventions, RecordKind, Register, slots_of
from matcher.domain.upkeep.list_effects import TakenBackCount, is_matched
from matcher.service.views.count_taken_back import count_resting, lines_by_token
from matcher.store.key_ring import Keys
from matcher.store.vault import Connection


@dataclass(frozen=True, slots=True)
class GuardEffect:
    """What becomes of it, as far as somebody may know of the lines."""

    #: Ids of the lines the number stands on.
    lines: tuple[str, ...]
    #: What rests on it, and is taken out of earlier answers.
    taken: TakenBackCount


class Standing(NamedTuple):
    """A number that stands on a line, or belongs to somebody the line names."""

    line_id: str
    number: str
    is_of_line: bool


def standings_on(line_list: LineList, entry: GuardEntry) -> list[Standing]:
    """Give where numbers of an entry stand on a list as it is looked up."""
    found = []
    for number in entry.numbers():
        found += [Standing(each.line_id, number, is_of_line=True) for each in line_list.entries.get(number, ())]
        found += [Standing(each.line_id, number, is_of_line=False) for each in line_list.associates.get(number, ())]
    return found


def standings_in(register: Register, entry: GuardEntry, conventions: Conventions) -> list[Standing]:
    """Give where numbers of an entry stand in the records of a list, whatever is set apart; it blocks for as long as that takes."""
    live = [each for each in register.live() if each.kind is not RecordKind.LINE and is_matched(each)]
    return [
        Standing(record.line_id, slot, record.kind is RecordKind.NUMBER)
        for record, slot in zip(live, slots_of(live, conventions), strict=True)
        if entry.covers(slot)
    ]


async def effect_of(connection: Connection, keys: Keys, organisation_id: str, found: Collection[Standing]) -> GuardEffect | None:
    """Count what rests on numbers where they stand; None where they stand nowhere.

    Of what rests on people a line names it is not said how much: then the count is the least there is.
    """
    if not found:
        return None
    lines = await asyncio.to_thread(lines_by_token, keys, [(each.line_id, each.number) for each in found])
    taken = await count_resting(connection, keys, organisation_id, lines, is_cut=not all(each.is_of_line for each in found))
    return GuardEffect(tuple(sorted({each.line_id for each in found})), taken)


async def effect_known_to(connection: Connection, keys: Keys, actor: Actor, line_list: LineList, entry: GuardEntry) -> GuardEffect | None:
    """Give what it does as somebody may know it who reads the list; None where nothing. Of a line they may not know of it is not asked."""
    if entry.guard is not Guard.PROTECTED:
        return None
    owner, known = actor.organisation_id, []
    for each in standings_on(line_list, entry):
        line = line_list.lines.get(each.line_id)
        facts = None if line is None else facts_of_line(line, owner)
        if facts is not None and may(actor, Action.LINES_READ, facts).allowed and may_see_line(actor, facts):
            known.append(each)
    return await effect_of(connection, keys, owner, known)


class Circle(NamedTuple):
    """Who is told together: those who may know of open lines, or of the restricted ones of one unit."""

    is_restricted: bool
    #: Of restricted lines alone; None where they have none.
    owner_unit: str | None


def by_circle(found: Iterable[Standing], register: Register) -> Mapping[Circle, AbstractSet[Standing]]:
    """Sort where numbers stand by who may know of it: open lines, and the restricted ones of each unit."""
    told: dict[Circle, set[Standing]] = {}
    for each in found:
        line = register.line(each.line_id)
        if line is None:
            continue
        is_restricted = line.visibility.is_restricted
        circle = Circle(is_restricted, (line.get("owner_unit") or None) if is_restricted else None)
        told.setdefault(circle, set()).add(each)
    return told
