"""What the signs between digits say: a date, a position, an address of a machine, or a number of another country."""

from __future__ import annotations

import re

from matcher.domain.numbers.plans import is_described, plan_of
from matcher.domain.numbers.ranges import UK
from matcher.domain.numbers.reading import Certainty
from matcher.domain.numbers.verdict import Verdict

#: Digits before a bracket behind which it holds no part of the number: `(07700) 900123`, `+44 (0)7700 900123`.
_BEFORE_BRACKET = 4

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = rf"{_DAY}(?P<a>[-./]){_MONTH}(?P=a){_YEAR}|{_YEAR}(?P<b>[-./]){_MONTH}(?P=b){_DAY}|{_DAY}/{_MONTH}/\d\d"
_TIME = r"\d{1,2}:[0-5]\d(?::[0-5]\d)?"
_ALWAYS = r"24[/-]7"

#: A date, a time of the day, and `24/7`, standing by themselves.
WHEN = re.compile(rf"(?<![\w:/.+\-])(?:{_DATE}|{_TIME}|{_ALWAYS})(?![\d:/\-]|\.\d)", re.ASCII)

#: What stands in place of a date, so that everything else stays where it is.
_FILLER = "|"

#: A position or an amount, and an internet address.
_DECIMAL = re.compile(r"\d{1,3}\.\d{4,}|\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
#: Two decimals with a sign before the second, and ISO 6709, which ends with a slash.
_POSITION = re.compile(
    r"[+-]?\d{1,3}\.\d+[ ,]*[+-]\d{1,3}\.\d+.*|[+-]\d{2,7}(?:\.\d+)?[+-]\d{3,8}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?/", re.ASCII
)
#: The address of a network card: six pairs.
_CARD = re.compile(r"[\dA-F]{2}(?P<sign>[-:])(?:[\dA-F]{2}(?P=sign)){4}[\dA-F]{2}", re.IGNORECASE | re.ASCII)
_CARD_ALONE = re.compile(rf"(?<![\w+:\-]){_CARD.pattern}(?![\w:\-])", re.IGNORECASE | re.ASCII)

_FIVE_PAIRS = re.compile(r"\(?\d\d\)?(?:[ .\-]\d\d){4}", re.ASCII)
#: As the numbers of patients are written.
_THREE_THREE_FOUR = re.compile(r"7\d\d[ .\-]\d{3}[ .\-]\d{4}", re.ASCII)
#: Digits that may be no part of the number before them.
_LAST = re.compile(r"[ .\-](\d{1,2})\Z", re.ASCII)


def brackets_are_plain(text: str) -> bool:
    """Whether brackets stand only where area codes and trunk zeros are written; `0800 1111 (24)` says something else."""
    at = text.rfind("(")
    return at <= _BEFORE_BRACKET or sum(map(str.isdecimal, text[:at])) <= _BEFORE_BRACKET


def reads_as_decimal(text: str) -> bool:
    """Whether digits with full stops read like a position, an amount or an internet address rather than a telephone number."""
    return "." in text and _DECIMAL.fullmatch(text.strip(" -+")) is not None


def is_no_number(text: str) -> bool:
    """Whether the signs between digits say that they are no telephone number, whichever digits they are."""
    if not _has_signs(text):
        return False
    stripped = text.strip(" ()")
    return (
        reads_as_decimal(text)
        or _POSITION.fullmatch(stripped) is not None
        or _CARD.fullmatch(stripped) is not None
        or WHEN.search(text) is not None
    )


def _has_signs(text: str) -> bool:
    return "." in text or "-" in text or ":" in text or "/" in text


def is_when(text: str) -> bool:
    """Whether a text is a date or a time of the day, or several."""
    return not WHEN.sub("", text).strip(" ,;-") and WHEN.search(text) is not None


def without_when(text: str) -> str:
    """Put signs in place of every date, time of the day and address of a network card, one for one."""
    if not _has_signs(text):
        return text
    return _CARD_ALONE.sub(_filled, WHEN.sub(_filled, text))


def _filled(found: re.Match[str]) -> str:
    return _FILLER * len(found.group())


def is_doubtful(text: str, verdict: Verdict) -> bool:
    """Whether blanks and hyphens say that digits which make a number may be another one, or one and something else."""
    written = text.strip()
    if verdict.e164.startswith(f"+{UK}"):
        if written.startswith(("+", "00")) or (written.startswith("0") and len(verdict.e164) == _WHOLE_UK):
            return False
        # In pairs the numbers of France are written; three, three and four digits are a patient's number as likely.
        return _FIVE_PAIRS.fullmatch(written) is not None or (
            verdict.certainty is Certainty.INFERRED and _THREE_THREE_FOUR.fullmatch(written) is not None
        )
    last = _LAST.search(written)
    return last is not None and _may_end_before(verdict.e164, len(last[1]))


#: A plus sign, the country code and ten digits.
_WHOLE_UK = 13


def _may_end_before(e164: str, size: int) -> bool:
    """Whether a number of another country may end before its last digits, which then belong to something else."""
    plan = plan_of(e164[1:])
    if plan is None:
        return False
    national = e164[1 + len(plan.calling_code) :]
    if not is_described(plan, national[:-size]):
        return False
    # Many countries write in pairs, none in single digits.
    return size == 1 or not is_described(plan, national)
