"""Headers of columns with the numbers of those who work with a child, in words for nobody in particular: `Worker contact`, `S/W tel`."""

from __future__ import annotations

import re
from typing import Final

from ingest.decode.words.headers import is_phone_word, words_of
from ingest.decode.words.phones import NUMBER_WORDS
from ingest.decode.words.sets import set_of

_SHORT = re.compile(r"\bs\s*/\s*w\b", re.IGNORECASE)
#: What such a person is called, by what lists of professions call one of the same trade.
_TRADES: Final = {
    **dict.fromkeys(("worker", "workers", "wkr", "sw", "professional", "professionals", "practitioner", "practitioners"), "social worker"),
    **dict.fromkeys(("adviser", "advisers", "advisor", "advisors"), "personal adviser"),
}
#: Which of those who work with a child it is, and whose.
_WHICH: Final = set_of("allocated assigned named lead current duty case main child children yp young person s personal their other")
#: Words that mean as well whoever works for a line or a firm, and headers beside which they do.
_OF_ANYBODY: Final = set_of("worker workers wkr")
_OF_LINES: Final = {"dealer", "dealers", "runner", "runners", "elder", "elders"} | set_of(
    "line lines gang gangs ocg ocgs nominal boss bosses employer employers company firm business shift"
)
_BESIDE: Final = NUMBER_WORDS | set_of("name names contact contacts details number numbers no direct work office the of for")


def speaks_of_line(header: str) -> bool:
    """Whether a header speaks of a line, of those who run it, or of an employer: workers beside it are theirs."""
    return not _OF_LINES.isdisjoint(words_of(header))


def trade_in(header: str, *, is_of_line: bool) -> str | None:
    """Say what those are whose numbers or names stand below a header, where it says only that they work with a child; else None.

    Args:
        header: of the numbers or names.
        is_of_line: whether any column of the table speaks of a line or an employer (`speaks_of_line`).
    """
    words = [word for word in words_of(_SHORT.sub("sw", header)) if not (is_phone_word(word) or word in _BESIDE)]
    trades = [word for word in words if word in _TRADES]
    if not trades or not all(word in _TRADES or word in _WHICH for word in words):
        return None
    if is_of_line and _OF_ANYBODY.issuperset(words):
        return None
    return _TRADES[trades[-1]]
