"""Which record of the register a row of a file speaks of: by number and line, then by dates and use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


@dataclass(slots=True)
class Claims:
    """Everything about one number of one line, or one person of it."""

    imported: list[Record] = field(default_factory=list)
    live: list[Record] = field(default_factory=list)
    removed: list[Record] = field(default_factory=list)

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

    def _by(self, sign: _Sign, states: list[Record], may_be_one: Callable[[Record, Record], bool]) -> Iterator[tuple[Record, Record]]:
        for record in _in_time(self.imported):
            found = next((each for each in _in_time(states) if sign(each) == sign(record) and may_be_one(each, record)), None)
            if found is not None:
                self.imported.remove(record)
                states.remove(found)
                yield record, found


def _always(_one: Record, _other: Record) -> bool:
    return True


def _in_time(records: Sequence[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.get("first_seen"), record.get("last_seen"), record.id))


def are_apart(one: Record, other: Record) -> bool:
    """Whether one of two records begins after the other ends: then they are two periods rather than one corrected."""
    return _is_before(one, other) or _is_before(other, one)


def _is_before(one: Record, other: Record) -> bool:
    return bool(one.get("last_seen")) and other.get("first_seen") > one.get("last_seen")
