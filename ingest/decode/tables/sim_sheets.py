"""A sheet that copies the SIM of a phone: which list an entry stands in says whether it is a contact, a call or the own number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.tables.above import fact_in, unsure
from ingest.decode.values.number_shape import is_mobile_alone, is_prose, looks_like_number
from ingest.decode.values.sim_entries import SimEntry, is_of_network, read_entry, sim_use_of
from ingest.decode.values.small_words import is_yes
from ingest.decode.words.own import Whose
from ingest.records import Item, Mention, Record, Role, Scope, Skipped, Written

_CATEGORIES = ("category", "type", "list", "storage")
_NAMES = ("name", "description", "alpha tag")
_VALUES = ("value", "number", "data", "phone number")
_NO_FACT = "a number among facts about the phone that is not said to be its own"
_NOTHING_OF_PEOPLE = "no number of a person in this entry of the SIM"


class SimColumns(NamedTuple):
    """Where a sheet has the name of a list, and the name and the number of an entry."""

    category: int
    name: int | None
    value: int
    deleted: int | None = None

    @classmethod
    def of(cls, header: Sequence[str]) -> SimColumns | None:
        """Find the columns by their header; None for a row that is none of such a sheet."""
        texts = [" ".join(cell.split()).casefold() for cell in header]
        known = (_CATEGORIES, _NAMES, _VALUES)
        category, name, value = (next((texts.index(word) for word in words if word in texts), None) for words in known)
        if category is None or value is None:
            return None
        return cls(category, name, value, next((at for at, text in enumerate(texts) if text.startswith("deleted")), None))

    def entry(self, cells: Sequence[str]) -> SimEntry:
        """Give the entry in a row."""
        return SimEntry(
            self._cell(cells, self.category), self._cell(cells, self.name), self._cell(cells, self.value), self._is_deleted(cells)
        )

    def _is_deleted(self, cells: Sequence[str]) -> bool:
        return is_yes(self._cell(cells, self.deleted))

    @staticmethod
    def _cell(cells: Sequence[str], at: int | None) -> str:
        return cells[at].strip() if at is not None and at < len(cells) else ""


def read_sim_rows(rows: Iterable[NumberedRow], task: Task, tally: Tally) -> Iterator[Item]:
    """Yield what the rows give; one that may hold a number and gives none is told."""
    columns: SimColumns | None = None
    for number, cells in rows:
        found = SimColumns.of(cells)
        columns = found or columns
        if found is not None:
            continue
        place = task.place.row(number, columns.value if columns else 0)
        for item in _read_entry(columns.entry(cells), place, task.scopes) if columns else _read_fact(cells, place, task.scopes):
            tally.records += isinstance(item, Record)
            yield item


def _read_fact(cells: Sequence[str], place: str, scopes: frozenset[Scope]) -> Iterator[Item]:
    """Read a row that stands in no list known here as a fact about the SIM, of which the own number is wanted."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    told = list(_read_telephone(filled, place, scopes))
    yield from told
    if not told and any(map(is_prose, filled)):
        yield Skipped(_NOTHING_OF_PEOPLE, place)


def read_fact(cells: Sequence[str], place: str, scopes: frozenset[Scope]) -> Iterator[Item]:
    """Read a fact about a phone that may be an entry of its SIM; another number of somebody among such facts is told."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    told = list(_read_telephone(filled, place, scopes))
    yield from told
    if told:
        return
    name, value = (filled[0], filled[-1]) if len(filled) > 1 else ("", "")
    if sim_use_of(name) is not None:
        yield from read_entry(SimEntry(name, "", value), place, scopes)
    elif (is_mobile_alone(value) or (value.startswith("+") and looks_like_number(value))) and not is_of_network(name):
        yield Skipped(_NO_FACT, place)


def _read_telephone(filled: Sequence[str], place: str, scopes: frozenset[Scope]) -> Iterator[Item]:
    """Read a fact that gives a telephone: the phone's own, or that of somebody else."""
    fact = fact_in(filled)
    own = fact.own(place) if fact else None
    if own is not None:
        yield own
    elif fact and fact.is_telephone and Scope.CONTACTS in scopes:
        if fact.whose in {Whose.CHILDS, Whose.MAYBE_OWN}:
            yield unsure(place)
        yield fact.note(place)


def _read_entry(entry: SimEntry, place: str, scopes: frozenset[Scope]) -> Iterator[Item]:
    use = sim_use_of(entry.category)
    items = list(read_entry(entry, place, scopes))
    yield from items
    if items or Scope.CONTACTS not in scopes or (use is not None and use.scope not in scopes):
        return
    if not entry.value and looks_like_number(entry.name):
        # An entry with its number in the wrong column.
        yield Record(place, (Mention(entry.name, Role.NOTE, None, None, None, Written.PROSE),), deleted=entry.is_deleted)
    elif is_prose(f"{entry.name} {entry.value}"):
        yield Skipped(_NOTHING_OF_PEOPLE, place)
