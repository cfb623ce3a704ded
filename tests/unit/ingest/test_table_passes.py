"""A sheet of many tables is looked through a bounded number of times, however many tables stand in it."""

from __future__ import annotations

from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.tables.items import read_items
from ingest.records import Record, Role, Scope

TABLES, ROWS = 12, 260


def _sheet():
    """Give the rows of logs below each other whose dates are open, all of the phone of one owner, under two headers by turns."""
    for table in range(TABLES):
        yield [f"Calls {'ab'[table % 2]}"]
        yield ["From", "To", "Date", "Duration"] if table % 2 else ["Caller", "Called", "Time", "Length"]
        for row in range(ROWS):
            sides = ["07700900999", f"07700900{(table + row) % 900:03}"]
            yield [*(sides if row % 2 else sides[::-1]), "03/04/2026 21:15:00", "60"]


def test_the_whole_of_a_sheet_is_looked_through_once_for_what_its_tables_ask_alike():
    """Once for the owner and once for the order of dates, for all of a dozen tables; and each of them gets its owner."""
    passes = []

    def again():
        passes.append(1)
        return enumerate(_sheet(), 1)

    task = Task(Place("log.csv"), frozenset({Scope.CALLS}), again)
    records = [item for item in read_items(enumerate(_sheet(), 1), task, Tally()) if isinstance(item, Record)]

    assert len(records) == TABLES * ROWS
    assert all(any(mention.role is Role.OWNER for mention in record.mentions) for record in records)
    assert len(passes) == 2
