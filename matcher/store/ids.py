"""Ids of stored objects: a word for the kind, then time and chance, so that they sort and cannot be guessed."""

from __future__ import annotations

import os
import re
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_BITS = 45
_CHANCE_BITS = 85
_CHANCE_BYTES = 11
_LENGTH = 26

#: Every pair of digits: half the divisions.
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]


#: What every id looks like.
_FORM = re.compile(r"[a-z]{3,4}_[0-9a-hjkmnp-tv-z]{26}")


def is_id(text: str, kind: str = "") -> bool:
    """Whether a text can be an id of a kind: what somebody typed in the place of one may be anything."""
    return _FORM.fullmatch(text) is not None and text.startswith(f"{kind}_" if kind else "")


def new_id(kind: str) -> str:
    """Make an id such as `sub_01k7d3v5s2…`: 45 bits of milliseconds, 85 bits of chance.

    Args:
        kind: Three or four letters.
    """
    chance = int.from_bytes(os.urandom(_CHANCE_BYTES), "big") >> (8 * _CHANCE_BYTES - _CHANCE_BITS)
    value = (time.time_ns() // 1_000_000 % (1 << _TIME_BITS)) << _CHANCE_BITS | chance
    pairs = [""] * (_LENGTH // 2)
    for at in range(_LENGTH // 2 - 1, -1, -1):
        pairs[at] = _PAIRS[value & 1023]
        value >>= 10
    return f"{kind}_{''.join(pairs)}"
