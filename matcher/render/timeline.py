"""Where the dates of a match lie to each other, as bars on one scale, each with its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from matcher.domain.match import Match
from matcher.domain.matching.evidence import evidence_of, period_of
from matcher.domain.matching.explanation import say_day

#: Width of the scale in units of the drawing.
WIDTH = 1000

#: A single day must still be seen.
_THINNEST = 8

_MARGIN_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a timeline. `width` is 0 where no date is known."""

    title: str
    words: str
    #: `list`, `phone`.
    kind: str
    start: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dates of one match on one scale."""

    bars: tuple[Bar, ...]
    #: Where the moment judged at lies.
    now: int
    now_words: str
    first_words: str
    last_words: str


def timeline_of(match: Match, at: datetime) -> Timeline:
    """Lay out the days of the listed number, the days of the phone, and the moment judged at."""
    evidence, _ = evidence_of(match.sightings, at)
    period = period_of(match.entry, match.line, at)
    listed = (period.start, period.end) if period else None
    phone = (evidence.first.date(), evidence.last.date()) if evidence.first and evidence.last else None
    days = [at.date(), *(listed or ()), *(phone or ())]
    scale = _Scale(min(days), max(days))
    bar = _bar("Number on the list", "list", listed, scale, "no usable date")
    if period and match.entry.first_seen is None:
        # Nobody knows since when: the bar begins where the drawing does, as the start is open in the comparison.
        end = bar.start + bar.width
        bar = replace(bar, words=f"until {say_day(period.end)}, since when is not known", start=0, width=end)
    return Timeline(
        bars=(
            bar,
            _bar("Times on this phone", "phone", phone, scale, "no usable time"),
        ),
        now=scale.place(at.date()),
        now_words=f"Judged at {say_day(at.date())}",
        first_words=say_day(min(days)),
        last_words=say_day(max(days)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def place(self, day: date) -> int:
        margin = WIDTH * _MARGIN_SHARE
        days = max((self.last - self.first) / timedelta(days=1), 1.0)
        share = (day - self.first) / timedelta(days=1) / days
        return round(margin + share * (WIDTH - 2 * margin))


def _bar(title: str, kind: str, days: tuple[date, date] | None, scale: _Scale, without: str) -> Bar:
    if days is None:
        return Bar(title, without, kind)
    start, end = scale.place(days[0]), scale.place(days[1])
    words = say_day(days[0]) if days[0] == days[1] else f"{say_day(days[0])} to {say_day(days[1])}"
    return Bar(title, words, kind, start - _THINNEST // 2, end - start + _THINNEST)
