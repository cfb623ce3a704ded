"""Records what a reviewer decided about a match, and tells of what changes by it whoever had been told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, absent, may
from matcher.domain.alerts.routing import roles_for
from matcher.domain.submissions.stated import says_something, tidied
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.errors import BadRequest, Conflict
from matcher.service.screening.telling import Telling
from matcher.store.accounts import as_it_stands
from matcher.store.alert_grounds import AlertGrounds, ground_of, read_grounds
from matcher.store.alerts import OPEN, SETTLED, StoredAlert, raise_settled
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.handed_over import raise_for_others, raise_untold
from matcher.store.matches import NewFinding, StoredMatch, find_match, matches_of, write_finding
from matcher.store.recalls import is_told_of_no_concern, restore_alerts, write_notices, write_recall_of_match
from matcher.store.same_episode import are_of_one_episode
from matcher.store.same_person import find_with_person
from matcher.store.submissions import StoredSubmission, find_submission, routed_text, same_uploads, update_submission
from matcher.store.vault import Connection, Vault

_ACTION = Action.MATCH_REVIEW
_LONGEST_REASON = 4000
#: Which unit owns a line is not kept with its matches: for a restricted one only clearance counts.
_SOMEBODY = "?"
_RECALLED = "Ask the intelligence unit what they know of the number; you can still reject the match."


class Finding(StrEnum):
    """What a reviewer may say of a match; the words it is stored and shown with."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReviewedMatch:
    """A match and where its review stands."""

    id: str
    submission_id: str
    review: Finding
    reviewed_at: datetime


async def review_match(  # noqa: PLR0913 - all but the first three are named
    vault: Vault, actor: Actor, match_id: str, *, finding: Finding, reason: str, now: datetime, origin: str
) -> ReviewedMatch:
    """Confirm or reject a match, with a reason. A later finding takes the place of an earlier one; both stay on record.

    Raises:
        BadRequest: no reason was given.
        Conflict: it would be confirmed, and the list took the number back.
        NotAllowed: the role reviews nothing.
        NotFound: there is no match of this id that they may know of.
    """
    reason = tidied(reason)
    if not says_something(reason) or len(reason) > _LONGEST_REASON:
        raise BadRequest("Say in a few words why the match is confirmed or rejected.", hint="The reason is put on record.")
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_match(connection, match_id, organisation_id=actor.organisation_id)
        facts = ObjectFacts(actor.organisation_id, is_restricted=found is not None and found.is_restricted, owner_unit=_SOMEBODY)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, facts)
        several = await _alike(connection, vault, found) if found is not None and decision.allowed else []
        if found is not None and decision.allowed and not several:
            # It was erased before it could be locked.
            decision = absent(standing, _ACTION)
        if found is not None and several:
            if several[0].recall_id is not None and finding is Finding.CONFIRMED:
                raise Conflict("The list took this number back; there is nothing to confirm.", hint=_RECALLED)
            deeds = await _write(connection, vault, several, NewFinding(finding.value, actor.user_id, reason, now))
            owner = actor.organisation_id
            await put_on_record(connection, vault.keys, [replace(each, organisation_id=owner, origin=origin) for each in deeds])
            return ReviewedMatch(found.id, found.submission_id, finding, now)
    raise await denied(vault, actor, Refused(_ACTION, decision, "match", match_id), now=now, origin=origin)


async def _alike(connection: Connection, vault: Vault, asked: StoredMatch) -> list[StoredMatch]:
    """Give a match, and those of the same number and line where the same file was handed in about the same episode (S12), locked.

    What a reviewer finds of the one is so of the others: one alert stands for all of them.
    """
    # All of the person and before their matches, as a worker does: whoever screens another phone of theirs sees the finding, or is seen by
    # it. One that is being screened is no case yet.
    submission = await find_with_person(connection, asked.submission_id)
    uploads = [] if submission is None else await same_uploads(connection, submission)
    cases = [each.id for each in uploads if submission is not None and _is_of_one_case(vault, submission, each)]
    rows = await matches_of(connection, cases, with_restricted=asked.is_restricted)
    ids = [asked.id, *sorted(row.id for row in rows if row.id != asked.id and _is_alike(row, asked))]
    found = [await find_match(connection, each, organisation_id=asked.organisation_id, locked=True) for each in ids]
    return [each for each in found if each is not None] if found[0] is not None else []


def _is_of_one_case(vault: Vault, one: StoredSubmission, other: StoredSubmission) -> bool:
    return one.id == other.id or (other.status is SubmissionStatus.DONE and are_of_one_episode(vault.keys, one, other))


def _is_alike(row: StoredMatch, asked: StoredMatch) -> bool:
    is_same = (row.line_id, row.number_token, row.is_restricted) == (asked.line_id, asked.number_token, asked.is_restricted)
    # By other dates each of them fell with a recall of its own.
    return is_same and (row.recall_id is None) is (asked.recall_id is None)


