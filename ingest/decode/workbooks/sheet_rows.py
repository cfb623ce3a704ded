"""The rows of one sheet of a workbook, streamed, with every cell as the text a person sees in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.decode.table_row import LOST_TEXT, Note, TableRow, ignore
from ingest.decode.workbooks.cell_links import cell_links, number_of_link, with_link
from ingest.decode.workbooks.merged_cells import merged_cells
from ingest.decode.workbooks.number_formats import PLAIN, NumberFormat, show_number
from ingest.decode.workbooks.part_xml import Attributes, PartHandlers, parse_part, unescape
from ingest.decode.workbooks.shared_texts import SharedTexts
from ingest.decode.workbooks.workbook import Sheet, Workbook
from ingest.errors import DamagedExtraction, UnsafeExtraction
from ingest.records import Remark

#: Cells of one sheet, blank ones up to the last used column of a row included: a full sheet of 1,048,576 rows and 45 columns.
MAX_CELLS = 48_000_000
#: XML of one row. A row of 16,384 cells takes less than one.
MAX_ROW_BYTES = 64 << 20
#: Columns of the widest sheet there is (XFD).
MAX_COLUMNS = 16_384

#: The address of a link formula; such a cell may show any text.
_LINKED = re.compile(r"HYPERLINK\(\s*\"([^\"]+)\"", re.IGNORECASE)
_FEWEST_DIGITS = 7
#: Texts for one cell of one row.
_MOST_DOUBLED = 64


def read_rows(
    book: Workbook, sheet: Sheet, note: Note = ignore, *, is_again: bool = False, with_formulas: bool = False
) -> Iterator[TableRow]:
    """Yield the rows of a sheet that hold anything, streaming; what the sheet says of its own size is not believed.

    `note` takes remarks: `truncated` (the sheet is broken from a place on, or texts of cells are lost), `repaired-rows` (two cells at one
    place). `is_again` is for a sheet that was read before; `with_formulas` gives a formula instead of the value that was stored for it.

    Raises:
        DamagedExtraction: broken XML before the first row, or cells point at shared texts and there are none.
        UnsafeExtraction: more cells or more text than a sheet of contacts can have.
    """
    reader = _SheetReader(book, sheet, book.shared.afresh() if is_again else book.shared, with_formulas=with_formulas)
    reader.links = cell_links(book.source, book.archive, sheet.part, note)
    try:
        yield from _rows_of(reader, book, sheet)
    except DamagedExtraction:
        if reader.is_misled or not reader.rows_seen:
            raise
        yield from reader.rows
        place = f"{book.source.name}:{sheet.name}"
        note(Remark("truncated", f"The sheet '{sheet.name}' is cut short or broken; what stood before that place was read.", place))
    if reader.lost and book.shared.is_empty and not reader.has_text:
        raise reader.damaged("its cells point at texts that are not there")
    if reader.lost:
        place = f"{book.source.name}:{sheet.name}"
        cells = "A cell points" if reader.lost == 1 else f"{reader.lost:,} cells point"
        note(Remark("truncated", f"{cells} at a text that is not in the file; what stood there is lost, the rest was read.", place))
    if reader.doubled_in:
        place = f"{book.source.name}:{sheet.name}"
        count = reader.doubled_in
        rows = "A row has" if count == 1 else f"{count:,} rows have"
        note(Remark("repaired-rows", f"{rows} several texts for one cell; each was read in a row of its own.", place))


def _rows_of(reader: _SheetReader, book: Workbook, sheet: Sheet) -> Iterator[TableRow]:
    rows_before = row_start = 0
    for read in parse_part(book.source, book.archive, sheet.part, PartHandlers(reader.start, reader.end, reader.buffer.append)):
        if reader.rows_seen != rows_before:
            rows_before, row_start = reader.rows_seen, read
        elif read - row_start > MAX_ROW_BYTES:
            raise reader.too_large()
        if reader.rows:
            rows, reader.rows = reader.rows, []
            yield from rows
        if reader.is_done:
            # What follows the cells (merged areas, rules, links) was looked up before, as far as it says anything about numbers.
            return


class _SheetReader:
    """Takes the events of one sheet and makes rows of them."""

    def __init__(self, book: Workbook, sheet: Sheet, texts: SharedTexts, *, with_formulas: bool) -> None:
        self.book = book
        self._with_formulas = with_formulas
        self.sheet = sheet
        self._texts = texts
        self.rows: list[TableRow] = []
        self.buffer: list[str] = []
        #: Cells seen and blanks filled in.
        self.count = 0
        self.rows_seen = 0
        self.is_done = False
        #: Rows in which a cell stands twice with different texts.
        self.doubled_in = 0
        #: Cells that point at a text that is not there.
        self.lost = 0
        #: Any cell holds anything.
        self.has_text = False
        #: The damage found is one of cells, not of the file.
        self.is_misled = False
        #: Links that lead to a number, by the cell they lie on.
        self.links: dict[str, str] = {}
        self._merged = merged_cells(book.archive, sheet.part)
        self._columns: dict[str, int] = {}
        self._number = 0
        self._cells: dict[int, str] = {}
        #: Texts of cells of which the row has another one at the same place already.
        self._doubled: list[tuple[int, str]] = []
        self._last = -1
        self._column = 0
        self._reference: str | None = None
        self._type: str | None = None
        self._style: str | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._runs: list[str] = []
        self._is_spoken = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t", "f"}:
            self.buffer.clear()
        elif name == "row":
            row = attributes.get("r", "")
            self._number = int(row) if row.isascii() and row.isdigit() else self._number + 1
            self._cells, self._last = {}, -1
            self._doubled.clear()
        elif name == "rPh":
            self._is_spoken = True

    def end(self, name: str) -> None:
        if name == "v":
            self._value = "".join(self.buffer)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "t":
            if not self._is_spoken:
                self._runs.append("".join(self.buffer))
        elif name == "f":
            self._formula = "".join(self.buffer)
        elif name == "rPh":
            self._is_spoken = False
        elif name == "sheetData":
            self.is_done = True

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column = self._last + 1
        else:
            letters = reference.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = self._column_of(letters)
            self._column = column
        self._last = self._column
        self._reference = reference
        self._type = attributes.get("t")
        self._style = attributes.get("s")
        self._value = self._formula = None
        if self._runs:
            self._runs.clear()
        self.count += 1

    def _column_of(self, letters: str) -> int:
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
            if not ("A" <= letter <= "Z") or column > MAX_COLUMNS:
                raise self.damaged("a cell stands in a column that no sheet has")
        return max(column - 1, 0)

    def _end_cell(self) -> None:
        text = self._text()
        if self._formula is not None:
            text = self._of_formula(text)
        if self.links and self._reference in self.links and text is not LOST_TEXT:
            text = with_link(text, self.links[self._reference])
        if not text:
            return
        self.has_text = self.has_text or text is not LOST_TEXT
        if self._cells.setdefault(self._column, text) != text:
            self._doubled.append((self._column, text))

    def _end_row(self) -> None:
        self.rows_seen += 1
        if self._cells and self._merged:
            self._merged.fill(self._number, self._cells, self._columns)
        if self._cells:
            width = max(self._cells) + 1
            self.count += width - len(self._cells)
            cells = [""] * width
            for column, text in self._cells.items():
                cells[column] = text
            self.rows.append(TableRow(self.sheet.name, self._number, tuple(cells)))
            self._cells = {}
            if self._doubled:
                self._add_doubled(cells)
        if self.count > MAX_CELLS:
            raise self.too_large()

    def _add_doubled(self, cells: list[str]) -> None:
        """Give the texts that found their cell taken as further rows, beside what else stands in the row."""
        self.doubled_in += 1
        further: list[dict[int, str]] = []
        for column, text in dict.fromkeys(self._doubled):
            held = next((each for each in further if column not in each), None)
            if held is None:
                further.append(held := {})
            held[column] = text
            if len(further) > _MOST_DOUBLED:
                raise self.too_large()
        self._doubled.clear()
        for held in further:
            self.count += len(cells)
            self.rows.append(TableRow(self.sheet.name, self._number, tuple(held.get(at, cell) for at, cell in enumerate(cells))))

    def _text(self) -> str:
        value, kind = self._value, self._type
        if kind == "s":
            return self._shared(value) if value else ""
        if kind == "inlineStr":
            return unescape("".join(self._runs))
        if not value:
            return ""
        if kind is None or kind == "n":
            return show_number(value.strip(), self._format(), is_1904=self.book.is_1904)
        if kind == "b":
            return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
        return unescape(value)

    def _shared(self, value: str) -> str:
        try:
            # A sign would count from the end.
            return self._texts[int(value.replace("-", "x"))]
        except (ValueError, IndexError):
            if self._texts.is_cut:
                return ""
            self.lost += 1
            return LOST_TEXT

    def _format(self) -> NumberFormat:
        style = self._style
        if style is None:
            return PLAIN
        try:
            return self.book.formats[int(style)]
        except (ValueError, IndexError):
            return PLAIN

    def _of_formula(self, text: str) -> str:
        """Give the stored value, or the number a link dials, or the formula itself as a sign that its value is missing or not asked for."""
        if self._with_formulas:
            # One that comes out empty says nothing. Of formulas that were filled down only the first is written out.
            return f"={self._formula}" if text or self._type != "str" else ""
        linked = _LINKED.search(self._formula or "")
        if linked and (number := number_of_link(linked[1])):
            is_label = sum(character.isdecimal() for character in text) < _FEWEST_DIGITS
            return number if is_label else with_link(text, linked[1])
        if not self._value and not text and self._type != "str":
            return f"={self._formula}" if self._formula else ""
        return text

    def damaged(self, what: str) -> DamagedExtraction:
        """Say that what is wrong is in the cells, not in the file around them."""
        self.is_misled = True
        return DamagedExtraction(
            f"'{self.book.source.name}' is a damaged spreadsheet: {what}.",
            hint="Open it in a spreadsheet program, save it again, or ask for another export.",
            place=f"{self.book.source.name}:{self.sheet.name}",
        )

    def too_large(self) -> UnsafeExtraction:
        """Say that the sheet has more in it than one of contacts can have."""
        return UnsafeExtraction(
            f"'{self.book.source.name}' has a sheet of an absurd size.", hint="Save the rows that matter as .csv and give that file."
        )
