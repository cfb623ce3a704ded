"""The tables that stand in the rows of one sheet: most often one as it stands, else several side by side, or one arranged otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from ingest.decode.arrangement.cards import arrangement_of
from ingest.decode.arrangement.parts import tables_in
from ingest.decode.arrangement.row_stream import NumberedRow, NumberedRuns
from ingest.decode.arrangement.task import Task
from ingest.decode.arrangement.threads import thread_of
from ingest.decode.columns.layout import JUDGED_ROWS


class Source(NamedTuple):
    """The rows of one table, and what is to be done with them."""

    first: list[NumberedRow]
    rows: Iterator[NumberedRow]
    task: Task
    runs: NumberedRuns | None = None


def tables_of(rows: Iterator[NumberedRow], task: Task, runs: NumberedRuns | None) -> Iterator[Source]:
    """Yield the tables that rows hold: most often one, as it stands."""
    first = list(_judged(rows))
    if not first:
        return
    is_told = task.shape is not None or task.is_text
    parts = [] if is_told else tables_in([cells for _, cells in first])
    if parts:
        all_rows = chain(first, rows)
        for part in parts:
            own = part.cut(all_rows)
            yield Source(list(_judged(own)), own, part.task(task))
            # What is wrong with the rows was told when they were read for the first part.
            all_rows = chain(task.again())
        return
    is_whole = len(first) < JUDGED_ROWS
    arrangement = None if is_told else arrangement_of(first, task.place, is_whole=is_whole) or thread_of(first, task.place)
    if arrangement is None:
        yield Source(first, rows, task, runs)
        return
    made = arrangement.arrange(chain(first, rows))
    again = replace(task, place=arrangement.place, again=lambda: arrangement.arrange(task.again()))
    yield Source(list(_judged(made)), made, again)


def _judged(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    filled = 0
    for row in rows:
        yield row
        filled += any(cell.strip() for cell in row[1])
        if filled >= JUDGED_ROWS:
            return
