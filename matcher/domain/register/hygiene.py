"""What a unit should mend in its list: each finding with its record, what is wrong and what to do, the most urgent first (domain 12)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from matcher.domain.guarding.label_words import words_of
from matcher.domain.line import DatePrecision, LineStatus, NumberRole
from matcher.domain.line_list.columns import split
from matcher.domain.line_list.draft import Closure
from matcher.domain.line_list.period import widen
from matcher.domain.register.change import is_closed
from matcher.domain.register.days_to_come import columns_to_come
from matcher.domain.register.numbering import Conventions, is_number, slots_of
from matcher.domain.register.record import Key, Record, RecordKind
from matcher.domain.register.register import Register
from matcher.domain.register.to_list import effective


class HygieneCode(StrEnum):
    """What can be wrong with an entry of the list, in the order of urgency."""

    PROTECTED = "protected"
    UNREADABLE = "unreadable"
    ON_TWO_LINES = "on-two-lines"
    REVIEW_OVERDUE = "review-overdue"
    CLOSURE_INCOMPLETE = "closure-incomplete"
    DAY_TO_COME = "day-to-come"
    BRAND_SHARED = "brand-shared"
    NOT_RECONFIRMED = "not-reconfirmed"
    ON_WARNING_LIST = "on-warning-list"
    SUSPECTED_FALSE = "suspected-false"
    REVIEW_DUE = "review-due"
    NO_OWNER = "no-owner"
    NO_REVIEW_DATE = "no-review-date"
    NO_GRADING = "no-grading"
    NO_HANDLING = "no-handling"
    UNDATED = "undated"
    SINGLE_SOURCE = "single-source"


_URGENCY = {code: at for at, code in enumerate(HygieneCode)}

#: Code -> what is wrong, and what to do.
_WORDS: Mapping[HygieneCode, tuple[str, str]] = {
    HygieneCode.PROTECTED: (
        "The number is protected (a helpline or confidential service) and is never matched.",
        "Remove the entry as wrong, and find out how the number came to be listed.",
    ),
    HygieneCode.UNREADABLE: (
        "The number cannot be read as one telephone number any more and is not matched.",
        "Write the number in international form.",
    ),
    HygieneCode.ON_TWO_LINES: (
        "The number stands on another line as well, for times that are not apart.",
        "Find out which line it belongs to and since when; date both entries, or remove one.",
    ),
    HygieneCode.REVIEW_OVERDUE: ("The review of the line is overdue.", "Review the line and give it a new review date."),
    HygieneCode.CLOSURE_INCOMPLETE: (
        "A closure is told without its day or without its type.",
        "Add the day and the type; without them a number that went to somebody else since cannot be told.",
    ),
    HygieneCode.DAY_TO_COME: (
        "The entry is said to have been seen, or closed, on a day that is still to come.",
        "Correct the day; by such a day a match is graded wrongly.",
    ),
    HygieneCode.BRAND_SHARED: (
        "Another line has the same name or alias; a name on a phone points to both.",
        "Check whether they are one line, or make sure that their areas tell them apart.",
    ),
    HygieneCode.NOT_RECONFIRMED: (
        "The line counts as active, and nothing in the list says so for longer than an active line may go unconfirmed.",
        "Confirm it with a later date, or set it to dormant or closed.",
    ),
    HygieneCode.ON_WARNING_LIST: (
        "The number is on the warning list of ordinary numbers; matches on it carry a caution.",
        "Check that the line really used it; remove the entry as wrong if it did not.",
    ),
    HygieneCode.SUSPECTED_FALSE: (
        "The entry is graded E (suspected to be false) and never makes a match.",
        "Grade it anew, or remove it as wrong.",
    ),
    HygieneCode.REVIEW_DUE: ("The review of the line is due soon.", "Review the line and give it a new review date."),
    HygieneCode.NO_OWNER: ("The line has no owner.", "Name the unit that answers for the line."),
    HygieneCode.NO_REVIEW_DATE: ("The line has no review date.", "Give the day by which the line is to be reviewed."),
    HygieneCode.NO_GRADING: ("The entry is not graded in full.", "Give source and intelligence grades (1 to 3, A to E)."),
    HygieneCode.NO_HANDLING: ("The entry has no handling code.", "Give P, or C with its conditions."),
    HygieneCode.UNDATED: (
        "The entry says nothing of when the number was in use; a match on it is never better than grade B.",
        "Add when the number was first or last seen.",
    ),
    HygieneCode.SINGLE_SOURCE: ("The entry rests on a single source.", "Look for a second, independent source."),
}


@dataclass(frozen=True, slots=True)
class HygieneLimits:
    """The figures of keeping a list that an operator may change (config/hygiene.yaml); defaults are those of domain 12."""

    #: Days before its review date from which a line is told as due.
    review_due_within_days: int = 30
    #: Days for which a line counts as active after the last date that says so.
    reconfirm_within_days: int = 183
    #: Independent sources below which an entry is told, where the list says how many there are.
    sources_wanted: int = 2
    #: Days after which the list itself counts as old, because nobody published a version of it.
    list_old_after_days: int = 90
    #: A file taken for the whole list is warned of where it leaves out so many in a hundred of its numbers, or so many of them.
    left_out_percent: int = 10
    left_out_entries: int = 100


@dataclass(frozen=True, slots=True)
class HygieneFinding:
    """One thing to mend. The sentence quotes no number and no name."""

    code: HygieneCode
    kind: RecordKind
    id: str
    line_id: str
    sentence: str
    #: What to do.
    advice: str
    #: Other records it is about: of the other lines, the first of them where they are many.
    others: tuple[Key, ...] = ()
    #: The day that makes it urgent, where there is one.
    due: date | None = None


def hygiene(
    register: Register, conventions: Conventions, limits: HygieneLimits, today: date, *, confirmed: Mapping[str, date] | None = None
) -> tuple[HygieneFinding, ...]:
    """Look through everything that counts.

    Args:
        register: As far as whoever asks may know of it: a finding may name the other line it is about.
        conventions: How numbers are read, and which are protected or on the warning list.
        limits: From when on things are told.
        today: The day to judge at.
        confirmed: Line -> day on which somebody last confirmed that it stands as it does.
    """
    case = _Case(register, conventions, limits, today, confirmed or {})
    found = [*_of_lines(case), *_of_entries(case), *_shared_numbers(case), *_shared_brands(case)]
    return tuple(sorted(found, key=lambda each: (_URGENCY[each.code], each.due or date.max, each.line_id, each.kind, each.id)))


@dataclass(slots=True)
class _Case:
    """A register that is being looked through."""

    register: Register
    conventions: Conventions
    limits: HygieneLimits
    today: date
    confirmed: Mapping[str, date]
    lines: dict[str, Record] = field(init=False)
    #: Numbers and people, each with what it is about.
    entries: list[tuple[Record, str]] = field(init=False)
    #: Line -> its numbers, with the closure they have of their line.
    numbers: dict[str, list[Mapping[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort what counts."""
        live = list(self.register.live())
        self.lines = {record.id: record for record in live if record.kind is RecordKind.LINE}
        entries = [record for record in live if record.kind is not RecordKind.LINE]
        self.entries = list(zip(entries, slots_of(entries, self.conventions), strict=True))
        self.numbers = {line_id: [] for line_id in self.lines}
        for record in entries:
            if record.kind is RecordKind.NUMBER:
                self.numbers[record.line_id].append(effective(record, self.lines[record.line_id].fields))


