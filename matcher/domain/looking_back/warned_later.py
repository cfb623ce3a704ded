"""A number that an organisation warns of since: its earlier matches carry the caution a new one has from the start.

The answer keeps its bytes; the caution is laid over it when somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.domain.guarding.guard_number import GuardEntry
from matcher.domain.matching.cautions import ON_WARNING_LIST

Json = dict[str, Any]


def with_warnings(matches: Sequence[Json], entries: Sequence[GuardEntry]) -> list[Json]:
    """Give matches with the caution of each warning that was added after them; what has one already keeps that.

    Args:
        matches: As somebody may see them.
        entries: Warnings that count, the oldest first.
    """
    return [_warned(match, entries) for match in matches]


def _warned(match: Json, entries: Sequence[GuardEntry]) -> Json:
    if any(each.startswith(ON_WARNING_LIST) for each in match["cautions"]):
        return match
    found = next((entry for entry in entries if entry.covers(match["number"])), None)
    return match if found is None else {**match, "cautions": [*match["cautions"], f"{ON_WARNING_LIST} ({found.label})."]}
