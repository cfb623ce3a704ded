"""Tells what happens to a submission, as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action
from matcher.domain.submissions.codes import ERASED
from matcher.domain.submissions.view import SubmissionEvent
from matcher.service.views.submission import status_decision
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.looks import is_on_record
from matcher.store.submission_events import events_after
from matcher.store.submissions import find_submission
from matcher.store.vault import Vault

#: How often is looked for news; several processes may work on the store, so nothing else would hear of all of them.
_LOOK_SECONDS = 0.2

#: What is put on record as shown: all that follows, to its end.
_FOLLOWED = "followed"


async def watch_submission(
    vault: Vault, actor: Actor, submission_id: str, *, now: datetime, origin: str, after: int = 0
) -> AsyncIterator[SubmissionEvent]:
    """Make sure that somebody may watch, and give the events behind the one numbered `after`, ending when nothing follows.

    `events = await watch_submission(…)`, then `async for event in events`: a refusal comes before the first byte of the answer.

    Raises:
        NotAllowed: the role reads no submissions.
        NotFound: there is none of this id that they may know of.
    """
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        decision = status_decision(standing, found)
        if found is not None and decision.allowed:
            action = AuditAction.SUBMISSION_STATUS_CONSULTED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "submission", found.id, origin=origin, reason=_FOLLOWED)
            # A browser whose line breaks comes back every few seconds.
            if not await is_on_record(connection, deed):
                await put_on_record(connection, vault.keys, [deed])
            return _events(vault, actor, found.id, after)
    refused = Refused(Action.SUBMISSION_READ_STATUS, decision, "submission", submission_id)
    raise await denied(vault, actor, refused, now=now, origin=origin)


async def _events(vault: Vault, actor: Actor, submission_id: str, after: int) -> AsyncIterator[SubmissionEvent]:
    while True:
        async with vault.db.read() as connection:
            found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
            news = await events_after(connection, submission_id, after)
        for event in news:
            after = event.number
            yield event
        # What was erased in between has no more events, and none of the old ones. Whoever waited for an answer is told that there is none.
        if found is not None and found.code == ERASED and found.erased_at is not None:
            yield SubmissionEvent(after + 1, found.erased_at, found.status, found.progress)
        if found is None or found.erased_at is not None or found.status.is_final:
            return
        await asyncio.sleep(_LOOK_SECONDS)
