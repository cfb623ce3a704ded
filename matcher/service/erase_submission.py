"""Erases everything that came of a submission, and proves it by looking again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, absent, may
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.stated import says_something
from matcher.errors import BadRequest
from matcher.service.views.waiting import Waiting, waiting_for
from matcher.store import steps
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.erasure_notices import NewErasureNotice, write_erasure_notices
from matcher.store.erasures import Erasure, erase_rows, find_erasure, rows_left, write_erasure
from matcher.store.handed_over import HandedOver, hand_over_alerts
from matcher.store.idempotency import blank_keys
from matcher.store.jobs import lock_jobs
from matcher.store.same_episode import remember_found
from matcher.store.same_person import find_with_person
from matcher.store.submissions import StoredSubmission, blank_submission
from matcher.store.unfinished_erasures import ORIGINAL, end_erasure
from matcher.store.vault import Connection, Vault

_ACTION = Action.SUBMISSION_ERASE


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was removed, and what a second look found."""

    submission_id: str
    at: datetime
    #: Table or `original` -> rows or files removed. Rows about restricted lines are removed and not counted.
    removed: Mapping[str, int]
    #: The same, found by the second look: all of them 0.
    left: Mapping[str, int]


async def erase_submission(  # noqa: PLR0913 - all but the first three are named
    vault: Vault, actor: Actor, submission_id: str, *, policy: SubmissionPolicy, now: datetime, origin: str, reason: str | None = None
) -> ErasureReport:
    """Erase a submission. What remains is its id, that it was erased, and the audit trail; erasing twice gives the first report again.

    Whoever could see an alert of it that nobody had closed is told that it went.

    Raises:
        BadRequest: a reason was given that says nothing.
        NotAllowed: the role erases nothing.
        NotFound: there is no submission of this id that they may know of.
    """
    if reason is not None and not says_something(reason):
        raise BadRequest("Say in a few words why it is erased.", hint="The reason is put on record.")
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        # In the order in which a worker locks them.
        await lock_jobs(connection, submission_id)
        found = await find_with_person(connection, submission_id, organisation_id=actor.organisation_id)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, found.facts)
        erasure = None
        if found is not None and decision.allowed:
            went: Sequence[HandedOver] = ()
            erasure = await find_erasure(connection, found.id)
            if erasure is None:
                erasure, went = await _erase(connection, vault, actor, found, policy, now=now)
            action = AuditAction.SUBMISSION_ERASED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "submission", found.id, origin=origin, reason=reason)
            await put_on_record(connection, vault.keys, [deed, *_of_alerts(deed, went)])
            steps.reached("erasure:before-commit")
    if erasure is None:
        raise await denied(vault, actor, Refused(_ACTION, decision, "submission", submission_id), now=now, origin=origin)
    # Its key is gone, so that it opens for nobody; what a crash leaves here a worker removes.
    steps.reached("erasure:after-commit")
    await asyncio.to_thread(vault.originals.erase, submission_id)
    await end_erasure(vault.db, submission_id)
    async with vault.db.read() as connection:
        left = await rows_left(connection, submission_id)
    left[ORIGINAL] = int(await asyncio.to_thread(vault.originals.has, submission_id))
    return ErasureReport(submission_id, erasure.at, erasure.removed, left)


async def _erase(
    connection: Connection, vault: Vault, actor: Actor, found: StoredSubmission, policy: SubmissionPolicy, *, now: datetime
) -> tuple[Erasure, Sequence[HandedOver]]:
    keys = vault.keys
    waiting = await waiting_for(vault, connection, actor, found, policy)
    await remember_found(connection, keys, found)
    went = await hand_over_alerts(connection, keys, found)
    heirs = {each.submission.id: each.submission for each in went}
    still = [await waiting_for(vault, connection, actor, heir, policy) for heir in heirs.values()]
    told = [
        NewErasureNotice(account_id, found.id if each.is_known else None, each.is_concern)
        for account_id, each in waiting.items()
        if account_id != actor.user_id and _has_lost(each, [by_account.get(account_id) for by_account in still])
    ]
    await write_erasure_notices(connection, found.organisation_id, told, now=now)
    removed = await erase_rows(connection, keys, found.id)
    removed[ORIGINAL] = int(found.original_key is not None)
    await blank_submission(connection, found, at=now)
    await blank_keys(connection, keys, found.id)
    left = {**await rows_left(connection, found.id), ORIGINAL: 0}
    erasure = Erasure(found.id, found.organisation_id, actor.user_id, now, removed, left)
    await write_erasure(connection, erasure)
    return erasure, went


def _of_alerts(erased: Deed, went: Iterable[HandedOver]) -> Iterator[Deed]:
    """Say of each alert that went over where it came from: its history ends with the erasure, and goes on under another id.

    One on a restricted line would be seen in the trail by those who may not know of it, as where it is raised (`screenings`).
    """
    for each in went:
        if each.is_raised and not each.alert.is_restricted:
            reason = f"{each.was_id} of {erased.object_id}"
            yield replace(erased, action=AuditAction.ALERT_HANDED_OVER, object_type="alert", object_id=each.alert.id, reason=reason)


def _has_lost(before: Waiting, after: Sequence[Waiting | None]) -> bool:
    """Whether somebody sees an alert no more; those of the case may have gone over to other submissions that they see."""
    return before.is_for_some or not any(each is not None and each.is_of_case for each in after)
