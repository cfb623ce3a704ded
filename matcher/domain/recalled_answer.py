"""What a number that was taken back means for an answer: which of its alerts rested on it, and how the answer is shown from then on.

The answer keeps its bytes; what is told of recalls is laid over it when somebody looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from matcher.domain.plain_view import name_of
from matcher.domain.recall_cause import RecallCause

Json = dict[str, Any]

RETRACTED = "retracted"

#: Speaks of several lines at once, so one of them alone does not carry it.
_SEVERAL_LINES = "AR-04"
#: Names nothing: it rests on every restricted line of the answer.
_WITHHELD = "AR-17"
_FEWEST_LINES = 2


def rests_on(alert: Json, answers: Iterable[Json]) -> frozenset[str]:
    """Give the matches an alert of an answer speaks of, by their ids."""
    known = {each["id"]: each for answer in answers for each in answer["matches"]}
    if alert["rule"] == _WITHHELD:
        return frozenset(match_id for match_id, each in known.items() if each["line"]["visibility"] != "open_to_force")
    return frozenset(match_id for match_id, each in known.items() if any(_speaks_of(fact, each) for fact in alert["facts"]))


def _speaks_of(fact: str, match: Json) -> bool:
    # As whole words: `L-1` is not `L-10`, and one number may begin with another.
    return all(re.search(rf"{re.escape(each)}(?![\w-])", fact) for each in (match["number"], name_of(match["line"])))


def still_stands(alert: Json, answers: Collection[Json], live: Collection[str]) -> bool:
    """Whether an alert still has what it rests on.

    Args:
        alert: As it stands in an answer.
        answers: The answers it may speak of.
        live: Ids of the matches that hold.
    """
    resting = rests_on(alert, answers)
    if not resting:
        return True
    lines = {each["line"]["id"] for answer in answers for each in answer["matches"] if each["id"] in resting and each["id"] in live}
    if lines:
        return alert["rule"] != _SEVERAL_LINES or len(lines) >= _FEWEST_LINES
    return any(_speaks_of(fact, each) for answer in answers for each in answer["associates"] for fact in alert["facts"])


def with_recalls(answer: Json, recalled: Mapping[str, Json], retracted: Mapping[str, Json]) -> Json:
    """Lay recalls over an answer.

    Args:
        answer: With ids and states.
        recalled: What is told of the recall, by id of a match.
        retracted: The same by id of an alert.
    """
    gone = {each["id"]: each for each in answer["matches"] if each["id"] in recalled}
    told = [*(recalled[each] for each in gone), *(retracted[each["id"]] for each in answer["alerts"] if each["id"] in retracted)]
    if not told:
        return answer
    said = dict.fromkeys(cause_of(each).sentence for each in told)
    return {
        **answer,
        "warnings": [*said, *answer["warnings"]],
        "matches": [{**each, "recalled": recalled[each["id"]]} if each["id"] in recalled else each for each in answer["matches"]],
        "alerts": [_with_recall(each, gone, recalled, retracted) for each in answer["alerts"]],
    }


def cause_of(told: Json) -> RecallCause:
    """Give why a number was taken back, of what is told of a recall."""
    return RecallCause(told["cause"])


def _with_recall(alert: Json, gone: Mapping[str, Json], recalled: Mapping[str, Json], retracted: Mapping[str, Json]) -> Json:
    if alert["id"] in retracted:
        return {**alert, "state": RETRACTED, "retracted": retracted[alert["id"]]}
    marks = {match_id: cause_of(recalled[match_id]).mark for match_id in gone}
    facts = []
    for fact in alert["facts"]:
        mark = next((marks[match_id] for match_id, each in gone.items() if _speaks_of(fact, each)), "")
        facts.append(f"{mark}{fact}")
    return {**alert, "facts": facts}
