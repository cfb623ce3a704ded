"""Lists the submissions somebody may know of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import matcher.store.submissions as stored
from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Form, absent, may_at_all, reaches_of
from matcher.domain.answers.recalled_answer import RETRACTED
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.domain.submissions.view import SubmissionPage, SubmissionView
from matcher.service.views.alert import AlertLook
from matcher.service.views.answer import answer_seen
from matcher.service.views.submission import view_submissions
from matcher.store.accounts import as_it_stands
from matcher.store.alerts import CLOSED
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.moments import to_text
from matcher.store.vault import Connection, Vault
from matcher.store.visibility import reached

_LIST = "submissions"
_ACTION = Action.SUBMISSION_READ_STATUS
_MOST = 200


async def list_submissions(  # noqa: PLR0913 - all but the first two are named
    vault: Vault,
    actor: Actor,
    *,
    now: datetime,
    origin: str,
    limit: int = 50,
    cursor: str | None = None,
    policy: SubmissionPolicy | None = None,
) -> SubmissionPage:
    """Give a page of submissions, the newest first; who may only know how many there are gets the count and no items.

    Args:
        vault: The store.
        actor: Who asks.
        now: The moment of the request.
        origin: Where it came from.
        limit: How many at most.
        cursor: Where to go on.
        policy: When answers are seen; where it is given each submission says how urgent it is, as far as its answer may be seen.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role reads no submissions.
    """
    before = read_cursor(vault.keys, _LIST, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.SUBMISSION_LISTED, "submission", origin=origin)
    page = None
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        if may_at_all(standing, _ACTION):
            page = await _page(vault, connection, standing, before=before, limit=limit, policy=policy)
            await put_on_record(connection, vault.keys, [deed])
    if page is None:
        raise await denied(vault, actor, Refused(_ACTION, absent(standing, _ACTION), "submission"), now=now, origin=origin)
    return page


async def _page(
    vault: Vault, connection: Connection, actor: Actor, *, before: tuple[str, str] | None, limit: int, policy: SubmissionPolicy | None
) -> SubmissionPage:
    if not reaches_of(actor, _ACTION, beyond=Form.COUNT_ONLY):
        return SubmissionPage((), None, await stored.count_where(connection, reached(actor, _ACTION, beyond=Form.NOTHING)))
    # One more than is given, to see whether there is a next page.
    found = await stored.page_of(connection, reached(actor, _ACTION), limit=limit + 1, before=before)
    shown = found[:limit]
    following = None
    if len(found) > limit:
        following = write_cursor(vault.keys, _LIST, actor.user_id, (to_text(shown[-1].created_at), shown[-1].id))
    views = await view_submissions(connection, vault.keys, actor, shown)
    if policy is not None:
        views = [
            await _with_urgency(vault, connection, actor, policy, view, each) if each.status is SubmissionStatus.DONE else view
            for view, each in zip(views, shown, strict=True)
        ]
    return SubmissionPage(tuple(views), following)


async def _with_urgency(
    vault: Vault, connection: Connection, actor: Actor, policy: SubmissionPolicy, view: SubmissionView, found: stored.StoredSubmission
) -> SubmissionView:
    """Say how urgent the most urgent alert is that is neither closed nor retracted, in the answer as they may see it or for them alone."""
    answer = await answer_seen(vault, connection, actor, found, need=None, policy=policy)
    told = [(each["urgency"], each.get("state")) for each in answer["alerts"]] if answer else []
    if may_at_all(actor, Action.ALERT_READ):
        alone = await AlertLook(vault, connection, actor, policy).told_alone(found.id)
        told += [(each.alert["urgency"], each.state) for each in alone]
    urgencies = [urgency for urgency, state in told if state not in {CLOSED, RETRACTED}]
    return replace(view, urgency=min(urgencies, default=None))
