"""A store is set up: its key, its tables, its audit trail, the first organisation and its first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.account_change import AccountDraft, faults_of_draft
from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.token_draft import USUAL_LIFE, scopes_of
from matcher.errors import BadRequest
from matcher.store.accounts import Account, NewAccount, insert_account
from matcher.store.api_tokens import make_token
from matcher.store.audit import begin_trail, put_on_record
from matcher.store.facts import KEY_FINGERPRINT, MADE_AT, write_fact
from matcher.store.ids import new_id
from matcher.store.moments import to_text
from matcher.store.organisations import Organisation, insert_organisation, insert_unit
from matcher.store.passwords import draw_password, hash_password
from matcher.store.place import Place, make_vault
from matcher.store.vault import Connection


@dataclass(frozen=True, slots=True)
class Initialised:
    """A store that was just set up: the one time its first password and token are known."""

    organisation: Organisation
    account: Account
    password: str
    #: Whether the password was drawn, works once and soon no more.
    works_once: bool
    token: str

    # A value that may end up in a traceback says nothing of the password.
    def __repr__(self) -> str:
        return f"Initialised({self.account.id})"


async def initialise_store(
    place: Place, organisation: str, first: AccountDraft, *, min_length: int = 15, now: datetime, origin: str
) -> Initialised:
    """Set a store up, whole or not at all; one that was interrupted is gone on with.

    Raises:
        BadRequest: a name or the password will not do.
        CannotWrite: the folder or the key file cannot be written.
        Conflict: it is set up already.
        StoreUnavailable: the database cannot be reached, or a newer version has been at work on it.
        WrongKey: there is a store without its key file, or with another one.
    """
    faults = faults_of_draft(first, min_length=min_length)
    if faults or not organisation.strip() or not first.unit.strip():
        raise BadRequest("The first administrator and their organisation have names and a password that will do.", faults=faults)
    password = first.password or draw_password()
    password_hash = await hash_password(password)
    vault = await make_vault(place)
    try:
        async with vault.db.write() as connection:
            await write_fact(connection, KEY_FINGERPRINT, vault.keys.fingerprint)
            await write_fact(connection, MADE_AT, to_text(now))
            await begin_trail(connection, vault.keys)
            placed, account = await _fill(connection, organisation, first, password_hash, now)
            scopes = scopes_of(account.actor(SignedInBy.COMMAND_LINE))
            token = await make_token(connection, account.id, name="first", scopes=scopes, now=now, expires_at=now + USUAL_LIFE)
            await put_on_record(connection, vault.keys, _deeds(placed, account, token.about.id, now=now, origin=origin))
    finally:
        await vault.db.close()
    return Initialised(placed, account, password, first.password is None, token.token)


async def _fill(
    connection: Connection, organisation: str, first: AccountDraft, password_hash: str, now: datetime
) -> tuple[Organisation, Account]:
    made = await insert_organisation(connection, organisation, now=now)
    unit = await insert_unit(connection, made.id, first.unit)
    new = NewAccount(
        id=new_id("acc"),
        organisation_id=made.id,
        unit_id=unit.id,
        username=first.username,
        roles=first.roles,
        is_cleared=first.is_cleared,
        areas=first.areas,
        password_hash=password_hash,
        password_until=now + first.given_for if first.password is None else None,
    )
    return Organisation(made.id, made.name, (unit,)), await insert_account(connection, new, now=now)


def _deeds(organisation: Organisation, account: Account, token_id: str, *, now: datetime, origin: str) -> list[Deed]:
    done = (
        (None, AuditAction.STORE_CREATED, "store", None),
        (organisation.id, AuditAction.ORGANISATION_CREATED, "organisation", organisation.id),
        (organisation.id, AuditAction.ACCOUNT_CREATED, "account", account.id),
        (organisation.id, AuditAction.TOKEN_CREATED, "token", token_id),
    )
    return [
        Deed(now, belongs_to, SignedInBy.COMMAND_LINE.value, action, object_type, object_id, origin=origin)
        for belongs_to, action, object_type, object_id in done
    ]
