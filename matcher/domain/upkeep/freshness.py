"""How old a line list is: told with every answer that rests on it, because a list nobody renews misses what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: Days after which a list counts as old, where nobody set others (config/hygiene.yaml).
OLD_AFTER_DAYS = 90


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age of a list at one moment."""

    published_at: datetime
    #: Whole days, never less than none.
    age_days: int
    #: Whether it is older than a list should be.
    is_old: bool


def freshness_of(published_at: datetime, at: datetime, *, old_after_days: int = OLD_AFTER_DAYS) -> Freshness:
    """Say how old a list is.

    Args:
        published_at: When it was published.
        at: The moment it is looked at, or was judged at.
        old_after_days: More days than these make it old.
    """
    days = max((at - published_at).days, 0)
    return Freshness(published_at, days, days > old_after_days)


def say_age(fresh: Freshness, version: str | int | None) -> str:
    """Say in one sentence that a list is old; empty where it is not."""
    if not fresh.is_old:
        return ""
    which = f"Version {version} of the line list" if version is not None else "The line list"
    return f"{which} is {fresh.age_days} days old: what came up since is not on it, and no match means less than on a fresh list."


def freshness_object(fresh: Freshness, stamp: str, version: str | int | None) -> dict[str, Any]:
    """Give what is added to the facts of a list in an answer.

    Args:
        fresh: How old it is.
        stamp: When it was published, as answers write moments.
        version: Its number.
    """
    return {"published_at": stamp, "age_days": fresh.age_days, "is_old": fresh.is_old, "age_warning": say_age(fresh, version) or None}
