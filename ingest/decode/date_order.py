"""Whether the day or the month comes first in the times of a table, settled by all of its rows where the first do not show it."""

from __future__ import annotations

from ingest.decode.columns import JUDGED_ROWS, Layout
from ingest.decode.moments import is_order_open, order_of
from ingest.decode.row_stream import RowStream
from ingest.decode.table_task import Task
from ingest.records import Remark


def order_times(layout: Layout, rows: RowStream, task: Task) -> tuple[Layout, list[Remark]]:
    """Settle it by the first value of each column that cannot be both; give the layout that says so, and what a person must know."""
    settled = []
    remarks = []
    for at, style in layout.times:
        if style.order_known:
            settled.append((at, style))
            continue
        sample = [cells[at] for _, cells in rows.peek(JUDGED_ROWS) if at < len(cells)]
        day_first = order_of(sample)
        if day_first is None and is_order_open(sample):
            day_first = order_of(cells[at] for _, cells in task.again() if at < len(cells))
            if day_first is None:
                remarks.append(
                    Remark(
                        "date-order-assumed",
                        "Dates do not show whether day or month comes first; the day was taken to be first.",
                        task.place.whole,
                    )
                )
        settled.append((at, style._replace(day_first=day_first is not False)))
    return layout._replace(times=tuple(settled)), remarks
