"""The days a listed number is known to have been in use, as wide as the precision of its dates says."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from matcher.domain.line import DatePrecision


@dataclass(frozen=True, slots=True)
class SeenDate:
    """A list date widened to its stated precision."""

    start: date
    end: date


def widen(day: date, precision: DatePrecision) -> SeenDate:
    """Give the first and last day a date may mean: itself, its month or its quarter."""
    match precision:
        case DatePrecision.MONTH:
            first_month = last_month = day.month
        case DatePrecision.QUARTER:
            first_month = day.month - (day.month - 1) % 3
            last_month = first_month + 2
        case DatePrecision.EXACT | DatePrecision.UNDATED:
            return SeenDate(day, day)
    return SeenDate(date(day.year, first_month, 1), date(day.year, last_month, monthrange(day.year, last_month)[1]))
