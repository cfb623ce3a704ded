"""The rules of the trade once more, as plainly as they can be written: what the list must say of what a file shows.

Written from the domain's text (grades 5.2, alert rules 6, 3x5x2 effects 4.3), by dates only, and from nothing else.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scripts.samples.model import AT, Line, Listed

TODAY = AT.date()

_VIOLENT = frozenset({"firearm", "kidnap", "serious_assault", "sexual_violence", "rivalry"})
_PRESENT_DANGER = frozenset({"AR-01", "AR-02", "AR-03", "AR-08", "AR-12"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A number as a whole file shows it."""

    first: date | None
    last: date | None
    roles: frozenset[str]
    counts: Mapping[str, int]
    #: Nowhere written without a fault that had to be mended.
    is_repaired: bool

    @property
    def contact(self) -> str:
        """What passed between the phone and the number."""
        came = self.counts["calls_in"] + self.counts["messages_in"]
        if self.roles & {"owner", "account"}:
            return "own number"
        if came and (self.counts["calls_out"] or self.counts["messages_out"]):
            return "two-way"
        if came:
            return "received"
        if self.counts["calls_out"]:
            return "called"
        return "messaged" if self.counts["messages_out"] else "saved only"


@dataclass(frozen=True, slots=True)
class Met:
    """One listed number met on a phone."""

    line: Line
    listed: Listed
    grade: str
    relation: str
    contact: str


def grade(seen: Seen, listed: Listed, line: Line) -> tuple[str, str]:
    """Grade by time: A within 30 days, C within 180, D beyond or long after the number was cut off, B without usable dates."""
    cut_off = listed.closed_on if listed.closure_type == "type2" else None
    if cut_off and ((seen.first or TODAY) - cut_off).days > 90:
        return "D", "possible_reissue"
    period = _period(listed, line)
    if period is None or seen.first is None or seen.last is None:
        return "B", "undated"
    after = (seen.first - period[1]).days
    gap = max(after, (period[0] - seen.last).days)
    if after > 180:
        return "D", "possible_reissue"
    if gap > 30:
        return "C", "outside"
    return "B" if seen.is_repaired else "A", "overlaps" if gap <= 0 else "near"


def _period(listed: Listed, line: Line) -> tuple[date, date] | None:
    if listed.precision == "undated" or listed.first is None:
        return None
    last = listed.last or (None if line.is_closed else TODAY)
    if last is None:
        return None
    if listed.precision == "month":
        return listed.first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return listed.first, last


def meet(numbers: Mapping[str, Seen], lines: Sequence[Line]) -> Iterator[Met]:
    """Find the listed numbers among those seen; what is suspected to be false (E) is never a match."""
    for line in lines:
        for listed in line.numbers:
            seen = numbers.get(listed.key)
            if seen is not None and listed.grading[1] != "E":
                yield Met(line, listed, *grade(seen, listed, line), seen.contact)


def alerts_of_a_missing_child(met: Sequence[Met], leads: Iterable[str]) -> dict[str, str]:
    """Say which rules speak for a 15-year-old who is missing, and how soon somebody must look."""
    found: dict[str, list[str]] = {}
    open_ones = [each for each in met if each.line.visibility == "open_to_force"]
    several = len({each.line.id for each in open_ones if each.grade in "ABC"}) > 1
    for each in open_ones:
        for rule, start in _rules(each, several=several):
            found.setdefault(rule, []).append(_capped(rule, start, each))
    if len(open_ones) < len(met):
        found["AR-17"] = ["P1" if any(each.grade != "D" for each in met if each not in open_ones) else "P4"]
    if set(leads) & {"brand_label", "near_brand_label"}:
        found["AR-10"] = ["P4"]
    return {rule: min(urgencies) for rule, urgencies in sorted(found.items())}


def _rules(met: Met, *, several: bool) -> Iterator[tuple[str, int]]:
    if met.grade in "AB" and not met.line.is_closed:
        yield "AR-01", 1
    if met.grade in "ABC":
        if several:
            yield "AR-04", 2
        if met.contact == "own number":
            yield "AR-08", 1
        if "prison_run" in met.line.markers:
            yield "AR-20", 2 if "rivalry" in met.line.markers else 3
    if met.grade in "CD" or met.line.is_closed:
        yield "AR-09", 3 if met.grade == "C" else 4


def _capped(rule: str, start: int, met: Met) -> str:
    raised = start - 1 if _VIOLENT & set(met.line.markers) and met.grade != "D" else start
    by_grade = {"A": 1, "B": 1 if rule in _PRESENT_DANGER else 2, "C": 3, "D": 4}[met.grade]
    # The child is missing, so a source that is not reliable holds at P2.
    by_source = 2 if met.listed.grading[0] == "3" else 1
    return f"P{max(1, raised, by_grade, by_source)}"
