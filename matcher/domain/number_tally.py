"""Counts the different numbers and sightings of one source of which nothing else is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


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

    def add(self, e164: str, role: str, app: str | None, label: str | None, *, is_contact: bool, is_own: bool) -> None:
        """Count one number of a record; the phone's own are sightings, but no numbers of others."""
        key = int(e164)
        if is_contact and app is None and not is_own:
            if self._contacts.setdefault(key, said := hash(label)) != said:
                self._add_further(key, said)
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

    def _add_further(self, key: int, said: int) -> None:
        sighting = hash((key, said))
        if sighting not in self._sightings:
            self._sightings.add(sighting)
            self._further[key] += 1

    def add_text(self, text: str, role: str, app: str | None, label: str | None) -> None:
        """Count a sighting of a text that gave no number."""
        # A key begins with a plus sign and goes on with digits; no such text equals one.
        self._sightings.add(hash((f"?{text}", role, app, label)))

    def holds(self, e164: str) -> bool:
        """Whether a number of others was counted."""
        key = int(e164)
        return key in self._contacts or key in self._further or key in self._elsewhere

    def sightings(self, own: Iterable[str]) -> int:
        """Count the different sightings; the phone's own numbers count only as the owner's."""
        not_others = sum((key in self._contacts) + self._further[key] + self._elsewhere[key] for key in map(int, own))
        return len(self._contacts) + len(self._sightings) - not_others

    def numbers(self, own: Iterable[str]) -> set[int]:
        """Give the different numbers that are not the phone's own."""
        return {*self._contacts, *self._further, *self._elsewhere}.difference(map(int, own))

    def number_count(self, own: Iterable[str]) -> int:
        """Count those, without a set of all of them being made."""
        only_elsewhere = self._elsewhere.keys() - self._contacts.keys() - self._further.keys()
        return self.contact_count(own) + len(only_elsewhere.difference(map(int, own)))

    def contacts(self, own: Iterable[str]) -> set[int]:
        """Give those of the other numbers that stand in the phone book."""
        return {*self._contacts, *self._further}.difference(map(int, own))

    def contact_count(self, own: Iterable[str]) -> int:
        """Count those, without a set of them being made."""
        # Seen in an app only.
        others = self._further.keys() - self._contacts.keys()
        not_others = set(map(int, own))
        return len(self._contacts) + len(others) - len(not_others & self._contacts.keys()) - len(not_others & others)
