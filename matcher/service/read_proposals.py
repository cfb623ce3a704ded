"""Gives proposals to those who may know of every line they touch: a page of them, or one with its changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.register import Change, Effect, Register
from matcher.domain.upkeep.line_view import lens_of, line_names
from matcher.domain.upkeep.list_effects import TakenBackCount, may_leave_misdated, numbers_wanted
from matcher.domain.upkeep.proposal import ProposalState, ProposalView, may_know_proposal, sees_line
from matcher.service.lists.line_lists import LineLists
from matcher.service.views.count_taken_back import count_taken_back
from matcher.service.views.count_touched import count_touched
from matcher.service.views.proposal import OBJECT, may_decide, may_read, refusal, view_of
from matcher.store.accounts import as_it_stands, names_of
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.moments import to_text
from matcher.store.proposals import StoredProposal, changes_of, changes_of_several, find_proposal, page_of_proposals
from matcher.store.vault import Connection, Vault

_LIST, _CHANGES = "list-proposals", "proposal-changes"
_ACTION = Action.LINES_READ
_MOST = 200
#: How many are read at once, of which not all may be shown.
_PAGE = 50
#: Longer ones say only by themselves whether they are done.
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Proposals, the newest first."""

    items: tuple[ProposalView, ...]
    #: For the next page; None at the end.
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ProposedChanges:
    """A proposal with a part of its changes, in the order of the register."""

    proposal: ProposalView
    #: Without numbers that are protected by now.
    changes: tuple[Change, ...]
    counts: Mapping[Effect, int]
    #: For the changes behind these; None at the end.
    cursor: str | None
    #: Line -> its name, of the lines of these changes.
    line_names: Mapping[str, str]
    #: Account -> its name: who proposed and who decided.
    account_names: Mapping[str, str]
    #: How many earlier submissions hold a number it would bring, for those who may publish it; None for others, and once it is decided.
    touches: int | None = None
    #: What it would take back, for the same; None for others.
    takes_back: TakenBackCount | None = None


