"""What people wrote on the cells of a sheet: comments, and the threads of newer programs, which older ones find as comments too.

They stand in a part of their own (ECMA-376 part 1, 18.7), so they are read beside the rows. A comment tells of its row, so one that may
hold a number is given as a text of that row: with the words of the row before it, of which whoever wrote it did not have to speak. One too
short for that may say who somebody is (`Solicitor`), and stands behind the last cell of its row, as whoever had no column for it types it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.decode.table_row import Note, TableRow
from ingest.decode.workbooks.part_relations import find_part, parts_by_lower_name, relations_of
from ingest.decode.workbooks.part_xml import Attributes, PartHandlers, parse_part, unescape
from ingest.decode.workbooks.workbook import Sheet, Workbook
from ingest.errors import DamagedExtraction, UnsafeExtraction
from ingest.records import Remark

#: What newer programs write for older ones in front of a thread, and the line it ends with.
_THREAD: Final = "[Threaded comment]"
_THREAD_BEGINS: Final = "\nComment:\n"
_MOST_COMMENTS: Final = 100_000
_MOST_CHARACTERS: Final = 32 << 20
#: Of a row: enough to say of whom it is.
_MOST_WORDS: Final = 4
_LONGEST_WORDS: Final = 80
#: What is longer says more than who somebody is.
_LONGEST_REMARK: Final = 60
#: A cell with so many digits is a number, and is read where it stands.
_FEWEST_DIGITS: Final = 7


class CellComments:
    """The comments of one sheet, which wait for the words of their rows."""

    def __init__(self, sheet: str, comments: dict[int, list[str]]) -> None:
        """Take the texts by the number of their row."""
        self._sheet = sheet
        self._comments: dict[int, list[str]] = {}
        self._remarks: dict[int, list[str]] = {}
        for number, texts in comments.items():
            for text in texts:
                (self._comments if _digits_in(text) >= _FEWEST_DIGITS else self._remarks).setdefault(number, []).append(text)
        self._words: dict[int, str] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._comments or self._remarks)

    def beside(self, rows: Iterator[TableRow]) -> Iterator[TableRow]:
        """Yield the rows, behind those with a number what is remarked on them, and keep the words of those with comments."""
        width = 0
        for row in rows:
            if row.number in self._comments and row.number not in self._words:
                self._words[row.number] = _words_of(row.cells)
            width = max(width, len(row.cells))
            if row.number in self._remarks and any(_digits_in(cell) >= _FEWEST_DIGITS for cell in row.cells):
                yield row._replace(cells=(*row.cells, *[""] * (width - len(row.cells)), *self._remarks[row.number]))
            else:
                yield row

    def rows(self) -> Iterator[TableRow]:
        """Yield each comment as a row of one cell, with the number of the row it is on; after the rows of the sheet."""
        for number, texts in self._comments.items():
            words = self._words.get(number, "")
            for text in texts:
                yield TableRow(self._sheet, number, (f"{words}: {text}" if words else text,))


def _words_of(cells: tuple[str, ...]) -> str:
    said = (each for each in cells if any(map(str.isalpha, each)) and _digits_in(each) < _FEWEST_DIGITS)
    return ", ".join(each[:_LONGEST_WORDS] for each, _ in zip(said, range(_MOST_WORDS), strict=False))


def _digits_in(text: str) -> int:
    return sum(map(str.isdecimal, text))


def cell_comments(book: Workbook, sheet: Sheet, note: Note) -> CellComments:
    """Read the comments of a sheet; `note` takes the remark `truncated`, where they are broken from a place on.

    Raises:
        UnsafeExtraction: a document type, or absurdly many comments.
    """
    found: dict[int, list[str]] = {}
    try:
        for part in _parts(book, sheet):
            reader = _CommentReader(book, found)
            for _ in parse_part(book.source, book.archive, part, PartHandlers(reader.start, reader.end, reader.take)):
                pass
    except DamagedExtraction:
        text = f"The comments on cells of the sheet '{sheet.name}' are cut short or broken; what stood before that place was read."
        note(Remark("truncated", text, f"{book.source.name}:{sheet.name}"))
    return CellComments(sheet.name, dict(sorted(found.items())))


def _parts(book: Workbook, sheet: Sheet) -> list[str]:
    """Give the parts with comments; threads only where they are not in comments too."""
    parts = parts_by_lower_name(book.archive)
    folder = sheet.part.replace("\\", "/").rpartition("/")[0]
    named = [
        (each.kind, find_part(parts, each.target, folder))
        for each in relations_of(book.source, book.archive, sheet.part)
        if not each.is_outside
    ]
    comments = [part for kind, part in named if part and kind.endswith("/comments")]
    threads = [part for kind, part in named if part and kind.endswith("/threadedComment")]
    # Once each, however often it is named.
    return list(dict.fromkeys(comments or threads))


class _CommentReader:
    """Takes the events of a part with comments or threads."""

    def __init__(self, book: Workbook, found: dict[int, list[str]]) -> None:
        self._book = book
        self._found = found
        self._row = 0
        self._is_text = self._is_spoken = False
        self._pieces: list[str] = []
        self._comments = self._characters = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name in {"comment", "threadedComment"}:
            number = attributes.get("ref", "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$")
            self._row = int(number) if number.isascii() and number.isdigit() and len(number) <= _FEWEST_DIGITS else 0
            self._pieces.clear()
            self._comments += 1
            if self._comments > _MOST_COMMENTS:
                raise self._too_many()
        elif name in {"t", "text"}:
            # Of a comment the text is in runs, of a thread in itself.
            self._is_text = True
        elif name == "rPh":
            self._is_spoken = True

    def end(self, name: str) -> None:
        if name in {"t", "text"}:
            self._is_text = False
        elif name == "rPh":
            self._is_spoken = False
        elif name in {"comment", "threadedComment"}:
            text = " ".join(_of_thread(unescape("".join(self._pieces))).split())
            # One that is long and without a figure says nothing that is read here.
            if _digits_in(text) >= _FEWEST_DIGITS or 0 < len(text) <= _LONGEST_REMARK:
                self._found.setdefault(self._row, []).append(text)

    def take(self, text: str) -> None:
        """Take text, as far as it is what somebody wrote."""
        if self._is_text and not self._is_spoken:
            self._pieces.append(text)
            self._characters += len(text)
            if self._characters > _MOST_CHARACTERS:
                raise self._too_many()

    def _too_many(self) -> UnsafeExtraction:
        return UnsafeExtraction(
            f"'{self._book.source.name}' is a spreadsheet with an absurd amount of comments.",
            hint="Save the sheet that matters as .csv and give that.",
        )


def _of_thread(text: str) -> str:
    """Give what was written of a comment that stands for a thread."""
    return text.partition(_THREAD_BEGINS)[2] or text if text.startswith(_THREAD) else text
