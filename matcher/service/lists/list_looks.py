"""A look at the register of a list: who looks is asked, and it is put on record. Shared by the use cases that read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, ObjectFacts, absent, may
from matcher.domain.register import Conventions, Record, Register
from matcher.domain.upkeep.freshness import Freshness, freshness_of
from matcher.domain.upkeep.line_view import Lens, lens_of
from matcher.domain.upkeep.proposal import sees_line
from matcher.errors import NotFound
from matcher.service.lists.line_lists import LineLists
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.line_lists import ListVersion
from matcher.store.vault import Connection, Vault

#: What the trail of deeds calls it. No line is named there: it may be one that not everybody may know of.
OBJECT = "line_list"


@dataclass(frozen=True, slots=True)
class Look:
    """The list as it stands, in front of somebody who may read lists."""

    #: As the store says who they are.
    actor: Actor
    version: ListVersion | None
    #: Whole: nothing of it is shown but what `sees` lets through.
    register: Register
    conventions: Conventions

    __hash__ = None  # type: ignore[assignment] # its register has none

    @property
    def sees(self) -> Callable[[Record], bool]:
        """The question whether they may know of the line of a record."""
        return sees_line(self.actor)

    @property
    def lens(self) -> Lens:
        """What of records they may see."""
        return lens_of(self.actor, self.conventions)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks, when, and where from."""

    vault: Vault
    actor: Actor
    lists: LineLists
    now: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """Which version something was read from, and how old it is."""

    version_id: str
    version: int
    name: str
    freshness: Freshness


def knows_line(actor: Actor, register: Register, line_id: str) -> bool:
    """Whether there is a line of this id that somebody may know of, a tombstone or not."""
    line = register.line(line_id)
    return line is not None and sees_line(actor)(line)


async def look(asking: Asking, is_there: Callable[[Actor, Register], bool] = lambda _actor, _register: True) -> Look:
    """Look at the list of one's organisation.

    Args:
        asking: Who looks.
        is_there: Whether they may know of what they ask for; where not, it is answered like something that is not there.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no such thing that they may know of.
    """
    vault, actor = asking.vault, asking.actor
    # Outside the transaction that writes: a new list takes its time to be read.
    async with vault.db.read() as connection:
        version, register = await asking.lists.latest_register(connection, actor.organisation_id)
        conventions = await asking.lists.conventions_of(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may_read_lists(standing)
        if decision.allowed and not is_there(standing, register):
            decision = absent(standing, Action.LINES_READ)
        if decision.allowed:
            await record(connection, asking, version.id if version else None)
    if not decision.allowed:
        raise await refused(asking, decision)
    return Look(standing, version, register, conventions)


def may_read_lists(actor: Actor) -> Decision:
    """Decide whether somebody may read the list of their organisation."""
    return may(actor, Action.LINES_READ, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))


async def record(connection: Connection, asking: Asking, version_id: str | None) -> None:
    """Put a look on record."""
    actor = asking.actor
    deed = Deed(asking.now, actor.organisation_id, actor.user_id, AuditAction.LINES_CONSULTED, OBJECT, version_id, origin=asking.origin)
    await put_on_record(connection, asking.vault.keys, [deed])


async def refused(asking: Asking, decision: Decision, action: Action = Action.LINES_READ) -> Exception:
    """Put a refusal on record, and give the error to raise."""
    return await denied(asking.vault, asking.actor, Refused(action, decision, OBJECT), now=asking.now, origin=asking.origin)


def read_from_of(version: ListVersion | None, lists: LineLists, now: datetime) -> ReadFrom:
    """Say which version was read; there is one where there is a line."""
    if version is None:
        raise NotFound("There is no such thing.")
    fresh = freshness_of(version.published_at, now, old_after_days=lists.limits.list_old_after_days)
    return ReadFrom(version.id, version.number, version.name, fresh)