def _found(code: HygieneCode, record: Record, *, others: Sequence[Key] = (), due: date | None = None) -> HygieneFinding:
    sentence, advice = _WORDS[code]
    return HygieneFinding(code, record.kind, record.id, record.line_id, sentence, advice, tuple(others), due)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _of_lines(case: _Case) -> Iterator[HygieneFinding]:
    for line in case.lines.values():
        numbers = case.numbers[line.id]
        status = status_of(line, numbers)
        if not line.get("owner_unit"):
            yield _found(HygieneCode.NO_OWNER, line)
        if _is_half_closed(line, numbers):
            yield _found(HygieneCode.CLOSURE_INCOMPLETE, line)
        if columns_to_come(line, case.today):
            yield _found(HygieneCode.DAY_TO_COME, line)
        # To one that is closed nobody has to come back.
        if not status.is_closed and status not in {LineStatus.MERGED, LineStatus.REBRANDED}:
            yield from _of_reviews(case, line)
        if status is LineStatus.ACTIVE:
            last = max((day for day in (case.confirmed.get(line.id), *map(_last_day, numbers)) if day), default=None)
            if last is None or last < case.today - timedelta(case.limits.reconfirm_within_days):
                yield _found(HygieneCode.NOT_RECONFIRMED, line, due=last)


