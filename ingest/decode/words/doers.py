"""Words of headings for several people by what they do: `Solicitors`, `Social workers`, `Doctors and nurses`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from ingest.decode.words.headers import words_of
from ingest.decode.words.sets import set_of

_LONGEST: Final = 4
#: How words for several people end that say what they do: `workers`, `counsellors`, `therapists`, `nurses`.
_OF_DOERS: Final = re.compile(r".{2,}(?:ers|ors|ists|ians|ants|ates|wives)")
_DOERS: Final = set_of("gps sws nurses")
_JOINS: Final = frozenset({"and", "or"})
#: Words of a title that speaks of them, or of others beside them.
_SPEAKING: Final = set_of("of by for from to with in on at the not no found about other others numbers callers users members")


def names_doers(text: str) -> bool:
    """Whether a text names several people by what they do, and nothing else: `Social workers`, `Doctors and nurses`."""
    words = words_of(text)
    if not 0 < len(words) <= _LONGEST or not _SPEAKING.isdisjoint(words) or any(map(str.isdecimal, words)):
        return False
    last = [words[-1], *(before for before, word in pairwise(words) if word in _JOINS)]
    return all(word in _DOERS or _OF_DOERS.fullmatch(word) for word in last)
