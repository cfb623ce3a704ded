"""Proposals as people see them, and whether they may. Shared by the use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, Decision, ObjectFacts, Reason, absent, may, may_at_all
from matcher.domain.answers.role_view import Sight, sight_of
from matcher.domain.register import Change, Register
from matcher.domain.upkeep.import_warnings import NOTHING_LEFT, is_done, say_taken, worded
from matcher.domain.upkeep.proposal import ProposalState, ProposalView, may_know, may_know_proposal, sees_line
from matcher.errors import MatcherError, NotAllowed, SecondPersonNeeded
from matcher.store.denials import Refused, denied
from matcher.store.proposals import StoredProposal
from matcher.store.vault import Vault

#: What the trail of deeds calls it.
OBJECT = "list_proposal"


def view_of(proposal: StoredProposal, reader: Actor, current: Register | None = None, changes: Sequence[Change] = ()) -> ProposalView:
    """Give a proposal to somebody who may know of it: counted and worded by what they may know of.

    Args:
        proposal: As it is kept.
        reader: Who is told.
        current: The register as it is by now, where they are told which ids are taken by it.
        changes: What it would change, where they are told whether that is done.
    """
    is_own = proposal.proposed_by == reader.user_id
    is_whole = is_own or sight_of(reader) is Sight.ALL
    summary = worded(proposal.summary, lambda facts: is_own or may_know(reader, facts), is_whole=is_whole)
    has_all = False
    if current is not None and proposal.state is ProposalState.OPEN:
        sees = sees_line(reader)
        has_all = is_done(changes, current, sees)
        said = (NOTHING_LEFT,) if has_all else say_taken(summary, current, sees)
        summary = replace(summary, warnings=(*summary.warnings, *said))
    return ProposalView(
        proposal.id,
        proposal.state,
        proposal.origin,
        proposal.proposed_by,
        proposal.proposed_at,
        proposal.reason,
        proposal.base_version_id,
        summary,
        proposal.decided_by,
        proposal.decided_at,
        proposal.decision,
        proposal.version_id,
        has_all,
    )


def may_read(actor: Actor, proposal: StoredProposal | None, current: Register) -> Decision:
    """Decide whether somebody may read a proposal; one that is not there reads like one they may not know of."""
    decision = may(actor, Action.LINES_READ, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
    if not decision.allowed:
        return decision
    is_known = proposal is not None and may_know_proposal(actor, proposal, current)
    return decision if is_known else absent(actor, Action.LINES_READ)


def may_decide(actor: Actor, proposal: StoredProposal | None, current: Register) -> Decision:
    """Decide whether somebody may publish or reject a proposal: an analyst or a supervisor who knows all of it and did not make it."""
    facts = ObjectFacts(actor.organisation_id, unit_id=actor.unit_id, proposed_by=proposal.proposed_by if proposal else "")
    decisions = [may(actor, action, facts) for action in (Action.LINES_PUBLISH, Action.LINES_APPROVE)]
    found = max(decisions, key=lambda each: (each.allowed, each.reason is Reason.SAME_PERSON))
    if found.reason not in {Reason.ALLOWED, Reason.SAME_PERSON}:
        return found
    is_known = proposal is not None and may_know_proposal(actor, proposal, current)
    return found if is_known else replace(found, allowed=False, reason=Reason.OTHER_ORGANISATION)


def may_withdraw(actor: Actor, proposal: StoredProposal | None, current: Register) -> Decision:
    """Decide whether somebody may withdraw a proposal: whoever made it."""
    found = max((may(actor, action, ObjectFacts(actor.organisation_id)) for action in _PROPOSING), key=lambda each: each.allowed)
    if not found.allowed:
        return found
    if proposal is None or not may_know_proposal(actor, proposal, current):
        return replace(found, allowed=False, reason=Reason.OTHER_ORGANISATION)
    # Others may read it, so that a refusal tells nothing.
    return found if proposal.proposed_by == actor.user_id else replace(found, allowed=False, reason=Reason.NOT_GRANTED)


_PROPOSING = (Action.LINES_PROPOSE, Action.LINES_IMPORT)


def _may_propose(actor: Actor) -> bool:
    return any(may_at_all(actor, action) for action in _PROPOSING)


async def refusal(  # noqa: PLR0913 - what was refused, to whom
    vault: Vault, actor: Actor, action: Action, decision: Decision, proposal_id: str | None, *, now: datetime, origin: str
) -> MatcherError:
    """Put a refusal on record and give the error to raise."""
    # What names a proposal is read by those alone who may know of it (matcher/store/audit_pages.py).
    what = OBJECT if proposal_id is not None else "line_list"
    error = await denied(vault, actor, Refused(action, decision, what, proposal_id), now=now, origin=origin)
    if action is Action.LINES_PROPOSE and proposal_id is not None and decision.reason is Reason.NOT_GRANTED and _may_propose(actor):
        return NotAllowed(
            "A proposal is withdrawn by whoever made it, and by nobody else.", hint="Whoever may publish it can reject it, with a reason."
        )
    if decision.reason is Reason.SAME_PERSON:
        return SecondPersonNeeded("What you proposed yourself another person has to decide.", hint="Ask a colleague to look at it.")
    return error
