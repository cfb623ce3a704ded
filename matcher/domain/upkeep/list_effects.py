"""What a published change of the list reaches back to: numbers to look for in what was handed in before, and numbers to recall."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matcher.domain.line import LineList
from matcher.domain.register import Change, Conventions, Key, Record, RecordKind, Register, is_number, slots_of
from matcher.domain.upkeep.recall_cause import RecallCause

#: What no match depends on.
_BESIDE = frozenset({"notes", "reported_by_sources", "predecessor", "successor", "ddtro_ref"})
#: What numbers of a line are judged by as well.
_OF_NUMBERS = frozenset({"status", "closure_type", "closed_on", "ddtro_ref"})
#: Grade of information that is suspected to be false.
_FALSE = "E"
#: Behind every day there is.
_NEVER = "9999"


def numbers_to_look_for(changes: Sequence[Change], register: Register) -> tuple[Record, ...]:
    """Give the numbers of lines that are new, came back, or changed in anything a match depends on, as they are from now on.

    Of a line that was closed or is in use again, or that is judged by another closure, these are all its numbers.

    Args:
        changes: What a version changes.
        register: The register that knows the other numbers of lines that change: before or after it.
    """
    changed = tuple(
        change.after
        for change in changes
        if change.kind is RecordKind.NUMBER and change.after.removed is None and not _BESIDE.issuperset(change.fields)
    )
    itself = {change.key for change in changes}
    lines = [change.id for change in changes if change.kind is RecordKind.LINE and not _OF_NUMBERS.isdisjoint(change.fields)]
    of_lines = (
        record
        for line_id in lines
        for record in register.of_line(line_id)
        if record.kind is RecordKind.NUMBER and record.removed is None and Key(record.kind, record.id) not in itself
    )
    return (*changed, *of_lines)


def numbers_wanted(changes: Sequence[Change], register: Register, conventions: Conventions) -> dict[str, set[str]]:
    """Give the numbers worth looking for as E.164, each with the lines it is new or changed for; see `numbers_to_look_for`."""
    records = numbers_to_look_for(changes, register)
    wanted: dict[str, set[str]] = {}
    for record, slot in zip(records, slots_of(records, conventions), strict=True):
        if is_number(slot):
            wanted.setdefault(slot, set()).add(record.line_id)
    return wanted


class TakenOff(NamedTuple):
    """A number that a line loses, its own or that of a person it names."""

    #: As the list held it.
    record: Record
    cause: RecallCause


@dataclass(frozen=True, slots=True)
class TakenBackCount:
    """What would be recalled: counts, and nothing of which."""

    #: Submissions with a match that would not hold any more.
    submissions: int = 0
    #: Alerts nobody closed that would be retracted; not those that one account alone was sent by a watch.
    alerts: int = 0
    #: Whether there may be more of either: not everything was looked at.
    is_at_least: bool = False


def may_leave_misdated(changes: Iterable[Change]) -> bool:
    """Whether changes narrow the dates of numbers that stay, or close them or their lines: what was told by them may fit no more.

    How many phones that is shows when each is judged anew, once it is published.
    """
    return any(_narrows(each.before, each.after) for each in changes if each.before is not None)


def _narrows(before: Record, after: Record) -> bool:
    if before.removed is not None or after.removed is not None:
        return False
    if after.kind is RecordKind.LINE:
        return any(after.get(name) and after.get(name) != before.get(name) for name in ("closed_on", "closure_type"))
    if after.kind is not RecordKind.NUMBER:
        return False
    is_later = after.get("first_seen") > before.get("first_seen")
    is_ended = any("" < after.get(name) < (before.get(name) or _NEVER) for name in ("last_seen", "closed_on"))
    return is_later or is_ended or bool(after.get("closure_type") and after.get("closure_type") != before.get("closure_type"))


def numbers_taken_off(changes: Iterable[Change], conventions: Conventions) -> tuple[TakenOff, ...]:
    """Give the numbers that lines lose, and why: removed for whatever reason, corrected to another number, or suspected to be false by now.

    A number that is closed stays on the list. Another record of the line may have the number still: see `still_listed`.
    """
    return _taken_off(changes, conventions, RecordKind.NUMBER)


def listed_elsewhere(taken_off: Sequence[TakenOff], line_list: LineList, conventions: Conventions) -> tuple[TakenOff, ...]:
    """Give numbers that lines lose, each that another line has by then as one that moved there.

    Only where everybody may know of that line: to all who may not it is a number that was taken off, and so it is to everybody.

    Args:
        taken_off: The numbers.
        line_list: The list without them, whole.
        conventions: How numbers are read.
    """
    slots = slots_of([each.record for each in taken_off], conventions)
    opened = {line.id for line in line_list.lines.values() if not line.visibility.is_restricted}
    return tuple(
        each._replace(cause=RecallCause.MOVED) if (lines_of(line_list, slot) & opened) - {each.record.line_id} else each
        for each, slot in zip(taken_off, slots, strict=True)
    )


def lines_of(line_list: LineList, number: str) -> set[str]:
    """Give the ids of the lines that phones are compared with by a number."""
    return {each.line_id for each in line_list.entries.get(number, ()) if each.intel_grade != _FALSE}


def numbers_moving(taken_off: Sequence[TakenOff], line_list: LineList, conventions: Conventions) -> dict[str, set[str]]:
    """Give of numbers that lines lose, as E.164, those that the list has for others, each with these lines."""
    slots = slots_of([each.record for each in taken_off], conventions)
    lost: dict[str, set[str]] = {}
    for each, slot in zip(taken_off, slots, strict=True):
        lost.setdefault(slot, set()).add(each.record.line_id)
    moving = {number: lines_of(line_list, number) - lost[number] for number in lost if is_number(number)}
    return {number: lines for number, lines in moving.items() if lines}


def numbers_left(taken_off: Sequence[TakenOff], line_list: LineList, conventions: Conventions) -> dict[str, set[str]]:
    """Give of numbers that lines lose, as E.164, those that another record of the line has still, each with these lines.

    They are judged by that record alone from now on.
    """
    slots = slots_of([each.record for each in taken_off], conventions)
    left: dict[str, set[str]] = {}
    for each, slot in zip(taken_off, slots, strict=True):
        if is_number(slot) and each.record.line_id in lines_of(line_list, slot):
            left.setdefault(slot, set()).add(each.record.line_id)
    return left


def people_taken_off(changes: Iterable[Change], conventions: Conventions) -> tuple[TakenOff, ...]:
    """Give the people lines name no longer, and why: taken off for whatever reason, or their number corrected to another one."""
    return _taken_off(changes, conventions, RecordKind.ASSOCIATE)


def people_brought(changes: Iterable[Change], conventions: Conventions) -> dict[str, set[str]]:
    """Give the numbers of people that lines name anew or again, as E.164, each with these lines."""
    records = [change.after for change in changes if change.kind is RecordKind.ASSOCIATE and change.after.removed is None]
    brought: dict[str, set[str]] = {}
    for record, slot in zip(records, slots_of(records, conventions), strict=True):
        if is_number(slot):
            brought.setdefault(slot, set()).add(record.line_id)
    return brought


def _taken_off(changes: Iterable[Change], conventions: Conventions, kind: RecordKind) -> tuple[TakenOff, ...]:
    known = [change for change in changes if change.kind is kind and change.before is not None]
    lived = [(change, change.before) for change in known if change.before is not None and change.before.removed is None]
    written = [(change, before) for change, before in lived if "number" in change.fields]
    # The same number in another spelling was not corrected away.
    before = slots_of([each for _, each in written], conventions)
    after = slots_of([change.after for change, _ in written], conventions)
    corrected = {change.key for (change, _), one, other in zip(written, before, after, strict=True) if one != other}
    found = {change.key: TakenOff(each, cause) for change, each in lived if (cause := _cause_of(change, each, corrected)) is not None}
    return tuple(found[key] for key in sorted(found))


def _cause_of(change: Change, before: Record, corrected: Container[Key]) -> RecallCause | None:
    if change.after.removed is not None:
        return RecallCause(change.after.removed.value)
    if change.key in corrected:
        return RecallCause.CORRECTED
    # How people are graded decides nothing: they are named whatever is thought of it.
    is_false = change.kind is RecordKind.NUMBER and not is_matched(change.after) and is_matched(before)
    return RecallCause.SUSPECTED_FALSE if is_false else None


def is_matched(record: Record) -> bool:
    """Whether phones are compared with a number of a line: not with one that is suspected to be false (domain 4.3, grade E)."""
    return record.get("intel_grade") != _FALSE


def still_listed(
    register: Register, changes: Iterable[Change], line_ids: Collection[str], conventions: Conventions, kind: RecordKind = RecordKind.NUMBER
) -> set[tuple[str, str]]:
    """Give line and number, as E.164, of what lines still hold after changes.

    Args:
        register: The list before them.
        changes: What is changed.
        line_ids: Of which lines.
        conventions: How numbers are read.
        kind: Its own numbers, or those of people it names.
    """
    held = {record.key: record for line_id in line_ids for record in register.of_line(line_id)}
    held |= {change.key: change.after for change in changes if change.line_id in line_ids}
    is_live = {line_id: (line := held.get(Key(RecordKind.LINE, line_id))) is not None and line.removed is None for line_id in line_ids}
    left = [
        record
        for record in held.values()
        if record.kind is kind
        and record.removed is None
        and is_live[record.line_id]
        and (kind is RecordKind.ASSOCIATE or is_matched(record))
    ]
    return {(record.line_id, slot) for record, slot in zip(left, slots_of(left, conventions), strict=True) if is_number(slot)}
