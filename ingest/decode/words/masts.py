"""Headers of columns for the masts of a network: `First Cell ID-Name/Location`. What masts are called is nobody's name."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.headers import words_of
from ingest.decode.words.sets import set_of

_MASTS: Final = set_of("cell cells site sites mast masts tower towers sector sectors bts")
_BESIDE: Final = set_of("first last start end id ids name names number no location address area town of the a b")


def names_mast(header: str) -> bool:
    """Whether a header speaks of a mast and of nothing else: any other word may make a person of it, as in `Site manager`."""
    words = words_of(header)
    return not _MASTS.isdisjoint(words) and all(word in _MASTS or word in _BESIDE for word in words)
