"""Takes a number off one of the organisation's own lists, for every question from this moment on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, ObjectFacts, absent, may, may_at_all
from matcher.domain.guarding.guard_number import Guard
from matcher.errors import BadRequest, Fault
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.guard_numbers import GuardRow, close_guard, lock_guard
from matcher.store.jobs import JobKind, add_list_job
from matcher.store.vault import Vault

#: Which right it takes. What is protected is taken off by safeguarding alone: from then on it is shown again.
REMOVES: Mapping[Guard, Action] = {Guard.PROTECTED: Action.NUMBERS_UNPROTECT, Guard.WARNING: Action.NUMBERS_WARN}
_LONGEST_REASON = 2000


async def remove_guard_number(vault: Vault, actor: Actor, guard_id: str, *, reason: str, now: datetime, origin: str) -> None:
    """Take an entry off its list: from this moment on it counts again.

    A number that was protected is also looked for again, by a job that is put into the queue with it, in the earlier phones it was taken
    out of, where it was protected for 30 days at most (`store/kept_out`). What it had caused is found later there, as of a number of which
    only a token is kept; what the answers said of it, and what people wrote about that, is gone.

    What it says is not opened: one that was changed in the store is taken off like any other.

    Raises:
        BadRequest: no reason was given.
        NotAllowed: the role takes nothing off any list.
        NotFound: there is no entry of this id that they may take off.
    """
    reason = reason.strip()
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await lock_guard(connection, guard_id, organisation_id=actor.organisation_id)
        action, decision = _decide(standing, found)
        if found is not None and decision.allowed:
            if not 0 < len(reason) <= _LONGEST_REASON:
                raise BadRequest(
                    "Say why it is taken off.", faults=(Fault("reason", f"It has between 1 and {_LONGEST_REASON} characters."),)
                )
            if found.removed_at is None:
                await close_guard(connection, found, by=actor.user_id, at=now)
                if found.guard is Guard.PROTECTED:
                    await add_list_job(connection, JobKind.BRING_BACK, found.id, now=now)
                done = AuditAction.GUARD_REMOVED
                deed = Deed(now, actor.organisation_id, actor.user_id, done, "number_list", found.id, origin=origin, reason=reason)
                await put_on_record(connection, vault.keys, [deed])
            return
    raise await denied(vault, actor, Refused(action, decision, "number_list", guard_id), now=now, origin=origin)


def _decide(actor: Actor, found: GuardRow | None) -> tuple[Action, Decision]:
    """Decide; an entry of a list that is not theirs reads like one that is not there."""
    mine = next((each for each in REMOVES.values() if may_at_all(actor, each)), Action.NUMBERS_WARN)
    if found is None or not may_at_all(actor, REMOVES[found.guard]):
        return mine, absent(actor, mine)
    action = REMOVES[found.guard]
    return action, may(actor, action, ObjectFacts(actor.organisation_id))
