"""A submission as it may be told. Shared by the use cases that tell of one, of several, or of what happens to one."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, Decision, Form, Reason, absent, may, may_at_all, reaches_of
from matcher.domain.answers.role_view import shows_identity
from matcher.domain.legal.faults import open_tasks
from matcher.domain.submissions.codes import hint_of
from matcher.domain.submissions.view import SubmissionView
from matcher.store.key_ring import Keys
from matcher.store.known_cases import handed_in_before
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection


def status_decision(actor: Actor, submission: StoredSubmission | None) -> Decision:
    """Decide whether somebody may know how a submission stands. Who may only know how many there are may not."""
    action = Action.SUBMISSION_READ_STATUS
    decision = absent(actor, action) if submission is None else may(actor, action, submission.facts)
    if _counts_only(actor):
        return Decision(allowed=False, reason=Reason.NOT_GRANTED)
    # Whoever may do more to others of them is not told of this one by a refusal.
    return absent(actor, action) if decision.form is Form.COUNT_ONLY else decision


def _counts_only(actor: Actor) -> bool:
    """Whether the most somebody may see of any submission is that there is one; then an id that is none reads the same."""
    action = Action.SUBMISSION_READ_STATUS
    return may_at_all(actor, action) and not reaches_of(actor, action, beyond=Form.COUNT_ONLY)


async def view_submissions(connection: Connection, keys: Keys, actor: Actor, several: Sequence[StoredSubmission]) -> list[SubmissionView]:
    """Give how submissions stand."""
    before = await handed_in_before(connection, actor, several)
    return [_view(keys, actor, each, same_as=before.get(each.id)) for each in several]


def _view(keys: Keys, actor: Actor, submission: StoredSubmission, *, same_as: str | None) -> SubmissionView:
    is_known = shows_identity(actor, submission.facts) and submission.erased_at is None
    stated = submission.metadata(keys) if is_known else None
    return SubmissionView(
        id=submission.id,
        status=submission.status,
        code=submission.code,
        hint=hint_of(submission.code),
        progress=submission.progress,
        created_at=submission.created_at,
        updated_at=submission.updated_at,
        submitter_id=submission.submitter_id,
        file_name=submission.file_name(keys) if is_known else None,
        subject_reference=stated.subject.reference if stated else None,
        file_sha256=submission.file_sha256 or None,
        file_size=submission.file_size,
        same_as=same_as,
        erased_at=submission.erased_at,
        open_tasks=open_tasks(stated) if stated else None,
    )
