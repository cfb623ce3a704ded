"""What the text of a number holds beside the number itself: words, an extension, digits to press."""

from __future__ import annotations

import re

from matcher.domain.numbers.reading import Number
from matcher.domain.numbers.steps import STEP_EXTENSION, STEP_LABEL, STEP_PAUSE

#: A text with a number in it and little else is no longer.
NUMBER_ALONE = 18

_MORE = frozenset({STEP_EXTENSION, STEP_LABEL, STEP_PAUSE})
_NOT_DIGIT = re.compile(r"\D", re.ASCII)


def may_say_more(number: Number) -> bool:
    """Whether the text of a number holds more than the number: words, or further digits."""
    return len(number.raw) > NUMBER_ALONE or not _MORE.isdisjoint(number.steps)


def dialled_behind(number: Number) -> str:
    """Give the digits of the extension of a number, or those to press once it answers."""
    return _NOT_DIGIT.sub("", number.extension or "")


def without_last(text: str, digits: int) -> str:
    """Give a text without its last digits and what stands before them."""
    places = [at for at, each in enumerate(text) if each.isdecimal()]
    return text[: places[-digits - 1] + 1]
