"""The keys of a column of texts as numbers: the digits of a whole column at once, which costs a fraction of making a number of each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import compress, count
from operator import not_
from sys import byteorder
from typing import NamedTuple

#: In the place of the number of a text that is not plainly a key.
NO_KEY = 0

_UK = "+44"
#: As long as what `KeyColumn.beginning_with` is asked for.
_PREFIX = 6

_ITEM = "Q"
_ITEM_BYTES = 8
#: Masks are made for so many bytes more at a time.
_REACH = 4096

#: What stands before the ten national digits of a UK number in its key, and before its digits where there are sixteen of each.
_BEFORE_KEY, _BEFORE_DIGITS = b"\x00+44", b"000044"
#: Of the eight bytes that are made of sixteen digits the ones in the middle hold the first four national ones.
_START = slice(3, -3)

#: How two halves of an item become one number: the bits of a half, and by how much the upper one weighs too much.
_HALVES = tuple((bits, (1 << bits) - 10**digits) for bits, digits in ((4, 1), (8, 2), (16, 4), (32, 8)))


class KeyColumn(NamedTuple):
    """The keys of many texts."""

    #: The digits of each as a number; `NO_KEY` where a text is not plainly one UK number.
    values: array[int]
    #: The first four national digits of the keys, read as if they were hexadecimal.
    starts: AbstractSet[int]

    @classmethod
    def of(cls, keys: Sequence[str | None]) -> KeyColumn:
        """Make one of keys that are at hand."""
        values = array(_ITEM, [NO_KEY if key is None else int(key) for key in keys])
        return cls(values, {int(key[3:7], 16) for key in keys if key is not None})

    def without_key(self) -> Iterator[int]:
        """Yield the places of texts without a key."""
        return compress(count(), map(not_, self.values)) if NO_KEY in self.values else iter(())

    def beginning_with(self, prefixes: frozenset[str]) -> list[int]:
        """Give the places of the keys that begin with any of some prefixes, each a plus sign and five digits."""
        if _starts_with(prefixes).isdisjoint(self.starts):
            return []
        return [at for at, value in enumerate(self.values) if f"+{value}"[:_PREFIX] in prefixes]


def start_in_words(start: int) -> str:
    """Give the beginning of the keys of a start."""
    return f"{_UK}{start:04x}"


def column_in(keys: bytes) -> KeyColumn | None:
    """Make a column of UK keys that stand one behind another, a NUL before each; None where a plus sign begins anything else.

    Each is as long as a UK key, of which whoever asks makes sure: a shorter one beside a longer one would give two wrong numbers.
    """
    try:
        pairs = bytes.fromhex(keys.replace(_BEFORE_KEY, _BEFORE_DIGITS).decode("ascii"))
    except ValueError:
        return None
    if len(pairs) % _ITEM_BYTES:
        return None
    starts = set(memoryview(pairs)[_START].cast("H")[::4])
    if byteorder == "little":
        starts = {start >> 8 | (start & 0xFF) << 8 for start in starts}
    return KeyColumn(_numbers_of(pairs), starts)


def _numbers_of(pairs: bytes) -> array[int]:
    """Give the numbers of which each eight bytes are the sixteen digits.

    All of them are one long number, of which a step makes one of two neighbours in all places at the same time: of digits, then of pairs,
    then of fours, then of eights.
    """
    size = len(pairs)
    # Longer than needed, so that columns of nearly the same length share a mask.
    reach = size - size % -_REACH
    together = int.from_bytes(pairs, "big")
    for bits, excess in _HALVES:
        together -= excess * (together >> bits & _mask(bits, reach))
    values = array(_ITEM, together.to_bytes(size, "big"))
    if byteorder == "little":
        values.byteswap()
    return values


@lru_cache(maxsize=16)
def _mask(bits: int, size: int) -> int:
    """Give a number of so many bytes that is all ones in the lower one of each two halves of so many bits."""
    unit = ((1 << bits) - 1).to_bytes(max(bits // 4, 1), "big")
    return int.from_bytes(unit * (size // len(unit)), "big")


@lru_cache(maxsize=4)
def _starts_with(prefixes: frozenset[str]) -> frozenset[int]:
    """Give all starts of UK keys that begin so."""
    digits = [each[len(_UK) :] for each in prefixes if each.startswith(_UK) and len(each) == _PREFIX]
    return frozenset(int(f"{each}{last}", 16) for each in digits for last in range(10))
