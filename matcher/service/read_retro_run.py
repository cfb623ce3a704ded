"""Says how far the look back of a version is, and nothing of what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, absent, may
from matcher.domain.upkeep.proposal import sees_line
from matcher.service.lists.line_lists import LineLists
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.line_lists import find_version
from matcher.store.retro import RetroState, find_run, numbers_of_lines
from matcher.store.vault import Vault

_ACTION = Action.LINES_READ


@dataclass(frozen=True, slots=True)
class RetroProgress:
    """How far a look back is, as somebody may know: numbers of lines they may not know of count nowhere."""

    version_id: str
    version: int
    #: `waiting`, `running`, `done`, `given-up`.
    state: RetroState
    numbers_done: int
    numbers: int


async def read_retro_run(vault: Vault, actor: Actor, lists: LineLists, version_id: str, *, now: datetime, origin: str) -> RetroProgress:
    """Give how far the look back of a version is.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no version of this id.
    """
    async with vault.db.read() as connection:
        version = await find_version(connection, version_id[:40])
        is_theirs = version is not None and version.organisation_id == actor.organisation_id
        register = await lists.register_of(connection, version_id) if is_theirs else None
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may(standing, _ACTION, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if version is not None and register is not None and decision.allowed:
            run = await find_run(connection, version_id)
            counted = await numbers_of_lines(connection, version_id)
            is_seen = sees_line(standing)
            # A line that the register does not hold is one nobody can be kept from.
            seen = [count for line_id, count in counted.items() if (line := register.line(line_id)) is None or is_seen(line)]
            numbers = sum(seen)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.LINES_CONSULTED, "line_list", version_id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            if run is None or run.state == RetroState.DONE or not seen:
                return RetroProgress(version_id, version.number, RetroState.DONE, numbers, numbers)
            done = min(numbers, numbers * run.numbers_done // run.numbers) if run.numbers else numbers
            return RetroProgress(version_id, version.number, run.state, done, numbers)
    refused = absent(standing, _ACTION) if decision.allowed else decision
    raise await denied(vault, actor, Refused(_ACTION, refused, "line_list", version_id[:40]), now=now, origin=origin)
