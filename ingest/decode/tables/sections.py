"""Headings that stand alone in a row of a list and say what all people below them do: `Solicitors`, `Social workers`.

What they are is said of the rows below, to tell whom to keep out (`Mention.about`). Whoever is taken for one by mistake is not shown: so a
heading names several people by what they do and nothing else, and it ends at a blank row, or where any other words stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.decode.arrangement.headings import may_be_title
from ingest.decode.arrangement.row_stream import NumberedRow, RowStream
from ingest.decode.columns.layout import JUDGED_ROWS, Layout
from ingest.decode.rows.whose_number import whose_numbers
from ingest.decode.words.doers import names_doers
from ingest.decode.words.headers import NAMES, Column, classify, is_phone_word, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.phones import NUMBER_WORDS
from ingest.decode.words.sets import set_of
from ingest.records import Record, Role

#: Words of other headings that part a list by who people are.
_GROUPS: Final = set_of(
    "friends family mates associates relatives relations professionals colleagues others contacts peers people parents carers neighbours"
    " siblings cousins lads boys girls crew agencies services"
)
#: Columns of a list that speak of nobody but the person of the row.
_OF_ONE: Final = NAMES | {Column.MIDDLE, Column.PHONE, Column.MAYBE_PHONE, Column.NOTE, Column.COUNT}
_SAID_OF_ONE: Final = set_of(
    "email mail e address postcode town city organisation organization company firm agency team office area role job title profession"
    " occupation department service"
)
#: Headings below a header show that they are some where there is more than one of them.
_SEVERAL: Final = 2


def _names_group(text: str) -> bool:
    return not _GROUPS.isdisjoint(words_of(text)[-1:])


def _only_text(cells: Sequence[str]) -> str:
    """Give the words that stand alone in a row; none where anything else does."""
    return next(cell.strip() for cell in cells if cell.strip()) if may_be_title(cells) else ""


@dataclass(slots=True)
class Sections:
    """What the headings of one table after the other say of the rows below them."""

    #: What the people of the next rows are; empty where nothing says it.
    about: str = ""
    #: Whether anybody stands below the heading by now.
    _has_people: bool = False
    #: Headings of others stood above, so that more may follow without a blank row.
    _is_parted: bool = False
    #: The first row of the table with anything in it. Rows behind it may have been read without being told here.
    _first: int = 0
    #: The rows are a list in which a heading may stand, and whether one may stand first without a blank row above.
    _is_list: bool = False
    _may_begin: bool = False

    @classmethod
    def below(cls, rows: Sequence[NumberedRow]) -> Sections:
        """Begin below the rows above the first header, of which the last may be the heading of the table."""
        filled = [cells for _, cells in rows if any(map(str.strip, cells))]
        text = _only_text(filled[-1]) if filled else ""
        return cls(text if names_doers(text) else "")

    def begin(self, layout: Layout, rows: RowStream) -> None:
        """Begin another table, for which a heading right above counts."""
        is_list = layout.shape is Shape.CONTACTS and not layout.is_mixed and all(map(_is_of_one, layout.header))
        self._is_list = is_list and not any(whose.names or whose.words for whose in whose_numbers(layout).values())
        if self._has_people or not self._is_list:
            self.about = ""
        self._is_parted, self._may_begin = False, not layout.header
        judged = rows.peek(JUDGED_ROWS)
        self._first = next((number for number, cells in judged if any(map(str.strip, cells))), 0)
        if self._is_list and layout.header:
            self._may_begin = _are_headings(judged)

    def step(self, number: int, cells: Sequence[str], *, is_apart: bool) -> None:
        """Go on to the next row with anything in it, which may stand apart from the one above."""
        if not self._is_list:
            return
        if is_apart and self._has_people:
            self.about = ""
        text, is_first = _only_text(cells), number == self._first and self._may_begin
        if not text:
            self._has_people = True
        elif names_doers(text):
            self._is_parted |= is_apart or is_first
            self.about, self._has_people = (text, False) if self._is_parted else ("", self._has_people)
        else:
            self._is_parted |= is_first and _names_group(text)
            self.about = ""

    def told(self, record: Record) -> Record:
        """Say of the people of a row what the heading above it says they are."""
        if not self.about:
            return record
        return record._replace(
            mentions=tuple(
                each._replace(about=f"{each.about}; {self.about}" if each.about else self.about) if each.role is Role.CONTACT else each
                for each in record.mentions
            )
        )


def _are_headings(rows: Sequence[NumberedRow]) -> bool:
    """Whether several words stand alone in rows of a list, each for several people or behind a blank row: nobody saved without a number."""
    titles, last = 0, 0
    for number, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        if text := _only_text(cells):
            titles += 1
            if not (names_doers(text) or _names_group(text) or 0 < last < number - 1):
                return False
        last = number
    return titles >= _SEVERAL


def _is_of_one(header: str) -> bool:
    """Whether a column of a list says something of nobody but the person of its row."""
    is_known = all(word in _SAID_OF_ONE or word in NUMBER_WORDS or is_phone_word(word) for word in words_of(header))
    return is_known or classify(header) in _OF_ONE
