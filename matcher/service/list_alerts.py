"""Lists the alerts somebody may know of, each as their role may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from matcher.domain.actor import Actor, Role
from matcher.domain.audit import AuditAction, Deed
from matcher.domain.permission import CLEARABLE, Action, Form, ObjectFacts, absent, may, may_at_all, may_see_line
from matcher.domain.role_view import view_of
from matcher.domain.submission_policy import SubmissionPolicy
from matcher.service.answer_views import answer_seen
from matcher.store.accounts import as_it_stands
from matcher.store.alerts import StoredAlert, page_of_alerts
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.moments import to_text
from matcher.store.submissions import find_submission
from matcher.store.vault import Connection, Vault
from matcher.store.visibility import alerts_reached

_LIST = "alerts"
_ACTION = Action.ALERT_READ
_MOST = 200
#: What lets somebody know of a submission.
_KNOWN_BY = (Action.SUBMISSION_READ_STATUS, Action.SUBMISSION_READ_RESULT)
#: Stands for a unit that is nobody's.
_SOMEBODY = "?"


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert as somebody may see it."""

    id: str
    #: None where it is about the use of an account (AR-25), and where who is told may not know of the submission.
    submission_id: str | None
    #: The account it is about, if it is about one.
    account_id: str | None
    created_at: datetime
    state: str
    #: In the shape of the contract; for safeguarding partners the sanitised concern.
    alert: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Some of the alerts somebody may know of, the newest first."""

    items: tuple[AlertView, ...]
    #: For the next page; None at the end.
    cursor: str | None


async def list_alerts(  # noqa: PLR0913 - all but the first two are named
    vault: Vault, actor: Actor, *, policy: SubmissionPolicy, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> AlertPage:
    """Give a page of alerts, the newest first.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role reads no alerts.
    """
    before = read_cursor(vault.keys, _LIST, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    page = None
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        if may_at_all(standing, _ACTION):
            page = await _Look(vault, connection, standing, policy).page(limit, before)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.ALERT_CONSULTED, "alert", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if page is None:
        raise await denied(vault, actor, Refused(_ACTION, absent(standing, _ACTION), "alert"), now=now, origin=origin)
    return page


@dataclass(slots=True)
class _Look:
    """One look at the alerts; each answer they stand in is opened once."""

    vault: Vault
    connection: Connection
    actor: Actor
    policy: SubmissionPolicy
    #: Submission -> what may be seen of its alerts, by their ids; under no id where it is one concern for all of them.
    _seen: dict[str, dict[str | None, dict[str, Any]]] = field(default_factory=dict)

    async def page(self, limit: int, before: tuple[str, str] | None) -> AlertPage:
        """Fill a page. A shorter one would tell that something was left out of it."""
        shown: list[AlertView] = []
        while len(shown) <= limit:
            found = await page_of_alerts(
                self.connection,
                self.vault.keys,
                alerts_reached(self.actor),
                with_restricted=self._may_see_restricted(),
                limit=limit + 1,
                before=before,
            )
            shown += [view for each in found if (view := await self._view(each)) is not None]
            if len(found) <= limit:
                break
            before = to_text(found[-1].created_at), found[-1].id
        following = None
        if len(shown) > limit:
            last = shown[limit - 1]
            following = write_cursor(self.vault.keys, _LIST, self.actor.user_id, (to_text(last.created_at), last.id))
        return AlertPage(tuple(shown[:limit]), following)

    def _may_see_restricted(self) -> bool:
        roles = self.actor.roles
        return Role.ANALYST in roles or Role.SAFEGUARDING in roles or (self.actor.is_cleared and bool(roles & CLEARABLE))

    async def _view(self, stored: StoredAlert) -> AlertView | None:
        if stored.recipient_id is not None:
            return await self._personal(stored)
        if stored.submission_id is None:
            return AlertView(stored.id, None, stored.about_id, stored.created_at, stored.state, stored.body)
        if stored.submission_id not in self._seen:
            self._seen[stored.submission_id] = await self._alerts_of(stored.submission_id)
        seen = self._seen[stored.submission_id]
        # A concern stands for all alerts of a submission: it is told with the newest of them.
        body = seen.get(stored.id) or seen.pop(None, None)
        return None if body is None else AlertView(stored.id, stored.submission_id, None, stored.created_at, stored.state, body)

    async def _personal(self, stored: StoredAlert) -> AlertView | None:
        """Give an alert that is for one account alone. It names the submission where that account may know of it."""
        body = dict(stored.body)
        # Which unit owns the line that a restricted one rests on; where that is not said only clearance counts.
        owner_unit = body.pop("owner_unit", _SOMEBODY)
        facts = ObjectFacts(self.actor.organisation_id, is_restricted=stored.is_restricted, owner_unit=owner_unit)
        if stored.recipient_id != self.actor.user_id or not may_see_line(self.actor, facts):
            return None
        found = await find_submission(self.connection, stored.submission_id or "", organisation_id=self.actor.organisation_id)
        is_known = found is not None and any(may(self.actor, each, found.facts).allowed for each in _KNOWN_BY)
        return AlertView(stored.id, stored.submission_id if is_known else None, None, stored.created_at, stored.state, body)

    async def _alerts_of(self, submission_id: str) -> dict[str | None, dict[str, Any]]:
        found = await find_submission(self.connection, submission_id, organisation_id=self.actor.organisation_id)
        if found is None or found.erased_at is not None:
            return {}
        is_concern = view_of(self.actor, found.facts).form is Form.SANITISED
        answer = await answer_seen(self.vault, self.connection, self.actor, found, need=None, policy=self.policy)
        return {None if is_concern else each.get("id"): each for each in (answer or {"alerts": []})["alerts"]}
