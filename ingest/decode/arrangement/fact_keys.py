"""The words that name facts of a person in the rows of forms and turned tables: `Name`, `Mobile:`, `Mother`, `Friend 2`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.values.number_shape import has_digit, looks_like_number
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, RELATIONS, Column, classify, words_of

_LEAST_NUMBERS: Final = 0.5
LONGEST_KEY: Final = 40
#: Words beside which the name of the person of a form stands, and those of forms about phones.
_PERSONS: Final = frozenset({"child", "young person", "yp", "subject", "person", "who", "missing person", "associate", "friend"})
_BESIDE_RELATIONS: Final = frozenset({"s", "of", "the", "next", "social", "key", "youth", "foster", "best", "personal", "head", "class"})
_ORDINAL: Final = re.compile(r"(?<=[^\W\d_]) ?\b\d\b")
_THINGS: Final = frozenset({"imei", "imsi", "iccid", "serial", "model", "handset", "device", "make", "msisdn", "manufacturer"})


def is_key(cell: str) -> bool:
    """Whether a cell is the name of a fact, or somebody the person of a card belongs to; several of a kind are counted: `Friend 2`."""
    text = _ORDINAL.sub("", cell)
    return names_fact(text) or ((names_relation(text) or names_person(text)) and not has_digit(text))


def names_fact(cell: str) -> bool:
    """Whether a cell is a word of headers, or anything with a colon behind it; a person may be called after a relative."""
    is_named = classify(cell) is not Column.OTHER or (cell.rstrip().endswith(":") and len(cell) <= LONGEST_KEY)
    return is_named and not has_digit(cell)


def names_relation(cell: str) -> bool:
    """Whether a cell says who somebody is to the person of a card, and no more: `Mother`, `Social worker`."""
    words = words_of(cell)
    return not RELATIONS.isdisjoint(words) and all(word in RELATIONS or word in _BESIDE_RELATIONS for word in words)


def names_person(key: str) -> bool:
    """Whether the name of a person stands beside a word: `Name`, `Child`."""
    return classify(key) in NAMES or " ".join(words_of(key)) in _PERSONS


def names_thing(facts: Sequence[NumberedRow]) -> bool:
    """Whether the facts are about a phone."""
    return any(not _THINGS.isdisjoint(words_of(cells[0])) for _, cells in facts)


def have_numbers(facts: Sequence[NumberedRow]) -> bool:
    """Whether facts give telephones, and where they do, mostly numbers."""
    numbers = [cell for _, cells in facts if classify(cells[0]) in NUMBER_COLUMNS for cell in cells[1:] if cell.strip()]
    return bool(numbers) and sum(map(looks_like_number, numbers)) >= _LEAST_NUMBERS * len(numbers)
