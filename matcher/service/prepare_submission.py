"""Holds what is stated with a file against the law, before a byte of the file is looked at (AR-24)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.check_limits import Usage, judge_refusal
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.legal.faults import faults_of
from matcher.domain.submissions.legal_basis import LEGAL_BASIS_INCOMPLETE, BasisFault
from matcher.domain.submissions.metadata_reading import code_of, read_metadata, write_metadata
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import Prepared
from matcher.errors import BadMetadata, Fault, LegalBasisIncomplete, NoLineList
from matcher.store.audit import put_on_record, take_turn
from matcher.store.denials import Refused, denied
from matcher.store.line_lists import latest_number
from matcher.store.unusual_use import count_deeds, report_unusual_use
from matcher.store.vault import Vault

_HOUR = timedelta(hours=1)


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
    facts = ObjectFacts(actor.organisation_id, unit_id=actor.unit_id, submitter_id=actor.user_id)
    decision = may(actor, Action.SUBMISSION_CREATE, facts)
    if not decision.allowed:
        raise await denied(vault, actor, Refused(Action.SUBMISSION_CREATE, decision, "submission"), now=now, origin=origin)
    metadata, unreadable = read_metadata(raw)
    # What is no object at all states nothing that the law could be held against.
    faults = (*unreadable, *(faults_of(metadata, now) if isinstance(raw, Mapping) else ()))
    if faults:
        code = code_of(faults)
        await _record_refusal(vault, actor, code, policy=policy, now=now, origin=origin)
        raise _refused(code, faults)
    async with vault.db.read() as connection:
        if not await latest_number(connection, actor.organisation_id):
            raise NoLineList("Your organisation has no line list yet.", hint="An analyst loads one; then hand the file in.")
    stated = json.dumps(write_metadata(metadata), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return Prepared(metadata, hashlib.sha256(stated.encode("ascii")).hexdigest())


async def _record_refusal(vault: Vault, actor: Actor, code: str, *, policy: SubmissionPolicy, now: datetime, origin: str) -> None:
    deed = Deed(
        now,
        actor.organisation_id,
        actor.user_id,
        AuditAction.SUBMISSION_REFUSED,
        "submission",
        outcome=Outcome.DENIED,
        origin=origin,
        reason=code,
    )
    async with vault.db.write() as connection:
        # Many at once would each count none of the others.
        await take_turn(connection)
        before = await count_deeds(connection, actor.user_id, AuditAction.SUBMISSION_REFUSED, since=now - _HOUR)
        verdict = judge_refusal(Usage(refusals_last_hour=before), policy.caps)
        told = await report_unusual_use(
            connection,
            vault.keys,
            organisation_id=actor.organisation_id,
            account_id=actor.user_id,
            caps=verdict.alerting,
            now=now,
            origin=origin,
        )
        await put_on_record(connection, vault.keys, [deed, *told])


def _refused(code: str, faults: Sequence[BasisFault]) -> BadMetadata | LegalBasisIncomplete:
    named = tuple(Fault(fault.field, fault.sentence if fault.is_of_shape else f"{fault.sentence} ({fault.source})") for fault in faults)
    if code == LEGAL_BASIS_INCOMPLETE:
        return LegalBasisIncomplete(
            "The file may not be looked at on what was stated.", hint="Answer what is missing, or do not hand it in.", faults=named
        )
    return BadMetadata("What was stated with the file cannot be read.", hint="Correct the fields named.", faults=named)
