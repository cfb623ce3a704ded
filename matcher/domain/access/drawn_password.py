"""Passwords that are drawn for somebody: what they are made of, and by what they are known again.

Whoever gave one out has seen it, so it never becomes somebody's own (ASVS 6.4.1), whatever stands around it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Easy to read out and to type: no letter that looks like another one.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
#: How many signs are drawn, in groups.
DRAWN = 16
GROUP = 4

_WHOLE = DRAWN + GROUP
_NO_SIGN = re.compile(rf"[^{ALPHABET}]+")


def whole_of(drawn: str) -> str:
    """Give the password of sixteen drawn signs: groups of four, and one more that follows from them and by which it is known again."""
    signs = drawn + _mark_of(drawn)
    return "-".join(signs[at : at + GROUP] for at in range(0, _WHOLE, GROUP))


def is_drawn(password: str) -> bool:
    """Whether a password holds one that was drawn, for whomever and whenever, and so is known to whoever gave it out.

    It says so itself: nothing has to be kept of it, and a store that was brought back knows it as well. Capitals, and whatever stands
    between its signs, before or behind them, change nothing. Of twenty signs in a row that nobody drew one in 900,000 looks as if
    drawn, and whatever somebody types no more than one in 650,000: of a million passwords of 24 signs about five are refused by chance.
    """
    signs = _signs_of(password)
    return any(signs[at + DRAWN : at + _WHOLE] == _mark_of(signs[at : at + DRAWN]) for at in range(len(signs) - _WHOLE + 1))


def _signs_of(password: str) -> str:
    """Give what is left of a password when only the signs count that are drawn: no capitals, hyphens, blanks or what else somebody adds."""
    return _NO_SIGN.sub("", unicodedata.normalize("NFKD", password).casefold())


def _mark_of(drawn: str) -> str:
    groups = "".join(f"{drawn[at : at + GROUP]}-" for at in range(0, DRAWN, GROUP))
    return "".join(ALPHABET[each % len(ALPHABET)] for each in hashlib.sha256(groups.encode()).digest()[:GROUP])
