"""Cells between quotation marks, in which delimiters and line ends are text, and two marks one (RFC 4180 2)."""

from __future__ import annotations

from typing import Final

QUOTE: Final = '"'


def quoted(text: str, at: int) -> tuple[str, int]:
    """The text of a quoted cell and where it ends; -1 when it is not closed."""
    parts: list[str] = []
    while True:
        close = text.find(QUOTE, at)
        if close < 0:
            parts.append(text[at:])
            return "".join(parts), -1
        if not text.startswith(QUOTE, close + 1):
            parts.append(text[at:close])
            return "".join(parts), close + 1
        parts.append(text[at : close + 1])
        at = close + 2


def behind_quoted(text: str, at: int) -> int:
    """Where a quoted cell ends; -1 when it is not closed."""
    while (close := text.find(QUOTE, at)) >= 0:
        if not text.startswith(QUOTE, close + 1):
            return close + 1
        at = close + 2
    return -1
