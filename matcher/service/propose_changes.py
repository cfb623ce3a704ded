"""Takes changes to the list that somebody wrote, as a proposal for another person to decide."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, ObjectFacts, absent, may
from matcher.domain.register import (
    Change,
    Conventions,
    Register,
    further_entries,
    part_of,
    say_days_to_come,
    say_further_entries,
    say_left_behind,
    say_lookalikes,
)
from matcher.domain.submissions.stated import says_something, tidied
from matcher.domain.upkeep.change_drafts import ChangeDraft, draw_changes
from matcher.domain.upkeep.import_warnings import open_warnings_of
from matcher.domain.upkeep.proposal import LONGEST_REASON, OpenWords, ProposalOrigin, ProposalState, ProposalView, sees_line, summarise
from matcher.errors import BadProposal, Fault, ListConflict
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.publication import read_base
from matcher.service.views.proposal import OBJECT, refusal, view_of
from matcher.store import steps
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.idempotency import Request, find_key, made_before
from matcher.store.ids import new_id
from matcher.store.proposals import SealedProposal, StoredProposal, find_proposal, insert_proposal, seal_proposal
from matcher.store.vault import Vault

_ACTION = Action.LINES_PROPOSE
_MOST_CHANGES = 1000


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """Changes as somebody wrote them, and why."""

    changes: tuple[ChangeDraft, ...]
    reason: str
    #: A line that has to be there.
    of_line: str | None = None


async def propose_changes(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    draft: ProposalDraft,
    *,
    now: datetime,
    origin: str,
    idempotency_key: str | None = None,
    read_from: str | None = None,
) -> ProposalView:
    """Propose changes. Nothing of the list changes until another person publishes them.

    Args:
        vault: The store.
        actor: Who proposes.
        lists: The lists as they are kept at hand.
        draft: What they wrote.
        now: The moment.
        origin: Where from.
        idempotency_key: Stands for the request.
        read_from: The version the changes were drawn from, where that matters; none is made of another.

    Raises:
        BadProposal: with every fault, each with its place; nothing was proposed.
        KeyReused: the idempotency key stood for another request.
        ListConflict: the list is at another version than the changes were drawn from.
        NotAllowed: the role proposes nothing.
        NotFound: they know of no line that has to be there.
    """
    _check_form(draft)
    asked = _Asked(vault, actor, lists, draft, now, origin, idempotency_key, read_from)
    before = await asked.begun_before()
    return before if before is not None else await asked.propose()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who proposes what."""

    vault: Vault
    actor: Actor
    lists: LineLists
    draft: ProposalDraft
    now: datetime
    origin: str
    key: str | None
    read_from: str | None

    async def begun_before(self) -> ProposalView | None:
        """Give what the same request made before."""
        if self.key is None:
            return None
        keys, account_id = self.vault.keys, self.actor.user_id
        request_hash, *older = Request(account_id, self.key, self.draft).hashes(keys)
        async with self.vault.db.read() as connection:
            made = await find_key(connection, keys, account_id, self.key, request_hash=request_hash, older=older)
            before = await find_proposal(connection, keys, made or "", organisation_id=self.actor.organisation_id)
        return None if before is None else view_of(before, self.actor)

    async def propose(self) -> ProposalView:
        """Draw the changes from the list as far as they may know of it, and put them into the store."""
        async with self.vault.db.read() as connection:
            base = await read_base(connection, self.lists, self.actor.organisation_id)
            standing = await as_it_stands(connection, self.actor)
        decision = self._may(standing)
        if not decision.allowed:
            raise await self._refused(decision)
        if self.read_from is not None and base.id != self.read_from:
            raise ListConflict("The list was changed meanwhile; nothing was proposed.", hint="Read it again, and propose it anew.")
        known = part_of(base.register, sees_line(standing))
        of_line = self.draft.of_line
        if of_line is not None and ((line := known.line(of_line)) is None or line.removed is not None):
            raise await self._refused(absent(standing, _ACTION))
        changes = await asyncio.to_thread(_draw, known, self.draft, base.conventions)
        lines = known.records.values()
        further = await asyncio.to_thread(further_entries, known, changes, base.conventions)
        behind = (*say_further_entries(further), *say_left_behind(known, changes))
        warnings = (*say_days_to_come(changes, self.now), *say_lookalikes(changes, lines), *behind)
        told = OpenWords(None, (*open_warnings_of(changes, lines, self.now), *behind))
        proposal = StoredProposal(
            id=new_id("prp"),
            organisation_id=self.actor.organisation_id,
            state=ProposalState.OPEN,
            origin=ProposalOrigin.EDIT,
            proposed_by=self.actor.user_id,
            proposed_at=self.now,
            reason=tidied(self.draft.reason),
            base_version_id=base.id,
            summary=replace(summarise(known, changes), warnings=warnings, open=told),
        )
        return await self._write(await asyncio.to_thread(seal_proposal, self.vault.keys, proposal, changes))

    async def _write(self, sealed: SealedProposal) -> ProposalView:
        actor, keys, proposal = self.actor, self.vault.keys, sealed.proposal
        async with self.vault.db.write() as connection:
            decision = self._may(await as_it_stands(connection, actor))
            if decision.allowed:
                if self.key is not None:
                    request, made_id = Request(actor.user_id, self.key, self.draft), proposal.id
                    made = await made_before(connection, keys, request, object_id=made_id, now=self.now) or made_id
                    before = await find_proposal(connection, keys, made, organisation_id=actor.organisation_id)
                    if before is not None:
                        return view_of(before, actor)
                await insert_proposal(connection, sealed)
                steps.reached("proposal:within-transaction")
                action, why = AuditAction.LINES_PROPOSED, proposal.reason
                deed = Deed(self.now, actor.organisation_id, actor.user_id, action, OBJECT, proposal.id, origin=self.origin, reason=why)
                await put_on_record(connection, keys, [deed])
                steps.reached("proposal:before-commit")
                return view_of(proposal, actor)
        raise await self._refused(decision)

    def _may(self, standing: Actor) -> Decision:
        return may(standing, _ACTION, ObjectFacts(self.actor.organisation_id, unit_id=self.actor.unit_id))

    async def _refused(self, decision: Decision) -> Exception:
        return await refusal(self.vault, self.actor, _ACTION, decision, None, now=self.now, origin=self.origin)


def _check_form(draft: ProposalDraft) -> None:
    faults = []
    if not says_something(draft.reason):
        faults.append(Fault("reason", "Say in a few words why the list is to change."))
    elif len(draft.reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"It has more than {LONGEST_REASON} characters."))
    if not draft.changes:
        faults.append(Fault("changes", "There is nothing to change."))
    elif len(draft.changes) > _MOST_CHANGES:
        faults.append(Fault("changes", f"These are more than {_MOST_CHANGES}; import a list file, or make several proposals."))
    if faults:
        raise _bad(faults)


def _draw(known: Register, draft: ProposalDraft, conventions: Conventions) -> tuple[Change, ...]:
    drawn = draw_changes(known, draft.changes, conventions, new_id)
    if drawn.faults:
        raise _bad(drawn.faults)
    if not drawn.changes:
        raise _bad([Fault("changes", "The list says all of this already; nothing would change.")])
    return drawn.changes


def _bad(faults: tuple[Fault, ...] | list[Fault]) -> BadProposal:
    return BadProposal(
        "The changes cannot be proposed as they are; nothing was.",
        hint="Mend what is named, and send all of it again.",
        faults=tuple(faults),
    )
