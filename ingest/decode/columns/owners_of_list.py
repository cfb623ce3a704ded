"""Columns of a list of people that hold the own number of the phone it was taken from: the same beside one person and the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, islice
from typing import Final, NamedTuple

from ingest.decode.columns.content import are_mobiles
from ingest.decode.columns.people import names_further
from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.number_shape import last_digits, looks_like_number
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, RELATIONS, Column, is_phone_word, says_number, words_of
from ingest.decode.words.own import FEWEST_OTHERS_BESIDE_WORDS, TARGETS
from ingest.decode.words.phones import NUMBER_WORDS, names_calling_line, names_telephone
from ingest.decode.words.sets import set_of

#: The thing a list was taken from; people have a number each, and no device of this kind.
_DEVICES: Final = set_of(
    "handset device sim extracted exhibit examined this gerät geräts gerätenummer endgerät appareil dispositivo urządzenia"
    " source origin msisdn extraction downloaded"
)
_JOINING: Final = set_of("from of the by on")
#: An account may be that of each person, unless one stands in all rows.
_ACCOUNTS: Final = frozenset({"account"})
_OF_OTHERS: Final = RELATIONS | set_of("contact contacts other party person remote work home business company bank network")
_CANDIDATES: Final = frozenset({Column.PHONE, Column.MAYBE_PHONE, Column.MESSENGER_ID, Column.PARTY, Column.OTHER, Column.REFERENCE})
_FEWEST_ROWS: Final = 2
#: Columns tried for one of a phone's own number: no list has so many, and each is held against all others.
_MOST_TRIED: Final = 16
#: How words for mobiles begin.
_MOBILES: Final = ("mob", "cell", "handy", "celul", "movil", "móvil", "portable", "komór", "komor", "telemóv", "telemov", "symudol", "gsm")
#: The same below a word that may mean which telephone of somebody it is: `Handset`.
_FEWEST_OF_ANY: Final = 3


def find_owners_of_list(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column of a list for the phone's own number, where its header says device and what stands in it comes again and again.

    A word for telephones is enough where one mobile stands in front of all names: `Subject number, Name, Number`.
    """
    if any(RELATIONS & set(words_of(name)) for name in header):
        # A list of children with their parents: a device in it is that of the child.
        return
    first = _first_name(columns)
    names = len({cell.strip().casefold() for at, column in enumerate(columns) if column in NAMES for cell in samples[at]})
    found = (
        (at, own)
        for at, column in enumerate(columns)
        if column in _CANDIDATES and (own := _Own.of(column, samples[at], header[at], is_first=at < first)) and own.comes_again(names)
    )
    tried = list(islice(found, _MOST_TRIED))
    # Looked through once, not for each of those tried again; most lists have none.
    numbers = [_Other.of(at, samples[at], header[at]) for at, column in enumerate(columns) if column in NUMBER_COLUMNS] if tried else []
    for at, own in tried:
        others = [other for other in numbers if other.at != at and columns[other.at] in NUMBER_COLUMNS]
        apart = [other for other in others if not own.may_be_with(other)]
        if (own.is_said or len(apart) == len(others)) and any(map(own.are_others, apart)):
            columns[at] = Column.OWN


class _Other(NamedTuple):
    """A column of numbers of the people listed."""

    at: int
    keys: frozenset[str]
    #: Its header says that each is one of several that somebody has, or which of them are mobiles.
    is_further: bool
    is_mobile: bool

    @classmethod
    def of(cls, at: int, sample: Sequence[str], header: str) -> _Other:
        """Look at a column."""
        return cls(at, frozenset(map(_key, sample)), names_further(header), _names_mobile(header))


