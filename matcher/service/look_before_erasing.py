"""Says what somebody should know before they erase a submission: that alerts nobody has looked at go with it."""

from __future__ import annotations

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, may
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.views.waiting import has_unseen
from matcher.store.accounts import as_it_stands
from matcher.store.submissions import find_submission
from matcher.store.vault import Vault


async def loses_unseen_alerts(vault: Vault, actor: Actor, submission_id: str, *, policy: SubmissionPolicy) -> bool:
    """Whether alerts that somebody may see, and of which nobody has taken notice, go when they erase a submission."""
    async with vault.db.read() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        if found is None or not may(standing, Action.SUBMISSION_ERASE, found.facts).allowed:
            return False
        return await has_unseen(vault, connection, standing, found, policy)
