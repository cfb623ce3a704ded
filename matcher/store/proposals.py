"""Proposals in the store: what is to change in a list and why, until another person decides. That it is another one is made sure here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.register import Change
from matcher.domain.upkeep.proposal import ProposalOrigin, ProposalState, Summary
from matcher.store.crypto import Cell
from matcher.store.ids import is_id
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.proposal_document import pack, read_changes, read_summary
from matcher.store.schema.lists import list_proposals


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal without its changes."""

    id: str
    organisation_id: str
    state: ProposalState
    origin: ProposalOrigin
    proposed_by: str
    proposed_at: datetime
    reason: str
    base_version_id: str | None
    summary: Summary
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None
    version_id: str | None = None
    #: A line it touches was hidden after it was made.
    was_overtaken: bool = False

    @property
    def is_restricted(self) -> bool:
        """Whether it touches a line not everybody may know of, or one that was hidden after it was made."""
        return self.was_overtaken or self.summary.is_restricted


@dataclass(frozen=True, slots=True)
class SealedProposal:
    """A proposal that is ready to be written: packing the longest ones takes seconds, and is done before anybody has to wait."""

    proposal: StoredProposal
    reason_sealed: bytes
    changes_sealed: bytes


class Verdict(NamedTuple):
    """How a proposal is decided."""

    state: ProposalState
    by: str
    reason: str | None = None
    version_id: str | None = None


def seal_proposal(keys: Keys, proposal: StoredProposal, changes: tuple[Change, ...]) -> SealedProposal:
    """Make a proposal ready to be written; it blocks for as long as that takes."""
    reason = keys.seal_text(proposal.reason, _cell("reason_sealed", proposal.id))
    return SealedProposal(proposal, reason, keys.seal(pack(proposal.summary, changes), _cell("changes_sealed", proposal.id)))


async def insert_proposal(connection: AsyncConnection, sealed: SealedProposal) -> None:
    """Put a proposal into the store."""
    new = sealed.proposal
    await connection.execute(
        sa.insert(list_proposals).values(
            id=new.id,
            organisation_id=new.organisation_id,
            state=new.state.value,
            origin=new.origin.value,
            proposed_by=new.proposed_by,
            proposed_at=to_text(new.proposed_at),
            reason_sealed=sealed.reason_sealed,
            is_restricted=new.is_restricted,
            base_version_id=new.base_version_id,
            changes_sealed=sealed.changes_sealed,
        )
    )


async def find_proposal(
    connection: AsyncConnection, keys: Keys, proposal_id: str, *, organisation_id: str, locked: bool = False
) -> StoredProposal | None:
    """Find a proposal of an organisation; locked, it stays as it is until the transaction ends."""
    if not is_id(proposal_id, "prp"):
        return None
    wanted = sa.select(list_proposals).where(list_proposals.c.id == proposal_id, list_proposals.c.organisation_id == organisation_id)
    row = (await connection.execute(wanted.with_for_update() if locked else wanted)).mappings().one_or_none()
    return None if row is None else _to_proposal(row, keys)


async def changes_of(connection: AsyncConnection, keys: Keys, proposal_id: str) -> tuple[Change, ...]:
    """Give the changes of a proposal that is there."""
    sealed = await connection.scalar(sa.select(list_proposals.c.changes_sealed).where(list_proposals.c.id == proposal_id))
    if sealed is None:
        raise LookupError("a proposal that was named has gone")
    return read_changes(keys.unseal(sealed, _cell("changes_sealed", proposal_id)))


async def changes_of_several(connection: AsyncConnection, keys: Keys, proposal_ids: Collection[str]) -> dict[str, tuple[Change, ...]]:
    """Give the changes of short proposals, by their ids."""
    wanted = sa.select(list_proposals.c.id, list_proposals.c.changes_sealed).where(list_proposals.c.id.in_(sorted(proposal_ids)))
    found = await connection.execute(wanted)
    return {row.id: read_changes(keys.unseal(row.changes_sealed, _cell("changes_sealed", row.id))) for row in found}


