"""A match that was told of, and that the list as it is now makes more of: its number is in use again, seen later, or graded better."""

from __future__ import annotations

from typing import Any

from matcher.domain.line import LineStatus
from matcher.domain.match import Grade

Json = dict[str, Any]

#: Grade of a source that is not reliable; it caps how urgent a match can be (domain 5.2).
_UNRELIABLE = "3"


def is_graver(before: Json, now: Json) -> bool:
    """Whether a match is told of more urgently by what the list says now than by what it said.

    Args:
        before: The match as it was told of.
        now: The same as it is judged now.
    """
    if now["grade"] == Grade.D:
        # What can only have been reissued is no word about a child, however it came to that.
        return False
    if now["grade"] != before["grade"]:
        return bool(now["grade"] < before["grade"])
    return any(was and not is_so for was, is_so in zip(_holds_back(before), _holds_back(now), strict=True))


def _holds_back(match: Json) -> tuple[bool, bool]:
    """Say what makes a match less urgent beside its grade: an unreliable source, and a closed line."""
    return (match["list_entry"]["grading"] or "").startswith(_UNRELIABLE), LineStatus(match["line"]["status"]).is_closed
