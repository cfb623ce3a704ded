"""Counts the different numbers and sightings of one source of which nothing else is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


class NumberTally:
    """What a phone holds, as counts only. It is what grows with the phone, so numbers are integers and sightings are hashes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sightings: set[int] = set()
        #: Numbers of others -> how many sightings each has, in the phone book and elsewhere.
        self._contacts: Counter[int] = Counter()
        self._elsewhere: Counter[int] = Counter()

    def add(self, e164: str, role: str, app: str | None, label: str | None, *, is_contact: bool, is_own: bool) -> None:
        """Count one number of a record; the phone's own are sightings, but no numbers of others."""
        sighting = hash((e164, label)) if is_contact and app is None else hash((e164, role, app, label))
        is_fresh = sighting not in self._sightings
        self._sightings.add(sighting)
        if not is_own:
            number = int(e164)
            # Present even with nothing to add.
            (self._contacts if is_contact else self._elsewhere)[number] += is_fresh

    def add_contacts(self, keys: Sequence[str], labels: Iterable[str]) -> None:
        """Count many numbers of the phone book at once, each with its label, as `add` does one by one."""
        # As a table, so that a sighting that stands twice counts once.
        found = dict(zip(map(hash, zip(keys, labels, strict=True)), map(int, keys), strict=True))
        known = self._sightings
        self._contacts.update(found.values() if known.isdisjoint(found) else [found[each] for each in found.keys() - known])
        known.update(found)

    def add_text(self, text: str, role: str, app: str | None, label: str | None) -> None:
        """Count a sighting of a text that gave no number."""
        # A key begins with a plus sign and goes on with digits; no such text equals one.
        self._sightings.add(hash((f"?{text}", role, app, label)))

    def holds(self, e164: str) -> bool:
        """Whether a number of others was counted."""
        number = int(e164)
        return number in self._contacts or number in self._elsewhere

    def sightings(self, own: Iterable[str]) -> int:
        """Count the different sightings; the phone's own numbers count only as the owner's."""
        return len(self._sightings) - sum(self._contacts[number] + self._elsewhere[number] for number in map(int, own))

    def numbers(self, own: Iterable[str]) -> set[int]:
        """Give the different numbers that are not the phone's own."""
        return (self._contacts.keys() | self._elsewhere.keys()).difference(map(int, own))

    def contacts(self, own: Iterable[str]) -> set[int]:
        """Give those of the other numbers that stand in the phone book."""
        return set(self._contacts).difference(map(int, own))

    def contact_count(self, own: Iterable[str]) -> int:
        """Count those, without a set of them being made."""
        return len(self._contacts) - sum(number in self._contacts for number in set(map(int, own)))
