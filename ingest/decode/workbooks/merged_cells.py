"""Cells of a sheet that were made one: what stands in the first of them is meant for every row it reaches over.

The list of them follows the rows, so it is looked up before; only in sheets of a size that people make by hand.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.decode.archives.archive import Archive
from ingest.errors import IngestError

#: A sheet of more bytes was written by a program, and none of those that write reports merges cells of rows.
_MOST_BYTES: Final = 8 << 20
_CHUNK_BYTES: Final = 256 << 10
_TAG = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s[^>]{0,200}?ref=[\"']([A-Za-z]{1,3})(\d{1,7}):[A-Za-z]{1,3}(\d{1,7})[\"']")
_LONGEST_TAG: Final = 256
#: More is no work of hands.
_MOST_AREAS: Final = 2000
_MOST_ROWS: Final = 100
#: A longer text is about all of the rows, and not one value for each.
_LONGEST_TEXT: Final = 80


class MergedCells:
    """The cells of one column each that reach over several rows."""

    def __init__(self, areas: dict[tuple[str, int], int]) -> None:
        """Take the last row of each by its column and its first row."""
        self._areas = areas
        self._texts: dict[int, tuple[int, str]] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._areas)

    def fill(self, number: int, cells: dict[int, str], letters: dict[str, int]) -> None:
        """Put into the cells of a row what reaches into it, and note what reaches on from it; `letters` gives columns by their name."""
        for column, (last, text) in list(self._texts.items()):
            if number > last:
                del self._texts[column]
            elif column not in cells:
                cells[column] = text
        for name, column in letters.items():
            last = self._areas.get((name, number), 0)
            if last > number and column in cells and len(cells[column]) <= _LONGEST_TEXT:
                self._texts[column] = (last, cells[column])


def merged_cells(archive: Archive, part: str) -> MergedCells:
    """Find them in a sheet; none where it is too large or cannot be read to its end, which whoever reads it finds out."""
    areas: dict[tuple[str, int], int] = {}
    tail = b""
    seen = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                seen += len(chunk)
                if seen > _MOST_BYTES or len(areas) > _MOST_AREAS:
                    return MergedCells({})
                for found in _TAG.finditer(tail + chunk):
                    first, last = int(found[2]), int(found[3])
                    if first < last <= first + _MOST_ROWS:
                        areas[found[1].decode().upper(), first] = last
                tail = chunk[-_LONGEST_TAG:]
    except IngestError:
        return MergedCells({})
    return MergedCells(areas)
