"""Gives the answer of a submission as somebody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matcher.domain.actor import Actor
from matcher.domain.audit import AuditAction, Deed
from matcher.domain.permission import Action, Form, absent, may
from matcher.domain.reviewed_view import as_reviewed, with_states
from matcher.domain.role_view import Answers, Audience, MatchView, audiences_of, seen_by, view_of
from matcher.domain.submission import SubmissionStatus
from matcher.domain.submission_codes import hint_of
from matcher.domain.submission_policy import SubmissionPolicy
from matcher.errors import NotDone, NotFound
from matcher.store.accounts import as_it_stands
from matcher.store.alerts import AlertState, alert_states
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.matches import matches_of
from matcher.store.results import read_answers
from matcher.store.submissions import StoredSubmission, find_submission, same_files
from matcher.store.vault import Connection, Vault

_ACTION = Action.SUBMISSION_READ_RESULT


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
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, found.facts_with(need))
        answer = None
        if found is not None and decision.allowed:
            if found.status is SubmissionStatus.DONE and found.erased_at is None:
                answer = await _answer(vault, connection, standing, found, need=need, policy=policy)
            consulted = AuditAction.SUBMISSION_RESULT_EXPORTED if is_export else AuditAction.SUBMISSION_RESULT_CONSULTED
            deed = Deed(now, actor.organisation_id, actor.user_id, consulted, "submission", found.id, origin=origin, reason=need)
            await put_on_record(connection, vault.keys, [deed])
    if found is None or not decision.allowed:
        raise await denied(vault, actor, Refused(_ACTION, decision, "submission", submission_id), now=now, origin=origin)
    if answer is None:
        raise _no_answer(found)
    return ResultView(found.id, answer)


def _no_answer(found: StoredSubmission) -> NotDone | NotFound:
    if found.erased_at is not None:
        return NotFound("The submission was erased.")
    if found.status.is_final:
        return NotDone(f"There is no answer: {found.code}.", hint=hint_of(found.code) or "")
    return NotDone("There is no answer yet.", hint="Ask again, or follow its events.")


async def _answer(
    vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, *, need: str | None, policy: SubmissionPolicy
) -> dict[str, Any] | None:
    """Give the answer as it may be seen; what is for others is not even read."""
    facts = found.facts_with(need)
    view = view_of(actor, facts)
    audiences = audiences_of(view)
    with_restricted = Audience.WHOLE in audiences
    is_after_review = policy.is_reviewed_first and view.form is Form.NUMBER_AND_LINE_NAME
    stored = await read_answers(connection, vault.keys, found.id, [*audiences, *([Audience.UNREVIEWED] if is_after_review else [])])
    reviews = {each.id: each.state for each in await matches_of(connection, [found.id], with_restricted=with_restricted)}
    earlier = [each.id for each in await same_files(connection, found.organisation_id, found.file_sha256) if each.id != found.id]
    raised = await alert_states(connection, [found.id, *earlier], with_restricted=with_restricted)
    states = {each.id: (each.id, each.state) for each in raised if each.submission_id == found.id}
    told = _told_before(raised, found.id)
    stated = {audience: with_states(answer, reviews, states, told) for audience, answer in stored.items() if audience in audiences}
    opened = stated[Audience.OPEN]
    if is_after_review:
        opened = as_reviewed(opened, stored.get(Audience.UNREVIEWED))
    seen = seen_by(Answers(opened, stated.get(Audience.WHOLE)), actor, facts)
    return None if seen is None else {"id": found.id, "same_as": found.same_as, **seen, "release": _release(view, policy)}


def _told_before(raised: list[AlertState], submission_id: str) -> dict[str, tuple[str, str]]:
    """Give the alerts of earlier submissions of the same file by their rules; one on a restricted line, where it may be seen, first."""
    before = sorted((each for each in raised if each.submission_id != submission_id), key=lambda each: each.is_restricted)
    return {each.rule: (each.id, each.state) for each in before}


def _release(view: MatchView, policy: SubmissionPolicy) -> str:
    """Say whether what is shown was looked at by a reviewer; who sees everything sees the state of each match."""
    return "reviewed" if policy.is_reviewed_first and view.form is Form.NUMBER_AND_LINE_NAME else "immediate"
