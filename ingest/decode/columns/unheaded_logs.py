"""Columns of logs without a header that no cell tells by itself: who called or wrote, where few have numbers, and what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.named import are_flags
from ingest.decode.values.number_shape import has_digit, is_nothing, is_sender, is_withheld, looks_like_number
from ingest.decode.values.parties import is_told_number
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.headers import Column
from ingest.decode.words.withheld import NAMELESS

_HALF: Final = 0.5
_MOST: Final = 0.8
_NEARLY_ALL: Final = 0.95
#: Share of its cells of which a column of people has different ones where it is one of a log: in a list nobody comes twice.
_FEW_DIFFERENT: Final = 0.8
#: Numbers of other countries that lost their plus, and no ids: those that programs give have ten digits, or more (formats facts 1.2).
_BARE = re.compile(r"[1-9]\d{10,12}", re.ASCII)
#: Services as they write and are written to.
_SHORT = re.compile(r"\d{3,6}", re.ASCII)
#: Times as programs write them: counts of seconds or of milliseconds, and with a letter between the day and the time of day.
_WRITTEN_BY_PROGRAMS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}|\d{4}-\d\d-\d\dT\d\d:\d\d.*", re.ASCII)


def is_repeated(sample: Sequence[str]) -> bool:
    """Whether the same cells come again and again, as in a log and in no list of people."""
    return len(set(sample)) <= _FEW_DIFFERENT * len(sample)


def may_be_parties(sample: Sequence[str]) -> bool:
    """Whether cells may be those who called or wrote: senders, names and services, and any number that needs no others like it.

    Numbers that lost their plus are some only where they come again.
    """
    told = [cell for cell in map(str.strip, sample) if not is_nothing(cell)]
    numbers = [cell for cell in told if _is_number(cell)]
    bare = [cell for cell in told if _BARE.fullmatch(cell)]
    if sum(_SHORT.fullmatch(cell) is not None for cell in told) > _HALF * len(told):
        # The telephones of an exchange.
        return False
    if not numbers and not (bare and is_repeated(told)):
        return False
    return sum(_is_party(cell) for cell in told) >= _NEARLY_ALL * len(told)


def find_parties(columns: list[Column], samples: Sequence[Sequence[str]]) -> None:
    """Take a column for that of the others of a log of which no column is one of numbers by itself, as most who write may be services.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
    """
    if Column.TIME not in columns or not {Column.PHONE, Column.PARTY}.isdisjoint(columns):
        return
    is_log = Column.TYPE in columns or bool(texts_among(columns, samples)) or _are_of_programs(columns, samples)
    for at, column in enumerate(columns):
        if is_log and column is Column.OTHER and samples[at] and may_be_parties(samples[at]):
            columns[at] = Column.PHONE
            return


def find_written(columns: list[Column], samples: Sequence[Sequence[str]]) -> None:
    """Take a column for the words of messages in a log that a program wrote and in which no other column has words.

    In a list of people the same would be a note on somebody, so that a column of names beside it speaks against it.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
    """
    people = [samples[at] for at, column in enumerate(columns) if column in {Column.PHONE, Column.PARTY}]
    if not people or not _are_of_programs(columns, samples):
        return
    texts = texts_among(columns, samples)
    if not texts and any(_are_called(sample, is_log=Column.TYPE in columns) for sample in people):
        # Whoever has a name is called by it there, and nobody by anything else.
        texts = [at for at in _wordy(columns, samples) if not are_flags(samples[at])]
        texts = texts if len(texts) == 1 else []
    if texts:
        columns[max(texts, key=lambda at: sum(map(len, samples[at])))] = Column.BODY


def texts_among(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> list[int]:
    """Give the columns of no other use in which something was said, if none of them has names: beside one it is a note on somebody."""
    wordy = _wordy(columns, samples)
    if any(sum(map(is_name, samples[at])) >= _MOST * len(samples[at]) and len(set(samples[at])) > 1 for at in wordy):
        return []
    return [at for at in wordy if not all(is_name(cell) or _is_in_figures(cell) for cell in samples[at])]


def _are_called(sample: Sequence[str], *, is_log: bool) -> bool:
    """Whether those who called or wrote are called by their names where they have any; in a list more words stand for no number."""
    words = sum(not has_digit(cell) for cell in sample)
    return words > (0 if is_log else _HALF * len(sample))


def _wordy(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> list[int]:
    free = [at for at, column in enumerate(columns) if column is Column.OTHER and samples[at]]
    return [at for at in free if sum(any(map(str.isalpha, cell)) for cell in samples[at]) > _HALF * len(samples[at])]


def _are_of_programs(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> bool:
    """Whether the times are written as no person writes them."""
    times = [samples[at] for at, column in enumerate(columns) if column is Column.TIME]
    return any(sample and all(_WRITTEN_BY_PROGRAMS.fullmatch(cell.strip()) for cell in sample) for sample in times)


def _is_number(cell: str) -> bool:
    return is_told_number(cell) and looks_like_number(cell)


def _is_party(cell: str) -> bool:
    if _is_number(cell) or _BARE.fullmatch(cell) or _SHORT.fullmatch(cell):
        return True
    return is_sender(cell) or is_name(cell) or is_withheld(cell) or cell.casefold() in NAMELESS


def _is_in_figures(cell: str) -> bool:
    """Whether a cell with a digit is a reference or a number, and no sentence."""
    return has_digit(cell) is not None and (looks_like_number(cell) or len(cell.split()) < 3)
