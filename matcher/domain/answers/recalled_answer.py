"""What a number that was taken back means for an answer: how it is shown from then on.

The answer keeps its bytes; what is told of recalls is laid over it when somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.domain.answers.live_grounds import RECALLED, LineNumber, place_of
from matcher.domain.upkeep.recall_cause import RecallCause

Json = dict[str, Any]

RETRACTED = "retracted"


def with_recalls(
    answer: Json, recalled: Mapping[str, Json], retracted: Mapping[str, Json], people: Mapping[LineNumber, Json] | None = None
) -> Json:
    """Lay recalls over an answer.

    Args:
        answer: With ids and states.
        recalled: What is told of the recall, by id of a match.
        retracted: The same by id of an alert.
        people: The same by line and number of a person the line named.
    """
    left = people or {}
    told = [
        *(recalled[each["id"]] for each in answer["matches"] if each["id"] in recalled),
        *(left[at] for each in answer["associates"] if (at := place_of(each)) in left),
    ]
    if not told and not any(each["id"] in retracted for each in answer["alerts"]):
        return answer
    # By what is gone now: the number an alert was retracted by may be back, while something else keeps it from holding.
    said = dict.fromkeys(cause_of(each).sentence for each in told)
    return {
        **answer,
        "warnings": [*said, *answer["warnings"]],
        "matches": [{**each, RECALLED: recalled[each["id"]]} if each["id"] in recalled else each for each in answer["matches"]],
        "associates": [{**each, RECALLED: left[at]} if (at := place_of(each)) in left else each for each in answer["associates"]],
        "alerts": [
            {**each, "state": RETRACTED, RETRACTED: retracted[each["id"]]} if each["id"] in retracted else each for each in answer["alerts"]
        ],
    }


def cause_of(told: Json) -> RecallCause:
    """Give why a number was taken back, of what is told of a recall."""
    return RecallCause(told["cause"])