def _of_reviews(case: _Case, line: Record) -> Iterator[HygieneFinding]:
    if (due := _day(line.get("review_due"))) is None:
        yield _found(HygieneCode.NO_REVIEW_DATE, line)
    elif due < case.today:
        yield _found(HygieneCode.REVIEW_OVERDUE, line, due=due)
    elif due <= case.today + timedelta(case.limits.review_due_within_days):
        yield _found(HygieneCode.REVIEW_DUE, line, due=due)


def status_of(line: Record, numbers: Sequence[Mapping[str, str]]) -> LineStatus:
    """Say where a line stands; one without a status whose every number is closed is a closed line, as in a list file.

    Args:
        line: Its record.
        numbers: The fields of its numbers that count, with the closure of the line where they have none.
    """
    if status := line.get("status"):
        return LineStatus(status)
    told = list(numbers) or [line.fields]
    closure = Closure()
    for fields in told:
        if fields.get("closed_on") or fields.get("closure_type"):
            closure.add(_day(fields.get("closed_on", "")), fields.get("closure_type"))
    return closure.status(len(told))


def _is_half_closed(line: Record, numbers: Sequence[Mapping[str, str]]) -> bool:
    """Whether a line is said to be closed, and neither it nor a number of it says when."""
    has_day = bool(line.get("closed_on")) or any(fields.get("closed_on") for fields in numbers)
    has_type = bool(line.get("closure_type") or line.get("status"))
    return is_closed(line) and not (has_day and has_type)


def _last_day(fields: Mapping[str, str]) -> date | None:
    """Give the last day on which a number is known to have been in use."""
    day = _day(fields.get("last_seen", "") or fields.get("first_seen", ""))
    return widen(day, DatePrecision(fields.get("date_precision", DatePrecision.EXACT))).end if day else None


def _of_entries(case: _Case) -> Iterator[HygieneFinding]:
    looked_at: dict[str, tuple[bool, bool]] = {}
    for record, about in case.entries:
        get = record.fields.get
        if is_number(about):
            if about not in looked_at:
                lists = case.conventions.lists
                looked_at[about] = lists.is_protected_number(about), lists.warning.find(about) is not None
            is_protected, is_warned = looked_at[about]
            if is_protected:
                yield _found(HygieneCode.PROTECTED, record)
                continue
            if is_warned:
                yield _found(HygieneCode.ON_WARNING_LIST, record)
        elif get("number_role") != NumberRole.SOCIAL_HANDLE:
            yield _found(HygieneCode.UNREADABLE, record)
        for code, is_so in _SIGNS:
            if is_so(record, case):
                yield _found(code, record)


def _is_single_source(record: Record, case: _Case) -> bool:
    sources = record.get("reported_by_sources")
    return bool(sources) and int(sources) < case.limits.sources_wanted


def _is_undated(record: Record, _: _Case) -> bool:
    return record.kind is RecordKind.NUMBER and (
        not (record.get("first_seen") or record.get("last_seen")) or record.get("date_precision") == DatePrecision.UNDATED
    )


