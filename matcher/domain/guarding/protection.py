"""Numbers that are kept apart before anything else: protected ones leave no trace, benign ones only add a caution (domain 11.5, 11.6)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from matcher.domain.guarding.damaged import DamagedNumbers, Listed
from matcher.domain.guarding.embedded import Asked, left_of
from matcher.domain.guarding.further_digits import dialled_behind, may_say_more, without_last
from matcher.domain.guarding.label_words import Phrases, words_of
from matcher.domain.guarding.listed_in_words import WordsWithNumbers
from matcher.domain.guarding.professions import is_profession, is_said_of_person
from matcher.domain.guarding.said_beside import names_whose, said_beside
from matcher.domain.numbers import Place, read_all
from matcher.domain.numbers.reading import Certainty, Number, Reading, Status

#: Ranges are found by this many characters first (`+44808`), so that an ordinary number costs one probe.
PREFIX = 6

#: Dialled before a number to withhold one's own (141) or to show it (1470), or to reach it by text relay.
_DIALLED_BEFORE = ("1470", "141", "18000", "18001", "18002")
#: How a number behind such digits begins where they were taken for a country code.
_TAKEN_FOR_COUNTRY = ("+1470", "+141")

#: Digits in a text of words, with the blanks people put between them; shorter ones are house numbers as often as anything.
_DIGITS_AMONG_WORDS = re.compile(r"\d(?:[ \-]?\d){4,}", re.ASCII)
#: Shorter extensions are those of a switchboard.
_TELLING_EXTENSION = 5

#: Digits of a listed number that are looked for first.
_BEGINNING = 3

_NOT_DIGIT = re.compile(r"\D", re.ASCII)

#: Digits a mistyped number may lack.
_MISSING = 2
#: Digits, without a trunk zero, that say enough of a number with some missing.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """Why a number, a range, a code or a word is listed."""

    #: Class of a protected number or kind of a benign one: `child-helpline`, `voicemail`.
    group: str
    #: What a practitioner calls it. Never shown for a protected number.
    name: str
    #: Where the entry comes from.
    source: str
    #: False until a person has checked the entry before release.
    confirmed: bool = False


class ListedRange(NamedTuple):
    """Numbers from `first` to `last`, both included, all of the same length; as integers."""

    first: int
    last: int
    listing: Listing


@dataclass(frozen=True, slots=True)
class NumberSet:
    """Numbers, ranges, short codes and label words with one purpose. Digits are compared as whole values, never as patterns."""

    #: E.164 -> why.
    numbers: Mapping[str, Listing] = field(default_factory=dict)
    #: E.164 ranges without the plus sign.
    ranges: tuple[ListedRange, ...] = ()
    #: Short and service numbers as dialled -> why.
    codes: Mapping[str, Listing] = field(default_factory=dict)
    code_ranges: tuple[ListedRange, ...] = ()
    #: Phrases of a label, lower case, each a tuple of whole words -> why.
    words: Mapping[tuple[str, ...], Listing] = field(default_factory=dict)
    #: Names of a service that are everyday words as well: they count where a label or a sender is nothing else.
    names: Mapping[tuple[str, ...], Listing] = field(default_factory=dict)
    #: First characters of every number and range: a number that begins otherwise need not be asked for.
    prefixes: frozenset[str] = field(init=False, repr=False)
    _prefixes: frozenset[str] = field(init=False, repr=False)
    _starts: tuple[int, ...] = field(init=False, repr=False)
    #: National digits that every number of a range begins with: `80880`.
    _heads: tuple[str, ...] = field(init=False, repr=False)
    #: National digits of every listed number with its last ones missing.
    _cut_short: frozenset[str] = field(init=False, repr=False)
    _phrases: Phrases = field(init=False, repr=False, compare=False)
    _damaged: DamagedNumbers = field(init=False, repr=False, compare=False)
    _in_words: WordsWithNumbers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare the probes."""
        ordered = tuple(sorted(self.ranges, key=lambda each: each.first))
        object.__setattr__(self, "ranges", ordered)
        object.__setattr__(self, "_starts", tuple(each.first for each in ordered))
        object.__setattr__(self, "_prefixes", frozenset(prefix for each in ordered for prefix in _prefixes_of(each)))
        object.__setattr__(self, "_heads", tuple({_head_of(each) for each in ordered} - {""}))
        object.__setattr__(self, "prefixes", self._prefixes | {e164[:PREFIX] for e164 in self.numbers})
        national = [e164[3:] for e164 in self.numbers if e164.startswith("+44")]
        cut = (each[:-missing] for each in national for missing in range(1, _MISSING + 1) if len(each) - missing >= _ENOUGH)
        object.__setattr__(self, "_cut_short", frozenset(cut))
        object.__setattr__(self, "_phrases", Phrases(tuple(self.words), tuple(self.names)))
        spans = ((str(each.first), str(each.last)) for each in (*self.ranges, *self.code_ranges))
        in_spans = (str(start) for one, last in spans for start in range(*_beginning_of(one.removeprefix("44"), last.removeprefix("44"))))
        beginnings = frozenset((*(each[:_BEGINNING] for each in (*national, *self.codes)), *in_spans))
        listed = self._listed(national)
        object.__setattr__(self, "_damaged", DamagedNumbers(listed))
        object.__setattr__(self, "_in_words", WordsWithNumbers(listed, self._asked, self._damaged, beginnings))

    def _listed(self, national: Iterable[str]) -> Listed:
        return Listed(
            numbers=frozenset(national),
            heads=self._heads,
            ranges=tuple((_as_national(each.first), _as_national(each.last)) for each in self.ranges if str(each.first).startswith("44")),
            codes=frozenset(self.codes),
            code_ranges=tuple((each.first, each.last) for each in self.code_ranges),
        )

    def find(self, e164: str) -> Listing | None:
        """Say why an E.164 number is listed, or None."""
        found = self.numbers.get(e164)
        if found is None and e164[:PREFIX] in self._prefixes:
            return self._in_range(int(e164))
        return found

    def _in_range(self, value: int) -> Listing | None:
        at = bisect_right(self._starts, value) - 1
        # Ranges of one set do not overlap (the door refuses those that do), so the nearest start decides.
        return self.ranges[at].listing if at >= 0 and value <= self.ranges[at].last else None

    def find_digits(self, digits: str) -> Listing | None:
        """Say why the digits of a short, service or otherwise unusable number are listed, or None."""
        if not digits.isdecimal() or len(digits) > 17:
            return None
        found = self._find_dialled(digits)
        if found is not None:
            return found
        return next(
            (
                found
                for dialled in _DIALLED_BEFORE
                if digits.startswith(dialled) and (found := self._find_dialled(digits[len(dialled) :])) is not None
            ),
            None,
        )

    def _find_dialled(self, digits: str) -> Listing | None:
        found = self.codes.get(digits) or self._in_code_range(digits)
        if found is not None:
            return found
        # The same numbers in a form the region at hand cannot read: with the code of the country, or with the trunk zero.
        bare = _national(digits)
        return self.find(f"+44{bare}") or self.codes.get(bare) or self._in_code_range(bare)

    def left_of(self, text: str) -> tuple[str, ...] | None:
        """Give the parts of a text that may hold other numbers beside listed ones; None where no listed one stands among other digits."""
        return left_of(text, self._asked)

    def left_of_damaged(self, text: str) -> tuple[str, ...] | None:
        """Give the same for a text that gave no number: padded, cut short or mistyped, a listed number is one all the same."""
        return self._damaged.left_of(text)

    def without_listed(self, text: str) -> str:
        """Give a text of words with a mark in place of every listed number in it, whole or damaged."""
        return self._in_words.without(text)

    def may_hold(self, texts: Sequence[str]) -> Sequence[int]:
        """Give the places of those of many texts of words that may hold a listed number: most hold no digits, or the few of a count."""
        return self._in_words.may_stand_in(texts)

    @property
    def _asked(self) -> Asked:
        return Asked(lambda digits: self.find(f"+44{_national(digits)}") is not None, self._is_code)

    def is_all_of(self, text: str) -> bool:
        """Whether a text is a listed number with a count or its hours behind, where both together look like one number: `0800 1111 24`."""
        return text[-3:-2] == " " and text[-2:].isdecimal() and self.left_of(text) == ()

    def _is_code(self, digits: str) -> bool:
        return digits in self.codes or self._in_code_range(digits) is not None

    def is_nearly(self, digits: str) -> bool:
        """Whether digits that are no number are a listed number with its last ones missing or with one too many."""
        bare = _national(digits)
        return bare in self._cut_short or f"+44{bare[:-1]}" in self.numbers

    def begins_range(self, digits: str) -> bool:
        """Whether the digits of a number with some missing are the beginning of a range."""
        return _national(digits).startswith(self._heads) if self._heads else False

    def _in_code_range(self, digits: str) -> Listing | None:
        if not digits:
            return None
        value = int(digits)
        for each in self.code_ranges:
            if each.first <= value <= each.last and len(digits) == len(str(each.last)):
                return each.listing
        return None

    def find_label(self, text: str) -> Listing | None:
        """Say which listed words stand in a label as whole words (plural and possessive included), or None."""
        found = self._phrases.find_among(words_of(text)) if self.words else None
        return self.words[found] if found else None

    def find_confidence(self, text: str) -> Listing | None:
        """Say the same, and which listed name a label consists of, or which listed words a SIM cut short at its end."""
        words, phrases = words_of(text), self._phrases
        found = phrases.find_among(words) or phrases.find_name(words) or phrases.find_cut(text.strip(), words)
        return (self.words.get(found) or self.names[found]) if found else None

    def are_named_beside(self, text: str, places: Sequence[tuple[int, int]]) -> list[bool]:
        """Say of each number of a text, given their places in order, whether the words beside it say that it is a listed one's."""
        if not places or not (self.words or self.names) or not self._phrases.may_stand_in(text):
            return [False] * len(places)
        return [names_whose(said, self._phrases) for said in said_beside(text, places)]

    def is_nothing_else(self, text: str) -> bool:
        """Whether a text is listed words, but for what says whose or which telephone; listed names are everyday words as well."""
        return self._phrases.may_begin(text) and self._phrases.are_all(words_of(text))

    def is_profession(self, text: str) -> bool:
        """Whether one field of a text is listed words or has them as its head, or is a listed name; a mention of them is not enough."""
        return is_profession(text, self._phrases)

    def is_said_of_person(self, note: str) -> bool:
        """Whether a whole note is listed words, or says with adjectives, a place or hours beside them that its person is such."""
        return is_said_of_person(note, self._phrases)


