"""The lines of a text box, put together by person: words and the numbers that go with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.decode.values.number_shape import has_digit
from ingest.decode.values.person import is_kind_of_phone

#: Digits of a number.
_FEWEST_DIGITS: Final = 7


def people_in_lines(lines: Sequence[str]) -> Iterator[str]:
    """Put the lines of a box together that may be of one person, and have a figure: no number is to go with whoever another line names.

    Words go with the number below them, or with that above them in a box that begins with a number; so do further numbers without a name.
    """
    is_behind = bool(lines) and _is_nameless(lines[0]) and not _has_number(lines[-1])
    told: list[str] = []
    for line in lines:
        has_number = bool(told) and any(map(_has_number, told))
        is_next = _has_number(line) if is_behind else has_number and not _is_nameless(line)
        if told and is_next:
            yield from _with_figure(told)
            told = []
        told.append(line)
    yield from _with_figure(told)


def _with_figure(lines: Sequence[str]) -> Iterator[str]:
    # What has no figure names no number, and is no row that could be accounted for.
    if any(map(has_digit, lines)):
        yield "\n".join(lines)


def _has_number(line: str) -> bool:
    return sum(map(str.isdecimal, line)) >= _FEWEST_DIGITS


def _is_nameless(line: str) -> bool:
    """Whether a line is a number, perhaps with a word for which of several it is."""
    words = "".join(each if each.isalpha() else " " for each in line).split()
    return _has_number(line) and all(map(is_kind_of_phone, words))
