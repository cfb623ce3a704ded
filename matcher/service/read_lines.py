"""Gives the lines of the current list that somebody may know of, and the versions the list went through."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.answers.release import open_facts
from matcher.domain.answers.role_view import Sight, lines_seen_by, sight_of
from matcher.domain.line import Line
from matcher.domain.register import Conventions, Register
from matcher.domain.screening import ListFacts, facts_of
from matcher.domain.submissions.stated import is_stated
from matcher.domain.upkeep.line_search import LONGEST_SOUGHT, find_lines, read_sought
from matcher.errors import BadRequest, Fault, NoLineList
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.store.accounts import as_it_stands, names_of
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.line_lists import versions_of
from matcher.store.vault import Vault

_ACTION = Action.LINES_READ


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line and how many numbers the list has for it."""

    line: Line
    numbers: int


@dataclass(frozen=True, slots=True)
class LinesView:
    """The current list as somebody may see it."""

    version_id: str
    #: Counts and fingerprint of what may be seen.
    facts: ListFacts
    published_at: datetime
    lines: tuple[ListedLine, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of the list. How much stood in it is not told: it would change with every restricted line."""

    id: str
    number: int
    name: str
    published_at: datetime
    #: Account that published it.
    published_by: str
    #: What it is called; None where it was done at the machine.
    published_by_name: str | None = None


async def read_lines(vault: Vault, actor: Actor, lists: LineLists, *, now: datetime, origin: str, sought: str | None = None) -> LinesView:
    """Give the lines of the current list; where something is looked for, those that are called so, or have or had the number.

    What was looked for is kept nowhere: it may be somebody's number. That somebody looked is on record, as a search.

    Raises:
        BadRequest: nothing is looked for, or more than anybody would type.
        NoLineList: there is none yet.
        NotAllowed: the role reads no list.
    """
    _check(sought)
    # Outside the transaction that writes: a new list takes its time to be parsed.
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
        register = await lists.register_of(connection, published.version_id) if published is not None and sought is not None else Register()
        conventions = await lists.conventions_of(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may(standing, _ACTION, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if decision.allowed:
            about = published.version_id if published else None
            action = AuditAction.LINES_CONSULTED if sought is None else AuditAction.LINES_SEARCHED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "line_list", about, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if not decision.allowed:
        raise await denied(vault, actor, Refused(_ACTION, decision, "line_list"), now=now, origin=origin)
    if published is None:
        raise NoLineList("Your organisation has no line list yet.", hint="An analyst loads one.")
    return await asyncio.to_thread(_view, published, standing, sought, register, conventions)


def _view(published: PublishedList, actor: Actor, sought: str | None, register: Register, conventions: Conventions) -> LinesView:
    """Look through the list; for the longest ones that takes a good part of a second."""
    seen = lines_seen_by(published.whole, actor)
    if sought is not None:
        seen = find_lines(read_sought(sought, conventions), published.whole, register, seen, conventions)
    counts = dict.fromkeys((line.id for line in seen), 0)
    for entries in published.whole.entries.values():
        for line_id in {entry.line_id for entry in entries} & counts.keys():
            counts[line_id] += 1
    facts = facts_of(published.whole) if sight_of(actor) is Sight.ALL else open_facts(published.whole)
    return LinesView(published.version_id, facts, published.published_at, tuple(ListedLine(line, counts[line.id]) for line in seen))


def _check(sought: str | None) -> None:
    if sought is not None and (not is_stated(sought) or len(sought) > LONGEST_SOUGHT):
        hint = "A name, an id, a number in any spelling, an area or a group."
        raise BadRequest("Say what line you look for, in a few words.", hint=hint, faults=(Fault("text", hint),))


async def list_versions(vault: Vault, actor: Actor, *, now: datetime, origin: str) -> tuple[VersionView, ...]:
    """Give the versions of the list, the newest first.

    Raises:
        NotAllowed: the role reads no list.
    """
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may(standing, _ACTION, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if decision.allowed:
            found = await versions_of(connection, actor.organisation_id)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.LINES_CONSULTED, "line_list", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            names = await names_of(connection, actor.organisation_id, {each.published_by for each in found})
            return tuple(
                VersionView(each.id, each.number, each.name, each.published_at, each.published_by, names.get(each.published_by))
                for each in found
            )
    raise await denied(vault, actor, Refused(_ACTION, decision, "line_list"), now=now, origin=origin)
