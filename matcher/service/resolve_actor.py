"""Who is asking: a bearer token or the cookie of a session becomes somebody the store knows at this moment, or nobody."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.caller import RENEWED_EVERY, Caller, SessionInfo, SessionLimits, TokenInfo
from matcher.store.api_tokens import find_tokens, note_use
from matcher.store.sessions import find_session, renew_session
from matcher.store.vault import Vault

__all__ = ["Caller", "SessionInfo", "SessionLimits", "TokenInfo", "resolve_actor"]

_AS_USUAL = SessionLimits()


async def resolve_actor(
    vault: Vault, *, bearer: str | None, session_cookie: str | None, now: datetime, limits: SessionLimits = _AS_USUAL, is_use: bool = True
) -> Caller | None:
    """Give who is asking; None where nothing was shown, or what was shown does not work (any more).

    Nothing is remembered between two requests: a role that was taken, an account that was disabled, a token that was revoked and a session
    that was ended act on the next one.

    Args:
        vault: The store.
        bearer: What stands behind `Bearer` in the request. Where it is given, no cookie counts.
        session_cookie: The value of the cookie of the session.
        now: The moment of the request.
        limits: How long sessions live.
        is_use: Whether that counts as a use: somebody who is only listening keeps no session alive.
    """
    if bearer is not None:
        return await _by_token(vault, bearer, now, is_use=is_use)
    if session_cookie:
        return await _by_session(vault, session_cookie, now, limits, is_use=is_use)
    return None


async def _by_token(vault: Vault, bearer: str, now: datetime, *, is_use: bool) -> Caller | None:
    async with vault.db.read() as connection:
        found = (await find_tokens(connection, [bearer], now=now)).get(bearer)
    if found is None or found.caller.token is None:
        return None
    if is_use and (found.last_used_at is None or now - found.last_used_at >= RENEWED_EVERY):
        async with vault.db.write() as connection:
            await note_use(connection, [found.caller.token.id], now=now)
    return found.caller


async def _by_session(vault: Vault, token: str, now: datetime, limits: SessionLimits, *, is_use: bool) -> Caller | None:
    async with vault.db.read() as connection:
        found = await find_session(connection, token, limits=limits, now=now)
    if found is None or found.caller.session is None:
        return None
    if is_use and now - found.last_used_at >= RENEWED_EVERY:
        async with vault.db.write() as connection:
            await renew_session(connection, found.caller.session.id, now=now)
    return found.caller
