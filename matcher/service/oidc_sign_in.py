"""Somebody signs in at the identity provider of their force (OpenID Connect, authorisation code with PKCE).

HTTP stays outside: who calls brings a function that fetches. An account is found by issuer and subject together, never by a name or an
address of e-mail; the first time it is made of what the claims say, and roles and unit follow them at every sign-in.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.caller import SessionLimits
from matcher.domain.access.oidc import (
    Attempt,
    ExternalPerson,
    IdentityNotProved,
    Provider,
    Question,
    Reply,
    address_to_begin,
    check_claims,
    draw_attempt,
    person_of,
    question_for_tokens,
    read_endpoints,
    read_object,
)
from matcher.errors import SignInFailed
from matcher.store.audit import put_on_record
from matcher.store.external_accounts import admit
from matcher.store.oidc_attempts import Begun, keep_attempt, take_attempt
from matcher.store.sessions import NewSession
from matcher.store.vault import Vault

#: Fetches one address, follows no redirect, and raises `ProviderUnavailable` where nothing comes back.
Fetch = Callable[[Question], Awaitable[Reply]]

#: The algorithms that are taken, each with the only kind of key it is taken with.
_KINDS: Mapping[str, tuple[type[RSAKey | ECKey], Mapping[str, str], tuple[str, ...]]] = {
    "RS256": (RSAKey, {"kty": "RSA"}, ("kty", "n", "e")),
    "ES256": (ECKey, {"kty": "EC", "crv": "P-256"}, ("kty", "crv", "x", "y")),
}
_SHORTEST_MODULUS = 2048
_MOST_KEYS = 20
_LONGEST_TOKEN = 32 * 1024


@dataclass(frozen=True, slots=True)
class Reachable:
    """A provider, and what reaches it."""

    provider: Provider
    fetch: Fetch


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """Where to send somebody, and what their browser has to bring back."""

    address: str
    #: For a cookie of the browser.
    binder: str

    # A value that may end up in a traceback says nothing of its secrets.
    def __repr__(self) -> str:
        return "BegunSignIn(…)"


@dataclass(frozen=True, slots=True)
class Callback:
    """What the provider sent somebody back with, and the cookie of their browser."""

    code: str | None
    state: str | None
    binder: str | None
    #: The issuer, where the provider names itself.
    issuer: str | None = None
    #: Why the provider refused, where it did.
    error: str | None = None

    # A value that may end up in a traceback says nothing of its secrets.
    def __repr__(self) -> str:
        return "Callback(…)"


async def begin_oidc_sign_in(vault: Vault, at: Reachable, *, now: datetime) -> BegunSignIn:
    """Begin a sign-in at a provider.

    Raises:
        ProviderUnavailable: the provider does not answer, or not as one.
        TooManyAttempts: very many sign-ins have begun and not ended.
    """
    endpoints = read_endpoints(await at.fetch(Question(at.provider.discovery_url)), at.provider)
    attempt: Attempt = draw_attempt()
    async with vault.db.write() as connection:
        await keep_attempt(connection, vault.keys, attempt, now=now)
    return BegunSignIn(address_to_begin(endpoints, at.provider, attempt), attempt.binder)


async def finish_oidc_sign_in(
    vault: Vault, at: Reachable, callback: Callback, *, limits: SessionLimits, now: datetime, origin: str
) -> NewSession:
    """End a sign-in at a provider, and open a session for whom it names.

    Raises:
        ProviderUnavailable: the provider does not answer, or not as one.
        SignInFailed: it was not begun by this browser, or has ended already, or what the provider says does not fit.
    """
    try:
        begun = await _taken(vault, callback, now)
        person = await _identify(at, callback, begun, now)
        async with vault.db.write() as connection:
            session, deeds = await admit(connection, person, limits=limits, now=now, origin=origin)
            await put_on_record(connection, vault.keys, deeds)
    except IdentityNotProved as wrong:
        async with vault.db.write() as connection:
            await put_on_record(connection, vault.keys, [_failed(wrong, now, origin)])
        raise SignInFailed(
            "The sign-in could not be completed.", hint="Begin again; if it fails once more, tell an administrator."
        ) from wrong
    return session


def _failed(wrong: IdentityNotProved, now: datetime, origin: str) -> Deed:
    return Deed(now, None, None, AuditAction.SIGN_IN_FAILED, "account", outcome=Outcome.FAILED, origin=origin, reason=f"oidc: {wrong.code}")


async def _taken(vault: Vault, callback: Callback, now: datetime) -> Begun:
    if not callback.state or not callback.binder:
        raise IdentityNotProved("not-begun-here")
    async with vault.db.write() as connection:
        begun = await take_attempt(connection, vault.keys, state=callback.state, binder=callback.binder, now=now)
    if begun is None:
        raise IdentityNotProved("not-begun-here")
    return begun


async def _identify(at: Reachable, callback: Callback, begun: Begun, now: datetime) -> ExternalPerson:
    if callback.error is not None or not callback.code:
        raise IdentityNotProved("refused-by-provider")
    endpoints = read_endpoints(await at.fetch(Question(at.provider.discovery_url)), at.provider)
    provider = replace(at.provider, issuer=endpoints.issuer)
    if (endpoints.names_itself or callback.issuer is not None) and callback.issuer != provider.issuer:
        raise IdentityNotProved("wrong-issuer")
    reply = await at.fetch(question_for_tokens(endpoints, provider, code=callback.code, verifier=begun.verifier))
    if 400 <= reply.status < 500:
        raise IdentityNotProved("code-not-taken")
    tokens = read_object(reply)
    id_token = tokens.get("id_token")
    if not isinstance(id_token, str):
        raise IdentityNotProved("no-token")
    claims = verified_claims(id_token, read_object(await at.fetch(Question(endpoints.keys))))
    check_claims(claims, provider, nonce=begun.nonce, access_token=tokens.get("access_token"), now=now)
    return person_of(claims, provider)


def verified_claims(token: str, published: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a token states, once a published key of the provider has signed it.

    The header of the token chooses among algorithms that are taken and keys that are published, and nothing else: whatever key or address
    of one it brings along is not looked at.

    Raises:
        IdentityNotProved: it is signed by no such key, or not signed at all.
    """
    header = _header_of(token)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KINDS:
        raise IdentityNotProved("wrong-algorithm")
    if "crit" in header or str(header.get("typ", "JWT")).casefold() != "jwt":
        raise IdentityNotProved("wrong-kind")
    for key in _keys_of(published, algorithm, header.get("kid")):
        try:
            registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
            signed = jws.deserialize_compact(token, key, algorithms=[algorithm], registry=registry)
            claims = json.loads(signed.payload or b"")
        except (JoseError, ValueError, RecursionError):
            continue
        if isinstance(claims, dict):
            return claims
    raise IdentityNotProved("wrong-signature")


def _header_of(token: str) -> dict[str, Any]:
    parts = token.split(".")
    if len(token) <= _LONGEST_TOKEN and len(parts) == 3:
        try:
            header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
        except (ValueError, RecursionError):
            header = None
        if isinstance(header, dict):
            return header
    raise IdentityNotProved("no-token")


def _keys_of(published: Mapping[str, Any], algorithm: str, kid: object) -> Iterator[RSAKey | ECKey]:
    """Give the published keys a token of this algorithm may be signed with: of the kind that goes with it, for signing, long enough."""
    kind, fixed, members = _KINDS[algorithm]
    listed = published.get("keys")
    for each in listed[:_MOST_KEYS] if isinstance(listed, list) else ():
        if not isinstance(each, dict) or any(each.get(name) != value for name, value in fixed.items()):
            continue
        if each.get("use", "sig") != "sig" or each.get("alg", algorithm) != algorithm or (kid is not None and each.get("kid") != kid):
            continue
        try:
            key = kind.import_key({name: each[name] for name in members})
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if not isinstance(key, RSAKey) or key.public_key.key_size >= _SHORTEST_MODULUS:
            yield key
