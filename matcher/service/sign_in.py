"""Somebody signs in with a name and a password.

Nothing tells a name somebody has from one nobody has: neither the words, nor the count of failures, nor the time. For both the same
statements run, a hash is verified, and an event is put on record.
"""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.sign_in import Attempts, Credentials, SignInPolicy, Wait
from matcher.domain.access.user_name import LONGEST, is_fit, key_of
from matcher.errors import SignInFailed, TooManyAttempts
from matcher.render.words import say_count
from matcher.store.accounts import Account, find_by_name, password_hash_of, set_password, use_up_password
from matcher.store.audit import put_on_record
from matcher.store.passwords import hash_password, is_outdated, is_password
from matcher.store.sessions import NewSession, end_session, open_session
from matcher.store.sign_in_attempts import count_attempt, count_attempt_from, forget_attempts, take_back_from
from matcher.store.vault import Connection, Vault


async def sign_in(
    vault: Vault, credentials: Credentials, *, policy: SignInPolicy, now: datetime, origin: str, replaces: str | None = None
) -> NewSession:
    """Open a session for somebody who proves who they are.

    Args:
        vault: The store.
        credentials: What was typed.
        policy: How often somebody may try, and how long a session lives.
        now: The moment of the attempt.
        origin: Where it came from.
        replaces: Id of the session the browser has now; it ends.

    Raises:
        SignInFailed: name and password do not go together, or the account is disabled, or the password has been used up.
        TooManyAttempts: it failed too often under this name, or from there.
    """
    name = key_of(credentials.username[: 2 * LONGEST])
    async with vault.db.write() as connection:
        waits = await count_attempt_from(connection, vault.keys, origin, policy=policy, now=now)
        # Whoever is slowed locks no name meanwhile.
        attempt = waits or await count_attempt(connection, vault.keys, name, policy=policy, now=now)
        # What can be nobody's name is asked for as no name at all.
        account = await find_by_name(connection, name if is_fit(name) else "")
        kept = await password_hash_of(connection, name if is_fit(name) else "")
        if isinstance(attempt, Wait):
            if waits is None:
                # Nothing was tried under a name that waits.
                await take_back_from(connection, vault.keys, origin)
            await put_on_record(connection, vault.keys, [_failed(account, now, origin, Outcome.DENIED)])
    if isinstance(attempt, Wait):
        raise _too_many("under this name" if waits is None else "from this address", attempt.seconds(now))
    proved = await is_password(credentials.password, kept if _may_use_password(account, now) else "")
    renewed = await hash_password(credentials.password) if proved and is_outdated(kept) else kept
    async with vault.db.write() as connection:
        is_same = proved and await password_hash_of(connection, name, lock=True) == kept
        # Once more, behind the lock: of two who come at once with a password that works once, one has used it up.
        account = await find_by_name(connection, name) if is_same else account
        if is_same and account is not None and _may_use_password(account, now):
            # In the order in which they are counted: two who wait for each other would wait for ever.
            await take_back_from(connection, vault.keys, origin)
            await forget_attempts(connection, vault.keys, name)
            session = await _open(connection, account, renewed if renewed != kept else None, policy=policy, now=now)
            if replaces is not None:
                await end_session(connection, replaces, now=now)
            deed = Deed(now, account.organisation_id, account.id, AuditAction.SIGNED_IN, "account", account.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return session
        await put_on_record(connection, vault.keys, _deeds_of_failure(account, attempt, now, origin))
    raise SignInFailed("Name and password do not go together.", hint="Check both and try again.")


def _too_many(where: str, seconds: int) -> TooManyAttempts:
    minutes = -(-seconds // 60)
    wait = say_count(seconds, "second") if seconds < 60 else say_count(minutes, "minute")
    return TooManyAttempts(f"Sign-ins {where} failed too often.", hint=f"Try again in {wait}.", retry_after_seconds=seconds)


def _may_use_password(account: Account | None, now: datetime) -> bool:
    return account is not None and not account.is_disabled and (account.password_until is None or account.password_until > now)


async def _open(connection: Connection, account: Account, renewed: str | None, *, policy: SignInPolicy, now: datetime) -> NewSession:
    works_once = account.password_until is not None
    if works_once:
        await use_up_password(connection, account.id)
    elif renewed is not None:
        await set_password(connection, account.id, renewed)
    return await open_session(
        connection, account.id, signed_in_by=SignedInBy.PASSWORD, limits=policy.limits, now=now, sets_password_only=works_once
    )


def _deeds_of_failure(account: Account | None, attempt: Attempts, now: datetime, origin: str) -> list[Deed]:
    deeds = [_failed(account, now, origin, Outcome.FAILED)]
    if attempt.locked_until is not None:
        deeds.append(_deed(AuditAction.ACCOUNT_LOCKED, account, now, origin, Outcome.DONE))
    return deeds


def _failed(account: Account | None, now: datetime, origin: str, outcome: Outcome) -> Deed:
    return _deed(AuditAction.SIGN_IN_FAILED, account, now, origin, outcome)


def _deed(action: AuditAction, account: Account | None, now: datetime, origin: str, outcome: Outcome) -> Deed:
    # What was typed is kept nowhere: people type their password where the name belongs.
    organisation_id, account_id = (account.organisation_id, account.id) if account is not None else (None, None)
    return Deed(now, organisation_id, account_id, action, "account", account_id, outcome, origin)
