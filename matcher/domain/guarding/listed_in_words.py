"""Listed numbers in texts of words that are shown, such as the names people are saved under: found, and taken out.

Most labels hold no digits, or the few of a count, and there are hundreds of thousands of them. So which of many may hold a number at all is
told in one go, by digits that stand in every form of a listed number, damaged or whole; only those are looked at closely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from matcher.domain.guarding.damaged import LETTERS_FOR_DIGITS, DamagedNumbers, Listed
from matcher.domain.guarding.embedded import Asked, spans_of

#: Stands where a listed number was taken out of a text that is shown.
MARK = "…"

#: Digits of a listed number that are looked for first.
_BEGINNING = 3
#: Last digits a damaged number may lack.
_MISSING = 2

#: Digits enough for the shortest code.
_MAY_HOLD = re.compile(r"\d(?:[^\w\n]{0,4}[\dOoIil]){2}")

#: Words, each with a letter that is typed for no digit and stands for no missing one, and a count behind: most labels with such digits.
#: Each word is walked through once: names of phones are read where nobody else is kept from waiting.
_COUNTED = re.compile(r"(?:(?=[A-Za-z]*?[A-HJ-NP-WYZa-hjkmnp-wyz])[A-Za-z]++ ){1,3}+([1-356789]\d{4,7})", re.ASCII)

#: For many texts in one: makes digits of the letters typed for them, and takes out everything but those and the line feeds between texts.
_AS_DIGITS = bytes.maketrans(b"OoIil|", "OoIil|".translate(LETTERS_FOR_DIGITS).encode())
_NO_DIGITS = bytes(code for code in range(256) if not chr(code).translate(LETTERS_FOR_DIGITS).isdecimal() and code != ord("\n"))


class WordsWithNumbers:
    """Finds the numbers of one set in texts of words."""

    def __init__(self, listed: Listed, asked: Asked, damaged: DamagedNumbers, beginnings: Iterable[str]) -> None:
        """Prepare the probes; `beginnings` are the first digits of all that is listed, as people write it within the country."""
        self._asked = asked
        self._listed = listed
        self._damaged = damaged
        # Shorter ones begin too much.
        begins = re.compile(_any_of({each for each in beginnings if len(each) == _BEGINNING}))
        self._begins, self._beginnings = begins.search, begins.finditer
        self._tells = re.compile(b"|".join(sorted({each.encode() for each in _told_by(listed)})) or b"(?!)").search

    def without(self, text: str) -> str:
        """Give a text with a mark in place of every listed number in it, whole or damaged."""
        if self._is_counted(text) or not _MAY_HOLD.search(text) or not self._begins(_digits_of(text)):
            return text
        spans = sorted({*spans_of(text, self._asked), *(span[:2] for span in self._damaged.spans(text))})
        told, at = "", 0
        for start, end in spans:
            if end > at:
                told, at = (f"{told}{text[at:start]}{MARK}" if start >= at else told), end
        return told + text[at:]

    def _is_counted(self, text: str) -> bool:
        """Whether digits behind words, too few for a number with its area code, are none that is listed; sooner than looking closely."""
        counted = _COUNTED.fullmatch(text)
        return counted is not None and not (self._listed.is_code(counted[1]) or self._listed.is_number(counted[1]))

    def may_stand_in(self, texts: Sequence[str]) -> Sequence[int]:
        """Give the places of those of many texts that may hold a listed number."""
        joined = "\n".join(texts)
        if not _MAY_HOLD.search(joined):
            return ()
        if joined.count("\n") != len(texts) - 1:
            return range(len(texts))
        places = self._places(joined.encode("ascii", "replace").translate(_AS_DIGITS, _NO_DIGITS))
        if joined.isascii():
            return list(places)
        # Digits of other scripts are not told here.
        return sorted({*places, *(at for at, text in enumerate(texts) if not text.isascii())})

    def _places(self, digits: bytes) -> Iterator[int]:
        """Yield the lines in which there are digits that tell of a number."""
        line = end = 0
        for found in self._beginnings(digits):
            start = found.start()
            if start < end:
                continue
            line += digits.count(b"\n", end, start)
            at, end = digits.rfind(b"\n", 0, start) + 1, digits.find(b"\n", start)
            end = end if end >= 0 else len(digits)
            if self._tells(digits, at, end):
                yield line


def _told_by(listed: Listed) -> Iterator[str]:
    """Yield what stands among the digits of every text with a listed number, as patterns; what is more than that costs only time.

    A damaged number lacks one digit, has one too many, or lacks its last ones: either its first digits are whole, with nearly as many as it
    has behind them, or all others are. Of a range the digits all its numbers begin with are enough.
    """
    for number in listed.numbers:
        yield _with_digits_behind(number[:_BEGINNING], len(number) - _MISSING)
        yield number[_BEGINNING:]
    yield from listed.codes
    yield from listed.heads
    for first, last in (*listed.ranges, *listed.code_ranges):
        for start in range(int(str(first)[:_BEGINNING]), int(str(last)[:_BEGINNING]) + 1):
            yield _with_digits_behind(str(start), len(str(last)))


def _any_of(beginnings: Iterable[str]) -> bytes:
    """Make one pattern of beginnings of three digits, so that most digits of a text are passed over by looking at one."""
    by_two: dict[str, list[str]] = {}
    for each in sorted(beginnings):
        by_two.setdefault(each[:-1], []).append(each[-1])
    by_one: dict[str, list[str]] = {}
    for two, thirds in by_two.items():
        by_one.setdefault(two[0], []).append(f"{two[1]}[{''.join(thirds)}]")
    return "|".join(f"{first}(?:{'|'.join(behind)})" for first, behind in by_one.items()).encode() or b"(?!)"


def _with_digits_behind(start: str, length: int) -> str:
    return f"{start}\\d{{{max(length - len(start), 0)}}}"


def _digits_of(text: str) -> bytes:
    if text.isascii():
        return text.encode().translate(_AS_DIGITS, _NO_DIGITS).replace(b"\n", b"")
    return "".join(str(unicodedata.decimal(each)) for each in text.translate(LETTERS_FOR_DIGITS) if each.isdecimal()).encode()
