"""Which submissions somebody may see, as the condition of a query: the matrix of domain 4.4 where rows are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Action, Form, Reach, reaches_of
from matcher.store.schema.answers import alerts, repeated_alerts, submissions


def reached(actor: Actor, action: Action, *, beyond: Form = Form.COUNT_ONLY) -> sa.ColumnElement[bool]:
    """Give the condition that rows of `submissions` meet that somebody may see; by default more of than how many there are."""
    conditions = [_reaching(actor, reach) for reach in sorted(reaches_of(actor, action, beyond=beyond))]
    return sa.and_(submissions.c.organisation_id == actor.organisation_id, sa.or_(sa.false(), *conditions))


def alerts_reached(actor: Actor) -> sa.ColumnElement[bool]:
    """Give the condition that rows of `alerts` meet that somebody may see.

    They are those of submissions they reach, and those that were seen again with one and are not raised a second time (whether they stand
    in an answer they may see is told by that answer); for auditors, of unusual use; those about no submission for one of their roles; and
    those for themselves alone. What is for another account alone is there for nobody else, whatever their role, and what is for one role
    for that one.
    """
    of_submissions: sa.ColumnElement[bool] = alerts.c.submission_id.in_(
        sa.select(submissions.c.id).where(reached(actor, Action.ALERT_READ))
    )
    if Reach.ORGANISATION not in reaches_of(actor, Action.ALERT_READ, beyond=Form.COUNT_ONLY):
        of_case = sa.and_(alerts.c.for_role.is_(None), alerts.c.id.in_(_seen_again(actor)))
        of_submissions = sa.or_(of_submissions, of_case)
    of_use = sa.and_(alerts.c.submission_id.is_(None), sa.true() if Role.AUDITOR in actor.roles else sa.false())
    for_all = sa.or_(alerts.c.for_role.is_(None), alerts.c.for_role.in_(sorted(role.value for role in actor.roles)))
    of_list = sa.and_(alerts.c.submission_id.is_(None), alerts.c.for_role.is_not(None))
    for_roles = sa.and_(alerts.c.recipient_id.is_(None), for_all, sa.or_(of_submissions, of_use, of_list))
    return sa.and_(alerts.c.organisation_id == actor.organisation_id, sa.or_(for_roles, alerts.c.recipient_id == actor.user_id))


def alone_of(actor: Actor, submission_id: str) -> sa.ColumnElement[bool]:
    """Give the condition that rows of `alerts` meet that are of a submission, and for somebody or one of their roles alone."""
    is_alone = sa.or_(alerts.c.recipient_id.is_not(None), alerts.c.for_role.is_not(None))
    return sa.and_(alerts.c.submission_id == submission_id, is_alone, alerts_reached(actor))


def _seen_again(actor: Actor) -> sa.Select[tuple[str]]:
    """Find the alerts that stand in answers they reach and were raised for other submissions."""
    mine = sa.and_(reached(actor, Action.ALERT_READ), submissions.c.erased_at.is_(None))
    told = repeated_alerts.join(submissions, submissions.c.id == repeated_alerts.c.submission_id)
    return sa.select(repeated_alerts.c.alert_id).select_from(told).where(mine)


def _reaching(actor: Actor, reach: Reach) -> sa.ColumnElement[bool]:
    match reach:
        case Reach.ORGANISATION:
            return sa.true()
        case Reach.OWN:
            return submissions.c.submitter_id == actor.user_id
        case Reach.OWN_UNIT:
            return submissions.c.unit_id == actor.unit_id
        case Reach.OWN_AREA:
            return _of_area(actor)
        case Reach.ASSIGNED:
            listed = sa.literal(",") + submissions.c.routed_to + ","
            roles = sorted(role.value for role in actor.roles)
            return sa.or_(sa.false(), *(listed.contains(f",{role},", autoescape=True) for role in roles))
        case Reach.ACCEPTED_LEAD:
            # No lead can be accepted yet.
            return sa.false()


def _of_area(actor: Actor) -> sa.ColumnElement[bool]:
    """Give the condition of submissions of somebody's areas, and of those that are nobody's (`permission`, docs/decisions/0046)."""
    mine = sa.or_(sa.false(), *_naming(actor.area_keys))
    of_unit: sa.ColumnElement[bool] = submissions.c.unit_id == actor.unit_id
    if actor.coverage is None:
        return sa.or_(mine, sa.and_(submissions.c.areas == "", of_unit))
    of_no_unit = submissions.c.unit_id.not_in(sorted(actor.coverage.units))
    several = list(_naming(actor.coverage.areas))
    # In groups: the embedded database takes no more than so many conditions in a row.
    groups = (sa.not_(sa.or_(*several[at : at + _IN_A_ROW])) for at in range(0, len(several), _IN_A_ROW))
    return sa.or_(mine, sa.and_(sa.or_(of_unit, of_no_unit), *groups))


_IN_A_ROW = 100


def _naming(areas: Iterable[str]) -> Iterator[sa.ColumnElement[bool]]:
    return (submissions.c.areas.contains(f"\n{area}\n", autoescape=True) for area in sorted(areas))
