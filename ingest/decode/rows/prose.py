"""The rows of a table whose columns say nothing about numbers: every cell is searched like a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.decode.arrangement.row_stream import NumberedRow, RowStream
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.layout import JUDGED_ROWS, Layout, judged_again
from ingest.decode.rows.contacts import OF_THE_PHONE, Names, why_none
from ingest.decode.rows.times import RowTimes
from ingest.decode.values.number_shape import is_prose, looks_like_number
from ingest.decode.values.parties import is_told_number
from ingest.decode.values.person import is_owners_name, names_serial
from ingest.decode.words.headers import Column
from ingest.records import Item, Mention, Record, Role, Skipped, Written

_NEVER = (Column.REFERENCE, Column.TIME, Column.DURATION, Column.DELETED)
#: How often the columns of one table are judged again.
_MOST_JUDGED_AGAIN = 20


@dataclass(slots=True)
class ProseRows:
    """Searches the rows of one table, until a number by itself shows that one of its columns may be one of numbers after all."""

    task: Task
    tally: Tally
    #: Such a number stands in the next row, behind all by which the columns were judged.
    is_late: bool = False
    _searched: int = 0
    _judged_again: int = 0
    #: The last row by which a log was judged again.
    _late: int = 0

    def read(self, layout: Layout, rows: RowStream, repeats: Callable[[Sequence[str]], bool]) -> Iterator[Item]:
        """Search the rows; those that are the header once more (`repeats`) are no records."""
        never = frozenset(layout.all_of(*_NEVER))
        may_be_late = not self.task.is_text and self._judged_again < _MOST_JUDGED_AGAIN
        names = Names(layout) if layout.header else None
        times = RowTimes(layout) if Column.TIME in layout.by else None
        for number, cells in rows:
            if may_be_late and self._searched >= JUDGED_ROWS and any(map(looks_like_number, cells)):
                rows.put_back([(number, cells)])
                self.is_late, self._searched = True, 0
                return
            self._searched += 1
            if not any(cell.strip() for cell in cells) or repeats(cells):
                continue
            texts = [cell for at, cell in enumerate(cells) if at not in never and is_prose(cell)]
            name = next(cell for cell in cells if cell.strip())
            if names_serial(name):
                yield Skipped(OF_THE_PHONE, self.task.place.row(number))
            elif is_owners_name(name) and len(texts) == 1 and looks_like_number(texts[0]):
                self.tally.records += 1
                yield Record(self.task.place.row(number), (Mention(texts[0], Role.OWNER),))
            elif texts:
                self.tally.records += 1
                # Whom the row names is who its notes are on.
                whole = [*cells, *[""] * (layout.width - len(cells))]
                label = names.of(whole) if names else None
                notes = tuple(Mention(text, Role.NOTE, label, None, None, Written.PROSE) for text in texts)
                # The day of an entry in a diary.
                yield Record(self.task.place.row(number), notes, *(times.of(whole)[:2] if times else ()))
            else:
                yield Skipped(why_none(cells, (), never if layout.header else ()), self.task.place.row(number))

    def until_late(self, layout: Layout, rows: RowStream) -> Iterable[NumberedRow]:
        """Give the rows up to the one with the first number of a log without a header: the columns are to be judged by those from it on.

        Most who write may be services, and hundreds of rows without a number come first.
        """
        return self._until_late(rows) if layout.is_prose and layout.is_guessed else rows

    def _until_late(self, rows: RowStream) -> Iterator[NumberedRow]:
        for number, cells in rows:
            is_judged = number == self._late or self._judged_again >= _MOST_JUDGED_AGAIN
            if not is_judged and any(is_told_number(cell) and looks_like_number(cell) for cell in cells):
                rows.put_back([(number, cells)])
                self.is_late, self._late = True, number
                return
            yield number, cells

    def judge_again(self, layout: Layout, rows: RowStream, title: str) -> Layout | None:
        """Judge the columns by the rows to come; None where still no column is one of numbers."""
        self.is_late = False
        self._judged_again += 1
        judged = judged_again(layout, [cells for _, cells in rows.peek(JUDGED_ROWS)], title)
        return None if judged.is_prose else judged
