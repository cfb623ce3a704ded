"""Sign-ins at an identity provider that have begun: each is taken out once, by the browser that began it, and not for long."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.oidc import ATTEMPT_LIVES, Attempt
from matcher.errors import TooManyAttempts
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.moments import to_text
from matcher.store.schema.identity import oidc_attempts

#: More at a time are made by nobody who means to sign in.
_MOST = 10_000
_WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """What was kept of a sign-in that has begun."""

    nonce: str
    verifier: str

    # A value that may end up in a traceback says nothing of its secrets.
    def __repr__(self) -> str:
        return "Begun(…)"


async def keep_attempt(connection: AsyncConnection, keys: Keys, attempt: Attempt, *, now: datetime) -> None:
    """Keep what the answer has to fit; those whose time is over go.

    Raises:
        TooManyAttempts: very many have begun and not ended.
    """
    await connection.execute(sa.delete(oidc_attempts).where(oidc_attempts.c.created_at <= to_text(now - ATTEMPT_LIVES)))
    if (await connection.scalar(sa.select(sa.func.count()).select_from(oidc_attempts)) or 0) >= _MOST:
        raise TooManyAttempts("Too many sign-ins have begun.", hint="Try again in a few minutes.", retry_after_seconds=_WAIT_SECONDS)
    name = _hash_of(attempt.state, attempt.binder)
    sealed = keys.seal_text(attempt.verifier, _cell(name))
    row = {"state_hash": name, "nonce": attempt.nonce, "verifier_sealed": sealed, "created_at": to_text(now)}
    await connection.execute(sa.insert(oidc_attempts).values(row))


async def take_attempt(connection: AsyncConnection, keys: Keys, *, state: str, binder: str, now: datetime) -> Begun | None:
    """Take a sign-in out; None where this browser began none of this state, or it was too long ago, or it has ended already."""
    name = _hash_of(state, binder)
    taken = (
        sa.delete(oidc_attempts)
        .where(oidc_attempts.c.state_hash == name, oidc_attempts.c.created_at > to_text(now - ATTEMPT_LIVES))
        .returning(oidc_attempts.c.nonce, oidc_attempts.c.verifier_sealed)
    )
    row = (await connection.execute(taken)).one_or_none()
    return None if row is None else Begun(row.nonce, keys.unseal_text(row.verifier_sealed, _cell(name)))


def _hash_of(state: str, binder: str) -> str:
    return hashlib.sha256(f"{state}\n{binder}".encode("utf-8", "surrogatepass")).hexdigest()


def _cell(name: str) -> Cell:
    return Cell("oidc_attempts", "verifier_sealed", name)
