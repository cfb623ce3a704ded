"""Says how a submission stands."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.submission_view import SubmissionView
from matcher.store.vault import Vault


async def read_submission(vault: Vault, actor: Actor, submission_id: str, *, now: datetime, origin: str) -> SubmissionView:
    """Give status and progress of a submission; an erased one says so and nothing else.

    Raises:
        NotAllowed: the role reads no submissions.
        NotFound: there is none of this id that they may know of.
    """
    raise NotImplementedError
