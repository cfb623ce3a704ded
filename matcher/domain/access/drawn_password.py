"""Passwords that are drawn for somebody: what they are made of, and by what they are known again.

Whoever gave one out has seen it, so it never becomes somebody's own (ASVS 6.4.1), nor does what is made of it by a sign more or less.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

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
    return _grouped(signs)


def is_drawn(password: str) -> bool:
    """Whether a password holds one that was drawn, for whomever and whenever, and so is known to whoever gave it out.

    It says so itself: nothing has to be kept of it, and a store that was brought back knows it as well. Capitals, and whatever stands
    between its signs, before or behind them, change nothing. Of twenty signs in a row that nobody drew one in 900,000 looks as if
    drawn, and whatever somebody types no more than one in 650,000: of a million passwords of 24 signs about five are refused by chance.
    """
    signs = _signs_of(password)
    return any(signs[at + DRAWN : at + _WHOLE] == _mark_of(signs[at : at + DRAWN]) for at in range(len(signs) - _WHOLE + 1))


def made_of(password: str) -> Iterator[str]:
    """Yield the drawn passwords of which one may have been made by leaving out or changing the last group, or one sign before it.

    None where more than half of its signs stand beside those that were drawn: such a password is somebody's own. Nearly all that are given
    were never drawn; whether one was is told by the hash of the one that was given out.
    """
    signs = _signs_of(password)
    if len(signs) <= 2 * DRAWN:
        for at in range(len(signs) - DRAWN + 1):
            yield whole_of(signs[at : at + DRAWN])
        for end in range(_WHOLE - 1, len(signs) + 1):
            mark = signs[end - GROUP : end]
            yield from (_grouped(drawn + mark) for drawn in _one_sign_away(signs[: end - GROUP]) if _mark_of(drawn) == mark)


def _one_sign_away(before: str) -> Iterator[str]:
    """Yield what sixteen signs, of which one was changed, left out or put in, may have been, where they are the last of some signs."""
    short, same, long = before[-DRAWN + 1 :], before[-DRAWN:], before[-DRAWN - 1 :]
    for at in range(DRAWN):
        yield from (short[:at] + sign + short[at:] for sign in ALPHABET)
        if len(same) == DRAWN:
            yield from (same[:at] + sign + same[at + 1 :] for sign in ALPHABET if sign != same[at])
        if len(long) > DRAWN:
            yield long[: at + 1] + long[at + 2 :]


def _signs_of(password: str) -> str:
    """Give what is left of a password when only the signs count that are drawn: no capitals, hyphens, blanks or what else somebody adds."""
    return _NO_SIGN.sub("", unicodedata.normalize("NFKD", password).casefold())


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, _WHOLE, GROUP))


def _mark_of(drawn: str) -> str:
    groups = "".join(f"{drawn[at : at + GROUP]}-" for at in range(0, DRAWN, GROUP))
    return "".join(ALPHABET[each % len(ALPHABET)] for each in hashlib.sha256(groups.encode()).digest()[:GROUP])
