"""What the matches of one submission tell that a later version found, and whom.

Whoever had heard of a number before hears of it again: it was set apart as protected by mistake, or the list has it for another line now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from matcher.domain.alerts.routing import roles_for
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.reviewed_view import CONFIRMED
from matcher.domain.line import Visibility
from matcher.domain.looking_back.later_concern import concern_parts, emptied
from matcher.domain.looking_back.later_match import Ground, LaterMatch, Phone, raised_by, raised_today
from matcher.domain.looking_back.moved_match import as_moved, as_today, most_urgent
from matcher.domain.match import Grade, Match
from matcher.render.json_answer import alert_object
from matcher.service.screening.later_alerts import Again, Parts
from matcher.service.screening.moved_numbers import BY_NAME, Heard
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
            before = heard.get(each.match.number)
            again = _of_hidden(again, before, row.id, concern_parts(alerts), _most_if_open(ground, phone, each) if before else "")
            continue
        if row.state != CONFIRMED:
            unconfirmed.add(row.id)
        before, is_set_free = heard.get(each.match.number), each.match.number in phone.set_free
        today = [alert_object(alert) for alert in raised_today(ground, phone, [each])] if before or is_set_free else []
        # What can only have been reissued is no word about a child: nobody is told of it, and no concern rests on it (domain 5.2).
        if before is not None and each.match.grade is not Grade.D:
            again, alerts = _of_moved(again, before, alerts, row, each.match, most_urgent(each.match, phone.subject, today))
        if is_set_free:
            again = _of_set_free(again, row.id, today)
            alerts = tuple((match_id, as_today(alert, today)) for match_id, alert in alerts)
        if alerts:
            rule = alerts[0][1]["rule"]
            told[rule] = (*told.get(rule, ()), *alerts)
    return ToldOf(told, {unit: alerts for unit, alerts in withheld.items() if alerts}, again, frozenset(unconfirmed))


def _of_moved(again: Again, before: Heard, alerts: Parts, row: StoredMatch, match: Match, most: str) -> tuple[Again, Parts]:
    """Add those who had heard of the number under another line, and give what they are told, no more urgently than its entry allows."""
    concern = () if before.concern is None else ((row.id, _no_more_urgent(emptied(before.concern), most)),)
    again = again.and_of(row.id, before.roles, concern, is_moved=True)
    if not before.lines:
        return again, alerts
    urgency = None if before.urgency is None else max(before.urgency, most)
    return again, tuple((match_id, as_moved(alert, match, before.lines, urgency, by=before.by)) for match_id, alert in alerts)


def _no_more_urgent(concern: Json, most: str) -> Json:
    return {**concern, "urgency": max(concern["urgency"], most)}


def _of_hidden(again: Again, before: Heard | None, match_id: str, concern: Parts, most: str) -> Again:
    """Have partners keep the concern they had of a number that went behind a restricted line, as by a line that everybody may know of.

    That the owning unit has to decide at once (AR-17) is the haste of that unit: partners would be told by it where the number went.
    """
    if before is not None and before.lines and before.concern is not None and concern:
        had = _no_more_urgent(emptied(before.concern), most)
        return again.and_of(match_id, frozenset(), ((match_id, had),), is_moved=True)
    return again.and_standing(match_id) if _is_no_news(before, concern) else again


def _most_if_open(ground: Ground, phone: Phone, found: LaterMatch) -> str:
    """Say how urgently at most a match would be told of if everybody might know of its line."""
    line = replace(found.match.line, visibility=Visibility.OPEN_TO_FORCE)
    seen = LaterMatch(replace(found.match, line=line), is_restricted=False)
    return most_urgent(seen.match, phone.subject, [alert_object(alert) for alert in raised_today(ground, phone, [seen])])


def _is_no_news(before: Heard | None, concern: Parts) -> bool:
    """Whether partners have had as much of a number: nothing tells them that it went behind a restricted line."""
    had = before.concern if before is not None else None
    return had is not None and all(had["urgency"] <= each["urgency"] for _, each in concern)


def _of_set_free(again: Again, match_id: str, alerts: Sequence[Json]) -> Again:
    """Add those to whom a phone of today would bring the match: they had lost it."""
    roles = frozenset(role for each in alerts for role in roles_for(each["rule"], each["recipients"], each["urgency"]))
    told = again.and_of(match_id, roles & BY_NAME, concern_parts((match_id, each) for each in alerts))
    return told._replace(routed=again.routed | roles)
