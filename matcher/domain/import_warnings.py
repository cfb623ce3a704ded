"""What whoever imports, proposes and publishes a list file has to know before the list changes: that the file is short, or old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from matcher.domain.register import (
    Change,
    Conventions,
    HygieneCode,
    HygieneLimits,
    ImportPlan,
    Record,
    RecordKind,
    Register,
    Removal,
    differing,
    hygiene,
    slots_of,
)

#: A longer list takes too long to be looked through for a preview.
_LONGEST_LOOKED_THROUGH = 200_000


class Export(NamedTuple):
    """The version a file was exported from: its number, and its records."""

    number: int
    register: Register


@dataclass(frozen=True, slots=True)
class _What:
    """What is counted, in words."""

    several: str
    loss: str


_COUNTED = {
    RecordKind.NUMBER: _What("numbers", "and with each number the matches and alerts that rest on it are taken back"),
    RecordKind.ASSOCIATE: _What("people", "and each of them is told with no answer any more"),
}


def warnings_of(known: Register, plan: ImportPlan, conventions: Conventions, limits: HygieneLimits) -> tuple[str, ...]:
    """Warn where a file that is taken for the whole list leaves out a large part of it.

    Args:
        known: The list as far as whoever imports may know of it.
        plan: What the file would change.
        conventions: How its numbers are read, and which are protected by now; those are not counted.
        limits: From when on it is told.
    """
    gone = [change.before for change in plan.changes if change.after.removed is Removal.ABSENT and change.before is not None]
    return tuple(_left_out(known, gone, conventions, limits))


def _left_out(known: Register, gone: list[Record], conventions: Conventions, limits: HygieneLimits) -> Iterator[str]:
    for kind, what in _COUNTED.items():
        absent = [record for record in gone if record.kind is kind and record.removed is None]
        if not absent:
            continue
        there = [record for record in known.live() if record.kind is kind]
        left = {record.key for record in absent}
        # A number that the list keeps by another entry of the same line is not left out.
        of_all = _counted(there, conventions)
        out = of_all - _counted([record for record in there if record.key not in left], conventions)
        if not out or (len(out) < limits.left_out_entries and 100 * len(out) < limits.left_out_percent * len(of_all)):
            continue
        yield (
            f"This file leaves out {len(out):,} of the {len(of_all):,} {what.several} of the list. If it is not the whole list, "
            f"import it as an update. Taken for the whole list it removes {_share(len(out), len(of_all))} of them, {what.loss}."
        )


def _counted(records: list[Record], conventions: Conventions) -> set[tuple[str, str, str]]:
    """Give numbers by line, and people by line and name: several periods of one are one."""
    lists = conventions.lists
    return {
        (record.line_id, about, record.get("associate_name").casefold())
        for record, about in zip(records, slots_of(records, conventions), strict=True)
        if not lists.is_protected_number(about)
    }


def _share(part: int, whole: int) -> str:
    return "all" if part == whole else f"{max(1, min(99, round(100 * part / whole)))}%"


def to_mend(
    known: Register, plan: ImportPlan, conventions: Conventions, limits: HygieneLimits, today: date
) -> Mapping[HygieneCode, int] | None:
    """Count what would be to mend on the entries and lines a file brings or changes; None where the list is too long to look through.

    Args:
        known: The list as far as whoever imports may know of it.
        plan: What the file would change.
        conventions: How its numbers are read, and which are set apart.
        limits: From when on something is told.
        today: The day to judge at.
    """
    if len(known.records) + len(plan.changes) > _LONGEST_LOOKED_THROUGH:
        return None
    after = Register({**known.records, **{change.key: change.after for change in plan.changes}})
    changed = {change.key for change in plan.changes}
    found = Counter(each.code for each in hygiene(after, conventions, limits, today) if (each.kind, each.id) in changed)
    return {code: found[code] for code in HygieneCode if found[code]}


def say_to_mend(found: Mapping[HygieneCode, int] | None) -> tuple[str, ...]:
    """Say what would be to mend; nothing where nothing is."""
    if not found:
        return ()
    what = "1 thing" if sum(found.values()) == 1 else f"{sum(found.values()):,} things"
    told = ", ".join(f"{count:,} {code.value}" for code, count in found.items())
    return (f"On what the file brings or changes {what} would be to mend: {told}. Once it is published, what to mend names each.",)


def say_undone(export: Export, current: int, changes: Iterable[Change]) -> tuple[str, ...]:
    """Warn where a file that was exported from an older version takes back what was published since.

    Args:
        export: What the file was exported from.
        current: Number of the version the list is at.
        changes: What the file would change.
    """
    count = sum(_takes_back(export.register.records.get(change.key), change) for change in changes)
    if not count:
        return ()
    what = "1 change that was" if count == 1 else f"{count:,} changes that were"
    told = f"This file was exported from version {export.number}, and the list is at version {current} by now. It takes back {what}"
    return (f"{told} published since. Export the list again and make your changes in that file.",)


def _takes_back(then: Record | None, change: Change) -> bool:
    """Whether a change undoes, in any field, what was published about its record since."""
    now, after = change.before, change.after
    if now is None or then == now:
        return False
    if after.removed is not None:
        return now.removed is None
    return any(_value(after, name) == _value(then, name) for name in differing(then, now))


def _value(record: Record | None, name: str) -> str:
    if record is None:
        return ""
    return (record.removed or "") if name == "removed" else record.get(name)
