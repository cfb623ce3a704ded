"""Answers and the states of their matches and alerts; and what is seen of an answer where a reviewer confirms first.

A match that nobody confirmed yet, or that was rejected, looks like one that is not there (design section 4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from matcher.domain.answers.guarded_answer import alerting_lines, recounted
from matcher.domain.answers.live_grounds import FEWEST_LINES, place_of, speaks_of_several
from matcher.domain.answers.naming import Sentence, names_of, sentences
from matcher.domain.answers.released_part import as_released, without_parts
from matcher.domain.answers.statement import LIMITS, NO_ABSENCE, say_count

Json = dict[str, Any]

CONFIRMED = "confirmed"
#: Stands with an alert that was raised with an earlier submission about the person in this episode: the moment.
RAISED_BEFORE = "raised_before"


class AlertStanding(NamedTuple):
    """How an alert of an answer stands."""

    #: Of the one that was raised: with an earlier submission, where that told it already.
    id: str
    state: str
    #: When it was raised, where that was with an earlier submission.
    raised_before: str | None = None


def with_states(answer: Json, reviews: Mapping[str, str], alerts: Mapping[str, AlertStanding]) -> Json:
    """Give an answer in which each match says how its review stands, and each alert how it stands.

    Args:
        answer: With ids.
        reviews: State by id of a match.
        alerts: How it stands by id of an alert.
    """
    return {
        **answer,
        "matches": [{**each, "review": reviews.get(each["id"], each["review"])} for each in answer["matches"]],
        "alerts": [_stated(each, alerts.get(each["id"])) for each in answer["alerts"]],
    }


def _stated(alert: Json, standing: AlertStanding | None) -> Json:
    if standing is None:
        return {**alert, "id": None, "state": None}
    stated = {**alert, "id": standing.id, "state": standing.state}
    return stated if standing.raised_before is None else {**stated, RAISED_BEFORE: standing.raised_before}


def without_settled(answer: Json, settled: Collection[str], notes: Mapping[str, Json]) -> Json:
    """Give an answer without alerts that were never raised, because what they rest on was rejected before; and say so with each match.

    Args:
        answer: With states.
        settled: Ids of these alerts.
        notes: What is told beside a match, by its id.
    """
    return {
        **answer,
        "matches": [{**each, **notes.get(each["id"], {})} for each in answer["matches"]],
        "alerts": [each for each in answer["alerts"] if each["id"] not in settled],
    }


def as_reviewed(answer: Json, bare: Json | None) -> Json:
    """Give what may be seen of an answer whose matches have to be confirmed first.

    Args:
        answer: The open answer, with states.
        bare: The same file against a list without lines; None where none was made, because matches were not confirmed first then.
    """
    shown = [each for each in answer["matches"] if each["review"] == CONFIRMED]
    if shown and len(shown) == len(answer["matches"]):
        return answer
    if bare is not None and not shown:
        return {**without_parts(bare), "alerts": []}
    return _partly(answer, bare or {**answer, "warnings": []}, shown)


def _partly(answer: Json, bare: Json, shown: list[Json]) -> Json:
    """Add to the answer without matches those that were confirmed, and what alerts say of them and of no other."""
    ids = {each["line"]["id"] for each in shown}
    hidden = [each["line"] for each in (*answer["matches"], *answer["associates"]) if each["line"]["id"] not in ids]
    numbers = len({each["number"] for each in shown})
    told = (_part_of(each, answer, shown, hidden, bare) for each in answer["alerts"])
    return {
        **without_parts(bare),
        "screening": {**bare["screening"], "counts": {**bare["screening"]["counts"], "matched_numbers": numbers}},
        "statement": _state(answer, numbers, len(ids)),
        "matches": shown,
        "associates": [each for each in answer["associates"] if each["line"]["id"] in ids],
        "leads": [each for each in bare["leads"] if each["line"] is None],
        "alerts": list(filter(None, told)),
    }


def _state(answer: Json, numbers: int, lines: int) -> str:
    """Say how many numbers matched, in the words of the whole answer."""
    _, _, where = str(answer["statement"]).partition(" in ")
    if numbers:
        return f"{say_count(numbers, lines)} in {where}"
    place = where.removesuffix(f". {LIMITS}").removesuffix(f"; {NO_ABSENCE}")
    return f"No releasable match in {place}; {NO_ABSENCE}"


def _part_of(alert: Json, answer: Json, shown: Collection[Json], hidden: Collection[Json], bare: Json) -> Json | None:
    """Give an alert as far as it is about what was confirmed; None where none of it is, or less than it takes.

    Args:
        alert: Of the whole answer.
        answer: That one.
        shown: The matches that were confirmed.
        hidden: Lines that are not told of.
        bare: What keeps what each match gives to alerts.
    """
    ids = {each["id"] for each in shown}
    others = [each for each in answer["matches"] if each["id"] not in ids]
    numbers = {each["number"] for each in others} - {each["number"] for each in shown}
    names = names_of(answer)

    def is_told(said: Sentence) -> bool:
        is_of_shown = any(said.speaks_of(each) for each in shown)
        is_of_others = any(said.speaks_of(each) for each in others) and not is_of_shown
        return not is_of_others and not said.tells_of((), numbers) and not any(said.names_line(line) for line in hidden)

    kept = [said for said in sentences(alert["facts"], names) if is_told(said)]
    part = {**answer, "matches": list(shown)}
    if not any(said.names_line(each["line"]) for said in kept for each in shown):
        return None
    if speaks_of_several(alert) and alerting_lines(part) < FEWEST_LINES:
        return None
    steps = [step.text for step in sentences(alert["urgency_steps"], names) if is_told(step)]
    told = {**alert, "facts": [recounted(said.text, part) for said in kept], "urgency_steps": steps}
    lines = {each["line"]["id"] for each in shown}
    known = [*shown, *(each for each in answer["associates"] if each["line"]["id"] in lines)]
    return as_released(told, bare, {place_of(each) for each in known if any(said.speaks_of(each) for said in kept)})
