"""Gives the answer of a submission as somebody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matcher.domain.actor import Actor
from matcher.domain.submission_policy import SubmissionPolicy
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ResultView:
    """The object of `match --json` as it may be seen, with `id`, ids of matches and alerts, and their states."""

    submission_id: str
    answer: dict[str, Any]


async def read_result(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    submission_id: str,
    *,
    policy: SubmissionPolicy,
    now: datetime,
    origin: str,
    need: str | None = None,
    is_export: bool = False,
) -> ResultView:
    """Give the answer.

    Args:
        vault: The store.
        actor: Who asks.
        submission_id: Of which.
        policy: Whether a reviewer confirms first.
        now: The moment of the request.
        origin: Where it came from.
        need: Why it is needed, as typed for this one look; some roles see more with it.
        is_export: Whether it leaves as a document, which is put on record as a disclosure.

    Raises:
        NotAllowed: the role reads no answers.
        NotDone: there is no answer; the sentence says whether one will come.
        NotFound: there is no submission of this id that they may know of.
    """
    raise NotImplementedError
