"""Which numbers of a log are the phone owner's, where no cell marks them: a column named after the owner, or one party of every row.

Taken only where it is certain, for a number taken for the owner's is nobody's contact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from ingest.decode.cellebrite_ids import digits_of
from ingest.decode.columns import JUDGED_ROWS, Layout, Shape
from ingest.decode.header_words import Column
from ingest.decode.parties import read_parties
from ingest.decode.row_stream import NumberedRow, RowStream
from ingest.decode.table_task import Task
from ingest.records import Written

#: Digits at the end that tell whether two spellings are the same number, and fewer than which no subscriber has.
_COMPARED: Final = 9
_FEWEST_DIGITS = 7
_FEWEST_ROWS = 3
#: A phone of two numbers whose user was in touch with one person looks like the phone of that person.
_FEWEST_OTHERS = 3


def owner_between(layout: Layout, rows: RowStream, task: Task, declared: Sequence[str] = ()) -> frozenset[str]:
    """Give the number of the owner in all its spellings, where each row names both sides and only one number is in all of them.

    Args:
        layout: what the columns of the log hold.
        rows: its rows.
        task: gives them again from the start.
        declared: numbers that something above the table, or a column of it, says are the phone's own; the one found must be among them.
    """
    if layout.shape not in {Shape.CALLS, Shape.MESSAGES} or not (Column.FROM in layout.by and Column.TO in layout.by):
        return frozenset()
    first = rows.peek(JUDGED_ROWS)
    own = {digits_of(raw)[-_COMPARED:] for raw in declared}
    found = _common(layout, first, own)
    if found and len(first) >= JUDGED_ROWS:
        # A log of several phones may begin with those of one.
        return _common(layout, task.again(), own)
    return found


def _common(layout: Layout, rows: Iterable[NumberedRow], declared: set[str]) -> frozenset[str]:
    places = layout.all_of(Column.FROM), layout.all_of(Column.TO)
    owns = layout.all_of(Column.OWN)
    own = set(declared)
    # Spellings of what was in all rows so far.
    spellings: dict[str, set[str]] | None = None
    others: set[str] = set()
    both = 0
    for _, cells in rows:
        sides = [_numbers(cells, side) for side in places]
        both += all(sides)
        own.update(_numbers(cells, owns))
        present = _joined(sides)
        if not present:
            continue
        spellings = present if spellings is None else {key: raws | present[key] for key, raws in spellings.items() if key in present}
        if not spellings:
            return frozenset()
        if len(others) <= _FEWEST_OTHERS:
            others |= present.keys()
    if spellings is None or both < _FEWEST_ROWS:
        return frozenset()
    found = {key: raws for key, raws in spellings.items() if not own or key in own}
    if len(found) != 1 or (not own and len(others - found.keys()) < _FEWEST_OTHERS):
        return frozenset()
    return frozenset(found.popitem()[1])


def _joined(sides: Sequence[dict[str, set[str]]]) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = {}
    for side in sides:
        for key, raws in side.items():
            joined.setdefault(key, set()).update(raws)
    return joined


def _numbers(cells: Sequence[str], places: Sequence[int]) -> dict[str, set[str]]:
    """Give the numbers of one side by their last digits, in the spellings of the row."""
    found: dict[str, set[str]] = {}
    for at in places:
        if at < len(cells) and cells[at]:
            for key, raw in _numbers_in(cells[at]):
                found.setdefault(key, set()).add(raw)
    return found


# The owner stands in every row, and most others in many.
@lru_cache(maxsize=4096)
def _numbers_in(cell: str) -> tuple[tuple[str, str], ...]:
    """Give the last digits and the spelling of every number in a cell."""
    told = [(digits_of(party.raw), party) for party in read_parties(cell)]
    return tuple(
        (digits[-_COMPARED:], party.raw)
        for digits, party in told
        if party.written in {Written.NUMBER, Written.MESSENGER_ID} and len(digits) >= _FEWEST_DIGITS
    )
