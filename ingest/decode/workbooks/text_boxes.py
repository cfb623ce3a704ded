"""What people wrote into text boxes and shapes that lie on a sheet, diagrams included.

They stand in parts of their own (ECMA-376 part 1, 20.5 and 21.4), so they are read beside the rows. A box lies anywhere and speaks for
itself: unlike a comment it tells nothing of the row it begins on, which only says where to look for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ingest.decode.table_row import Note, TableRow
from ingest.decode.workbooks.part_relations import find_part, parts_by_lower_name, relations_of
from ingest.decode.workbooks.part_xml import Attributes, PartHandlers, parse_part, unescape
from ingest.decode.workbooks.workbook import Sheet, Workbook
from ingest.errors import DamagedExtraction, UnsafeExtraction
from ingest.records import Remark

_MOST_BOXES: Final = 100_000
_MOST_CHARACTERS: Final = 32 << 20
#: More digits are no row of any sheet.
_LONGEST_ROW: Final = 7
#: Parts with words, and the elements that have them: shapes and connectors, and the points of a diagram. A shape has points without any.
_DRAWING: Final = "/drawing"
_BOXES: Final = {_DRAWING: frozenset({"sp", "cxnSp"}), "/diagramData": frozenset({"pt"})}


def text_boxes(book: Workbook, sheet: Sheet, note: Note) -> Iterator[TableRow]:
    """Yield the lines of each box as the cells of a row, with the number of the row it begins on.

    `note` takes the remark `truncated`, where they are broken from a place on.

    Raises:
        UnsafeExtraction: a document type, or absurdly many boxes.
    """
    found = _Found(book)
    try:
        for kind, part in _parts(book, sheet):
            reader = _BoxReader(_BOXES[kind], found)
            for _ in parse_part(book.source, book.archive, part, PartHandlers(reader.start, reader.end, reader.take)):
                pass
    except DamagedExtraction:
        text = f"The text boxes of the sheet '{sheet.name}' are cut short or broken; what stood before that place was read."
        note(Remark("truncated", text, f"{book.source.name}:{sheet.name}"))
    for number, lines in found.boxes:
        yield TableRow(sheet.name, number, lines)


def _parts(book: Workbook, sheet: Sheet) -> list[tuple[str, str]]:
    """Give the parts with drawings of a sheet, and with the diagrams in them, each behind its kind, and once however often it is named."""
    drawings = _named(book, sheet.part, (_DRAWING,))
    return list(dict.fromkeys([*drawings, *(each for _, part in drawings for each in _named(book, part, _BOXES))]))


def _named(book: Workbook, part: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Give the parts of some kinds that a part points at, each once."""
    parts = parts_by_lower_name(book.archive)
    folder = part.replace("\\", "/").rpartition("/")[0]
    inside = [each for each in relations_of(book.source, book.archive, part) if not each.is_outside]
    told = ((kind, find_part(parts, each.target, folder)) for each in inside for kind in kinds if each.kind.endswith(kind))
    return list(dict.fromkeys((kind, name) for kind, name in told if name))


@dataclass(slots=True)
class _Found:
    """What the boxes of one sheet say, and how much there is of them in all its parts."""

    book: Workbook
    #: The row each begins on, and its lines.
    boxes: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    #: Boxes and characters so far, empty ones too.
    count: int = 0
    characters: int = 0

    def take_box(self) -> None:
        """Count a box."""
        self.count += 1
        if self.count > _MOST_BOXES:
            raise self._too_many()

    def take_characters(self, count: int) -> None:
        """Count characters of a box."""
        self.characters += count
        if self.characters > _MOST_CHARACTERS:
            raise self._too_many()

    def _too_many(self) -> UnsafeExtraction:
        return UnsafeExtraction(
            f"'{self.book.source.name}' is a spreadsheet with an absurd amount of text boxes.",
            hint="Save the sheet that matters as .csv and give that.",
        )


class _BoxReader:
    """Takes the events of a part with drawings, or with what a diagram says."""

    def __init__(self, boxes: frozenset[str], found: _Found) -> None:
        self._named = boxes
        self._found = found
        #: On which the present drawing begins; what a diagram says does not tell.
        self._row = 1
        self._is_from = self._is_row = self._is_text = False
        #: Depth inside of what older programs are to show in place of something newer, which says the same.
        self._instead = 0
        self._anchor: list[str] = []
        self._pieces: list[str] = []

    def start(self, tag: str, _: Attributes) -> None:
        name = tag.rpartition(":")[2]
        self._instead += name == "Fallback"
        if name == "from":
            self._is_from = True
        elif name == "row" and self._is_from:
            self._is_row = True
            self._anchor.clear()
        elif name == "t":
            self._is_text = True
        elif name in self._named:
            self._pieces.clear()
            self._found.take_box()

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._instead -= name == "Fallback"
        if name == "from":
            self._is_from = False
        elif name == "row" and self._is_row:
            self._is_row = False
            self._place("".join(self._anchor).strip())
        elif name == "t":
            self._is_text = False
        elif name in {"p", "br"}:
            self._pieces.append("\n")
        elif name in self._named:
            lines = [told for line in unescape("".join(self._pieces)).splitlines() if (told := " ".join(line.split()))]
            if lines:
                self._found.boxes.append((self._row, tuple(lines)))

    def take(self, text: str) -> None:
        """Take text, as far as it is what somebody wrote, or says where a drawing begins."""
        if self._is_row:
            self._anchor.append(text)
        elif self._is_text and not self._instead:
            self._pieces.append(text)
            self._found.take_characters(len(text))

    def _place(self, row: str) -> None:
        if row.isascii() and row.isdigit() and len(row) <= _LONGEST_ROW:
            self._row = int(row) + 1
