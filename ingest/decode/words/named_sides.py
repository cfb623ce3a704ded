"""What stands before somebody in a cell of parties, and says which side they are of: `From:`, and in every language of headers `De:`."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from ingest.decode.words.column_kinds import Column
from ingest.decode.words.known_headers import KNOWN_HEADERS
from ingest.decode.words.phones import words_of
from ingest.decode.words.sets import set_of


class Side(Enum):
    """Where a party stands in a call or message, when its cell says so."""

    FROM = auto()
    TO = auto()


class Named(NamedTuple):
    """A text behind what says the side of somebody, and that side; None where it says only that they took part."""

    rest: str
    side: Side | None


_SIDES: Final = {Column.FROM: Side.FROM, Column.TO: Side.TO}
_TAKING_PART: Final = set_of("general participant participants")
_PREFIX: Final = re.compile(r"([^\W\d_][^\d:;,|+@()]{0,30}):(\s*)")
_NEXT: Final = re.compile(r"(?<!\s)\s*[;,|]\s*(?=([^\W\d_][^\d:;,|+@()]{0,30}):)")
#: What people are called as well, or what they are to somebody: `Da`, `Van`, `An`.
_ALSO_NAMES: Final = set_of("a at an da do od van von")
_LETTER_BEHIND: Final = re.compile(r"\d\W+[^\W\d_]")
#: Programs put two blanks behind such a word.
_BLANKS: Final = 2


@lru_cache(maxsize=1024)
def _column_of(prefix: str) -> Column | None:
    words = words_of(prefix)
    if len(words) == 1 and (words[0] == "a" or words[0] in _TAKING_PART):
        return Column.TO if words[0] == "a" else Column.PARTICIPANTS
    column = KNOWN_HEADERS.get(" ".join(words))
    return column if column in _SIDES or column is Column.PARTICIPANTS else None


def named_side(line: str, before: Side | None = None) -> Named | None:
    """Read what stands before somebody in a line; None where that says nothing of a side.

    `A:` is Spanish and Italian for the one side below the other, which is `before`, and by itself any letter.
    """
    found = _PREFIX.match(line.lstrip()) if ":" in line else None
    column = _column_of(found[1].strip()) if found else None
    if found is None or column is None:
        return None
    rest = line.lstrip()[found.end() :]
    is_told = found[1].strip().casefold() not in _ALSO_NAMES or len(found[2]) >= _BLANKS or _LETTER_BEHIND.search(rest) is not None
    if column is Column.TO and found[1].strip().casefold() == "a" and before is None:
        return Named(rest, None) if is_told else None
    return Named(rest, _SIDES.get(column)) if is_told else None


def at_sides(line: str) -> list[str]:
    """Split a line where a list goes on with another side."""
    if ":" not in line:
        return [line]
    starts = [found for found in _NEXT.finditer(line) if _column_of(found[1].strip()) in _SIDES]
    begins, ends = [0, *(found.end() for found in starts)], [*(found.start() for found in starts), len(line)]
    return [line[begin:end] for begin, end in zip(begins, ends, strict=True)]
