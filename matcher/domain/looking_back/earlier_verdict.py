"""What a reviewer rejected does not come back: the same number and line with the same person stands rejected again, and raises nothing.

Unless what the list says of the number has changed since: then it comes back unreviewed, and says why. All values are JSON, as stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matcher.domain.answers.live_grounds import REJECTED

Json = Mapping[str, Any]

UNREVIEWED, CONFIRMED = "unreviewed", "confirmed"

#: What of an entry makes it another one: its dates, its grading, its closure.
_FACTS = ("first_seen", "last_seen", "date_precision", "grading", "closed_on", "closure_type")


@dataclass(frozen=True, slots=True)
class Pairing:
    """A number and a line, as they were found with somebody."""

    match_id: str
    line_id: str
    #: Under each key the number may be kept by.
    tokens: frozenset[bytes]
    #: What the list says of the number.
    entry: Json


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a pairing before, with the same person."""

    match_id: str
    line_id: str
    token: bytes
    state: str
    #: The match somebody looked at, where that was an earlier one still.
    earlier_id: str | None
    #: None where nobody looked at this one.
    reviewed_at: datetime | None
    #: What the list said then; None where that is no longer known.
    entry: Json | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a new match stands because of an earlier verdict."""

    state: str
    earlier_id: str


def is_changed(before: Json, now: Json) -> bool:
    """Whether the list says something else of a number: a rejection rested on what it said."""
    return any(before.get(name) != now.get(name) for name in _FACTS)


def standings(pairings: Iterable[Pairing], verdicts: Sequence[Verdict]) -> dict[str, Standing]:
    """Say of matches where they stand because of what was rejected before; those of which nothing was are left out."""
    found = {}
    for pairing in pairings:
        of_it = [each for each in verdicts if each.line_id == pairing.line_id and each.token in pairing.tokens]
        looked_at = [each for each in of_it if each.reviewed_at is not None]
        # The newest finding counts; where the match that was looked at was erased, those that took it over stand for it.
        last = max(looked_at, key=lambda each: (each.reviewed_at, each.match_id)) if looked_at else next(iter(of_it), None)
        if last is None or last.state != REJECTED:
            continue
        is_other = last.entry is not None and is_changed(last.entry, pairing.entry)
        found[pairing.match_id] = Standing(UNREVIEWED if is_other else REJECTED, last.earlier_id or last.match_id)
    return found


def say_standing(state: str, reviewed: str | None) -> str:
    """Say why a match stands as it does.

    Args:
        state: Of the match.
        reviewed: The day of the earlier finding in words; None where that is no longer known.
    """
    when = f" on {reviewed}" if reviewed else ""
    if state == REJECTED:
        return (
            f"Rejected before by a reviewer{when}: the same number on the same line, with the same person. It raises no alert on its own."
        )
    if state == UNREVIEWED:
        return (
            f"A reviewer rejected this number on this line before{when}. The list entry has changed since, in its dates or its grading, "
            "so that it has to be looked at again."
        )
    return f"A reviewer rejected this number on this line before{when}, and decided otherwise since."
