"""Sets of words, written as words with blanks between them."""

from __future__ import annotations


def set_of(words: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(words.split())
