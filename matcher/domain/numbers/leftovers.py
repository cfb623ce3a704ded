"""Accounts for every digit of a piece of a field: in a number, in a step that was declared, or in what else was read of it.

Digits that are in none of these may belong to the number, which then is another one. This is asked last, of whatever was found in whatever
way, so that no way of reading can leave digits out unseen.
"""

from __future__ import annotations

import re
from bisect import bisect

from matcher.domain.numbers.apart import LIST_MARK, without_code
from matcher.domain.numbers.declared import Context, Found
from matcher.domain.numbers.places import TOLD, Place, put, rest_of
from matcher.domain.numbers.reading import Status
from matcher.domain.numbers.refusal import LETTER
from matcher.domain.numbers.runs import is_told_by_its_length
from matcher.domain.numbers.verdict import Verdict

_LEFT_OVER = "other digits stand beside it that may belong to it"

_DIGITS = re.compile(r"\d+", re.ASCII)

#: A label in brackets (domain 5.1, step 3), and how many digits it may have.
_LABEL = re.compile(r"[(\[{<][^()\[\]{}<>\x00\x01]*[^\W\d_][^()\[\]{}<>\x00\x01]*[)\]}>]")
_MOST_IN_LABEL = 4
#: Digits that belong to the words behind them, `2 for 1`, `24hrs`, `50%`, or before them: `Line 2`, `Jay (2)`.
_BEFORE_WORD = re.compile(r"(?:[^\w\x00\x01]{0,3}\d+)*(?:[^\w\x00\x01]{0,2}[^\W\d_]|%)")
_BEHIND_WORD = re.compile(r"[^\W\d_][^\w\x00\x01]{0,3}(?:\d+[^\w\x00\x01]{1,3})*\Z")
_MOST_AT_WORD = 2
#: What may stand between a number and a label that begins with digits.
_BEFORE_LABEL = " ()[{<-,:.;"
#: How far back a word counts.
_LOOK_BACK = 40
#: A sign that makes digits an amount.
_CURRENCY = frozenset("£$€")


def settle(text: str, found: list[Found], context: Context) -> list[Found]:
    """Give what was found in a piece of a field; one doubt instead, where digits are left over that nothing accounts for."""
    if not any(each.verdict.is_number for each in found):
        return found
    rest, places = rest_of(text, found, context)
    if places is not None and _is_accounted(rest, [each for each in found if not each.verdict.is_number], places):
        return found
    return [Found(0, len(text), Verdict.none(Status.AMBIGUOUS, _LEFT_OVER))]


def _is_accounted(rest: str, told: list[Found], places: list[Place]) -> bool:
    for each in told:
        rest = put(rest, each.start, each.end, TOLD)
    rest = _LABEL.sub(_without_label, without_code(rest, places))
    starts = [each.start for each in places]
    for group in _DIGITS.finditer(rest):
        at = bisect(starts, group.start())
        before, behind = places[at - 1] if at else None, places[at] if at < len(places) else None
        if behind is not None and _marks_a_row(rest, group.start(), behind) and (before is None or is_told_by_its_length(before)):
            continue
        if before is not None and not _stands_behind(rest, *group.span(), before):
            return False
        if behind is not None and not _stands_before(rest, *group.span(), behind):
            return False
    return True


def _without_label(label: re.Match[str]) -> str:
    """Take a label out that is in brackets, with its digits; something stays that says that there were words."""
    is_short = sum(map(str.isdecimal, label.group())) <= _MOST_IN_LABEL
    return _DIGITS.sub(lambda digits: " " * len(digits.group()), label.group()) if is_short else label.group()


def _stands_behind(rest: str, start: int, end: int, number: Place) -> bool:
    """Whether digits behind a number belong to words: words stand between, or a blank, and words behind."""
    between = rest[number.end : start]
    if LETTER.search(between) or not _CURRENCY.isdisjoint(between):
        return True
    # Where a number may be longer the digits may as well be its last ones.
    is_apart = " " in between and not between.strip(_BEFORE_LABEL)
    return is_told_by_its_length(number) and is_apart and _BEFORE_WORD.match(rest, end) is not None


def _marks_a_row(rest: str, start: int, number: Place) -> bool:
    """Whether digits are the mark of a row that a number which says where it begins stands in."""
    return not number.is_bare and LIST_MARK.search(rest[max(0, start - _LOOK_BACK) : number.start]) is not None


def _stands_before(rest: str, start: int, end: int, number: Place) -> bool:
    """Whether digits before a number belong to words."""
    between = rest[end : number.start]
    if LETTER.search(between):
        return True
    if rest[start - 1 : start].isalpha() and end - start <= _MOST_AT_WORD and not number.is_bare:
        return True
    return (" " in between or "(" in between) and _BEHIND_WORD.search(rest[max(0, start - _LOOK_BACK) : start]) is not None
