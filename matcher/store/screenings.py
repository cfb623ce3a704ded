"""What a screening leaves in the store at its end, written in one go: answers, matches, alerts with their messages.

Tokens of numbers that match nothing stand there before (`unmatched`). The statements are the same, and as many, whatever was found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.check_limits import Usage, judge_tiny_submission
from matcher.domain.alerts.routing import roles_for
from matcher.domain.alerts.watch import Touched
from matcher.domain.answers.concern import carries_concern
from matcher.domain.answers.live_grounds import REJECTED, still_stands
from matcher.domain.looking_back.earlier_verdict import Pairing, standings
from matcher.domain.looking_back.told_already import Claim, told_by
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.alert_grounds import ground_of
from matcher.store.alerts import SETTLED, StoredAlert, write_alerts
from matcher.store.audit import take_turn
from matcher.store.earlier_verdicts import take_over, verdicts_before
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch, write_matches
from matcher.store.opened_before import NOTHING_OPENED, OpenedPhones
from matcher.store.people import StoredPerson, write_people
from matcher.store.repeated_alerts import RepeatedAlert, write_repeated
from matcher.store.results import write_answers
from matcher.store.same_episode import claims_before
from matcher.store.same_person import lock_person
from matcher.store.submission_events import add_events
from matcher.store.submissions import StoredSubmission, count_tiny, move, routed_text
from matcher.store.unusual_use import report_unusual_use
from matcher.store.watch_alerts import fire_watches

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Screened:
    """Everything that is kept of a screening."""

    #: Rows of `results`.
    answers: Sequence[dict[str, Any]]
    matches: Sequence[StoredMatch]
    alerts: Sequence[StoredAlert]
    #: Names of the roles its alerts go to.
    routed_to: frozenset[str]
    #: Whether the file held one number or none.
    is_tiny: bool
    #: What of it may be watched.
    touched: Touched
    #: Its numbers and lines, to be held against what was found of them before with the same person.
    pairings: Sequence[Pairing] = ()
    #: People the list names who were met.
    people: Sequence[StoredPerson] = ()
    #: The whole answer, which has what is told in the others: it says what an alert rests on.
    whole: dict[str, Any] = field(default_factory=lambda: {"matches": (), "associates": ()})
    #: What each alert says, by its id, to be held against those that were raised before.
    claims: Mapping[str, Claim] = field(default_factory=dict)


async def write_screening(  # noqa: PLR0913 - all but the first four are named
    connection: AsyncConnection,
    keys: Keys,
    submission: StoredSubmission,
    screened: Screened,
    *,
    policy: SubmissionPolicy,
    now: datetime,
    origin: str,
    before: OpenedPhones = NOTHING_OPENED,
) -> list[Deed]:
    """Put a screening into the store, move its submission to done, and give what is to be put on record with it.

    What was told of other phones of the person is opened here as far as it was not `before`, or was written anew since.
    """
    # Whoever screens another phone of the same person at the same time waits until the transaction ends.
    await lock_person(connection, submission)
    earlier = await claims_before(connection, keys, submission, read=before.grounds)
    stood = standings(screened.pairings, await verdicts_before(connection, keys, submission.id))
    await write_answers(connection, screened.answers, now=now)
    await write_matches(connection, screened.matches)
    await write_people(connection, screened.people)
    await take_over(connection, stood)
    rejected = {match_id for match_id, standing in stood.items() if standing.state == REJECTED}
    live = {each["id"] for each in screened.whole["matches"]} - rejected
    settled = [each.id for each in screened.alerts if not still_stands(each.body, [screened.whole], live)]
    told = _told_already(screened, earlier, rejected=rejected, doubted=stood.keys() - rejected)
    repeated = [_repeat(each, told[each.id], now) for each in screened.alerts if each.id in told.keys() - set(settled)]
    standing = {each.id for each in repeated}
    raised = [each for each in screened.alerts if each.id not in standing]
    await write_alerts(connection, keys, [replace(each, state=SETTLED) if each.id in settled else each for each in raised])
    await write_repeated(connection, repeated)
    raised = [each for each in raised if each.id not in settled]
    routed = _routed(screened, settled) if settled else screened.routed_to
    changed: dict[str, Any] = {"routed_to": routed_text(routed), "is_tiny": screened.is_tiny}
    if not policy.keep_originals:
        changed["original_key"] = None
    await move(connection, submission, SubmissionStatus.DONE, at=now, also=changed)
    await add_events(connection, submission.id, [(SubmissionStatus.DONE, 1000)], at=now)
    owner = submission.organisation_id
    deeds = [Deed(now, owner, None, AuditAction.SUBMISSION_MATCHED, "submission", submission.id, origin=origin)]
    # An alert on a restricted line would be seen in the trail by those who may not know of it; that the file was matched stands there.
    deeds += (
        Deed(now, owner, None, AuditAction.ALERT_RAISED, "alert", each.id, origin=origin) for each in raised if not each.is_restricted
    )
    deeds += await fire_watches(connection, keys, screened.touched, now=now, origin=origin)
    if screened.is_tiny:
        deeds += await _unusual(connection, keys, submission, policy=policy, now=now, origin=origin)
    return deeds


def _routed(screened: Screened, settled: Collection[str]) -> frozenset[str]:
    """Give the roles that what is left brings the case to."""
    left = [each for each in screened.alerts if each.id not in settled]
    return frozenset(role.value for each in left for role in roles_for(each.rule, each.body["recipients"], each.urgency))


def _told_already(screened: Screened, earlier: Sequence[Claim], *, rejected: Collection[str], doubted: Collection[str]) -> dict[str, str]:
    """Give the alerts that were raised before about the same person in the same episode and stand, by those that say the same now.

    Args:
        screened: What is to be kept.
        earlier: What was raised before.
        rejected: Ids of matches that stand rejected from the beginning.
        doubted: Ids of matches that were rejected before, and have to be looked at again: what rests on one is told in full.
    """
    fallen = {ground_of(each) for each in screened.matches if each.id in rejected}
    in_doubt = {ground_of(each) for each in screened.matches if each.id in doubted}
    found = {}
    for alert_id, claim in screened.claims.items():
        teller = told_by(replace(claim, grounds=claim.grounds - fallen), earlier)
        if teller is not None and claim.grounds.isdisjoint(in_doubt):
            found[alert_id] = teller.alert_id
    return found


def _repeat(alert: StoredAlert, teller: str, now: datetime) -> RepeatedAlert:
    is_of_concern = carries_concern(alert.body)
    return RepeatedAlert(
        alert.id, alert.submission_id or "", alert.organisation_id, teller, alert.is_restricted, is_of_concern, created_at=now
    )


async def _unusual(
    connection: AsyncConnection, keys: Keys, submission: StoredSubmission, *, policy: SubmissionPolicy, now: datetime, origin: str
) -> list[Deed]:
    """Tell the auditor of many files that hold a single number (S8); the file itself is answered."""
    # Files that are answered at the same time would each count none of the others.
    await take_turn(connection)
    # This one is among those counted, for it has just been marked.
    before = await count_tiny(connection, submission.submitter_id, since=submission.created_at - _HOUR) - 1
    verdict = judge_tiny_submission(Usage(tiny_submissions_last_hour=before), policy.caps)
    return await report_unusual_use(
        connection,
        keys,
        organisation_id=submission.organisation_id,
        account_id=submission.submitter_id,
        caps=verdict.alerting,
        now=now,
        origin=origin,
    )
