"""Moments as the clocks of the United Kingdom showed them; stored and compared they are UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# A rule of a few lines instead of the machine's table of zones: a fresh machine may have none, and another edition gives other bytes.
#: Since this year clocks change at 01:00 UTC on the last Sundays of March and October (Summer Time Order 2002).
_SINCE = 1996

_MARCH, _OCTOBER = 3, 10


def say_time(moment: datetime | None, *, zone_known: bool = True) -> str:
    """Write a moment for people: `2026-03-01 12:00 GMT`, `2026-07-01 13:00 BST`; empty for None.

    One whose zone is not known stays as it was written, without a zone. Where it is a later day here than in UTC, UTC stands beside it:
    days are counted in UTC wherever a sentence names one.
    """
    if moment is None:
        return ""
    if not zone_known:
        return _minutes(moment)
    moment = moment.astimezone(UTC)
    if moment.year < _SINCE:
        return f"{_minutes(moment)} UTC"
    if not _is_summer(moment):
        return f"{_minutes(moment)} GMT"
    here = moment + timedelta(hours=1)
    utc = f" ({_minutes(moment)} UTC)" if here.date() != moment.date() else ""
    return f"{_minutes(here)} BST{utc}"


def say_both_times(moment: datetime) -> str:
    """Write a moment with its UTC beside it where that is another time of day."""
    here = say_time(moment)
    return f"{here} ({moment:%H:%M} UTC)" if here.endswith("BST") else here


def from_uk_clock(shown: datetime) -> datetime:
    """Give the moment at which clocks showed this: the first of two, and where they never did, as many hours after midnight."""
    return (moments_shown_as(shown) or (shown.replace(tzinfo=UTC),))[0]


def moments_shown_as(shown: datetime) -> tuple[datetime, ...]:
    """Give the moments at which clocks showed this: none in the hour they are put forward, two in the hour they are put back."""
    winter = shown.replace(tzinfo=UTC)
    if shown.year < _SINCE:
        return (winter,)
    summer = winter - timedelta(hours=1)
    return (*((summer,) if _is_summer(summer) else ()), *(() if _is_summer(winter) else (winter,)))


def _is_summer(moment: datetime) -> bool:
    return _last_sunday(moment.year, _MARCH) <= moment < _last_sunday(moment.year, _OCTOBER)


def _last_sunday(year: int, month: int) -> datetime:
    # Both months have 31 days.
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=last.isoweekday() % 7)


def _minutes(moment: datetime) -> str:
    return moment.isoformat(" ")[:16]
