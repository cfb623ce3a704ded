"""What the matches of one submission tell that a later version found, and whom.

Whoever had heard of a number before hears of it again: it was set apart as protected by mistake, or the list has it for another line now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from matcher.domain.access.actor import Role
from matcher.domain.alerts.routing import roles_for
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.reviewed_view import CONFIRMED
from matcher.domain.looking_back.later_concern import concern_parts, emptied
from matcher.domain.looking_back.later_match import Ground, LaterMatch, Phone, raised_by, raised_today
from matcher.domain.looking_back.moved_match import as_moved
from matcher.render.json_answer import alert_object
from matcher.service.screening.later_alerts import Again, Parts
from matcher.service.screening.moved_numbers import Heard
from matcher.store.matches import StoredMatch

Json = dict[str, Any]


class ToldOf(NamedTuple):
    """Alerts of single matches."""

    #: By the most urgent rule the match raises.
    told: Mapping[str, Parts]
    #: Those about restricted lines, by the unit that owns the line.
    withheld: Mapping[str | None, Parts]
    again: Again
    #: Matches of open lines that no reviewer confirmed.
    unconfirmed: frozenset[str] = frozenset()


def told_of(ground: Ground, phone: Phone, found: Iterable[tuple[StoredMatch, LaterMatch]], heard: Mapping[str, Heard]) -> ToldOf:
    """Say what matches tell.

    Args:
        ground: What they rest on.
        phone: What is known of the phone.
        found: Matches, with their rows.
        heard: What had been told of numbers by lines that the list has them for no more.
    """
    told: dict[str, Parts] = {}
    withheld: dict[str | None, Parts] = {}
    again, unconfirmed = Again(), set[str]()
    for row, each in found:
        if row.state == REJECTED:
            # What was rejected with the same person before raises nothing on its own.
            continue
        alerts = tuple((row.id, alert_object(alert)) for alert in raised_by(ground, phone, [each]))
        if each.is_restricted:
            unit = each.match.line.owner_unit
            withheld[unit] = (*withheld.get(unit, ()), *alerts)
            continue
        if row.state != CONFIRMED:
            unconfirmed.add(row.id)
        before = heard.get(each.match.number)
        if before is not None:
            again = again.and_of(row.id, before.roles, _concern(row.id, before), is_moved=True)
        if before is not None and before.lines:
            alerts = tuple(
                (match_id, as_moved(alert, each.match, before.lines, before.urgency, by=before.by)) for match_id, alert in alerts
            )
        if each.match.number in phone.set_free:
            again = _of_set_free(again, row.id, [alert_object(alert) for alert in raised_today(ground, phone, [each])])
        if alerts:
            rule = alerts[0][1]["rule"]
            told[rule] = (*told.get(rule, ()), *alerts)
    return ToldOf(told, {unit: alerts for unit, alerts in withheld.items() if alerts}, again, frozenset(unconfirmed))


def _concern(match_id: str, before: Heard) -> Parts:
    return () if before.concern is None else ((match_id, emptied(before.concern)),)


def _of_set_free(again: Again, match_id: str, today: Iterable[Json]) -> Again:
    """Add those to whom a phone of today would bring the match: they had lost it."""
    alerts = list(today)
    roles = frozenset(role for each in alerts for role in roles_for(each["rule"], each["recipients"], each["urgency"]))
    told = again.and_of(match_id, roles & {Role.COORDINATOR, Role.SUPERVISOR}, concern_parts((match_id, each) for each in alerts))
    return told._replace(routed=again.routed | roles)
