"""Whether the day or the month comes first in the times of a table: shown by its own rows, or else by the other tables of its workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from ingest.decode.arrangement.row_stream import NumberedRow, RowStream
from ingest.decode.arrangement.task import Orders, Task
from ingest.decode.columns.layout import JUDGED_ROWS, Layout, find_layout
from ingest.decode.values.moments import is_order_open, order_of
from ingest.records import Remark

#: Gives the name of every sheet of a workbook that is read, and its rows.
Sheets = Callable[[], Iterator[tuple[str, Iterator[NumberedRow]]]]


@dataclass(slots=True)
class BookOrder:
    """What the sheets of one workbook show, looked through when the first of them does not show it itself."""

    sheets: Sheets
    _shown: list[tuple[str, bool]] | None = field(init=False, default=None)

    def shown_by(self) -> tuple[str, bool] | None:
        """Give the first sheet that shows the order, and whether the day comes first in it; None where none does, or two disagree."""
        if self._shown is None:
            self._shown = [(title, order) for title, rows in self.sheets() for order in _orders_in(title, rows)]
        return self._shown[0] if len({order for _, order in self._shown}) == 1 else None


def order_times(layout: Layout, rows: RowStream, task: Task, orders: Orders) -> Layout:
    """Settle the order in every column of times, and note what a person must know of it."""
    columns = {
        at: [cells[at] for _, cells in rows.peek(JUDGED_ROWS) if at < len(cells)] for at, style in layout.times if not style.order_known
    }
    shown = {at: _order_of_column(at, sample, task, orders) for at, sample in columns.items()}
    told = {order for order in shown.values() if order is not None}
    # One program wrote all columns of a row.
    common = told.pop() if len(told) == 1 else None
    if common is None and any(shown[at] is None and is_order_open(sample) for at, sample in columns.items()):
        common = _shown_elsewhere(task, orders)
    times = [(at, style._replace(day_first=_first_of(shown[at], common)) if at in shown else style) for at, style in layout.times]
    return layout._replace(times=tuple(times))


def _first_of(shown: bool | None, common: bool | None) -> bool:
    return shown if shown is not None else common is not False


def remarks_on(orders: Orders, name: str) -> Iterator[Remark]:
    """Say once for the whole file how dates that can be read in two ways were read."""
    for (proof, day_first), titles in orders.followed.items():
        how = f"the sheet '{proof}' has the {'day' if day_first else 'month'} first, so they were read likewise."
        yield Remark("date-order-followed", f"{_dates_in(titles)} do not show whether day or month comes first; {how}", name)
    if orders.assumed:
        sentence = f"{_dates_in(orders.assumed)} do not show whether day or month comes first; the day was taken to be first."
        yield Remark("date-order-assumed", sentence, name)


def _order_of_column(at: int, sample: Sequence[str], task: Task, orders: Orders) -> bool | None:
    shown = order_of(sample)
    if shown is not None or not is_order_open(sample):
        return shown
    # Many tables may stand below each other in one sheet.
    if (task.place, at) not in orders.shown:
        orders.shown[task.place, at] = order_of(cells[at] for _, cells in task.again() if at < len(cells))
    return orders.shown[task.place, at]


def _shown_elsewhere(task: Task, orders: Orders) -> bool:
    found = task.book.shown_by() if task.book is not None else None
    if found is None:
        orders.assumed.setdefault(task.place.sheet)
        return True
    orders.followed.setdefault(found, {}).setdefault(task.place.sheet)
    return found[1]


def _orders_in(title: str, rows: Iterator[NumberedRow]) -> Iterator[bool]:
    """Yield the order of each column of times of a sheet that shows one; two that disagree are both given."""
    first = list(islice(rows, JUDGED_ROWS))
    found = find_layout([cells for _, cells in first], title)
    columns = {at for at, style in found.layout.times if not style.order_known}
    if not columns:
        return
    for _, cells in chain(first[found.skip :], rows):
        for at in [at for at in columns if at < len(cells)]:
            shown = order_of((cells[at],))
            if shown is not None:
                columns.discard(at)
                yield shown
        if not columns:
            return


def _dates_in(titles: Iterable[str]) -> str:
    named = [f"'{title}'" for title in titles if title]
    if not named:
        return "Dates"
    return f"Dates in the sheet {named[0]}" if len(named) == 1 else f"Dates in the sheets {', '.join(named[:-1])} and {named[-1]}"
