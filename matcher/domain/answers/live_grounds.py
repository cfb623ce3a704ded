"""What an alert rests on, and which of it is live: the one place that decides, whatever made the rest fall.

A match falls when a reviewer rejects it or the list takes its number back; a person, when their line names them no longer. What became
protected is no part of any answer by then (`guarded_answer`). An alert of which nothing live is left does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from matcher.domain.alerts.routing import WITHHELD
from matcher.domain.answers.naming import names_of, sentences
from matcher.domain.line import Visibility

Json = dict[str, Any]

REJECTED = "rejected"
#: Stands with a match or a person that the list took back.
RECALLED = "recalled"

#: Speaks of several lines at once, so one of them alone does not carry it.
_SEVERAL_LINES = "AR-04"
FEWEST_LINES = 2

#: A line, and as E.164 a number by which it has a match or names somebody.
LineNumber = tuple[str, str]


class Grounds(NamedTuple):
    """What an alert rests on, whether it holds or not."""

    #: By their ids.
    matches: frozenset[str]
    #: People whom a line names.
    people: frozenset[LineNumber]


def holds(review: str, *, is_recalled: bool) -> bool:
    """Whether a match is still a ground of anything."""
    return review != REJECTED and not is_recalled


def is_live(told: Mapping[str, Any]) -> bool:
    """The same of a match of an answer with its state, or of a person a line names."""
    return holds(told.get("review") or "", is_recalled=RECALLED in told)


def live_matches(answer: Json) -> frozenset[str]:
    """Give the ids of the matches of an answer that hold."""
    return frozenset(each["id"] for each in answer["matches"] if is_live(each))


def gone_people(answer: Json) -> frozenset[LineNumber]:
    """Give the people of an answer whom their lines name no longer."""
    return frozenset(place_of(each) for each in answer["associates"] if not is_live(each))


def place_of(told: Json) -> LineNumber:
    """Give line and number of a match or a person."""
    return told["line"]["id"], told["number"]


def grounds_of(alert: Json, answers: Collection[Json]) -> Grounds:
    """Give what an alert of an answer rests on: what it quotes by number and line; where it quotes nothing, the lines it names.

    A label that reads like a line is a ground of its own, which no number carries.
    """
    matches = {each["id"]: each for answer in answers for each in answer["matches"]}
    if alert["rule"] == WITHHELD:
        # It names nothing, and rests on every restricted line of the answer.
        return Grounds(frozenset(key for key, each in matches.items() if is_restricted(each)), frozenset())
    people = {place_of(each): each for answer in answers for each in answer["associates"]}
    said = list(sentences(alert["facts"], names_of(*answers)))
    quoted = _such(matches, people, lambda each: any(fact.speaks_of(each) for fact in said))
    labels = [each["line"] for answer in answers for each in answer["leads"] if each["line"] is not None]
    if any(quoted) or any(fact.names_line(line) for fact in said for line in labels):
        return quoted
    return _such(matches, people, lambda each: any(fact.names_line(each["line"]) for fact in said))


def labels_of(alert: Json, answers: Collection[Json]) -> frozenset[str]:
    """Give the sentences of an alert that tell of a label that reads like a line, and of no match or person: no number carries those."""
    known = [each for answer in answers for part in ("matches", "associates") for each in answer[part]]
    labels = [each["line"] for answer in answers for each in answer["leads"] if each["line"] is not None]
    if not labels:
        return frozenset()
    named = (said for said in sentences(alert["facts"], names_of(*answers)) if any(said.names_line(line) for line in labels))
    return frozenset(said.text for said in named if not any(said.speaks_of(each) for each in known))


def _such(matches: Mapping[str, Json], people: Mapping[LineNumber, Json], is_such: Callable[[Json], bool]) -> Grounds:
    return Grounds(
        frozenset(key for key, each in matches.items() if is_such(each)), frozenset(key for key, each in people.items() if is_such(each))
    )


def is_restricted(match: Json) -> bool:
    """Whether not everybody may know of a match of an answer."""
    return Visibility(match["line"]["visibility"]).is_restricted


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
    return stands_by(grounds_of(alert, answers), alert, answers, live, gone)


def stands_by(grounds: Grounds, alert: Json, answers: Iterable[Json], live: Collection[str], gone: Collection[LineNumber] = ()) -> bool:
    """Whether an alert stands that rests on these grounds; of the answers only which line each match is of is asked."""
    if not any(grounds):
        return True
    held = grounds.matches & frozenset(live)
    if grounds.matches and speaks_of_several(alert):
        return len(_lines_of(held, answers)) >= FEWEST_LINES
    return bool(held) or not grounds.people <= frozenset(gone)


def _lines_of(match_ids: Collection[str], answers: Iterable[Json]) -> frozenset[str]:
    return frozenset(each["line"]["id"] for answer in answers for each in answer["matches"] if each["id"] in match_ids)
