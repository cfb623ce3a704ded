"""Says how a submission stands."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action
from matcher.domain.submissions.view import SubmissionView
from matcher.service.views.submission import status_decision, view_submissions
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.looks import is_on_record
from matcher.store.submissions import find_submission
from matcher.store.vault import Connection, Vault


async def read_submission(vault: Vault, actor: Actor, submission_id: str, *, now: datetime, origin: str) -> SubmissionView:
    """Give status and progress of a submission; an erased one says so and nothing else.

    Whoever waits and asks again and again, and sees what they saw, has looked once (`matcher.store.looks`).

    Raises:
        NotAllowed: the role reads no submissions.
        NotFound: there is none of this id that they may know of.
    """
    async with vault.db.read() as connection:
        seen = await _look_at(vault, connection, actor, submission_id)
        if isinstance(seen, SubmissionView) and await is_on_record(connection, _deed(actor, seen, now, origin)):
            return seen
    if isinstance(seen, SubmissionView):
        async with vault.db.write() as connection:
            # What it shows now: it may have changed since.
            seen = await _look_at(vault, connection, actor, submission_id)
            if isinstance(seen, SubmissionView):
                await put_on_record(connection, vault.keys, [_deed(actor, seen, now, origin)])
                return seen
    raise await denied(vault, actor, seen, now=now, origin=origin)


async def _look_at(vault: Vault, connection: Connection, actor: Actor, submission_id: str) -> SubmissionView | Refused:
    standing = await as_it_stands(connection, actor)
    found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
    decision = status_decision(standing, found)
    if found is None or not decision.allowed:
        return Refused(Action.SUBMISSION_READ_STATUS, decision, "submission", submission_id)
    return (await view_submissions(connection, vault.keys, standing, [found]))[0]


def _deed(actor: Actor, seen: SubmissionView, now: datetime, origin: str) -> Deed:
    """Give what is put on record of a look; what it showed stands in it as its reason."""
    shown = [seen.status.value, f"progress {seen.progress}"]
    if seen.file_name is not None:
        shown.append("with the name of the file")
    if seen.erased_at is not None:
        shown.append("erased")
    action = AuditAction.SUBMISSION_STATUS_CONSULTED
    return Deed(now, actor.organisation_id, actor.user_id, action, "submission", seen.id, origin=origin, reason=", ".join(shown))
