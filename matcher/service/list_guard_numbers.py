"""Lists what stands on the organisation's own number lists, as far as somebody may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, ObjectFacts, may
from matcher.domain.guarding.guard_number import Guard
from matcher.service.views.guard import GuardView, view_guard
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.guard_numbers import page_of_guards
from matcher.store.moments import to_text
from matcher.store.vault import Vault

_MOST = 200


@dataclass(frozen=True, slots=True)
class GuardPage:
    """Some of the entries, the newest first."""

    items: tuple[GuardView, ...]
    #: For the next page; None at the end.
    cursor: str | None


async def list_guard_numbers(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    guard: Guard,
    *,
    now: datetime,
    origin: str,
    need: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> GuardPage:
    """Give a page of one of the two lists.

    Warnings are no secret to those who work with the list. Of protected numbers safeguarding sees what they are on recorded need, auditors
    see that there are some, and nobody else sees any, those who added them included (domain 4.4).

    Raises:
        BadCursor: the cursor was not given out for this person and list.
        NotAllowed: the role may not, or no need was recorded.
    """
    name = f"number-lists/{guard.value}"
    before = read_cursor(vault.keys, name, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        action, decision, is_open = _decide(standing, guard, need)
        if decision.allowed:
            found = await page_of_guards(connection, vault.keys, actor.organisation_id, guard, limit=limit + 1, before=before)
            done = AuditAction.PROTECTED_REVEALED if guard is Guard.PROTECTED and is_open else AuditAction.GUARD_CONSULTED
            deed = Deed(now, actor.organisation_id, actor.user_id, done, "number_list", origin=origin, reason=need)
            await put_on_record(connection, vault.keys, [deed])
            following = None
            if len(found) > limit:
                last = found[limit - 1]
                following = write_cursor(vault.keys, name, actor.user_id, (to_text(last.added_at), last.id))
            return GuardPage(tuple(view_guard(each, is_open=is_open) for each in found[:limit]), following)
    raise await denied(vault, actor, Refused(action, decision, "number_list"), now=now, origin=origin)


def _decide(actor: Actor, guard: Guard, need: str | None) -> tuple[Action, Decision, bool]:
    """Decide whether somebody sees a list, and whether more of it than that there are entries."""
    facts = ObjectFacts(actor.organisation_id, recorded_need=need)
    if guard is Guard.WARNING:
        return Action.NUMBERS_READ, may(actor, Action.NUMBERS_READ, facts), True
    decision = may(actor, Action.PROTECTED_REVEAL, facts)
    return Action.PROTECTED_REVEAL, decision, decision.allowed and decision.grant is not None and decision.grant.needs_reason
