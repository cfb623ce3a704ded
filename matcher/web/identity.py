"""Who asks and who may ask: sessions, API tokens, accounts and the audit trail, for programs."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from matcher.domain.access.account_change import AccountChange, AccountDraft
from matcher.domain.access.audit_query import AuditQuery
from matcher.domain.access.caller import Caller
from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.access.token_draft import TokenDraft, lifetime_of
from matcher.domain.access.user_name import key_of
from matcher.service.change_account import change_account
from matcher.service.create_account import create_account
from matcher.service.create_api_token import create_api_token
from matcher.service.end_all_sessions import end_all_sessions
from matcher.service.list_accounts import list_accounts
from matcher.service.list_api_tokens import list_api_tokens
from matcher.service.read_audit import read_audit
from matcher.service.revoke_api_token import revoke_api_token
from matcher.service.sign_out import sign_out
from matcher.store.accounts import Account
from matcher.store.api_tokens import ApiToken
from matcher.store.audit_pages import AuditEntry
from matcher.web.adapter import CHANGES_NO_MORE, PREFIX, Api, Call, Located
from matcher.web.keys import OPTIONS
from matcher.web.session_cookie import forget_session
from matcher.web.wire_identity import (
    AccountBody,
    AccountChangeBody,
    AccountPath,
    AccountsWire,
    AccountWire,
    AuditEventWire,
    AuditPageQuery,
    AuditPageWire,
    EndedWire,
    GivenAccountWire,
    NewTokenWire,
    SessionWire,
    TokenBody,
    TokenPath,
    TokensWire,
    TokenWire,
)

api = Api("People")

_DRAWS_ANOTHER = f"{CHANGES_NO_MORE} Only `new_password` draws another one each time: the last that was shown works."


@api.operation("GET", "/session", returns=SessionWire)
async def get_session(call: Call) -> SessionWire:
    """Say who you are to the service, and what you may do."""
    return session_wire(_caller(call))


@api.operation("DELETE", "/session", status=204, repeated="Repeated, nobody is signed in (401).")
async def delete_session(call: Call) -> web.Response:
    """Sign out. A token is not affected: it is revoked by itself."""
    await sign_out(call.house.vault, _caller(call), now=call.now, origin=call.origin)
    return forget_session(web.Response(status=204))


@api.operation("GET", "/tokens", returns=TokensWire)
async def get_tokens(call: Call) -> TokensWire:
    """List the API tokens of your account, the newest first, those that no longer work among them."""
    found = await list_api_tokens(call.house.vault, call.actor, now=call.now, origin=call.origin)
    return TokensWire(items=[TokenWire(**_token(each)) for each in found])


@api.operation("POST", "/tokens", status=201, returns=NewTokenWire, problems=("409",), is_idempotent_by_key=True)
async def post_token(call: Call, body: TokenBody) -> NewTokenWire:
    """Make an API token of your account. It is shown this once, and may do at most what you may at any moment.

    With the key of a request that was made before no other is made: the answer is the token without `token`, which nobody can show again.
    Whoever missed it revokes the token and makes one with another key.
    """
    scopes = None if body.scopes is None else frozenset(each.value for each in body.scopes)
    draft = TokenDraft(body.name, scopes, None if body.days is None else lifetime_of(body.days))
    made = await create_api_token(
        call.house.vault, _caller(call), draft, now=call.now, origin=call.origin, idempotency_key=call.idempotency_key
    )
    return NewTokenWire(**_token(made.about), token=made.token or None)


@api.operation("DELETE", "/tokens/{id}", status=204, repeated=CHANGES_NO_MORE)
async def delete_token(call: Call, path: TokenPath) -> web.Response:
    """Revoke a token, from the next request on."""
    await revoke_api_token(call.house.vault, call.actor, path.id, now=call.now, origin=call.origin)
    return web.Response(status=204)


@api.operation("GET", "/accounts", returns=AccountsWire)
async def get_accounts(call: Call) -> AccountsWire:
    """List the accounts of your organisation."""
    found = await list_accounts(call.house.vault, call.actor, now=call.now, origin=call.origin)
    return AccountsWire(items=[AccountWire(**_account(each)) for each in found])


@api.operation("POST", "/accounts", status=201, returns=GivenAccountWire, problems=("409",), is_idempotent_by_key=True)
async def post_account(call: Call, body: AccountBody) -> Located:
    """Make an account in your organisation. Its password works once, for three days, and is shown this once.

    With the key of a request that was made before no other is made, and the answer has no password: nobody can show it again. Whoever
    missed it has another one drawn (`new_password`).
    """
    draft = AccountDraft(key_of(body.username), body.unit, frozenset(body.roles), is_cleared=body.cleared, areas=frozenset(body.areas))
    least = call.request.app[OPTIONS].sign_in.password_min_length
    made = await create_account(
        call.house.vault,
        call.actor,
        draft,
        min_length=least,
        now=call.now,
        origin=call.origin,
        idempotency_key=call.idempotency_key,
    )
    given = GivenAccountWire(**_account(made.account), password=made.password)
    return Located(given, f"{PREFIX}/accounts/{made.account.id}")


@api.operation("PATCH", "/accounts/{id}", returns=GivenAccountWire, repeated=_DRAWS_ANOTHER)
async def patch_account(call: Call, path: AccountPath, body: AccountChangeBody) -> GivenAccountWire:
    """Change an account of your organisation, from its next request on. Nobody changes rights of their own."""
    change = AccountChange(
        unit=body.unit,
        roles=None if body.roles is None else frozenset(body.roles),
        is_cleared=body.cleared,
        areas=None if body.areas is None else frozenset(body.areas),
        is_disabled=body.disabled,
        draws_password=body.new_password,
        unlocks=body.unlock,
    )
    changed = await change_account(call.house.vault, call.actor, path.id, change, now=call.now, origin=call.origin)
    return GivenAccountWire(**_account(changed.account), password=changed.password)


@api.operation("DELETE", "/accounts/{id}/sessions", returns=EndedWire, repeated=CHANGES_NO_MORE)
async def delete_sessions(call: Call, path: AccountPath) -> EndedWire:
    """End every session of your own account, or of one you look after. Tokens stay."""
    ended = await end_all_sessions(call.house.vault, call.actor, path.id, now=call.now, origin=call.origin)
    return EndedWire(ended=ended)


@api.operation("GET", "/audit", returns=AuditPageWire)
async def get_audit(call: Call, query: AuditPageQuery) -> AuditPageWire:
    """List what was done, the newest first, as far as your role shows it. That you looked is on record too."""
    asked = AuditQuery(
        since=query.since,
        until=query.until,
        actor_id=query.actor,
        action=query.action,
        object_id=query.object,
        outcome=query.outcome,
        limit=query.limit,
        cursor=query.cursor,
    )
    page = await read_audit(call.house.vault, call.actor, asked, now=call.now, origin=call.origin)
    return AuditPageWire(items=[_entry(each) for each in page.entries], cursor=page.cursor)


def session_wire(caller: Caller) -> SessionWire:
    """Write who is asking as it travels."""
    session, token = caller.session, caller.token
    alive = session or token
    return SessionWire(
        account=caller.account_id,
        username=caller.username,
        organisation=caller.organisation_name,
        unit=caller.actor.unit_name,
        roles=sorted(caller.actor.roles),
        actions=[action for action in Action if may_at_all(caller.actor, action)],
        signed_in_by=caller.actor.signed_in_by,
        sets_password_only=session is not None and session.sets_password_only,
        form_token=session.csrf_token if session is not None else None,
        expires_at=alive.expires_at if alive is not None else None,
    )


def _caller(call: Call) -> Caller:
    if call.caller is None:
        raise LookupError("an operation for people who are signed in has a caller")
    return call.caller


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "username": account.username,
        "unit": account.unit_name,
        "roles": sorted(account.roles),
        "cleared": account.is_cleared,
        "areas": sorted(account.areas),
        "external": account.is_external,
        "created_at": account.created_at,
        "disabled_at": account.disabled_at,
    }


def _entry(entry: AuditEntry) -> AuditEventWire:
    event = entry.event
    return AuditEventWire(
        id=entry.id,
        at=event.at,
        actor=event.actor_id,
        actor_name=entry.actor_name,
        action=event.action,
        verb=event.action.verb,
        object_type=event.object_type,
        object=event.object_id,
        outcome=event.outcome,
        origin=event.origin,
        reason=event.reason,
    )
