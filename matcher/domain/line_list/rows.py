"""The cells of one row of a line list, cleaned and converted, with every fault collected instead of raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from matcher.domain.line import DatePrecision, NumberRole
from matcher.domain.line_list.columns import (
    COLUMNS,
    DAMAGE_SIGNS,
    LONGEST_TEXTS,
    LOSSY,
    Cells,
    Converters,
    Header,
    ListDate,
    Wrong,
    damage_of,
    fault_of_length,
)
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.period import widen
from matcher.errors import Fault

#: Faults that are listed one by one; the others are counted by column and kind, so that a list of bad rows cannot fill the memory.
KEPT_FAULTS = 1000
#: Faults that are counted. A file with more is not read to its end: nobody mends so many cells one by one, and to find out why each
#: cannot be used takes longer than to use it.
MOST_FAULTS = 100_000

_DIGITS = re.compile(r"\d+")

#: No cell of a shorter row is too long.
_LONG_ROW = min(LONGEST_TEXTS.values())

_ORDER = {column: at for at, column in enumerate(COLUMNS)}

T = TypeVar("T")


@dataclass(slots=True)
class Faults:
    """What is wrong with a list so far."""

    count: int = 0
    kept: list[tuple[int, int, Fault]] = field(default_factory=list)
    #: Column and sentence, its figures left out -> how often it was found beyond those kept, and the first such row.
    further: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    #: The sentence of the first of these, as it was told.
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether further faults are counted and no longer listed."""
        return len(self.kept) >= KEPT_FAULTS

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that the rest of the file need not be read."""
        return self.count >= MOST_FAULTS

    def add(self, row: int, column: str, sentence: str) -> None:
        """Note one fault; an empty column means the row as a whole."""
        self.count += 1
        if len(self.kept) < KEPT_FAULTS:
            place = f"row {row}, column {column}" if column else f"row {row}"
            self.kept.append((row, _ORDER.get(column, len(COLUMNS)), Fault(place, sentence)))
            return
        kind = column, _DIGITS.sub("…", sentence)
        found, first = self.further.get(kind, (0, row))
        self.further[kind] = found + 1, min(first, row)
        if not found or row < first:
            self.said[kind] = sentence

    def in_order(self) -> tuple[Fault, ...]:
        """Give the kept faults by row and column, then how many more there are of each kind in each column."""
        listed = [fault for _, _, fault in sorted(self.kept, key=lambda each: each[:2])]
        further = sorted(self.further.items(), key=lambda each: (_ORDER.get(each[0][0], len(COLUMNS)), each[1][1], each[0][1]))
        return (*listed, *(_say_further(kind[0], self.said[kind], *told) for kind, told in further))


def bounded(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Give the first faults, and how many more there are of each kind: as many as a list has entries fill no answer."""
    counted: dict[str, list[Fault]] = {}
    for fault in faults[KEPT_FAULTS:]:
        counted.setdefault(fault.sentence, []).append(fault)
    further = (
        Fault("further places", f"{_say_count(len(several))} of this kind, the first at {several[0].place}: {sentence}")
        for sentence, several in counted.items()
    )
    return (*faults[:KEPT_FAULTS], *islice(further, KEPT_FAULTS))


def _say_count(count: int) -> str:
    return "1 more fault" if count == 1 else f"{count} more faults"


def _say_further(column: str, sentence: str, count: int, row: int) -> Fault:
    place = f"further rows, column {column}" if column else "further rows"
    return Fault(place, f"{_say_count(count)} of this kind, the first in row {row}: {sentence}")


class Row(NamedTuple):
    """One row, cleaned: as wide as the header, and one empty cell behind it, which stands for absent columns."""

    number: int
    cells: list[str]
    #: Columns whose cell is at fault already and was emptied: nothing is said of its being empty.
    refused: frozenset[str] = frozenset()


class Dates(NamedTuple):
    """The period a row gives for its number."""

    first: date | None
    last: date | None
    precision: DatePrecision


class Grades(NamedTuple):
    """The 3x5x2 codes of a row."""

    source: str | None
    intel: str | None
    handling: str | None
    conditions: str | None


class Use(NamedTuple):
    """What a row says of the use of its number."""

    role: NumberRole
    closed_on: date | None
    closure_type: str | None


#: Groups of cells remembered; more different ones than this are converted each time.
REMEMBERED = 50_000


class _Group(Generic[T]):
    """Reads a few cells of a row together, the same texts once: a list repeats its dates and gradings thousands of times."""

    def __init__(self, reader: RowReader, columns: Sequence[str], read: Callable[[Row], T]) -> None:
        self._faults = reader.faults
        self._cells = itemgetter(*[reader.at[column] for column in columns])
        self._read = read
        self._known: dict[tuple[str, ...], T] = {}

    def __call__(self, row: Row) -> T:
        """Read the cells; what had a fault is read again each time, so that every row is told its own."""
        cells = self._cells(row.cells)
        found = self._known.get(cells)
        if found is None:
            before = self._faults.count
            found = self._read(row)
            if self._faults.count == before and not row.refused and len(self._known) < REMEMBERED:
                self._known[cells] = found
        return found


