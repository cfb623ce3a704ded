"""The sanitised concern where a restricted line is found later: a child is not worse off because the list learned of it afterwards (S6).

What brings the case to partners holds nothing of what the owning unit is told; what they are told is made when they look (`concern`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matcher.domain.access.actor import Role
from matcher.domain.alerts.routing import roles_for
from matcher.domain.alerts.rule import Recipient
from matcher.domain.answers.fallen_alerts import retracted

Json = dict[str, Any]

#: With a match that is kept: what it brings to partners, where that was lost because its number had been set apart as protected.
CONCERN = "concern"

_KEPT = ("rule", "rule_version", "urgency")


def is_for_partners(alert: Json) -> bool:
    """Whether an alert brings its case to safeguarding partners."""
    return Role.SAFEGUARDING in roles_for(alert["rule"], alert["recipients"], alert["urgency"])


def concern_parts(parts: Iterable[tuple[str, Json]]) -> tuple[tuple[str, Json], ...]:
    """Give of alerts of single matches those that bring a case to partners, emptied of all they say.

    Args:
        parts: Id of the match, and the alert it raises alone.
    """
    return tuple((match_id, emptied(alert)) for match_id, alert in parts if is_for_partners(alert))


def emptied(alert: Json) -> Json:
    """Give what brings a case to partners, emptied of all that the alert it stands for says."""
    kept = {key: alert[key] for key in _KEPT}
    return {**kept, "facts": [], "actions": [], "recipients": [Recipient.SAFEGUARDING.value], "restricted": False}


def with_later(whole: Json, parts: Sequence[tuple[str, Json]], strengths: Mapping[str, str | None], fallen: Mapping[str, Json]) -> Json:
    """Give a whole answer, as a concern is made of it, with what was found later.

    Args:
        whole: As it was answered, with what was recalled.
        parts: Alerts of single matches that a concern stands for, by the match.
        strengths: How strong each match is, by its id.
        fallen: The matches that are not live, by their ids: with their state, and with what is told of a recall.
    """
    matches = dict.fromkeys(match_id for match_id, _ in parts)
    return {
        **whole,
        "alerts": [
            *whole["alerts"],
            *(retracted(alert, [fallen[match_id]]) if match_id in fallen else alert for match_id, alert in parts),
        ],
        "matches": [
            *whole["matches"],
            *({"strength": strengths.get(each), **fallen.get(each, {})} for each in matches),
        ],
    }
