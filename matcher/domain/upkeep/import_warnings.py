"""What whoever imports, proposes and publishes a list file has to know before the list changes: that the file is short, or old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from matcher.domain.line import Visibility
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
    say_days_to_come,
    say_lookalikes,
    slots_of,
)
from matcher.domain.upkeep.proposal import LeftOut, LineFacts, Shortness, Summary, facts_of_record

#: A longer list takes too long to be looked through for a preview.
_LONGEST_LOOKED_THROUGH = 200_000
#: So many ids are named; the others are counted.
_MOST_TAKEN = 20


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


def shortness_of(known: Register, plan: ImportPlan, conventions: Conventions, limits: HygieneLimits) -> Shortness | None:
    """Count what a file that is taken for the whole list leaves out, by who may know of it; None where that is nothing.

    Args:
        known: The list as far as whoever imports may know of it.
        plan: What the file would change.
        conventions: How its numbers are read, and which are protected by now; those are not counted.
        limits: From when on it is told.
    """
    gone = [change.before for change in plan.changes if change.after.removed is Removal.ABSENT and change.before is not None]
    parts = tuple(_left_out(known, gone, conventions))
    return Shortness(limits.left_out_percent, limits.left_out_entries, parts) if parts else None


def _left_out(known: Register, gone: list[Record], conventions: Conventions) -> Iterator[LeftOut]:
    for kind in _COUNTED:
        left = {record.key for record in gone if record.kind is kind and record.removed is None}
        if not left:
            continue
        there = [record for record in known.live() if record.kind is kind]
        # A number that the list keeps by another entry of the same line is not left out.
        of_all = _counted(there, conventions)
        out = of_all - _counted([record for record in there if record.key not in left], conventions)
        all_of, out_of = (Counter(_facts(known, each[0]) for each in several) for several in (of_all, out))
        yield from (LeftOut(kind, of, out_of[of], count) for of, count in sorted(all_of.items()))


def _facts(known: Register, line_id: str) -> LineFacts:
    line = known.line(line_id)
    return LineFacts(Visibility.COVERT, "") if line is None else facts_of_record(line)


def say_left_out(short: Shortness | None, knows: Callable[[LineFacts], bool]) -> tuple[str, ...]:
    """Warn where a file that is taken for the whole list leaves out a large part of what somebody may know of.

    Args:
        short: What it leaves out.
        knows: Whether they may know of such a line.
    """
    return () if short is None else tuple(_say_left_out(short, knows))


def _say_left_out(short: Shortness, knows: Callable[[LineFacts], bool]) -> Iterator[str]:
    for kind, what in _COUNTED.items():
        parts = [part for part in short.parts if part.kind is kind and knows(part.of)]
        out, of_all = sum(part.out for part in parts), sum(part.of_all for part in parts)
        if not out or (out < short.entries and 100 * out < short.percent * of_all):
            continue
        yield (
            f"This file leaves out {out:,} of the {of_all:,} {what.several} of the list. If it is not the whole list, "
            f"import it as an update. Taken for the whole list it removes {_share(out, of_all)} of them, {what.loss}."
        )


def worded(summary: Summary, knows: Callable[[LineFacts], bool], *, is_whole: bool) -> Summary:
    """Give what is told of a proposal to one reader.

    Args:
        summary: As it is kept.
        knows: Whether they may know of such a line.
        is_whole: Whether they may know of every line, or know the file because they handed it in.
    """
    told = summary
    if not is_whole and summary.open is not None:
        told = replace(summary, file=summary.open.file, warnings=summary.open.warnings)
    elif not is_whole and summary.file is not None:
        # What was planned before there were words for everybody is told to the others only.
        told = replace(summary, file=None, warnings=())
    return replace(told, warnings=(*say_left_out(summary.short, knows), *told.warnings), short=None, open=None)


def open_warnings_of(changes: Iterable[Change], lines: Iterable[Record], now: datetime) -> tuple[str, ...]:
    """Give what has to be known of changes in the words for those who may not know of every line: no row, and no line that is restricted.

    Args:
        changes: What is to change.
        lines: Records of the register, as far as whoever proposes may know of them.
        now: The moment to judge at.
    """
    changes = tuple(changes)
    known = (record for record in lines if record.kind is RecordKind.LINE and not record.visibility.is_restricted)
    return (*say_days_to_come(changes, now), *say_lookalikes(changes, known))


def say_taken(summary: Summary, current: Register, sees: Callable[[Record], bool]) -> tuple[str, ...]:
    """Warn of new lines whose id is taken on the list by now, as far as somebody may know of the line that has it.

    Args:
        summary: What the proposal touches.
        current: The register as it is by now, whole.
        sees: Whether they may know of a line.
    """
    new = (line_id for line_id, touch in summary.touches.items() if touch.was is None and touch.will is not None)
    taken = [line_id for line_id in new if (line := current.line(line_id)) is not None and sees(line)]
    if not taken:
        return ()
    more = f" and {len(taken) - _MOST_TAKEN} more" if len(taken) > _MOST_TAKEN else ""
    told = ", ".join(taken[:_MOST_TAKEN])
    return (f"It cannot be published as it is: a line of the list has the id of a line it brings already ({told}{more}).",)


NOTHING_LEFT = "The list says all of this already; nothing is left to do. Reject it, or have it withdrawn."


def is_done(changes: Sequence[Change], current: Register, sees: Callable[[Record], bool]) -> bool:
    """Whether the list says all that a proposal would change, as far as somebody may know of it; of new entries whatever their ids.

    Args:
        changes: Of the proposal.
        current: The register as it is by now, whole.
        sees: Whether they may know of a line.
    """
    lines = {change.line_id for change in changes}
    if not all((line := current.line(line_id)) is not None and sees(line) for line_id in lines):
        return False
    return bool(changes) and all(current.records.get(change.key) == change.after or _stands(change, current) for change in changes)


def _stands(change: Change, current: Register) -> bool:
    """Whether a new entry stands on its line under another id."""
    if change.before is not None or change.kind is RecordKind.LINE:
        return False
    meant = change.kind, change.after.fields, change.after.removed
    return any((each.kind, each.fields, each.removed) == meant for each in current.of_line(change.line_id))


def say_strange_version(stated: int | None, current: int | None, *, is_unclear: bool) -> tuple[str, ...]:
    """Note where a file says of itself that it was exported from a version this list never had.

    Args:
        stated: The number it names; the lowest of several.
        current: The version the list is at; None where there is none yet.
        is_unclear: Whether something stands in the column that is no number of a version.
    """
    never = stated is not None and (stated < 1 or (current is not None and stated > current))
    if not never and not is_unclear:
        return ()
    told = "The column list_version holds something that is no version this list has had"
    return (f"{told}; whether the file is an old export cannot be told by it.",)


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