@dataclass(slots=True)
class RowReader:
    """Reads the cells of rows under one header."""

    header: Header
    faults: Faults = field(default_factory=Faults)
    convert: Converters = field(default_factory=Converters)
    at: dict[str, int] = field(init=False)
    dates: _Group[Dates] = field(init=False)
    grades: _Group[Grades] = field(init=False)
    use: _Group[Use] = field(init=False)

    def __post_init__(self) -> None:
        """Point absent columns at the empty cell behind the last."""
        self.at = {column: self.header.places.get(column, self.header.width) for column in COLUMNS}
        self.dates = _Group(self, ("date_precision", "first_seen", "last_seen"), self._dates)
        self.grades = _Group(self, ("source_grade", "intel_grade", "handling", "handling_conditions"), self._grades)
        self.use = _Group(self, ("number_role", "closed_on", "closure_type"), self._use)

    def clean(self, number: int, cells: Sequence[str]) -> Row | None:
        """Trim and widen a row; None for a blank one."""
        width = self.header.width
        tidied = list(map(str.strip, cells))
        if not any(tidied):
            return None
        if len(tidied) > width:
            if any(tidied[width:]):
                self.faults.add(number, "", "The row has a value beyond the last column; a quotation mark may be missing around a comma.")
            del tidied[width:]
        joined = "\n" + "\n".join(tidied)
        tidied.extend([""] * (width + 1 - len(tidied)))
        refused: list[str] = []
        if any(sign in joined for sign in DAMAGE_SIGNS):
            refused += self._refuse_damage(number, tidied)
        if len(joined) > _LONG_ROW:
            refused += self._refuse_length(number, tidied)
        return Row(number, tidied, frozenset(refused)) if refused else Row(number, tidied)

    def _refuse_length(self, number: int, cells: list[str]) -> Iterator[str]:
        for column, at in self.header.places.items():
            if (wrong := fault_of_length(column, cells[at])) is not None:
                self.faults.add(number, column, wrong)
                cells[at] = ""
                yield column

    def _refuse_damage(self, number: int, cells: list[str]) -> Iterator[str]:
        for column, at in self.header.places.items():
            damage = damage_of(cells[at], is_note=column == "notes")
            if damage is None:
                continue
            self.faults.add(number, column, damage)
            if damage is not LOSSY:
                cells[at] = ""
                yield column

    def value(self, row: Row, column: str, convert: Cells[T]) -> T | None:
        """Convert one cell; None when it is empty or wrong."""
        return self.cell(row.number, column, row.cells[self.at[column]], convert)

    def cell(self, row: int, column: str, text: str, convert: Cells[T]) -> T | None:
        """Convert the text of a cell; None when it is empty or wrong."""
        if not text:
            return None
        value = convert(text)
        if isinstance(value, Wrong):
            self.faults.add(row, column, value.sentence)
            return None
        return value

    def check_further(self, row: Row) -> None:
        """Find the faults of the columns that no answer depends on."""
        self.value(row, "entry_id", self.convert.entry_id)
        self.value(row, "reported_by_sources", self.convert.reported_by_sources)
        self.value(row, "associate_confidence", self.convert.associate_confidence)

    def text(self, row: Row, column: str) -> str | None:
        """Give one cell of free text; None when it is empty."""
        text = row.cells[self.at[column]]
        return tidy(text) if text else None

    def day(self, row: int, column: str, text: str) -> date | None:
        """Give a date that has to name its day."""
        found = self.cell(row, column, text, self.convert.date)
        if found is None:
            return None
        if found.month_only:
            self.faults.add(row, column, "The date gives no day; write yyyy-mm-dd or dd/mm/yyyy.")
        return found.day

    def _use(self, row: Row) -> Use:
        """Give what the number was used for, and since when it is no more."""
        convert = self.convert
        role = self.value(row, "number_role", convert.number_role) or NumberRole.UNKNOWN
        closed_on = self.day(row.number, "closed_on", row.cells[self.at["closed_on"]])
        return Use(role, closed_on, self.value(row, "closure_type", convert.closure_type))

    def _dates(self, row: Row) -> Dates:
        """Give the period of a number; a date without its day makes an unstated precision that of the month."""
        stated = self.value(row, "date_precision", self.convert.date_precision)
        first = self.value(row, "first_seen", self.convert.date)
        last = self.value(row, "last_seen", self.convert.date)
        if stated is None:
            stated = DatePrecision.MONTH if _is_month(first) or _is_month(last) else DatePrecision.EXACT
        elif stated is DatePrecision.EXACT:
            for column, found in (("first_seen", first), ("last_seen", last)):
                if _is_month(found):
                    self.faults.add(row.number, column, "The date gives no day, but date_precision says exact.")
        if first and last and widen(first.day, stated).start > widen(last.day, stated).end:
            self.faults.add(row.number, "last_seen", "The number was last seen before it was first seen.")
        return Dates(first.day if first else None, last.day if last else None, stated)

    def _grades(self, row: Row) -> Grades:
        """Give the grading; a combined `2B` or `2/B/P` stands for the columns beside it and may not contradict them."""
        combined = self.value(row, "source_grade", self.convert.source_grade)
        intel = self.value(row, "intel_grade", self.convert.intel_grade)
        handling = self.value(row, "handling", self.convert.handling)
        conditions = self.text(row, "handling_conditions")
        if combined is not None:
            intel = self._agree(row, "intel_grade", intel, combined.intel)
            handling = self._agree(row, "handling", handling, combined.handling)
        if handling == "C" and conditions is None and "handling_conditions" not in row.refused:
            self.faults.add(row.number, "handling_conditions", "The handling code is C, so the conditions must be given.")
        return Grades(combined.source if combined else None, intel, handling, conditions)

    def _agree(self, row: Row, column: str, own: str | None, combined: str | None) -> str | None:
        if own is not None and combined is not None and own != combined:
            self.faults.add(row.number, column, "This differs from the combined grading in column source_grade.")
        return own or combined


def is_closed_before(closed_on: date | None, first_seen: date | None, precision: DatePrecision) -> bool:
    """Whether a number is said to have been closed before it was first seen."""
    return closed_on is not None and first_seen is not None and closed_on < widen(first_seen, precision).start


def _is_month(found: ListDate | None) -> bool:
    return found is not None and found.month_only
