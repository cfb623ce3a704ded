"""Text tables (CSV, TSV and their kin) row by row, in memory bounded by the longest row allowed.

Rows are never found by splitting at line ends: a quoted cell may hold CR, LF, tabs and delimiters. Files put together from several have
line ends of several kinds, each of which ends a row. The standard reader does the work; where it gives up (a cell above its own limit) the
same row is split here, so its process-wide limit stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TextIO

from ingest.decode.table_row import Note, ignore
from ingest.decode.text.dialect import Dialect, closes_in_text, guess_dialect, split_record
from ingest.decode.text.doubled_ends import mended
from ingest.decode.text.encodings import decode_head, open_text
from ingest.decode.text.line_block import Block
from ingest.decode.text.line_ends import lines_of, split_rows
from ingest.decode.text.quotes import QUOTE, without_apostrophes
from ingest.errors import UnsafeExtraction
from ingest.records import Remark
from ingest.source import Source

#: Characters of one row. A contact with a photo in it has a few million; a file without line ends has all of them.
MAX_ROW = 16 << 20

#: Characters read at a time while a row is a line.
_BLOCK = 1 << 16

#: Swallowed lines looked at to tell a stray quotation mark from a long cell, and the share of them that must look like rows.
_JUDGED_LINES = 200
_ROW_LIKE = 0.5


def dialect_of(source: Source) -> Dialect:
    """Judge how a text table is written by the first bytes of the file."""
    return guess_dialect(decode_head(source.head).text, is_whole=source.size <= len(source.head))


def read_delimited(source: Source, note: Note) -> Iterator[list[str]]:
    """Yield the cells of every row, blank rows as empty lists, streaming.

    Remarks: `guessed-encoding`, `lossy-text`, `truncated` (the file ends inside quotation marks or a character), `repaired-rows` (a
    quotation mark that is never closed).

    Raises:
        UnsafeExtraction: a row is longer than any table's.
        UnreadableExtraction: the file has gone since.
    """
    # Chained, not yielded: a row costs no step of a generator.
    return chain.from_iterable(read_runs(source, note, guessed=note))


def read_runs(source: Source, note: Note, *, guessed: Note = ignore) -> Iterator[Iterable[list[str]]]:
    """Yield the rows of `read_delimited` in runs of any length; a run that is a `Block` can be taken by columns.

    `guessed` is told where the encoding had to be guessed: of what a tool writes that is usual, of what a person keeps it is not.
    """
    dialect = dialect_of(source)
    opened = open_text(source, newline=dialect.newline)
    with opened.stream as stream:
        if not opened.encoding.startswith("utf"):
            guessed(
                Remark(
                    "guessed-encoding",
                    f"The file is not UTF-8; it was read as {opened.encoding}, so check letters with accents.",
                    source.name,
                )
            )
        if opened.is_cut:
            sentence = "The file ends in the middle of a character, so it was cut short; what was complete was read."
            note(Remark("truncated", sentence, source.name))
        if opened.lossy:
            note(
                Remark(
                    "lossy-text", f"Some characters of the file could not be read as {opened.encoding} and stand as \ufffd.", source.name
                )
            )
        rows = _Rows(source, stream, dialect, note)
        if dialect.in_apostrophes:
            yield (without_apostrophes(row, dialect.delimiter, dialect.width) for row in rows.read())
        elif dialect.newline == "\n" and not dialect.skips_blanks and not dialect.doubles_ends:
            yield from _read_blocks(stream, dialect.delimiter, rows)
        else:
            yield rows.read()


def _read_blocks(stream: TextIO, delimiter: str, rows: _Rows) -> Iterator[Iterable[list[str]]]:
    """Read large blocks of whole lines as long as a row is a line; the first block where it is not goes the long way."""
    while text := stream.read(_BLOCK):
        if not text.endswith("\n"):
            text += stream.readline(MAX_ROW)
        block = Block.of(text, delimiter)
        if block is None:
            rows.stream = _Continued(text, stream)
            yield rows.read()
            return
        yield block


class _Continued:
    """Lines of a text that was read already, then those of the stream behind it."""

    def __init__(self, text: str, stream: TextIO) -> None:
        self._before = io.StringIO(text, newline="\n")
        self._stream = stream

    def readline(self, size: int, /) -> str:
        """Read one line of at most `size` characters."""
        line = self._before.readline(size)
        if line.endswith("\n") or len(line) >= size:
            return line
        return line + self._stream.readline(size - len(line))


@dataclass(slots=True)
class _Rows:
    """One pass over a text table."""

    source: Source
    stream: TextIO | _Continued
    dialect: Dialect
    note: Note
    #: Lines of the row that is being read.
    pending: list[str] = field(default_factory=list)
    #: The file ended while a quotation mark was open.
    is_open: bool = False
    #: Rows that stood in one line with the one before, because another kind of line end is between them.
    split: deque[str] = field(default_factory=deque)
    #: It was told that quotation marks had to be taken for ordinary characters.
    is_repaired: bool = False
    is_mended: bool = False
    #: Whether there is a quotation mark in a line with text behind it.
    has_text_behind: Callable[[str], object] = field(init=False)

    def __post_init__(self) -> None:
        self.has_text_behind = re.compile(rf'"[^\s"{re.escape(self.dialect.delimiter)}]').search

    def read(self) -> Iterator[list[str]]:
        lines = self._lines()
        pending = self.pending
        while True:
            reader = csv.reader(lines, delimiter=self.dialect.delimiter, quotechar=QUOTE, skipinitialspace=self.dialect.skips_blanks)
            try:
                for row in reader:
                    if self.is_open:
                        yield from self._finish()
                        return
                    if len(pending) > 1 and self._is_torn():
                        yield from self._take_apart(list(pending))
                    else:
                        yield row
                    pending.clear()
            except csv.Error:
                yield from self._read_on(lines)
            else:
                return

    def _lines(self) -> Iterator[str]:
        """Yield lines for the standard reader and remember those of the current row."""
        readline, keep = self.stream.readline, self.pending.append
        split, other_end = self.split, "\r" if self.dialect.newline == "\n" else "\n"
        length = 0
        while line := split.popleft() if split else readline(MAX_ROW):
            if self.pending:
                length += len(line)
            else:
                length = len(line)
            if length >= MAX_ROW:
                if not self.pending or not self._is_stray():
                    raise self._too_long()
                self.is_open = True
                keep(line)
                return
            if self.dialect.doubles_ends:
                line = self._mended(line)
            if "\ufeff" in line:
                # A second run of an exporting tool appends to the file, mark and header included.
                line = line.replace("\ufeff", "")
            if line.find(other_end, 0, -2) >= 0:
                line = self._first_of(line)
            keep(line)
            yield line
        if self.pending:
            self.is_open = True

    def _mended(self, line: str) -> str:
        """Give a line without marks too many at the ends of its cells, and tell once that there were some."""
        whole = mended(line)
        if whole != line and not self.is_mended:
            self.is_mended = True
            self.note(Remark("repaired-rows", "A quotation mark too many at the end of a cell was left out.", self.source.name))
        return whole

    def _first_of(self, line: str) -> str:
        """Give the first row of a line in which there is another line end, and put the others by."""
        # CR CR LF is a line end written twice, not data.
        line = line[:-3].rstrip("\r") + "\n" if line.endswith("\r\r\n") else line
        # Only an open cell makes the standard reader ask for more of a row.
        rows = split_rows(line, self.dialect.delimiter, skips_blanks=self.dialect.skips_blanks, is_open=bool(self.pending))
        if self.dialect.newline == "\r" and rows[0] == "\n" and not self.pending and len(rows) > 1:
            # CR LF where CR alone ends most rows: the line before ended between the two.
            del rows[0]
        self.split.extendleft(reversed(rows[1:]))
        return rows[0]

    def _read_on(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """Split the row the standard reader gave up on, and leave the next one to it."""
        delimiter, skips_blanks = self.dialect.delimiter, self.dialect.skips_blanks
        is_open = split_record("".join(self.pending), delimiter, skips_blanks=skips_blanks)[1]
        while is_open:
            line = next(lines, None)
            if line is None:
                break
            # Only a line with an odd number of quotation marks can close the cell; looking at the whole row each time would be quadratic.
            if line.count(QUOTE) % 2:
                is_open = split_record("".join(self.pending), delimiter, skips_blanks=skips_blanks)[1]
        if self.is_open:
            yield from self._finish()
            return
        yield split_record("".join(self.pending), delimiter, skips_blanks=skips_blanks)[0]
        self.pending.clear()

    def _finish(self) -> Iterator[list[str]]:
        """Give the rows behind a quotation mark that was never closed."""
        lines = list(self.pending)
        self.pending.clear()
        self.is_open = False
        if not _look_like_rows(lines, self.dialect):
            self.note(
                Remark(
                    "truncated", "The file ends inside quotation marks, so it was cut short; what was complete was read.", self.source.name
                )
            )
            yield split_record("".join(lines), self.dialect.delimiter, skips_blanks=self.dialect.skips_blanks)[0]
            return
        yield from self._take_apart(lines)
        yield from self.read()

    def _is_torn(self) -> bool:
        """Whether the quotation mark that ends the cell is another cell's: there is text behind it, and rows are before it."""
        delimiter, skips_blanks = self.dialect.delimiter, self.dialect.skips_blanks
        # In most rows of several lines no quotation mark has text behind it, which is told soonest.
        if not any(map(self.has_text_behind, self.pending[1:])) or not self._is_stray():
            return False
        return closes_in_text("".join(self.pending), delimiter, skips_blanks=skips_blanks)

    def _take_apart(self, lines: list[str]) -> Iterator[list[str]]:
        """Give each of the lines that a quotation mark swallowed as a row."""
        if not self.is_repaired:
            self.is_repaired = True
            sentence = "A quotation mark that is never closed was taken for an ordinary character."
            self.note(Remark("repaired-rows", sentence, self.source.name))
        delimiter = self.dialect.delimiter
        for row in lines:
            for line in lines_of(row):
                cells, is_open = split_record(line, delimiter)
                yield line.rstrip("\r\n").split(delimiter) if is_open else cells

    def _is_stray(self) -> bool:
        return _look_like_rows(self.pending, self.dialect)

    def _too_long(self) -> UnsafeExtraction:
        return UnsafeExtraction(
            f"'{self.source.name}' has a row of more than {MAX_ROW >> 20} million characters, as no table has.",
            hint="Export the table again, or save it from a spreadsheet program as .xlsx.",
        )


def _look_like_rows(lines: list[str], dialect: Dialect) -> bool:
    """Whether the lines swallowed by an open quotation mark have as many cells as the other rows; of the last row it swallowed its own."""
    swallowed = [line for line in lines[1 : 1 + _JUDGED_LINES] if line.strip()]
    if len(lines) == 1 and lines[0].endswith(("\n", "\r")):
        swallowed = lines
    alike = sum(line.count(dialect.delimiter) + 1 == dialect.width for line in swallowed)
    return dialect.width > 1 and bool(swallowed) and alike >= _ROW_LIKE * len(swallowed)
