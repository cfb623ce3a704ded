"""The page of typed numbers: numbers with a purpose, a reference and a reason, and the answers beneath. It works without any script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from matcher.domain.access.permission import Action
from matcher.domain.answers.statement import LIMITS
from matcher.domain.submissions.legal_basis import Purpose
from matcher.errors import BadRequest, CheckCapReached, Fault, MatcherError, NoLineList
from matcher.service.check_gate import CheckRequest, TypedNumber
from matcher.web.form_fields import words_of
from matcher.web.forms import Values, one
from matcher.web.problems import problem_of
from matcher.web.result_view import MatchCard, match_card
from matcher.web.shell import page
from matcher.web.visits import Visit, visited, visited_with_form

PATH = "/check"
_FIELDS = ("numbers", "purpose", "reference", "reason")
_PURPOSES = tuple((each.value, words_of(each.value)) for each in Purpose)


@dataclass(frozen=True, slots=True)
class Read:
    """One of the numbers that were read in what was typed, or a piece of it that is none."""

    piece: str
    number: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to one entry: mostly one number, but people type several on one line."""

    typed: str
    readings: tuple[Read, ...]
    matches: tuple[MatchCard, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers to all that was typed."""

    statement: str
    caveat: str
    line_list: str
    numbers: tuple[Answered, ...]


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(PATH, visited(show))
    app.router.add_post(PATH, visited_with_form(ask))


async def show(visit: Visit) -> web.StreamResponse:
    """Show the questions."""
    visit.require(Action.CHECK_NUMBERS)
    return _page(visit, {})


async def ask(visit: Visit) -> web.StreamResponse:
    """Answer what was typed, or show the questions again with what is wrong."""
    values = visit.values
    typed = [line.strip() for line in one(values, "numbers").splitlines() if line.strip()]
    request = CheckRequest(
        tuple(TypedNumber(each) for each in typed),
        one(values, "purpose"),
        one(values, "reference"),
        one(values, "reason"),
        actor=visit.actor,
        origin=visit.origin,
    )
    try:
        answer = await visit.house.gate.check(request, now=visit.now)
    except (BadRequest, CheckCapReached, NoLineList) as error:
        return _page(visit, values, error)
    return _page(visit, values, answer=_answer(json.loads(answer.body), typed))


def _page(visit: Visit, values: Values, error: MatcherError | None = None, answer: Answer | None = None) -> web.Response:
    faults = error.faults if error is not None else ()
    said: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for fault in faults:
        said[_field_of(fault)].append(_sentence(fault))
    return page(
        "check.html.jinja",
        caller=visit.caller,
        status=200 if error is None else problem_of(error).status,
        values={name: one(values, name) for name in _FIELDS},
        purposes=_PURPOSES,
        faults=said,
        error=error,
        answer=answer,
    )


def _field_of(fault: Fault) -> str:
    name = fault.place.partition(".")[0]
    return name if name in _FIELDS else "numbers"


def _sentence(fault: Fault) -> str:
    """Say which of several numbers is meant."""
    parts = fault.place.split(".")
    return f"Number {int(parts[1]) + 1}: {fault.sentence}" if len(parts) > 1 and parts[1].isdigit() else fault.sentence


def _read(reading: Mapping[str, Any]) -> Read:
    return Read(reading["raw"], reading["e164"] or "", reading["status"], reading["reason"] or "")


def _answer(body: Mapping[str, Any], typed: list[str]) -> Answer:
    facts = body["line_list"]
    version = f"version {facts['version']}" if facts["version"] is not None else str(facts["name"] or "")
    answers = [
        Answered(
            raw, tuple(map(_read, each["readings"] or [{**each, "reason": None}])), tuple(match_card(match) for match in each["matches"])
        )
        for raw, each in zip(typed, body["answers"], strict=True)
    ]
    statement = str(body["statement"])
    caveat = LIMITS if statement.endswith(LIMITS) else ""
    return Answer(statement.removesuffix(LIMITS).strip(), caveat, version, tuple(answers))