async def page_of_proposals(
    connection: AsyncConnection,
    keys: Keys,
    organisation_id: str,
    *,
    state: ProposalState | None,
    before: tuple[str, str] | None,
    limit: int,
) -> list[StoredProposal]:
    """Give proposals of an organisation, the newest first.

    Args:
        connection: The transaction.
        keys: Open them.
        organisation_id: Whose.
        state: Only those; None for all.
        before: Moment and id behind which the page begins.
        limit: How many at most.
    """
    conditions = [list_proposals.c.organisation_id == organisation_id]
    if state is not None:
        conditions.append(list_proposals.c.state == state.value)
    if before is not None:
        conditions.append(sa.tuple_(list_proposals.c.proposed_at, list_proposals.c.id) < sa.tuple_(*map(sa.literal, before)))
    wanted = sa.select(list_proposals).where(*conditions).order_by(list_proposals.c.proposed_at.desc(), list_proposals.c.id.desc())
    return [_to_proposal(row, keys) for row in (await connection.execute(wanted.limit(limit))).mappings()]


async def decide_proposal(connection: AsyncConnection, keys: Keys, proposal_id: str, verdict: Verdict, *, now: datetime) -> bool:
    """Close an open proposal; say whether that was done.

    It is not where it is closed already, where whoever made it would publish or reject it, or where somebody else would withdraw it.
    """
    is_own = list_proposals.c.proposed_by == verdict.by
    who = is_own if verdict.state is ProposalState.WITHDRAWN else sa.not_(is_own)
    sealed = None if verdict.reason is None else keys.seal_text(verdict.reason, _cell("decision_sealed", proposal_id))
    changed = (
        sa.update(list_proposals)
        .where(list_proposals.c.id == proposal_id, list_proposals.c.state == ProposalState.OPEN.value, who)
        .values(
            state=verdict.state.value, decided_by=verdict.by, decided_at=to_text(now), decision_sealed=sealed, version_id=verdict.version_id
        )
    )
    return (await connection.execute(changed)).rowcount == 1


async def restrict_proposals_of(connection: AsyncConnection, keys: Keys, organisation_id: str, line_ids: Collection[str]) -> None:
    """Restrict the proposals that touch one of these lines, for they are hidden by now; the trail goes by that as well."""
    open_ones = sa.and_(list_proposals.c.organisation_id == organisation_id, sa.not_(list_proposals.c.is_restricted))
    for proposal_id in (await connection.execute(sa.select(list_proposals.c.id).where(open_ones))).scalars().all():
        # Each by itself: the longest ones hold a whole list.
        wanted = sa.select(list_proposals.c.changes_sealed).where(list_proposals.c.id == proposal_id)
        sealed = (await connection.execute(wanted)).scalar_one()
        summary = read_summary(keys.unseal(sealed, _cell("changes_sealed", proposal_id)))
        if not summary.touches.keys().isdisjoint(line_ids):
            restricted = sa.update(list_proposals).where(list_proposals.c.id == proposal_id).values(is_restricted=True)
            await connection.execute(restricted)


def _to_proposal(row: sa.RowMapping, keys: Keys) -> StoredProposal:
    proposal_id, decision = row["id"], row["decision_sealed"]
    summary = read_summary(keys.unseal(row["changes_sealed"], _cell("changes_sealed", proposal_id)))
    return StoredProposal(
        id=proposal_id,
        organisation_id=row["organisation_id"],
        state=ProposalState(row["state"]),
        origin=ProposalOrigin(row["origin"]),
        proposed_by=row["proposed_by"],
        proposed_at=to_moment(row["proposed_at"]),
        reason=keys.unseal_text(row["reason_sealed"], _cell("reason_sealed", proposal_id)),
        base_version_id=row["base_version_id"],
        summary=summary,
        decided_by=row["decided_by"],
        decided_at=to_moment(row["decided_at"]) if row["decided_at"] else None,
        decision=None if decision is None else keys.unseal_text(decision, _cell("decision_sealed", proposal_id)),
        version_id=row["version_id"],
        was_overtaken=row["is_restricted"] and not summary.is_restricted,
    )


def _cell(column: str, proposal_id: str) -> Cell:
    return Cell("list_proposals", column, proposal_id)
