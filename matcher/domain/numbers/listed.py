"""Whole numbers in one field with the marks of a list or a plus sign between them, and one number that a line break divides.

Only where nothing else stands in the field and every number is whole by itself: digits that could be read in another way are left to the
steps that doubt them.
"""

from __future__ import annotations

import re
from typing import Final

from matcher.domain.numbers.declared import Context, Found, read_core
from matcher.domain.numbers.reading import Certainty, Kind
from matcher.domain.numbers.steps import STEP_LABEL, STEP_LINE_BREAK

#: A number as people write it in a list.
_NUMBER = r"(?:\+\d|\(?0)[\d ()\-]{7,16}\d"
_PLAIN = re.compile(_NUMBER, re.ASCII)
#: No code of a country begins with a zero, so a plus sign before one joins two numbers.
_AND = re.compile(r" +\+ +(?=\(?0[1-9])", re.ASCII)
_MARK = re.compile(r"(?:^|(?<= ))(?:\(([1-9])\)|([1-9])[.)])[ ]*(?=\+\d|\(?0)", re.ASCII)
_HALF = re.compile(r"\+?[\d ()\-]{2,12}", re.ASCII)
_UK_MOBILE: Final = "+447"


def read_listed(text: str, context: Context) -> list[Found] | None:
    """Read a field that is a list of whole numbers, or one number on two lines; None for every other."""
    if "\n" in text:
        joined = _on_two_lines(text, context)
        return None if joined is None else [joined]
    if " + " not in text and text.lstrip(" (")[:1] != "1":
        return None
    steps: tuple[str, ...] = ()
    places = _between(text, list(_AND.finditer(text)))
    if len(places) < 2:
        marks = list(_MARK.finditer(text))
        if [int(mark[1] or mark[2]) for mark in marks] != list(range(1, len(marks) + 1)) or text[
            : marks[0].start() if marks else 0
        ].strip():
            return None
        places, steps = _between(text, marks)[1:], (STEP_LABEL,)
    found: list[Found] = []
    for start, end in places:
        verdict = read_core(text[start:end], context) if _PLAIN.fullmatch(text, start, end) else None
        if verdict is None or not verdict.is_number:
            return None
        found.append(Found(start, end, verdict.weakened(Certainty.INFERRED) if steps else verdict, steps))
    return found if len(found) > 1 else None


def _between(text: str, marks: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Places of what stands between marks, without the blanks around it."""
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    places: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        content = text[start:end]
        places.append((start + len(content) - len(content.lstrip()), start + len(content.rstrip())))
    return places


def _on_two_lines(text: str, context: Context) -> Found | None:
    """Read two lines of digits of which neither is a number, and which are one mobile of the United Kingdom together."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) != 2 or not all(map(_HALF.fullmatch, lines)):
        return None
    if any((alone := read_core(line, context)) is not None and alone.is_number for line in lines):
        return None
    verdict = read_core(" ".join(lines), context)
    if verdict is None or not verdict.is_number or verdict.kind is not Kind.MOBILE or not verdict.e164.startswith(_UK_MOBILE):
        return None
    return Found(0, len(text), verdict.weakened(Certainty.INFERRED), (STEP_LINE_BREAK,))
