"""Headers of the lists of calls that exchanges at home write: an extension, and behind it the number of the house."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ingest.decode.words.headers import Column, classify, is_phone_word, says_number, words_of
from ingest.decode.words.own import says_mine
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

_EXTENSIONS: Final = set_of("nebenstelle extension poste extensión interno toestel")

#: The number of the house by which it shows itself to whom it calls.
_SHOWN: Final = ["outgoing", "caller", "id"]


def is_behind_extension(header: tuple[str, ...], at: int) -> bool:
    """Whether a column is that of a telephone or number, whosever, right behind that of an extension, and another stands before both."""
    if not 0 < at < len(header) or not _names_extension(header[at - 1]):
        return False
    if not any(classify(text) in {Column.PHONE, Column.MAYBE_PHONE} for text in header[: at - 1]):
        return False
    words = words_of(header[at])
    return words == _SHOWN or (bool(words) and all(word in NUMBER_WORDS or names_telephone(word) for word in words))


@lru_cache(maxsize=64)
def is_of_exchange(header: tuple[str, ...]) -> bool:
    """Whether headers have an extension, and the number of the house: one that is said to be its own, or that right behind it."""
    if not any(map(_names_extension, header)):
        return False
    return any(
        (says_mine(text) and (is_phone_word(text) or says_number(text))) or is_behind_extension(header, at)
        for at, text in enumerate(header)
    )


def _names_extension(header: str) -> bool:
    words = words_of(header)
    return len(words) == 1 and words[0] in _EXTENSIONS
