"""Headers that come again in one row: two lists beside each other without an empty column between them.

`Name, Number, Role, Name, Number, Role`, or with numbers: `Name 1, Number 1, Role 1, Name 2 …`. What stands in one row there is said of two
people. Several numbers of one person are no such thing, nor are the two parties of a call: those have no name or no time of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ingest.decode.words.headers import NAMES, Column, classify

#: What is said of a call or message; said once in a row, it is that of both people in it.
_OF_CALLS: Final = frozenset({Column.TIME, Column.DIRECTION, Column.DURATION, Column.TYPE, Column.BODY})
_MOMENTS: Final = _OF_CALLS - {Column.TYPE}
#: Columns for numbers that say of nobody which side of a call they were on.
_NUMBERS: Final = frozenset({Column.PHONE, Column.MAYBE_PHONE})
#: Headers of a name and a number.
_PAIR: Final = 2
#: What each of several lists has that have no words in common.
_WHOLE: Final = frozenset({Column.NAME.name, Column.PHONE.name, Column.ABOUT.name})
#: What tells one list from the next: `Name 2`, `Number (b)`, `2nd role`, `Contact 1 name`, `Name.1`, `Role2`.
_TELLING = re.compile(r"(?<![^\W\d_])\d{1,2}(?:st|nd|rd|th)?(?![^\W_])|(?<=[^\W\d_])\d{1,2}$|(?<=[\s_.(\-])[a-h]\)?$", re.IGNORECASE)
_BESIDE = re.compile(r"[\s_.#()\-]+")


@lru_cache(maxsize=1024)
def plain_head(cell: str) -> str:
    """Give a header without the number or letter by which it differs from others; as it stands where nothing else would be left."""
    text = cell.strip()
    if _TELLING.search(text) is None:
        return text
    return _BESIDE.sub(" ", _TELLING.sub(" ", text)).strip() or text


def repeated_starts(header: Sequence[str]) -> list[int]:
    """Columns in which the same headers begin again, the first of all included; empty where there is one table only.

    They are the same by their words, or all by what they say: `Contact, Mobile, Role, Name, Phone, Relationship`.
    """
    heads = [plain_head(cell).casefold() for cell in header]
    starts = _starts_by(heads)
    groups = [[head for head in heads[start:end] if head] for start, end in pairwise([*starts, len(heads)])]
    # Two names with a number each are told apart in one row as well.
    is_more = any(len(group) > _PAIR or not _NUMBERS.union(NAMES).issuperset(map(classify, group)) for group in groups)
    if len(starts) > 1 and is_more and _are_lists(groups):
        return starts
    kinds = [_kind_of(head) for head in heads]
    starts = _starts_by(kinds)
    alike = [sorted(filter(None, kinds[start:end])) for start, end in pairwise([*starts, len(kinds)])]
    return starts if len(starts) > 1 and alike.count(alike[0]) == len(alike) and _WHOLE.issubset(alike[0]) else []


def _starts_by(keys: Sequence[str]) -> list[int]:
    """Columns in which a key comes that was there since the last such column."""
    starts: list[int] = []
    seen: set[str] = set()
    for at, key in enumerate(keys):
        if key and (not starts or key in seen):
            starts.append(at)
            seen = set()
        seen.add(key)
    return starts


def _kind_of(head: str) -> str:
    """Name what a header says; that of a number the same, whether all of its cells are some or not."""
    column = classify(head)
    return head and (Column.PHONE if column in _NUMBERS else column).name


def _are_lists(groups: Sequence[Sequence[str]]) -> bool:
    """Whether each group has a number and a name, or a time, below the same headers as every other."""
    kinds = [{head: classify(head) for head in group} for group in groups]
    numbers = [Counter(head for head in kind if kind[head] in _NUMBERS) for kind in kinds]
    every = set(kinds[0]).intersection(*kinds[1:])
    if len({numbers_of.total() for numbers_of in numbers}) > 1 or not any(kinds[0][head] in _NUMBERS for head in every):
        return False
    calls = [_OF_CALLS.intersection(kind.values()) for kind in kinds]
    if calls.count(calls[0]) < len(calls) or (calls[0] & _MOMENTS and Column.TIME not in calls[0]):
        return False
    return any(kinds[0][head] in {*NAMES, Column.TIME} for head in every) or all(list(group) == list(groups[0]) for group in groups)
