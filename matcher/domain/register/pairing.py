"""Which record of the register a row of a file speaks of: by number and line, then by dates and use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from matcher.domain.register.record import Record

_Sign = Callable[[Record], tuple[str, ...]]


def _texts(*columns: str) -> _Sign:
    return lambda record: tuple(record.get(column) for column in columns)


#: What a row and a record of one number have to share, the surest signs first.
_EXACT = (
    _texts("first_seen", "last_seen", "number_role", "associate_role", "intel_grade"),
    _texts("first_seen", "last_seen", "number_role"),
    _texts("first_seen", "last_seen"),
)
_LOOSE = (_texts("first_seen"), _texts("last_seen"), _texts("number_role"), _texts())


#: Of many records that could be the one meant so many are looked at.
_LOOKED_AT = 20


@dataclass(slots=True)
class Claims:
    """Everything about one number of one line, or one person of it."""

    imported: dict[str, Record] = field(default_factory=dict)
    live: dict[str, Record] = field(default_factory=dict)
    removed: dict[str, Record] = field(default_factory=dict)

    def pairs(self, may_be_one: Callable[[Record, Record], bool]) -> Iterator[tuple[Record, Record]]:
        """Yield each imported record with the one it speaks of; what stays in `imported` is new.

        A tombstone with the same dates is taken before a live record with others: whoever removed it meant that one.

        Args:
            may_be_one: Whether two records of different dates may be one whose dates were corrected.
        """
        if not self.live and not self.removed:
            return
        for signs, states in ((_EXACT, self.live), (_EXACT, self.removed), (_LOOSE, self.live), (_LOOSE, self.removed)):
            for sign in signs:
                yield from self._by(sign, states, may_be_one if signs is _LOOSE else _always)

    def _by(self, sign: _Sign, states: dict[str, Record], may_be_one: Callable[[Record, Record], bool]) -> Iterator[tuple[Record, Record]]:
        if not self.imported or not states:
            return
        waiting: dict[tuple[str, ...], list[Record]] = {}
        # The earliest is taken first, from the end.
        for state in reversed(_in_time(states.values())):
            waiting.setdefault(sign(state), []).append(state)
        for record in _in_time(self.imported.values()):
            several = waiting.get(sign(record), [])
            at = next(
                (at for at in range(len(several) - 1, max(-1, len(several) - 1 - _LOOKED_AT), -1) if may_be_one(several[at], record)), None
            )
            if at is not None:
                found = several.pop(at)
                del self.imported[record.id], states[found.id]
                yield record, found


def _always(_one: Record, _other: Record) -> bool:
    return True


def _in_time(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.get("first_seen"), record.get("last_seen"), record.id))


def are_apart(one: Record, other: Record) -> bool:
    """Whether one of two records begins after the other ends or was closed: then they are two periods rather than one corrected."""
    return _is_before(one, other) or _is_before(other, one)


def _is_before(one: Record, other: Record) -> bool:
    # A number that was closed and is seen later was given out again, whether or not anybody wrote down when it was seen last.
    end = one.get("last_seen") or one.get("closed_on")
    return bool(end) and other.get("first_seen") > end
