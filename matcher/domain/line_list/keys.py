"""The number column of a line list: one key in each row, by the same normaliser as the phones, and each key tested."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import cast

from matcher.domain.guarding.protection import PREFIX, NumberLists
from matcher.domain.line import NumberRole
from matcher.domain.line_list.columns import Unfit
from matcher.domain.line_list.entries import BATCH
from matcher.domain.numbers import Number, Reading, Status, keys_of, read_all
from matcher.domain.numbers.steps import STEP_EXTENSION, STEP_LABEL, STEP_PAUSE

_NOT_REPAIRED = (False,) * BATCH

#: Length of `+44` and ten digits, as `keys_of` gives them. What is as long and begins like such a number is one as well, for five national
#: digits settle which range of the plan a number is in. So of all keys with one start one is tested for the others; a law holds them to it.
_UK_KEY = 13
_start_of = itemgetter(slice(0, 8))

#: A cell that ends in so many digits of its key holds no further ones behind them.
_LAST_DIGITS = 7
_NOT_DIGIT = re.compile(r"\D")
#: What a spreadsheet makes of a number, and a letter typed for a zero: repairs that `Number.status` tells of.
_DECIMALS = re.compile(r"[.,]0+\s*$")
_LETTERS_O = str.maketrans("Oo", "00")


@dataclass(frozen=True, slots=True)
class KeyReader:
    """Reads the numbers of one list."""

    lists: NumberLists
    region: str
    test_numbers: bool
    #: Starts of UK keys that passed the self-test and stand before no protected number.
    _sound: set[str] = field(default_factory=set)
    #: Cells of the last rows that were not plain, as they read: where the rows turn out to be at fault they are asked for again.
    _latest: dict[str, tuple[Reading, ...]] = field(default_factory=dict)

    def read_all(self, texts: Sequence[str]) -> list[tuple[Reading, ...]]:
        """Read trimmed cells in full."""
        known = self._latest
        fresh = [text for text in texts if text not in known] if known else texts
        readings = read_all(fresh, self.region, test_numbers=self.test_numbers)
        if len(fresh) == len(texts):
            return readings
        left = iter(readings)
        return [known[text] if text in known else next(left) for text in texts]

    def is_protected(self, number: Number) -> bool:
        """Whether a number must not stand on any list."""
        return number.e164[:PREFIX] in self.lists.watched and self.lists.is_protected(number)

    def read(self, raws: Sequence[str], roles: Sequence[NumberRole]) -> tuple[Sequence[str], Sequence[bool]]:
        """Give the key of every trimmed cell, empty for a social handle, and whether the number needed a repair.

        Raises:
            Unfit: a cell holds no number or more than one, or one that may not stand there.
        """
        plain = keys_of(raws, self.region, test_numbers=self.test_numbers)
        others = [at for at, key in enumerate(plain) if key is None]
        if not others:
            keys = cast("list[str]", plain)
            self._check(raws, keys)
            # What has a key by now was plain to see and needed no repair.
            return keys, _NOT_REPAIRED
        self._check([raw for raw, key in zip(raws, plain, strict=True) if key], [key for key in plain if key])
        keys, repaired = [key or "" for key in plain], [False] * len(plain)
        unplain = [raws[at] for at in others]
        readings = read_all(unplain, self.region, test_numbers=self.test_numbers)
        self._latest.clear()
        self._latest.update(zip(unplain, readings, strict=True))
        for at, several in zip(others, readings, strict=True):
            number = only_number(several)
            if number is not None:
                if beside(number):
                    raise Unfit
                keys[at], repaired[at] = number.e164, number.status is Status.OK_REPAIRED
            elif roles[at] is not NumberRole.SOCIAL_HANDLE or not raws[at] or any(isinstance(each, Number) for each in several):
                raise Unfit
        self._check_each([raws[at] for at in others if keys[at]], [keys[at] for at in others if keys[at]])
        return keys, repaired

    def _check(self, raws: Sequence[str], keys: Sequence[str]) -> None:
        """Test keys of plain numbers, those with one start together; see `_UK_KEY`."""
        by_start = dict(zip(map(_start_of, keys), keys, strict=True))
        fresh = by_start.keys() - self._sound
        watched = {start for start in fresh if start[:PREFIX] in self.lists.watched}
        if set(map(len, keys)) - {_UK_KEY} or any(start[:3] != "+44" for start in fresh):
            self._check_each(raws, keys)
            return
        if watched:
            of_note = [at for at, key in enumerate(keys) if _start_of(key) in watched]
            self._check_each([raws[at] for at in of_note], [keys[at] for at in of_note])
        fresh -= watched
        self._test([by_start[start] for start in fresh])
        self._sound.update(fresh)

    def _check_each(self, raws: Sequence[str], keys: Sequence[str]) -> None:
        self._test(keys)
        watched = [raw for raw, key in zip(raws, keys, strict=True) if key[:PREFIX] in self.lists.watched]
        for several in self.read_all(watched):
            if (number := only_number(several)) is None or self.is_protected(number):
                raise Unfit

    def _test(self, keys: Sequence[str]) -> None:
        """Test that what is kept as the key reads as itself, or list and phone would disagree."""
        for key, several in zip(keys, self.read_all(keys), strict=True):
            if (number := only_number(several)) is None or number.e164 != key:
                raise Unfit


def only_number(readings: Sequence[Reading]) -> Number | None:
    """Give the number of a cell that holds one number and nothing else."""
    return readings[0] if len(readings) == 1 and isinstance(readings[0], Number) else None


def beside(number: Number) -> str | None:
    """Say what stands in the cell of a number beside it, or None: a word or a digit more may be what matters, and nobody would read it."""
    if STEP_EXTENSION in number.steps or STEP_PAUSE in number.steps:
        return (
            "The cell holds an extension or digits to press; whoever answers first is not the line, so leave them out or take the row out."
        )
    if STEP_LABEL in number.steps:
        return "The cell holds words beside the number; put them in notes, and the number alone here."
    text = _DECIMALS.sub("", unicodedata.normalize("NFKC", number.raw).translate(_LETTERS_O))
    digits = "".join(str(unicodedata.decimal(each)) for each in _NOT_DIGIT.sub("", text))
    if not digits.endswith(number.e164[-_LAST_DIGITS:]):
        return "The cell holds digits beside the number; write one number in each row."
    return None
