"""Somebody sets a password of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.caller import Caller
from matcher.domain.access.drawn_password import is_drawn
from matcher.domain.access.password_rules import faults_of, is_near_to
from matcher.domain.access.sign_in import Attempts, SignInPolicy, Wait
from matcher.errors import BadRequest, Fault, NotAllowed, SignInFailed, TooManyAttempts
from matcher.store.accounts import find_account, password_hash_of, set_password
from matcher.store.audit import put_on_record
from matcher.store.passwords import hash_password, is_password
from matcher.store.sessions import NewSession, end_sessions_of, open_session
from matcher.store.sign_in_attempts import count_attempt, forget_attempts
from matcher.store.vault import Vault

_SAME = "It is the one you have now or one that was given out, or hardly another one; a new one shares little with either."


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """What somebody typed to set a password."""

    new: str
    #: The one they have, or came with if that worked once.
    current: str

    # A value that may end up in a traceback says nothing of what was typed.
    def __repr__(self) -> str:
        return "PasswordChange(…)"


async def change_password(
    vault: Vault, caller: Caller, change: PasswordChange, *, policy: SignInPolicy, now: datetime, origin: str
) -> NewSession:
    """Set a password; every session of the account ends, and a new one begins.

    Raises:
        BadRequest: the new password will not do, or it is the one they have, or one that was ever drawn (whoever gave it out has seen it),
            or it is made of either by so small a change that it would be guessed.
        NotAllowed: there is no session, or the account comes through an identity provider.
        SignInFailed: the current password is another one.
        TooManyAttempts: that failed too often.
    """
    if caller.session is None or caller.actor.signed_in_by is not SignedInBy.PASSWORD:
        raise NotAllowed("A password is changed by whoever signed in with one.", hint="Sign in with name and password first.")
    context = (caller.username, caller.organisation_name, caller.actor.unit_name)
    faults = faults_of(change.new, min_length=policy.password_min_length, context=context)
    if faults:
        raise _unfit(*faults)
    if is_drawn(change.new) or is_near_to(change.new, change.current):
        raise _unfit(_SAME)
    kept = await _proved(vault, caller, change.current, policy=policy, now=now, origin=origin)
    password_hash = await hash_password(change.new)
    async with vault.db.write() as connection:
        account = await find_account(connection, caller.account_id)
        if account is None or account.is_disabled or await password_hash_of(connection, caller.username, lock=True) != kept:
            raise SignInFailed("The account has changed in between.", hint="Sign in again.")
        await set_password(connection, account.id, password_hash)
        await end_sessions_of(connection, account.id, now=now)
        await forget_attempts(connection, vault.keys, caller.username)
        session = await open_session(connection, account.id, signed_in_by=SignedInBy.PASSWORD, limits=policy.limits, now=now)
        await put_on_record(connection, vault.keys, [_deed(caller, AuditAction.PASSWORD_CHANGED, Outcome.DONE, now, origin)])
    return session


async def _proved(vault: Vault, caller: Caller, current: str, *, policy: SignInPolicy, now: datetime, origin: str) -> str:
    """Give the hash of the current password, once it is shown that whoever sits there knows it: an open session is not enough."""
    async with vault.db.write() as connection:
        attempt = await count_attempt(connection, vault.keys, caller.username, policy=policy, now=now)
        kept = await password_hash_of(connection, caller.username)
    if isinstance(attempt, Attempts) and await is_password(current, kept):
        return kept
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [_deed(caller, AuditAction.SIGN_IN_FAILED, Outcome.FAILED, now, origin)])
    if isinstance(attempt, Wait):
        sentence, wait = "The current password was wrong too often.", attempt.seconds(now)
        raise TooManyAttempts(sentence, hint="Try again later.", retry_after_seconds=wait)
    raise SignInFailed("The current password is another one.", hint="Check it and try again.")


def _unfit(*sentences: str) -> BadRequest:
    return BadRequest("This password will not do.", faults=tuple(Fault("new", each) for each in sentences))


def _deed(caller: Caller, action: AuditAction, outcome: Outcome, now: datetime, origin: str) -> Deed:
    return Deed(now, caller.actor.organisation_id, caller.account_id, action, "account", caller.account_id, outcome, origin)
