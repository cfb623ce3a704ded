"""The tables that stand in the rows of one sheet: most often one as it stands, else several side by side, or one arranged otherwise."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Final, NamedTuple, Protocol

from ingest.decode.arrangement.bands import pieces_of
from ingest.decode.arrangement.cards import arrangement_of
from ingest.decode.arrangement.fact_keys import names_person
from ingest.decode.arrangement.headings import may_be_title
from ingest.decode.arrangement.parts import TablePart, tables_in
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow, NumberedRuns
from ingest.decode.arrangement.task import Task
from ingest.decode.arrangement.threads import thread_of
from ingest.decode.arrangement.turned import Turned, turned_in
from ingest.decode.columns.layout import JUDGED_ROWS

#: Forms that stand beside each other.
_SIDE_BY_SIDE: Final = 2


class Source(NamedTuple):
    """The rows of one table, and what is to be done with them."""

    first: list[NumberedRow]
    rows: Iterator[NumberedRow]
    task: Task
    runs: NumberedRuns | None = None
    #: The rows are those of a form, and of no table.
    is_form: bool = False


class Judge(Protocol):
    """Says whether rows are those of a form."""

    def __call__(self, rows: Sequence[NumberedRow], *, is_whole: bool) -> bool:
        """Judge the first rows; `is_whole` says that these are all."""


def tables_of(rows: Iterator[NumberedRow], task: Task, runs: NumberedRuns | None, is_form: Judge, may_be_form: Judge) -> Iterator[Source]:
    """Yield the tables that rows hold: most often one, as it stands.

    `is_form` is asked of rows before anything else, `may_be_form` of those that stand as a table does.
    """
    first = list(_judged(rows))
    if not first:
        return
    is_told = task.shape is not None or task.is_text or task.is_own
    judges = _Judges(is_form, may_be_form)
    turned = [] if is_told else turned_in(first)
    if turned:
        for piece in _pieces(first, rows, task, turned):
            yield from (piece,) if piece.task.place.turned else _tables_of(piece, judges)
    else:
        yield from _tables_of(Source(first, rows, task, runs), judges)


def _pieces(first: list[NumberedRow], rows: Iterator[NumberedRow], task: Task, turned: Sequence[Turned]) -> Iterator[Source]:
    """Take a sheet apart into the turned tables in it, and what stands above, between and below them."""
    start = 0
    for table in (*turned, None):
        end = table.start if table else None
        own = first[start:end]
        is_last = table is None
        if (is_last or any(map(str.strip, chain.from_iterable(cells for _, cells in own)))) and not (table and _is_title(own)):
            again = replace(task, again=lambda start=start, end=end: islice(task.again(), start, end))  # type: ignore[misc] # bound now
            yield Source(own, rows if is_last else iter(()), again)
        if table is not None:
            place = table.place(task.place)
            yield Source([*table.rows()], iter(()), replace(task, place=place, again=table.rows))
            start = table.end


def _is_title(rows: Sequence[NumberedRow]) -> bool:
    """Whether rows are nothing but words that say what stands below them."""
    return all(may_be_title(cells) or not any(map(str.strip, cells)) for _, cells in rows)


class _Judges(NamedTuple):
    """Who says what is a form."""

    is_form: Judge
    may_be_form: Judge


def _tables_of(source: Source, judges: _Judges) -> Iterator[Source]:
    first, task = source.first, source.task
    is_form, may_be_form = judges
    is_told = task.shape is not None or task.is_text or task.is_own
    is_whole = len(first) < JUDGED_ROWS
    if not is_told and is_form(first, is_whole=is_whole):
        yield source._replace(is_form=True)
        return
    parts = [] if is_told else tables_in([cells for _, cells in first])
    pieces = [] if is_told else pieces_of(first, task, len(parts))
    if pieces:
        for piece in pieces:
            own = piece.task.again()
            made = Source(list(_judged(own)), own, piece.task)
            yield from (made,) if piece.is_part else _tables_of(made, judges)
        # What is wrong with the rows is told when they are read for the first time.
        deque(source.rows, maxlen=0)
        return
    cards = [] if is_told or parts else _cards_beside(first)
    if parts or cards:
        yield from (_arranged(part) if cards else part for part in _parted(source, parts or cards))
    elif is_told:
        yield source
    else:
        made = _arranged(source)
        yield made if made is not source else source._replace(is_form=may_be_form(first, is_whole=is_whole))


def _parted(source: Source, parts: Sequence[TablePart]) -> Iterator[Source]:
    all_rows = chain(source.first, source.rows)
    for part in parts:
        own = part.cut(all_rows)
        yield Source(list(_judged(own)), own, part.task(source.task))
        # What is wrong with the rows was told when they were read for the first part.
        all_rows = chain(source.task.again())


def _arranged(source: Source) -> Source:
    """Give rows that are no table as they stand as those of one; the same source where nothing tells of any."""
    first, task = source.first, source.task
    found = arrangement_of(first, task.place, is_whole=len(first) < JUDGED_ROWS) or thread_of(first, task.place)
    if found is None:
        return source
    made = found.arrange(chain(first, source.rows))
    return Source(list(_judged(made)), made, replace(task, place=found.place, again=lambda: found.arrange(task.again())))


def _cards_beside(rows: Sequence[NumberedRow]) -> list[TablePart]:
    """Find forms of one person after another that stand side by side, by the word for a name above each; none where they are no cards."""
    head = next((cells for _, cells in rows if any(map(str.strip, cells))), [])
    starts = [at for at, cell in enumerate(head) if names_person(cell) and cell.strip().casefold() == head[0].strip().casefold()]
    if len(starts) < _SIDE_BY_SIDE:
        return []
    parts = [TablePart(start, end, "", has_moments=False) for start, end in zip(starts, (*starts[1:], None), strict=True)]
    own = [list(part.cut(rows)) for part in parts]
    return parts if all(arrangement_of(each, Place(""), is_whole=len(each) < JUDGED_ROWS) for each in own) else []


def _judged(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    filled = 0
    for row in rows:
        yield row
        filled += any(cell.strip() for cell in row[1])
        if filled >= JUDGED_ROWS:
            return
