"""Tells what happens to a submission, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.submission_view import SubmissionEvent
from matcher.store.vault import Vault


async def watch_submission(
    vault: Vault, actor: Actor, submission_id: str, *, now: datetime, origin: str, after: int = 0
) -> AsyncIterator[SubmissionEvent]:
    """Make sure that somebody may watch, and give the events behind the one numbered `after`, ending when nothing follows.

    `events = await watch_submission(…)`, then `async for event in events`: a refusal comes before the first byte of the answer.

    Raises:
        NotAllowed: the role reads no submissions.
        NotFound: there is none of this id that they may know of.
    """
    raise NotImplementedError
