"""What became of one register in another: every record that differs, and how many do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matcher.domain.register.change import Change, Effect
from matcher.domain.register.record import Record, RecordKind, Removal
from matcher.domain.register.register import Register, place_of


@dataclass(frozen=True, slots=True)
class Diff:
    """The way from one register to another."""

    #: In the order of the register.
    changes: tuple[Change, ...]
    #: Live records that stayed as they were.
    unchanged: int

    __hash__ = None  # type: ignore[assignment] # its changes have none

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """Give the changes of one effect."""
        return tuple(change for change in self.changes if change.effect is effect)

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


def diff_of_changes(register: Register, changes: tuple[Change, ...]) -> Diff:
    """Say what changes to a register amount to, without making them."""
    touched = sum(change.before is not None and change.before.removed is None for change in changes)
    live = sum(record.removed is None for record in register.records.values())
    return Diff(tuple(sorted(changes, key=lambda change: place_of(change.after))), live - touched)


def seen_by(change_lines: Register, changes: tuple[Change, ...], may_see: Callable[[Record], bool]) -> tuple[Change, ...]:
    """Leave out the changes about lines that somebody may not know of, before the changes or after them.

    Args:
        change_lines: The register the changes are made to.
        changes: All of them.
        may_see: Asked of the record of each line, as it was and as it will be.
    """
    after = {change.line_id: change.after for change in changes if change.kind is RecordKind.LINE}

    def is_seen(line_id: str) -> bool:
        states = [state for state in (change_lines.line(line_id), after.get(line_id)) if state is not None]
        return bool(states) and all(map(may_see, states))

    seen = {line_id: is_seen(line_id) for line_id in {change.line_id for change in changes}}
    return tuple(change for change in changes if seen[change.line_id])
