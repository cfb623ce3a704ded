"""Plain rows of a table with what can be found out before anybody knows the line list: keys, labels, and which rows need a look."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress, islice
from typing import NamedTuple, Self

from ingest import Rows
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.matching.label_signs import LabelReader
from matcher.domain.matching.labels import outlines_of
from matcher.domain.matching.number_tally import ContactCount
from matcher.domain.numbers import NO_KEY, key_column_of
from matcher.service.screening.mention_reading import NoteReader


class Findings(NamedTuple):
    """What is known of plain rows."""

    #: The digits of the key of each row; `NO_KEY` where its text is not plainly a number.
    keys: array[int]
    #: The outline of each label.
    outlines: Sequence[str]
    #: Places of the rows that are looked at one by one whatever the line list says: those without a key, those whose number may be
    #: protected, those whose label may not be shown as it stands, and those with words that are more than idle notes.
    noted: Sequence[int]
    #: Whether all other rows are counted by whoever found this out; the `Counted` comes when all rows were given.
    is_counted: bool = False


class ReadyRows(Rows):
    """To everybody else the rows they were made of."""

    findings: Findings

    @classmethod
    def of(cls, rows: Rows, findings: Findings) -> Self:
        """Put rows and what is known of them together."""
        ready = cls(*rows)
        ready.findings = findings
        return ready


class Counted(Rows):
    """The numbers of all rows that were counted; to everybody else no rows."""

    #: The different numbers by their digits, the hash of the label each was first seen under, and all others a number was seen under.
    keys: array[int]
    said: array[int]
    further: Iterable[tuple[int, int]]

    @classmethod
    def of(cls, keys: array[int], said: array[int], further: Iterable[tuple[int, int]]) -> Self:
        """Hand over what was counted. Hashes are those of one process and of copies of it."""
        counted = cls("", (), (), ())
        counted.keys, counted.said, counted.further = keys, said, further
        return counted


def make_ready(rows: Rows, lists: NumberLists, notes: NoteReader, region: str, *, test_numbers: bool) -> ReadyRows:
    """Find out what can be found out about rows, unless somebody has."""
    if isinstance(rows, ReadyRows):
        return rows
    column = key_column_of(rows.raws, region, test_numbers=test_numbers)
    words = notes.telling_rows(rows)
    noted = sorted({*words, *lists.telling_labels(rows.labels), *column.without_key(), *column.beginning_with(lists.watched)})
    return ReadyRows.of(rows, Findings(column.values, outlines_of(rows.labels) if rows.labels else (), noted))


class RowCounter:
    """Counts plain rows while they are read, so that whoever knows the line list need only look for what is listed."""

    def __init__(self, lists: NumberLists, region: str, *, test_numbers: bool) -> None:
        """Begin with nothing."""
        self._lists, self._region, self._test_numbers = lists, region, test_numbers
        self._labels = LabelReader(lists.is_protected_label)
        self._notes = NoteReader(lists)
        self._count = ContactCount({}, set())
        #: How many different numbers were given to whoever adds the counts up, and those that were counted last, with their labels.
        self._given = 0
        self._last: tuple[Sequence[int], Sequence[int]] = (), ()
        #: Numbers of rows whose label names a confidential person: in the rows below they are looked at as well.
        self._told: set[int] = set()

    def take(self, rows: Rows) -> ReadyRows:
        """Make rows ready and count those nobody needs to look at."""
        ready = make_ready(rows, self._lists, self._notes, self._region, test_numbers=self._test_numbers)
        keys, outlines, noted, _ = ready.findings
        numbers, said = keys.tolist(), list(map(hash, ready.labels))
        if speaking := self._labels.speaking(ready.labels, outlines):
            self._told.update(numbers[at] for at in speaking)
            self._told.discard(NO_KEY)
        if not self._told.isdisjoint(numbers):
            speaking += (at for at, number in enumerate(numbers) if number in self._told)
        noted = sorted({*noted, *speaking})
        numbers, said = without_places(noted, numbers, said)
        self._count.add(numbers, said)
        self._last = numbers, said
        return ReadyRows.of(rows, Findings(keys, outlines, noted, is_counted=True))

    def fresh(self) -> tuple[array[int], array[int]]:
        """Give those of the numbers taken last that were counted for the first time, and the hash of the label of each."""
        first, (numbers, said) = self._count.first, self._last
        fresh, self._given = len(first) - self._given, len(first)
        if fresh < len(numbers):
            numbers, said = list(islice(reversed(first), fresh)), list(islice(reversed(first.values()), fresh))
        return array("Q", numbers), array("q", said)

    def further(self) -> Iterable[tuple[int, int]]:
        """Give what else was counted: all other labels of numbers."""
        return self._count.further


def without_places(places: Sequence[int], *columns: list[int]) -> tuple[list[int], ...]:
    """Give columns of one length without what stands at some places."""
    if not places:
        return columns
    wanted = bytearray(b"\1") * len(columns[0])
    for at in places:
        wanted[at] = 0
    return tuple(list(compress(column, wanted)) for column in columns)
