"""Records that somebody took notice of an alert, or closed it with a reason; and shows one alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import CONCERN, AuditAction, Deed
from matcher.domain.access.check_limits import UNUSUAL_USE
from matcher.domain.access.permission import Action, Decision, ObjectFacts, Reason, absent, may, may_at_all
from matcher.domain.answers.recalled_answer import RETRACTED
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.stated import says_something, tidied
from matcher.errors import BadRequest, Conflict
from matcher.service.views.alert import AlertLook, AlertView
from matcher.store.accounts import as_it_stands
from matcher.store.alerts import ACKNOWLEDGED, CLOSED, OPEN, StoredAlert, set_alert_state, tells_of_use
from matcher.store.audit import put_on_record, take_turn
from matcher.store.denials import Refused, denied
from matcher.store.same_person import lock_case_of
from matcher.store.submissions import find_submission, update_submission
from matcher.store.vault import Connection, Vault

_LONGEST_REASON = 2000


class AlertStep(StrEnum):
    """What somebody may record about an alert; the words it is stored and shown with."""

    ACKNOWLEDGED = ACKNOWLEDGED
    CLOSED = CLOSED


_DEEDS = {AlertStep.ACKNOWLEDGED: AuditAction.ALERT_ACKNOWLEDGED, AlertStep.CLOSED: AuditAction.ALERT_CLOSED}


async def read_alert(vault: Vault, actor: Actor, alert_id: str, *, policy: SubmissionPolicy, now: datetime, origin: str) -> AlertView:
    """Give one alert.

    Raises:
        NotAllowed: the role reads no alerts.
        NotFound: there is none of this id that they may know of.
    """
    action = Action.ALERT_READ
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await _find(vault, connection, standing, alert_id, policy) if may_at_all(standing, action) else None
        if found is not None:
            stored, view = found
            await put_on_record(connection, vault.keys, [_deed(actor, AuditAction.ALERT_CONSULTED, stored, view, now, origin)])
            return view
    raise await denied(vault, actor, Refused(action, absent(standing, action), "alert", alert_id), now=now, origin=origin)


async def act_on_alert(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    alert_id: str,
    step: AlertStep,
    *,
    policy: SubmissionPolicy,
    now: datetime,
    origin: str,
    reason: str | None = None,
) -> AlertView:
    """Record a step about an alert. A concern that partners are told has a state of its own: it says nothing of what the police did.

    What is done about an alert that is retracted is on record, and settles nothing for when it holds again: it is given as retracted still.

    Raises:
        BadRequest: it is closed without a reason.
        Conflict: it is closed already.
        NotAllowed: the role acts on no alerts.
        NotFound: there is none of this id that they may know of.
    """
    reason = tidied(reason or "")
    if step is AlertStep.CLOSED and not says_something(reason):
        raise BadRequest("Say in a few words what was done or why nothing is to be done.", hint="The reason is put on record.")
    if len(reason) > _LONGEST_REASON:
        raise BadRequest(f"The reason has at most {_LONGEST_REASON} characters.")
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        # First of all: an erasure that hands the alert over has the case, and then asks for its alerts.
        await lock_case_of(connection, alert_id, organisation_id=actor.organisation_id)
        found = await _find(vault, connection, standing, alert_id, policy) if may_at_all(standing, Action.ALERT_READ) else None
        decision = absent(standing, Action.ALERT_ACT) if found is None else await _may_act(connection, standing, *found)
        if found is not None and decision.allowed:
            stored, view = found
            if view.state == CLOSED or (stored.state == CLOSED and not view.is_concern):
                raise Conflict("The alert is closed already.", hint="Look at it again.")
            if view.is_concern:
                await update_submission(connection, stored.submission_id or "", {"concern_state": step.value})
            else:
                await set_alert_state(connection, stored.id, _left_as(stored, view, step))
            deed = _deed(actor, _DEEDS[step], stored, view, now, origin)
            await put_on_record(connection, vault.keys, [replace(deed, reason=reason or None)])
            return view if view.state == RETRACTED else replace(view, state=step.value)
    raise await denied(vault, actor, Refused(Action.ALERT_ACT, decision, "alert", alert_id), now=now, origin=origin)


async def _find(
    vault: Vault, connection: Connection, actor: Actor, alert_id: str, policy: SubmissionPolicy
) -> tuple[StoredAlert, AlertView] | None:
    """Find an alert and be alone with it. What tells of an account waits for its turn first, as whoever adds to it does."""
    if await tells_of_use(connection, alert_id):
        await take_turn(connection)
    return await AlertLook(vault, connection, actor, policy).find(alert_id)


def _left_as(stored: StoredAlert, view: AlertView, step: AlertStep) -> str:
    """Say how an alert stands after a step. What was closed because it did not hold is open once it does: that was no word on a danger."""
    if view.state != RETRACTED:
        return step.value
    return OPEN if step is AlertStep.CLOSED else stored.state


async def _may_act(connection: Connection, actor: Actor, stored: StoredAlert, view: AlertView) -> Decision:
    """Decide about an alert they may see: as about its submission, where it stands in one."""
    if stored.recipient_id is not None:
        # It was sent to them alone, whatever their role may do about others: nobody else can take notice of it.
        is_in_scope = actor.scopes is None or Action.ALERT_ACT.value in actor.scopes
        return Decision(allowed=is_in_scope, reason=Reason.ALLOWED if is_in_scope else Reason.NOT_IN_SCOPE)
    if stored.rule == UNUSUAL_USE:
        return may(actor, Action.USE_REVIEW, ObjectFacts(actor.organisation_id, proposed_by=stored.about_id))
    found = None
    if view.submission_id is not None:
        found = await find_submission(connection, view.submission_id, organisation_id=actor.organisation_id)
    facts = found.facts if found is not None else ObjectFacts(actor.organisation_id, submitter_id=actor.user_id)
    return may(actor, Action.ALERT_ACT, facts)


def _deed(actor: Actor, action: AuditAction, stored: StoredAlert, view: AlertView, now: datetime, origin: str) -> Deed:
    """Give what is put on record. A look at a concern may rest on a restricted line alone, and is told to the cleared only."""
    object_type = CONCERN if view.is_concern else "alert"
    return Deed(now, actor.organisation_id, actor.user_id, action, object_type, stored.id, origin=origin)
