"""Alerts as somebody may see them. Shared by the use cases that list them, show one, or record what was done about one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Action, Form, ObjectFacts, knows_all_lines, may, may_see_line, owns_lines
from matcher.domain.alerts.watch import RULES
from matcher.domain.answers.fallen_alerts import REJECTED_BEFORE, retracted
from matcher.domain.answers.live_grounds import RECALLED
from matcher.domain.answers.recalled_answer import RETRACTED, cause_of
from matcher.domain.answers.reviewed_view import CONFIRMED
from matcher.domain.answers.role_view import shows_identity, view_of
from matcher.domain.looking_back.later_alert import left_of, shown
from matcher.domain.looking_back.later_alert import matches_of as matches_in
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.service.views.answer import answer_seen
from matcher.service.views.later import fallen_matches, told_of_recalls
from matcher.store.alert_grounds import watched_matches
from matcher.store.alerts import CLOSED, OPEN, StoredAlert, find_alert, page_of_alerts
from matcher.store.matches import StoredMatch, matches_of
from matcher.store.repeated_alerts import SeenAgain, seen_again, seen_again_in
from matcher.store.submissions import StoredSubmission, find_submission, find_submissions
from matcher.store.vault import Connection, Vault
from matcher.store.visibility import alerts_reached, alone_of
from matcher.store.watches import Fired, watches_that_fired

#: What lets somebody know of a submission.
_KNOWN_BY = (Action.SUBMISSION_READ_STATUS, Action.SUBMISSION_READ_RESULT)
#: Stands for a unit that is nobody's.
_SOMEBODY = "?"
#: Alerts of one submission that are for one account or role: one by each version and watch.
_MOST_OF_ONE = 200


class SeenWith(NamedTuple):
    """That an alert was seen again: with another submission about the same person in the same episode, for which it was not raised anew."""

    at: datetime
    submission_id: str


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
    #: Reference of the person; None where the role may not know it.
    subject_reference: str | None = None
    #: Whether it is the one concern that stands for all alerts of a submission.
    is_concern: bool = False
    #: Whether it was sent to whoever looks, and to nobody else.
    is_theirs_alone: bool = False
    #: The earliest first.
    seen_again: tuple[SeenWith, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Some of the alerts somebody may know of."""

    items: tuple[AlertView, ...]
    #: For the next page; None at the end.
    cursor: str | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What somebody sees of the alerts of one submission."""

    #: By their ids; under None where it is one concern for all of them.
    bodies: dict[str | None, dict[str, Any]] = field(default_factory=dict)
    reference: str | None = None
    #: Of the concern.
    state: str = OPEN
    #: Whether the answer may be seen at all.
    is_open: bool = False


@dataclass(slots=True)
class AlertLook:
    """One look at the alerts; each answer they stand in is opened once."""

    vault: Vault
    connection: Connection
    actor: Actor
    policy: SubmissionPolicy
    #: By submission.
    _seen: dict[str, _Seen] = field(default_factory=dict)
    #: The same of submissions that alerts for one account or role are about: their matches, themselves, and what is told of recalls.
    _matches: dict[str, list[StoredMatch]] = field(default_factory=dict)
    _submissions: dict[str, StoredSubmission] = field(default_factory=dict)
    _recalls: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: What each alert of a watch was raised by.
    _fired: dict[str, Fired] = field(default_factory=dict)
    #: When alerts were seen again, by the submission they were raised for; and with which others.
    _again: dict[str, list[SeenAgain]] = field(default_factory=dict)
    _others: dict[str, StoredSubmission] = field(default_factory=dict)

    @property
    def may_see_restricted(self) -> bool:
        """Whether alerts on restricted lines are among those that are looked at."""
        return owns_lines(self.actor) or knows_all_lines(self.actor) or Role.SAFEGUARDING in self.actor.roles

    async def find(self, alert_id: str) -> tuple[StoredAlert, AlertView] | None:
        """Find an alert that may be seen, and lock it."""
        stored = await find_alert(self.connection, self.vault.keys, alert_id, alerts_reached(self.actor))
        if stored is None or (stored.is_restricted and stored.recipient_id is None and not self.may_see_restricted):
            return None
        await self.prepare([stored])
        view = await self.view(stored)
        return None if view is None else (stored, view)

    def of(self, actor: Actor) -> AlertLook:
        """Give the look of somebody else at the same alerts: what was prepared for this one is no other for them."""
        return replace(self, actor=actor, _seen={})

    async def waiting(self, submission_id: str | None, several: Sequence[StoredAlert]) -> list[AlertView]:
        """Give those of the alerts of a submission that may be seen and that nobody has closed; they were prepared.

        Its answer is opened whether there are any or not: how long this takes tells nothing. Those for some alone stand in none.
        """
        if submission_id is not None:
            await self._seen_of(submission_id)
        told = [each for each in several if not each.is_restricted or each.recipient_id is not None or self.may_see_restricted]
        views = [await self.view(each) for each in told]
        return [each for each in views if each is not None and each.state not in {CLOSED, RETRACTED}]

    async def told_alone(self, submission_id: str) -> tuple[AlertView, ...]:
        """Give what whoever looks was told of a submission for themselves or for one of their roles, which stands in no answer."""
        theirs, sees = alone_of(self.actor, submission_id), self.may_see_restricted
        # What is for others is not even read: how long this takes tells nothing of it.
        found = await page_of_alerts(self.connection, self.vault.keys, theirs, with_restricted=sees, limit=_MOST_OF_ONE)
        several = [each for each in found if is_personal(each)]
        await self.prepare(several)
        views = [await self.view(each) for each in several]
        return tuple(sorted(filter(None, views), key=lambda view: (view.alert["urgency"], view.id)))

    async def prepare(self, several: Sequence[StoredAlert]) -> None:
        """Read at once what those of them are about that are for one account or one role alone, and when the others were seen again."""
        cases = sorted({each.submission_id for each in several if each.submission_id and not is_personal(each)} - self._again.keys())
        again = await seen_again(self.connection, cases)
        self._again |= {case: [each for each in again if each.raised_for == case] for case in cases}
        others = {each.submission_id for each in again}
        self._others |= await find_submissions(self.connection, others, organisation_id=self.actor.organisation_id)
        personal = [each for each in several if is_personal(each)]
        ids = sorted({each.submission_id for each in personal if each.submission_id} - self._matches.keys())
        rows = await matches_of(self.connection, ids, with_restricted=True)
        self._matches |= {each: [row for row in rows if row.submission_id == each] for each in ids}
        self._submissions |= await find_submissions(self.connection, ids, organisation_id=self.actor.organisation_id)
        for each in sorted({each.submission_id for each in personal if each.rule in RULES and each.submission_id}):
            self._fired |= {fired.alert_id: fired for fired in await watches_that_fired(self.connection, self.vault.keys, each)}
        self._recalls |= await told_of_recalls(self.connection, [*(row.recall_id for row in rows), *(each.recall_id for each in personal)])

    async def view(self, stored: StoredAlert) -> AlertView | None:
        """Give an alert as it may be seen; None where it may not."""
        if is_personal(stored):
            return self._personal(stored)
        if stored.submission_id is None:
            return AlertView(stored.id, None, stored.about_id, stored.created_at, stored.state, stored.body)
        submission_id, seen = await self._seen_in(stored.submission_id, stored.id)
        plain = AlertView(stored.id, submission_id, None, stored.created_at, stored.state, {}, seen.reference)
        if (body := seen.bodies.get(stored.id)) is not None:
            state = RETRACTED if RETRACTED in body else stored.state
            return replace(plain, alert=body, state=state, seen_again=self._seen_with(stored, submission_id, is_concern=False))
        # A concern stands for all alerts of a submission: it is told with the first of them that comes.
        body = seen.bodies.pop(None, None)
        if body is None:
            return None
        again = self._seen_with(stored, submission_id, is_concern=True)
        return replace(plain, alert=body, state=seen.state, is_concern=True, seen_again=again)

    def _seen_with(self, stored: StoredAlert, told_with: str, *, is_concern: bool) -> tuple[SeenWith, ...]:
        """Say with what it was seen again, beside the submission it is told with; of a concern with what any alert it stands for was."""
        again = self._again.get(stored.submission_id or "", ())
        of_it = (each for each in again if (each.is_of_concern if is_concern else each.alert_id == stored.id))
        with_each = {each.submission_id: each.at for each in of_it if each.submission_id != told_with}
        # That there is another one is told to nobody who may not know of it.
        return tuple(SeenWith(at, each) for each, at in with_each.items() if self._is_known(self._others.get(each)))

    async def _seen_in(self, submission_id: str, alert_id: str) -> tuple[str, _Seen]:
        """Find the answer an alert stands in: that of its submission, or of one for which it was not raised a second time."""
        seen = await self._seen_of(submission_id)
        if alert_id in seen.bodies or None in seen.bodies:
            return submission_id, seen
        for other_id in await seen_again_in(self.connection, alert_id):
            told = await self._seen_of(other_id)
            if alert_id in told.bodies:
                return other_id, told
        return submission_id, seen

    async def _seen_of(self, submission_id: str) -> _Seen:
        if submission_id not in self._seen:
            self._seen[submission_id] = await self._alerts_of(submission_id)
        return self._seen[submission_id]

    def _personal(self, stored: StoredAlert) -> AlertView | None:
        """Give an alert that is for one account or one role alone. It names the submission where they may know of it."""
        # Which unit owns the line that a restricted one rests on; where that is not said only clearance counts.
        owner_unit = stored.body.get("owner_unit", _SOMEBODY)
        facts = ObjectFacts(self.actor.organisation_id, is_restricted=stored.is_restricted, owner_unit=owner_unit)
        if not self._is_for_them(stored) or not may_see_line(self.actor, facts):
            return None
        body = self._told(stored)
        if body is None:
            return None
        found = self._submissions.get(stored.submission_id or "")
        is_known = self._is_known(found)
        state = RETRACTED if RETRACTED in body else stored.state
        told_of = stored.submission_id if is_known else None
        view = AlertView(stored.id, told_of, None, stored.created_at, state, body, is_theirs_alone=stored.recipient_id is not None)
        return replace(view, subject_reference=self._reference(found)) if found is not None and is_known else view

    def _is_known(self, found: StoredSubmission | None) -> bool:
        return found is not None and any(may(self.actor, each, found.facts).allowed for each in _KNOWN_BY)

    def _reference(self, found: StoredSubmission) -> str | None:
        """Give the reference of the person, where they may know it; one phone that was changed in the store hides no alert."""
        if found.erased_at is not None or not shows_identity(self.actor, found.facts):
            return None
        try:
            return found.metadata(self.vault.keys).subject.reference
        except SealBroken:
            get_logger().error("submission_unreadable", submission=found.id)
            return None

    def _is_for_them(self, stored: StoredAlert) -> bool:
        if stored.recipient_id is not None:
            return stored.recipient_id == self.actor.user_id
        return any(role.value == stored.for_role for role in self.actor.roles)

    def _told(self, stored: StoredAlert) -> dict[str, Any] | None:
        """Give what it says: of matches taken back or rejected that they were, and nothing of one that a reviewer has to confirm first."""
        matches = self._matches.get(stored.submission_id or "", [])
        fallen = fallen_matches(matches, self._recalls)
        marks = {key: cause_of(each[RECALLED]).mark if RECALLED in each else REJECTED_BEFORE for key, each in fallen.items()}
        body = self._kept(stored, matches)
        if body is None:
            return None
        is_by_name = stored.recipient_id is not None or stored.for_role == Role.COORDINATOR.value
        is_after_review = is_by_name and self.policy.is_reviewed_first
        only = frozenset(each.id for each in matches if each.state == CONFIRMED) if is_after_review else None
        about = watched_matches(self._fired.get(stored.id), matches) if stored.rule in RULES else matches_in(body)
        if only is not None and stored.rule not in RULES:
            # What they are not told of keeps no alert open before them: that would tell of it.
            about &= only
        body = shown(body, marks=marks, only=only)
        if body is None or not (stored.recall_id or (about and about <= fallen.keys())):
            return body
        return retracted(body, [fallen[each] for each in sorted(about) if each in fallen], told=self._recalls.get(stored.recall_id or ""))

    def _kept(self, stored: StoredAlert, matches: Sequence[StoredMatch]) -> dict[str, Any] | None:
        """Give what an alert holds; of one that waits for reviewers what they did not confirm, and nothing where nobody confirms first."""
        if stored.submission_id is None or stored.for_role != Role.REVIEWER.value:
            return stored.body
        confirmed = {each.id for each in matches if each.state == CONFIRMED and each.is_live}
        return left_of(stored.body, confirmed) if self.policy.is_reviewed_first else None

    async def _alerts_of(self, submission_id: str) -> _Seen:
        found = await find_submission(self.connection, submission_id, organisation_id=self.actor.organisation_id)
        if found is None or found.erased_at is not None:
            return _Seen()
        is_concern = view_of(self.actor, found.facts).form is Form.SANITISED
        answer = await answer_seen(self.vault, self.connection, self.actor, found, need=None, policy=self.policy)
        if answer is None:
            return _Seen()
        subject = answer["stated"]["subject"]
        bodies = {None if is_concern else each.get("id"): each for each in answer["alerts"]}
        return _Seen(bodies, subject["reference"] if subject else None, found.concern_state or OPEN, is_open=True)


def is_personal(alert: StoredAlert) -> bool:
    """Whether it is for one account or one role alone, and stands in no answer."""
    return alert.recipient_id is not None or (alert.for_role is not None and not alert.is_of_concern)
