"""Turns what people and devices write into plain characters, one for one, and remembers where each stood in the raw text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

STEP_CLEANED = "cleaned unusual characters"

#: Characters that NFKC leaves alone and that stand for an ASCII one in numbers.
_PLAIN = {
    "\u2212": "-",  # minus sign
    "\u30fc": "-",  # the long dash of Japanese numbers
    "\u2043": "-",  # hyphen bullet
    "\u00b7": ".",
    "\u2027": ".",
    "\u2219": ".",
    "\u22c5": ".",
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u00b4": "'",
    "\u3001": ",",
    "\u060c": ",",
    "\u061b": ";",
    "\u2044": "/",
    "\u2215": "/",
    "\u223c": "~",
    "\u2053": "~",
    "\u2800": " ",
    "\u3164": " ",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\r": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\n": "\n",
    "\t": " ",
    # The keycap and the presentation marks behind an emoji digit.
    "\u20e3": "",
    "\ufe0e": "",
    "\ufe0f": "",
}

#: A carriage return or line feed as some spreadsheet files spell it.
_ESCAPE = re.compile(r"_x000[9aAdD]_")


class Cleaned(NamedTuple):
    """Plain text, and for each of its characters the place in the raw text."""

    text: str
    #: None when the text is the raw text, character by character.
    places: tuple[int, ...] | None
    steps: tuple[str, ...]

    def raw_of(self, raw: str, start: int, end: int) -> str:
        """Give the piece of the raw text behind a piece of the plain one."""
        if start >= end:
            return ""
        first, last = self.place_of(start, end)
        return raw[first:last]

    def place_of(self, start: int, end: int) -> tuple[int, int]:
        """Give where in the raw text a piece of the plain one stands, which is not empty."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def clean(raw: str) -> Cleaned:
    """Map every decimal digit, dash and space of any script to ASCII; drop marks that cannot be seen."""
    if raw.isascii() and raw.isprintable():
        return Cleaned(raw, None, ()) if "_x000" not in raw else _unescape(raw)
    if "_x000" in raw:
        return _unescape(raw)
    return _map(raw)


def _map(raw: str) -> Cleaned:
    text = plain_text(raw)
    steps = () if text == raw.translate(_ORDINARY) else (STEP_CLEANED,)
    if len(text) == len(raw):
        # No character became two, so where none was lost each stands in its place.
        return Cleaned(text, None, steps)
    places = tuple(place for place, character in enumerate(raw) if _CHARACTERS[ord(character)])
    return Cleaned(text, places, steps)


#: Line breaks and tabs are no unusual characters.
_ORDINARY = str.maketrans("\r\t", "\n ")


def _unescape(raw: str) -> Cleaned:
    # As many line feeds as the escape has characters, so that every place stays where it was.
    mapped = _map(_ESCAPE.sub(lambda found: "\n" * len(found.group()), raw))
    return Cleaned(mapped.text, mapped.places, (STEP_CLEANED,))


class _Characters(dict[int, str]):
    """Code point -> plain form, filled as characters turn up; there are no more entries than characters."""

    def __missing__(self, point: int) -> str:
        plain = self[point] = plain_character(chr(point))
        return plain


_CHARACTERS = _Characters()


def plain_text(raw: str) -> str:
    """Give the text that `clean` gives, without its places; not for texts with spreadsheet escapes."""
    return raw.translate(_CHARACTERS)


def plain_character(character: str) -> str:
    """Give the plain form of one character: itself, an ASCII one, or nothing.

    Only decimal digits become digits: a superscript, a circled digit or a fraction is no digit of a number.
    """
    if " " <= character <= "~":
        return character
    if character in _PLAIN:
        return _PLAIN[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Cf":
        return ""
    if category in {"Zs", "Cc"}:
        return " "
    if category == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and " " <= plain <= "~" and not plain.isdigit() else character
