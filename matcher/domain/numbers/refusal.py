"""What a text without a number is."""

from __future__ import annotations

import re

from matcher.domain.numbers.groups import is_when
from matcher.domain.numbers.reading import NAME, Status
from matcher.domain.numbers.steps import A_DATE
from matcher.domain.numbers.verdict import Verdict

#: Any letter of any script.
LETTER = re.compile(r"[^\W\d_]")


def refuse(text: str) -> Verdict:
    """Say what a text without a number is."""
    if is_when(text):
        return Verdict.none(Status.UNPARSABLE, A_DATE)
    digits = count_digits(text)
    if digits < 7:
        is_word = LETTER.search(text) is not None
        return Verdict.none(Status.ALPHANUMERIC, NAME) if is_word else Verdict.none(Status.UNPARSABLE, "there is no telephone number here")
    if digits > 17:
        return Verdict.none(Status.UNPARSABLE, "more digits than a telephone number has")
    return Verdict.none(Status.AMBIGUOUS, "letters or signs stand among the digits")


def count_digits(text: str) -> int:
    """Count the digits of a text, of whatever script."""
    return sum(map(str.isdecimal, text))
