"""What is wrong with the rows of a file that only a register minds: ids that stand twice, people's facts without a person."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.line_list.columns import Wrong
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.rows import RowReader
from matcher.domain.register.numbering import Conventions, link_of
from matcher.domain.register.record import PREFIX_OF, RecordKind

_OF_PEOPLE = ("associate_confidence", "associate_justification")
_LINKS = ("predecessor", "successor")


_RawRow = tuple[int, Sequence[str]]


def tell_further(reader: RowReader, rows: Sequence[_RawRow], conventions: Conventions) -> None:
    """Tell the faults of trimmed rows in the columns that no answer depends on."""
    people = _column(reader, rows, "associate_name")
    _tell_ids(reader, rows, people)
    _tell_groups(reader, rows)
    _tell_misplaced(reader, rows, people, conventions)


def _column(reader: RowReader, rows: Sequence[_RawRow], column: str) -> list[str]:
    """Give the cells of one column; none at all where the column is not there or holds nothing."""
    at = reader.header.places.get(column)
    cells = [] if at is None else [cells[at] if at < len(cells) else "" for _, cells in rows]
    return cells if any(cells) else []


def _tell_ids(reader: RowReader, rows: Sequence[_RawRow], people: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for at, entry_id in enumerate(_column(reader, rows, "entry_id")):
        if not entry_id or isinstance(reader.convert.entry_id(entry_id), Wrong):
            continue
        number, is_person = rows[at][0], bool(people and people[at])
        kind = RecordKind.ASSOCIATE if is_person else RecordKind.NUMBER
        if not entry_id.startswith(PREFIX_OF[kind]):
            what = "a person" if is_person else "a number"
            reader.faults.add(number, "entry_id", f"The id is of another kind of entry; this row is about {what}.")
        elif first.setdefault(entry_id, number) != number:
            reader.faults.add(number, "entry_id", f"The id stands on row {first[entry_id]} as well; each entry has one row and its own id.")


def _tell_groups(reader: RowReader, rows: Sequence[_RawRow]) -> None:
    first: dict[str, tuple[str, int]] = {}
    groups = _column(reader, rows, "group")
    for (number, _), line_id, cell in zip(rows, _column(reader, rows, "line_id"), groups, strict=False):
        group = tidy(cell)
        if not line_id or not group:
            continue
        said, row = first.setdefault(line_id, (group, number))
        if said.casefold() != group.casefold():
            reader.faults.add(number, "group", f"This differs from what row {row} says of the same line; give each line its own line_id.")


def _tell_misplaced(reader: RowReader, rows: Sequence[_RawRow], people: Sequence[str], conventions: Conventions) -> None:
    for column in (*_OF_PEOPLE, *_LINKS):
        for at, text in enumerate(_column(reader, rows, column)):
            if not text:
                continue
            number, is_person = rows[at][0], bool(people and people[at])
            if column in _OF_PEOPLE and not is_person:
                reader.faults.add(number, column, "The row speaks of a person but gives no associate_name.")
            elif column in _LINKS and is_person:
                reader.faults.add(number, column, "The row is about a person; only numbers of the line have a predecessor or a successor.")
            elif column in _LINKS and isinstance(wrong := link_of(text, conventions), Wrong):
                reader.faults.add(number, column, wrong.sentence)
