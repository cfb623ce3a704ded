"""Text from a phone, a list or a file name made harmless to show: one line, nothing invisible, nothing a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

_SPACES = re.compile(r"\s+")


def harmless(text: str) -> str:
    """Turn line breaks and tabs into spaces and drop every control, format and private character: escapes, bidi marks, surrogates."""
    if text.isprintable():
        return text
    kept = (each if not each.isspace() else " " for each in text if each.isspace() or unicodedata.category(each)[0] != "C")
    return _SPACES.sub(" ", "".join(kept)).strip()


def say_stamp(moment: datetime | None) -> str:
    """Write a moment as RFC 3339 in UTC, whole seconds; empty for None."""
    return f"{moment.isoformat()[:19]}Z" if moment else ""


def say_date(day: date | None) -> str:
    """Write a day as ISO; empty for None."""
    return day.isoformat() if day else ""
