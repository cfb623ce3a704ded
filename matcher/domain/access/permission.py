"""Who may do what to which object, as one table (domain 4.4). What the table does not grant is denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.domain.access.actor import Actor, Role, area_key
from matcher.domain.access.grants import GRANTS, Action, Form, Grant, Reach

__all__ = [
    "CLEARABLE",
    "Action",
    "Decision",
    "Form",
    "Grant",
    "ObjectFacts",
    "Reach",
    "Reason",
    "absent",
    "is_let_in_by_alerts",
    "is_responsible",
    "knows_all_lines",
    "may",
    "may_at_all",
    "may_see_line",
    "owns_lines",
    "reaches_of",
]


class Reason(StrEnum):
    """Why somebody may or may not; stable, for the audit trail. What is shown to them is `not-found` or `not-allowed`."""

    ALLOWED = "allowed"
    OTHER_ORGANISATION = "other-organisation"
    NOT_GRANTED = "role-not-granted"
    NOT_IN_SCOPE = "not-in-scope"
    NOT_OWN = "not-own"
    OTHER_AREA = "other-area"
    OTHER_UNIT = "other-unit"
    NOT_ASSIGNED = "not-assigned"
    NOT_CLEARED = "not-cleared"
    LEAD_NOT_ACCEPTED = "lead-not-accepted"
    NEED_NOT_RECORDED = "need-not-recorded"
    SAME_PERSON = "same-person"


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What a decision may depend on, of the object that is asked for."""

    organisation_id: str
    unit_id: str | None = None
    submitter_id: str | None = None
    #: Areas the case touches: home, missing from, found in.
    areas: frozenset[str] = frozenset()
    #: Ids of accounts and units it was assigned to, and names of roles it was routed to.
    assigned_to: frozenset[str] = frozenset()
    is_restricted: bool = False
    #: As the list names it; None where the list names none.
    owner_unit: str | None = None
    #: Whether the owning unit accepted the lead, which opens the identity of the child to it.
    lead_accepted: bool = False
    #: Why it is needed, as typed for this one look; None or blank where nothing was.
    recorded_need: str | None = None
    #: Who proposed what is now to be published.
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may, why, and in which form."""

    allowed: bool
    reason: Reason
    #: The grant that decided; None where none did.
    grant: Grant | None = None

    @property
    def form(self) -> Form:
        """In which form it may be seen."""
        return self.grant.form if self.allowed and self.grant else Form.NOTHING

    @property
    def hides(self) -> bool:
        """Whether the answer must be that of an object that is not there: a refusal would tell that it is."""
        return not self.allowed and self.reason not in {
            Reason.NOT_GRANTED,
            Reason.NOT_IN_SCOPE,
            Reason.NEED_NOT_RECORDED,
            Reason.SAME_PERSON,
        }


#: What is of no organisation.
_NOBODYS = ObjectFacts("\0")


def may(actor: Actor, action: Action, facts: ObjectFacts) -> Decision:
    """Decide whether somebody may do something to an object. Of several roles the one that shows most decides."""
    if actor.scopes is not None and action.value not in actor.scopes:
        return Decision(allowed=False, reason=Reason.NOT_IN_SCOPE)
    grants = _grants_of(actor, action)
    if not grants:
        return Decision(allowed=False, reason=Reason.NOT_GRANTED)
    # Behind the others: to a role that has none anywhere, an object of another organisation reads like one of its own.
    if actor.organisation_id != facts.organisation_id:
        return Decision(allowed=False, reason=Reason.OTHER_ORGANISATION)
    return max((_decide(actor, grant, facts) for grant in grants), key=_rank)


def absent(actor: Actor, action: Action) -> Decision:
    """Decide about an object that is not there: as about one of another organisation, or as about any where a role has none."""
    return may(actor, action, _NOBODYS)


def may_at_all(actor: Actor, action: Action) -> bool:
    """Whether there is any object of their own organisation they may do it to: for routes and menus, never instead of `may`."""
    return (actor.scopes is None or action.value in actor.scopes) and any(True for _ in _grants_of(actor, action))


def reaches_of(actor: Actor, action: Action, *, beyond: Form = Form.NOTHING) -> frozenset[Reach]:
    """Give how far the grants of somebody reach, for the condition of a query over many objects; empty where none does.

    Args:
        actor: Who asks.
        action: For what.
        beyond: Leaves out grants that show no more than this: who may count objects may not list them.
    """
    if not may_at_all(actor, action):
        return frozenset()
    return frozenset(grant.reach for grant in _grants_of(actor, action) if grant.form.order > beyond.order)


def is_let_in_by_alerts(actor: Actor) -> bool:
    """Whether it depends on the alerts of a case if somebody may know of it: a refusal and a look then tell whether there are any.

    Scopes do not count: what a token may not ask for its owner may.
    """
    reaches = reaches_of(replace(actor, scopes=None), Action.SUBMISSION_READ_RESULT)
    return Reach.ASSIGNED in reaches and Reach.ORGANISATION not in reaches


def _grants_of(actor: Actor, action: Action) -> list[Grant]:
    row: Mapping[Role, Grant] = GRANTS[action]
    return [row[role] for role in Role if role in actor.roles and role in row]


def _rank(decision: Decision) -> tuple[bool, int, bool]:
    """Order decisions: allowed before denied, the form that shows most first; of denials one that only lacks a reason."""
    return decision.allowed, decision.form.order, decision.reason is Reason.NEED_NOT_RECORDED


def _decide(actor: Actor, grant: Grant, facts: ObjectFacts) -> Decision:
    reason = _obstacle(actor, grant, facts)
    return Decision(reason is None, reason or Reason.ALLOWED, grant)


def _obstacle(actor: Actor, grant: Grant, facts: ObjectFacts) -> Reason | None:
    reached = _reach_obstacle(actor, grant.reach, facts)
    if reached is not None:
        return reached
    if facts.is_restricted and grant.restricted_needs_clearance and not may_see_line(actor, facts):
        return Reason.NOT_CLEARED
    if grant.needs_second_person and facts.proposed_by in {None, actor.user_id}:
        return Reason.SAME_PERSON
    if grant.needs_reason and not (facts.recorded_need or "").strip():
        return Reason.NEED_NOT_RECORDED
    return None


def may_see_line(actor: Actor, facts: ObjectFacts) -> bool:
    """Whether somebody may know of a restricted line: the cleared, and analysts of the unit that owns it.

    A line for which the list names no owner is the list owner's: every analyst of the organisation.
    """
    owns = owns_lines(actor) and facts.owner_unit in {None, "", actor.unit_name}
    return not facts.is_restricted or owns or knows_all_lines(actor)


def owns_lines(actor: Actor) -> bool:
    """Whether somebody may know of the restricted lines of their unit."""
    return actor.has(Role.ANALYST) and _is_for_restricted(actor)


def knows_all_lines(actor: Actor) -> bool:
    """Whether somebody may know of the restricted lines of every unit."""
    return actor.is_cleared and bool(actor.roles & CLEARABLE) and _is_for_restricted(actor)


def _is_for_restricted(actor: Actor) -> bool:
    """Whether a token was made for restricted lines; with any other its owner reads what the uncleared read."""
    return actor.scopes is None or Action.MATCH_READ_RESTRICTED.value in actor.scopes


#: Roles a clearance means something for (domain 4.4, row "owner-only / covert line").
CLEARABLE = frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR, Role.ANALYST})


def _reach_obstacle(actor: Actor, reach: Reach, facts: ObjectFacts) -> Reason | None:
    match reach:
        case Reach.ORGANISATION:
            return None
        case Reach.OWN:
            return None if facts.submitter_id == actor.user_id else Reason.NOT_OWN
        case Reach.OWN_AREA:
            return None if is_responsible(actor, facts) else Reason.OTHER_AREA
        case Reach.OWN_UNIT:
            return None if facts.unit_id == actor.unit_id else Reason.OTHER_UNIT
        case Reach.ASSIGNED:
            mine = {actor.user_id, actor.unit_id, *(role.value for role in actor.roles)}
            return None if mine & facts.assigned_to else Reason.NOT_ASSIGNED
        case Reach.ACCEPTED_LEAD:
            return None if facts.lead_accepted else Reason.LEAD_NOT_ACCEPTED


def is_responsible(actor: Actor, facts: ObjectFacts) -> bool:
    """Whether a case is one of a coordinator's by its areas, or by the unit that brought it."""
    stated = frozenset(map(area_key, facts.areas))
    if stated & actor.area_keys:
        return True
    # Nobody may fall between two areas (docs/decisions/0046): what is no coordinator's is of the unit that brought it, and where that has
    # no coordinator of every one there is.
    if stated and (actor.coverage is None or stated & actor.coverage.areas):
        return False
    return facts.unit_id == actor.unit_id or (actor.coverage is not None and facts.unit_id not in actor.coverage.units)
