"""What a number that was taken back means for an answer: which of its alerts rested on it, and how the answer is shown from then on.

The answer keeps its bytes; what is told of recalls is laid over it when somebody looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    return frozenset(match_id for match_id, each in known.items() if any(speaks_of(fact, each) for fact in alert["facts"]))


def speaks_of(fact: str, match: Json) -> bool:
    """Whether a sentence of an alert is about a match, or a person a line names, by number and line."""
    # As whole words: `L-1` is not `L-10`, and one number may begin with another.
    return all(re.search(rf"{re.escape(each)}(?![\w-])", fact) for each in (match["number"], name_of(match["line"])))


#: A line, and as E.164 a number by which it has a match or names somebody.
LineNumber = tuple[str, str]


def people_of(alert: Json, answers: Iterable[Json]) -> frozenset[LineNumber]:
    """Give the people a line names whom an alert of an answer speaks of, by line and number."""
    everybody = {_line_number(each): each for answer in answers for each in answer["associates"]}
    return frozenset(named for named, each in everybody.items() if any(speaks_of(fact, each) for fact in alert["facts"]))


def _line_number(told: Json) -> LineNumber:
    return told["line"]["id"], told["number"]


def speaks_of_several(alert: Json) -> bool:
    """Whether an alert is about several lines at once."""
    return bool(alert["rule"] == _SEVERAL_LINES)


def still_stands(alert: Json, answers: Collection[Json], live: Collection[str], gone: Collection[LineNumber] = ()) -> bool:
    """Whether an alert still has what it rests on.

    Args:
        alert: As it stands in an answer.
        answers: The answers it may speak of.
        live: Ids of the matches that hold.
        gone: People whom their lines name no longer.
    """
    resting, people = rests_on(alert, answers), people_of(alert, answers)
    if not resting and not people:
        return True
    lines = {each["line"]["id"] for answer in answers for each in answer["matches"] if each["id"] in resting and each["id"] in live}
    if lines:
        return not speaks_of_several(alert) or len(lines) >= _FEWEST_LINES
    return not people <= frozenset(gone)


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
    unnamed = [(each, left[at]) for each in answer.get("associates", ()) if (at := _line_number(each)) in left]
    # A number that is the line's as well carries what is said of both.
    held = {_line_number(each) for each in answer["matches"]}
    gone = [(each, recalled[each["id"]]) for each in answer["matches"] if each["id"] in recalled]
    gone += [(each, told) for each, told in unnamed if _line_number(each) not in held]
    told = [
        *(each for _, each in (*gone, *unnamed)),
        *(retracted[each["id"]] for each in answer["alerts"] if each["id"] in retracted),
    ]
    if not told:
        return answer
    said = dict.fromkeys(cause_of(each).sentence for each in told)
    return {
        **answer,
        "warnings": [*said, *answer["warnings"]],
        "matches": [{**each, "recalled": recalled[each["id"]]} if each["id"] in recalled else each for each in answer["matches"]],
        "associates": [
            {**each, "recalled": left[at]} if (at := _line_number(each)) in left else each for each in answer.get("associates", ())
        ],
        "alerts": [_with_recall(each, gone, retracted) for each in answer["alerts"]],
    }


def cause_of(told: Json) -> RecallCause:
    """Give why a number was taken back, of what is told of a recall."""
    return RecallCause(told["cause"])


def _with_recall(alert: Json, gone: Sequence[tuple[Json, Json]], retracted: Mapping[str, Json]) -> Json:
    if alert["id"] in retracted:
        return {**alert, "state": RETRACTED, "retracted": retracted[alert["id"]]}
    marks = [(each, cause_of(told).mark) for each, told in gone]
    facts = []
    for fact in alert["facts"]:
        mark = next((mark for each, mark in marks if speaks_of(fact, each)), "")
        facts.append(f"{mark}{fact}")
    return {**alert, "facts": facts}
