"""The lines of a list while its rows are read: of those described alike on all their rows the cells are kept, and no draft is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress, repeat
from operator import not_
from typing import TypeVar

from matcher.domain.line import Line, LineStatus, Marker, Visibility, make_line
from matcher.domain.line_list.columns import LINE_COLUMNS, Header, Known, Wrong, split
from matcher.domain.line_list.draft import Closure, LineDraft, tidy_all
from matcher.domain.line_list.entries import EntryColumns, Tell
from matcher.domain.line_list.rows import RowReader

#: Cells of a row that speak of its line, one for each column of these the list has.
Facts = tuple[str, ...]

_FREE_TEXTS = ("name", "exporting_area", "owner_unit", "ocg_urn")

_OPEN = Closure()
_NONE: tuple[str, ...] = ()
_UNMARKED: frozenset[Marker] = frozenset()

T = TypeVar("T")


def line_columns(header: Header) -> tuple[str, ...]:
    """Name the columns that speak of the line and that a list has."""
    return tuple(column for column in LINE_COLUMNS if column in header.places)


@dataclass(slots=True)
class LineBook:
    """Takes what the rows say of their lines."""

    reader: RowReader
    #: The columns that speak of the line and that this list has.
    columns: tuple[str, ...] = field(init=False)
    #: The cells last seen of each line, trimmed; most rows of a line repeat them.
    said: dict[str, Facts] = field(default_factory=dict)
    #: The row each line was first seen on.
    first_rows: dict[str, int] = field(default_factory=dict)
    #: Lines that were described in two ways, or with faults.
    drafts: dict[str, LineDraft] = field(default_factory=dict)
    #: Lines the last row of which was at fault: the next row that reads alike is told its own faults.
    at_fault: set[str] = field(default_factory=set)
    #: Rows with a number of each line.
    numbers: Counter[str] = field(default_factory=Counter)
    closures: dict[str, Closure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the columns."""
        self.columns = line_columns(self.reader.header)

    def facts(self, cells: Sequence[str]) -> Facts:
        """Cut out of a row what it says of its line."""
        return tuple(cells[self.reader.at[column]] for column in self.columns)

    def take(self, line_ids: Sequence[str], facts: Iterable[Facts], rows: Sequence[int], tell: Tell) -> None:
        """Take a batch of rows in which every cell can be used; the cells need not be trimmed."""
        said, at_fault = self.said, self.at_fault
        for line_id, cells, row in zip(line_ids, facts, rows, strict=False):
            before = said.get(line_id)
            if before == cells and line_id not in at_fault:
                continue
            trimmed = tuple(map(str.strip, cells))
            if before is None:
                said[line_id] = trimmed
                self.first_rows[line_id] = row
            else:
                self.say(line_id, trimmed, row, tell)

    def say(self, line_id: str, facts: Facts, row: int, tell: Tell) -> None:
        """Take the trimmed cells of one row; faults in them go where the reader's go."""
        before = self.said.get(line_id)
        if before == facts and line_id not in self.at_fault:
            return
        draft = self.drafts.get(line_id)
        if draft is None:
            draft = self.drafts[line_id] = LineDraft(line_id)
            if before is not None:
                self._merge(draft, before, self.first_rows[line_id], tell)
        self.said[line_id] = facts
        self.at_fault.discard(line_id)
        faults = self.reader.faults.count

        def tell_here(row: int, column: str, sentence: str) -> None:
            self.at_fault.add(line_id)
            tell(row, column, sentence)

        self._merge(draft, facts, row, tell_here)
        if self.reader.faults.count > faults:
            self.at_fault.add(line_id)

    def count_all(self, entries: EntryColumns, people: Sequence[str | None]) -> None:
        """Count the numbers of a batch of rows, but for those that name a person."""
        if self.reader.header.places.keys().isdisjoint(("closed_on", "closure_type")):
            # No number of this list can be closed, so nobody asks how many there are.
            return
        self.numbers.update(compress(entries.line_id, map(not_, people)))
        for line_id, closed_on, closure_type, person in zip(entries.line_id, entries.closed_on, entries.closure_type, people, strict=False):
            if (closed_on or closure_type) and not person:
                self._close(line_id, closed_on, closure_type)

    def count(self, line_id: str, closed_on: date | None, closure_type: str | None) -> None:
        """Count a number of a line, with what its row says of its end."""
        self.numbers[line_id] += 1
        self._close(line_id, closed_on, closure_type)

    def _close(self, line_id: str, closed_on: date | None, closure_type: str | None) -> None:
        if closed_on is not None or closure_type is not None:
            self.closures.setdefault(line_id, Closure()).add(closed_on, closure_type)

    def _merge(self, draft: LineDraft, facts: Facts, row: int, tell: Tell) -> None:
        reader, convert = self.reader, self.reader.convert
        cells = dict(zip(self.columns, facts, strict=True))
        others = [(column, draft.say(column, text, row)) for column in _FREE_TEXTS if (text := cells.get(column))]
        if (status := reader.cell(row, "status", cells.get("status", ""), convert.status)) is not None:
            others.append(("status", draft.say_status(status, row)))
        if (visibility := reader.cell(row, "visibility", cells.get("visibility", ""), convert.visibility)) is not None:
            others.append(("visibility", draft.say_visibility(visibility, row)))
        for column, other in others:
            # Rows without a line id are at fault already and share nothing.
            if other is not None and draft.id:
                tell(row, column, f"This differs from what row {other} says of the same line; give each line its own line_id.")
        for column in ("aliases", "importing_areas"):
            if several := cells.get(column):
                draft.say_several(column, several)
        markers: frozenset[Marker] | None = reader.cell(row, "markers", cells.get("markers", ""), convert.markers)
        if markers is not None:
            draft.markers |= markers
        if (due := reader.day(row, "review_due", cells.get("review_due", ""))) is not None:
            draft.say_review(due)

    def is_half_closed(self, line: Line) -> bool:
        """Whether a line, or a number of it, is said to be closed without the day or without the type."""
        closure = self.closures.get(line.id)
        if closure is None:
            return line.status.is_closed
        return closure.closed_on is None or (closure.closure_type is None and not line.status.is_closed)

    def is_open_without_numbers(self, line: Line) -> bool:
        """Whether a line is said to be active although all numbers of it are closed."""
        closure = self.closures.get(line.id)
        is_said = line.status is LineStatus.ACTIVE
        return closure is not None and is_said and closure.status(self.numbers[line.id]).is_closed

    def finish(self) -> dict[str, Line]:
        """Make the lines, in the order of the list."""
        drafts = self.drafts
        alike = {line_id: facts for line_id, facts in self.said.items() if line_id not in drafts} if drafts else self.said
        made = dict(zip(alike, self._lines(alike), strict=True))
        if not drafts:
            return made
        return {line_id: made[line_id] if line_id in made else self._finish(drafts[line_id]) for line_id in self.said}

    def _finish(self, draft: LineDraft) -> Line:
        return draft.finish(self.numbers[draft.id], self.closures.get(draft.id, _OPEN))

    def _lines(self, alike: Mapping[str, Facts]) -> Iterator[Line]:
        """Make the lines that were described in one way only, column by column."""
        columns = dict(zip(self.columns, zip(*alike.values(), strict=True), strict=False))
        convert = self.reader.convert

        def texts(column: str) -> Iterable[str | None]:
            return [text or None for text in tidy_all(columns[column])] if column in columns else repeat(None)

        def values(column: str, read: Callable[[str], T | Wrong], empty: T) -> Iterable[T]:
            return map(Known(read, empty).__getitem__, columns[column]) if column in columns else repeat(empty)

        statuses = self._statuses(alike, values("status", convert.status, None))
        return map(
            make_line,
            alike,
            texts("name"),
            values("aliases", _several, _NONE),
            statuses,
            texts("exporting_area"),
            values("importing_areas", _several, _NONE),
            values("markers", convert.markers, _UNMARKED),
            values("visibility", convert.visibility, Visibility.OPEN_TO_FORCE),
            texts("owner_unit"),
            texts("ocg_urn"),
            values("review_due", self._due, None),
            map(self._closed_on, alike, statuses) if self.closures else repeat(None),
        )

    def _statuses(self, line_ids: Iterable[str], stated: Iterable[LineStatus | None]) -> Sequence[LineStatus]:
        if not self.closures:
            return [status or LineStatus.ACTIVE for _, status in zip(line_ids, stated, strict=False)]
        both = zip(line_ids, stated, strict=False)
        return [status or self.closures.get(line_id, _OPEN).status(self.numbers[line_id]) for line_id, status in both]

    def _closed_on(self, line_id: str, status: LineStatus) -> date | None:
        return self.closures[line_id].closed_on if line_id in self.closures and status.is_closed else None

    def _due(self, text: str) -> date | None:
        return self.reader.day(0, "review_due", text)


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split(text)))
