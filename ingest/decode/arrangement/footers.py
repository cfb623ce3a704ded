"""Rows in which a report speaks of its own rows: how many there are, and on which page they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.values.number_shape import looks_like_number

FOOTER: Final = "a total or the number of a page, and no record"

_PAGES = r"page|seite|pagina|página|strona|str\.|tudalen"
_PARTS = "grand|sub|overall"
_TOTALS = "gesamt|summe|insgesamt|razem|suma|łącznie|totale"
_FOOTER = re.compile(
    rf"(?:{_PAGES})"
    r"\s*\d{1,6}(?:\s*(?:of|/|von|de|di|z|van|sur|din|o)\s*\d{1,6})?"
    rf"|(?:(?:{_PARTS})[ \-]?)?"
    r"totals?(?:\s+(?:number of\s+)?[a-z]{1,20}){0,2}\s*[:=]?\s*\d{0,6}(?:\s+[a-z]{1,20})?"
    rf"|(?:{_TOTALS})"
    r"\s*[:=]?\s*\d{0,6}",
    re.IGNORECASE,
)
_FIRST_LETTERS = {word[0] for words in (_PAGES, _PARTS, "totals", _TOTALS) for word in words.split("|")}
#: How the first cell of such a row may begin, blank or not, for not every row is looked at.
FOOTER_STARTS: Final = frozenset({"", " ", "\t", "\xa0"} | {form for letter in _FIRST_LETTERS for form in (letter, letter.upper())})
#: The beginnings of such rows among cells below each other.
_BEGUN = re.compile(rf"\n\s*(?:{_PAGES}|{_PARTS}|total|{_TOTALS})", re.IGNORECASE)
#: A count or a sum of times, perhaps with what is counted.
_SUM = re.compile(r"\(?[\d.,:]{1,12}\)?(?:\s*[^\W\d_]{1,20}\.?)?|(?:\d{1,4}\s*[hms]\w{0,6}\.?\s*){1,3}")


def may_hold_footers(joined: str) -> bool:
    """Whether any of many first cells, put together line by line, may begin such a row; sooner than asking each."""
    return _BEGUN.search(joined) is not None


def may_begin_footer(cell: str) -> bool:
    """Whether a first cell may begin such a row."""
    return _FOOTER.fullmatch(cell.strip()) is not None


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a row begins with a total or the number of a page, and has nothing else in it but counts; somebody may be called Total."""
    filled = [text for cell in cells if (text := cell.strip())]
    if not filled or _FOOTER.fullmatch(filled[0]) is None:
        return False
    if filled[0].isalpha() and len(filled) == 1:
        # A name without a number; why it gives none is said as of any.
        return False
    return all(_SUM.fullmatch(text) and not looks_like_number(text) for text in filled[1:])
