"""Rows of a list or form that say of somebody that they are who has the phone: `Subject`, `Young person`, `Child mobile`, `YP`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.layout import Layout
from ingest.decode.values.number_shape import last_digits, looks_like_number
from ingest.decode.values.person import is_owners_name, may_be_owners_name
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.own import PHONES, TARGETS, Whose, whose_fact
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

#: Who a form is about, alone or with the words for a telephone.
_HOLDERS: Final = TARGETS | set_of("child owner user yp misper own")
_TWO_WORDS: Final = (frozenset({"young", "person"}), frozenset({"missing", "person"}), frozenset({"missing", "child"}))
_BESIDE: Final = PHONES | NUMBER_WORDS | set_of("s the of")
#: What rows say of people, and what people are called.
_SAYING: Final = (Column.ABOUT, *NAMES, Column.NICKNAME, Column.TYPE, Column.OTHER)
_LONGEST: Final = 40
#: Columns looked at: forms have few, hostile tables thousands.
_MOST_COLUMNS: Final = 40


def names_holder_among(layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row with a number says of it that it is of whoever has the phone, and not in so many words that it is the phone's own.

    Args:
        layout: what the columns of the list hold.
        rows: its first rows.
    """
    if _is_of_one_child(layout, rows):
        return True
    said, numbers = layout.all_of(*_SAYING)[:_MOST_COLUMNS], layout.all_of(*NUMBER_COLUMNS)[:_MOST_COLUMNS]
    return any(
        any(at < len(cells) and _is_holder(cells[at]) for at in said)
        and any(at < len(cells) and looks_like_number(cells[at]) for at in numbers)
        for cells in rows
    )


def _is_of_one_child(layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a header speaks of the telephone of a child, and one number alone stands below it: a form that became a row."""
    for at in layout.all_of(*NUMBER_COLUMNS)[:_MOST_COLUMNS]:
        if at < len(layout.header) and whose_fact(layout.header[at]) is Whose.CHILDS:
            numbers = {last_digits(cells[at]) for cells in rows if at < len(cells) and looks_like_number(cells[at])}
            if len(numbers) == 1:
                return True
    return False


def _is_holder(cell: str) -> bool:
    if not cell or len(cell) > _LONGEST or is_owners_name(cell):
        return False
    if may_be_owners_name(cell):
        return True
    words = frozenset(word for word in words_of(cell) if word not in _BESIDE and not names_telephone(word))
    return words in _TWO_WORDS or (len(words) == 1 and words <= _HOLDERS)
