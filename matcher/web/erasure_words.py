"""What an erasure removed, in the words of whoever reads the page; the API keeps the names of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

_WORDS: Mapping[str, str] = {
    "outbox": "Messages about alerts",
    "alerts": "Alerts",
    "matches": "Matches",
    "recall_notices": "Notices of what did not hold",
    "recalls": "Findings of reviewers that were told of",
    "results": "Answers",
    "unmatched_numbers": "Numbers that match nothing",
    "submission_events": "Steps of its way",
    "jobs": "Tasks of the service",
    "original": "The file itself",
}


class RemovedRow(NamedTuple):
    """One line of the table."""

    words: str
    removed: int
    left: int


def removed_rows(removed: Mapping[str, int], left: Mapping[str, int]) -> Iterator[RemovedRow]:
    """Give what was removed, line by line."""
    for name, count in removed.items():
        yield RemovedRow(_WORDS.get(name, "Something else"), count, left.get(name, 0))
