"""Listed numbers that stand in a text with more to it: opening hours, a second number, an option to press, a stray digit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

#: Digits, and letters O that stand for zeros among them.
_GROUP = re.compile(r"(?<![A-NP-Za-np-z])[\dOo]+")
#: What may stand between two groups of one number: neither letters nor what separates numbers.
_GAP = re.compile(r"(?:(?![;,|\n])[\W_]){0,4}")
#: Between digits that people would read as one number.
_PLAIN_GAP = re.compile(r"[ .\-]*")

#: Belongs to the number behind it.
_SIGNS_BEFORE = "+("

#: Longer runs of digits are no telephone number, and no text of a number has more groups worth asking about.
_LONGEST = 17
_MOST_GROUPS = 12

#: Fewer digits beside a short code are its opening hours, an option to press or a count; more may be a number it is a part of.
_CHATTER = 2
_CHATTER_WORDS = frozenset({"365"})
_ALWAYS = frozenset({"24", "247", "247365"})
#: Fewer digits hold no number of their own.
WORTH_READING = 6
#: So many digits beside a code may be a number of their own: with a trunk zero, and without one.
_NATIONAL, _INTERNATIONAL = 10, 11
#: Shorter codes are the middle of too many numbers.
_TELLING_CODE = 5


class Asked(NamedTuple):
    """The questions a set of numbers answers about digits."""

    #: Whether digits, written with trunk zero or country code, are a listed number.
    is_number: Callable[[str], bool]
    #: Whether digits are a listed short code, as dialled.
    is_code: Callable[[str], bool]


class _Group(NamedTuple):
    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cell:
    """The groups of digits of one text."""

    text: str
    groups: Sequence[_Group]
    #: How many digits stand before each group, and behind the last.
    digits: Sequence[int] = field(init=False)
    #: How many groups before each are more than opening hours or a count.
    telling: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        """Add up, so that a question about one side of a group costs the same however long the text is."""
        object.__setattr__(self, "digits", [0, *accumulate(len(each.digits) for each in self.groups)])
        object.__setattr__(self, "telling", [0, *accumulate(not _is_chatter(each) for each in self.groups)])

    def gap(self, at: int) -> str:
        """Give what stands before a group, from the one before it on."""
        return self.text[self.groups[at - 1].end if at else 0 : self.groups[at].start if at < len(self.groups) else len(self.text)]

    def is_chatter(self, start: int, end: int) -> bool:
        """Whether some neighbouring groups are no number, nor part of one."""
        return self.telling[start] == self.telling[end]

    def joined(self, start: int) -> Iterator[tuple[int, str]]:
        """Yield the digits of a group and of those behind it that may belong to it, with the place behind the last."""
        digits = ""
        for at in range(start, min(start + _MOST_GROUPS, len(self.groups))):
            if at > start and not _GAP.fullmatch(self.gap(at)):
                return
            digits += self.groups[at].digits
            if len(digits) > _LONGEST:
                return
            yield at + 1, digits

    def may_be_number(self, start: int, end: int) -> bool:
        """Whether some neighbouring groups hold digits enough for a number of their own."""
        least = _NATIONAL if start < end and self.groups[start].digits[0] == "0" else _INTERNATIONAL
        return self.digits[end] - self.digits[start] >= least

    def words(self, start: int, end: int) -> str:
        """Give the text of some neighbouring groups."""
        begin = self.groups[start].start
        while begin and self.text[begin - 1] in _SIGNS_BEFORE:
            begin -= 1
        return self.text[begin : self.groups[end - 1].end]


def left_of(text: str, asked: Asked) -> tuple[str, ...] | None:
    """Give the parts of a text that may hold other numbers once every listed one is taken out; None where none stands in it."""
    cell = _cell_of(text)
    spans = list(_listed(cell, asked))
    if not spans:
        return None
    edges = ((0, 0), *spans, (len(cell.groups), len(cell.groups)))
    stretches = ((before[1], behind[0]) for before, behind in pairwise(edges))
    return tuple(cell.words(start, end) for start, end in stretches if cell.digits[end] - cell.digits[start] >= WORTH_READING)


def spans_of(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Give where in a text the listed numbers stand."""
    cell = _cell_of(text)
    return [(cell.groups[start].start, cell.groups[end - 1].end) for start, end in _listed(cell, asked)]


def _cell_of(text: str) -> _Cell:
    found = ((each.group(), each.span()) for each in _GROUP.finditer(text))
    return _Cell(text, [_Group(_plain(digits), *span) for digits, span in found if any(map(str.isdecimal, digits))])


def _plain(digits: str) -> str:
    if digits.isascii() and digits.isdecimal():
        return digits
    return "".join("0" if each in "Oo" else str(unicodedata.decimal(each)) for each in digits)


def _is_chatter(group: _Group) -> bool:
    return len(group.digits) <= _CHATTER or group.digits in _CHATTER_WORDS


def _listed(cell: _Cell, asked: Asked) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(cell.groups):
        end = _number_at(cell, at, asked) or _code_at(cell, at, asked)
        if end:
            yield at, end
        at = end or at + 1


def _number_at(cell: _Cell, at: int, asked: Asked) -> int:
    if cell.groups[at].digits[0] not in "04":
        return 0
    return max((end for end, digits in cell.joined(at) if asked.is_number(digits)), default=0)


def _code_at(cell: _Cell, at: int, asked: Asked) -> int:
    for end, digits in cell.joined(at):
        if asked.is_code(digits):
            stands_alone = _tells_by_itself if len(digits) >= _TELLING_CODE else _stands_first
            if stands_alone(cell, at, end):
                return end
    return 0


def _tells_by_itself(cell: _Cell, start: int, end: int) -> bool:
    """Whether what stands on either side is no part of one number, or of a reference, with a code."""
    last = len(cell.groups)
    sides = ((0, start), (end, last))
    return not (start and cell.gap(start) == "/") and all(cell.is_chatter(*side) or cell.may_be_number(*side) for side in sides)


def _stands_first(cell: _Cell, start: int, end: int) -> bool:
    """Whether a short code begins the text, and what follows is another number, is set apart, or says that it is always there."""
    last = len(cell.groups)
    if start or not cell.is_chatter(end, last):
        return not start and cell.groups[end].digits[0] == "0" and cell.may_be_number(end, last)
    return end == last or not _PLAIN_GAP.fullmatch(cell.gap(end)) or "".join(each.digits for each in cell.groups[end:]) in _ALWAYS
