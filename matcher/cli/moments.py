"""The moment to judge at, as it is typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from matcher.errors import BadRequest

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,6}\d*)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def read_moment(text: str | None) -> datetime:
    """Read an RFC 3339 timestamp or a day (its start in UTC); None means now. Fractions of a second are dropped.

    Raises:
        BadRequest: it is neither.
    """
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        pass
    raise BadRequest("--at takes a moment such as 2026-04-20T12:00:00Z, or a day such as 2026-04-20.")
