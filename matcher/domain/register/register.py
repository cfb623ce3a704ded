"""All records of a list, tombstones included: the whole truth of one version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from matcher.domain.register.record import Key, Record, RecordKind

_RANK = {kind: rank for rank, kind in enumerate(RecordKind)}

_line_id_of = attrgetter("line_id")


def place_of(record: Record) -> tuple[str, int, str]:
    """Give where a record stands among all: by line, the line first, then its numbers, then its people."""
    return record.line_id, _RANK[record.kind], record.id


@dataclass(frozen=True, slots=True)
class Register:
    """Immutable; two with the same records are equal."""

    records: Mapping[tuple[RecordKind, str], Record] = field(default_factory=dict)
    _by_line: dict[str, tuple[Record, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    __hash__ = None  # type: ignore[assignment] # its records are a dictionary

    @classmethod
    def of(cls, records: Iterable[Record]) -> Register:
        """Make a register of its records; of two with one key the later one is kept."""
        return cls({Key(record.kind, record.id): record for record in records})

    def get(self, kind: RecordKind, id: str) -> Record | None:  # noqa: A002 - as the field
        """Give a record, live or not; None where there is none."""
        return self.records.get((kind, id))

    def line(self, line_id: str) -> Record | None:
        """Give the record of a line, live or not."""
        return self.records.get((RecordKind.LINE, line_id))

    def of_line(self, line_id: str) -> tuple[Record, ...]:
        """Give every record of a line, live or not: the line first, then its numbers, then its people."""
        if not self._by_line and self.records:
            self._by_line.update((line, tuple(several)) for line, several in groupby(self.in_order(), key=_line_id_of))
        return self._by_line.get(line_id, ())

    def in_order(self) -> list[Record]:
        """Give every record, live or not, in the order of the document."""
        return sorted(self.records.values(), key=place_of)

    def is_live(self, record: Record) -> bool:
        """Whether a record counts: neither it nor its line is a tombstone, and its line is there."""
        if record.removed is not None:
            return False
        line = record if record.kind is RecordKind.LINE else self.line(record.line_id)
        return line is not None and line.removed is None

    def live(self) -> Iterator[Record]:
        """Yield the records that count, in the order of the document."""
        lines = {record.id for (kind, _), record in self.records.items() if kind is RecordKind.LINE and record.removed is None}
        return (record for record in self.in_order() if record.removed is None and record.line_id in lines)


def part_of(register: Register, may_see: Callable[[Record], bool]) -> Register:
    """Give the register as if the lines that somebody may not know of had never stood in it.

    Args:
        register: The whole.
        may_see: Asked of the record of each line, live or not.
    """
    hidden = {record.id for (kind, _), record in register.records.items() if kind is RecordKind.LINE and not may_see(record)}
    # What hangs on a line that is not there cannot be judged, so nobody is told of it.
    known = {line_id for kind, line_id in register.records if kind is RecordKind.LINE} - hidden
    if not hidden and all(record.line_id in known for record in register.records.values()):
        return register
    return Register({key: record for key, record in register.records.items() if record.line_id in known})