_SIGNS: Sequence[tuple[HygieneCode, Callable[[Record, _Case], bool]]] = (
    (
        HygieneCode.CLOSURE_INCOMPLETE,
        lambda record, _: record.kind is RecordKind.NUMBER and bool(record.get("closed_on")) != bool(record.get("closure_type")),
    ),
    (HygieneCode.DAY_TO_COME, lambda record, case: bool(columns_to_come(record, case.today))),
    (HygieneCode.SUSPECTED_FALSE, lambda record, _: record.get("intel_grade") == "E"),
    (HygieneCode.NO_GRADING, lambda record, _: not (record.get("source_grade") and record.get("intel_grade"))),
    (HygieneCode.NO_HANDLING, lambda record, _: not record.get("handling")),
    (HygieneCode.UNDATED, _is_undated),
    (HygieneCode.SINGLE_SOURCE, _is_single_source),
)


def _shared_numbers(case: _Case) -> Iterator[HygieneFinding]:
    """Find numbers that stand on two lines at once; what is suspected to be false stands on none."""
    by_number: dict[str, list[Record]] = {}
    for record, about in case.entries:
        if is_number(about) and record.kind is RecordKind.NUMBER and record.get("intel_grade") != "E":
            by_number.setdefault(about, []).append(record)
    for several in by_number.values():
        if len({record.line_id for record in several}) > 1:
            yield from _at_one_time(several, case)


def _at_one_time(several: Sequence[Record], case: _Case) -> Iterator[HygieneFinding]:
    """Find the entries of one number that meet one of another line, at a cost that does not grow with the square of them."""
    ordered = sorted(((_period(record, case), record) for record in several), key=lambda each: (each[0], each[1].id))
    starts = [start for (start, _), _ in ordered]
    #: For each place the entry up to it that ends last, and the one that ends last on any other line.
    latest: list[tuple[int, int | None]] = []
    for at, ((_, end), record) in enumerate(ordered):
        first, second = latest[-1] if latest else (at, None)
        if at and end >= ordered[first][0][1]:
            second = first if ordered[first][1].line_id != record.line_id else second
            first = at
        elif record.line_id != ordered[first][1].line_id and (second is None or end > ordered[second][0][1]):
            second = at
        latest.append((first, second))
    for period, record in ordered:
        last = bisect_right(starts, period[1])
        sure = [at for at in latest[last - 1] if at is not None]
        near = range(max(0, last - _OTHERS), last)
        met = {at for at in (*sure, *near) if ordered[at][1].line_id != record.line_id and _meet(ordered[at][0], period)}
        if met:
            yield _found(HygieneCode.ON_TWO_LINES, record, others=[ordered[at][1].key for at in sorted(met)][:_OTHERS])


#: Other records that one finding names at most.
_OTHERS = 20

_Period = tuple[date, date]


def _period(record: Record, case: _Case) -> _Period:
    """Give when a number was on its line as far as the list excludes the rest of time."""
    fields = effective(record, case.lines[record.line_id].fields)
    precision = DatePrecision(fields.get("date_precision", DatePrecision.EXACT))
    first, last, closed = (_day(fields.get(column, "")) for column in ("first_seen", "last_seen", "closed_on"))
    end = widen(last, precision).end if last else closed
    return (widen(first, precision).start if first else date.min), end or date.max


def _meet(one: _Period, other: _Period) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _shared_brands(case: _Case) -> Iterator[HygieneFinding]:
    by_brand: dict[tuple[str, ...], set[str]] = {}
    brands: dict[str, set[tuple[str, ...]]] = {}
    for line in case.lines.values():
        texts = (line.get("name"), *split(line.get("aliases")))
        brands[line.id] = {tuple(words) for text in texts if (words := words_of(text))}
        for brand in brands[line.id]:
            by_brand.setdefault(brand, set()).add(line.id)
    shared = {brand: sorted(lines)[: _OTHERS + 1] for brand, lines in by_brand.items() if len(lines) > 1}
    for line_id, own in brands.items():
        others = sorted({other for brand in own for other in shared.get(brand, ())} - {line_id})[:_OTHERS]
        if others:
            yield _found(HygieneCode.BRAND_SHARED, case.lines[line_id], others=[Key(RecordKind.LINE, other) for other in others])
