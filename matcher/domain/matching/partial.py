"""Numbers with digits missing: what is left of them, and which listed number it fits. Only ever a lead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

#: Fewer digits fit too many numbers.
SHORTEST_FRAGMENT = 7

#: Digits and what people put between them, an optional country sign before, and signs that stand for missing digits.
_BEGINNING = re.compile(r"(?P<sign>\+|00)?(?P<digits>[\d\s().\-/]*\d)[\s().\-/]*[xX*?•_#…]*\.*", re.ASCII)
_END = re.compile(r"[xX*?•_#…]+[\s().\-/]*(?P<digits>[\d\s().\-/]*\d)", re.ASCII)

_NOT_DIGIT = re.compile(r"\D", re.ASCII)


class Fragment(NamedTuple):
    """The digits that are left of a number."""

    #: The beginning of an E.164 number without its plus sign, or the end of one.
    digits: str
    is_tail: bool


def fragment_of(raw: str) -> Fragment | None:
    """Give the digits left of a partial number: its beginning or its end, never digits from around a gap; None when too few."""
    text = unicodedata.normalize("NFKC", raw).strip().strip("\u200e\u200f\u202a\u202c")
    if found := _END.fullmatch(text):
        digits = _NOT_DIGIT.sub("", found["digits"])
        return Fragment(digits, is_tail=True) if len(digits) >= SHORTEST_FRAGMENT else None
    if not (found := _BEGINNING.fullmatch(text)):
        return None
    digits = _NOT_DIGIT.sub("", found["digits"])
    if found["sign"]:
        # `+44 (0)7700 …`: the trunk zero is no part of the number.
        country = digits.removeprefix("440") if digits.startswith("440") else digits.removeprefix("44")
        return _beginning(country, "44") if digits.startswith("44") else _beginning(digits, "")
    if digits.startswith("0"):
        return _beginning(digits[1:], "44")
    return _beginning(digits[2:], "44") if digits.startswith("44") else _tail_or_nothing(digits)


def _beginning(national: str, country: str) -> Fragment | None:
    return Fragment(country + national, is_tail=False) if len(national) >= SHORTEST_FRAGMENT else None


def _tail_or_nothing(digits: str) -> Fragment | None:
    # Without trunk zero or country code the digits are those people dial locally: the end of a number.
    return Fragment(digits, is_tail=True) if len(digits) >= SHORTEST_FRAGMENT else None


def fit_fragments(fragments: Collection[Fragment], listed: Iterable[str]) -> Iterator[tuple[Fragment, str]]:
    """Yield every fragment that fits exactly one listed number, with that number.

    One pass over the list, and none when there is no fragment: phones have few partial numbers, lists have many numbers.
    """
    if not fragments:
        return
    head_sizes = {len(fragment.digits) for fragment in fragments if not fragment.is_tail}
    tail_sizes = {len(fragment.digits) for fragment in fragments if fragment.is_tail}
    fitting: dict[Fragment, list[str]] = {fragment: [] for fragment in fragments}
    for e164 in listed:
        digits = e164[1:]
        for size in head_sizes:
            if size < len(digits) and (found := fitting.get(Fragment(digits[:size], is_tail=False))) is not None and len(found) < 2:
                found.append(e164)
        for size in tail_sizes:
            if size < len(digits) and (found := fitting.get(Fragment(digits[-size:], is_tail=True))) is not None and len(found) < 2:
                found.append(e164)
    for fragment, numbers in fitting.items():
        if len(numbers) == 1:
            yield fragment, numbers[0]
