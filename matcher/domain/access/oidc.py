"""OpenID Connect as a client speaks it (authorisation code with PKCE), without its network and its signatures.

After OpenID Connect Core 1.0 section 3.1, RFC 7636 (PKCE) and RFC 9207 (issuer in the answer). What lives here: what is asked, what a
provider may say of itself, and what a token has to state. What does not: fetching, and verifying a signature.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from matcher.domain.access.actor import Role
from matcher.errors import ProviderUnavailable

#: How long somebody may take to sign in at the provider.
ATTEMPT_LIVES = timedelta(minutes=10)

#: How far two clocks may be apart.
_SKEW = timedelta(seconds=60)
#: A token that was made earlier was not made for this sign-in.
_OLDEST_TOKEN = timedelta(minutes=10)
_LONGEST_SUBJECT = 255
_LARGEST_DOCUMENT = 512 * 1024


class IdentityNotProved(Exception):
    """Something of an answer does not fit; the code is for the audit trail and told to nobody else."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Which claim says what."""

    username: str = "preferred_username"
    organisation: str = "organisation"
    unit: str = "unit"
    roles: str = "roles"


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider and how we are known to it."""

    issuer: str
    client_id: str
    #: Where it sends people back to.
    redirect_uri: str
    client_secret: str | None = field(default=None, repr=False)
    claims: ClaimNames = field(default_factory=ClaimNames)
    #: What a listed role or group means here; what is not named means nothing.
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def discovery_url(self) -> str:
        """Where it describes itself."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a provider."""

    url: str
    #: Fields of a form that is posted; None for a GET.
    form: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that has begun: what the answer has to fit."""

    state: str
    nonce: str
    #: Shown to the provider only when the code is redeemed, so that a stolen code is worth nothing.
    verifier: str
    #: In a cookie of the browser that began, so that no other browser can be made to end it.
    binder: str

    # A value that may end up in a traceback says nothing of its secrets.
    def __repr__(self) -> str:
        return "Attempt(…)"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider is asked what."""

    #: As the provider writes it; settings may leave out a slash at its end.
    issuer: str
    authorization: str
    token: str
    keys: str
    #: Whether it names itself when it sends people back (RFC 9207).
    names_itself: bool


def draw_attempt() -> Attempt:
    """Draw the secrets of a sign-in, 256 bits each."""
    return Attempt(*(secrets.token_urlsafe(32) for _ in range(4)))


def read_endpoints(reply: Reply, provider: Provider) -> Endpoints:
    """Read how a provider describes itself.

    Raises:
        ProviderUnavailable: it gives no description, that of another issuer, or addresses that are not confidential.
    """
    document = read_object(reply)
    issuer = document.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != provider.issuer.rstrip("/"):
        raise ProviderUnavailable("The identity provider calls itself by another name than the settings do.", hint="Check oidc_issuer.")
    addresses = [document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(each, str) and _is_confidential(each, provider.issuer) for each in addresses):
        raise ProviderUnavailable("The identity provider names no addresses that can be used.", hint="They begin with https://.")
    authorization, token, keys = (str(each) for each in addresses)
    return Endpoints(issuer, authorization, token, keys, document.get("authorization_response_iss_parameter_supported") is True)


def _is_confidential(url: str, issuer: str) -> bool:
    try:
        parts, own = urlsplit(url), urlsplit(issuer)
    except ValueError:
        return False
    # Plain HTTP only where the issuer itself is on this machine and speaks it, as in tests; the settings see to that.
    is_local = own.scheme == "http" and parts.scheme == "http" and parts.hostname == own.hostname
    return bool(parts.hostname) and (parts.scheme == "https" or is_local) and not parts.username and not parts.fragment


def read_object(reply: Reply) -> dict[str, Any]:
    """Read the JSON object of a reply.

    Raises:
        ProviderUnavailable: it is none.
    """
    if reply.status == 200 and len(reply.body) <= _LARGEST_DOCUMENT:
        try:
            found = json.loads(reply.body)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            return found
    raise ProviderUnavailable("The identity provider gives no answer that can be used.", hint="Try again; tell an administrator.")


