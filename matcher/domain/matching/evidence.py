"""How the phone's own times lie to the dates of a listed number (domain 5.2 and 5.3). Days are compared, never hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matcher.domain.line import DatePrecision, Line, LineStatus, ListEntry
from matcher.domain.line_list.period import SeenDate, widen
from matcher.domain.match import Evidence, Grade, Thresholds, TimeRelation
from matcher.domain.sighting import Sighting

#: Phones with calls and messages worth a date are younger; an earlier time is a clock that was never set.
EARLIEST_CREDIBLE_YEAR = 2005

#: Closures that put a number back into the pool it came from.
_CUT_OFF = frozenset({"type2", "ddtro"})


@dataclass(frozen=True, slots=True)
class Relation:
    """How one entry lies to the evidence, before anything but time is considered."""

    grade: Grade
    time_relation: TimeRelation
    #: What the list's dates mean, widened to their precision; None when they are of no use.
    period: SeenDate | None = None
    #: Days between evidence and period, or since the number was cut off; 0 when they overlap or nothing can be compared.
    gap_days: int = 0
    #: Whether the evidence lies before the period.
    is_before: bool = False
    #: Set when the grade rests on the number having been cut off that day.
    cut_off_on: date | None = None


def evidence_of(sightings: Iterable[Sighting], at: datetime) -> tuple[Evidence, bool]:
    """Give the earliest and latest credible time, and whether any time was left out because no phone can have recorded it."""
    credible: list[datetime] = []
    left_out = False
    for sighting in sightings:
        # A time without a zone may be a day ahead of ours.
        latest = at.date() if sighting.zone_known else at.date() + timedelta(days=1)
        for time in (sighting.first_seen, sighting.last_seen):
            if time is None:
                continue
            if time.year >= EARLIEST_CREDIBLE_YEAR and time.date() <= latest:
                credible.append(time)
            else:
                left_out = True
    return Evidence(min(credible, default=None), max(credible, default=None)), left_out


def closure_of(entry: ListEntry, line: Line) -> date | None:
    """Say when the number was closed: its own closure, or that of its closed line."""
    return entry.closed_on or (line.closed_on if line.status.is_closed else None)


def cut_off_of(entry: ListEntry, line: Line) -> date | None:
    """Say since when the number has been out of its line's hands: a type 2 closure or a court order, or a later day it was seen again."""
    closed_on = closure_of(entry, line)
    by_line = entry.closure_type is None and line.status is LineStatus.CLOSED_TYPE2
    if closed_on is None or not (entry.closure_type in _CUT_OFF or by_line or entry.ddtro_ref):
        return None
    return max(closed_on, entry.first_seen or closed_on, entry.last_seen or closed_on)


def period_of(entry: ListEntry, line: Line, at: datetime) -> SeenDate | None:
    """Say in which days the number was in use by the line, as far as the list knows; None when the list gives no usable date.

    A number without a last day counts as in use until it was closed, or until `at` on a line that is not closed. Of one without a first
    day only the last is known; `relate` takes its start to be open.
    """
    precision = entry.date_precision
    if precision is DatePrecision.UNDATED or (entry.first_seen is None and entry.last_seen is None):
        return None
    if entry.first_seen is None:
        return widen(entry.last_seen, precision) if entry.last_seen else None
    start = widen(entry.first_seen, precision).start
    if entry.last_seen is not None:
        return SeenDate(start, widen(entry.last_seen, precision).end)
    closed_on = closure_of(entry, line)
    if closed_on is not None:
        return SeenDate(start, max(start, closed_on))
    if line.status.is_closed:
        return None
    return SeenDate(start, max(start, at.date()))


def relate(entry: ListEntry, line: Line, evidence: Evidence, at: datetime, thresholds: Thresholds) -> Relation:
    """Grade one entry by time alone."""
    period = period_of(entry, line, at)
    cut_off = cut_off_of(entry, line)
    if evidence.first is None or evidence.last is None:
        since = (at.date() - cut_off).days if cut_off else 0
        if since > thresholds.reissue_after_closure_days:
            return Relation(Grade.D, TimeRelation.POSSIBLE_REISSUE, period, since, cut_off_on=cut_off)
        return Relation(Grade.B, TimeRelation.UNDATED, period)
    first, last = evidence.first.date(), evidence.last.date()
    if cut_off and (first - cut_off).days > thresholds.reissue_after_closure_days:
        return Relation(Grade.D, TimeRelation.POSSIBLE_REISSUE, period, (first - cut_off).days, cut_off_on=cut_off)
    if period is None:
        return Relation(Grade.B, TimeRelation.UNDATED)
    after = (first - period.end).days
    # Without a first day nobody knows since when the line had the number: nothing lies before it.
    before = (period.start - last).days if entry.first_seen else 0
    gap = max(after, before)
    if gap <= 0:
        return Relation(Grade.A, TimeRelation.OVERLAPS, period)
    if gap <= thresholds.near_days:
        return Relation(Grade.A, TimeRelation.NEAR, period, gap, before > 0)
    # Before the line had it a number cannot have been given out again: however long ago, it is outside the dates (docs/decisions/0035).
    if before > 0 or gap <= thresholds.outside_days:
        return Relation(Grade.C, TimeRelation.OUTSIDE, period, gap, before > 0)
    return Relation(Grade.D, TimeRelation.POSSIBLE_REISSUE, period, gap)