async def list_proposals(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    *,
    now: datetime,
    origin: str,
    state: ProposalState | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> ProposalPage:
    """Give a page of proposals.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role reads no list.
    """
    before = read_cursor(vault.keys, _LIST, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    found: list[StoredProposal] = []
    # Nobody who writes waits while a new list is read, or very many proposals are looked through and compared.
    async with vault.db.read() as connection:
        version, register = await lists.latest_register(connection, actor.organisation_id)
        await asyncio.to_thread(register.of_line, "")
        standing = await as_it_stands(connection, actor)
        decision = may(standing, _ACTION, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if decision.allowed:
            async for each in _all_behind(connection, vault, actor, state, before):
                if may_know_proposal(standing, each, register):
                    found.append(each)
                if len(found) > limit:
                    break
        compared = _compared(found[:limit], version.id if version is not None else None)
        changes = await changes_of_several(connection, vault.keys, compared)
    if not decision.allowed:
        raise await refusal(vault, actor, _ACTION, decision, None, now=now, origin=origin)
    async with vault.db.write() as connection:
        await _record(connection, vault, actor, None, now=now, origin=origin)
    shown = await asyncio.to_thread(lambda: tuple(view_of(each, standing, register, changes.get(each.id, ())) for each in found[:limit]))
    more = None
    if len(found) > limit:
        more = write_cursor(vault.keys, _LIST, actor.user_id, (to_text(shown[-1].proposed_at), shown[-1].id))
    return ProposalPage(shown, more)


async def read_proposal(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    proposal_id: str,
    *,
    now: datetime,
    origin: str,
    limit: int = _MOST,
    cursor: str | None = None,
) -> ProposedChanges:
    """Give a proposal with its changes, before and after.

    Raises:
        BadCursor: the cursor was not given out for this person and this proposal.
        NotAllowed: the role reads no list.
        NotFound: there is no proposal of this id that they may know of.
    """
    of = f"{_CHANGES}:{proposal_id[:40]}"
    behind = read_cursor(vault.keys, of, actor.user_id, cursor)
    async with vault.db.read() as connection:
        _, register = await lists.latest_register(connection, actor.organisation_id)
        conventions = await lists.conventions_of(connection, actor.organisation_id)
        standing = await as_it_stands(connection, actor)
        proposal = await find_proposal(connection, vault.keys, proposal_id, organisation_id=actor.organisation_id)
        decision = may_read(standing, proposal, register)
        if proposal is not None and decision.allowed:
            changes = await changes_of(connection, vault.keys, proposal_id)
            start, counted = _place_of(behind)
            shown = changes[start : start + max(1, limit)]
            end = start + len(shown)
            names = await names_of(connection, actor.organisation_id, {proposal.proposed_by, proposal.decided_by or ""})
    if proposal is None or not decision.allowed:
        raise await refusal(vault, actor, _ACTION, decision, proposal_id, now=now, origin=origin)
    async with vault.db.write() as connection:
        await _record(connection, vault, actor, proposal_id, now=now, origin=origin)
    seen = tuple(await asyncio.to_thread(lens_of(standing, conventions).changes, shown))
    named = line_names(register, shown, sees_line(standing))
    found = ProposedChanges(view_of(proposal, standing, register, changes), seen, proposal.summary.counts, None, named, names)
    if proposal.state is ProposalState.OPEN and may_decide(standing, proposal, register).allowed:
        counted = counted or await _count(vault, actor, lists, register, changes, now=now)
        found = replace(found, touches=counted.touches, takes_back=counted.takes_back)
    if end == len(changes):
        return found
    place = json.dumps([end, *(counted.written if counted else ())])
    return replace(found, cursor=write_cursor(vault.keys, of, actor.user_id, (place, proposal_id)))


def _compared(found: Sequence[StoredProposal], version_id: str | None) -> list[str]:
    """Give those that may be done by now, by their ids: another version is out since, and they are short enough for a list."""
    return [
        each.id
        for each in found
        if each.state is ProposalState.OPEN and each.base_version_id != version_id and sum(each.summary.counts.values()) <= _MOST_COMPARED
    ]


class _Counted(NamedTuple):
    """What a proposal reaches back to, counted with its first page: the place behind a page carries it to the next one."""

    touches: int
    takes_back: TakenBackCount

    @property
    def written(self) -> tuple[int, int, int, bool]:
        """As it is carried."""
        return self.touches, self.takes_back.submissions, self.takes_back.alerts, self.takes_back.is_at_least


def _place_of(behind: tuple[str, str] | None) -> tuple[int, _Counted | None]:
    """Give where a page begins, and what was counted before."""
    start, *counted = json.loads(behind[0]) if behind else (0,)
    if not counted:
        return start, None
    touches, *taken_back = counted
    return start, _Counted(touches, TakenBackCount(*taken_back))


async def _count(vault: Vault, actor: Actor, lists: LineLists, register: Register, changes: Sequence[Change], *, now: datetime) -> _Counted:
    # For whoever may publish it: who proposes a number does not learn in this way whether it stands on a phone.
    async with vault.db.read() as connection:
        conventions = await lists.conventions_of(connection, actor.organisation_id)
        wanted = numbers_wanted(changes, register, lists.conventions)
        touches = await count_touched(connection, vault.keys, actor.organisation_id, wanted, now=now)
        takes_back = await count_taken_back(connection, vault.keys, actor.organisation_id, register, changes, conventions)
    if touches and may_leave_misdated(changes):
        takes_back = replace(takes_back, is_at_least=True)
    return _Counted(touches, takes_back)


async def _all_behind(
    connection: Connection, vault: Vault, actor: Actor, state: ProposalState | None, before: tuple[str, str] | None
) -> AsyncIterator[StoredProposal]:
    """Yield proposals, the newest first, a page at a time."""
    while True:
        page = await page_of_proposals(connection, vault.keys, actor.organisation_id, state=state, before=before, limit=_PAGE)
        for each in page:
            yield each
        if len(page) < _PAGE:
            return
        before = (to_text(page[-1].proposed_at), page[-1].id)


async def _record(connection: Connection, vault: Vault, actor: Actor, about: str | None, *, now: datetime, origin: str) -> None:
    what = OBJECT if about is not None else "line_list"
    deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.LINES_CONSULTED, what, about, origin=origin)
    await put_on_record(connection, vault.keys, [deed])
