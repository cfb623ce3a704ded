"""How alerts are shown of which something fell: sentences say so, and an alert of which nothing live is left is retracted, with the reason.

It is laid over what is shown when somebody looks, so that a finding that is changed changes it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from matcher.domain.answers.live_grounds import (
    RECALLED,
    REJECTED,
    Grounds,
    LineNumber,
    gone_people,
    grounds_of,
    is_live,
    live_matches,
    place_of,
    still_stands,
)
from matcher.domain.answers.naming import Sentence, names_of, sentences
from matcher.domain.answers.recalled_answer import RETRACTED, cause_of

Json = dict[str, Any]

#: How a sentence begins that is about a match a reviewer rejected, on this phone or on another one of the same person.
REJECTED_BEFORE = "Rejected by a reviewer: "
_EVERY = "A reviewer rejected every match it rests on."
_TOO_FEW = "A reviewer rejected matches it rests on, and what is left is no number of several lines."
_THE_REST = "A reviewer rejected what else it rested on."


def with_fallen(answer: Json) -> Json:
    """Mark what alerts of an answer say of what fell, and retract those of which nothing live is left.

    Args:
        answer: With ids and the states of its matches, and with what was recalled.
    """
    told = [*answer["matches"], *answer["associates"]]
    if all(map(is_live, told)):
        return answer
    live, gone = live_matches(answer), gone_people(answer)
    return {**answer, "alerts": [_shown(each, answer, live, gone) for each in answer["alerts"]]}


def _shown(alert: Json, answer: Json, live: Collection[str], gone: Collection[LineNumber]) -> Json:
    grounds = grounds_of(alert, [answer])
    fallen = [each for each in _of(grounds, answer) if not is_live(each)]
    if not fallen:
        return alert
    marked = {**alert, "facts": [_marked(fact, answer) for fact in sentences(alert["facts"], names_of(answer))]}
    if RETRACTED not in alert and still_stands(alert, [answer], live, gone):
        return marked
    return {**retracted(marked, fallen, is_whole=grounds.matches.isdisjoint(live)), "state": RETRACTED}


def _of(grounds: Grounds, answer: Json) -> Iterator[Json]:
    yield from (each for each in answer["matches"] if each["id"] in grounds.matches)
    yield from (each for each in answer["associates"] if place_of(each) in grounds.people)


def retracted(alert: Json, fallen: Sequence[Json], *, told: Json | None = None, is_whole: bool = True) -> Json:
    """Give an alert that no longer holds, with the reason.

    Args:
        alert: As it is shown.
        fallen: What it rested on and is not live: each with its state, and with what is told of its recall where there was one.
        told: What is told of the recall it was retracted by, where that is on record. Only where nothing is fallen it is the reason: that
            number may be back, while another one keeps the alert from holding.
        is_whole: Whether all of it fell, and not only too much of it.
    """
    recalls = [each[RECALLED] for each in fallen if RECALLED in each]
    if told is not None and not fallen:
        return {**alert, RETRACTED: told}
    if not recalls:
        reason = _EVERY if is_whole else _TOO_FEW
        return {**alert, RETRACTED: {"version": None, "at": None, "cause": REJECTED, "reason": reason}}
    # That something is no longer on record goes before that something else was wrong: it is no word that somebody is safe.
    told = max(recalls, key=lambda each: (not cause_of(each).is_denied, each["version"]))
    is_mixed = any(RECALLED not in each for each in fallen)
    return {**alert, RETRACTED: {**told, "reason": f"{told['reason']} {_THE_REST}"} if is_mixed else told}


def _marked(fact: Sentence, answer: Json) -> str:
    """Say of a sentence that it is about what fell: by its number and line, or of a line of which nothing is left, as where it supplies."""
    told = [*answer["matches"], *answer["associates"]]
    about = [each for each in told if fact.speaks_of(each)] or [each for each in told if fact.names_line(each["line"])]
    if not about or any(map(is_live, about)):
        return fact.text
    recalls = [each[RECALLED] for each in about if RECALLED in each]
    return f"{cause_of(recalls[0]).mark if recalls else REJECTED_BEFORE}{fact.text}"
