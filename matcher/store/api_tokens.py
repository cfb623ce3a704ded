"""API tokens in the store: `id.secret`, of which only the SHA-256 of the secret is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.caller import Caller, TokenInfo
from matcher.store.accounts import COLUMNS, PLACED, to_account
from matcher.store.ids import is_id, new_id
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.identity import accounts, api_tokens
from matcher.store.together import Bound, Statement, any_of, execute_together

#: 256 bits, as 43 characters.
_SECRET_BYTES = 32
#: Rows whose meaning is remembered; none is taken for what the store says now.
_READ = 1024
_FORM = re.compile(r"(tok_[0-9a-z]{26})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as its owner sees it again: without its secret."""

    id: str
    account_id: str
    name: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made: the one time it is known as a whole."""

    token: str
    about: ApiToken

    # A value that may end up in a traceback says nothing of the secret.
    def __repr__(self) -> str:
        return f"NewToken({self.about.id})"


async def make_token(  # noqa: PLR0913 - all but the first two are named
    connection: AsyncConnection,
    account_id: str,
    *,
    name: str,
    scopes: frozenset[str],
    now: datetime,
    expires_at: datetime,
    token_id: str | None = None,
) -> NewToken:
    """Make a token and keep the hash of its secret."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    about = ApiToken(token_id or new_id("tok"), account_id, name, scopes, now, expires_at, None, None)
    await connection.execute(
        sa.insert(api_tokens).values(
            id=about.id,
            account_id=account_id,
            name=name,
            secret_hash=_hash_of(secret),
            scopes=",".join(sorted(scopes)),
            created_at=to_text(now),
            expires_at=to_text(expires_at),
        )
    )
    return NewToken(f"{about.id}.{secret}", about)


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token that works, and when it was last noted as used."""

    caller: Caller
    last_used_at: datetime | None


async def find_tokens(connection: AsyncConnection, bearers: Collection[str], *, now: datetime) -> dict[str, FoundToken]:
    """Find who stands behind tokens, in one question for all of them; what is missing in the answer does not work (any more).

    Args:
        connection: A transaction; what it sees is what counts, so that a revocation acts on the next request.
        bearers: What was shown, as it was shown.
        now: The moment of asking.
    """
    (rows,) = await execute_together(connection, [asking_for(connection, bearers, now=now)])
    return found_among(rows, bearers)


def asking_for(connection: AsyncConnection, bearers: Iterable[str], *, now: datetime) -> Bound:
    """Give the question for tokens, to be asked together with others; `found_among` reads what it is answered."""
    return _TOKENS.bind(connection, ids=ids_in(bearers), now=to_text(now))


def ids_in(bearers: Iterable[str]) -> list[str]:
    """Give the ids that stand in tokens as they were shown, whether there are such tokens or not."""
    return sorted({found[1] for bearer in bearers if (found := _FORM.fullmatch(bearer)) is not None})


def token_id_of(bearer: str) -> str | None:
    """Give the id that stands in a token as it was shown; None where it cannot be one."""
    parts = _FORM.fullmatch(bearer)
    return None if parts is None else parts[1]


def found_among(rows: Iterable[Mapping[str, Any]], bearers: Iterable[str]) -> dict[str, FoundToken]:
    """Say who stands behind tokens, by the rows of the question for them."""
    by_id = {row["token_id"]: row for row in rows}
    found_tokens = {}
    for bearer in bearers:
        parts = _FORM.fullmatch(bearer)
        if parts is None:
            continue
        row = by_id.get(parts[1])
        # The same work whether there is such a token or not, and no hint where two hashes differ.
        if hmac.compare_digest(_hash_of(parts[2]), row["secret_hash"] if row is not None else _NO_HASH) and row is not None:
            found_tokens[bearer] = _found(tuple(row.items()))
    return found_tokens


def _wanted(on_postgresql: bool) -> sa.Select[Any]:
    return (
        sa.select(
            api_tokens.c.id.label("token_id"),
            api_tokens.c.secret_hash,
            api_tokens.c.scopes,
            api_tokens.c.expires_at,
            api_tokens.c.last_used_at,
            *COLUMNS,
        )
        .select_from(api_tokens.join(PLACED, api_tokens.c.account_id == accounts.c.id))
        .where(
            any_of(api_tokens.c.id, "ids", on_postgresql=on_postgresql),
            api_tokens.c.revoked_at.is_(None),
            api_tokens.c.expires_at > sa.bindparam("now"),
            accounts.c.disabled_at.is_(None),
        )
    )


_TOKENS = Statement(_wanted)

#: No secret has this hash.
_NO_HASH = "0" * 64


# The store is asked for every question; what its row says is made out anew where it is another row than the last time.
@lru_cache(maxsize=_READ)
def _found(columns: tuple[tuple[str, Any], ...]) -> FoundToken:
    row = dict(columns)
    account = to_account(row)
    actor = account.actor(SignedInBy.TOKEN, scopes=_scopes_of(row["scopes"]))
    info = TokenInfo(row["token_id"], to_moment(row["expires_at"]))
    caller = Caller(actor, account.id, token=info, username=account.username, organisation_name=account.organisation_name)
    return FoundToken(caller, None if row["last_used_at"] is None else to_moment(row["last_used_at"]))


async def note_use(connection: AsyncConnection, token_ids: Iterable[str], *, now: datetime) -> None:
    """Note that tokens are in use, but of none that somebody is changing."""
    ids = set(token_ids)
    if ids:
        # Whoever revokes one waits for the turn of the trail meanwhile, which whoever notes this may have.
        free = sa.select(api_tokens.c.id).where(api_tokens.c.id.in_(ids)).with_for_update(skip_locked=True, key_share=True)
        await connection.execute(sa.update(api_tokens).where(api_tokens.c.id.in_(free)).values(last_used_at=to_text(now)))


async def list_tokens(connection: AsyncConnection, account_id: str) -> list[ApiToken]:
    """Give the tokens of an account, the newest first, those that no longer work among them."""
    wanted = (
        sa.select(api_tokens).where(api_tokens.c.account_id == account_id).order_by(api_tokens.c.created_at.desc(), api_tokens.c.id.desc())
    )
    return [_to_token(row) for row in (await connection.execute(wanted)).mappings()]


async def find_token(connection: AsyncConnection, token_id: str) -> ApiToken | None:
    """Find a token by its id."""
    if not is_id(token_id, "tok"):
        return None
    row = (await connection.execute(sa.select(api_tokens).where(api_tokens.c.id == token_id))).mappings().one_or_none()
    return None if row is None else _to_token(row)


async def revoke_token(connection: AsyncConnection, token_id: str, *, now: datetime) -> bool:
    """Let a token work no longer; say whether it still did."""
    ended = sa.update(api_tokens).where(api_tokens.c.id == token_id, api_tokens.c.revoked_at.is_(None)).values(revoked_at=to_text(now))
    return (await connection.execute(ended)).rowcount == 1


async def revoke_tokens_of(connection: AsyncConnection, account_id: str, *, now: datetime) -> int:
    """Let every token of an account work no longer; say how many did."""
    ended = (
        sa.update(api_tokens)
        .where(api_tokens.c.account_id == account_id, api_tokens.c.revoked_at.is_(None))
        .values(revoked_at=to_text(now))
    )
    return (await connection.execute(ended)).rowcount


def _to_token(row: sa.RowMapping) -> ApiToken:
    return ApiToken(
        id=row["id"],
        account_id=row["account_id"],
        name=row["name"],
        scopes=_scopes_of(row["scopes"]),
        created_at=to_moment(row["created_at"]),
        expires_at=to_moment(row["expires_at"]),
        last_used_at=None if row["last_used_at"] is None else to_moment(row["last_used_at"]),
        revoked_at=None if row["revoked_at"] is None else to_moment(row["revoked_at"]),
    )


def _scopes_of(text: str) -> frozenset[str]:
    return frozenset(scope for scope in text.split(",") if scope)


def _hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
