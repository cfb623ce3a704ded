"""Sheets that are no table: a fact about the phone in each row, its name and its value, without a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.header_rows import is_header
from ingest.decode.values.number_shape import has_digit, looks_like_number
from ingest.decode.values.person import SERIALS
from ingest.decode.words.headers import is_phone_word, says_number, words_of
from ingest.decode.words.own import OF_OTHERS
from ingest.decode.words.sets import set_of

#: What only phones and their cards have, and what other things have, too.
_NUMBERED: Final = SERIALS | {"msisdn"}
_THINGS: Final = _NUMBERED | set_of("serial model make manufacturer hersteller modell seriennummer fabricant modèle marque marca modelo")
_OF_PHONES: Final = set_of("number own device handset sim subscriber owner user line network")
#: Whose numbers stand among the facts of a phone and are not its own: who has the case, and who was called last or most.
_AMONG_FACTS: Final = set_of(
    "examiner officer case investigator unit oic last dialled dialed received missed favourite favorite favourites favorites emergency"
    " voicemail smsc centre center speed dial next kin ice"
)
_PEOPLE: Final = {"dealer", "suspect", "suspects", "victim"} | set_of(
    "name nickname alias aka surname forename nominal associate associates witness"
)
_COUNT = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_FEWEST_THINGS: Final = 2
#: Characters of the name of a fact, and facts of one sheet.
LONGEST_NAME: Final = 40
MOST_FACTS: Final = 60
_PAIR: Final = 2


def are_facts(rows: Sequence[NumberedRow], *, is_whole: bool) -> bool:
    """Whether rows are nothing but facts about a phone, several of which are of a kind that only phones have.

    Args:
        rows: the first rows of a sheet.
        is_whole: whether these are all.
    """
    filled = [_fact_in(told) for _, cells in rows if (told := [cell.strip() for cell in cells if cell.strip()])]
    if not is_whole or len(filled) > MOST_FACTS or any(len(told) > _PAIR for told in filled):
        return False
    pairs = [told for told in filled if len(told) == _PAIR]
    if any(map(is_header, filled)) or any(looks_like_number(value) and not _may_have_number(name) for name, value in pairs):
        # People stand there, with or without a header.
        return False
    names = [name for name, _ in pairs]
    # A title, and facts of which nothing is known, have one cell.
    if len(names) < _PAIR or len(names) * 2 <= len(filled) or not all(map(_is_name, names)):
        return False
    words = {word for name in names for word in words_of(name)}
    # Of the numbers of cards and handsets few others speak; whose they are a person among them leaves open.
    return len(words & _THINGS) >= _FEWEST_THINGS or (not words.isdisjoint(_NUMBERED) and words.isdisjoint(_PEOPLE))


def _fact_in(told: list[str]) -> list[str]:
    """Give a row with its only cell taken apart where that is a name and a value: `IMEI: 350000000000006`."""
    name, colon, value = told[0].partition(":")
    return [name.strip(), value.strip()] if len(told) == 1 and colon and name.strip() and value.strip() else told


def _may_have_number(name: str) -> bool:
    """Whether the name of a fact is none of a person."""
    words = set(words_of(name))
    return is_phone_word(name) or says_number(name) or bool(words & (_THINGS | OF_OTHERS | _OF_PHONES | _AMONG_FACTS))


def _is_name(cell: str) -> bool:
    """Whether a cell may name a fact; several of a kind are counted: `IMEI 2`, `SIM 1 number`."""
    return len(cell) <= LONGEST_NAME and not looks_like_number(cell) and not has_digit(_COUNT.sub("", cell))
