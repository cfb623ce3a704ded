"""Cells between quotation marks, in which delimiters and line ends are text, and two marks one (RFC 4180 2).

Some programs write apostrophes for them, round dates and what must keep its digits, and none round other cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

QUOTE: Final = '"'
APOSTROPHE: Final = "'"


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


def is_in_apostrophes(cell: str) -> bool:
    """Whether an apostrophe stands at each end of a cell, and none between them but two for one."""
    text = cell.strip()
    return len(text) > 1 and text[0] == text[-1] == APOSTROPHE and APOSTROPHE not in text[1:-1].replace(APOSTROPHE * 2, "")


def without_apostrophes(cells: Sequence[str], delimiter: str, width: int) -> list[str]:
    """Give the cells of a row without the apostrophes round them; in a row wider than `width`, the parts of a cell between them joined."""
    cells = joined(cells, delimiter) if len(cells) > width else cells
    return [cell.strip()[1:-1].replace(APOSTROPHE * 2, APOSTROPHE) if is_in_apostrophes(cell) else cell for cell in cells]


def joined(cells: Sequence[str], delimiter: str) -> list[str]:
    """Join what a delimiter between apostrophes parted."""
    whole: list[str] = []
    at = 0
    while at < len(cells):
        end = at + 1
        if cells[at].startswith(APOSTROPHE) and not is_in_apostrophes(cells[at]):
            ends = (to for to in range(end, len(cells)) if cells[to].endswith(APOSTROPHE))
            end = next((to + 1 for to in ends if is_in_apostrophes(delimiter.join(cells[at : to + 1]))), end)
        whole.append(delimiter.join(cells[at:end]))
        at = end
    return whole
