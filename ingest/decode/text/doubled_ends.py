"""Quoted cells that a program ends with a mark too many: `"+44…"",SMS`. Read as it stands, such a cell goes on into the next row."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from ingest.decode.text.quotes import QUOTE, behind_quoted

#: A cell without marks and delimiters between a mark and two of them, in a row whose delimiter nobody knows yet.
_DOUBLED: Final = re.compile(r'(?:^|(?<=([,;\t|])))"([^",;\t|\r\n]+)""(?=([,;\t|])|\s*$)')
_JUDGED_LINES: Final = 200
_MOST: Final = 0.5


def are_doubled(text: str) -> bool:
    """Whether most of the lines that may have such cells are read to their end without the marks too many, and not as they are."""
    if QUOTE * 2 not in text:
        return False
    lines = islice((line for line in text.splitlines() if _DOUBLED.search(line)), _JUDGED_LINES)
    told = [(line, mended(line), _delimiter_in(line)) for line in lines]
    return bool(told) and sum(line != whole and _is_clean(whole, delimiter) for line, whole, delimiter in told) >= _MOST * len(told)


def mended(line: str) -> str:
    """Give a line of a table without the marks too many; as it stands where it is read to its end so."""
    if QUOTE * 2 not in line or _DOUBLED.search(line) is None or _is_clean(line, _delimiter_in(line)):
        return line
    return _DOUBLED.sub(r'"\2"', line)


def _delimiter_in(line: str) -> str:
    """Give what stands beside the first such cell of a line."""
    found = _DOUBLED.search(line)
    return (found and (found[3] or found[1])) or ","


def _is_clean(line: str, delimiter: str) -> bool:
    """Whether each quoted cell of a line is closed right before a delimiter or the end."""
    at = 0
    while at >= 0:
        if line.startswith(QUOTE, at):
            at = behind_quoted(line, at + 1)
            if at < 0 or not (line.startswith(delimiter, at) or not line[at:].strip()):
                return False
        end = line.find(delimiter, at)
        at = end + 1 if end >= 0 else -1
    return True
