"""Bodies that are read once are taken and refused as those that are read twice."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from matcher.web.adapter import faults_of, is_plain
from matcher.web.bodies import parse_json
from matcher.web.wire import CheckBody, TypedNumberBody

GOOD = {"numbers": [{"raw": "07700 900123", "ref": None}], "purpose": "p", "reference": "r", "reason": "why"}
BODIES = [
    GOOD,
    {**GOOD, "numbers": []},
    {**GOOD, "numbers": [{"raw": "07700 900123"}] * 1001},
    {**GOOD, "numbers": {"raw": "07700 900123"}},
    {**GOOD, "numbers": ["07700 900123"]},
    {**GOOD, "numbers": [{"raw": 7700900123}]},
    {**GOOD, "numbers": [{"raw": "7" * 201, "ref": 1.5}, {"ref": True}]},
    {**GOOD, "numbers": None},
    {**GOOD, "purpose": None, "reason": 1, "more": {}},
    {key: value for key, value in GOOD.items() if key != "reference"},
    {},
    [],
    "text",
    None,
    1,
    True,
]


class Dated(BaseModel):
    """Something whose JSON is not what it holds."""

    day: date | None = None


class Nested(BaseModel):
    """Something that holds it."""

    inside: list[Dated]


def outcome(read):
    """Give the value, or where it does not fit."""
    try:
        return read()
    except ValidationError as error:
        return [fault.place for fault in faults_of(error)]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: json.dumps(body)[:40])
def test_a_plain_body_is_judged_the_same_either_way(body):
    """The same value, or faults at the same places."""
    raw = json.dumps(body).encode()

    assert is_plain(CheckBody)
    assert outcome(lambda: CheckBody.model_validate(parse_json(raw), strict=True)) == outcome(
        lambda: CheckBody.model_validate_json(raw, strict=True)
    )


def test_what_json_writes_in_another_form_is_no_plain_thing():
    """A date is a text in JSON, and so is what holds one no longer plain."""
    assert is_plain(TypedNumberBody)
    assert not is_plain(Dated)
    assert not is_plain(Nested)
