"""What people state in words: whether it says anything, and the words without what nobody can see."""

from __future__ import annotations

import re
import unicodedata

#: A sentence has at least this many words and letters.
_WORDS = 2
_LETTERS = 8

#: The shortest word that gives a reason.
WORD = r"[^\W\d_]{3}"
_WORD = re.compile(WORD)

#: What is told of a text without one.
SAYS_NOTHING = "It says nothing: it needs a word of at least three letters. It is put on record, and somebody else has to understand it."

#: Two letters or digits, whatever stands between them.
_TWO_SIGNS = re.compile(r"[^\W_].*?[^\W_]", re.DOTALL)

#: Of what is not printable, what a text of several lines is made of.
_KEPT = frozenset("\n\t")


def is_stated(text: str | None) -> bool:
    """Whether something was written that says anything."""
    return _TWO_SIGNS.search(text or "") is not None


def says_something(text: str | None) -> bool:
    """Whether a word was written, so that somebody else can read what for."""
    return _WORD.search(text or "") is not None


def is_sentence(text: str | None) -> bool:
    """Whether more than a word was written."""
    words = [word for word in (text or "").split() if any(each.isalpha() for each in word)]
    return len(words) >= _WORDS and sum(each.isalpha() for word in words for each in word) >= _LETTERS


def tidied(text: str) -> str:
    """Take out what nobody sees and what turns the direction of what follows: two texts that look alike are alike, and read as typed."""
    if text.isprintable():
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in plain if each in _KEPT or unicodedata.category(each)[0] != "C").strip()
