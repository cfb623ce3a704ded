"""The alerts that a later version raises about one submission: each written once, or added to, for those it is for.

Part of the transaction that looks at one submission for a version (`later_case`).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from matcher.domain.access.actor import Role
from matcher.domain.looking_back.later_alert import extended, joined, matches_of
from matcher.domain.looking_back.later_concern import concern_parts
from matcher.domain.looking_back.later_match import OWN_RULE
from matcher.domain.looking_back.waiting_match import as_waiting
from matcher.store.accounts import find_account
from matcher.store.alerts import CLOSED, StoredAlert, alerts_of, rewrite_alert, write_alerts
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys
from matcher.store.recalls import is_told_of_no_concern
from matcher.store.repeated_alerts import repeated_in, standing_of
from matcher.store.same_episode import are_of_one_episode
from matcher.store.submissions import StoredSubmission, find_submission, routed_text, same_uploads, update_submission
from matcher.store.vault import Connection

Json = dict[str, Any]

#: Alerts of single matches, by the match.
Parts = tuple[tuple[str, Json], ...]


class Again(NamedTuple):
    """Who had heard before of what open matches tell, and hears of it again."""

    #: By the match.
    roles: Mapping[str, frozenset[Role]] = MappingProxyType({})
    #: What brings the case to partners again, by the match.
    concern: Parts = ()
    #: The roles the case goes to because of that.
    routed: frozenset[Role] = frozenset()
    #: Matches of numbers that the list has for another line than before: what was told of these never ceased to be so.
    moved: frozenset[str] = frozenset()

    @property
    def all_roles(self) -> frozenset[Role]:
        """Who is told of any of them."""
        return frozenset().union(*self.roles.values())

    def and_of(self, match_id: str, roles: frozenset[Role], concern: Parts, *, is_moved: bool = False) -> Again:
        """Add who had heard of a match."""
        of_match = self.roles.get(match_id, frozenset()) | roles
        moved = self.moved | {match_id} if is_moved else self.moved
        return self._replace(roles={**self.roles, match_id: of_match}, concern=(*self.concern, *concern), moved=moved)

    def and_standing(self, match_id: str) -> Again:
        """Add a match of which partners had as much by another line, and of which nobody else hears again."""
        return self._replace(moved=self.moved | {match_id})


@dataclass(frozen=True, slots=True)
class LaterAlerts:
    """The alerts of one submission that a version raises: for whoever handed it in, and one for each unit that owns a restricted line.

    Of a restricted line partners have a concern as if the phone had been handed in today (S6).

    That the phone itself may be one of a line is told apart from its contacts, and to the supervisors as well: somebody has to look within
    the hour, and whoever handed the phone in may be off duty. Where a reviewer confirms first, reviewers hear that there is
    something to confirm.
    """

    connection: Connection
    keys: Keys
    submission: StoredSubmission
    version_id: str
    now: datetime
    #: Whether nobody hears of a match by its name before a reviewer confirmed it: then reviewers hear that it waits for them.
    is_reviewed_first: bool

    async def write(
        self, told: Mapping[str, Parts], withheld: Mapping[str | None, Parts], again: Again, unconfirmed: AbstractSet[str]
    ) -> list[str]:
        """Write them, or add to those there are, and give the new ones that everybody may know of.

        Args:
            told: Alerts of single matches by the most urgent rule the match raises.
            withheld: Those about restricted lines, by the unit that owns the line.
            again: Who had heard of matches of open lines before, and hears of them again.
            unconfirmed: Matches of open lines that no reviewer confirmed.
        """
        there = await alerts_of(self.connection, self.keys, self.submission.id)
        new: list[StoredAlert] = []
        officer, supervisors = await self._officer(), To(for_role=Role.SUPERVISOR)
        await self._route(again)
        for rule, parts in told.items():
            if await self._was_told(rule):
                continue
            asked = {officer: parts}
            for role in sorted(again.all_roles):
                if theirs := tuple(part for part in parts if role in again.roles.get(part[0], ())):
                    asked.setdefault(To(for_role=role), theirs)
            if waiting := tuple((match_id, as_waiting(alert)) for match_id, alert in parts if match_id in unconfirmed):
                asked |= {_REVIEWERS: waiting} if self.is_reviewed_first else {}
            for to, theirs in {**asked, **({supervisors: parts} if rule == OWN_RULE else {})}.items():
                new += await self._one(there, theirs, {"version_id": self.version_id}, to)
        for unit, parts in withheld.items():
            inside = {"version_id": self.version_id, "owner_unit": unit}
            new += await self._one(there, parts, inside, To(for_role=Role.ANALYST, is_restricted=True))
        had = {match_id for match_id, _ in again.concern}
        fresh = [part for part in concern_parts(chain(*withheld.values())) if part[0] not in had]
        concern = (*fresh, *again.concern)
        is_standing = {match_id for match_id, _ in concern} <= again.moved
        # Who read meanwhile that there was none has it open again.
        is_standing = is_standing and not await is_told_of_no_concern(self.connection, self.submission.id)
        new += await self._concern(there, tuple(sorted(concern, key=lambda part: part[1]["urgency"])), is_standing=is_standing)
        await write_alerts(self.connection, self.keys, new)
        return [each.id for each in new if not each.is_restricted]

    async def _route(self, again: Again) -> None:
        """Bring the case to the roles it goes to today."""
        if again.routed:
            standing = await find_submission(self.connection, self.submission.id) or self.submission
            routed = routed_text(standing.routed_to | {role.value for role in again.routed})
            await update_submission(self.connection, self.submission.id, {"routed_to": routed})

    async def _concern(self, there: list[StoredAlert], parts: Parts, *, is_standing: bool) -> list[StoredAlert]:
        """Bring the case to partners. Where they have closed what they were told of it before, it is open again, unless that stood."""
        if not parts:
            return []
        submission, to = await find_submission(self.connection, self.submission.id) or self.submission, _PARTNERS
        changed: dict[str, Any] = {"routed_to": routed_text(submission.routed_to | {Role.SAFEGUARDING.value})}
        was_told = await self._was_told(parts[0][1]["rule"], to)
        if not was_told:
            changed["concern_state"] = (submission.concern_state or await self._told_elsewhere()) if is_standing else None
        await update_submission(self.connection, submission.id, changed)
        return [] if was_told else await self._one(there, parts, {"version_id": self.version_id}, to)

    async def _told_elsewhere(self) -> str | None:
        """Say how partners left the concern where that of another submission stood for this one; None where none did, or it is open."""
        repeated = [each for each in await repeated_in(self.connection, self.submission.id) if each.is_of_concern]
        for before in (await standing_of(self.connection, repeated)).values():
            other = await find_submission(self.connection, before.alert.submission_id or "")
            if other is not None and other.concern_state is not None:
                return other.concern_state
        return None

    async def _one(self, there: list[StoredAlert], parts: Parts, inside: Mapping[str, str | None], to: To) -> list[StoredAlert]:
        # A unit has one alert about its restricted lines, under whichever rule is the most urgent by now.
        rules = {each.rule for each in there} if to.is_restricted else {parts[0][1]["rule"]}
        same = [each for each in there if _is_of(each, inside) and to.is_for(each) and each.rule in rules]
        # What is added to one that is closed nobody would read; what it tells was read, however often this version is looked back for.
        done = frozenset(match_id for each in same if each.state == CLOSED for match_id in matches_of(each.body))
        left = tuple(part for part in parts if part[0] not in done)
        known = next((each for each in same if each.state != CLOSED), None)
        if not left:
            return []
        if known is None:
            return [alert_of(self.submission, joined(left, inside=inside), self.now, to)]
        await rewrite_alert(self.connection, self.keys, known.id, extended(known.body, left))
        return []

    async def _officer(self) -> To:
        """Give for whom it is: whoever handed the phone in, or the supervisors where that account is not in use any more."""
        account = await find_account(self.connection, self.submission.submitter_id)
        if account is None or account.is_disabled:
            return To(for_role=Role.SUPERVISOR)
        return To(recipient_id=account.id)

    async def _was_told(self, rule: str, to: To | None = None) -> bool:
        """Whether they were told the same by this version of another submission of the same file in the same episode already (S12).

        Args:
            rule: By which rule.
            to: Who; None for whoever handed the phone in.
        """
        submission = self.submission
        for other in await same_uploads(self.connection, submission):
            if other.id == submission.id or (to is None and other.submitter_id != submission.submitter_id):
                continue
            if not are_of_one_episode(self.keys, submission, other):
                continue
            for alert in await alerts_of(self.connection, self.keys, other.id):
                is_theirs = to is None or to.is_for(alert)
                if is_theirs and alert.rule == rule and _is_of(alert, {"version_id": self.version_id}):
                    return True
        return False


def _is_of(alert: StoredAlert, inside: Mapping[str, str | None]) -> bool:
    return "about" in alert.body and alert.recall_id is None and all(alert.body.get(key) == value for key, value in inside.items())


@dataclass(frozen=True, slots=True)
class To:
    """For whom an alert is: one account, or one role."""

    recipient_id: str | None = None
    for_role: Role | None = None
    is_restricted: bool = False

    def is_for(self, alert: StoredAlert) -> bool:
        """Whether an alert is for the same."""
        role = None if self.for_role is None else self.for_role.value
        return (alert.recipient_id, alert.for_role, alert.is_restricted) == (self.recipient_id, role, self.is_restricted)


_REVIEWERS = To(for_role=Role.REVIEWER)
_PARTNERS = To(for_role=Role.SAFEGUARDING, is_restricted=True)


def alert_of(submission: StoredSubmission, body: Json, now: datetime, to: To) -> StoredAlert:
    """Make an alert of a submission."""
    alert_id = new_id("alr")
    return StoredAlert(
        id=alert_id,
        submission_id=submission.id,
        organisation_id=submission.organisation_id,
        rule=body["rule"],
        urgency=body["urgency"],
        is_restricted=to.is_restricted,
        created_at=now,
        body={"id": alert_id, **body},
        recipient_id=to.recipient_id,
        for_role=None if to.for_role is None else to.for_role.value,
    )
