"""Lines are made by the thousand, and are lines like any other."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, fields, replace
from datetime import date

import pytest

from matcher.domain.line import Line, LineStatus, Marker, Visibility, make_line

LINE = Line(
    id="L-1",
    name="Larkspur",
    aliases=("Lark",),
    status=LineStatus.CLOSED_TYPE2,
    exporting_area="Estmoor",
    importing_areas=("Beckford",),
    markers=frozenset({Marker.KNIFE}),
    visibility=Visibility.COVERT,
    owner_unit="Estmoor Intelligence",
    ocg_urn="U-7",
    review_due=date(2026, 6, 30),
    closed_on=date(2026, 3, 1),
)


def made() -> Line:
    """The same line, made the quick way."""
    return make_line(*[getattr(LINE, each.name) for each in fields(Line)])


def test_a_line_made_quickly_is_a_line():
    """It is of the class, equal, hashed, told and copied as the one that was written out."""
    line = made()

    assert type(line) is Line
    assert (line, hash(line), repr(line), asdict(line)) == (LINE, hash(LINE), repr(LINE), asdict(LINE))
    assert replace(line, name="Kettle") == replace(LINE, name="Kettle")


def test_a_line_made_quickly_is_frozen():
    """Nothing of it can be changed."""
    with pytest.raises(FrozenInstanceError):
        made().name = "Kettle"
