"""A watch as it may be told. Shared by the use cases that set, tell of and end watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, Decision, ObjectFacts, absent, may
from matcher.domain.alerts.watch import WatchKind, WatchPurpose, facts_of_watch, shows_value
from matcher.domain.answers.role_view import facts_of_line
from matcher.service.lists.line_lists import PublishedList
from matcher.store.watches import StoredWatch

#: Stands for a unit that is nobody's: where the list no longer holds a line that was restricted, only clearance counts.
_SOMEBODY = "?"


class WatchState(StrEnum):
    """Where a watch stands."""

    LIVE = "live"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class WatchView:
    """One watch as somebody may see it."""

    id: str
    kind: WatchKind
    #: What is watched; None where that is not for them.
    value: str | None
    purpose: WatchPurpose
    reason: str
    owner_id: str
    unit_id: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    state: WatchState


def decide_watch(actor: Actor, action: Action, watch: StoredWatch | None, published: PublishedList | None) -> Decision:
    """Decide whether somebody may know of a watch, or do something to it."""
    if watch is None:
        return absent(actor, action)
    facts = facts_of_watch(
        watch.organisation_id,
        owner_id=watch.owner_id,
        unit_id=watch.unit_id,
        purpose=watch.purpose,
        line=_line_facts(watch, published) if watch.kind is WatchKind.LINE else None,
    )
    return may(actor, action, facts)


def _line_facts(watch: StoredWatch, published: PublishedList | None) -> ObjectFacts:
    """Give what a decision about the line depends on, as the list has it now."""
    line = published.whole.lines.get(watch.value) if published is not None else None
    if line is None:
        return ObjectFacts(watch.organisation_id, is_restricted=watch.is_restricted, owner_unit=_SOMEBODY)
    return facts_of_line(line, watch.organisation_id)


def view_watch(actor: Actor, watch: StoredWatch, now: datetime) -> WatchView:
    """Give a watch somebody may know of."""
    state = WatchState.ENDED if watch.ended_at is not None else WatchState.LIVE if watch.is_live(now) else WatchState.EXPIRED
    return WatchView(
        id=watch.id,
        kind=watch.kind,
        value=watch.value if shows_value(actor, watch.kind, watch.purpose, watch.owner_id) else None,
        purpose=watch.purpose,
        reason=watch.reason,
        owner_id=watch.owner_id,
        unit_id=watch.unit_id,
        created_at=watch.created_at,
        expires_at=watch.expires_at,
        ended_at=watch.ended_at,
        state=state,
    )
