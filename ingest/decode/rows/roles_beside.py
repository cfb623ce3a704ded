"""Who somebody is to the person of a row whose own number stands there: `Contact 1 relationship` beside `Contact 1 number`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ingest.decode.columns.layout import Layout
from ingest.decode.columns.named import heads_child
from ingest.decode.rows.whose_number import TIES, Whose, subject_of_header
from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.sets import set_of

#: Whose it is, which is the person of the row.
_BESIDE = set_of("to the child yp young person pupil student subject patient title")
#: What somebody does or is for in general, which the person of the row does as much as anybody else.
_JOBS = set_of("job profession occupation")
#: Those whose number stands beside that of a child.
_PARENTS = set_of("mother mum mom mam father dad parent parents carer carers guardian")
#: Bodies that have to do with a row, whoever stands in it.
_BODIES = set_of("agency organisation organization")
_SEVERAL = 2
#: Stands for a number where a column speaks of the whole row: the agency that works with a child is not what the child is.
OF_NONE: Final = -1


def roles_beside(layout: Layout, whose: Mapping[int, Whose]) -> dict[int, tuple[int, ...]]:
    """Find the columns that say who the people of other numbers are, by the columns of these numbers.

    A header that names nobody speaks of the number it stands before or behind, or of none (`OF_NONE`).
    """
    numbers = sorted(at for at in layout.all_of(Column.PHONE, Column.MAYBE_PHONE) if at < len(layout.header))
    others = [at for at in numbers if at in whose and (whose[at].names or whose[at].words)]
    known, told = frozenset(numbers), {*others, OF_NONE}
    by_subject: dict[frozenset[str], int] = {}
    for at in others:
        for header in (layout.header[at], *(layout.header[name] for name in whose[at].names)):
            by_subject.setdefault(subject_of_header(header), at)
    by_place = _Places(layout, whose, numbers, others)
    by_turns = _by_turns(layout, numbers, others)
    found: dict[int, list[int]] = {}
    for at, header in enumerate(layout.header):
        words = words_of(header)
        if at in known or TIES.isdisjoint(words):
            continue
        subject = _subject(words)
        number = by_subject.get(subject) if subject else by_turns.get(at) or by_place.number_of(at, words)
        if number is not None and number in told:
            found.setdefault(number, []).append(at)
    return {number: tuple(places) for number, places in found.items()}


def _by_turns(layout: Layout, numbers: Sequence[int], others: Sequence[int]) -> dict[int, int]:
    """Give the number each of several columns under one header speaks of, where there are as many: `Name, Name, Role, Role, Tel, Tel`."""
    ties = [at for at, header in enumerate(layout.header) if not TIES.isdisjoint(words := words_of(header)) and not _subject(words)]
    are_alike = len({layout.header[at].strip().casefold() for at in ties}) == 1
    is_each = _SEVERAL <= len(ties) == len(numbers) == len(others)
    return dict(zip(ties, numbers, strict=True)) if are_alike and is_each else {}


def _subject(words: Iterable[str]) -> frozenset[str]:
    return subject_of_header(" ".join(word for word in words if word not in TIES and word not in _BESIDE))


class _Places:
    """Says of which number a column speaks whose header names nobody."""

    def __init__(self, layout: Layout, whose: Mapping[int, Whose], numbers: Sequence[int], others: Sequence[int]) -> None:
        self._whose = whose
        self._numbers = numbers
        self._others = frozenset(others)
        headers = [words_of(header) for header in layout.header]
        jobs = sum(not _JOBS.isdisjoint(words) and not _subject(words) for words in headers)
        #: Others have a column each for what they do.
        self._has_jobs = jobs >= max(_SEVERAL, len(others))
        own = (*layout.all_of(Column.NAME)[:1], *(at for at in numbers if at not in self._others))
        #: The rows are about children: a header says so, or bodies stand there beside those who have them.
        self._is_of_children = any(heads_child(layout.header[at]) for at in own if at < len(headers))
        self._has_parents = any(not _PARENTS.isdisjoint(headers[at]) for at in others)

    def number_of(self, at: int, words: Sequence[str]) -> int | None:
        """Give the column of the number such a column speaks of; None where that is the row's own, or nothing says."""
        place = bisect_left(self._numbers, at)
        before = self._numbers[place - 1] if place else -1
        behind = self._numbers[place] if place < len(self._numbers) else None
        names = self._whose[behind].names if behind is not None and behind in self._others else ()
        if _has_between(names, before, at):
            # `Contact 1, Relationship, Contact 1 number`
            return behind
        is_body = not _BODIES.isdisjoint(words)
        is_of_anybody = is_body or not (_JOBS.isdisjoint(words) or self._has_jobs)
        if before in self._others and at - before == 1 and not is_of_anybody:
            return before
        if not self._others or not (self._is_of_children or (is_body and self._has_parents)):
            return None
        # `Child, Mobile, Relationship, Contact name, Contact number`
        if _has_between(names, at, at + 2) and not is_of_anybody:
            return behind
        # Right behind the first number it says whose that is, though a child's name stands before it.
        return None if at - before == 1 and before not in self._others else OF_NONE


def _has_between(places: Sequence[int], before: int, behind: int) -> bool:
    """Whether one of several columns, in their order, stands between two."""
    at = bisect_right(places, before)
    return at < len(places) and places[at] < behind