async def _write(connection: Connection, vault: Vault, several: Sequence[StoredMatch], finding: NewFinding) -> list[Deed]:
    """Record a finding of matches and all that follows from it, and give what is to be put on record."""
    for each in several:
        await write_finding(connection, vault.keys, each.id, finding)
    deeds: list[Deed] = []
    for each in several:
        found = replace(each, state=finding.state)
        raised = await _set_right(connection, vault, each, found, finding.at) if each.is_live != found.is_live else []
        # Whoever may not know of the match does not read of its review (matcher/store/audit_pages.py).
        deed = Deed(finding.at, None, finding.reviewer_id, AuditAction.MATCH_REVIEWED, "match", each.id, reason=finding.reason)
        told = (replace(deed, action=AuditAction.ALERT_RAISED, object_type="alert", object_id=alert_id, reason=None) for alert_id in raised)
        deeds += [deed, *told]
    return deeds


async def _set_right(connection: Connection, vault: Vault, was: StoredMatch, match: StoredMatch, now: datetime) -> list[str]:
    """Have alerts stand that carry by a match by now, and tell whoever was told before of what changed.

    Returns:
        The ids of alerts that are raised only now.
    """
    grounds = await read_grounds(connection, vault.keys, match.submission_id)
    before = replace(grounds, rows=tuple(was if each.id == was.id else each for each in grounds.rows))
    raised = await _stand_again(connection, grounds, match, now) if match.is_live else []
    await _Change(connection, match, before, grounds, tuple(raised), now).tell()
    stood = [each for each in before.alerts if before.stands(each)]
    fallen = [each.id for each in stood if not grounds.stands(each)]
    others = await raise_for_others(connection, vault.keys, fallen, now=now)
    weaker = [each.id for each in stood if was.is_live and each.id not in fallen and match.id in grounds.rests_on(each)]
    others += await raise_for_others(connection, vault.keys, weaker, now=now, only=ground_of(match))
    others += await raise_untold(connection, vault.keys, match.submission_id, now=now) if match.is_live else []
    return [each.id for each in (*raised, *others)]


async def _stand_again(connection: Connection, grounds: AlertGrounds, match: StoredMatch, now: datetime) -> list[StoredAlert]:
    standing = [each for each in grounds.alerts if (each.state == SETTLED or each.recall_id is not None) and grounds.stands(each)]
    await restore_alerts(connection, [each.id for each in standing if each.recall_id is not None])
    raised = [each for each in standing if each.state == SETTLED]
    if not raised:
        return []
    await raise_settled(connection, [each.id for each in raised], now=now)
    found = await find_submission(connection, match.submission_id)
    if found is not None:
        roles = {role.value for each in raised for role in roles_for(each.rule, each.body["recipients"], each.urgency)}
        await update_submission(connection, found.id, {"routed_to": routed_text(found.routed_to | roles)})
    return raised


@dataclass(frozen=True, slots=True)
class _Change:
    """What a finding changed."""

    connection: Connection
    match: StoredMatch
    before: AlertGrounds
    #: With alerts that are raised only now as if they were not.
    after: AlertGrounds
    #: What never held, and so does not hold again: it comes as an alert.
    raised: tuple[StoredAlert, ...]
    now: datetime

    async def tell(self) -> None:
        """Tell of alerts and the concern that held and do not, or the other way round; what stands by something else is no news."""
        connection, match, before, after = self.connection, self.match, self.before, self.after
        others = [each for each in before.alerts if each.state != SETTLED and each.for_role != Role.REVIEWER.value]
        # That a match waits for reviewers is no news to them: they found it.
        changed = [each for each in others if before.stands(each) != after.stands(each)]
        is_of_concern = before.has_concern() != after.has_concern()
        out = {each.id for each in self.raised}
        raised = replace(after, alerts=tuple(replace(each, state=OPEN) if each.id in out else each for each in after.alerts))
        # Partners who had read that there is no concern by now read that there is one, whatever it rests on.
        is_raised = raised.has_concern() and not after.has_concern() and await is_told_of_no_concern(connection, match.submission_id)
        submission = await find_submission(connection, match.submission_id)
        version_id = match.list_version_id or (submission.list_version_id if submission is not None else None)
        if submission is None or version_id is None or not (changed or is_of_concern or is_raised):
            return
        owner, cause = after.owner_of(match.id), RecallCause.REJECTED
        recall = await write_recall_of_match(connection, match, version_id=version_id, owner_unit=owner, cause=cause, now=self.now)
        telling = Telling(connection, submission, recall, match, self.now, before.is_confirmed(match.line_id))
        notices = await telling.about(changed, is_of_concern=is_of_concern) if changed or is_of_concern else []
        notices += await telling.about_concern(self.raised) if is_raised else []
        restored_by = version_id if match.is_live else ""
        told = [each._replace(restored_by=restored_by) for each in notices]
        has_concern = raised.has_concern()
        await write_notices(connection, submission.organisation_id, submission.id, told, has_concern=has_concern, now=self.now)
