"""Numbers an organisation itself protects or warns of, beside the lists that come with the product (domain 11.5, 11.6).

Protected ones are its local helplines and surgeries, and confidential persons: solicitors, advocates, social workers. They leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.domain.guarding.protection import ListedRange, Listing, NumberLists, NumberSet
from matcher.domain.line import LineList, ListEntry, NamedAssociate
from matcher.domain.numbers import Number, read_all
from matcher.domain.numbers.reading import Status
from matcher.errors import Fault

#: A range is a surgery's or a hospital's block of numbers; what is wider is nobody's alone, and is not to be hidden by one entry.
WIDEST = 10_000
LONGEST_TEXT = 200
LONGEST_REASON = 2000

_CODE_DIGITS = range(3, 9)
_USABLE = frozenset({Status.OK, Status.OK_REPAIRED})


class Guard(StrEnum):
    """On which of the two lists a number stands."""

    #: It leaves no trace.
    PROTECTED = "protected"
    #: It is shown with a caution.
    WARNING = "warning"


#: Classes of the shipped lists, which local entries share.
CLASSES: Mapping[Guard, tuple[str, ...]] = {
    Guard.PROTECTED: (
        "abuse-exploitation",
        "child-helpline",
        "confidential-person",
        "crisis",
        "health",
        "reporting",
        "youth-care",
    ),
    Guard.WARNING: (
        "directory",
        "emergency",
        "leisure",
        "network-service",
        "police",
        "public-service",
        "relay",
        "school",
        "sender-code",
        "takeaway",
        "taxi",
        "voicemail",
        "work",
    ),
}


@dataclass(frozen=True, slots=True)
class GuardDraft:
    """An entry as somebody hands it in."""

    guard: Guard
    group: str
    #: As typed: a whole number, or a short code as dialled.
    number: str
    #: The last number of a range that begins with `number`; None for a single one.
    last: str | None
    label: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class GuardEntry:
    """One entry: a number, a range, or a short code."""

    guard: Guard
    group: str
    #: E.164, or the digits of a short code.
    first: str
    #: The same as the first where it is one number or code.
    last: str
    #: What a practitioner calls it. Never shown for a protected number.
    label: str
    reason: str
    source: str

    @property
    def is_code(self) -> bool:
        """Whether it is a short code, which no list holds and no token stands for."""
        return not self.first.startswith("+")

    def numbers(self) -> Iterator[str]:
        """Yield the E.164 numbers it covers; none for a short code."""
        if not self.is_code:
            yield from (f"+{value}" for value in range(int(self.first), int(self.last) + 1))

    def covers(self, e164: str) -> bool:
        """Whether a number is one of them."""
        return not self.is_code and len(e164) == len(self.first) and self.first <= e164 <= self.last


def read_entry(draft: GuardDraft, region: str, *, test_numbers: bool) -> GuardEntry | tuple[Fault, ...]:
    """Make an entry of what was handed in, or say what is wrong with it; nothing that was typed is repeated."""
    faults = list(_faults_of_words(draft))
    first = _read_one(draft.number, region, test_numbers=test_numbers)
    last = first if draft.last is None else _read_one(draft.last, region, test_numbers=test_numbers)
    if first is None:
        faults.append(Fault("number", "It is one whole phone number, or a short code of 3 to 8 digits."))
    if draft.last is not None and last is None:
        faults.append(Fault("last", "It is one whole phone number."))
    if first is not None and last is not None and (fault := _fault_of_range(first, last)) is not None:
        faults.append(fault)
    if faults or first is None or last is None:
        return tuple(faults)
    return GuardEntry(draft.guard, draft.group, first, last, draft.label.strip(), draft.reason.strip(), draft.source.strip())


def _faults_of_words(draft: GuardDraft) -> Iterator[Fault]:
    if draft.group not in CLASSES[draft.guard]:
        yield Fault("group", f"It is one of {', '.join(CLASSES[draft.guard])}.")
    for name, text, longest in (
        ("label", draft.label, LONGEST_TEXT),
        ("reason", draft.reason, LONGEST_REASON),
        ("source", draft.source, LONGEST_TEXT),
    ):
        if not 0 < len(text.strip()) <= longest:
            yield Fault(name, f"It has between 1 and {longest} characters.")


def _read_one(text: str, region: str, *, test_numbers: bool) -> str | None:
    bare = "".join(text.split())
    if bare.isascii() and bare.isdecimal() and len(bare) in _CODE_DIGITS:
        return bare
    (readings,) = read_all([text], region, test_numbers=test_numbers)
    only = readings[0] if len(readings) == 1 else None
    return only.e164 if isinstance(only, Number) and only.status in _USABLE else None


def _fault_of_range(first: str, last: str) -> Fault | None:
    if first == last:
        return None
    if not (first.startswith("+") and last.startswith("+")):
        return Fault("last", "A range is one of whole numbers.")
    if len(first) != len(last) or first > last:
        return Fault("last", "It has as many digits as the first number and is the larger one.")
    if int(last) - int(first) >= WIDEST:
        return Fault("last", f"A range covers at most {WIDEST} numbers.")
    return None


def guarded(shipped: NumberLists, entries: Iterable[GuardEntry]) -> NumberLists:
    """Give the lists of the product with those of an organisation beside them."""
    by_guard: dict[Guard, list[GuardEntry]] = {guard: [] for guard in Guard}
    for entry in entries:
        by_guard[entry.guard].append(entry)
    if not any(by_guard.values()):
        return shipped
    return replace(
        shipped,
        protected=_with(shipped.protected, by_guard[Guard.PROTECTED]),
        warning=_with(shipped.warning, by_guard[Guard.WARNING]),
    )


def alone(entry: GuardEntry) -> NumberLists:
    """Give lists that hold one protected entry and nothing else, to find what it alone keeps out."""
    return guarded(NumberLists(), [replace(entry, guard=Guard.PROTECTED)])


def _with(known: NumberSet, entries: Sequence[GuardEntry]) -> NumberSet:
    if not entries:
        return known
    numbers, codes, ranges = dict(known.numbers), dict(known.codes), list(known.ranges)
    for entry in entries:
        listing = Listing(entry.group, entry.label, entry.source, confirmed=True)
        if entry.is_code:
            codes.setdefault(entry.first, listing)
        elif entry.first == entry.last:
            numbers.setdefault(entry.first, listing)
        else:
            ranges += _uncovered(ListedRange(int(entry.first), int(entry.last), listing), ranges)
    return replace(known, numbers=numbers, codes=codes, ranges=tuple(ranges))


def _uncovered(new: ListedRange, known: Sequence[ListedRange]) -> Iterator[ListedRange]:
    """Yield the parts of a range that no other one covers: the ranges of a set do not overlap."""
    start = new.first
    for each in sorted(known, key=lambda other: other.first):
        if each.last < start or each.first > new.last:
            continue
        if start < each.first:
            yield new._replace(first=start, last=each.first - 1)
        start = max(start, each.last + 1)
    if start <= new.last:
        yield new._replace(first=start)


def without_guarded(line_list: LineList, entries: Iterable[GuardEntry]) -> LineList:
    """Give a list without the numbers an organisation protects: they stand on it by mistake, and are never matched.

    The list itself when there are none; `hygiene` tells its owner of each.
    """
    protected = [entry for entry in entries if entry.guard is Guard.PROTECTED and not entry.is_code]
    listed = line_list.entries.keys() | line_list.associates.keys()
    singles = {entry.first for entry in protected if entry.first == entry.last}
    ranges = [entry for entry in protected if entry.first != entry.last]
    blocked = (singles & listed) | ({e164 for e164 in listed if any(each.covers(e164) for each in ranges)} if ranges else set())
    if not blocked:
        return line_list
    entries_left: dict[str, tuple[ListEntry, ...]] = {e164: each for e164, each in line_list.entries.items() if e164 not in blocked}
    people_left: dict[str, tuple[NamedAssociate, ...]] = {e164: each for e164, each in line_list.associates.items() if e164 not in blocked}
    return replace(line_list, entries=entries_left, associates=people_left)
