"""How often somebody may try to sign in, and how long what they opened lives."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

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
    #: Failed sign-ins from one address, under whatever names, after which it is slowed. Whole offices share one.
    address_failures: int = 30
    #: How far apart further ones may come from it then.
    address_pace: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Sign-ins under one name that have not succeeded since the last one that did."""

    failures: int
    last_at: datetime
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """An attempt that is not made, and when the next one may be."""

    until: datetime

    def seconds(self, now: datetime) -> int:
        """Give how long that is from now on, in whole seconds, at least one."""
        return max(1, math.ceil((self.until - now).total_seconds()))


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


#: What one house or one attacker has of the newer addresses (RFC 6177): in it anybody takes a new one for each guess.
_HOUSE_BITS = 64


def address_of(origin: str) -> str:
    """Give what stands for everybody who comes from where somebody does; empty where that is not known.

    Args:
        origin: The address of whoever sent it, as text.
    """
    try:
        found = ip_address(origin)
    except ValueError:
        return origin
    if not isinstance(found, IPv6Address):
        return origin
    bits = found.max_prefixlen - _HOUSE_BITS
    return f"{IPv6Address(int(found) >> bits << bits)}/{_HOUSE_BITS}"


def one_more_from(known: Attempts | None, policy: SignInPolicy, *, now: datetime) -> Attempts | Wait:
    """Count an attempt from an address before it is made, as if it had failed; a success takes its own back.

    The count runs down by one for each pace that goes by. So an address is slowed and never shut: nobody can keep those who share it out
    for longer than it takes to wait for a turn.

    Args:
        known: What was counted before; `last_at` is the moment up to which it has run down.
        policy: How many there may be, and how far apart they come then.
        now: The moment of the attempt.
    """
    if known is None:
        return Attempts(1, now)
    paces = max(0, (now - known.last_at) // policy.address_pace)
    if paces >= known.failures:
        return Attempts(1, now)
    left, since = known.failures - paces, known.last_at + paces * policy.address_pace
    return Wait(since + policy.address_pace) if left >= policy.address_failures else Attempts(left + 1, since)
