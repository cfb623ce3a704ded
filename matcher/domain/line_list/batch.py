"""Many rows of a line list at once, column by column: a column is checked by its different texts, so that a row costs next to nothing.

Only batches in which every cell can be used are read here. Any other is handed back whole, and `list_rows` reads it row by row and says
what is wrong: there is one place where faults are worded, and this file can only be faster, never of another opinion. A differential test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, repeat
from operator import itemgetter
from typing import NamedTuple, TypeVar

from matcher.domain.line import DatePrecision, NumberRole
from matcher.domain.line_list.book import Facts, line_columns
from matcher.domain.line_list.columns import DAMAGE_SIGNS, LONGEST_TEXTS, Converters, Known, Unfit, Wrong, damage_of, fault_of_id
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.entries import BATCH, EntryColumns
from matcher.domain.line_list.keys import KeyReader
from matcher.domain.line_list.period import widen
from matcher.domain.line_list.rows import REMEMBERED, Row, RowReader, is_closed_before

#: A row as the file has it: its number and its cells.
RawRow = tuple[int, Sequence[str]]

#: What a column that is not there holds. Batches share these.
_NO_TEXTS = ("",) * BATCH
_NOTHING = (None,) * BATCH
_EXACT = (DatePrecision.EXACT,) * BATCH
_UNKNOWN_ROLES = (NumberRole.UNKNOWN,) * BATCH

_GRADING = ("source_grade", "intel_grade", "handling")

#: Texts that are kept as they are, or not at all.
_PLAIN: tuple[str, ...] = ("line_id", "number", "name", "aliases", "exporting_area", "importing_areas", "owner_unit", "ocg_urn", "notes")
_PLAIN += ("predecessor", "successor", "associate_justification", "commodities", "group")

_cells_of = itemgetter(1)

_Columns = Sequence[Sequence[str]]
_Days = Sequence[date | None]
_Texts = Sequence[str | None]
_Codes = tuple[str | None, str | None, str | None]

T = TypeVar("T")


class Batch(NamedTuple):
    """Rows in which every cell can be used."""

    rows: int
    #: E.164 of each row; empty where a social handle stands instead.
    keys: Sequence[str]
    entries: EntryColumns
    facts: Iterable[Facts]
    #: Places of the rows that name a person.
    people: Sequence[int]
    names: _Texts
    associate_roles: _Texts


_BLANK = Batch(0, (), EntryColumns(*[()] * len(EntryColumns._fields)), (), (), (), ())


class _Values:
    """What the cells of each column mean, by the texts met so far."""

    def __init__(self, convert: Converters) -> None:
        #: Trimmed texts that give a month without its day.
        self.months: set[str] = set()
        self._date = convert.date
        self.seen = Known[date | None](self._seen, None)
        self.day = Known[date | None](self._day, None)
        self.role = Known[NumberRole](convert.number_role, NumberRole.UNKNOWN)
        self.precision = Known[DatePrecision | None](convert.date_precision, None)
        self.closure_type = Known[str | None](convert.closure_type, None)
        self.text = Known[str | None](tidy, None)
        #: Columns that are only checked here: those about the line are read by the book of lines, those behind them by the register.
        self.checked: dict[str, Known[object]] = {
            "status": Known(convert.status, None),
            "visibility": Known(convert.visibility, None),
            "markers": Known(convert.markers, None),
            "review_due": Known(self._day, None),
            "entry_id": Known(convert.entry_id, None),
            "reported_by_sources": Known(convert.reported_by_sources, None),
            "associate_confidence": Known(convert.associate_confidence, None),
        }

    def _seen(self, text: str) -> date | Wrong:
        found = self._date(text)
        if isinstance(found, Wrong):
            return found
        if found.month_only:
            self.months.add(text)
        return found.day

    def _day(self, text: str) -> date | Wrong:
        found = self._date(text)
        if isinstance(found, Wrong):
            return found
        return Wrong("") if found.month_only else found.day


class _Gradings(dict[tuple[str, str, str, bool], _Codes]):
    """The cells of a grading, and whether there are conditions -> its codes, read as those of any row."""

    def __init__(self, reader: RowReader) -> None:
        super().__init__()
        # A reader of its own: nobody is told the faults it finds.
        self._reader = RowReader(reader.header, convert=reader.convert)

    def __missing__(self, cells: tuple[str, str, str, bool]) -> _Codes:
        reader = self._reader
        row = Row(0, [""] * (reader.header.width + 1))
        for column, cell in zip(_GRADING, cells[:3], strict=True):
            row.cells[reader.at[column]] = cell.strip()
        if any(map(damage_of, row.cells)):
            raise Unfit
        if cells[3]:
            # Which conditions they are makes no difference to the codes.
            row.cells[reader.at["handling_conditions"]] = "given"
        before = reader.faults.count
        found = reader.grades(row)[:3]
        if reader.faults.count > before:
            raise Unfit
        if len(self) < REMEMBERED:
            self[cells] = found
        return found


class BatchReader:
    """Reads batches of rows under one header; a batch has at most `BATCH` rows."""

    def __init__(self, reader: RowReader, keys: KeyReader) -> None:
        """Prepare for the columns that are there."""
        self._places = reader.header.places
        self._width = reader.header.width
        self._line_columns = line_columns(reader.header)
        self._keys = keys
        self._values = _Values(reader.convert)
        self._gradings = _Gradings(reader)

    def read(self, batch: Sequence[RawRow]) -> Batch | None:
        """Read the rows; None when any cell of any row is not as it should be."""
        try:
            return self._read(*self._even(batch))
        except Unfit:
            return None

    def _read(self, batch: Sequence[RawRow], columns: _Columns) -> Batch:
        if not batch:
            return _BLANK
        self._refuse_damage(columns)
        if any(max(map(len, columns[self._places[each]])) > longest for each, longest in LONGEST_TEXTS.items() if each in self._places):
            raise Unfit
        self._check(columns)
        values = self._values
        line_ids = list(map(str.strip, columns[self._places["line_id"]]))
        if any(map(fault_of_id, set(line_ids))):
            raise Unfit
        raws = list(map(str.strip, columns[self._places["number"]]))
        roles = self._column(columns, "number_role", values.role, _UNKNOWN_ROLES)
        keys, repaired = self._keys.read(raws, roles)
        names = self._column(columns, "associate_name", values.text, _NOTHING)
        associate_roles = self._column(columns, "associate_role", values.text, _NOTHING)
        if associate_roles is not _NOTHING and any(role and not name for name, role in zip(names, associate_roles, strict=False)):
            raise Unfit
        dates, closed = self._dates(columns), self._column(columns, "closed_on", values.day, _NOTHING)
        if closed is not _NOTHING and any(map(is_closed_before, closed, dates[0], dates[2])):
            raise Unfit
        entries = EntryColumns(
            line_ids,
            raws,
            [number for number, _ in batch],
            roles,
            *dates,
            *self._grades(columns),
            self._column(columns, "ddtro_ref", values.text, _NOTHING),
            closed,
            self._column(columns, "closure_type", values.closure_type, _NOTHING),
            repaired,
        )
        people = [at for at, name in enumerate(names) if name] if "associate_name" in self._places else ()
        return Batch(len(batch), keys, entries, self._facts(columns), people, names, associate_roles)

    def _even(self, batch: Sequence[RawRow]) -> tuple[Sequence[RawRow], _Columns]:
        """Give the rows and their columns: without blank rows, and every row as wide as the header."""
        if set(map(len, map(_cells_of, batch))) != {self._width}:
            batch = [(number, self._widen(cells)) for number, cells in batch]
        columns = list(zip(*map(_cells_of, batch), strict=True)) or [()] * self._width
        if all(map(str.strip, columns[self._places["line_id"]])):
            return batch, columns
        filled = [row for row in batch if any(map(str.strip, row[1]))]
        if len(filled) == len(batch):
            raise Unfit
        return self._even(filled)

    def _widen(self, cells: Sequence[str]) -> Sequence[str]:
        if any(map(str.strip, cells[self._width :])):
            raise Unfit
        return (*cells[: self._width], *repeat("", self._width - len(cells)))

    def _refuse_damage(self, columns: _Columns) -> None:
        """Look for damage in the columns that are not read by `Known`, which looks itself."""
        plain = [columns[self._places[column]] for column in _PLAIN if column in self._places]
        text = "\n".join(chain.from_iterable(plain))
        if any(sign in text for sign in DAMAGE_SIGNS) and any(damage_of(cell.strip()) for column in plain for cell in set(column)):
            raise Unfit

    def _check(self, columns: _Columns) -> None:
        for column, known in self._values.checked.items():
            for text in set(self._texts(columns, column)):
                known[text]

    def _facts(self, columns: _Columns) -> Iterable[Facts]:
        of_line = [columns[self._places[column]] for column in self._line_columns]
        return zip(*of_line, strict=True) if of_line else repeat(())

    def _column(self, columns: _Columns, name: str, known: Known[T], absent: Sequence[T]) -> Sequence[T]:
        return list(map(known.__getitem__, columns[self._places[name]])) if name in self._places else absent

    def _texts(self, columns: _Columns, name: str) -> Sequence[str]:
        return columns[self._places[name]] if name in self._places else _NO_TEXTS

    def _dates(self, columns: _Columns) -> tuple[_Days, _Days, Sequence[DatePrecision]]:
        """Give first seen, last seen and precision; two dates in order are in order however coarse they are."""
        seen = self._values.seen
        firsts = self._column(columns, "first_seen", seen, _NOTHING)
        lasts = self._column(columns, "last_seen", seen, _NOTHING)
        stated = self._column(columns, "date_precision", self._values.precision, _NOTHING)
        precisions: Sequence[DatePrecision] = _EXACT if stated is _NOTHING else [each or DatePrecision.EXACT for each in stated]
        if self._values.months:
            precisions = [
                self._precision(each, first, last)
                for each, first, last in zip(stated, self._texts(columns, "first_seen"), self._texts(columns, "last_seen"), strict=False)
            ]
        for first, last, precision in zip(firsts, lasts, precisions, strict=False):
            if first and last and first > last and widen(first, precision).start > widen(last, precision).end:
                raise Unfit
        return firsts, lasts, precisions

    def _precision(self, stated: DatePrecision | None, first: str, last: str) -> DatePrecision:
        if first.strip() not in self._values.months and last.strip() not in self._values.months:
            return stated or DatePrecision.EXACT
        if stated is DatePrecision.EXACT:
            raise Unfit
        return stated or DatePrecision.MONTH

    def _grades(self, columns: _Columns) -> tuple[_Texts, _Texts, _Texts, _Texts]:
        """Give source, intelligence and handling codes, and the conditions."""
        conditions = self._column(columns, "handling_conditions", self._values.text, _NOTHING)
        if not any(column in self._places for column in _GRADING):
            return _NOTHING, _NOTHING, _NOTHING, conditions
        cells = zip(*(self._texts(columns, column) for column in _GRADING), map(bool, conditions), strict=False)
        sources, intels, handlings = zip(*map(self._gradings.__getitem__, cells), strict=True)
        return sources, intels, handlings, conditions
