"""What a person sees in a numeric cell of a spreadsheet: its value through its number format (ECMA-376 part 1, 18.8.30 and 18.8.31).

Only what matters for phone numbers, dates and references: patterns of digits with zeros and separators, dates, and plain numbers. A value
that lost digits stays in the scientific form that shows it, because a number with made-up zeros would be a wrong number.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

#: Formats every program knows by number: dates and times of all regions.
_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DURATION_ID = 46

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
#: Nothing but placeholders for digits and what may stand between them in a phone number.
_DIGIT_PATTERN = re.compile(r"[0-9#? ()+\-/]*[0#?][0-9#? ()+\-/]*")
_SCIENTIFIC = re.compile(r"-?(\d)(?:\.(\d+))?[eE]\+?(\d+)")

#: A double holds 15 decimal digits for certain.
_EXACT_BELOW = 10**15
#: Digits of a mantissa that nobody got by rounding a phone number for display, which leaves six.
_WHOLE_MANTISSA = 8
#: From here on a spreadsheet shows a number without a format in scientific form.
_SHOWN_SCIENTIFIC = 10**11
_LOST_DIGITS = 10**6

#: Days of the year 9999, the last a spreadsheet knows.
_MAX_SERIAL = 2_958_466
_DAY_SECONDS = 86_400


class Kind(Enum):
    """How a number format treats a value."""

    PLAIN = auto()
    DIGITS = auto()
    DATE = auto()
    DURATION = auto()


class NumberFormat(NamedTuple):
    """A number format, read once for all cells that use it."""

    kind: Kind
    #: Conditions and patterns of the sections of a digit format; literals are kept in \x00 pairs.
    sections: tuple[tuple[str, str], ...] = ()
    has_clock: bool = False


PLAIN = NumberFormat(Kind.PLAIN)


def read_format(code: str | None, identifier: int = 0) -> NumberFormat:
    """Read a number format by its code, or by its number where the file gives no code."""
    if code is None:
        if identifier == _DURATION_ID:
            return NumberFormat(Kind.DURATION)
        return NumberFormat(Kind.DATE, has_clock=identifier not in {14, 15, 16, 17}) if identifier in _DATE_IDS else PLAIN
    if _ELAPSED.search(code):
        return NumberFormat(Kind.DURATION)
    # Later sections are for other values: Excel's own date formats end in `;@`, the section for text.
    bare = _LITERAL.sub("", _split_sections(code)[0]).casefold()
    if "general" in bare or "@" in bare:
        return PLAIN
    if any(letter in bare for letter in "dmyhs"):
        return NumberFormat(Kind.DATE, has_clock=any(letter in bare for letter in "hs"))
    sections = tuple(_section(section) for section in _split_sections(code))
    if sections and all(_DIGIT_PATTERN.fullmatch(_LITERAL_MARK.sub("", pattern)) for _, pattern in sections[:2] if pattern):
        return NumberFormat(Kind.DIGITS, sections)
    return PLAIN


def show_number(text: str, form: NumberFormat, *, is_1904: bool = False) -> str:
    """Show the stored text of a numeric cell; text that is no number stays as it is."""
    if form.kind is Kind.PLAIN:
        return _plain(text)
    if form.kind is Kind.DIGITS:
        plain = _plain(text)
        return _apply(form.sections, plain) if plain.isascii() and plain.isdigit() else plain
    try:
        serial = float(text)
    except ValueError:
        return text
    if not 0 <= serial < _MAX_SERIAL:
        return _plain(text)
    return _duration(serial) if form.kind is Kind.DURATION else _date(serial, has_clock=form.has_clock, is_1904=is_1904)


def _plain(text: str) -> str:
    if text.isascii() and text.isdigit():
        return _unless_lost(text) if len(text) > 11 else text
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        mantissa = scientific[1] + (scientific[2] or "")
        zeros = int(scientific[3]) - len(mantissa) + 1
        if zeros > 0 and len(mantissa) < _WHOLE_MANTISSA and int(scientific[3]) >= 9:
            return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < _EXACT_BELOW:
        return _unless_lost(str(int(value)))
    return text


def _unless_lost(digits: str) -> str:
    """Give long numbers with six or more zeros at the end the form a spreadsheet shows: their true digits are gone."""
    value = int(digits)
    if value >= _SHOWN_SCIENTIFIC and value % _LOST_DIGITS == 0:
        exponent = len(digits) - 1
        mantissa = digits[0] + "." + digits[1:6]
        return f"{mantissa.rstrip('0').rstrip('.')}E+{exponent:02d}"
    return digits


_LITERAL_MARK = re.compile("\x00[^\x00]*\x00")


def _split_sections(code: str) -> list[str]:
    sections, current, in_quotes, at = [], "", False, 0
    while at < len(code):
        character = code[at]
        if character == "\\" and at + 1 < len(code):
            current += code[at : at + 2]
            at += 2
            continue
        if character == '"':
            in_quotes = not in_quotes
        if character == ";" and not in_quotes:
            sections.append(current)
            current = ""
        else:
            current += character
        at += 1
    return [*sections, current]


def _section(text: str) -> tuple[str, str]:
    condition = _CONDITION.search(text)
    pattern = _LITERAL.sub(_literal, text)
    return (condition[1] + condition[2] if condition else "", pattern)


def _literal(found: re.Match[str]) -> str:
    kept = found[1] or found[2] or found[3] or ""
    return f"\x00{kept}\x00" if kept else (" " if found[0].startswith("_") else "")


def _apply(sections: tuple[tuple[str, str], ...], digits: str) -> str:
    pattern = sections[0][1]
    for condition, candidate in sections:
        if not condition or _holds(condition, int(digits)):
            pattern = candidate
            break
    parts = re.findall("\x00[^\x00]*\x00|.", pattern)
    slots = sum(part in "0#?" for part in parts)
    significant = digits.lstrip("0")
    rest = significant.rjust(slots)
    overflow, rest = rest[: len(rest) - slots], rest[len(rest) - slots :]
    shown: list[str] = []
    at = 0
    for part in parts:
        if part in "0#?":
            digit = rest[at]
            shown.append((overflow if at == 0 else "") + (digit if digit != " " else "0" if part == "0" else ""))
            at += 1
        else:
            shown.append(part.strip("\x00"))
    return "".join(shown).strip()


def _holds(condition: str, value: int) -> bool:
    sign = condition.rstrip("0123456789.-")
    limit = float(condition[len(sign) :])
    return {
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
    }[sign]


def _date(serial: float, *, has_clock: bool, is_1904: bool) -> str:
    seconds = round((serial % 1) * _DAY_SECONDS)
    days = int(serial)
    if days == 0 and (has_clock or not is_1904):
        # A part of a day is a time of day; nobody means the first day of a calendar.
        return str(timedelta(seconds=seconds)).rjust(8, "0") if has_clock else _plain(repr(serial))
    # The 1900 system counts a 29 February 1900 that never was.
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001 # a cell has no zone
    when = start + timedelta(days=days, seconds=seconds)
    return when.isoformat() if has_clock or seconds else when.date().isoformat()


def _duration(serial: float) -> str:
    minutes, seconds = divmod(round(serial * _DAY_SECONDS), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