def _prefixes_of(listed: ListedRange) -> Iterable[str]:
    first, last = f"+{listed.first}", f"+{listed.last}"
    if len(first) < PREFIX:
        yield first
        return
    for value in range(int(first[1:PREFIX]), int(last[1:PREFIX]) + 1):
        yield f"+{value}"


def _head_of(listed: ListedRange) -> str:
    """Give the digits behind the country code that all numbers of a UK range share; empty for others and for short ones."""
    pairs = zip(str(listed.first), str(listed.last), strict=True)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared[2:] if shared.startswith("44") and len(shared) > 5 else ""


def _beginning_of(first: str, last: str) -> tuple[int, int]:
    return int(first[:_BEGINNING]), int(last[:_BEGINNING]) + 1


def _as_national(number: int) -> int:
    return int(str(number)[2:])


def _national(digits: str) -> str:
    bare = digits.removeprefix("00")
    if bare.startswith("44"):
        # People write the trunk zero behind the code of the country, and some write it twice: `+44 (0)0800`.
        return bare[2:].lstrip("0")
    return bare.removeprefix("0")


@dataclass(frozen=True, slots=True)
class NumberLists:
    """Everything an operator set apart: what is never shown, and what is shown with a caution."""

    protected: NumberSet = field(default_factory=NumberSet)
    warning: NumberSet = field(default_factory=NumberSet)
    #: Words of a label that speak of family: the contact may come from a shared family account.
    family: NumberSet = field(default_factory=NumberSet)
    _watched: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the first question."""
        rest = (f"{start}{end:0{PREFIX - len(start)}d}" for start in _TAKEN_FOR_COUNTRY for end in range(10 ** (PREFIX - len(start))))
        object.__setattr__(self, "_watched", self.protected.prefixes | frozenset(rest))

    def is_protected(self, reading: Reading) -> bool:
        """Whether a reading must leave no trace as it stands: a protected number, short code or range in it, or a sender of that name.

        Where one stands among others, `left_of` gives the rest.
        """
        return self._is_protected_whole(reading) or self.left_of(reading) is not None

    def left_of(self, reading: Reading) -> tuple[str, ...] | None:
        """Give the texts that are left of a reading without the protected numbers in it; None where it holds none among other digits."""
        if isinstance(reading, Number):
            if not may_say_more(reading):
                return None
            behind = dialled_behind(reading)
            if len(behind) >= _TELLING_EXTENSION and self.protected.find_digits(behind) is not None:
                return (without_last(reading.raw, len(behind)),)
            left = self.protected.left_of(reading.raw)
            return None if left == (reading.raw,) else left
        left = self.protected.left_of(reading.raw)
        return self.protected.left_of_damaged(reading.raw) if left is None else left

    def _is_protected_whole(self, reading: Reading) -> bool:
        protected = self.protected
        if isinstance(reading, Number):
            if protected.find(reading.e164) is not None:
                return True
            if reading.e164[:PREFIX] in protected.prefixes and protected.is_all_of(reading.raw):
                return True
            # `141 0800 1111` also reads as a number of the country 1: who rings a helpline withholds the own number.
            dialled = reading.certainty is Certainty.INFERRED and reading.e164.startswith(_TAKEN_FOR_COUNTRY)
            return dialled and protected.find_digits(reading.e164[1:]) is not None
        if reading.digits and protected.find_digits(reading.digits) is not None:
            return True
        match reading.status:
            case Status.PARTIAL:
                return protected.begins_range(reading.digits) or protected.is_nearly(reading.digits)
            case Status.ALPHANUMERIC:
                # A text sender is known by its name, or by a short code among words: `text 85258`.
                return self.is_protected_label(reading.raw) or any(
                    protected.find_digits(_NOT_DIGIT.sub("", found)) for found in _DIGITS_AMONG_WORDS.findall(reading.raw)
                )
            case _:
                return protected.find_digits(_NOT_DIGIT.sub("", reading.raw)) is not None

    def says_protected(self, reading: Reading) -> bool:
        """Whether the text of a number itself names a confidential person or service, as its label may: `07700 900123 counsellor`."""
        return isinstance(reading, Number) and may_say_more(reading) and self.is_protected_label(reading.raw)

    def named_beside(self, text: str, places: Sequence[Place]) -> frozenset[str]:
        """Give what tells those numbers of a text (`key_of`) beside which words say that somebody confidential has them."""
        named = self.protected.are_named_beside(text, [(place.start, place.end) for place in places])
        return frozenset(place.key for place, is_named in zip(places, named, strict=True) if is_named)

    @property
    def watched(self) -> frozenset[str]:
        """First characters of every number that may be protected: one that begins otherwise need not be asked about."""
        return self._watched

    def is_protected_number(self, e164: str) -> bool:
        """Whether an E.164 number is protected by entry or range."""
        return self.protected.find(e164) is not None

    def is_protected_label(self, label: str) -> bool:
        """Whether a label speaks of a confidential person or helpline.

        Never the only check: a listed number shows whatever it is saved as.
        """
        return self.protected.find_confidence(label) is not None

    def is_protected_trade(self, label: str) -> bool:
        """Whether a label is nothing but a confidential profession or service: it is one even where a line is called so."""
        return self.protected.is_nothing_else(label)

    def is_protected_note(self, note: str) -> bool:
        """Whether a short note says of its person that they are, or belong to, a confidential profession or service."""
        return self.protected.is_said_of_person(note)

    def open_label(self, label: str) -> str:
        """Give what of a label may be shown: a mark stands where a protected number stood in it."""
        return self.protected.without_listed(label)

    def telling_labels(self, labels: Sequence[str]) -> list[int]:
        """Give the places of those of many labels that may not be shown as they stand."""
        return [at for at in self.protected.may_hold(labels) if self.open_label(labels[at]) != labels[at]]

    def is_protected_about(self, about: str) -> bool:
        """Whether a record says that somebody is, or belongs to, a confidential profession or service: as a whole field, or its head."""
        return self.protected.is_profession(about)

    def warning_of(self, e164: str, labels: Iterable[str] = ()) -> Listing | None:
        """Say which benign use a number is listed for, by the number first, then by what it is saved as; None when by none."""
        found = self.warning.find(e164)
        if found is not None:
            return found
        return next((found for label in labels if (found := self.warning.find_label(label)) is not None), None)

    def is_family_label(self, label: str) -> bool:
        """Whether a label names a relative."""
        return self.family.find_label(label) is not None


def read_openly(reading: Reading, lists: NumberLists, region: str, *, test_numbers: bool) -> Iterator[Reading]:
    """Yield a reading as it stands, or, where a protected number stands in it, what else there is to read in its text."""
    if not lists.is_protected(reading):
        yield reading
        return
    # What is left is always shorter, so this ends.
    for several in read_all(lists.left_of(reading) or (), region, test_numbers=test_numbers):
        for each in several:
            yield from read_openly(each, lists, region, test_numbers=test_numbers)
