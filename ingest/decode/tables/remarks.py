"""What a person must know of tables: how columns were told, where numbers may stand unread, what was not asked for or gave nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import RowStream
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.layout import JUDGED_ROWS, Layout
from ingest.decode.rows.text_cells import is_unmentioned, may_be_unread, text_columns, unread_columns
from ingest.decode.tables.date_order import remarks_on
from ingest.decode.values.moments import unread_times
from ingest.decode.values.number_shape import last_digits
from ingest.decode.values.small_words import asked_by, read_kind
from ingest.decode.words.headers import NUMBER_COLUMNS, Column
from ingest.decode.words.kinds import Shape
from ingest.records import Remark

_WHAT = {Shape.CONTACTS: "contacts", Shape.CALLS: "calls", Shape.MESSAGES: "messages", Shape.PROPERTIES: "facts about the phone"}


def remarks_on_columns(layout: Layout, rows: RowStream, place: Place) -> Iterator[Remark]:
    """Say how the columns of numbers were found, and in which others some may stand."""
    yield from _remarks_on_found(layout, place)
    first = [cells for _, cells in rows.peek(JUDGED_ROWS)]
    # No header made a reference of it: what stands there are numbers or times.
    for column in map(place.column, () if layout.header else layout.by.get(Column.REFERENCE, ())):
        either = f"What may be phone numbers, or times counted in seconds, stands in {column}; it is read as neither."
        yield Remark("unread-column", either, place.whole)
    if (unknown := _unread_ways(layout, first)) is not None:
        yield Remark("unread-ways", f"Nothing in {place.column(unknown)}, which is to say which way, is understood as a way.", place.whole)
    unread = [(at, may_be_unread) for at in unread_columns(layout)] + [(at, is_unmentioned) for at in text_columns(layout)]
    several: list[int] = []
    single: dict[int, str] = {}
    for at, is_one in sorted(unread):
        filled = [cells[at] for cells in first if at < len(cells) and cells[at].strip()]
        numbers = {last_digits(cell) for cell in filled if is_one(cell)}
        if len(numbers) > 1 or len(filled) == len(numbers) == 1:
            several.append(at)
        elif numbers and all(map(is_one, filled)):
            single[at] = numbers.pop()
    known = _read_numbers(layout, first) if single else frozenset()
    alone = [at for at, number in single.items() if number not in known]
    if several:
        yield Remark("unread-column", f"What may be phone numbers stands in {_named(place, several)}.", place.whole)
    if alone:
        it_may = "it may be the phone's own" if len(alone) == 1 else "each may be the phone's own"
        yield Remark("unread-column", f"What may be one phone number stands in all of {_named(place, alone)}; {it_may}.", place.whole)


def _remarks_on_found(layout: Layout, place: Place) -> Iterator[Remark]:
    """Say what columns were taken for by what stands in them, and what was read of counts."""
    if layout.is_guessed and not layout.is_prose:
        what = "a header of unknown words" if layout.header else "no header"
        yield Remark("header-guessed", f"The table has {what}; its columns were told apart by what stands in them.", place.whole)
    if layout.untold_way is not None:
        column = place.column(layout.untold_way)
        # Headers of both ends say a way, too, once it is known at which of them the phone is.
        is_between = layout.by.keys() >= {Column.FROM, Column.TO}
        missing = f"No header says what stands in {column};" if is_between else "No header says which way;"
        what = "its words" if is_between else f"the words in {column}"
        yield Remark("header-guessed", f"{missing} {what} were taken for the ways of the rows.", place.whole)
    if layout.untold_time is not None:
        column = place.column(layout.untold_time)
        yield Remark("times-guessed", f"No header says when; the dates in {column} were taken for the times of the rows.", place.whole)
    if Column.COUNTED in layout.by:
        columns = ", ".join(map(place.column, layout.by[Column.COUNTED]))
        yield Remark("counts-as-one", f"How often is counted in {columns}; of each count only its way was read, as one.", place.whole)


def _unread_ways(layout: Layout, rows: Sequence[Sequence[str]]) -> int | None:
    """Give the place of a column that is to say which way rows went and of which no cell is understood, where no other column says it."""
    if layout.shape not in {Shape.CALLS, Shape.MESSAGES} or Column.FROM in layout.by or Column.TO in layout.by:
        return None
    unknown = None
    for at in layout.all_of(Column.DIRECTION, Column.TYPE):
        asked = asked_by(layout.header[at] if at < len(layout.header) else "")
        filled = {cells[at] for cells in rows if at < len(cells) and cells[at].strip()}
        if any(read_kind(cell, layout.shape, asked).way for cell in filled):
            return None
        if filled and unknown is None and at in layout.all_of(Column.DIRECTION):
            unknown = at
    return unknown


def _named(place: Place, columns: Sequence[int]) -> str:
    """Name columns by their letters, and say why they are not read."""
    letters = [place.column(at) for at in columns]
    if len(letters) == 1:
        return f"{letters[0]}, which is not read because of its header"
    return f"{', '.join(letters[:-1])} and {letters[-1]}, which are not read because of their headers"


def _read_numbers(layout: Layout, rows: Sequence[Sequence[str]]) -> frozenset[str]:
    """Give the numbers of the columns that are read: what stands there, too, is not lost."""
    places = layout.all_of(*NUMBER_COLUMNS, Column.OWN)
    return frozenset([last_digits(cells[at]) for cells in rows for at in places if at < len(cells)])


def finish(tally: Tally, name: str) -> Iterator[Remark]:
    """Say that a file was recognised and gave nothing, where it did; that is not the same as a phone without numbers."""
    if not tally.records and not tally.outside:
        yield Remark("no-readable-rows", "The table was recognised, but no row of it gave a number.", name)
    if tally.unread_times:
        yield Remark("unread-times", unread_times(tally.unread_times), name)
    yield from remarks_on(tally.orders, name)


def is_of_words(layout: Layout) -> bool:
    """Whether a table has but the words of messages: neither whose they are, nor which way they went, nor a number beside them."""
    return layout.is_prose and Column.BODY in layout.by and {Column.BODY, Column.TIME, Column.OTHER} >= layout.by.keys()


def outside_scope(layout: Layout, task: Task) -> Remark:
    """Say that a table holds what nobody asked for."""
    place = task.place
    where = f"The sheet '{place.sheet}'" if place.sheet else "The table"
    what = "texts of the phone's user" if task.is_text else "the words of messages" if is_of_words(layout) else _WHAT[layout.shape]
    return Remark("outside-scope", f"{where} holds {what}, which were not asked for.", place.whole)
