"""A match of which more was told than the list holds by now: by its dates the number may have been somebody else's on that phone."""

from __future__ import annotations

from typing import Any

from matcher.domain.match import Grade, Match

Json = dict[str, Any]


def is_more_than_reissue(told: Json) -> bool:
    """Whether a match was told of as one of its line: of grade D nothing was told that could not stand (domain 5.2)."""
    return bool(told["grade"] != Grade.D)


def is_reissue(judged: Match) -> bool:
    """Whether a match can only be of a number that was given out again, as it is judged for the moment when the phone was handed in.

    For that moment and not for now: that time goes by makes nothing less of what was told.
    """
    return judged.grade is Grade.D
