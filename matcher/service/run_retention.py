"""Removes what was kept long enough: numbers that match nothing, typed look-ups, watches, keys of requests, what is left of sessions.

It may be run at any time and as often as anybody likes, and ends what an earlier run did not get to. What tells of somebody leaves with an
event in the trail in the transaction that begins it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.access.actor import Actor, SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.errors import NotAllowed
from matcher.store import steps
from matcher.store.audit import put_on_record
from matcher.store.checks import remove_checks_before
from matcher.store.idempotency import forget_keys
from matcher.store.sessions import forget_old_sessions
from matcher.store.set_aside import forget_expired_set_aside
from matcher.store.sign_in_attempts import forget_old_attempts
from matcher.store.strides import Strides
from matcher.store.unmatched import remove_expired_unmatched
from matcher.store.vault import Connection, Vault
from matcher.store.watches import remove_watches_over

#: Nobody repeats a request after this time.
_REPEATED_WITHIN = timedelta(days=7)
#: What is left of a session, and of failed sign-ins, means nothing any more: no name waits longer than a day.
_OVER_FOR = timedelta(days=2)
#: Whom somebody asked to be told of, and why, is of use to whoever supervises that for a year.
_WATCHES_OVER_FOR = timedelta(days=365)

_Removal = Callable[[Connection, int], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows were removed of each kind."""

    #: Numbers of third parties.
    unmatched: int
    #: Typed numbers.
    checks: int
    keys: int
    sessions: int
    attempts: int
    #: Watches that had been over for long.
    watches: int = 0


async def run_retention(vault: Vault, *, checks_days: int, now: datetime, origin: str, actor: Actor | None = None) -> Removed:
    """Remove what was kept long enough. Numbers that match nothing carry their last day with them.

    Args:
        vault: The store.
        checks_days: How long typed look-ups are kept.
        now: The moment.
        origin: Where it was asked from.
        actor: Whoever sits at the machine, whose asking is on record; None where the service does it by itself.

    Raises:
        NotAllowed: somebody else asked.
    """
    if actor is not None:
        if actor.signed_in_by is not SignedInBy.COMMAND_LINE:
            raise NotAllowed("What was kept long enough is removed at the machine.", hint="The service does so every day.")
        async with vault.db.write() as connection:
            asked = Deed(now, None, actor.user_id, AuditAction.RETENTION_RUN, "store", origin=origin)
            await put_on_record(connection, vault.keys, [asked])
    before = now - timedelta(days=checks_days)
    run = _Run(vault, now, origin)
    unmatched = await run.remove(
        AuditAction.UNMATCHED_EXPIRED, "unmatched", lambda c, most: remove_expired_unmatched(c, today=now.date(), most=most)
    )
    checks = await run.remove(AuditAction.CHECKS_EXPIRED, "checks", lambda c, most: remove_checks_before(c, before, most=most))
    over = now - _WATCHES_OVER_FOR
    watches = await run.remove(AuditAction.WATCH_EXPIRED, "watch", lambda c, most: remove_watches_over(c, over, most=most))
    async with vault.db.write() as connection:
        keys = await forget_keys(connection, before=now - _REPEATED_WITHIN)
        sessions = await forget_old_sessions(connection, before=now - _OVER_FOR)
        attempts = await forget_old_attempts(connection, before=now - _OVER_FOR)
        await forget_expired_set_aside(connection, today=now.date())
    return Removed(unmatched, checks, keys, sessions, attempts, watches)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run."""

    vault: Vault
    now: datetime
    origin: str

    async def remove(self, action: AuditAction, what: str, removal: _Removal) -> int:
        """Remove all rows of a kind; that it was begun is on record with the first of them."""
        is_told = False

        async def some(connection: Connection, most: int) -> int:
            """Remove some."""
            nonlocal is_told
            found = await removal(connection, most)
            if found and not is_told:
                await put_on_record(connection, self.vault.keys, [Deed(self.now, None, None, action, what, origin=self.origin)])
                is_told = True
            steps.reached("retention:within-stride")
            return found

        return await Strides(self.vault.db).remove_all(some)
