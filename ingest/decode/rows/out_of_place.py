"""Rows that do not fit their columns: typed below a log, or moved to the right by a comma that nobody quoted; their numbers are read.

Somebody writes `Jay | 07700 900123` below a table of calls, and the number stands where times do. A program splits `Doe, Jay` into two
cells, and the number stands one column behind its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.rows.contacts import NO_NUMBER, note_of
from ingest.decode.values.number_shape import has_digit, is_nothing, looks_like_number, mentions_number
from ingest.decode.values.people_in_cell import name_beside
from ingest.decode.values.person import joined_about
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.headers import NAMES, Column, is_phone_word, says_number
from ingest.decode.words.named_people import names_other
from ingest.decode.words.sets import set_of
from ingest.decode.words.ways import is_way
from ingest.records import Record, Skipped

#: What says when, without a digit.
_WHEN = set_of(
    "today yesterday tomorrow now unknown none never various morning afternoon evening night am pm"
    " mon tue tues wed thu thur thurs fri sat sun"
    " monday tuesday wednesday thursday friday saturday sunday last this early late before after daily weekly date time"
)
#: How a number begins, and a cell that is not to be taken for one begins otherwise.
_FIRST = ("+", "0", "(")
#: Where words may be moved to the right from.
_WORDED = (*NAMES, Column.MIDDLE, Column.NICKNAME, Column.ORGANISATION, Column.ABOUT, Column.LIVELIHOOD, Column.OTHER)


class TypedRows:
    """Reads the rows that somebody typed among those of a log: words stand where a time would, or the number itself."""

    def __init__(self, layout: Layout) -> None:
        """Ask the layout once."""
        self._times = layout.all_of(Column.TIME)
        self._ways = layout.all_of(Column.DIRECTION, Column.TYPE)
        #: Whom the row right above named without a number, with what they are.
        self._person: _Person | None = None

    def read(self, cells: Sequence[str], place: str) -> Record | Skipped | None:
        """Give the numbers of a row as notes, called by the name in it or in the row above; None where it is a row of the log."""
        person, self._person = self._person, None
        if not any(_is_no_time(cells[at]) for at in self._times):
            return None
        filled = [text for cell in cells if (text := cell.strip())]
        numbers = [text for text in filled if looks_like_number(text) or mentions_number(text)]
        words = [text for text in filled if text not in numbers and not (is_phone_word(text) or says_number(text))]
        if any(map(has_digit, words)) or any(is_way(cells[at]) for at in self._ways):
            return None
        if not numbers:
            is_person = len(filled) > 1 and len(words) == len(filled) and names_other(words[0], words[1])
            self._person = _Person(next(filter(is_name, words[1:]), None), words[0]) if is_person else None
            return Skipped(NO_NUMBER, place) if self._person else None
        if not words and person is not None:
            return Record(place, tuple(note_of(text, person.name, None, person.about) for text in numbers))
        label = next(filter(is_name, reversed(words)), None)
        return Record(place, tuple(note_of(text, self._called(text, label), None, joined_about(words, None)) for text in numbers))

    @staticmethod
    def _called(text: str, label: str | None) -> str | None:
        return name_beside(text) or label


class _Person(NamedTuple):
    name: str | None
    about: str


def _is_no_time(cell: str) -> bool:
    """Whether what stands below a time is none: a number of somebody, or words that do not say when."""
    text = cell.strip()
    if has_digit(text):
        # `01/03/2026 10:00` and `10:00` are looked at no further.
        return text[:1] in _FIRST and ":" not in text and "/" not in text and mentions_number(f"to {text}")
    words = text.casefold().split()
    return bool(words) and _WHEN.isdisjoint(words) and not is_nothing(text)


def unshifted(cells: Sequence[str], layout: Layout) -> Sequence[str]:
    """Put a row together again that is longer than its header, where words in it were taken apart and its number stands behind its column.

    Without such a place the row is given as it is.
    """
    fields = layout.all_of(Column.PHONE, Column.MAYBE_PHONE)
    end = len(cells)
    while end > layout.width and not cells[end - 1].strip():
        end -= 1
    more = end - layout.width
    if more <= 0 or not fields or not any(_holds_words(cells[at]) for at in fields):
        return cells
    for at in layout.all_of(*_WORDED):
        if at >= max(fields):
            continue
        joined = [*cells[:at], ",".join(cells[at : at + more + 1]), *cells[at + more + 1 : end]]
        told = [joined[field] for field in fields if field < len(joined) and joined[field].strip()]
        if told and all(map(looks_like_number, told)) and not has_digit(joined[at]):
            return joined
    return cells


def _holds_words(cell: str) -> bool:
    return bool(cell.strip()) and not has_digit(cell) and not is_nothing(cell)
