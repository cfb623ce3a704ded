"""Reports as they travel."""

from __future__ import annotations

from pydantic import Field

from matcher.web.wire import Out


class RateWire(Out):
    """Findings that belong together. Figures that are too small to be told are null."""

    name: str
    confirmed: int | None
    rejected: int | None
    rejection_rate: float | None = Field(description="Rejected of all, from 0 to 1.")
    warning: str | None = Field(description="Where no finding is a rejection: whether reviewers can disagree has to be looked at.")


class VerdictReportWire(Out):
    """How often reviewers rejected what was matched. Nobody who was examined and no single reviewer stands in it."""

    overall: RateWire
    months: list[RateWire]
    lines: list[RateWire] = Field(description="Lines you may know of, by id.")
    roles: list[RateWire] = Field(description="By the roles of who looked.")
