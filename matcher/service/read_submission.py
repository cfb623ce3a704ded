"""Says how a submission stands."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.audit import AuditAction, Deed
from matcher.domain.permission import Action
from matcher.domain.submission_view import SubmissionView
from matcher.service.submission_views import status_decision, view_submission
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.submissions import find_submission
from matcher.store.vault import Vault


async def read_submission(vault: Vault, actor: Actor, submission_id: str, *, now: datetime, origin: str) -> SubmissionView:
    """Give status and progress of a submission; an erased one says so and nothing else.

    Raises:
        NotAllowed: the role reads no submissions.
        NotFound: there is none of this id that they may know of.
    """
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        decision = status_decision(standing, found)
        if found is not None and decision.allowed:
            deed = Deed(
                now,
                actor.organisation_id,
                actor.user_id,
                AuditAction.SUBMISSION_STATUS_CONSULTED,
                "submission",
                found.id,
                origin=origin,
            )
            await put_on_record(connection, vault.keys, [deed])
            return view_submission(vault.keys, standing, found)
    refused = Refused(Action.SUBMISSION_READ_STATUS, decision, "submission", submission_id)
    raise await denied(vault, actor, refused, now=now, origin=origin)
