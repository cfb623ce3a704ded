"""Sessions in the store. What is in the cookie stands nowhere: only its SHA-256 does."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.caller import Caller, SessionInfo, SessionLimits
from matcher.store.accounts import COLUMNS, PLACED, to_account
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import accounts, sessions

#: 256 bits, as 43 characters.
_TOKEN_BYTES = 32
#: What a cookie can hold of ours at most; more is not even hashed.
_LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was just opened: the one time its token is known."""

    token: str
    info: SessionInfo

    # A value that may end up in a traceback says nothing of the token.
    def __repr__(self) -> str:
        return f"NewSession({self.info.id[:8]}…)"


def hash_of_token(token: str) -> str:
    """Give what the store keeps of a token: it has 256 bits of chance, so that one fast hash is as good as a slow one."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


async def open_session(
    connection: AsyncConnection,
    account_id: str,
    *,
    signed_in_by: SignedInBy,
    limits: SessionLimits,
    now: datetime,
    sets_password_only: bool = False,
) -> NewSession:
    """Open a session; its token is a new one in any case."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    info = SessionInfo(hash_of_token(token), secrets.token_hex(_TOKEN_BYTES), now, now + limits.absolute, sets_password_only)
    await connection.execute(
        sa.insert(sessions).values(
            token_hash=info.id,
            account_id=account_id,
            csrf_token=info.csrf_token,
            created_at=to_text(now),
            last_used_at=to_text(now),
            expires_at=to_text(info.expires_at),
            signed_in_by=signed_in_by.value,
            sets_password_only=sets_password_only,
        )
    )
    return NewSession(token, info)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session that is alive, and when it was last used."""

    caller: Caller
    last_used_at: datetime


async def find_session(connection: AsyncConnection, token: str, *, limits: SessionLimits, now: datetime) -> FoundSession | None:
    """Find whose session a token opens; none where it is over, or where its account was disabled."""
    if not 0 < len(token) <= _LONGEST_TOKEN:
        return None
    wanted = (
        sa.select(
            sessions.c.token_hash,
            sessions.c.csrf_token,
            sessions.c.created_at.label("signed_in_at"),
            sessions.c.last_used_at,
            sessions.c.expires_at,
            sessions.c.signed_in_by,
            sessions.c.sets_password_only,
            *COLUMNS,
        )
        .select_from(sessions.join(PLACED, sessions.c.account_id == accounts.c.id))
        .where(
            sessions.c.token_hash == hash_of_token(token),
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > to_text(now),
            sessions.c.created_at > to_text(now - limits.absolute),
            sessions.c.last_used_at > to_text(now - limits.idle),
            accounts.c.disabled_at.is_(None),
        )
    )
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        return None
    account = to_account(row)
    info = SessionInfo(
        id=row["token_hash"],
        csrf_token=row["csrf_token"],
        signed_in_at=to_moment(row["signed_in_at"]),
        expires_at=to_moment(row["expires_at"]),
        sets_password_only=bool(row["sets_password_only"]),
    )
    # A one-use password opens nothing but the way to one's own: with no scope the matrix denies everything.
    scopes = frozenset[str]() if info.sets_password_only else None
    actor = account.actor(SignedInBy(row["signed_in_by"]), scopes=scopes)
    caller = Caller(actor, account.id, info, username=account.username, organisation_name=account.organisation_name)
    return FoundSession(caller, to_moment(row["last_used_at"]))


async def renew_session(connection: AsyncConnection, session_id: str, *, now: datetime) -> None:
    """Note that a session is in use."""
    await connection.execute(sa.update(sessions).where(sessions.c.token_hash == session_id).values(last_used_at=to_text(now)))


async def end_session(connection: AsyncConnection, session_id: str, *, now: datetime) -> bool:
    """End a session; say whether it was still open."""
    ended = sa.update(sessions).where(sessions.c.token_hash == session_id, sessions.c.ended_at.is_(None)).values(ended_at=to_text(now))
    return (await connection.execute(ended)).rowcount == 1


async def end_sessions_of(connection: AsyncConnection, account_id: str, *, now: datetime, besides: str = "") -> int:
    """End every session of an account but one; say how many there were."""
    ended = (
        sa.update(sessions)
        .where(sessions.c.account_id == account_id, sessions.c.ended_at.is_(None), sessions.c.token_hash != besides)
        .values(ended_at=to_text(now))
    )
    return (await connection.execute(ended)).rowcount


async def end_every_session(connection: AsyncConnection, *, now: datetime) -> int:
    """End every session there is; say how many there were."""
    return (await connection.execute(sa.update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=to_text(now)))).rowcount


async def forget_old_sessions(connection: AsyncConnection, *, before: datetime) -> int:
    """Remove what is left of sessions that were over before a moment."""
    over = sa.or_(sessions.c.expires_at < to_text(before), sessions.c.ended_at < to_text(before))
    return (await connection.execute(sa.delete(sessions).where(over))).rowcount
