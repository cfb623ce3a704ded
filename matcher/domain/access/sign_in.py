"""How often somebody may try to sign in, and how long what they opened lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from matcher.domain.access.caller import SessionLimits


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """What an operator may change of it."""

    #: Failed sign-ins in a row after which a name waits.
    failures: int = 5
    #: How long it waits.
    lockout: timedelta = timedelta(minutes=15)
    limits: SessionLimits = field(default_factory=SessionLimits)
    #: Shortest password, in characters.
    password_min_length: int = 15


@dataclass(frozen=True, slots=True)
class Attempts:
    """Sign-ins under one name that have not succeeded since the last one that did."""

    failures: int
    last_at: datetime
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody typed to sign in."""

    username: str
    password: str

    # A value that may end up in a traceback says nothing of what was typed.
    def __repr__(self) -> str:
        return "Credentials(…)"


def one_more(known: Attempts | None, policy: SignInPolicy, *, now: datetime) -> Attempts | None:
    """Count an attempt before it is made, as if it had failed; None where the name has to wait.

    Counted beforehand, a hundred guesses at the same moment are no more guesses than five one after the other. A success forgets the count.
    """
    if known is not None and known.locked_until is not None and known.locked_until > now:
        return None
    starts_anew = known is None or known.locked_until is not None or now - known.last_at >= policy.lockout
    failures = 1 if starts_anew or known is None else known.failures + 1
    return Attempts(failures, now, now + policy.lockout if failures >= policy.failures else None)
