"""Names people sign in with: one form of each, whatever way it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 120
_FORM = re.compile(r"[\w.@+'-]+")


def key_of(typed: str) -> str:
    """Give the one form a name is kept and looked up in: however its letters were typed, it is the same person."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold()).strip()


def is_fit(name: str) -> bool:
    """Whether an account may have the name: letters of one script, digits and a few signs, no blanks, written as `key_of` gives it.

    Letters of two scripts look alike: a name with both could be taken for somebody else's.
    """
    is_formed = 0 < len(name) <= LONGEST and _FORM.fullmatch(name) is not None and key_of(name) == name
    return is_formed and len(set(_scripts(name))) <= 1


def fit_of(claimed: str) -> str:
    """Make a name an account may have of what somebody else calls a person; empty where nothing of it is left."""
    name = "".join(_FORM.findall(key_of(claimed)))[: LONGEST - 10]
    first = next(_scripts(name), None)
    return "".join(each for each in name if all(script == first for script in _scripts(each)))


def _scripts(name: str) -> Iterator[str]:
    """Give the script of each letter, as the names of letters begin with it."""
    return (unicodedata.name(each, "?").split()[0] for each in name if each.isalpha())
