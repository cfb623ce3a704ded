"""One row of a table, whatever file it came from, and how a table tells what a person must know about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from ingest.records import Remark

#: Stands for the text of a cell that is lost, so that its row is not blank.
LOST_TEXT: Final = "\ufffd"


class TableRow(NamedTuple):
    """One row with its cells as a person sees them."""

    #: Name of the sheet; empty for text files.
    sheet: str
    #: Counted from 1 as a spreadsheet program would show it, blank rows included.
    number: int
    cells: tuple[str, ...]


#: Takes what a person must know about the table as a whole, at the moment it is found.
Note = Callable[[Remark], None]


def ignore(_: Remark) -> None:
    """Take a remark and do nothing with it."""
