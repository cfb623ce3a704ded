"""Who is asking at this moment: an actor, and by what they proved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.access.actor import Actor


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives."""

    #: After this time without a request it ends.
    idle: timedelta = timedelta(minutes=15)
    #: After this time it ends in any case.
    absolute: timedelta = timedelta(hours=12)


#: How often the store is told that a session or token is in use: not with every request, for each telling is a write.
RENEWED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session in a browser, without what opens it."""

    #: SHA-256 of the token in the cookie: names the session and opens nothing.
    id: str
    #: What a form of this session has to bring along.
    csrf_token: str
    signed_in_at: datetime
    #: When it ends in any case.
    expires_at: datetime
    #: Whether it was opened with a one-use password: then nothing can be done but set a password of one's own.
    sets_password_only: bool = False


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """An API token, without its secret."""

    id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in, as the store knows them at this moment."""

    actor: Actor
    account_id: str
    #: None where a token was shown.
    session: SessionInfo | None = None
    #: None where a session was shown.
    token: TokenInfo | None = None
    username: str = ""
    organisation_name: str = ""
