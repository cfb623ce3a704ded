"""Numbers that the list took back: what rested on them, and who is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.actor import Role
from matcher.domain.access.audit import AuditAction
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.store.answered import rows_in_answers
from matcher.store.bulk import insert_rows
from matcher.store.ids import new_id
from matcher.store.matches import StoredMatch, matches_of, to_match
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import alerts, matches
from matcher.store.schema.lists import list_versions, recall_notices, recalls
from matcher.store.schema.trail import audit_events


class Recall(NamedTuple):
    """A number of a line, or of a person it names, that a version took back."""

    id: str
    record_id: str
    line_id: str
    #: Of the line as the list held it before; None where it has none.
    owner_unit: str | None


async def write_recall_of_match(
    connection: AsyncConnection, match: StoredMatch, *, version_id: str, owner_unit: str | None, cause: RecallCause, now: datetime
) -> Recall:
    """Put down that what had been told of one match was taken back, or given again: what notices of it are of.

    Args:
        connection: The transaction.
        match: Which one.
        version_id: The version that took it back; of a finding of a reviewer that by which it was found, which took nothing back.
        owner_unit: Of the line.
        cause: Why.
        now: The moment.
    """
    recall_id = new_id("rcl")
    recall = Recall(recall_id, recall_id, match.line_id, owner_unit)
    row = {
        "id": recall_id,
        "organisation_id": match.organisation_id,
        "version_id": version_id,
        "record_id": recall.record_id,
        "match_id": match.id,
        "submission_id": match.submission_id,
        "line_id": match.line_id,
        "owner_unit": owner_unit,
        "cause": cause.value,
        "created_at": to_text(now),
        "finished_at": to_text(now),
    }
    await insert_rows(connection, recalls, [row])
    return recall


async def open_recalls(connection: AsyncConnection, version_id: str) -> list[Recall]:
    """Give the recalls of a version whose effects are not all written."""
    wanted = sa.select(recalls.c.id, recalls.c.record_id, recalls.c.line_id, recalls.c.owner_unit).where(
        recalls.c.version_id == version_id, recalls.c.finished_at.is_(None)
    )
    return [Recall(*row) for row in await connection.execute(wanted.order_by(recalls.c.id))]


async def holding_matches(connection: AsyncConnection, organisation_id: str, tokens: Collection[bytes]) -> list[StoredMatch]:
    """Give the matches of numbers that hold, in submissions that have an answer and are not erased."""
    return [to_match(row) for row in await rows_in_answers(connection, matches, organisation_id, tokens)]


async def mark_match(connection: AsyncConnection, submission_id: str, recall: Recall, tokens: Collection[bytes]) -> StoredMatch | None:
    """Mark the match of a number and a line as recalled; None where there is none that holds."""
    is_it = sa.and_(
        matches.c.submission_id == submission_id,
        matches.c.line_id == recall.line_id,
        matches.c.number_token.in_(sorted(tokens)),
        matches.c.recall_id.is_(None),
    )
    marked = await connection.scalar(sa.update(matches).where(is_it).values(recall_id=recall.id).returning(matches.c.id))
    rows = await matches_of(connection, [submission_id], with_restricted=True)
    return next((row for row in rows if row.id == marked), None)


async def retract_alerts(connection: AsyncConnection, alert_ids: Collection[str], recall_id: str) -> None:
    """Mark alerts as retracted."""
    await connection.execute(sa.update(alerts).where(alerts.c.id.in_(sorted(alert_ids))).values(recall_id=recall_id))


async def restore_matches(connection: AsyncConnection, match_ids: Collection[str]) -> None:
    """Have matches hold again as they were found, with what a reviewer said of them."""
    await connection.execute(sa.update(matches).where(matches.c.id.in_(sorted(match_ids))).values(recall_id=None))


async def restore_alerts(connection: AsyncConnection, alert_ids: Collection[str]) -> None:
    """Have alerts hold again. That they did not for a while stands in the notices and in the trail."""
    await connection.execute(sa.update(alerts).where(alerts.c.id.in_(sorted(alert_ids))).values(recall_id=None))


async def told_of(connection: AsyncConnection, submission_id: str, recall_ids: Collection[str]) -> list[NewNotice]:
    """Give who was told by recalls, in one submission, that something does not hold, and has not heard yet that it holds again.

    Of an alert that rests on two numbers they hear with the first of them that comes back, and the second may be of the same version.
    """
    names = ("recall_id", "alert_id", "recipient", "is_restricted", "restored_by", "ground_id", "was_confirmed")
    wanted = sa.select(*(recall_notices.c[each] for each in names)).where(
        recall_notices.c.submission_id == submission_id, recall_notices.c.recall_id.in_(sorted(recall_ids))
    )
    rows = (await connection.execute(wanted)).all()
    told = [
        NewNotice(row[0], row[1], row[2], bool(row[3]), ground_id=row.ground_id or "", was_confirmed=bool(row.was_confirmed))
        for row in rows
        if not row.restored_by
    ]
    answered = {row[:3] for row in rows if row.restored_by}
    return [each for each in told if each[:3] not in answered]


async def was_told_confirmed(connection: AsyncConnection, submission_id: str, line_id: str) -> bool:
    """Whether a notice was written about a line, in one submission, after a match of it had been confirmed."""
    joined = recall_notices.join(recalls, recall_notices.c.recall_id == recalls.c.id)
    is_it = sa.and_(recall_notices.c.submission_id == submission_id, recalls.c.line_id == line_id, recall_notices.c.was_confirmed)
    wanted = sa.select(recall_notices.c.id).select_from(joined).where(is_it)
    return (await connection.execute(wanted.limit(1))).one_or_none() is not None


async def is_told_of_no_concern(connection: AsyncConnection, submission_id: str) -> bool:
    """Whether partners were told, of a submission, that there is no concern any more."""
    is_it = sa.and_(
        recall_notices.c.submission_id == submission_id,
        recall_notices.c.recipient == Role.SAFEGUARDING.value,
        recall_notices.c.has_concern.is_(sa.false()),
    )
    return (await connection.execute(sa.select(recall_notices.c.id).where(is_it).limit(1))).one_or_none() is not None


async def moment_of_notices(connection: AsyncConnection, submission_id: str, recall: Recall) -> datetime | None:
    """Say when a version first told, in one submission, that it took a number of a line back for one reason; None if it did not.

    All numbers of a line that go for the same reason in one version are told as one, by the moment they have in common.
    """
    one, other = recalls.alias("one"), recalls.alias("other")
    is_same = sa.and_(one.c.version_id == other.c.version_id, one.c.line_id == other.c.line_id, one.c.cause == other.c.cause)
    joined = recall_notices.join(other, recall_notices.c.recall_id == other.c.id).join(one, is_same)
    is_it = sa.and_(one.c.id == recall.id, recall_notices.c.submission_id == submission_id, recall_notices.c.restored_by == "")
    first = await connection.scalar(sa.select(sa.func.min(recall_notices.c.created_at)).select_from(joined).where(is_it))
    return None if first is None else to_moment(first)


async def told_that_it_fell(connection: AsyncConnection, submission_id: str, ground_id: str) -> set[tuple[str, str]]:
    """Give who heard last, in one submission, that something does not hold: the alert, or empty for the match itself, and the recipient.

    Of an alert whatever it rested on counts, of a match what was told of that match alone.
    """
    is_it = sa.and_(
        recall_notices.c.submission_id == submission_id, sa.or_(recall_notices.c.alert_id != "", recall_notices.c.ground_id == ground_id)
    )
    wanted = sa.select(recall_notices.c.alert_id, recall_notices.c.recipient, recall_notices.c.restored_by).where(is_it)
    rows = await connection.execute(wanted.order_by(recall_notices.c.created_at, recall_notices.c.id))
    newest = {(row.alert_id, row.recipient): row.restored_by for row in rows}
    return {each for each, restored_by in newest.items() if not restored_by}


_TOLD_BY = (AuditAction.SUBMISSION_RESULT_CONSULTED.value, AuditAction.SUBMISSION_RESULT_EXPORTED.value)


async def readers_of(connection: AsyncConnection, organisation_id: str, submission_id: str, *, since: datetime | None = None) -> list[str]:
    """Give the accounts that read or exported the answer of a submission, as the trail has them; since a moment, if one is given."""
    wanted = sa.select(audit_events.c.actor_id).where(
        audit_events.c.object_id == submission_id,
        audit_events.c.organisation_id == organisation_id,
        audit_events.c.action.in_(_TOLD_BY),
        audit_events.c.outcome == "done",
        audit_events.c.actor_id.is_not(None),
    )
    if since is not None:
        wanted = wanted.where(audit_events.c.at >= to_text(since))
    return sorted(set(await connection.scalars(wanted)))


async def told_again(connection: AsyncConnection, submission_id: str) -> set[str]:
    """Give who heard that something in a submission holds again, which they knew of then whether they looked since or not."""
    wanted = sa.select(recall_notices.c.recipient).where(
        recall_notices.c.submission_id == submission_id, recall_notices.c.restored_by != ""
    )
    return set(await connection.scalars(wanted))


async def readers_of_alerts(connection: AsyncConnection, organisation_id: str, *, since: datetime) -> dict[str, datetime]:
    """Give the accounts that looked at their alerts since a moment, each with the last time: the trail does not say at which."""
    wanted = sa.select(audit_events.c.actor_id, sa.func.max(audit_events.c.at)).where(
        audit_events.c.organisation_id == organisation_id,
        audit_events.c.action == AuditAction.ALERT_CONSULTED.value,
        audit_events.c.at >= to_text(since),
        audit_events.c.outcome == "done",
        audit_events.c.actor_id.is_not(None),
    )
    return {row[0]: to_moment(row[1]) for row in await connection.execute(wanted.group_by(audit_events.c.actor_id))}


class NewNotice(NamedTuple):
    """Somebody is told that something they had been told no longer holds, or that it holds again."""

    recall_id: str
    #: Empty where it is about a match and no alert.
    alert_id: str
    #: An account, or the name of a role.
    recipient: str
    is_restricted: bool
    #: The version by which it holds again; empty where it does not hold any more.
    restored_by: str = ""
    #: The match, or the person a line names, that it is about; empty where that was not kept.
    ground_id: str = ""
    #: Whether a match of the line had been confirmed by then, so that those were shown it who wait for that.
    was_confirmed: bool = False


async def write_notices(
    connection: AsyncConnection, organisation_id: str, submission_id: str, notices: Iterable[NewNotice], *, has_concern: bool, now: datetime
) -> None:
    """Write notices, each once, with whether partners have a concern by then: a notice goes on saying what was true when it was written."""
    rows = [
        {
            "id": new_id("ntc"),
            "organisation_id": organisation_id,
            "recall_id": each.recall_id,
            "submission_id": submission_id,
            "alert_id": each.alert_id,
            "recipient": each.recipient,
            "is_restricted": each.is_restricted,
            "restored_by": each.restored_by,
            "ground_id": each.ground_id or None,
            "was_confirmed": each.was_confirmed,
            "has_concern": has_concern,
            "created_at": to_text(now),
        }
        for each in sorted(set(notices))
    ]
    await insert_rows(connection, recall_notices, rows)


async def forget_told(connection: AsyncConnection, submission_id: str, ground_ids: Collection[str]) -> set[str]:
    """Remove what was told of matches and people of a submission that are to read as if they had never been there.

    Returns:
        The ids of the recalls that went with it, by which alerts may have been retracted.
    """
    about = sorted(ground_ids)
    is_it = sa.and_(recall_notices.c.submission_id == submission_id, recall_notices.c.ground_id.in_(about))
    await connection.execute(sa.delete(recall_notices).where(is_it))
    # A number that is gone belongs to the list; a finding, or what other dates made of it, is of the match alone.
    removed = sa.delete(recalls).where(recalls.c.match_id.in_(about)).returning(recalls.c.id)
    return set(await connection.scalars(removed))


class RecallFacts(NamedTuple):
    """What is told of a recall."""

    version: int
    at: datetime
    cause: RecallCause


async def facts_of_recalls(connection: AsyncConnection, recall_ids: Collection[str]) -> dict[str, RecallFacts]:
    """Say by which version, when, and why numbers were taken back."""
    joined = recalls.join(list_versions, recalls.c.version_id == list_versions.c.id)
    wanted = sa.select(recalls.c.id, list_versions.c.number, recalls.c.created_at, recalls.c.cause).select_from(joined)
    found = await connection.execute(wanted.where(recalls.c.id.in_(sorted(recall_ids))))
    return {row[0]: RecallFacts(row[1], to_moment(row[2]), RecallCause(row[3])) for row in found}
