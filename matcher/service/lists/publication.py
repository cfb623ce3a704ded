"""Changes become the next version of a list: made, checked and sealed before anybody has to wait for it. Shared by the use cases."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from matcher import errors
from matcher.domain.access.actor import Actor
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.line_list.rows import bounded
from matcher.domain.register import (
    Change,
    Conflict,
    ConflictCode,
    Conventions,
    Record,
    Register,
    apply,
    line_list_of,
    write_document,
)
from matcher.domain.screening import facts_of
from matcher.domain.upkeep.list_effects import (
    listed_elsewhere,
    numbers_taken_off,
    numbers_to_look_for,
    people_brought,
    people_taken_off,
)
from matcher.domain.upkeep.proposal import sees_line
from matcher.errors import Fault, ListConflict
from matcher.service.lists.line_lists import LineLists
from matcher.store.key_ring import Keys
from matcher.store.line_lists import ContentFormat, ListVersion, NewList
from matcher.store.publications import Effects, Publication, TakenBack, seal_publication
from matcher.store.vault import Connection

#: So many times is begun anew where others publish in between; after that whoever asks is told to do so later.
TRIES = 6
#: No unit is called so.
_SOMEBODY = "?"


def others_publish() -> errors.Conflict:
    """Give what is told after that many tries."""
    return errors.Conflict("Others are publishing at the moment; nothing was changed.", hint="Try again in a moment.")


@dataclass(frozen=True, slots=True)
class Base:
    """The list as it stands: its newest version and its records."""

    version: ListVersion | None
    register: Register
    #: How its organisation reads numbers, and which it lets stand on no list.
    conventions: Conventions

    @property
    def id(self) -> str | None:
        """The version; None where there is none yet."""
        return self.version.id if self.version else None

    @property
    def next_number(self) -> int:
        """The number the next version has."""
        return self.version.number + 1 if self.version else 1


@dataclass(frozen=True, slots=True)
class Naming:
    """Under which name a version goes out, who publishes it, and of what."""

    organisation_id: str
    name: str
    published_by: str
    proposal_id: str | None = None
    #: Why, where no proposal says so.
    reason: str | None = None


async def read_base(connection: Connection, lists: LineLists, organisation_id: str) -> Base:
    """Read the list as it stands."""
    version, register = await lists.latest_register(connection, organisation_id)
    return Base(version, register, await lists.conventions_of(connection, organisation_id))


def make_publication(keys: Keys, lists: LineLists, base: Base, changes: Sequence[Change], naming: Naming) -> Publication:
    """Make the next version; it blocks for as long as that takes.

    Raises:
        ConflictingChanges: the list is not as the changes found it.
    """
    with nothing_collected():
        return _make(keys, lists, base, changes, naming)


def _make(keys: Keys, lists: LineLists, base: Base, changes: Sequence[Change], naming: Naming) -> Publication:
    after = apply(base.register, changes)
    content = write_document(after)
    sha256 = hashlib.sha256(content).hexdigest()
    line_list = line_list_of(after, name=naming.name, sha256=sha256, conventions=lists.conventions)
    facts = facts_of(line_list)
    new = NewList(
        naming.organisation_id,
        naming.name,
        sha256,
        naming.published_by,
        facts.lines,
        facts.numbers,
        content,
        ContentFormat.REGISTER,
        naming.proposal_id,
        naming.reason,
    )
    numbers_off = listed_elsewhere(numbers_taken_off(changes, base.conventions), line_list, base.conventions)
    taken_off = (*numbers_off, *people_taken_off(changes, base.conventions))
    recalled = tuple(TakenBack(each.record, _owner_of(base.register, each.record), each.cause) for each in taken_off)
    effects = Effects(len(numbers_to_look_for(changes, after)), recalled, brings_people=bool(people_brought(changes, base.conventions)))
    return seal_publication(keys, new, base.id, changes, effects)


def _owner_of(register: Register, number: Record) -> str | None:
    line = register.line(number.line_id)
    return _SOMEBODY if line is None else line.get("owner_unit") or None


def conflict_error(actor: Actor, register: Register, conflicts: Sequence[Conflict], *, hint: str) -> ListConflict:
    """Give the error that names every conflict somebody may know of.

    Args:
        actor: Who is told.
        register: The list as it stands, whole.
        conflicts: All of them.
        hint: What they can do.
    """
    is_seen = sees_line(actor)
    known = [
        each for each in conflicts if each.code is ConflictCode.TAKEN or (line := register.line(each.line_id)) is None or is_seen(line)
    ]
    if len(known) == len(conflicts) and all(each.code is ConflictCode.SAME for each in known):
        hint = "The same was published before, from another proposal or file. Reject this one, or have it withdrawn."
    # Of a line that they may not know of nothing is named but the id they gave themselves, as it is of any other that is taken.
    return ListConflict("The line list is not as the changes found it; nothing was changed.", hint=hint, faults=faults_of(known))


def faults_of(conflicts: Sequence[Conflict]) -> tuple[Fault, ...]:
    """Say each conflict at its place: the row of the file that meant it, or the record."""
    return bounded(tuple(Fault(_place(each), _sentence(each)) for each in conflicts))


def _place(conflict: Conflict) -> str:
    record = f"{conflict.kind.value} {conflict.id}"
    return record if conflict.row is None else f"row {conflict.row}, {record}"


def _sentence(conflict: Conflict) -> str:
    # What is as the change wants it differs from what the change found, which helps nobody to know.
    if not conflict.fields or conflict.code is ConflictCode.SAME:
        return conflict.sentence
    return f"{conflict.sentence} Fields that differ: {', '.join(conflict.fields)}."
