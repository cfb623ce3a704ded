"""Names people sign in with: one form of each, whatever way it was typed."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_FORM = re.compile(r"[\w.@+'-]+")


def key_of(typed: str) -> str:
    """Give the one form a name is kept and looked up in: however its letters were typed, it is the same person."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold()).strip()


def is_fit(name: str) -> bool:
    """Whether an account may have the name: letters, digits and a few signs, no blanks, written as `key_of` gives it."""
    return 0 < len(name) <= LONGEST and _FORM.fullmatch(name) is not None and key_of(name) == name


def fit_of(claimed: str) -> str:
    """Make a name an account may have of what somebody else calls a person; empty where nothing of it is left."""
    return "".join(_FORM.findall(key_of(claimed)))[: LONGEST - 10]
