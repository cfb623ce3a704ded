"""A new API token for a program that acts for somebody."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.caller import Caller
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.access.token_draft import TokenDraft, end_of, faults_of_token, scopes_of
from matcher.errors import BadRequest, Conflict
from matcher.store.accounts import as_it_stands
from matcher.store.api_tokens import NewToken, find_token, list_tokens, make_token
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.idempotency import Request, made_before
from matcher.store.ids import new_id
from matcher.store.vault import Vault

#: More than anybody can look after.
_MOST_ALIVE = 50


async def create_api_token(
    vault: Vault, caller: Caller, draft: TokenDraft, *, now: datetime, origin: str, idempotency_key: str | None = None
) -> NewToken:
    """Make a token of the account that asks. It may do at most what its owner may, at any moment.

    The same request once more makes none: what it made before is given without its secret, of which only a hash is kept.

    Raises:
        BadRequest: the draft will not do; all faults listed.
        Conflict: the account has too many tokens.
        KeyReused: the idempotency key stood for another request.
        NotAllowed: who asks may make none.
    """
    async with vault.db.write() as connection:
        actor = await as_it_stands(connection, caller.actor)
        decision = may(actor, Action.TOKENS_MANAGE, ObjectFacts(actor.organisation_id, submitter_id=caller.account_id))
        if decision.allowed:
            token_id = new_id("tok")
            request = Request(caller.account_id, idempotency_key, draft)
            before = await made_before(connection, vault.keys, request, object_id=token_id, now=now)
            same = await find_token(connection, before) if before else None
            if same is not None:
                return NewToken("", same)
            no_later_than = caller.token.expires_at if caller.token is not None else None
            faults = faults_of_token(draft, actor, now=now, no_later_than=no_later_than)
            if faults:
                raise BadRequest("The token will not do.", faults=faults)
            known = await list_tokens(connection, caller.account_id)
            if sum(1 for each in known if each.revoked_at is None and each.expires_at > now) >= _MOST_ALIVE:
                raise Conflict("The account has too many tokens.", hint="Revoke those that are no longer used.")
            scopes = draft.scopes if draft.scopes is not None else scopes_of(actor)
            made = await make_token(
                connection,
                caller.account_id,
                token_id=token_id,
                name=draft.name.strip(),
                scopes=scopes,
                now=now,
                expires_at=end_of(draft, now=now, no_later_than=no_later_than),
            )
            # Somebody at the machine makes tokens for others.
            by = actor.signed_in_by.value if actor.signed_in_by is SignedInBy.COMMAND_LINE else caller.account_id
            deed = Deed(now, actor.organisation_id, by, AuditAction.TOKEN_CREATED, "token", made.about.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return made
    raise await denied(vault, caller.actor, Refused(Action.TOKENS_MANAGE, decision, "token"), now=now, origin=origin)
