"""What became of one register in another: every record that differs, and how many do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.domain.register.change import Change, Effect
from matcher.domain.register.record import Removal
from matcher.domain.register.register import Register, place_of


@dataclass(frozen=True, slots=True)
class Diff:
    """The way from one register to another."""

    #: In the order of the register.
    changes: tuple[Change, ...]
    #: Live records that stayed as they were.
    unchanged: int

    __hash__ = None  # type: ignore[assignment] # its changes have none

    @property
    def counts(self) -> Mapping[Effect, int]:
        """How many changes there are of each effect, every effect named."""
        found = Counter(change.effect for change in self.changes)
        return {effect: found[effect] for effect in Effect}


def diff(old: Register, new: Register) -> Diff:
    """Say what became of an older register in a newer one.

    A record that is simply gone, as from an older file, counts as removed; in registers that come of each other there is none.
    """
    changes = [Change(old.records.get(key), record) for key, record in new.records.items() if old.records.get(key) != record]
    gone = [record for key, record in old.records.items() if key not in new.records]
    changes += [Change(record, record.remove(Removal.ABSENT)) for record in gone if record.removed is None]
    unchanged = sum(record.removed is None and old.records.get(key) == record for key, record in new.records.items())
    return Diff(tuple(sorted(changes, key=lambda change: place_of(change.after))), unchanged)


def diff_of_changes(register: Register, changes: Sequence[Change]) -> Diff:
    """Say what changes to a register amount to, without making them."""
    touched = sum(change.before is not None and change.before.removed is None for change in changes)
    live = sum(record.removed is None for record in register.records.values())
    return Diff(tuple(sorted(changes, key=lambda change: place_of(change.after))), live - touched)
