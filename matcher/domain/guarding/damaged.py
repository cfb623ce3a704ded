"""Listed numbers in texts that are no number any more: padded with zeros, cut, mistyped by one digit, run together, made powers of ten.

A text is asked about only when it gave no key, so what is left out here can hide no match. Whatever may be a mobile number is never held
to be a listed one (domain 11.5: err on the side of protection, but lose no number).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

#: A letter that stands for a digit, unless it is one of a word.
_LETTER = r"[OoIil|](?=[OoIil|\d]*+(?![^\W\d_]))"
_BETWEEN = r"[^\S\n]|[.\-()\u2010-\u2015]"
_SIGN = rf"(?:\d|{_LETTER}|[xX](?=[xX]*+(?![^\W\d_]))|[?*•_#…])"
#: Digits, what people put between those of one number, and signs for missing ones.
_RUN = re.compile(rf"(?<![^\W\d_])[+(]*(?:\d|{_LETTER})(?:{_SIGN}|(?:{_BETWEEN})(?=(?:{_BETWEEN})?{_SIGN}))*")
#: Letters that are typed for digits.
LETTERS_FOR_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "i": "1", "l": "1", "|": "1"})
_MISSING = re.compile(r"[xX?*•_#…].*", re.DOTALL)
_NOT_DIGIT = re.compile(r"\D", re.ASCII)
_DECIMALS = re.compile(r"^(\+?\d+)[.,]0+$", re.ASCII)
_POWER = re.compile(r"\s*[=\"']*(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})[\"']*\s*", re.ASCII)
_PADDED = re.compile(r"0*")

#: Longer texts are no damaged number, and longer runs no numbers run together.
_LONGEST_TEXT = 200
_LONGEST_RUN = 44
#: Fewer figures of a power of ten fit too many numbers, but where all of them are shorter than any number that is dialled from elsewhere.
_FIGURES = 4
_SHORTEST_OTHER = 7
#: A code that short is the middle of too many numbers.
_TELLING_CODE = 5
#: So many digits without a trunk zero may be a number people dial within their town.
_LONGEST_LOCAL = 8
#: Fewer digits hold no number of their own.
_WORTH_READING = 6
#: Digits of the longest number a missing or further digit makes of a national one.
_LONGEST_NATIONAL = 12
#: Codes that people write side by side.
_CODES_BESIDE = re.compile(r"1\d\d|999", re.ASCII)
_WHOLE_NUMBER = re.compile(r"0[1-9]\d{8,9}|44[1-9]\d{9}", re.ASCII)
_WHOLE_MOBILE = re.compile(r"07\d{9}|447\d{9}", re.ASCII)


class Span(NamedTuple):
    """Where in a text a run of digits stands, and the digits that are left of it once a listed number is taken out."""

    start: int
    end: int
    left: str


class Listed(NamedTuple):
    """What is listed, in the form it is compared in here."""

    #: National numbers without their trunk zero.
    numbers: frozenset[str]
    #: National digits all numbers of a range begin with.
    heads: tuple[str, ...]
    #: First and last national number of each range.
    ranges: tuple[tuple[int, int], ...]
    codes: frozenset[str]
    code_ranges: tuple[tuple[int, int], ...]

    def is_code(self, digits: str) -> bool:
        """Whether digits are a code as dialled."""
        return digits in self.codes or (bool(digits) and digits[0] != "0" and _is_within(int(digits), self.code_ranges))

    def is_number(self, national: str) -> bool:
        """Whether digits without their trunk zero are a whole number."""
        return national in self.numbers or (bool(national) and national[0] != "0" and _is_within(int(national), self.ranges))


def _is_within(value: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= value <= last for first, last in ranges)


class DamagedNumbers:
    """Finds listed numbers in texts that gave no key."""

    def __init__(self, listed: Listed) -> None:
        """Prepare the probes."""
        self._listed = listed
        # A digit too many or too few is looked for in freephone numbers only: no local or mobile number begins alike.
        self._freephone = frozenset(number for number in listed.numbers if number.startswith("80"))
        self._one_less = frozenset(form for number in self._freephone for form in _one_less(number))

    def left_of(self, text: str) -> tuple[str, ...] | None:
        """Give the parts of a text that may be other numbers once the listed ones are taken out; None where none stands in it."""
        if len(text) > _LONGEST_TEXT or not any(map(str.isdecimal, text)):
            return None
        plain = _plain(text)
        if power := _POWER.fullmatch(plain):
            return () if self._is_power(*power.groups(default="")) else None
        runs = list(_runs(plain))
        found = list(self._spans(plain, runs))
        if not found:
            return None
        taken = {span.start for span in found}
        rest = [text[start:end] for start, end in runs if start not in taken]
        return tuple(each for each in (*rest, *(span.left for span in found)) if _count(each) >= _WORTH_READING)

    def spans(self, text: str) -> list[Span]:
        """Give the runs of digits in a text of words that are a listed number."""
        if len(text) > _LONGEST_TEXT or not any(map(str.isdecimal, text)):
            return []
        plain = _plain(text)
        found = self._spans(plain, [(end - len(text[start:end].lstrip("(")), end) for start, end in _runs(plain)])
        return [span for span in found if _count(text[span.start : span.end]) >= _TELLING_CODE]

    def _spans(self, text: str, runs: Sequence[tuple[int, int]]) -> Iterator[Span]:
        texts = [text[start:end] for start, end in runs]
        lefts = [self._left_of_run(each) for each in texts]
        others = [each for each, left in zip(texts, lefts, strict=True) if left is None]
        stand_beside_code = all(map(_stands_beside_code, others))
        for each, left, (start, end) in zip(texts, lefts, runs, strict=True):
            if left is not None and (stand_beside_code or not self._is_bare_code(each)):
                yield Span(start, end, left)

    def _is_bare_code(self, run: str) -> bool:
        return self._listed.is_code(_NOT_DIGIT.sub("", run).lstrip("0"))

    def _left_of_run(self, run: str) -> str | None:
        """Give what is left of one run without the listed numbers in it, empty where it is one; None where there is none."""
        is_cut = _MISSING.search(run) is not None
        whole = _MISSING.sub("", _DECIMALS.sub(r"\1", run)).translate(LETTERS_FOR_DIGITS)
        digits = _NOT_DIGIT.sub("", whole)
        if not digits or len(digits) > _LONGEST_RUN:
            return None
        is_mistyped = any(map(str.isalpha, run.replace("x", "").replace("X", ""))) or "|" in run
        if self._is_damaged(digits, is_cut=is_cut, is_mistyped=is_mistyped) or self._is_codes(whole) or self._is_joined(digits):
            return ""
        return self._beside(digits)

    def _is_damaged(self, digits: str, *, is_cut: bool, is_mistyped: bool) -> bool:
        listed = self._listed
        for bare in {digits.lstrip("0"), digits.lstrip("0").removeprefix("44").lstrip("0")}:
            if not bare or bare.startswith("7"):
                continue
            if listed.is_code(bare) or listed.is_number(bare):
                return True
            is_explicit = len(bare) < len(digits) or is_mistyped
            if not is_explicit and len(bare) <= _LONGEST_LOCAL:
                continue
            if bare.startswith(listed.heads) and len(bare) <= _LONGEST_NATIONAL:
                return True
            if is_cut and any(number.startswith(bare) and len(number) - len(bare) <= 2 for number in listed.numbers):
                return True
            if bare in self._one_less or (bare[0] == "8" and not self._freephone.isdisjoint(_one_less(bare))):
                return True
        return False

    def _is_codes(self, run: str) -> bool:
        """Whether a run is short codes side by side, one of them listed: `111 999`."""
        groups = re.findall(r"\d+", run)
        return len(groups) > 1 and any(map(self._listed.is_code, groups)) and all(map(_CODES_BESIDE.fullmatch, groups))

    def _is_joined(self, digits: str) -> bool:
        """Whether digits are several listed numbers without anything between them, and too many for a local number."""
        if len(digits) <= _LONGEST_LOCAL:
            return False

        @cache
        def is_joined_from(at: int) -> bool:
            if at == len(digits):
                return True
            zeros = at + len(_PADDED.match(digits, at)[0])  # type: ignore[index]
            ends = range(zeros + 3, min(len(digits), zeros + _LONGEST_NATIONAL) + 1)
            return any(self._is_whole(digits[zeros:end]) and is_joined_from(end) for end in ends)

        return is_joined_from(0)

    def _is_whole(self, bare: str) -> bool:
        return self._listed.is_code(bare) or self._listed.is_number(bare)

    def _beside(self, digits: str) -> str | None:
        """Give the whole number that a listed one is written together with."""
        for at in range(3, len(digits) - 2):
            one, other = digits[:at], digits[at:]
            for listed, rest in ((one, other), (other, one)):
                if listed[0] == "0" and self._listed.is_number(listed[1:]) and _WHOLE_NUMBER.fullmatch(rest):
                    return rest
                if len(listed) >= _TELLING_CODE and self._listed.is_code(listed) and _WHOLE_MOBILE.fullmatch(rest):
                    return rest
        return None

    def _is_power(self, figure: str, figures: str, exponent: str) -> bool:
        """Whether a power of ten, which a spreadsheet rounds, may be a listed number."""
        shown, lost = f"{figure}{figures}", int(exponent) - len(figures)
        if lost < 0:
            # Nothing is lost: noughts behind the point.
            return set(shown[lost:]) == {"0"} and self._is_damaged(shown[:lost], is_cut=False, is_mistyped=False)
        if lost == 0:
            return self._is_damaged(shown, is_cut=False, is_mistyped=False)
        if len(shown) < _FIGURES and int(exponent) >= _SHORTEST_OTHER:
            return False
        value, half = int(shown) * 10**lost, 10**lost // 2
        first, last = value - half, value + half
        listed = self._listed
        singles = [int(number) for number in (*listed.numbers, *(f"44{each}" for each in listed.numbers), *listed.codes)]
        spans = (*listed.ranges, *((int(f"44{one}"), int(f"44{end}")) for one, end in listed.ranges), *listed.code_ranges)
        return any(first <= each <= last for each in singles) or any(one <= last and first <= end for one, end in spans)


def _plain(text: str) -> str:
    """Make ASCII digits of those of other scripts, character by character, so that places stay."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(each, each)) for each in text)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    for found in _RUN.finditer(text):
        if any(map(str.isdecimal, found.group())):
            yield found.span()


def _count(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _stands_beside_code(run: str) -> bool:
    """Whether what stands beside a code is a number of its own, with some digits missing at most, or another code."""
    digits = _count(run)
    return (
        _CODES_BESIDE.fullmatch(run.strip()) is not None or digits >= 10 or (digits > _WORTH_READING and _MISSING.search(run) is not None)
    )


def _one_less(number: str) -> Iterator[str]:
    """Give a number with each of its digits left out, but for the first, which tells what sort of number it is."""
    return (number[:at] + number[at + 1 :] for at in range(1, len(number)))
