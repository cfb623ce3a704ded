"""A match that a number has under another line than before: what is said of it to those who had been told of it with the old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.looking_back.later_alert import UNTOLD
from matcher.domain.looking_back.later_match import RULE
from matcher.domain.match import Grade, Match
from matcher.domain.matching.explanation import say_line
from matcher.domain.screening import EpisodeStatus, Subject, Urgency

Json = dict[str, Any]

_TITLE = "A number on a phone that was handed in is listed for another line now"
_NOT_NEW = (
    "This is not new evidence of conduct: the phone and the number are the same, and the list has the number for another line. Nor is it a "
    "word that anybody is safe: what was told of the number before is retracted with the old line, and goes on with this one."
)
_GO_ON = "Go on with what was begun because of the number, and tell whoever works on it that the list has it for another line now."


#: The most urgent a match may be told as, by its grade (domain 5.2).
_CAPS = {Grade.A: Urgency.P1, Grade.B: Urgency.P2, Grade.C: Urgency.P3}


def most_urgent(match: Match, subject: Subject, today: Iterable[Json]) -> str:
    """Say how urgently at most a match may be told of: its grade and its source cap what was told of the number before (domain 5.2).

    Args:
        match: Under the new line.
        subject: Whose phone it is.
        today: What a phone that is handed in today raises by it: rules of present danger go above a cap.
    """
    by_source = Urgency.P1
    if match.entry.source_grade == "3":
        by_source = Urgency.P2 if subject.status is EpisodeStatus.MISSING else Urgency.P3
    cap = max(_CAPS.get(match.grade, Urgency.P4), by_source)
    return str(min([cap.value, *(each["urgency"] for each in today)]))


def as_today(alert: Json, today: Iterable[Json]) -> Json:
    """Give an alert of a look back as urgent as a phone that is handed in today would be told of, where that is more urgent."""
    urgency = min((each["urgency"] for each in today), default=None)
    return _raised_to(alert, urgency, "as a phone that is handed in today")


def _raised_to(alert: Json, urgency: str | None, why: str) -> Json:
    if urgency is None or urgency >= alert["urgency"]:
        return alert
    return {**alert, "urgency": urgency, "urgency_steps": [f"{urgency}, {why}.", CLOCKS[Urgency(urgency)]]}


def as_moved(alert: Json, match: Match, lines: Sequence[str], urgency: str | None, *, by: Sequence[str] = ()) -> Json:
    """Give an alert of a look back as it is told of a number that had been told of with another line.

    Args:
        alert: What the match raises as one that was found later.
        match: Which it is.
        lines: Those it had been told of with, as sentences name them.
        urgency: How urgently; None where that is not told of any more.
        by: The matches it had been told of with, by their ids: whoever waits for a reviewer may know of none that was not confirmed.
    """
    told = _raised_to(alert, urgency, "as what was told of the number before")
    # As urgent for those who may not know of what was told before, who are not told why.
    untold = told if told is alert else {**told, "urgency_steps": told["urgency_steps"][-1:]}
    raised = {**told, UNTOLD: {"by": list(by), "alert": untold}}
    if alert["rule"] != RULE:
        return raised
    first = f"{match.number} is listed for {say_line(match.line)} now: grade {match.grade.value}. Before, it was listed for {_and(lines)}."
    actions = list(dict.fromkeys([_GO_ON, *alert["actions"]]))
    return {**raised, "title": _TITLE, "facts": [first, *alert["facts"][1:]], "assessment": _NOT_NEW, "actions": actions}


def _and(lines: Sequence[str]) -> str:
    return " and for ".join(lines)
