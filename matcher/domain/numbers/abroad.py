"""What the first digits of a number of another country decide, as tables that fill as numbers turn up.

Whether a start decides is asked of the plan's own expressions, with a mark in place of each digit that is still to come: when an expression
takes the mark only where it takes any digit, and matches, then every number that begins so is of that kind; when it takes the mark wherever
it takes some digit, and does not match, then none is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from matcher.domain.numbers.plans import plan_of
from matcher.domain.numbers.ranges import UK
from matcher.domain.numbers.reading import Kind
from matcher.domain.numbers.starts import Bounded
from matcher.domain.numbers.verdict import LONGEST, SHORTEST

#: Characters of a start: the plus sign and seven digits.
START = 8

#: Stands for a digit that may be any.
_ANY = "x"

#: All that the expressions of the library are made of; anything else is not understood here.
_UNDERSTOOD = re.compile(r"(?:\\d|\[[\d-]+\]|\{\d+(?:,\d*)?\}|\(\?:|[\d()|?$])*", re.ASCII)
_PARTS = re.compile(r"\{[\d,]+\}|\\d|\[[\d-]+\]|\d", re.ASCII)


class _Starts(Bounded):
    """Start of an international number -> its kind; None where more digits decide, where anything is to be decided, and for the UK."""

    def __init__(self, size: int) -> None:
        """Prepare for numbers of this many characters, the plus sign among them."""
        super().__init__()
        self._size = size

    def __missing__(self, start: str) -> Kind | None:
        return self.keep(start, _kind(start, self._size))


@lru_cache(maxsize=1)
def kinds_abroad() -> tuple[_Starts, ...]:
    """Give the kinds of foreign numbers by their starts, for each length with the plus sign."""
    return tuple(_Starts(size) for size in range(LONGEST + 2))


def _kind(start: str, size: int) -> Kind | None:
    plan = plan_of(start[1:4]) if start[:1] == "+" else None
    if plan is None or plan.calling_code == UK or size <= SHORTEST:
        return None
    national = start[1 + len(plan.calling_code) :].ljust(size - 1 - len(plan.calling_code), _ANY)
    if len(national) not in plan.lengths or national[0] in {"0", _ANY}:
        return None
    prefix = plan.prefix.pattern if plan.prefix is not None else ""
    # A trunk prefix may stand here, with rules of its own in each country.
    if not _UNDERSTOOD.fullmatch(prefix) or ((found := _perhaps(prefix).match(national)) is not None and found.end()):
        return None
    for kind, pattern in plan.kinds:
        if not _UNDERSTOOD.fullmatch(pattern):
            return None
        if _for_certain(pattern).fullmatch(national):
            return kind
        if _perhaps(pattern).fullmatch(national):
            return None
    return Kind.UNKNOWN


@cache
def _for_certain(pattern: str) -> re.Pattern[str]:
    """Give the expression that takes the mark where the pattern takes any digit."""
    return re.compile(pattern.replace(r"\d", rf"[\d{_ANY}]"), re.ASCII)


@cache
def _perhaps(pattern: str) -> re.Pattern[str]:
    """Give the expression that takes the mark where the pattern takes some digit."""
    return re.compile(_PARTS.sub(_or_mark, pattern), re.ASCII)


def _or_mark(part: re.Match[str]) -> str:
    text = part.group()
    return text if text[0] == "{" else f"[{text.strip('[]')}{_ANY}]"
