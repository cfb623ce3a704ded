"""Columns of a list of people that hold the own number of the phone it was taken from: the same beside one person and the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ingest.decode.columns.content import are_mobiles
from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.number_shape import last_digits, looks_like_number
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, RELATIONS, Column, is_phone_word, says_number, words_of
from ingest.decode.words.own import FEWEST_OTHERS_BESIDE_WORDS, TARGETS
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

#: The thing a list was taken from; people have a number each, and no device of this kind.
_DEVICES: Final = set_of(
    "handset device sim extracted exhibit examined this gerät geräts gerätenummer endgerät appareil dispositivo urządzenia"
)
#: An account may be that of each person, unless one stands in all rows.
_ACCOUNTS: Final = frozenset({"account"})
_OF_OTHERS: Final = RELATIONS | set_of("contact contacts other party person remote work home business company bank network")
_CANDIDATES: Final = frozenset({Column.PHONE, Column.MAYBE_PHONE, Column.MESSENGER_ID, Column.PARTY, Column.OTHER, Column.REFERENCE})
_FEWEST_ROWS: Final = 2
#: The same below a word that may mean which telephone of somebody it is: `Handset`.
_FEWEST_OF_ANY: Final = 3


def find_owners_of_list(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column of a list for the phone's own number, where its header says device and what stands in it comes again and again.

    A word for telephones is enough where one mobile stands in front of all names: `Subject number, Name, Number`.
    """
    if any(RELATIONS & set(words_of(name)) for name in header):
        # A list of children with their parents: a device in it is that of the child.
        return
    first = next((at for at, column in enumerate(columns) if column in NAMES), 0)
    names = {cell.strip().casefold() for at, column in enumerate(columns) if column in NAMES for cell in samples[at]}
    for at, column in enumerate(columns):
        if column not in _CANDIDATES or not samples[at]:
            continue
        is_first = at < first and _may_be_own(header[at], samples[at])
        if not (is_first or _says_own(header[at], column, samples[at])):
            continue
        own = Counter(map(_key, samples[at]))
        words = set(words_of(header[at]))
        # A subject is one of few; a phone that many have in common may be that of an office.
        fewest = _FEWEST_ROWS if (words & TARGETS if is_first else words - _DEVICES) else _FEWEST_OF_ANY
        if min(own.values()) < fewest or (names and len(names) < len(own) * fewest):
            continue
        # What was taken from one phone stands together; devices that come in turns are those of the people listed.
        if len(own) > 1 and (not _DEVICES & words or sum(1 for _ in groupby(map(_key, samples[at]))) > len(own)):
            continue
        others = ({_key(cell) for cell in samples[other]} for other, kind in enumerate(columns) if other != at and kind in NUMBER_COLUMNS)
        fewest = fewest if is_first else FEWEST_OTHERS_BESIDE_WORDS
        if any(len(keys) >= fewest and len(keys) > len(own) and not keys & own.keys() for keys in others):
            columns[at] = Column.OWN


def leaves_open(header: Sequence[str], samples: Sequence[Sequence[str]]) -> bool:
    """Whether one number in all rows of a list may be the phone's own by its header or its place, beside those of the people listed."""
    open_to = [
        at
        for at, text in enumerate(header)
        if (at == 0 or not TARGETS.isdisjoint(words_of(text))) and len(samples[at]) >= _FEWEST_ROWS and _may_be_own(text, samples[at])
    ]
    told = [{_key(cell) for cell in sample if looks_like_number(cell)} for sample in samples] if open_to else []
    return any(len(keys) >= FEWEST_OTHERS_BESIDE_WORDS and not keys & told[at] for at in open_to for keys in told)


def _may_be_own(header: str, sample: Sequence[str]) -> bool:
    """Whether one mobile stands in all cells, below a word for telephones alone or for whose phone was examined."""
    told = [word for word in words_of(header) if not (word in NUMBER_WORDS or names_telephone(word))]
    is_said = is_phone_word(header) or bool(told)
    return is_said and TARGETS.issuperset(told) and len({_key(cell) for cell in sample}) == 1 and are_mobiles(sample)


def _says_own(header: str, column: Column, sample: Sequence[str]) -> bool:
    words = set(words_of(header))
    if _OF_OTHERS & words:
        return False
    if _ACCOUNTS & words:
        # A number alone may be that of a customer of whom nobody knows.
        return all(map(is_messenger_id, sample))
    # The reference of an exhibit is no number of anybody.
    is_number = is_phone_word(header) or (column is not Column.REFERENCE and (says_number(header) or words <= _DEVICES))
    return bool(_DEVICES & words) and is_number and all(map(looks_like_number, sample))


def _key(cell: str) -> str:
    return last_digits(cell.partition("@")[0]) if looks_like_number(cell) or is_messenger_id(cell) else cell
