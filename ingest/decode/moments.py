"""Times as tables write them, in any order of day and month, with or without a zone. What no zone is given for stays without one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

#: Phones did not make such records before, and no screening happens after; beyond, a value is no moment.
_FIRST_YEAR, _LAST_YEAR = 1995, 2105

_NUMERIC = re.compile(
    r"(?P<a>\d{1,4})[/.\-](?P<b>\d{1,2}|[A-Za-z]{3,9})[/.\-](?P<c>\d{2,4})"
    r"(?:[T,\s]+(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?)\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?(?P<tail>.*)",
    re.DOTALL,
)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([AaPp]\.?[Mm]\.?)?(.*)", re.DOTALL)
_ZONE = re.compile(r"(?:UTC|GMT|(?<=\d)|\s)\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_UTC = re.compile(r"\b(?:UTC|GMT)\b|^\s*Z\b", re.IGNORECASE)
_MONTHS = {
    name: at for at, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
}
_EPOCH_SECONDS = re.compile(r"\d{10}(?:\.\d+)?")
_EPOCH_MILLISECONDS = re.compile(r"\d{13}")
_HEADER_ORDER = re.compile(r"\(\s*(d{1,2}|m{1,2}|y{2,4})[/.\- ]", re.IGNORECASE)
_HEADER_UTC = re.compile(r"\bUTC\b(?:\s*([+-])(\d{1,2}):?(\d{2})?)?", re.IGNORECASE)


class TimeStyle(NamedTuple):
    """What the header of a time column says about its cells."""

    day_first: bool = True
    #: None: the header says nothing.
    zone: timezone | None = None
    #: The header itself gives the order of day and month.
    order_known: bool = False


def style_of_header(header: str) -> TimeStyle:
    """Read zone and order of day and month out of a header, where it gives them."""
    zone = _HEADER_UTC.search(header)
    order = _HEADER_ORDER.search(header)
    return TimeStyle(
        day_first=not (order and order[1].lower().startswith("m")),
        zone=_offset(zone[1], zone[2], zone[3]) if zone else None,
        order_known=bool(order),
    )


def read_moment(text: str, style: TimeStyle) -> datetime | date | time | None:
    """Read a moment, a day or a time of day; None when the text is none of them or out of any sensible range."""
    text = text.strip()
    if not text:
        return None
    found: datetime | date | time | None
    try:
        found = datetime.fromisoformat(text) if len(text) > 10 and text[4] == "-" else None
    except ValueError:
        found = None
    try:
        if found is None:
            found = _epoch(text) or _numeric(text, style) or _clock(text)
    except (ValueError, OverflowError):
        return None
    if isinstance(found, datetime):
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return None
        if found.tzinfo is None and style.zone is not None:
            found = found.replace(tzinfo=style.zone)
        return found.astimezone(UTC) if found.tzinfo is not None else found
    if isinstance(found, date):
        return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
    return found


def order_of(texts: Iterable[str]) -> bool | None:
    """Whether the day comes first in a column of times, by the first value that cannot be read both ways; None when there is none."""
    for text in texts:
        found = _NUMERIC.match(text.strip())
        if found and found["b"].isdigit() and len(found["a"]) <= 2 and (int(found["a"]) > 12) != (int(found["b"]) > 12):
            return int(found["a"]) > 12
    return None


def is_order_open(texts: Iterable[str]) -> bool:
    """Whether any of the times is written in a way that leaves day and month open."""
    for text in texts:
        found = _NUMERIC.match(text.strip())
        if found and found["b"].isdigit() and len(found["a"]) <= 2:
            return True
    return False


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    if not sign or not hours:
        return UTC
    shift = timedelta(hours=min(int(hours), 23), minutes=min(int(minutes or 0), 59))
    return timezone(-shift if sign == "-" else shift)


def _epoch(text: str) -> datetime | None:
    if _EPOCH_MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    if _EPOCH_SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC)
    return None


def _numeric(text: str, style: TimeStyle) -> datetime | date | None:
    found = _NUMERIC.match(text)
    if found is None:
        return None
    day = _day(found["a"], found["b"], found["c"], day_first=style.day_first)
    if day is None:
        return None
    if not found["clock"]:
        return day
    clock = _clock(f"{found['clock']} {found['half'] or ''}")
    if clock is None:
        return day
    return datetime.combine(day, clock, _zone(found["tail"]))


def _zone(tail: str) -> timezone | None:
    zone = _ZONE.search(tail)
    if zone:
        return _offset(zone[1], zone[2], zone[3])
    return UTC if _UTC.search(tail) else None


def _day(first: str, second: str, third: str, *, day_first: bool) -> date | None:
    if len(first) == 4:
        year, month, day = first, second, third
    elif not second.isdigit() or day_first:
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    month_number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    year_number = int(year) + (2000 if len(year) <= 2 else 0)
    return date(year_number, month_number, int(day))


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4][0] in "pP" else 0)
    return time(hour, int(found[2]), int(found[3] or 0), tzinfo=_zone(found[5]))
