"""The numbers of a list: which rows stand behind each, kept in columns; an entry is made when it is asked for, since most never are."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, NoReturn, cast

from matcher.domain.line import DatePrecision, ListEntry, NumberRole

#: Rows that are read together. The place of a row is the number of its batch times this, and its place in the batch.
BATCH = 2048

#: Takes a fault: row, column, sentence.
Tell = Callable[[int, str, str], None]


class EntryColumns(NamedTuple):
    """What a batch of rows says of its numbers: a column for each field of a `ListEntry` but its key.

    A column is at least as long as the batch; those that are not in the file are shared by all batches.
    """

    line_id: Sequence[str]
    raw: Sequence[str]
    row: Sequence[int]
    role: Sequence[NumberRole]
    first_seen: Sequence[date | None]
    last_seen: Sequence[date | None]
    date_precision: Sequence[DatePrecision]
    source_grade: Sequence[str | None]
    intel_grade: Sequence[str | None]
    handling: Sequence[str | None]
    handling_conditions: Sequence[str | None]
    ddtro_ref: Sequence[str | None]
    closed_on: Sequence[date | None]
    closure_type: Sequence[str | None]
    repaired: Sequence[bool]

    def entry(self, at: int, e164: str) -> ListEntry:
        """Make the entry of one row of the batch."""
        line_id, raw, *others = (column[at] for column in self)
        values: list[Any] = [line_id, raw, e164, *others]
        return ListEntry(*values)


_Several = tuple[ListEntry, ...]


class ListEntries(dict[str, _Several]):
    """E.164 -> entries. To whoever reads it a dictionary of tuples; inside, the place of a row until its entry is asked for.

    A dictionary and not a class around one, so that asking whether a number is listed stays a bare probe, alone or by the million.
    """

    __slots__ = ("_batches",)
    __hash__ = None

    def __init__(self, places: Mapping[str, int | _Several], batches: Sequence[EntryColumns]) -> None:
        """Take the place of each number, or its entries where several rows share it."""
        super().__init__(cast("Mapping[str, _Several]", places))
        self._batches = batches

    def __getitem__(self, e164: str) -> _Several:
        found: object = super().__getitem__(e164)
        if isinstance(found, int):
            several = (_entry_at(self._batches, found, e164),)
            super().__setitem__(e164, several)
            return several
        return super().__getitem__(e164)

    # Whatever gives values away asks for them one by one; `__iter__` also makes `dict(entries)` and `{**entries}` do so.

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def get(self, e164: str, default: Any = None) -> Any:  # noqa: ANN401 - as a dictionary's
        """Give the entries of a number, or the default."""
        try:
            return self[e164]
        except KeyError:
            return default

    def values(self) -> ValuesView[_Several]:  # type: ignore[override]
        """Give the entries of every number."""
        return ValuesView(self)

    def items(self) -> ItemsView[str, _Several]:  # type: ignore[override]
        """Give every number with its entries."""
        return ItemsView(self)

    def copy(self) -> dict[str, _Several]:
        """Give a plain dictionary of all entries."""
        return dict(self)

    def __eq__(self, other: object) -> bool:
        return dict(self) == (dict(other) if isinstance(other, ListEntries) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __or__(self, other: dict[str, Any]) -> dict[str, Any]:  # type: ignore[override]
        return dict(self) | other

    def __ror__(self, other: dict[str, Any]) -> dict[str, Any]:  # type: ignore[override]
        return other | dict(self)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("The entries of a loaded list do not change.")

    __setitem__ = __delitem__ = __ior__ = setdefault = update = pop = popitem = clear = _refuse


def _entry_at(batches: Sequence[EntryColumns], place: int, e164: str) -> ListEntry:
    batch, at = divmod(place, BATCH)
    return batches[batch].entry(at, e164)


_Key = tuple[str, date | None, date | None]


@dataclass(slots=True)
class EntryBook:
    """Takes the numbers of a list as its rows are read."""

    places: dict[str, int | _Several] = field(default_factory=dict)
    batches: list[EntryColumns] = field(default_factory=list)
    #: Numbers on more than one row: their entries by line and dates.
    crowds: dict[str, dict[_Key, ListEntry]] = field(default_factory=dict)
    #: Row and line of every row that says again, word for word, what another row says.
    dropped: list[tuple[int, str]] = field(default_factory=list)

    def take(self, keys: Sequence[str], columns: EntryColumns, tell: Tell) -> None:
        """Take a batch of rows with their keys; an empty key is no number of a line."""
        start = len(self.batches) * BATCH
        self.batches.append(columns)
        if len(set(keys)) == len(keys) and self.places.keys().isdisjoint(keys) and "" not in keys:
            self.places.update(zip(keys, range(start, start + len(keys)), strict=True))
            return
        claim = self.places.setdefault
        shared = [place for place, key in enumerate(keys, start) if key and claim(key, place) != place]
        for place in shared:
            self.keep(columns.entry(place - start, keys[place - start]), tell)

    def keep(self, entry: ListEntry, tell: Tell) -> None:
        """Take one entry; two of one line, number and dates have to say the same."""
        e164 = entry.e164
        before = self.places.get(e164)
        if before is None:
            self.places[e164] = (entry,)
            return
        crowd = self.crowds.get(e164)
        if crowd is None:
            first = _entry_at(self.batches, before, e164) if isinstance(before, int) else before[0]
            crowd = self.crowds[e164] = {_key(first): first}
        same = crowd.setdefault(_key(entry), entry)
        if same is entry:
            return
        if replace(same, row=entry.row, raw=entry.raw) == entry:
            self.dropped.append((entry.row, entry.line_id))
        else:
            tell(entry.row, "number", f"The row differs from row {same.row} about the same line, number and dates; keep one of them.")

    def finish(self) -> ListEntries:
        """Give all entries, numbers in the order of the list."""
        for e164, crowd in self.crowds.items():
            self.places[e164] = tuple(crowd.values())
        return ListEntries(self.places, self.batches)


def _key(entry: ListEntry) -> _Key:
    return entry.line_id, entry.first_seen, entry.last_seen
