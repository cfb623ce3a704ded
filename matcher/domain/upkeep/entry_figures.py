"""What came of an entry of the list on phones: how often it was met, what reviewers found, and whether it was met after its closure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Met:
    """One match on an entry."""

    state: str
    is_recalled: bool
    #: When the phone was handed in.
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """What is told of an entry, or of a line as a whole."""

    confirmed: int
    #: False alarms.
    rejected: int
    unreviewed: int
    #: The list took the number back.
    recalled: int
    last_met: datetime | None
    #: On phones that were handed in after the number, or its line, was closed: the number may have been reissued, or runs on.
    after_closure: int


def figures_of(met: Iterable[Met], *, closed_on: date | None) -> EntryFigures:
    """Sum up the matches on an entry."""
    found = list(met)
    standing = [each for each in found if not each.is_recalled]
    states = Counter(each.state for each in standing)
    return EntryFigures(
        confirmed=states["confirmed"],
        rejected=states["rejected"],
        unreviewed=states["unreviewed"],
        recalled=len(found) - len(standing),
        last_met=max((each.at for each in standing), default=None),
        after_closure=0 if closed_on is None else sum(each.at.date() > closed_on for each in standing),
    )
