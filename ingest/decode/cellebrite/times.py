"""Times as Cellebrite reports write them: ISO 8601 in the data, the examiner's local form in older reports and metadata.

A time without an offset is the phone's own and stays naive: which zone the phone was in is not ours to guess. Sources: formats facts 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from ingest.decode.values.moments import TimeStyle, read_moment

#: What stands there is meant for a time.
TIME: Final = TimeStyle(is_told=True)
#: Before it no phone of today was made; a clock that was never set shows 1970, 1980 or 2000.
_EARLIEST_YEAR = 2005
#: Database fields that hold "never".
_LATEST_YEAR = 2100

_LOCAL = re.compile(
    r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>\d{4})(?:[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?"
    r"(?P<half> ?[AaPp][Mm])?)?\s*(?:\(?UTC(?P<zone>[+-]\d{1,2}(?::?\d{2})?)\)?)?"
)
_NAMED_MONTH = re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3})-(?P<year>\d{2}(?:\d{2})?)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_time(text: str, *, zone_known: bool = True) -> datetime | None:
    """Read one time: aware when it names its offset and `zone_known` does not deny it, naive otherwise, None when it is unusable."""
    text = text.strip()
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = _read_local(text) or _read_other(text)
        except (ValueError, OverflowError):
            return None
    if moment is None or not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        return None
    return moment if zone_known else moment.replace(tzinfo=None)


def span(moments: Iterable[datetime | None]) -> tuple[datetime | None, datetime | None]:
    """The earliest and the latest; a time without a zone is compared as if it were UTC, and given back as it came."""
    known = sorted((moment for moment in moments if moment is not None), key=_in_utc)
    return (known[0], known[-1]) if known else (None, None)


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_local(text: str) -> datetime | None:
    found = _LOCAL.fullmatch(text)
    if found is None:
        return _read_named_month(text)
    # Day first, as the tool's default is; a "month" above 12 shows that the examiner's machine wrote the month first.
    day, month = int(found["a"]), int(found["b"])
    if month > 12:
        day, month = month, day
    hour = int(found["hour"] or 0)
    if half := (found["half"] or "").strip().lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    moment = datetime(int(found["year"]), month, day, hour, int(found["minute"] or 0), int(found["second"] or 0))  # noqa: DTZ001 # as written
    if found["zone"] is None:
        return moment
    hours, _, minutes = found["zone"][1:].partition(":")
    offset = timedelta(hours=int(hours[:2]), minutes=int(minutes or hours[2:] or 0))
    return moment.replace(tzinfo=timezone(-offset if found["zone"].startswith("-") else offset))


def _read_other(text: str) -> datetime | None:
    """Read what other tools write into the same grammar: names of months, counts of seconds."""
    found = read_moment(text, TIME)
    if isinstance(found, datetime):
        return found
    return datetime.combine(found, time()) if isinstance(found, date) else None


def _read_named_month(text: str) -> datetime | None:
    found = _NAMED_MONTH.fullmatch(text)
    if found is None or found["month"].lower() not in _MONTHS:
        return None
    year = int(found["year"])
    return datetime(year if year > 99 else 2000 + year, _MONTHS.index(found["month"].lower()) + 1, int(found["day"]))  # noqa: DTZ001 # as written
