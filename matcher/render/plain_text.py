"""Text from a phone, a list or a file name made harmless to show: one line, nothing invisible, nothing a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

_SPACES = re.compile(r"\s+")

#: No language piles more marks on one letter than a few; more of them paint over the lines above and below.
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")

#: Characters of one field on a page.
_LONGEST_SHOWN = 300


def harmless(text: str) -> str:
    """Turn line breaks and tabs into spaces and drop every control, format and private character: escapes, bidi marks, surrogates.

    Of marks piled on one letter a few stay.
    """
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        kept = (each if not each.isspace() else " " for each in text if each.isspace() or unicodedata.category(each)[0] != "C")
        text = _SPACES.sub(" ", "".join(kept)).strip()
    return _PILED_MARKS.sub(r"\1", text)


def shortened(text: str, most: int) -> str:
    """Make a text harmless and cut what is longer than `most` characters."""
    text = harmless(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def brief(text: str) -> str:
    """Cut what no number and no name is as long as, and say so; the whole of it stands in the answer for programs."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}… (cut here; {len(text):,} characters in the file)"


def say_stamp(moment: datetime | None) -> str:
    """Write a moment as RFC 3339 in UTC, whole seconds; empty for None."""
    return f"{moment.isoformat()[:19]}Z" if moment else ""


def say_date(day: date | None) -> str:
    """Write a day as ISO; empty for None."""
    return day.isoformat() if day else ""
