"""Ids of stored objects: a word for the kind, then time and chance, so that they sort and cannot be guessed."""

from __future__ import annotations

import os
import re
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CHANCE_DIGITS = 17

#: The digit of every byte, by its last five bits: eight bytes for each digit, so that none comes more often.
_DIGITS = (_ALPHABET * 8).encode("ascii")

#: For how many ids the kernel is asked at once: asking it costs more than everything else that making one does.
_AT_ONCE = 240

#: What every id looks like.
_FORM = re.compile(r"[a-z]{3,4}_[0-9a-hjkmnp-tv-z]{26}")


def is_id(text: str, kind: str = "") -> bool:
    """Whether a text can be an id of a kind: what somebody typed in the place of one may be anything."""
    return _FORM.fullmatch(text) is not None and text.startswith(f"{kind}_" if kind else "")


def kind_of(made: str) -> str:
    """Give the kind of an id."""
    return made.partition("_")[0]


def new_id(kind: str) -> str:
    """Make an id such as `sub_01k7d3v5s2…`: 45 bits of milliseconds, 85 bits of chance.

    Args:
        kind: Three or four letters.
    """
    return f"{kind}_{_digits_of(time.time_ns() // 1_000_000)}{chance().translate(_DIGITS).decode('ascii')}"


def chance() -> bytes:
    """Give 17 random bytes for what is told to everybody anyway, never for keys and nonces. None is given away twice."""
    try:
        # One step of the interpreter, so that no two threads take the same.
        return _drawn.pop()
    except IndexError:
        data = os.urandom(_CHANCE_DIGITS * _AT_ONCE)
        first, *others = (data[at : at + _CHANCE_DIGITS] for at in range(0, len(data), _CHANCE_DIGITS))
        _drawn.extend(others)
        return first


#: What was drawn and not given away yet.
_drawn: list[bytes] = []
# A child must not give away what its parent gives away.
os.register_at_fork(after_in_child=_drawn.clear)


def _digits_of(milliseconds: int) -> str:
    pairs = _PAIRS
    return (
        f"{_ALPHABET[milliseconds >> 40 & 31]}{pairs[milliseconds >> 30 & 1023]}{pairs[milliseconds >> 20 & 1023]}"
        f"{pairs[milliseconds >> 10 & 1023]}{pairs[milliseconds & 1023]}"
    )


#: Two digits for each ten bits.
_PAIRS = [f"{first}{second}" for first in _ALPHABET for second in _ALPHABET]
