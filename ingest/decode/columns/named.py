"""The column of a table without a header in which the people of its rows are called something, by words or by words with a count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.decode.values.number_shape import has_digit
from ingest.decode.values.person import label_of_number
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.sets import set_of

#: Share of filled cells.
_HALF: Final = 0.5
#: Words and a short count behind them, as people tell those apart whose names they do not know: `Unknown 1`, `UM1`, `Jay (2)`.
_COUNTED = re.compile(r"[^\W\d_][^\d/:;@]{0,40}?\(?\d{1,3}\)?")
_UNKNOWN: Final = "unknown"
#: What such a count is of where it counts the rows, or things, and nobody.
_OF_THINGS: Final = set_of("row item entry record line page no nr num number ref reference ex exhibit sim slot sheet table fig id")


def find_named(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> int | None:
    """Give the first column of no other use whose cells are mostly words; None where there is none.

    One of words with counts is it, too, unless names without any stand behind it: `M14` beside `Jay` is where somebody lives.
    """
    free = [at for at, column in enumerate(columns) if column is Column.OTHER]
    wordy = next(_mostly(free, samples, counted=False), None)
    counted = next(_mostly(free, samples, counted=True), None)
    if wordy is None or counted is None:
        return counted if wordy is None else wordy
    return wordy if wordy < counted or _are_names(samples[wordy]) else counted


def _mostly(free: Sequence[int], samples: Sequence[Sequence[str]], *, counted: bool) -> Iterator[int]:
    for at in free:
        sample = samples[at]
        told = sum(not has_digit(cell) or (counted and _is_counted(cell)) for cell in sample)
        if told > _HALF * max(len(sample), 1) and any(map(_is_of_somebody, sample)):
            yield at


def _is_of_somebody(cell: str) -> bool:
    """Whether a cell means somebody: `Home` and `Mobile` say which number it is, and of nobody, and so does `Unknown` without a count."""
    return label_of_number(cell) is not None or (_UNKNOWN in words_of(cell) and has_digit(cell) is not None)


def _is_counted(cell: str) -> bool:
    return _COUNTED.fullmatch(cell.strip()) is not None and _OF_THINGS.isdisjoint(words_of(cell))


def _are_names(sample: Sequence[str]) -> bool:
    return sum(map(is_name, sample)) > _HALF * len(sample)
