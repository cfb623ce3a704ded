"""Holds what is stated with a file against the law, before a byte of the file is looked at (AR-24)."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.submission import Prepared
from matcher.domain.submission_policy import SubmissionPolicy
from matcher.store.vault import Vault


async def prepare_submission(vault: Vault, actor: Actor, raw: object, *, policy: SubmissionPolicy, now: datetime, origin: str) -> Prepared:
    """Read the metadata of a submission and make sure that its file may be looked at. A refusal is put on record.

    Args:
        vault: The store.
        actor: Who hands it in.
        raw: The metadata as JSON values (contract section 3).
        policy: The caps beyond which the auditor hears of refusals.
        now: The moment of the request.
        origin: Where the request came from.

    Raises:
        BadMetadata: they cannot be read; `faults` names every field.
        LegalBasisIncomplete: the examination is not lawful on what was stated; `faults` names every field.
        NoLineList: the organisation has no line list to compare with.
        NotAllowed: the role does not hand in files.
    """
    raise NotImplementedError
