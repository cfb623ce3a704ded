"""Sheets that are no table: a fact about the phone in each row, its name and its value, without a header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.header_rows import is_header
from ingest.decode.header_words import is_phone_word, says_number, words_of
from ingest.decode.number_shape import has_digit, looks_like_number
from ingest.decode.owner_titles import OF_OTHERS
from ingest.decode.row_stream import NumberedRow
from ingest.decode.word_sets import set_of

#: What only phones and their cards have.
_THINGS: Final = set_of("imei imsi iccid msisdn serial model make manufacturer")
_OF_PHONES: Final = set_of("number own device handset sim subscriber owner user line")
_FEWEST_THINGS: Final = 2
_LONGEST_NAME: Final = 40
_MOST_FACTS: Final = 60
_PAIR: Final = 2


def are_facts(rows: Sequence[NumberedRow], *, is_whole: bool) -> bool:
    """Whether rows are nothing but facts about a phone, several of which are of a kind that only phones have.

    Args:
        rows: the first rows of a sheet.
        is_whole: whether these are all.
    """
    filled = [told for _, cells in rows if (told := [cell.strip() for cell in cells if cell.strip()])]
    if not is_whole or len(filled) > _MOST_FACTS or any(len(told) > _PAIR for told in filled):
        return False
    pairs = [told for told in filled if len(told) == _PAIR]
    if any(map(is_header, filled)) or any(looks_like_number(value) and not _may_have_number(name) for name, value in pairs):
        # People stand there, with or without a header.
        return False
    names = [name for name, _ in pairs]
    # A title, and facts of which nothing is known, have one cell.
    if len(names) < _PAIR or len(names) * 2 <= len(filled) or not all(map(_is_name, names)):
        return False
    return len({word for name in names for word in words_of(name) if word in _THINGS}) >= _FEWEST_THINGS


def _may_have_number(name: str) -> bool:
    """Whether the name of a fact is none of a person."""
    words = set(words_of(name))
    return is_phone_word(name) or says_number(name) or bool(words & (_THINGS | OF_OTHERS | _OF_PHONES))


def _is_name(cell: str) -> bool:
    """Whether a cell may name a fact; several of a kind are counted: `IMEI 2`."""
    return len(cell) <= _LONGEST_NAME and not looks_like_number(cell) and not has_digit(cell.rstrip(" :0123456789"))
