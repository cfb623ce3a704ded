"""What is to be done with one table, and what came of the tables of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.decode.columns import Shape
from ingest.decode.row_place import Place
from ingest.decode.row_stream import NumberedRow
from ingest.records import Scope


@dataclass(frozen=True, slots=True)
class Task:
    """One table to be read."""

    place: Place
    scopes: frozenset[Scope]
    #: Gives the rows again from the start, to look a whole column through.
    again: Callable[[], Iterator[NumberedRow]]
    #: Name of the sheet, which may say what the rows are.
    title: str = ""
    #: Every number in the table is the phone owner's own (user accounts).
    is_own: bool = False
    #: Told by what made the table; None leaves it to the columns.
    shape: Shape | None = None
    #: The cells are texts of the phone's user (notes), whatever the columns are called.
    is_text: bool = False


@dataclass(slots=True)
class Tally:
    """What came of the tables of a file so far."""

    records: int = 0
    #: Tables left out because nobody asked for what they hold.
    outside: int = 0
    #: Cells for times that say something else than a time.
    unread_times: int = 0
