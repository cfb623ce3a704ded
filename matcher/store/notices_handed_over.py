"""Notices of alerts that go over to another submission when theirs is erased: whoever has not read them yet still hears, and hears once.

They go with all that was told of the alert, read or not: when it holds again, those are told who heard that it did not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.access.permission import Action, Form, ObjectFacts, may, may_see_line
from matcher.domain.answers.role_view import view_of
from matcher.domain.looking_back.told_already import Ground
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.store.accounts import find_accounts
from matcher.store.alert_grounds import AlertGrounds, ground_of
from matcher.store.bulk import insert_rows
from matcher.store.ids import new_id
from matcher.store.matches import StoredMatch, matches_of
from matcher.store.people import StoredPerson, people_of
from matcher.store.schema.lists import recall_notices, recalls
from matcher.store.submissions import StoredSubmission

_READS = (Action.SUBMISSION_READ_RESULT, Action.ALERT_READ)
#: What tells a notice from others of its recall.
_TOLD_ONCE = ("recall_id", "alert_id", "recipient", "restored_by")


@dataclass(frozen=True, slots=True)
class Heir:
    """An alert as it stands with another submission by now."""

    submission: StoredSubmission
    #: What there is in the answers of that one.
    grounds: AlertGrounds
    #: As it was with the erased one.
    was: str
    #: Empty where it is not raised there, because it never held: what is told of it is told of the answer.
    alert_id: str
    #: Whether the concern of partners goes over with it.
    with_concern: bool


@dataclass(frozen=True, slots=True)
class LeavingNotices:
    """What was told of a submission that is about to be erased."""

    #: Notices, each with the line, the owner and the match of its recall.
    rows: Sequence[sa.RowMapping]
    #: What they are about, by ids of matches and people of the erased submission.
    about: Mapping[str, Ground]
    #: Accounts that were told.
    actors: Mapping[str, Actor]
    #: What was told already, by the submission.
    _told: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    #: Findings that were put down for another submission, by it and the one they were of.
    _findings: dict[tuple[str, str], str] = field(default_factory=dict)

    async def go_over(self, connection: AsyncConnection, heir: Heir) -> None:
        """Tell them of an alert that has gone over, and of the concern where it went with it; those go whom nobody may tell of that one."""
        there: list[StoredMatch | StoredPerson] = [*heir.grounds.rows, *heir.grounds.people.values()]
        known = {ground_of(each): each for each in there}
        told = await self._told_of(connection, heir.submission.id)
        for row in self.rows:
            is_of_alert = row["alert_id"] == heir.was
            is_of_concern = heir.with_concern and not row["alert_id"] and self._is_partner(row["recipient"], heir.submission)
            ground = self.about.get(row["ground_id"] or "")
            match = None if ground is None else known.get(ground)
            ground_id = None if match is None else match.id
            lines = {each.line_id for each in known}
            if not (is_of_alert or is_of_concern) or not self._may_hear(row, heir.submission, lines):
                continue
            recall_id = row["recall_id"]
            if row["match_id"] is not None:
                if match is None:
                    # A finding is of one match, and there is none here.
                    continue
                is_fallen = match.recall_id is not None and row["cause"] == RecallCause.REDATED.value
                recall_id = match.recall_id if is_fallen else await self._found_there(connection, row, heir.submission.id, match.id)
            changed = {"recall_id": recall_id, "alert_id": heir.alert_id if is_of_alert else ""}
            key = tuple({**row, **changed}[name] for name in _TOLD_ONCE)
            if key not in told:
                told.add(key)
                kept = {column.name: row[column.name] for column in recall_notices.c}
                own = {"id": new_id("ntc"), "submission_id": heir.submission.id, "ground_id": ground_id}
                await insert_rows(connection, recall_notices, [{**kept, **changed, **own}])

    async def _told_of(self, connection: AsyncConnection, submission_id: str) -> set[tuple[str, ...]]:
        if submission_id not in self._told:
            wanted = sa.select(*(recall_notices.c[name] for name in _TOLD_ONCE)).where(recall_notices.c.submission_id == submission_id)
            self._told[submission_id] = {tuple(row) for row in await connection.execute(wanted)}
        return self._told[submission_id]

    async def _found_there(self, connection: AsyncConnection, row: sa.RowMapping, submission_id: str, match_id: str) -> str:
        """Give the finding as of the match of another submission; what was of the erased one goes with it."""
        place = submission_id, row["recall_id"]
        if place not in self._findings:
            found = (await connection.execute(sa.select(recalls).where(recalls.c.id == row["recall_id"]))).mappings().one()
            self._findings[place] = new = new_id("rcl")
            there = {"id": new, "record_id": new, "match_id": match_id, "submission_id": submission_id}
            await insert_rows(connection, recalls, [{**found, **there}])
        return self._findings[place]

    def _is_partner(self, recipient: str, submission: StoredSubmission) -> bool:
        actor = self.actors.get(recipient)
        return recipient == Role.SAFEGUARDING.value or (actor is not None and view_of(actor, submission.facts).form is Form.SANITISED)

    def _may_hear(self, row: sa.RowMapping, submission: StoredSubmission, lines: set[str]) -> bool:
        """Whether whoever was told may know of the other submission, and hears of no line there that they were not told of."""
        if row["recipient"] == Role.SAFEGUARDING.value:
            return True
        actor = self.actors.get(row["recipient"])
        if actor is None:
            # A role: others of it may never have seen what the erased one held.
            return row["line_id"] in lines
        is_known = any(may(actor, each, submission.facts).allowed for each in _READS)
        facts = ObjectFacts(submission.organisation_id, is_restricted=bool(row["is_restricted"]), owner_unit=row["owner_unit"])
        return is_known and (self._is_partner(row["recipient"], submission) or may_see_line(actor, facts))


async def leaving_notices(connection: AsyncConnection, erased: StoredSubmission) -> LeavingNotices:
    """Read what was told of a submission, read or not."""
    joined = recall_notices.join(recalls, recall_notices.c.recall_id == recalls.c.id)
    of_recall = (recalls.c.line_id, recalls.c.owner_unit, recalls.c.match_id, recalls.c.cause)
    wanted = sa.select(recall_notices, *of_recall).select_from(joined)
    ordered = wanted.where(recall_notices.c.submission_id == erased.id).order_by(recall_notices.c.id)
    rows = (await connection.execute(ordered)).mappings().all()
    held: list[StoredMatch | StoredPerson] = [*await matches_of(connection, [erased.id], with_restricted=True)]
    held += await people_of(connection, erased.id, with_restricted=True)
    accounts = await find_accounts(connection, erased.organisation_id, {row["recipient"] for row in rows})
    return LeavingNotices(
        rows,
        {each.id: ground_of(each) for each in held},
        {account.id: account.actor(SignedInBy.PASSWORD) for account in accounts},
    )
