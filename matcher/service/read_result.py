"""Gives the answer of a submission as somebody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import CONCERN, AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, Form, absent, may, may_at_all
from matcher.domain.looking_back.warned_later import with_warnings
from matcher.domain.submissions.codes import hint_of
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import NotDone, NotFound
from matcher.service.views.alert import AlertLook, AlertView
from matcher.service.views.answer import answer_seen, is_open_to
from matcher.service.views.later import later_seen
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.guard_numbers import warnings_since
from matcher.store.submissions import StoredSubmission, find_submission
from matcher.store.vault import Connection, Vault

_ACTION = Action.SUBMISSION_READ_RESULT


@dataclass(frozen=True, slots=True)
class ResultView:
    """The object of `match --json` as it may be seen, with `id`, ids of matches and alerts, and their states."""

    submission_id: str
    answer: dict[str, Any]
    #: Alerts for whoever looks, or for one of their roles, which stand in no answer; none where they were not asked for.
    told_alone: tuple[AlertView, ...] = ()


async def read_result(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    submission_id: str,
    *,
    policy: SubmissionPolicy,
    now: datetime,
    origin: str,
    need: str | None = None,
    reason: str | None = None,
    is_export: bool = False,
    with_told_alone: bool = False,
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
        reason: Why it is looked at; goes on record and shows nothing more. Where nobody says it, what the phone was examined for does.
        is_export: Whether it leaves as a document, which is put on record as a disclosure.
        with_told_alone: Whether alerts that are for them alone are given beside it.

    Raises:
        NotAllowed: the role reads no answers.
        NotDone: there is no answer; the sentence says whether one will come.
        NotFound: there is no submission of this id that they may know of.
    """
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, found.facts_with(need))
        answer, alone = None, tuple[AlertView, ...]()
        if found is not None and decision.allowed:
            answer = await _answer(vault, connection, standing, found, need=need, policy=policy)
            alone = await _told_alone(vault, connection, standing, found, policy) if with_told_alone else ()
            consulted = AuditAction.SUBMISSION_RESULT_EXPORTED if is_export else AuditAction.SUBMISSION_RESULT_CONSULTED
            about = await _what_is_read(vault, connection, standing, found, decision)
            why = need or reason or _purpose_of(vault, found)
            read = Deed(now, actor.organisation_id, actor.user_id, consulted, about, found.id, origin=origin, reason=why)
            await put_on_record(connection, vault.keys, [read])
    if found is None or not decision.allowed:
        raise await denied(vault, actor, Refused(_ACTION, decision, "submission", submission_id), now=now, origin=origin)
    if answer is None:
        raise _no_answer(found)
    return ResultView(found.id, answer, alone)


async def _told_alone(
    vault: Vault, connection: Connection, standing: Actor, found: StoredSubmission, policy: SubmissionPolicy
) -> tuple[AlertView, ...]:
    if not may_at_all(standing, Action.ALERT_READ):
        return ()
    return await AlertLook(vault, connection, standing, policy).told_alone(found.id)


async def _what_is_read(vault: Vault, connection: Connection, standing: Actor, found: StoredSubmission, decision: Decision) -> str:
    """Say what goes on record as read: to whom a case is told in bare outline, it is a concern."""
    is_hidden = decision.form is Form.SANITISED and not await is_open_to(vault, connection, standing, found)
    return CONCERN if is_hidden else "submission"


async def _answer(
    vault: Vault, connection: Connection, standing: Actor, found: StoredSubmission, *, need: str | None, policy: SubmissionPolicy
) -> dict[str, Any] | None:
    """Give the answer with what is laid over it; None where there is none, or none that they may see."""
    if found.status is not SubmissionStatus.DONE or found.erased_at is not None:
        return None
    answer = await answer_seen(vault, connection, standing, found, need=need, policy=policy)
    if answer is None:
        return None
    whole = answer | await later_seen(vault, connection, standing, found, need=need, policy=policy)
    warnings = await warnings_since(connection, vault.keys, found.organisation_id, found.judged_at)
    return whole | {part: with_warnings(whole[part], warnings) for part in ("matches", "later_matches") if part in whole}


def _purpose_of(vault: Vault, found: StoredSubmission) -> str | None:
    """Say what the phone was examined for: what every look at its answer is for, unless somebody says more (DPA 2018 s.62)."""
    purpose = found.metadata(vault.keys).legal_basis.purpose
    return None if purpose is None else f"Purpose of the examination: {purpose.value}"


def _no_answer(found: StoredSubmission) -> NotDone | NotFound:
    if found.erased_at is not None:
        return NotFound("The submission was erased.")
    if found.status.is_final:
        return NotDone(f"There is no answer: {found.code}.", hint=hint_of(found.code) or "")
    return NotDone("There is no answer yet.", hint="Ask again, or follow its events.")
