"""Records what a reviewer decided about a match."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.actor import Actor
from matcher.store.vault import Vault


class Finding(StrEnum):
    """What a reviewer may say of a match; the words it is stored and shown with."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReviewedMatch:
    """A match and where its review stands."""

    id: str
    submission_id: str
    review: Finding
    reviewed_at: datetime


async def review_match(  # noqa: PLR0913 - all but the first three are named
    vault: Vault, actor: Actor, match_id: str, *, finding: Finding, reason: str, now: datetime, origin: str
) -> ReviewedMatch:
    """Confirm or reject a match, with a reason. A later finding takes the place of an earlier one; both stay on record.

    Raises:
        BadRequest: no reason was given.
        NotAllowed: the role reviews nothing.
        NotFound: there is no match of this id that they may know of.
    """
    raise NotImplementedError
