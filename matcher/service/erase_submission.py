"""Erases everything that came of a submission, and proves it by looking again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.actor import Actor
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was removed, and what a second look found."""

    submission_id: str
    at: datetime
    #: Table or `original` -> rows or files removed. Rows about restricted lines are removed and not counted.
    removed: Mapping[str, int]
    #: The same, found by the second look: all of them 0.
    left: Mapping[str, int]


async def erase_submission(
    vault: Vault, actor: Actor, submission_id: str, *, now: datetime, origin: str, reason: str | None = None
) -> ErasureReport:
    """Erase a submission. What remains is its id, that it was erased, and the audit trail; erasing twice gives the first report again.

    Raises:
        NotAllowed: the role erases nothing.
        NotFound: there is no submission of this id that they may know of.
    """
    raise NotImplementedError
