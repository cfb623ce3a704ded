"""Records what a reviewer decided about a match."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, absent, may
from matcher.domain.alerts.routing import roles_for
from matcher.domain.submissions.stated import says_something, tidied
from matcher.errors import BadRequest, Conflict
from matcher.store.accounts import as_it_stands
from matcher.store.alert_grounds import read_grounds
from matcher.store.alerts import SETTLED, raise_settled
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.matches import NewFinding, StoredMatch, find_match, write_finding
from matcher.store.recalls import restore_alerts
from matcher.store.submissions import find_submission, routed_text, update_submission
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
        found = await find_match(connection, match_id, organisation_id=actor.organisation_id, locked=True)
        facts = ObjectFacts(actor.organisation_id, is_restricted=found is not None and found.is_restricted, owner_unit=_SOMEBODY)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, facts)
        if found is not None and decision.allowed:
            if found.recall_id is not None and finding is Finding.CONFIRMED:
                raise Conflict("The list took this number back; there is nothing to confirm.", hint=_RECALLED)
            await write_finding(connection, vault.keys, found.id, NewFinding(finding.value, actor.user_id, reason, now))
            is_again = finding is Finding.CONFIRMED and found.state == Finding.REJECTED
            raised = await _stand_again(connection, vault, found, now) if is_again else []
            # Whoever may not know of the match does not read of its review (matcher/store/audit_pages.py).
            action = AuditAction.MATCH_REVIEWED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "match", found.id, origin=origin, reason=reason)
            await put_on_record(
                connection,
                vault.keys,
                [
                    deed,
                    *(replace(deed, action=AuditAction.ALERT_RAISED, object_type="alert", object_id=each, reason=None) for each in raised),
                ],
            )
            return ReviewedMatch(found.id, found.submission_id, finding, now)
    raise await denied(vault, actor, Refused(_ACTION, decision, "match", match_id), now=now, origin=origin)


async def _stand_again(connection: Connection, vault: Vault, match: StoredMatch, now: datetime) -> list[str]:
    """Have the alerts stand that carry again by this match, which was rejected; give the ids of those raised only now."""
    grounds = await read_grounds(connection, vault.keys, match.submission_id)
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
    return [each.id for each in raised]
