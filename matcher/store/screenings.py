"""What a screening leaves in the store at its end, written in one go: answers, matches, alerts with their messages.

Tokens of numbers that match nothing stand there before (`unmatched`). The statements are the same, and as many, whatever was found.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.check_limits import Usage, judge_tiny_submission
from matcher.domain.alerts.routing import roles_for
from matcher.domain.alerts.watch import Touched
from matcher.domain.answers.live_grounds import REJECTED, still_stands
from matcher.domain.looking_back.earlier_verdict import Pairing, standings
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.alerts import SETTLED, AlertState, StoredAlert, alert_states, write_alerts
from matcher.store.earlier_verdicts import take_over, verdicts_before
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch, matches_of, write_matches
from matcher.store.people import StoredPerson, write_people
from matcher.store.results import write_answers
from matcher.store.same_episode import told_before
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


async def write_screening(  # noqa: PLR0913 - all but the first four are named
    connection: AsyncConnection,
    keys: Keys,
    submission: StoredSubmission,
    screened: Screened,
    *,
    policy: SubmissionPolicy,
    now: datetime,
    origin: str,
) -> list[Deed]:
    """Put a screening into the store, move its submission to done, and give what is to be put on record with it."""
    earlier = await told_before(connection, keys, submission, locked=True)
    stood = standings(screened.pairings, await verdicts_before(connection, keys, submission.id))
    raised = await _new_alerts(connection, earlier, screened, {each for each, standing in stood.items() if standing.state != REJECTED})
    await write_answers(connection, screened.answers, now=now)
    await write_matches(connection, screened.matches)
    await write_people(connection, screened.people)
    await take_over(connection, stood)
    rejected = {match_id for match_id, standing in stood.items() if standing.state == REJECTED}
    live = {each["id"] for each in screened.whole["matches"]} - rejected
    settled = [each.id for each in screened.alerts if not still_stands(each.body, [screened.whole], live)]
    await write_alerts(connection, keys, [replace(each, state=SETTLED) if each.id in settled else each for each in raised])
    raised = [each for each in raised if each.id not in settled]
    routed = _routed(screened, settled) if settled else screened.routed_to
    changed: dict[str, Any] = {"routed_to": routed_text(routed), "is_tiny": screened.is_tiny}
    if not policy.keep_originals:
        changed["original_key"] = None
    await move(connection, submission, SubmissionStatus.DONE, at=now, also=changed)
    await add_events(connection, submission.id, [(SubmissionStatus.DONE, 1000)], at=now)
    told = await _unusual(connection, keys, submission, policy=policy, now=now, origin=origin) if screened.is_tiny else []
    owner = submission.organisation_id
    deeds = [Deed(now, owner, None, AuditAction.SUBMISSION_MATCHED, "submission", submission.id, origin=origin)]
    # An alert on a restricted line would be seen in the trail by those who may not know of it; that the file was matched stands there.
    deeds += (
        Deed(now, owner, None, AuditAction.ALERT_RAISED, "alert", each.id, origin=origin) for each in raised if not each.is_restricted
    )
    return [*deeds, *await fire_watches(connection, keys, screened.touched, now=now, origin=origin), *told]


def _routed(screened: Screened, settled: Collection[str]) -> frozenset[str]:
    """Give the roles that what is left brings the case to."""
    left = [each for each in screened.alerts if each.id not in settled]
    return frozenset(role.value for each in left for role in roles_for(each.rule, each.body["recipients"], each.urgency))


async def _new_alerts(
    connection: AsyncConnection, earlier: Collection[str], screened: Screened, doubted: Collection[str]
) -> list[StoredAlert]:
    """Leave out alerts that were raised for the same file of the same person in the same episode before (S12).

    Unless something new was found in the file since, or it is more urgent by now, or what was raised before was taken back.

    Args:
        connection: The transaction.
        earlier: Ids of the submissions that told the same already.
        screened: What is to be kept.
        doubted: Ids of matches that were rejected before, and have to be looked at again.
    """
    known = await matches_of(connection, earlier, with_restricted=True)
    told = await alert_states(connection, earlier, with_restricted=True)
    silenced: dict[bool, list[AlertState]] = {}
    for restricted in (False, True):
        seen = [each for each in screened.matches if restricted or not each.is_restricted]
        before = {(each.line_id, each.number_token) for each in known if restricted or not each.is_restricted}
        is_new = any((each.line_id, each.number_token) not in before or each.id in doubted for each in seen)
        # One that a rejected pairing kept back was never raised.
        stand = [each for each in told if each.is_restricted is restricted and each.state != SETTLED and each.recall_id is None]
        silenced[restricted] = [] if is_new else stand
    return [each for each in screened.alerts if not any(_says(one, each) for one in silenced[each.is_restricted])]


def _says(before: AlertState, alert: StoredAlert) -> bool:
    """Whether one that was raised before says as much, and as urgently."""
    return before.rule == alert.rule and before.urgency <= alert.urgency


async def _unusual(
    connection: AsyncConnection, keys: Keys, submission: StoredSubmission, *, policy: SubmissionPolicy, now: datetime, origin: str
) -> list[Deed]:
    """Tell the auditor of many files that hold a single number (S8); the file itself is answered."""
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
