"""Cuts a field that may hold several numbers into its pieces, without cutting through links, dates, extensions or pauses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from matcher.domain.numbers.groups import WHEN
from notation.links import find_links

#: What stands between two numbers of one field. A plus sign behind a digit begins the next number, but not
#: behind the prefixes that withhold the caller's.
_SEPARATOR = re.compile(
    r"\n+|\|+|:::+|~+|&|;(?!\s*(?:ext|phone-context|isub)\s*=)|,|/|(?<=[\d)\s])\b(?:or|and)\b(?=[\s+(\d])|(?<=\d)(?<!\b141)(?<!\b1470)(?=\+\d)",
    re.IGNORECASE | re.ASCII,
)

#: Found wherever a separator is, and cheap to look for.
_MAY_SEPARATE = re.compile(r"[\n|:~&;,/]|\d\+|[oOaA](?:r|R|nd|nD|Nd|ND)\b", re.ASCII)

#: A link is one piece up to the next blank, whatever it holds.
_LINK = re.compile(
    r"(?<![^\W_])(?:[a-z][a-z0-9+.-]*://|www\.|(?:wa\.me|viber\.click|signal\.me|t\.me|telegram\.me|whatsapp\.com)/)\S*",
    re.IGNORECASE | re.ASCII,
)

#: Digits dialled after a pause, straight behind the comma or semicolon.
_TAIL = re.compile(r"[\d#*pPwW]{1,6}", re.ASCII)


class Piece(NamedTuple):
    """A part of a text, from `start` to `end`."""

    start: int
    end: int
    #: The separator before it; empty at the start of the text.
    before: str


def cut(text: str) -> list[Piece]:
    """Cut a plain text into pieces that hold something; what is dialled after a pause stays with its number."""
    if _MAY_SEPARATE.search(text) is None:
        start, end = _trim(text, 0, len(text))
        return [Piece(start, end, "")] if start < end else []
    pieces: list[Piece] = []
    for piece in _cut(text):
        start, end = _trim(text, piece.start, piece.end)
        content = text[start:end]
        if pieces and _is_tail(piece, content, text, pieces[-1]):
            pieces[-1] = pieces[-1]._replace(end=max(end, pieces[-1].end))
        elif content:
            pieces.append(Piece(start, end, piece.before))
    return pieces


def _cut(text: str) -> Iterator[Piece]:
    links = [found.span() for pattern in (_LINK, WHEN) for found in pattern.finditer(text)] if "/" in text else []
    if links or "%" in text or "#" in text:
        links += [(link.start, link.end) for link in find_links(text)]
    links.sort()
    starts = [first for first, _ in links]
    # How far the links reach that begin no later.
    ends = list(accumulate((last for _, last in links), max))
    start, before = 0, ""
    for found in _SEPARATOR.finditer(text):
        if (at := bisect_right(starts, found.start())) and found.start() < ends[at - 1]:
            continue
        yield Piece(start, found.start(), before)
        start, before = found.end(), found.group()
    yield Piece(start, len(text), before)


def _is_tail(piece: Piece, content: str, text: str, last: Piece) -> bool:
    """Whether a piece is what is dialled after a pause. Between two commas nothing stands."""
    if piece.before not in {",", ";"} or not text[last.end - 1].isascii() or not _ends_dialled(text[last.start : last.end]):
        return False
    # Only separators may stand between: a blank begins something else.
    if text[last.end : piece.start].strip(",;"):
        return False
    if not content:
        return text[piece.start : piece.end] == ""
    return piece.start == len(text[: piece.start].rstrip()) and text[piece.start] == content[0] and _TAIL.fullmatch(content) is not None


def _ends_dialled(text: str) -> bool:
    return text[-1] in "0123456789)#*,;"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
