"""Where a row of a table stands, as a person would look for it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Place(NamedTuple):
    """A table in a file: `contacts.csv`, or one sheet of `report.xlsx`."""

    name: str
    sheet: str = ""
    #: Columns to the left of the table in its sheet.
    left: int = 0
    #: Where the columns of the sheet were taken for rows: the numbers of its rows, which became columns.
    turned: tuple[int, ...] = ()
    #: Where one row was made of several: the column in which their numbers stand.
    only: int | None = None

    @property
    def whole(self) -> str:
        """The table as a whole."""
        return f"{self.name}:{self.sheet}" if self.sheet else self.name

    def row(self, number: int, column: int = 0) -> str:
        """One row: `contacts.csv:12`, or with its cell `report.xlsx:Contacts!C7`; columns are counted from 0."""
        if self.turned:
            number, column = self.turned[min(column, len(self.turned) - 1)], number - 1
        if self.only is not None:
            column = self.only
        if self.sheet:
            return f"{self.name}:{self.sheet}!{letters(self.left + column)}{number}"
        return f"{self.name}:{number}"

    def column(self, column: int) -> str:
        """One column, as a person would look for it: `column C`; a row of the sheet where its rows were taken for columns."""
        if self.turned:
            return f"row {self.turned[min(column, len(self.turned) - 1)]}"
        return f"column {letters(self.left + (column if self.only is None else self.only))}"


@lru_cache(maxsize=256)
def letters(column: int) -> str:
    """Name a column as spreadsheets do, from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
