"""Decides about a proposal: another person publishes or rejects it, whoever made it withdraws it. Each has one outcome, for good."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.line_list.rows import bounded
from matcher.domain.register import Change, ConflictingChanges, Register, check
from matcher.domain.submissions.stated import says_something, tidied
from matcher.domain.upkeep.proposal import LONGEST_REASON, ProposalOrigin, ProposalState, ProposalView, lines_hidden
from matcher.errors import BadProposal, BadRequest, ProposalDecided
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.publication import TRIES, Base, Naming, conflict_error, make_publication, others_publish, read_base
from matcher.service.views.proposal import OBJECT, may_decide, may_withdraw, refusal, view_of
from matcher.store import steps
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.idempotency import claim_key, find_key
from matcher.store.line_lists import latest_version, lock_lists
from matcher.store.proposals import StoredProposal, Verdict, changes_of, decide_proposal, find_proposal, restrict_proposals_of
from matcher.store.publications import Publication, write_publication
from matcher.store.vault import Connection, Vault

_RENEW = "Propose it anew, from the list as it is now."

_Judge = Callable[[Actor, StoredProposal | None, Register], Decision]

#: What each outcome is called in the trail of deeds, and what it takes.
_OUTCOMES: dict[ProposalState, tuple[AuditAction, Action, _Judge]] = {
    ProposalState.PUBLISHED: (AuditAction.LINES_PUBLISHED, Action.LINES_PUBLISH, may_decide),
    ProposalState.REJECTED: (AuditAction.LINES_REJECTED, Action.LINES_PUBLISH, may_decide),
    ProposalState.WITHDRAWN: (AuditAction.LINES_WITHDRAWN, Action.LINES_PROPOSE, may_withdraw),
}


async def publish_proposal(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    proposal_id: str,
    *,
    now: datetime,
    origin: str,
    reason: str | None = None,
    idempotency_key: str | None = None,
) -> ProposalView:
    """Publish a proposal as the next version of the list: all of it, or nothing.

    Raises:
        BadProposal: something of it may not stand on the list any more.
        Conflict: others published all the time.
        ListConflict: the list has changed since where the proposal would change it; every record is named.
        NotAllowed: the role publishes nothing.
        NotFound: there is no proposal of this id that they may know of.
        ProposalDecided: it was decided before.
        SecondPersonNeeded: they made it themselves.
    """
    asked = _Asked(vault, actor, lists, proposal_id, ProposalState.PUBLISHED, _trimmed(reason), now, origin, idempotency_key)
    for _ in range(TRIES):
        case = await asked.read()
        publication = await asyncio.to_thread(asked.prepare, case) if case.proposal.state is ProposalState.OPEN else None
        steps.reached("publication:prepared")
        published = await asked.close(case, publication)
        if published is not None:
            steps.reached("publication:after-commit")
            return published
    # Each time somebody else was quicker.
    raise others_publish()


async def reject_proposal(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, proposal_id: str, *, reason: str, now: datetime, origin: str
) -> ProposalView:
    """Reject a proposal, with a reason.

    Raises:
        BadRequest: no reason was given.
        NotAllowed: the role decides nothing.
        NotFound: there is no proposal of this id that they may know of.
        ProposalDecided: it was decided before.
        SecondPersonNeeded: they made it themselves.
    """
    if not says_something(reason):
        raise BadRequest("Say in a few words why it is rejected.", hint="The reason is put on record, and shown to whoever proposed it.")
    return await _close(_Asked(vault, actor, lists, proposal_id, ProposalState.REJECTED, _trimmed(reason), now, origin))


async def withdraw_proposal(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, proposal_id: str, *, now: datetime, origin: str, reason: str | None = None
) -> ProposalView:
    """Take a proposal back.

    Raises:
        NotAllowed: somebody else made it.
        NotFound: there is no proposal of this id that they may know of.
        ProposalDecided: it was decided before.
    """
    return await _close(_Asked(vault, actor, lists, proposal_id, ProposalState.WITHDRAWN, _trimmed(reason), now, origin))


async def _close(asked: _Asked) -> ProposalView:
    for _ in range(TRIES):
        closed = await asked.close(await asked.read(), None)
        if closed is not None:
            return closed
    raise others_publish()


def _trimmed(reason: str | None) -> str | None:
    reason = tidied(reason or "") or None
    if reason is not None and len(reason) > LONGEST_REASON:
        raise BadRequest(f"The reason has more than {LONGEST_REASON} characters.", hint="Say it in a few words.")
    return reason


@dataclass(frozen=True, slots=True)
class _Case:
    """What is decided about."""

    proposal: StoredProposal
    base: Base
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for which outcome of what."""

    vault: Vault
    actor: Actor
    lists: LineLists
    proposal_id: str
    outcome: ProposalState
    reason: str | None
    now: datetime
    origin: str
    idempotency_key: str | None = None

    async def read(self) -> _Case:
        """Read the proposal for somebody who may decide it, before any work is done for it."""
        owner = self.actor.organisation_id
        async with self.vault.db.read() as connection:
            base = await read_base(connection, self.lists, owner)
            proposal = await find_proposal(connection, self.vault.keys, self.proposal_id, organisation_id=owner)
            changes: tuple[Change, ...] = ()
            if proposal is not None and proposal.state is ProposalState.OPEN and self.outcome is ProposalState.PUBLISHED:
                changes = await changes_of(connection, self.vault.keys, self.proposal_id)
            standing = await as_it_stands(connection, self.actor)
        decision = self._judge(standing, proposal, base)
        if proposal is None or not decision.allowed:
            raise await self._refused(decision)
        return _Case(proposal, base, changes)

    def prepare(self, case: _Case) -> Publication:
        """Make the version it would be; it blocks for as long as that takes."""
        base, summary = case.base, case.proposal.summary
        # A list keeps its name whatever the files are called that change it.
        first = summary.file.name if summary.file is not None else "lines"
        name = summary.list_name or (base.version.name if base.version is not None else first)
        naming = Naming(self.actor.organisation_id, name, self.actor.user_id, self.proposal_id)
        try:
            publication = make_publication(self.vault.keys, self.lists, base, case.changes, naming)
        except ConflictingChanges as error:
            raise conflict_error(self.actor, base.register, error.conflicts, hint=_RENEW) from error
        with nothing_collected():
            faults = check(base.register, case.changes, base.conventions, from_file=case.proposal.origin is ProposalOrigin.IMPORT)
        if faults:
            told = bounded([each.told_of(f"{(change := case.changes[each.at]).kind.value} {change.id}") for each in faults])
            raise BadProposal("By now the changes would make the list unsound; nothing was changed.", hint=_RENEW, faults=told)
        return publication

    async def close(self, case: _Case, publication: Publication | None) -> ProposalView | None:
        """Decide in one transaction; None where the list has become another one in between."""
        vault, owner = self.vault, self.actor.organisation_id
        async with vault.db.write() as connection:
            await lock_lists(connection, owner)
            standing = await as_it_stands(connection, self.actor)
            proposal = await find_proposal(connection, vault.keys, self.proposal_id, organisation_id=owner, locked=True)
            current = await latest_version(connection, owner)
            if (current.id if current else None) != case.base.id:
                return None
            decision = self._judge(standing, proposal, case.base)
            if proposal is not None and decision.allowed:
                if await self._is_repeated(connection):
                    return view_of(proposal, standing)
                if proposal.state is not ProposalState.OPEN:
                    raise ProposalDecided(f"The proposal was {proposal.state.value} before; it stays so.", hint="Look at it again.")
                steps.reached("publication:within-transaction")
                return view_of(await self._write(connection, publication, lines_hidden(case.changes)), standing)
        raise await self._refused(decision)

    async def _write(self, connection: Connection, publication: Publication | None, hidden: frozenset[str]) -> StoredProposal:
        vault, who, owner = self.vault, self.actor.user_id, self.actor.organisation_id
        action, deeds = _OUTCOMES[self.outcome][0], []
        version_id = None
        if publication is not None:
            version_id = (await write_publication(connection, vault.keys, publication, now=self.now)).id
            deeds.append(Deed(self.now, owner, who, action, "line_list", version_id, origin=self.origin))
            if hidden:
                await restrict_proposals_of(connection, vault.keys, owner, hidden)
        verdict = Verdict(self.outcome, who, self.reason, version_id)
        decided = await decide_proposal(connection, vault.keys, self.proposal_id, verdict, now=self.now)
        found = await find_proposal(connection, vault.keys, self.proposal_id, organisation_id=owner)
        if not decided or found is None:
            raise LookupError("a proposal that is locked and open can be decided by those who may")
        deeds.append(Deed(self.now, owner, who, action, OBJECT, self.proposal_id, origin=self.origin, reason=self.reason))
        await put_on_record(connection, vault.keys, deeds)
        steps.reached("publication:before-commit")
        return found

    async def _is_repeated(self, connection: Connection) -> bool:
        """Claim the key for this decision; say whether it was claimed for it before."""
        if self.idempotency_key is None:
            return False
        account, request = self.actor.user_id, hashlib.sha256(f"{self.outcome.value}:{self.proposal_id}".encode()).hexdigest()
        if await find_key(connection, self.vault.keys, account, self.idempotency_key, request_hash=request) is not None:
            return True
        keys, key = self.vault.keys, self.idempotency_key
        await claim_key(connection, keys, account, key, request_hash=request, object_id=self.proposal_id, now=self.now)
        return False

    def _judge(self, standing: Actor, proposal: StoredProposal | None, base: Base) -> Decision:
        return _OUTCOMES[self.outcome][2](standing, proposal, base.register)

    async def _refused(self, decision: Decision) -> Exception:
        action = _OUTCOMES[self.outcome][1]
        return await refusal(self.vault, self.actor, action, decision, self.proposal_id, now=self.now, origin=self.origin)
