"""Who somebody is to the person of a row whose own number stands there: `Contact 1 relationship` beside `Contact 1 number`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.decode.columns.layout import Layout
from ingest.decode.rows.whose_number import Whose, subject_of_header
from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.sets import set_of

#: What says who somebody is.
_TIES = set_of("relationship relation relations role job profession occupation capacity position agency organisation organization")
#: Whose it is, which is the person of the row.
_BESIDE = set_of("to the child yp young person pupil student subject patient title")
#: Columns between a number and what is said of it, with itself.
_NEAR = 2


def roles_beside(layout: Layout, whose: Mapping[int, Whose]) -> dict[int, tuple[int, ...]]:
    """Find the columns that say who the people of other numbers are, by the columns of these numbers.

    A header that names nobody speaks of the number right before it.
    """
    numbers = sorted(at for at in layout.all_of(Column.PHONE, Column.MAYBE_PHONE) if at < len(layout.header))
    others = [at for at in numbers if at in whose and (whose[at].names or whose[at].words)]
    by_subject: dict[frozenset[str], int] = {}
    for at in others:
        for header in (layout.header[at], *(layout.header[name] for name in whose[at].names)):
            by_subject.setdefault(subject_of_header(header), at)
    found: dict[int, tuple[int, ...]] = {}
    for at, header in enumerate(layout.header):
        words = words_of(header)
        if at in numbers or _TIES.isdisjoint(words):
            continue
        subject = subject_of_header(" ".join(word for word in words if word not in _TIES and word not in _BESIDE))
        number = by_subject.get(subject) if subject else _right_before(at, numbers)
        if number in others and number is not None:
            found[number] = (*found.get(number, ()), at)
    return found


def _right_before(at: int, numbers: Sequence[int]) -> int | None:
    before = max((number for number in numbers if number < at), default=None)
    return before if before is not None and at - before <= _NEAR else None
