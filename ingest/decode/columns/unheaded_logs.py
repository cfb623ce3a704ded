"""Columns of logs without a header that no cell tells by itself: who called or wrote, where few have numbers, and what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.named import are_flags
from ingest.decode.values.number_shape import has_digit, is_nothing, is_withheld, looks_like_number
from ingest.decode.values.parties import is_told_number
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.way_vocabulary import words_in
from ingest.decode.words.ways import way_of
from ingest.decode.words.withheld import NAMELESS
from ingest.records import Direction

_HALF: Final = 0.5
_MOST: Final = 0.8
_NEARLY_ALL: Final = 0.95
#: Share of its cells of which a column of people has different ones where it is one of a log: in a list nobody comes twice.
_FEW_DIFFERENT: Final = 0.8
#: Numbers that come again, or times that one does, from which on what stands beside them tells that it is no name.
_FEWEST_AGAIN: Final = 3
#: Numbers of other countries that lost their plus, and no ids: those that programs give have ten digits, or more (formats facts 1.2).
_BARE = re.compile(r"[1-9]\d{10,12}", re.ASCII)
#: Services as they write and are written to.
_SHORT = re.compile(r"\d{3,6}", re.ASCII)
#: Brands as short as a network is called: `O2`.
_BRAND = re.compile(r"[A-Za-z][A-Za-z0-9&._+\-]{1,10}", re.ASCII)
#: A way in a column of them is said in so few words, and in as few different ones.
_LONGEST_WAY: Final = 3
_MOST_WAYS: Final = 12
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


def are_both_ways(sample: Sequence[str]) -> bool:
    """Whether every cell says a way, whatever else, and some say the one and some the other: `READ,RECEIVED` and `SENT,READ`."""
    kinds = set(sample)
    if len(kinds) > _MOST_WAYS or any(not _may_be_way(words_in(cell)) for cell in kinds):
        return False
    ways = {way.direction if (way := way_of(cell)) else None for cell in kinds}
    return ways == set(Direction)


def _may_be_way(words: Sequence[str]) -> bool:
    return 0 < len(words) <= _LONGEST_WAY and all(len(word) > 1 for word in words)


def find_written(columns: list[Column], rows: Sequence[Sequence[str]], samples: Sequence[Sequence[str]]) -> None:
    """Take a column for the words of messages in a log that a program wrote; where a person may have, it is one of notes for now.

    In a list of people the same would be a note on somebody, so that a column of names beside it speaks against it, unless the same number
    has other words in each row.

    Args:
        columns: what the columns hold so far; changed.
        rows: the rows the columns were judged by.
        samples: the filled cells of each column.
    """
    people = [at for at, column in enumerate(columns) if column in {Column.PHONE, Column.PARTY}]
    is_of_program = _are_of_programs(columns, samples)
    if not people or Column.TIME not in columns or not (is_of_program or Column.TYPE in columns):
        return
    texts = texts_among(columns, samples) if is_of_program else []
    if not texts:
        is_called = is_of_program and any(_are_called(samples[at], is_log=Column.TYPE in columns) for at in people)
        texts = [at for at in _wordy(columns, samples) if not are_flags(samples[at])]
        # Whoever has a name is called by it there, and nobody by anything else.
        is_one = len(texts) == 1 and (is_called or any(_have_several(rows, at, texts[0], is_of_program=is_of_program) for at in people))
        texts = texts if is_one else []
    if texts:
        columns[max(texts, key=lambda at: sum(map(len, samples[at])))] = Column.BODY if is_of_program else Column.NOTE


def settle_notes(columns: Sequence[Column], shape: Shape) -> list[Column]:
    """Give the columns with what notes are, once it is known of what the rows are: beside messages they are these; no list has any."""
    notes = Column.BODY if shape is Shape.MESSAGES else Column.OTHER
    return [notes if column is Column.NOTE else column for column in columns]


def _have_several(rows: Sequence[Sequence[str]], numbers: int, words: int, *, is_of_program: bool) -> bool:
    """Whether most of the numbers that come again have other words beside them each time, by which nobody is called.

    One person may be written in two ways, so words that may be names have to differ nearly always, beside several numbers or one that
    comes often.
    """
    told: dict[str, list[str]] = {}
    for row in rows:
        if max(numbers, words) < len(row) and row[numbers].strip() and row[words].strip():
            told.setdefault(row[numbers].strip(), []).append(row[words].strip())
    again = [each for each in told.values() if len(each) > 1]
    count, different = sum(map(len, again)), [len({text.casefold() for text in each}) for each in again]
    if sum(is_name(text) for each in told.values() for text in each) > _HALF * sum(map(len, told.values())):
        is_told = len(again) >= _FEWEST_AGAIN or max(map(len, again), default=0) > _FEWEST_AGAIN
        return (is_told and sum(different) >= _MOST * count) or (is_of_program and bool(again) and all(map(_share_nothing, again)))
    return bool(again) and sum(each > 1 for each in different) > _HALF * len(again)


def _share_nothing(texts: Sequence[str]) -> bool:
    """Whether several texts beside one number have no word in common, as two spellings of a name have."""
    told = [frozenset(words_of(text)) for text in texts if text.casefold() not in NAMELESS]
    return len(told) > 1 and len(frozenset().union(*told)) == sum(map(len, told))


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
    return _BRAND.fullmatch(cell) is not None or is_name(cell) or is_withheld(cell) or cell.casefold() in NAMELESS


def _is_in_figures(cell: str) -> bool:
    """Whether a cell with a digit is a reference or a number, and no sentence."""
    return has_digit(cell) is not None and (looks_like_number(cell) or len(cell.split()) < 3)
