"""Which rows of a table are titles, headers and data, and what each column holds.

The header may stand on any of the first rows, below a banner, be repeated, or be missing; then the columns are judged by their content. A
table is judged once, by its first rows; reading the rest asks nothing about columns again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.decode.columns.confirmed import confirm, name_labels
from ingest.decode.columns.counted_times import settle_counted_times
from ingest.decode.columns.counts import find_counts
from ingest.decode.columns.ends import find_sided, names_sides
from ingest.decode.columns.header_rows import find_header, header_at
from ingest.decode.columns.livelihoods import find_callings
from ingest.decode.columns.named import find_named, settle_names
from ingest.decode.columns.names_of_logs import find_names_of_log
from ingest.decode.columns.own_lines import find_own_lines
from ingest.decode.columns.owners import find_owners
from ingest.decode.columns.owners_of_list import find_owners_of_list
from ingest.decode.columns.people import find_more_numbers, with_names_of_parties
from ingest.decode.columns.said_in_logs import find_said
from ingest.decode.columns.shapes import is_mixed_of, shape_of
from ingest.decode.columns.times import find_clocks, find_untold_times, without_times_of_groups
from ingest.decode.columns.unheaded_logs import are_both_ways, find_parties, find_written, settle_notes
from ingest.decode.columns.ways import find_answers, find_kinds, find_ways
from ingest.decode.values.moments import TimeStyle, lacks_year, read_moment, style_of_header
from ingest.decode.values.number_shape import has_digit, is_nothing, is_number_column, mentions_number
from ingest.decode.values.person import names_serial
from ingest.decode.values.typed_lines import is_linked_entry, is_name
from ingest.decode.values.user_ids import id_app_within
from ingest.decode.words.headers import (
    NUMBER_COLUMNS,
    Column,
    classify,
    is_phone_word,
    is_said,
    names_user_id,
)
from ingest.decode.words.kinds import Shape, kind_named
from ingest.decode.words.way_vocabulary import words_in
from ingest.decode.words.ways import is_arrow, is_way, names_calls
from ingest.decode.words.withheld import NAMELESS

#: Rows judged to say what the columns hold.
JUDGED_ROWS = 250
#: Share of filled cells.
_MOST = 0.6
#: Words of a kind of rows where no header says that they are kinds.
_LONGEST_KIND = 2

_PROPERTY_NAMES = frozenset({"name", "attribute", "device", "property", "item", "key", "field", "setting"})
_PROPERTY_VALUES = frozenset({"value", "data", "content"})
_DEVICE_WORDS = (
    "imei",
    "imsi",
    "iccid",
    "msisdn",
    "serial",
    "model",
    "os version",
    "bluetooth",
    "time zone",
    "manufacturer",
    "mac address",
)
#: Words of a title; what is longer, or has a value beside it, tells something else.
_LONGEST_TITLE = 80


class Layout(NamedTuple):
    """What the columns of a table hold."""

    shape: Shape
    #: The header as it stands; empty when there is none.
    header: tuple[str, ...]
    #: Columns by kind, each by its place counted from 0.
    by: dict[Column, tuple[int, ...]]
    times: tuple[tuple[int, TimeStyle], ...]
    width: int
    #: No column holds numbers: cells are searched like prose.
    is_prose: bool = False
    #: Several shapes stand in one table, told apart by the kind of each row.
    is_mixed: bool = False
    #: The columns were judged by content only, whether there is a header or not.
    is_guessed: bool = False
    #: The column of dates that was taken for the times though its header says nothing.
    untold_time: int | None = None
    #: The column of words that was taken for the ways of calls or messages though no header says of what the rows are.
    untold_way: int | None = None
    #: The columns of parties of whom each is behind the word for its side, in whatever language: there none of these is a name.
    named_sides: frozenset[int] = frozenset()
    #: The application whose records they all are, if the title names one that calls its users by ids.
    app: str | None = None
    #: The columns in which a call that was answered is one that came in.
    answers: frozenset[int] = frozenset()
    #: The columns of a log that may say who the other of a row is, below headers of no such meaning.
    said: tuple[int, ...] = ()

    @property
    def id_columns(self) -> frozenset[int]:
        """Places of the columns whose header names ids of users, in which only what says so itself is a number."""
        return frozenset(at for at, header in enumerate(self.header) if names_user_id(header))

    @property
    def telephones(self) -> frozenset[int]:
        """Places of the columns that say telephone, where only the title names an application of ids: they are numbers all the same."""
        phones = self.by.get(Column.PHONE, ()) if self.app else ()
        return frozenset(at for at in phones if at < len(self.header) and is_phone_word(self.header[at]))

    def all_of(self, *columns: Column) -> tuple[int, ...]:
        """Places of all columns of the given kinds."""
        return tuple(at for column in columns for at in self.by.get(column, ()))

    def looked_at(self, rows: Sequence[Sequence[str]]) -> tuple[list[Column], list[list[str]]]:
        """Give what each column below the header holds, and its filled cells."""
        kinds = {at: column for column, columns in self.by.items() for at in columns}
        samples = [[row[at] for row in rows if at < len(row) and row[at].strip()] for at in range(len(self.header))]
        return [kinds.get(at, Column.OTHER) for at in range(len(self.header))], samples


class Found(NamedTuple):
    """A layout, and how many of the judged rows stand before its first row of data."""

    layout: Layout
    skip: int


def find_layout(rows: Sequence[Sequence[str]], title: str = "") -> Found:
    """Judge the first rows of a table; `title` is the name of its sheet, which may say what the rows are."""
    at = find_header(rows)
    if at is None:
        return _without_known_header(rows, title)
    layout = layout_of(header_at(rows, at), rows[at + 1 :], title)
    return Found(layout._replace(app=layout.app or _app_above(rows[:at])), at + 1)


def _app_above(rows: Sequence[Sequence[str]]) -> str | None:
    """The application that a title above a header names."""
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    titles = [cells[0] for cells in filled if len(cells) == 1 and len(cells[0]) <= _LONGEST_TITLE]
    return next((app for title in titles if (app := id_app_within(title))), None)


def _without_known_header(rows: Sequence[Sequence[str]], title: str) -> Found:
    """Judge columns by their content; a first row of words above a column of numbers is a header, in whatever language."""
    filled = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if len(filled) > 1:
        head, below = rows[filled[0]], rows[filled[0] + 1 :]
        layout = _by_content(below, title)
        if _is_header_of(head, layout):
            return Found(layout._replace(header=tuple(head), width=max(layout.width, len(head))), filled[0] + 1)
    return Found(_by_content(rows, title), 0)


def _is_header_of(head: Sequence[str], layout: Layout) -> bool:
    """Whether a row without a digit has a word above every column that was told by its content, and none that stands for a number."""
    told = layout.all_of(Column.PHONE, Column.NAME, Column.TIME, Column.TYPE)
    phones = layout.all_of(Column.PHONE)
    if not phones or len(told) < 2 or any(has_digit(cell) or "@" in cell for cell in head):
        return False
    if any(at >= len(head) or not head[at].strip() for at in told):
        return False
    return not any(head[at].strip().casefold() in NAMELESS or is_nothing(head[at]) or is_said(head[at]) for at in phones)


def judged_again(layout: Layout, rows: Sequence[Sequence[str]], title: str = "") -> Layout:
    """Judge the columns of a table by rows behind the first ones."""
    return layout_of(layout.header, rows, title) if layout.header else _by_content(rows, title)


def layout_of(header: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> Layout:
    """Say what the columns under a header hold; the rows confirm what a header only suggests."""
    columns = [classify(cell) for cell in header]
    width = len(columns)
    samples = [[row[at] for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    if _are_properties(header, samples):
        return Layout(Shape.PROPERTIES, tuple(header), {}, (), width)
    find_own_lines(columns, samples)
    confirm(columns, samples, header, rows)
    # Ways and owners are those of logs, and without a time there is hardly one.
    untold = find_untold_times(columns, samples, header)
    find_kinds(columns, samples, header)
    untold_way = find_ways(columns, samples, header)
    if shape_of(_group(columns), header, samples, title) is not Shape.CONTACTS:
        # Before the owner: what is a name tells no phone apart from another.
        find_names_of_log(columns, rows, samples, header)
    find_owners(columns, samples, header)
    without_times_of_groups(columns, header)
    is_summary = find_counts(columns, samples, header)
    untold = find_untold_times(columns, samples, header) if untold is None else untold
    find_clocks(columns, samples, header)
    untold_way = untold_way if untold is not None or Column.TIME not in columns else None
    by = _group(columns)
    times = tuple((at, style_of_header(header[at])) for at in by.get(Column.TIME, ()))
    is_prose = not any(column in NUMBER_COLUMNS or column is Column.OWN for column in columns)
    shape = Shape.CONTACTS if is_summary else shape_of(by, header, samples, title)
    if shape is Shape.CONTACTS:
        find_more_numbers(columns, samples, header)
        name_labels(columns, samples, header)
        settle_names(columns, samples, header)
        find_callings(columns, samples, header, rows=len(rows))
        find_owners_of_list(columns, samples, header)
    by = with_names_of_parties(_group(columns), samples)
    is_mixed = is_mixed_of(by, header, samples, shape)
    app = id_app_within(title)
    told = Layout(shape, tuple(header), by, times, width, is_prose=is_prose, is_mixed=is_mixed, app=app)
    named_sides = frozenset(at for at in by.get(Column.PARTY, ()) if names_sides(samples[at], header))
    answers = find_answers(columns, samples, header)
    said = () if shape is Shape.CONTACTS else find_said(columns, samples, header)
    return told._replace(untold_time=untold, untold_way=untold_way, named_sides=named_sides, answers=answers, said=said)


def _by_content(rows: Sequence[Sequence[str]], title: str) -> Layout:
    """Judge columns without a header (facts 13.1)."""
    width = max((len(row) for row in rows), default=0)
    told = [row for row in rows if not any(map(names_serial, row)) and not (width > 1 and _is_way_alone(row))]
    samples = [[row[at] for row in told if at < len(row) and row[at].strip()] for at in range(width)]
    columns = [Column.OTHER] * width
    for at, sample in enumerate(samples):
        if is_number_column(sample):
            columns[at] = Column.PHONE
        elif sample and (are_both_ways(sample) or sum(is_way(cell) or is_arrow(cell) for cell in sample) > _MOST * len(sample)):
            columns[at] = Column.TYPE
        elif sample and sum(map(_is_moment, sample)) > _MOST * len(sample):
            columns[at] = Column.TIME
    settle_counted_times(columns, told, samples)
    find_parties(columns, samples)
    _find_linked(columns, samples)
    find_sided(columns, samples)
    is_log = Column.TIME in columns
    for at, sample in enumerate(samples):
        if is_log and columns[at] is Column.OTHER and sample and all(map(_is_kind, sample)):
            columns[at] = Column.TYPE
    find_written(columns, told, samples)
    if (named := find_named(columns, samples)) is not None:
        columns[named] = Column.NAME
    by = _group(columns)
    times = tuple((at, TimeStyle()) for at in by.get(Column.TIME, ()))
    shape = shape_of(by, (), samples, title)
    if shape is Shape.CONTACTS and Column.TIME in by and any(are_both_ways(samples[at]) for at in by.get(Column.TYPE, ())):
        shape = Shape.CALLS
    columns = settle_notes(columns, shape)
    if shape is Shape.MESSAGES and any(not all(map(is_name, samples[at])) for at in by.get(Column.NAME, ())):
        # Nobody is called by what was written.
        columns = [Column.BODY if column is Column.NAME else column for column in columns]
    by = _group(columns)
    is_prose, is_mixed = by.keys().isdisjoint({Column.PHONE, Column.PARTY}), is_mixed_of(by, (), samples, shape)
    answers = find_answers(columns, samples, ())
    return Layout(shape, (), by, times, width, is_prose, is_mixed, is_guessed=True, app=id_app_within(title), answers=answers)


def _find_linked(columns: list[Column], samples: Sequence[Sequence[str]]) -> None:
    """Take links for the numbers of the rows where nothing else gives these: whose they are is said beside them."""
    if {Column.PHONE, Column.TIME} & set(columns):
        return
    for at, sample in enumerate(samples):
        if sample and all(map(is_linked_entry, sample)):
            columns[at] = Column.PHONE


def _is_way_alone(row: Sequence[str]) -> bool:
    """Whether a row is no record but a heading of those below it: `DIALLED`."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 1 and (is_way(filled[0]) or names_calls(filled[0]))


def _is_moment(cell: str) -> bool:
    """Whether a cell is a time, and no sentence that begins with one."""
    is_one = any(read_moment(cell, TimeStyle(day_first=day_first)) is not None for day_first in (True, False))
    return (is_one or lacks_year(cell)) and not mentions_number(cell)


def _is_kind(cell: str) -> bool:
    return len(words_in(cell)) <= _LONGEST_KIND and kind_named(cell) in {"calls", "messages"}


def _group(columns: list[Column]) -> dict[Column, tuple[int, ...]]:
    return {kind: tuple(at for at, column in enumerate(columns) if column is kind) for kind in dict.fromkeys(columns)}


def _are_properties(header: Sequence[str], samples: list[list[str]]) -> bool:
    texts = [cell.strip().casefold() for cell in header]
    names = [at for at, text in enumerate(texts) if text in _PROPERTY_NAMES]
    if not names or not _PROPERTY_VALUES & set(texts):
        return False
    told = " | ".join(samples[names[0]]).casefold()
    return sum(word in told for word in _DEVICE_WORDS) >= 1
