"""What a person must know of the columns of a table: that they were guessed, and that numbers may stand where nothing is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ingest.decode.columns import JUDGED_ROWS, Layout
from ingest.decode.number_shape import last_digits
from ingest.decode.row_place import Place
from ingest.decode.row_stream import RowStream
from ingest.decode.text_cells import is_unmentioned, may_be_unread, text_columns, unread_columns
from ingest.records import Remark

#: Another column of one number is that of an account or a phone, which stands in every row.
_FEWEST_NUMBERS = 2


def remarks_on_columns(layout: Layout, rows: RowStream, place: Place) -> Iterator[Remark]:
    """Say how the columns of numbers were found, and in which others some may stand."""
    if layout.is_guessed and not layout.is_prose:
        what = "a header of unknown words" if layout.header else "no header"
        yield Remark("header-guessed", f"The table has {what}; its columns were told apart by what stands in them.", place.whole)
    first = [cells for _, cells in rows.peek(JUDGED_ROWS)]
    unread = [(at, may_be_unread) for at in unread_columns(layout)] + [(at, is_unmentioned) for at in text_columns(layout)]
    found = sorted(at for at, is_one in unread if _has_numbers([cells[at] for cells in first if at < len(cells)], is_one))
    columns = [place.column(at) for at in found]
    if columns:
        is_one = len(columns) == 1
        named = columns[0] if is_one else f"{', '.join(columns[:-1])} and {columns[-1]}"
        why = "which is not read because of its header" if is_one else "which are not read because of their headers"
        yield Remark("unread-column", f"What may be phone numbers stands in {named}, {why}.", place.whole)


def _has_numbers(cells: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len({last_digits(cell) for cell in filled if is_one(cell)}) >= min(_FEWEST_NUMBERS, len(filled)) > 0
