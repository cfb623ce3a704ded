"""What stands before somebody in a cell of parties, and says which side they are of: `From:`, and in every language of headers `De:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
#: A few words before a colon, and what may join two sides of one line.
_LABEL: Final = re.compile(r"(?<![\w'\u2019])(?:[^\W\d_]{1,20}[ \t]{1,2}){0,2}[^\W\d_]{1,20}[ \t]?:")
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINT: Final = re.compile(r"(?:\s(?:and|und|et|y|e|i|en|&))?[\s/\-\u2013\u2014;,|&]*$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d(?:\D{0,2}\d){6}")
_LONGEST_JOINT: Final = 20
#: What people are called as well, or what they are to somebody: `Da`, `Van`, `An`.
_ALSO_NAMES: Final = set_of("a at an da do od van von")
#: Words of headers in the languages of those that are names in others.
_BESIDE: Final = {
    **dict.fromkeys(("von", "an"), set_of("datum uhrzeit zeit zeitpunkt dauer gesprächsdauer richtung nummer rufnummer nachricht")),
    **dict.fromkeys(("van",), set_of("datum tijd tijdstip duur gespreksduur richting nummer bericht")),
    **dict.fromkeys(("da",), set_of("data ora durata numero messaggio direzione")),
    **dict.fromkeys(("od", "do"), set_of("data godzina czas kierunek numer wiadomość")),
}
#: More telephones than one person has.
_FEWEST_NUMBERS: Final = 3
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


def sides_of(lines: Sequence[str]) -> Iterator[Named]:
    """Read what stands before each of the people of a cell, line by line; a line without such a word is of the side of the one above it.

    What may be a name as well is the word for a side where the other side is told in the same cell: `De: 07… / A: 07…`.
    """
    if not any(":" in line for line in lines):
        # Most cells are a number alone.
        yield from [Named(line, None) for line in lines]
        return
    pieces = [piece for line in lines for piece in _at_sides(line)]
    prefixes = [_prefix_in(piece) for piece in pieces]
    is_pair = {prefix.side for prefix in prefixes if prefix} >= {Side.FROM, Side.TO}
    side: Side | None = None
    for piece, prefix in zip(pieces, prefixes, strict=True):
        if prefix is None:
            yield Named(piece, side)
        elif prefix.is_told or (is_pair and prefix.side is not None):
            side = None if prefix.is_letter and not is_pair else prefix.side
            yield Named(prefix.rest, side)
        else:
            side = None
            yield Named(piece, side)


def are_named_sides(sample: Sequence[str], header: Sequence[str] = ()) -> bool:
    """Whether the words for both sides stand before the people of a column, cell by cell: there none of them is a name.

    One side alone may be the name of somebody as well, or the words for it are no names: `From`, `Empfänger`. Neither is one before more
    numbers than somebody has in a table whose headers are in its own language: `Von` beside `Datum`.
    """
    prefixes = [_prefix_in(line) for cell in dict.fromkeys(sample) for line in cell.splitlines()[:1]]
    told = [prefix for prefix in prefixes if prefix is not None and prefix.side is not None]
    if 2 * len(told) <= len(prefixes):
        return False
    if {prefix.side for prefix in told} == set(Side) or all(prefix.is_told and not prefix.is_letter for prefix in told):
        return True
    words = {line.lstrip().partition(":")[0].casefold() for cell in sample for line in cell.splitlines()[:1]}
    numbers = {tuple(filter(str.isdecimal, prefix.rest)) for prefix in told}
    is_own = len(words) == 1 and not _BESIDE.get(next(iter(words)), frozenset()).isdisjoint(
        word for text in header for word in words_of(text)
    )
    return is_own and len(numbers) >= _FEWEST_NUMBERS


def with_plain_sides(cell: str) -> str:
    """Write the words for sides of such a cell in the one language in which they are no names."""
    pieces = [(piece, _prefix_in(piece)) for piece in _at_sides(cell)]
    return "\n".join(f"{prefix.side.name.capitalize()}: {prefix.rest}" if prefix and prefix.side else piece for piece, prefix in pieces)


class _Prefix(NamedTuple):
    """A word before somebody that may say a side, and what stands behind it."""

    rest: str
    side: Side | None
    #: It is no name of anybody, by itself or by what stands behind it.
    is_told: bool
    #: `A:` is Spanish and Italian for the one side beside the other, and by itself any letter.
    is_letter: bool


def _prefix_in(line: str) -> _Prefix | None:
    found = _PREFIX.match(line.lstrip()) if ":" in line else None
    column = _column_of(found[1].strip()) if found else None
    if found is None or column is None:
        return None
    rest, word = line.lstrip()[found.end() :], found[1].strip().casefold()
    is_told = word not in _ALSO_NAMES or len(found[2]) >= _BLANKS or _LETTER_BEHIND.search(rest) is not None
    return _Prefix(rest, _SIDES.get(column), is_told, word == "a")


def _at_sides(line: str) -> list[str]:
    """Split a line where a list goes on with another side, or where the other side is told behind the first: `From: 07… To: 07…`."""
    if ":" not in line:
        return [line]
    cuts = {found.end(): found.start() for found in _NEXT.finditer(line) if _column_of(found[1].strip()) in _SIDES}
    first = _prefix_in(line)
    if first is not None and first.side is not None:
        cuts |= _others_behind(line, first.side)
    starts = sorted(cuts)
    begins, ends = [0, *starts], [*(cuts[start] for start in starts), len(line)]
    return [line[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _others_behind(line: str, side: Side) -> dict[int, int]:
    """Give where the word for the other side begins behind one side, and by each where the text before it and its joint ends."""
    cuts: dict[int, int] = {}
    has_number = _NUMBER.search
    for found in _LABEL.finditer(line):
        words = list(_WORD.finditer(found[0]))
        for word in words:
            told = _SIDES.get(_column_of(found[0][word.start() :].rstrip(": ")) or Column.OTHER)
            start = found.start() + word.start()
            is_told = word[0].casefold() not in _ALSO_NAMES or has_number(line, 0, start) is not None
            if told is not None and told is not side and start and is_told:
                cuts[start] = len(_JOINT.sub("", line[max(start - _LONGEST_JOINT, 0) : start])) + max(start - _LONGEST_JOINT, 0)
                side = told
                break
    return cuts