def address_to_begin(endpoints: Endpoints, provider: Provider, attempt: Attempt) -> str:
    """Give the address to send somebody to who wants to sign in."""
    asked = {
        "response_type": "code",
        "response_mode": "query",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": "openid profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge_of(attempt.verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in endpoints.authorization else "?"
    return f"{endpoints.authorization}{joint}{urlencode(asked)}"


def question_for_tokens(endpoints: Endpoints, provider: Provider, *, code: str, verifier: str) -> Question:
    """Give the request that redeems a code."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect_uri,
        "code_verifier": verifier,
    }
    if provider.client_secret is None:
        return Question(endpoints.token, form | {"client_id": provider.client_id})
    # Each part is form-encoded before both are joined (RFC 6749 section 2.3.1).
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return Question(endpoints.token, form, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})


def challenge_of(verifier: str) -> str:
    """Give the challenge that goes ahead of a verifier (RFC 7636 section 4.2)."""
    return _base64url(hashlib.sha256(verifier.encode("ascii")).digest())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def check_claims(claims: Mapping[str, Any], provider: Provider, *, nonce: str, access_token: object, now: datetime) -> None:
    """Hold what a token states against what it has to state here (OpenID Connect Core section 3.1.3.7).

    Raises:
        IdentityNotProved: it is of another issuer, for somebody else, too old, or not of this sign-in.
    """
    if claims.get("iss") != provider.issuer:
        raise IdentityNotProved("wrong-issuer")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or provider.client_id not in audiences:
        raise IdentityNotProved("wrong-audience")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise IdentityNotProved("wrong-party")
    stated = claims.get("nonce")
    if not isinstance(stated, str) or not hmac.compare_digest(stated.encode("utf-8", "surrogatepass"), nonce.encode()):
        raise IdentityNotProved("wrong-nonce")
    _check_times(claims, now)
    _check_access_token(claims, access_token)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
        raise IdentityNotProved("no-subject")


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    moment = now.timestamp()
    times = {name: claims.get(name) for name in ("exp", "iat", "nbf") if name in claims}
    try:
        numbers = {name: float(time) for name, time in times.items() if isinstance(time, int | float) and not isinstance(time, bool)}
    except OverflowError:
        raise IdentityNotProved("no-times") from None
    if len(numbers) != len(times) or not {"exp", "iat"} <= numbers.keys():
        raise IdentityNotProved("no-times")
    skew = _SKEW.total_seconds()
    if not numbers["exp"] > moment - skew:
        raise IdentityNotProved("expired")
    if not moment - _OLDEST_TOKEN.total_seconds() - skew <= numbers["iat"] <= moment + skew:
        raise IdentityNotProved("wrong-time")
    if not numbers.get("nbf", moment) <= moment + skew:
        raise IdentityNotProved("not-yet")


def _check_access_token(claims: Mapping[str, Any], access_token: object) -> None:
    """Where the token says which access token came with it, it was that one: the two were not put together by somebody else."""
    if "at_hash" not in claims:
        return
    stated = claims["at_hash"]
    if not isinstance(access_token, str) or not isinstance(stated, str):
        raise IdentityNotProved("wrong-access-token")
    digest = hashlib.sha256(access_token.encode("utf-8", "surrogatepass")).digest()
    if not hmac.compare_digest(_base64url(digest[:16]).encode(), stated.encode("utf-8", "surrogatepass")):
        raise IdentityNotProved("wrong-access-token")


@dataclass(frozen=True, slots=True)
class ExternalPerson:
    """Somebody as a provider knows them, in words of ours."""

    issuer: str
    subject: str
    username: str
    organisation: str
    unit: str
    roles: frozenset[Role]


def person_of(claims: Mapping[str, Any], provider: Provider) -> ExternalPerson:
    """Read who somebody is and what they are there for. An address of e-mail is no identity, and is not looked at.

    Raises:
        IdentityNotProved: the claims name no organisation, no unit, or nothing that is a role here.
    """
    listed = claims.get(provider.claims.roles)
    named = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
    roles = frozenset(provider.roles[name] for name in named if isinstance(name, str) and name in provider.roles)
    if not roles:
        raise IdentityNotProved("no-role")
    organisation, unit = claims.get(provider.claims.organisation), claims.get(provider.claims.unit)
    if not isinstance(organisation, str) or not isinstance(unit, str):
        raise IdentityNotProved("no-place")
    username = claims.get(provider.claims.username)
    return ExternalPerson(provider.issuer, str(claims["sub"]), username if isinstance(username, str) else "", organisation, unit, roles)
