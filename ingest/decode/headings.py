"""Rows that are no records but headings of those below them: `Dialled calls`, `Received calls`, `Sent messages`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.row_stream import NumberedRow
from ingest.decode.way_words import CALL_PARTS, MESSAGE_PARTS, is_way, names_one_of, way_of
from ingest.records import Direction

_LONGEST: Final = 60


def heading_in(cells: Sequence[str]) -> str:
    """Give the only text of a row that says which way the calls or messages below it went; empty for every other row."""
    filled = [text for cell in cells if (text := cell.strip())]
    if len(filled) != 1 or len(filled[0]) > _LONGEST:
        return ""
    text = filled[0]
    return text if is_way(text) and names_one_of(text, (*CALL_PARTS, *MESSAGE_PARTS)) and way_told_by(text) else ""


def last_heading(rows: Sequence[NumberedRow]) -> str:
    """Give the heading that stands last above a header, unless something else stands between."""
    return next((heading_in(cells) for _, cells in reversed(rows) if any(cell.strip() for cell in cells)), "")


def way_told_by(title: str) -> Direction | None:
    """Say which way calls or messages went by the name of their sheet or by their heading."""
    way = way_of(title)
    return way.direction if way else None
