"""Columns of the phone owner's own number by what their header calls it, and by one number standing in all of their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.header_words import NUMBER_COLUMNS, Column, is_phone_word, says_number, words_of
from ingest.decode.number_shape import looks_like_number

#: Whose phone was examined, or whose calls a network was asked for. A suspect may be who called a victim.
_OWNERS: Final = frozenset({"subject", "subjects", "target", "targets"})
#: What makes a log of a table: a list of people has a number of each.
_OF_LOGS: Final = frozenset({Column.TIME, Column.DIRECTION, Column.DURATION})
#: The sides of a log with a column of directions: the first is the one whose log it is.
_FIRST, _SECOND = "a", "b"
_SIDED: Final = frozenset({"phone", "party", "number", "no", "msisdn", "tel", "telephone", "mobile", "subscriber"})
_COMPARED: Final = 9
_FEWEST_ROWS = 2
_CANDIDATES: Final = frozenset({Column.PHONE, Column.MAYBE_PHONE, Column.PARTY, Column.OTHER})


def find_owners(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column for the owner's own number where its header says so, one number stands in it, and another column has others."""
    numbers = {at: _keys(samples[at]) for at, column in enumerate(columns) if column in NUMBER_COLUMNS | {Column.OTHER}}
    for at, own in numbers.items():
        if columns[at] in _CANDIDATES and _is_owners(at, columns, header) and len(own) == 1:
            others = [keys for other, keys in numbers.items() if other != at and columns[other] in NUMBER_COLUMNS]
            if len(samples[at]) >= _FEWEST_ROWS and any(len(keys) >= _FEWEST_ROWS and not keys & own for keys in others):
                columns[at] = Column.OWN


def _is_owners(at: int, columns: Sequence[Column], header: Sequence[str]) -> bool:
    words = words_of(header[at])
    if _OWNERS & set(words):
        return not _OF_LOGS.isdisjoint(columns) and (is_phone_word(header[at]) or says_number(header[at]))
    if Column.DIRECTION not in columns:
        return False
    sides = [set(words_of(other)) for other in header]
    return _is_side(set(words), _FIRST) and any(_is_side(side, _SECOND) for side in sides)


def _is_side(words: set[str], letter: str) -> bool:
    return letter in words and len(words) > 1 and words - {letter} <= _SIDED


def _keys(sample: Sequence[str]) -> set[str]:
    """Give the numbers of a column by their last digits; what is none stands for itself."""
    return {"".join(filter(str.isdecimal, cell))[-_COMPARED:] if looks_like_number(cell) else cell for cell in sample}
