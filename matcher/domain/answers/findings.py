"""What an answer comes to in rows: its matches and alerts, each with an id that the answers carry too, open and whole alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """One match: a line and a number."""

    id: str
    line_id: str
    number: str
    grade: str
    #: Exists only for those who may see the line.
    is_restricted: bool


class FoundPerson(NamedTuple):
    """Somebody a line names, by the number."""

    line_id: str
    number: str
    #: Exists only for those who may see the line.
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class FoundAlert:
    """One alert."""

    id: str
    rule: str
    urgency: str
    is_restricted: bool
    body: Json
    #: Id of the alert that is shown to those who may not see this one.
    instead_of: str | None = None


class OwnAnswer(NamedTuple):
    """The answer for a unit that owns restricted lines, as if those of other units were not on the list."""

    told: Json
    #: For each alert, whether it rests on a restricted line.
    resting: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers to one submission, each match and alert in them with its id, and the rows that go with them."""

    open: Json
    whole: Json
    #: By the unit that owns restricted lines; None where its answer is the open one.
    own: Mapping[str, Json | None]
    matches: tuple[FoundMatch, ...]
    alerts: tuple[FoundAlert, ...]
    people: tuple[FoundPerson, ...] = ()


def find(
    open_answer: Json,
    whole_answer: Json,
    resting: Iterable[bool],
    new_id: Callable[[str], str],
    own: Mapping[str, OwnAnswer | None] | None = None,
) -> Findings:
    """Give the answers with ids. What stands in several has one id.

    Args:
        open_answer: As if restricted lines were not on the list.
        whole_answer: Everything.
        resting: For each alert of the whole answer, whether it rests on a restricted line.
        new_id: Makes an id of a kind.
        own: The answers of units that own restricted lines.
    """
    known: dict[tuple[str, str], FoundMatch] = {}
    opened = [_match(each, known, new_id, is_restricted=False) for each in open_answer["matches"]]
    everything = [_match(each, known, new_id, is_restricted=True) for each in whole_answer["matches"]]
    alerts = [_alert(each, new_id, is_restricted=False) for each in open_answer["alerts"]]
    told = list(alerts)
    for body, rests in zip(whole_answer["alerts"], resting, strict=True):
        twin = None if rests else _twin(body, alerts)
        if twin is not None and _without_id(twin.body) == body:
            told.append(twin)
        else:
            told.append(_alert(body, new_id, is_restricted=True, instead_of=twin.id if twin else None))
    in_whole = told[len(alerts) :]
    for_units = {unit: answer and _own(answer, known, told, new_id) for unit, answer in (own or {}).items()}
    return Findings(
        open={**open_answer, "matches": opened, "alerts": [each.body for each in alerts]},
        whole={**whole_answer, "matches": everything, "alerts": [each.body for each in in_whole]},
        own=for_units,
        matches=tuple(known.values()),
        alerts=tuple({each.id: each for each in told}.values()),
        people=tuple(_people(open_answer, whole_answer)),
    )


def _people(open_answer: Json, whole_answer: Json) -> Iterator[FoundPerson]:
    opened, everything = (
        {(each["line"]["id"], each["number"]) for each in answer.get("associates", ())} for answer in (open_answer, whole_answer)
    )
    for place in sorted(opened | everything):
        yield FoundPerson(*place, is_restricted=place not in opened)


def _match(match: Json, known: dict[tuple[str, str], FoundMatch], new_id: Callable[[str], str], *, is_restricted: bool) -> Json:
    key = match["line"]["id"], match["number"]
    if key not in known:
        known[key] = FoundMatch(new_id("mat"), *key, match["grade"], is_restricted)
    return {"id": known[key].id, **match}


def _own(answer: OwnAnswer, known: dict[tuple[str, str], FoundMatch], told: list[FoundAlert], new_id: Callable[[str], str]) -> Json:
    """Give the answer of a unit with ids, and add the alerts that are told to nobody else.

    Where restricted lines of other units matched too, what is raised for this one is an alert of its own: one that both share would tell
    by its state, or by outliving what this unit knows of, that there is more.
    """
    matches = [_match(each, known, new_id, is_restricted=True) for each in answer.told["matches"]]
    is_all = {each.id for each in known.values() if each.is_restricted} <= {each["id"] for each in matches}
    shared = list(told)
    bodies = []
    for body, rests in zip(answer.told["alerts"], answer.resting, strict=True):
        same = (each for each in shared if (is_all or not rests) and _without_id(each.body) == body)
        found = next(same, None)
        if found is None:
            told.append(found := _alert(body, new_id, is_restricted=True))
        bodies.append(found.body)
    return {**answer.told, "matches": matches, "alerts": bodies}


def _alert(body: Json, new_id: Callable[[str], str], *, is_restricted: bool, instead_of: str | None = None) -> FoundAlert:
    alert_id = new_id("alr")
    return FoundAlert(alert_id, body["rule"], body["urgency"], is_restricted, {"id": alert_id, **body}, instead_of)


def _twin(body: Json, alerts: Sequence[FoundAlert]) -> FoundAlert | None:
    """Find what the open answer says in place of an alert: the same, or else one of its rule for the same people."""
    of_rule = [each for each in alerts if each.rule == body["rule"]]
    same = [each for each in of_rule if _without_id(each.body) == body]
    for_same = [each for each in of_rule if each.body["recipients"] == body["recipients"]]
    return next(iter([*same, *for_same]), of_rule[0] if len(of_rule) == 1 else None)


def _without_id(body: Json) -> Json:
    return {key: value for key, value in body.items() if key != "id"}
