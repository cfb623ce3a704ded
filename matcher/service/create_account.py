"""A new account in an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.account_change import AccountDraft, faults_of_draft
from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may, may_at_all
from matcher.errors import BadRequest, Fault
from matcher.store.accounts import Account, NewAccount, as_it_stands, find_account, insert_account
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.idempotency import Request, made_before
from matcher.store.ids import new_id
from matcher.store.organisations import Unit, no_such_unit, read_organisation
from matcher.store.passwords import draw_password, hash_password
from matcher.store.vault import Connection, Vault


@dataclass(frozen=True, slots=True)
class CreatedAccount:
    """A new account."""

    account: Account
    #: A password that works once, where none was given; it stands nowhere else.
    password: str | None

    # A value that may end up in a traceback says nothing of the password.
    def __repr__(self) -> str:
        return f"CreatedAccount({self.account.id})"


async def create_account(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    draft: AccountDraft,
    *,
    min_length: int = 15,
    now: datetime,
    origin: str,
    idempotency_key: str | None = None,
) -> CreatedAccount:
    """Make an account in the organisation of who asks.

    Args:
        vault: The store.
        actor: Who asks.
        draft: What the account is made of.
        min_length: The shortest password that is taken.
        now: The moment of asking.
        origin: Where it was asked from.
        idempotency_key: The same request once more makes none: the account is given without its password, of which only a hash is kept.

    Raises:
        BadRequest: something of the draft will not do; all faults listed.
        Conflict: the name is taken.
        KeyReused: the idempotency key stood for another request.
        NotAllowed: who asks may not.
    """
    faults = faults_of_draft(draft, min_length=min_length)
    if faults:
        raise BadRequest("The account will not do.", faults=faults)
    # Nobody who may not make accounts makes the machine work on a password.
    drawn = draw_password() if draft.password is None else None
    password_hash = await hash_password(draft.password or drawn or "") if may_at_all(actor, Action.USERS_MANAGE) else ""
    async with vault.db.write() as connection:
        decision = may(await as_it_stands(connection, actor), Action.USERS_MANAGE, ObjectFacts(actor.organisation_id))
        if decision.allowed:
            account_id = new_id("acc")
            request = Request(actor.user_id, idempotency_key, draft)
            before = await made_before(connection, vault.keys, request, object_id=account_id, now=now)
            same = await find_account(connection, before) if before else None
            if same is not None:
                return CreatedAccount(same, None)
            unit = await _unit_of(connection, actor, draft)
            until = now + draft.given_for if drawn else None
            new = _new((account_id, actor.organisation_id, unit.id), draft, password_hash, until)
            made = await insert_account(connection, new, now=now)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.ACCOUNT_CREATED, "account", new.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return CreatedAccount(made, drawn)
    raise await denied(vault, actor, Refused(Action.USERS_MANAGE, decision, "account"), now=now, origin=origin)


def _new(ids: tuple[str, str, str], draft: AccountDraft, password_hash: str, password_until: datetime | None) -> NewAccount:
    account_id, organisation_id, unit_id = ids
    return NewAccount(
        id=account_id,
        organisation_id=organisation_id,
        unit_id=unit_id,
        username=draft.username,
        roles=draft.roles,
        is_cleared=draft.is_cleared,
        areas=draft.areas,
        password_hash=password_hash,
        password_until=password_until,
    )


async def _unit_of(connection: Connection, actor: Actor, draft: AccountDraft) -> Unit:
    organisation = await read_organisation(connection, actor.organisation_id)
    unit = organisation.unit(draft.unit) if organisation is not None else None
    if unit is None:
        raise BadRequest("The account will not do.", faults=(Fault("unit", no_such_unit(organisation)),))
    return unit
