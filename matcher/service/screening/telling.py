"""Who is told that something does not hold any more, or holds again: whoever read of it, and whoever an alert of it was for.

Whatever made it so: the list took a number back (`recall`), or a reviewer found otherwise (`review_match`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.access.permission import Action, Form, ObjectFacts, may, may_see_line
from matcher.domain.alerts.routing import roles_for
from matcher.domain.answers.concern import carries_concern
from matcher.domain.answers.role_view import is_left_to_owner, view_of
from matcher.store.accounts import find_accounts
from matcher.store.alerts import StoredAlert
from matcher.store.line_lists import find_version
from matcher.store.matches import StoredMatch
from matcher.store.people import StoredPerson
from matcher.store.recalls import NewNotice, Recall, readers_of, readers_of_alerts, told_again, was_told_confirmed
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection

_READS = (Action.SUBMISSION_READ_RESULT, Action.ALERT_READ)


@dataclass(frozen=True, slots=True)
class Telling:
    """The notices about one match, or one person a line names, in one submission."""

    connection: Connection
    submission: StoredSubmission
    recall: Recall
    #: What does not hold any more, or holds again.
    ground: StoredMatch | StoredPerson
    now: datetime
    #: Whether a match of the line was confirmed before.
    is_confirmed: bool

    async def about(self, told: Sequence[StoredAlert], *, is_of_concern: bool) -> list[NewNotice]:
        """Give the notices of it.

        Args:
            told: The alerts that are concerned.
            is_of_concern: Whether the concern that partners see is as well.
        """
        readers = await self._readers(told)
        notices = self._about_match(readers)
        for alert in told:
            notices += self._about_alert(alert, readers)
        if is_of_concern:
            notices += self._about_concern(told, readers)
        return await self._as_kept(notices)

    async def about_concern(self, told: Sequence[StoredAlert]) -> list[NewNotice]:
        """Give those alone that tell partners of the concern, where nothing else that had been told is concerned."""
        return await self._as_kept(self._about_concern(told, await self._readers(told)))

    async def _as_kept(self, notices: Iterable[NewNotice]) -> list[NewNotice]:
        # Once confirmed it was shown to those who wait for that, whatever became of it since.
        was_shown = self.is_confirmed or await was_told_confirmed(self.connection, self.submission.id, self.recall.line_id)
        return [each._replace(ground_id=self.ground.id, was_confirmed=was_shown) for each in notices]

    async def _readers(self, told: Sequence[StoredAlert]) -> _Readers:
        """Find whoever read of it in the answer, and whoever looked at alerts since the first of these was raised: each asked for once."""
        owner, submission = self.submission.organisation_id, self.submission
        found_by = self.ground.list_version_id if isinstance(self.ground, StoredMatch) else None
        version = await find_version(self.connection, found_by) if found_by else None
        # Who looked before a later version found it has read nothing of it.
        of_answer = set(await readers_of(self.connection, owner, submission.id, since=version.published_at if version else None))
        if version is not None:
            of_answer |= await told_again(self.connection, submission.id)
        since = min((alert.created_at for alert in told), default=self.now)
        of_alerts = await readers_of_alerts(self.connection, owner, since=since)
        found = await find_accounts(self.connection, owner, {submission.submitter_id, *of_answer, *of_alerts})
        return _Readers(of_answer, of_alerts, {account.id: account.actor(SignedInBy.PASSWORD) for account in found})

    def _about_match(self, readers: _Readers) -> list[NewNotice]:
        """Give notices for those who read the answer, and for whoever handed the phone in."""
        told = readers.of_answer if self.ground.is_restricted else {*readers.of_answer, self.submission.submitter_id}
        knowing = self._knowing(told, readers, is_restricted=self.ground.is_restricted)
        return [
            NewNotice(self.recall.id, "", reader, self.ground.is_restricted) for reader in knowing if not self._is_partner(reader, readers)
        ]

    def _about_alert(self, alert: StoredAlert, readers: _Readers) -> Iterator[NewNotice]:
        """Yield notices for those an alert was for: one account, one role, or the roles it was routed to and whoever of them looked.

        Whoever handed the phone in sees those of its answer in any case.
        """
        if alert.recipient_id is not None:
            yield NewNotice(self.recall.id, alert.id, alert.recipient_id, alert.is_restricted)
            return
        roles = [alert.for_role] if alert.for_role else roles_for(alert.rule, alert.body["recipients"], alert.urgency)
        for role in sorted(roles):
            if role != Role.SAFEGUARDING.value:
                yield NewNotice(self.recall.id, alert.id, str(role), alert.is_restricted)
        if alert.for_role is not None:
            return
        looked = {reader for reader, at in readers.of_alerts.items() if at >= alert.created_at}
        if not is_left_to_owner(alert.body):
            looked.add(self.submission.submitter_id)
        for reader in self._knowing(looked, readers, is_restricted=alert.is_restricted):
            if not self._is_partner(reader, readers):
                yield NewNotice(self.recall.id, alert.id, reader, alert.is_restricted)

    def _about_concern(self, told: Sequence[StoredAlert], readers: _Readers) -> Iterator[NewNotice]:
        """Yield notices for partners, who know of one concern whatever alerts it stands for, and of a restricted line in the same words."""
        carrying = [each for each in told if each.is_of_concern or (not each.is_for_some and carries_concern(each.body))]
        if carrying and Role.SAFEGUARDING.value in self.submission.routed_to:
            yield NewNotice(self.recall.id, "", Role.SAFEGUARDING.value, self.ground.is_restricted)
        since = min((each.created_at for each in carrying), default=self.now)
        looked = {reader for reader, at in readers.of_alerts.items() if carrying and at >= since}
        for reader in self._knowing({*readers.of_answer, *looked}, readers, is_restricted=self.ground.is_restricted):
            if self._is_partner(reader, readers):
                yield NewNotice(self.recall.id, "", reader, self.ground.is_restricted)

    def _is_partner(self, reader: str, readers: _Readers) -> bool:
        """Whether an account sees a concern and no match."""
        return view_of(readers.actors[reader], self.submission.facts).form is Form.SANITISED

    def _knowing(self, asked: Collection[str], readers: _Readers, *, is_restricted: bool) -> Iterator[str]:
        """Yield the accounts that may know of it by now."""
        facts = ObjectFacts(self.submission.organisation_id, is_restricted=is_restricted, owner_unit=self.recall.owner_unit)
        for reader in sorted(asked):
            actor = readers.actors.get(reader)
            if actor is not None and any(may(actor, each, self.submission.facts).allowed for each in _READS) and may_see_line(actor, facts):
                yield reader


@dataclass(frozen=True, slots=True)
class _Readers:
    """Accounts that may have been told."""

    of_answer: AbstractSet[str]
    #: With the last time they looked at alerts.
    of_alerts: Mapping[str, datetime]
    #: Those that are there, by their ids.
    actors: Mapping[str, Actor]
