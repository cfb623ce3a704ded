"""New entries about a number, or a person, that their line has already: another time of use, or a correction that named no entry."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from matcher.domain.register.change import Change
from matcher.domain.register.numbering import Conventions, Slot, slot_of, slots_of
from matcher.domain.register.record import Key, Record, RecordKind
from matcher.domain.register.register import Register

#: So many are named; the others are counted.
_MOST_NAMED = 20
_NONE: Mapping[Key, int] = {}
_NO_ROW = 1 << 30
_ONE = "1 new entry is about a number or person that its line has an entry of already, for other dates, and stands beside that one"
_SEVERAL = (
    "{count:,} new entries are about numbers or people that their lines have entries of already, for other dates, and stand beside those"
)
_OTHERWISE = "To correct an entry that is there, name it by its id: entry_id in a file, as an export writes it"


def further_entries(
    known: Register, changes: Sequence[Change], conventions: Conventions, spoken_of: Container[Key] = _NONE
) -> tuple[Record, ...]:
    """Give the new entries that leave their line with two of one number, or of one person.

    Args:
        known: The list as far as whoever brings them may know of it.
        changes: To that list.
        conventions: How its numbers are read.
        spoken_of: Records that whoever brings them names as well, as a file that holds both; they know of these.
    """
    new = [change.after for change in changes if change.before is None and change.kind is not RecordKind.LINE]
    lines = {record.line_id for record in new}
    if not lines:
        return ()
    touched = {change.key for change in changes}
    standing = [
        record
        for key, record in known.records.items()
        if record.line_id in lines and record.kind is not RecordKind.LINE and record.removed is None
        if key not in touched and key not in spoken_of
    ]
    return tuple(_beside(new, standing, conventions))


def say_further_entries(found: Sequence[Record], rows: Mapping[Key, int] = _NONE) -> tuple[str, ...]:
    """Say which they are; nothing where there is none.

    Args:
        found: New entries.
        rows: Record -> row of the file it comes from.
    """
    if not found:
        return ()
    in_order = sorted(found, key=lambda record: rows.get(record.key, _NO_ROW))
    places = "; ".join(_place(record, rows) for record in in_order[:_MOST_NAMED])
    more = f"; and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
    told = _ONE if len(found) == 1 else _SEVERAL.format(count=len(found))
    return (f"{told}: {places}{more}. {_OTHERWISE}.",)


def _beside(new: Sequence[Record], standing: Sequence[Record], conventions: Conventions) -> Iterator[Record]:
    if standing:
        taken = set(_slots(standing, conventions))
        yield from (record for record, slot in zip(new, _slots(new, conventions), strict=True) if slot in taken)


def _slots(records: Sequence[Record], conventions: Conventions) -> Iterator[Slot]:
    for record, about in zip(records, slots_of(records, conventions), strict=True):
        yield slot_of(record.kind, record.line_id, about, record.fields)


def _place(record: Record, rows: Mapping[Key, int]) -> str:
    row = rows.get(record.key)
    return f"row {row} on line {record.line_id}" if row is not None else f"{record.kind.value} {record.id} on line {record.line_id}"
