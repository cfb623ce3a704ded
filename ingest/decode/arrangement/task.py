"""What is to be done with one table, and what came of the tables of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.values.parties import key_of
from ingest.decode.words.kinds import Shape
from ingest.records import Scope

#: Numbers of a phone at one time.
_MOST_CARDS = 2


class Book(Protocol):
    """The workbook a table is a sheet of."""

    def shown_by(self) -> tuple[str, bool] | None:
        """Give the sheet that shows whether the day or the month comes first in dates, and whether it is the day."""


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
    book: Book | None = None


@dataclass(slots=True)
class Orders:
    """How dates were read that do not show whether day or month comes first, by the names of their sheets."""

    assumed: dict[str, None] = field(default_factory=dict)
    #: By the sheet that shows it, and whether the day comes first there.
    followed: dict[tuple[str, bool], dict[str, None]] = field(default_factory=dict)
    #: By column, what the whole of a table shows; None where it shows nothing.
    shown: dict[tuple[Place, int], bool | None] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What came of the tables of a file so far."""

    records: int = 0
    #: Tables left out because nobody asked for what they hold.
    outside: int = 0
    #: Cells for times that say something else than a time.
    unread_times: int = 0
    orders: Orders = field(default_factory=Orders)
    #: The phone's own numbers by what the file says of the phone.
    owners: list[str] = field(default_factory=list)

    @property
    def owners_of_one(self) -> Sequence[str]:
        """The own numbers of a file about one phone; none where there are more of them than a phone has cards."""
        return self.owners if len(set(map(key_of, self.owners))) <= _MOST_CARDS else ()