class _Own(NamedTuple):
    """A column that may hold the phone's own number."""

    #: How often each number stands in it, and in how many runs.
    counts: Counter[str]
    runs: int
    #: It stands in front of the names, and no word of it says device.
    is_first: bool
    #: Its header says device or subject in so many words: `Handset` by itself may be which telephone of somebody it is.
    is_said: bool
    #: Its header says device, or no more than telephone.
    is_device: bool
    is_any: bool

    @classmethod
    def of(cls, column: Column, sample: Sequence[str], header: str, *, is_first: bool) -> _Own | None:
        """Look at a column; None where neither its header nor its place says that it may be one."""
        is_first = is_first and _may_be_own(header, sample)
        if not sample or not (is_first or _says_own(header, column, sample)):
            return None
        keys = list(map(_key, sample))
        words = set(words_of(header))
        is_said, is_device = bool(words & TARGETS if is_first else words - _DEVICES - _JOINING), bool(words & _DEVICES)
        is_any = is_first and not is_said and not _names_mobile(header)
        return cls(Counter(keys), sum(1 for _ in groupby(keys)), is_first, is_said, is_device, is_any)

    def comes_again(self, names: int) -> bool:
        """Whether each number stands in enough rows, beside as many people of the so many that are named."""
        # A subject is one of few; a phone that many have in common may be that of an office.
        fewest = _FEWEST_ROWS if self.is_said else _FEWEST_OF_ANY
        if min(self.counts.values()) < fewest or (names and names < len(self.counts) * fewest):
            return False
        # What was taken from one phone stands together; devices that come in turns are those of the people listed.
        return len(self.counts) == 1 or (self.is_device and self.runs == len(self.counts))

    def may_be_with(self, other: _Other) -> bool:
        """Whether this and another column may be telephones of one person: `Mobile` and `Home`, `Phone` and `Mobile`."""
        if self.is_said and not self.is_first:
            return False
        return other.is_further or (self.is_any and other.is_mobile)

    def are_others(self, other: _Other) -> bool:
        """Whether several more numbers stand in another column, and none of these."""
        fewest = (_FEWEST_ROWS if self.is_said else _FEWEST_OF_ANY) if self.is_first else FEWEST_OTHERS_BESIDE_WORDS
        return len(other.keys) >= max(fewest, len(self.counts) + 1) and other.keys.isdisjoint(self.counts)


def _first_name(columns: Sequence[Column]) -> int:
    return next((at for at, column in enumerate(columns) if column in NAMES), 0)


def _names_mobile(header: str) -> bool:
    return any(word.startswith(_MOBILES) for word in words_of(header))


def leaves_open(columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """Whether one number in all rows of a list may be the phone's own by its header or its place, beside those of the people listed."""
    first = _first_name(columns)
    open_to = [
        at
        for at in range(len(header))
        if len(samples[at]) >= _FEWEST_ROWS and _is_open(columns[at], samples[at], header[at], is_first=at < max(first, 1))
    ]
    told = [frozenset([_key(cell) for cell in sample if looks_like_number(cell)]) for sample in samples] if open_to else []
    return any(len(keys) >= FEWEST_OTHERS_BESIDE_WORDS and keys.isdisjoint(told[at]) for at in open_to[:_MOST_TRIED] for keys in told)


def _is_open(column: Column, sample: Sequence[str], header: str, *, is_first: bool) -> bool:
    is_in_many = len(sample) > _FEWEST_OF_ANY
    if (is_first or is_in_many or not TARGETS.isdisjoint(words_of(header))) and _may_be_own(header, sample):
        return True
    # Callers have such a line each, and people such a thing.
    is_named = _says_own(header, column, sample) or (names_calling_line(header) and all(map(looks_like_number, sample)))
    return is_named and len(set(map(_key, sample))) == 1


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
    is_number = is_phone_word(header) or (column is not Column.REFERENCE and (says_number(header) or words - _JOINING <= _DEVICES))
    return bool(_DEVICES & words) and is_number and all(map(looks_like_number, sample))


def _key(cell: str) -> str:
    return last_digits(cell.partition("@")[0]) if looks_like_number(cell) or is_messenger_id(cell) else cell
