"""Counts the different numbers and sightings of one source of which nothing else is kept."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress, count
from typing import NamedTuple

_Pair = tuple[int, int]


class ContactCount(NamedTuple):
    """Different contacts, each a number by its digits and the hash of its label, counted apart from all else a source holds."""

    #: Number -> the label it was first seen under.
    first: dict[int, int]
    #: All others.
    further: set[_Pair]

    def add(self, keys: Sequence[int], said: Sequence[int]) -> None:
        """Count many at once."""
        first = list(map(self.first.setdefault, keys, said))
        if first != said:
            self.further.update(pair for pair, one in zip(zip(keys, said, strict=True), first, strict=True) if one != pair[1])


class NumberTally:
    """What a phone holds, as counts only. It is what grows with the phone, so of a number its digits are kept, and of a label its hash."""

    def __init__(self) -> None:
        """Begin with nothing."""
        #: Numbers of others in the phone book -> the label each was first seen under: the one sighting that nearly all of them have.
        self._contacts: dict[int, int] = {}
        #: All other sightings.
        self._sightings: set[int] = set()
        #: Numbers of others -> how many of those each has, in the phone book and elsewhere.
        self._further: Counter[int] = Counter()
        self._elsewhere: Counter[int] = Counter()
        #: Further numbers in the phone book that have one sighting, and that nothing else was said of: counted by somebody else.
        self._apart = array("Q")

    def add(self, e164: str, role: str, app: str | None, label: str | None, *, is_contact: bool, is_own: bool) -> None:
        """Count one number of a record; the phone's own are sightings, but no numbers of others."""
        key = int(e164)
        if is_contact and app is None and not is_own:
            self._add_contact(key, hash(label))
            return
        sighting = hash((e164, role, app, label))
        is_fresh = sighting not in self._sightings
        self._sightings.add(sighting)
        if not is_own:
            # Present even with nothing to add.
            (self._further if is_contact else self._elsewhere)[key] += is_fresh

    def add_contacts(self, keys: Sequence[int], said: Sequence[int]) -> None:
        """Count many numbers of the phone book at once, each by its digits and the hash of its label, as `add` does one by one."""
        first = list(map(self._contacts.setdefault, keys, said))
        if first != said:
            for at, one in enumerate(first):
                if one != said[at]:
                    self._add_further(keys[at], said[at])

    def add_counted(self, keys: array[int], said: array[int], further: Iterable[_Pair]) -> None:
        """Count what was counted apart, when everything else was: what both have counts once."""
        pairs = list(further)
        known = {*self._contacts, *self._further, *self._elsewhere, *(key for key, _ in pairs)}
        rest = keys
        if shared := list(compress(count(), map(known.__contains__, keys))):
            wanted = bytearray(b"\1") * len(keys)
            for at in shared:
                wanted[at] = 0
                self._add_contact(keys[at], said[at])
            rest = array("Q", compress(keys, wanted))
        for pair in pairs:
            self._add_contact(*pair)
        self._apart = rest

    def _add_contact(self, key: int, said: int) -> None:
        if self._contacts.setdefault(key, said) != said:
            self._add_further(key, said)

    def _add_further(self, key: int, said: int) -> None:
        sighting = hash((key, said))
        if sighting not in self._sightings:
            self._sightings.add(sighting)
            self._further[key] += 1

    def add_text(self, text: str, role: str, app: str | None, label: str | None) -> None:
        """Count a sighting of a text that gave no number."""
        # A key begins with a plus sign and goes on with digits; no such text equals one.
        self._sightings.add(hash((f"?{text}", role, app, label)))

    def holds_any(self, e164s: Iterable[str]) -> bool:
        """Whether any of some numbers was counted as one of others."""
        keys = _digits(e164s)
        return bool(keys) and not all(map(keys.isdisjoint, (self._contacts, self._further, self._elsewhere, self._apart)))

    def sightings(self, own: Iterable[str]) -> int:
        """Count the different sightings; the phone's own numbers count only as the owner's."""
        owns = _digits(own)
        not_others = sum((key in self._contacts) + self._further[key] + self._elsewhere[key] for key in owns)
        return len(self._contacts) + len(self._sightings) - not_others + self._count_apart(owns)

    def numbers(self, own: Iterable[str]) -> set[int]:
        """Give the different numbers that are not the phone's own."""
        return {*self._contacts, *self._further, *self._elsewhere, *self._apart}.difference(_digits(own))

    def number_count(self, own: Iterable[str]) -> int:
        """Count those, without a set of all of them being made."""
        only_elsewhere = self._elsewhere.keys() - self._contacts.keys() - self._further.keys()
        return self.contact_count(own) + len(only_elsewhere.difference(_digits(own)))

    def contacts(self, own: Iterable[str]) -> set[int]:
        """Give those of the other numbers that stand in the phone book."""
        return {*self._contacts, *self._further, *self._apart}.difference(_digits(own))

    def contact_count(self, own: Iterable[str]) -> int:
        """Count those, without a set of them being made."""
        # Seen in an app only.
        others = self._further.keys() - self._contacts.keys()
        owns = _digits(own)
        not_others = len(owns & self._contacts.keys()) + len(owns & others)
        return len(self._contacts) + len(others) - not_others + self._count_apart(owns)

    def _count_apart(self, owns: set[int]) -> int:
        """Count what was counted apart; each number stands there once."""
        return len(self._apart) - (len(owns.intersection(self._apart)) if owns else 0)


def _digits(e164s: Iterable[str]) -> set[int]:
    return set(map(int, e164s))
