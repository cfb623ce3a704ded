"""A list file becomes a register: every row a record, or part of one, whether or not an answer depends on it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList, strictest
from matcher.domain.line_list.columns import VERSION_COLUMN, column_name, read_header
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.domain.line_list.rows import Row, RowReader
from matcher.domain.line_list.version_number import read_version_number
from matcher.domain.register.cells import CellReader, fields_of_line, several_of
from matcher.domain.register.header import renamed, unknown_columns
from matcher.domain.register.list_faults import tell_further
from matcher.domain.register.numbering import Conventions, FreeIds, Slot, handle_of, is_number, slot_of
from matcher.domain.register.record import Key, Record, RecordKind
from matcher.domain.register.register import Register

_RawRow = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ImportedRegister:
    """What a list file says, as records."""

    register: Register
    #: What each number and person is about, by its key: the E.164 number, or `@` and a handle.
    slots: Mapping[Key, str]
    #: Row of the file that a record first stands on, counted from 1.
    rows: Mapping[Key, int]
    #: Records whose id the file itself gives.
    named: frozenset[Key]
    #: Columns the file has; of the others it says nothing.
    columns: frozenset[str]
    #: Header cells that are no known column and that no mapping names.
    unknown: tuple[str, ...]
    #: Number of the version the file was exported from, as it says itself: the oldest, where rows of several exports stand in it.
    exported_from: int | None
    #: Whether a row states something else there than the number of a version.
    is_version_unclear: bool
    #: The same file as the list it makes; its notes say what was tolerated.
    line_list: LineList


def register_of(
    header: Sequence[str],
    rows: Iterable[_RawRow],
    *,
    origin: ListOrigin,
    lists: NumberLists,
    mapping: Mapping[str, str] | None = None,
) -> ImportedRegister:
    """Make a register of a header and its rows, each with its row number in the file.

    Args:
        header: The cells of the header, as they stand there.
        rows: Number and cells of each row below it.
        origin: Where they came from.
        lists: Numbers that may stand on no list.
        mapping: Header cell -> the column it stands for, or an empty text to leave it out on purpose.

    Raises:
        BadLineList: with every fault of the file, each with row and column.
    """
    columns = renamed(header, mapping or {})
    kept: list[tuple[int, list[str]]] = []
    conventions = Conventions(lists, origin.region, origin.test_numbers)

    def further(reader: RowReader) -> None:
        tell_further(reader, kept, conventions)

    line_list = parse_line_list(columns, _keeping(rows, kept), origin=origin, lists=lists, further=further)
    found, _ = read_header(columns, origin.header_row)
    versions = _versions(columns, kept)
    reader = RowReader(found)
    # One cell more than the header: it stands for the columns that are not there.
    filled = [Row(number, [*cells, *[""] * (found.width + 1 - len(cells))]) for number, cells in kept if any(cells)]
    book = _Entries(CellReader(found, reader.convert, conventions), reader, conventions)
    book.take(filled)
    records = [*_lines(line_list, filled, reader), *book.records()]
    return ImportedRegister(
        register=Register.of(records),
        slots=book.slots,
        rows={**{Key(RecordKind.LINE, row.cells[reader.at["line_id"]]): row.number for row in reversed(filled)}, **book.rows},
        named=frozenset(book.named),
        columns=frozenset(found.places),
        unknown=unknown_columns(header, mapping or {}),
        exported_from=min((each for each in versions if each is not None), default=None),
        is_version_unclear=None in versions,
        line_list=line_list,
    )


def _keeping(rows: Iterable[_RawRow], kept: list[tuple[int, list[str]]]) -> Iterator[_RawRow]:
    """Pass rows on, trimmed, and keep them: a file that is refused before its end is read no further."""
    for number, cells in rows:
        row = number, list(map(str.strip, cells))
        kept.append(row)
        yield row


def _versions(columns: Sequence[str], rows: Iterable[_RawRow]) -> set[int | None]:
    """Give the versions that the rows say they were exported from; None for what is no number of one."""
    at = next((at for at, cell in enumerate(columns) if column_name(cell) == VERSION_COLUMN), None)
    told = set() if at is None else {cells[at].removesuffix(".0") for _, cells in rows if at < len(cells)}
    return {read_version_number(text) for text in told if text}


def _lines(line_list: LineList, rows: Sequence[Row], reader: RowReader) -> Iterator[Record]:
    """Make the records of lines, in the order of the list."""
    at = reader.at
    of_line, status = at["line_id"], at["status"]
    stated = {row.cells[of_line] for row in rows if row.cells[status]}
    commodities: dict[str, list[str]] = {}
    groups: dict[str, str] = {}
    if "commodities" in reader.header.places or "group" in reader.header.places:
        for row in rows:
            if text := row.cells[at["commodities"]]:
                commodities.setdefault(row.cells[of_line], []).append(text)
            if text := row.cells[at["group"]]:
                groups.setdefault(row.cells[of_line], tidy(text))
    for line in line_list.lines.values():
        fields = fields_of_line(line, is_status_stated=line.id in stated)
        if line.id in commodities:
            fields["commodities"] = several_of(commodities[line.id])
        if line.id in groups:
            fields["group"] = groups[line.id]
        yield Record(RecordKind.LINE, line.id, line.id, fields)


@dataclass(slots=True)
class _Entry:
    """A number or person while the rows are read."""

    fields: dict[str, str]
    row: int
    #: The id the file gives, or an empty text.
    id: str
    #: What the rows note, each note once.
    notes: dict[str, None]


@dataclass(slots=True)
class _Entries:
    """Takes the rows of numbers and people; what several rows say of one thing becomes one entry."""

    cells: CellReader
    reader: RowReader
    conventions: Conventions
    found: dict[Slot, dict[Hashable, _Entry]] = field(default_factory=dict)
    slots: dict[Key, str] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)
    named: set[Key] = field(default_factory=set)

    def take(self, rows: Sequence[Row]) -> None:
        """Take all rows of the file."""
        at = self.reader.at
        number, line, named = at["number"], at["line_id"], at["entry_id"]
        keys = self.conventions.keys_of([row.cells[number] for row in rows])
        for row, key in zip(rows, keys, strict=True):
            fields = self.cells.fields(row.cells)
            about = key or handle_of(row.cells[number])
            kind = RecordKind.ASSOCIATE if "associate_name" in fields else RecordKind.NUMBER
            slot = slot_of(kind, row.cells[line], about, fields)
            entry = _Entry(fields, row.number, row.cells[named], dict.fromkeys([fields["notes"]] if "notes" in fields else ()))
            others = self.found.setdefault(slot, {})
            said = _said(fields, slot)
            before = others.setdefault(said, entry)
            if before is not entry and before.id and entry.id:
                # Each is kept under its own id.
                before = others.setdefault((said, entry.id), entry)
            if before is not entry:
                _merge(before, entry, slot)

    def records(self) -> Iterator[Record]:
        """Make the records, each with its id."""
        ids = FreeIds(lambda kind, found: (kind, found) in self.rows)
        for slot, several in self.found.items():
            kind = RecordKind(slot[0])
            for entry in several.values():
                key = Key(kind, entry.id or ids.give(slot, entry.fields, alone=len(several) == 1))
                self.slots[key] = slot[2]
                self.rows[key] = entry.row
                if entry.id:
                    self.named.add(key)
                if len(entry.notes) > 1:
                    entry.fields["notes"] = "; ".join(entry.notes)
                yield Record(kind, key.id, slot[1], entry.fields)


def _merge(before: _Entry, entry: _Entry, slot: Slot) -> None:
    """Make one entry of two rows that speak of one thing, as the list itself does."""
    if slot[0] == RecordKind.ASSOCIATE:
        codes = [(each.fields.get("handling"), each.fields.get("handling_conditions")) for each in (before, entry)]
        strict = zip(("handling", "handling_conditions"), strictest(codes), strict=True)
        before.fields |= {column: text for column, text in strict if text}
    before.fields = {**entry.fields, **before.fields}
    before.id = before.id or entry.id
    before.notes |= entry.notes


#: What tells two rows about one handle apart no more than two rows about one number.
_BESIDE = frozenset({"number", "notes", "predecessor", "successor", "reported_by_sources"})
#: Intelligence that is suspected to be false.
_FALSE = "E"


def _said(fields: Mapping[str, str], slot: Slot) -> Hashable:
    """Give what two rows of one slot have in common if they speak of one thing."""
    if is_number(slot[2]):
        # What else such rows say was compared when the list was read: it is the same, or the list was refused.
        if slot[0] == RecordKind.NUMBER:
            return fields.get("first_seen"), fields.get("last_seen")
        if fields.get("intel_grade") != _FALSE:
            return None
    return frozenset((column, text) for column, text in fields.items() if column not in _BESIDE)
