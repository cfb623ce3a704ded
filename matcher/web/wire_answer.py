"""Answers about numbers as they travel: the object of `match --json` and what stands in it. What a role may not see is null or empty."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

#: More may be added; nothing that stands here is renamed, dropped or given another type (contract).
_OPEN = ConfigDict(extra="allow", frozen=True)


class LineFactsWire(BaseModel):
    """A line as an answer names it."""

    model_config = _OPEN

    id: str
    name: str | None
    status: str | None
    exporting_area: str | None
    importing_areas: list[str]


class SightingWire(BaseModel):
    """One place where a number stands in a file."""

    model_config = _OPEN

    type: Literal["sighting"]
    raw: str
    e164: str | None
    status: str
    certainty: str
    kind: str
    role: str
    label: str | None
    place: str
    steps: list[str]


class ListEntryWire(BaseModel):
    """How the list holds a number."""

    model_config = _OPEN

    raw: str
    first_seen: str | None
    last_seen: str | None
    grading: str | None
    handling: str | None


class MatchWire(BaseModel):
    """A number of the file that stands on the list."""

    model_config = _OPEN

    line: LineFactsWire
    number: str
    grade: str
    strength: str | None
    time_relation: str
    contact: str
    sightings: list[SightingWire]
    list_entry: ListEntryWire
    cautions: list[str]
    explanation: str


class AlertFactsWire(BaseModel):
    """What somebody should look at, and how soon. It says nothing of how bad a child is."""

    model_config = _OPEN

    rule: str
    urgency: Literal["P1", "P2", "P3", "P4"]
    title: str
    facts: list[str]
    assessment: str
    actions: list[str]
    raised_before: str | None = Field(
        default=None,
        description="When it was raised, where that was with an earlier file about the same person in the same episode: `id` and `state`"
        " are those of that alert, which says with what it was seen again. It is raised once.",
    )


class ListFactsWire(BaseModel):
    """Which list was used."""

    model_config = _OPEN

    name: str | None
    sha256: str | None
    version: str | int | None
    lines: int | None
    numbers: int | None
    published_at: str | None = None
    age_days: int | None = Field(default=None, description="At the moment of the answer.")
    is_old: bool | None = Field(default=None, description="Whether it was older than a list should be.")
    age_warning: str | None = Field(default=None, description="A sentence for people, where it was.")


class ScreeningFactsWire(BaseModel):
    """What the answer rests on."""

    model_config = _OPEN

    at: str
    tool: str
    normaliser: str
    phone_metadata: str
    line_list: ListFactsWire
    sources: list[dict[str, Any]]
    counts: dict[str, int | None]


class ResultWire(BaseModel):
    """The whole answer: the object of `match --json`, with ids and the states of reviews."""

    model_config = _OPEN

    schema_: Literal["linewatch.screening/1"] = Field(alias="schema")
    screening: ScreeningFactsWire
    statement: str
    matches: list[MatchWire]
    leads: list[dict[str, Any]]
    associates: list[dict[str, Any]]
    alerts: list[AlertFactsWire]
    unusable: list[dict[str, Any]]


class AnswerWire(BaseModel):
    """The answer to one typed number."""

    model_config = _OPEN

    ref: str | None
    e164: str | None
    status: str
    matches: list[MatchWire]


class ChecksWire(BaseModel):
    """The answers to typed numbers, in the order asked."""

    model_config = _OPEN

    statement: str
    line_list: ListFactsWire
    answers: list[AnswerWire]
