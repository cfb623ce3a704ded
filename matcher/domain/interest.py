"""What of a phone an answer needs in full, and which of many plain rows that makes worth a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, count
from operator import itemgetter
from typing import NamedTuple, cast

from matcher.domain.protection import PREFIX

_prefix_of = itemgetter(slice(PREFIX))


class Interest(NamedTuple):
    """What an answer needs in full; everything else on a phone is only counted."""

    #: Numbers of lines. A label alone never hides one of them.
    listed: AbstractSet[str]
    #: Numbers of people the list names.
    named: AbstractSet[str]
    #: Whether a label reads like the name of a line.
    is_brand: Callable[[str], bool]
    #: Whether all that is listed about a number is suspected to be false: then what it is saved as is believed (docs/decisions/0013).
    is_doubted: Callable[[str], bool] = lambda _: False

    def of_note(self, keys: Sequence[str | None], confidential: AbstractSet[str], watched: AbstractSet[str]) -> Iterable[int]:
        """Give the places of the numbers of plain rows that are to be looked at: listed, kept out, or not plainly a number.

        `watched` are the first characters of numbers that may be protected.
        """
        different = set(keys)
        wanted: set[str | None] = {*(different & self.listed), *(different & self.named), *(different & confidential)}
        if None in different:
            different.remove(None)
            wanted.add(None)
        plain = cast("set[str]", different)
        if not watched.isdisjoint(map(_prefix_of, plain)):
            wanted.update(key for key in plain if key[:PREFIX] in watched)
        return compress(count(), map(wanted.__contains__, keys)) if wanted else ()
