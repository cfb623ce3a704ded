"""What words stand beside the numbers of a log: whether each number has its own wherever it comes back, as names have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from ingest.decode.values.number_shape import last_digits, looks_like_number
from ingest.decode.values.person import is_no_name

#: Share of numbers that have the same words everywhere, where the words are theirs.
_NEARLY_ALL: Final = 0.9


class Pairs(NamedTuple):
    """What stands beside each number in a column of words."""

    #: The different words beside each number, in small letters, and how many rows have both.
    words: Mapping[str, frozenset[str]]
    rows: int

    @classmethod
    def of(cls, told: Sequence[tuple[str, str]]) -> Pairs:
        """Gather the words of rows by their numbers, leaving out rows that lack one of them."""
        found: dict[str, set[str]] = {}
        filled = [(number, words) for number, words in told if number and words]
        for number, words in filled:
            found.setdefault(number, set()).add(words)
        return cls({number: frozenset(words) for number, words in found.items()}, len(filled))

    @property
    def is_of_numbers(self) -> bool:
        """Whether nearly every number has the same words wherever it stands."""
        return sum(len(words) == 1 for words in self.words.values()) >= _NEARLY_ALL * len(self.words)

    @property
    def names(self) -> frozenset[str]:
        """All different words."""
        return frozenset(chain.from_iterable(self.words.values()))

    @property
    def are_repeated(self) -> bool:
        """Whether any number comes back with its words, as what is written in messages does not."""
        return self.rows > len(self.words)


class Beside:
    """The cells of rows as numbers and as words, so that each column is gone through once however often it is asked for."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        """Read no column yet.

        Args:
            rows: the cells of each; one may be too short for a column.
        """
        self._rows = rows
        self._numbers: dict[int, list[str]] = {}
        self._words: dict[int, list[str]] = {}

    def numbers(self, at: int) -> list[str]:
        """Give the digits by which the number of each row is known in a column; empty where none stands there."""
        if at not in self._numbers:
            cells = self._cells(at)
            self._numbers[at] = [last_digits(cell) if looks_like_number(cell) else "" for cell in cells]
        return self._numbers[at]

    def words(self, at: int) -> list[str]:
        """Give the words of each row in a column, in small letters; empty where they name nobody."""
        if at not in self._words:
            texts = (" ".join(cell.split()).casefold() for cell in self._cells(at))
            self._words[at] = ["" if is_no_name(text) else text for text in texts]
        return self._words[at]

    def pairs(self, number: int, words: int) -> Pairs:
        """Give what stands beside each number of one column in another."""
        return Pairs.of(list(zip(self.numbers(number), self.words(words), strict=True)))

    def _cells(self, at: int) -> list[str]:
        return [cells[at] if at < len(cells) else "" for cells in self._rows]
