"""A match that a number has under another line than before: what is said of it to those who had been told of it with the old one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.looking_back.later_alert import UNTOLD
from matcher.domain.looking_back.later_match import RULE
from matcher.domain.match import Match
from matcher.domain.matching.explanation import say_line
from matcher.domain.screening import Urgency

Json = dict[str, Any]

_TITLE = "A number on a phone that was handed in is listed for another line now"
_NOT_NEW = (
    "This is not new evidence of conduct: the phone and the number are the same, and the list has the number for another line. Nor is it a "
    "word that anybody is safe: what was told of the number before is retracted with the old line, and goes on with this one."
)
_GO_ON = "Go on with what was begun because of the number, and tell whoever works on it that the list has it for another line now."


def as_moved(alert: Json, match: Match, lines: Sequence[str], urgency: str | None, *, by: Sequence[str] = ()) -> Json:
    """Give an alert of a look back as it is told of a number that had been told of with another line.

    Args:
        alert: What the match raises as one that was found later.
        match: Which it is.
        lines: Those it had been told of with, as sentences name them.
        urgency: How urgently; None where that is not told of any more.
        by: The matches it had been told of with, by their ids: whoever waits for a reviewer may know of none that was not confirmed.
    """
    steps, level = alert["urgency_steps"], alert["urgency"]
    if urgency is not None and urgency < level:
        steps = [f"{urgency}, as what was told of the number before.", CLOCKS[Urgency(urgency)]]
        level = urgency
    # As urgent for those who may not know of what was told before, who are not told why.
    untold = {**alert, "urgency": level, "urgency_steps": alert["urgency_steps"] if level == alert["urgency"] else [CLOCKS[Urgency(level)]]}
    raised = {**alert, "urgency": level, "urgency_steps": steps, UNTOLD: {"by": list(by), "alert": untold}}
    if alert["rule"] != RULE:
        return raised
    first = f"{match.number} is listed for {say_line(match.line)} now: grade {match.grade.value}. Before, it was listed for {_and(lines)}."
    actions = list(dict.fromkeys([_GO_ON, *alert["actions"]]))
    return {**raised, "title": _TITLE, "facts": [first, *alert["facts"][1:]], "assessment": _NOT_NEW, "actions": actions}


def _and(lines: Sequence[str]) -> str:
    return " and for ".join(lines)
