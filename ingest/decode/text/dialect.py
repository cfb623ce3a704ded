"""How a text table is written: what ends its rows and what stands between its cells, judged by its first rows."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from ingest.decode.text.doubled_ends import are_doubled, mended
from ingest.decode.text.line_ends import lines_in
from ingest.decode.text.quotes import APOSTROPHE, QUOTE, is_in_apostrophes, joined, quoted
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, classify

#: In the order of preference when nothing else decides: a tab hardly ever stands inside a cell.
DELIMITERS = ("\t", ";", ",", "|")

#: Stands in no text, so every line is one cell.
NO_DELIMITER = "\x1f"

#: Rows judged, and the longest quoted cell in lines before a quotation mark is taken for a stray one.
_SAMPLE_ROWS = 200
_SAMPLE_CELL_LINES = 100

#: Share of the sampled rows that must have the same number of cells.
_MIN_AGREEMENT = 0.3

#: Headers that must be known, rows below them that are looked at, and digits of a number, where rows do not agree.
_KNOWN_HEADERS = 2
_ROWS_BELOW = 3
_FEWEST_DIGITS = 5

#: What a spreadsheet program reads and writes to name the delimiter.
_NAMED = re.compile(r"sep=(.)[\r\n]", re.IGNORECASE)


class Dialect(NamedTuple):
    """How a text table is written."""

    delimiter: str
    #: What ends a row: LF (with or without CR before it), or CR alone.
    newline: str
    #: Blanks stand between a delimiter and a quotation mark.
    skips_blanks: bool
    #: The first row only names the delimiter.
    has_sep_row: bool
    #: Usual number of cells of a row.
    width: int
    #: Share of the sampled rows with that number.
    agreement: float
    #: Apostrophes stand round cells as quotation marks do.
    in_apostrophes: bool = False
    #: Quoted cells end with a mark too many.
    doubles_ends: bool = False


def guess_dialect(text: str, *, is_whole: bool) -> Dialect:
    """Judge a table by its first characters; `is_whole` says that nothing follows them."""
    doubles_ends = are_doubled(text)
    if doubles_ends:
        text = "".join(map(mended, text.splitlines(keepends=True)))
    dialect, records = _guess(text, is_whole=is_whole)
    dialect = dialect._replace(doubles_ends=doubles_ends)
    if APOSTROPHE not in text or dialect.delimiter == NO_DELIMITER:
        return dialect
    rows = [split_record(record, dialect.delimiter, skips_blanks=dialect.skips_blanks)[0] for record in records]
    rows = [row for row in rows if len(row) > 1]
    if not _are_in_apostrophes(rows):
        return dialect
    widths = Counter(len(joined(row, dialect.delimiter)) for row in rows)
    return dialect._replace(in_apostrophes=True, width=max(widths, key=widths.__getitem__))


def _are_in_apostrophes(rows: list[list[str]]) -> bool:
    """Whether most rows, of which the first may be a header, have digits between apostrophes in a cell: nobody writes those by hand."""
    written = sum(any(any(map(str.isdecimal, cell)) and is_in_apostrophes(cell) for cell in row) for row in rows)
    return written > 0 and 2 * written >= len(rows) - 1


def _guess(text: str, *, is_whole: bool) -> tuple[Dialect, list[str]]:
    """Judge all but the apostrophes; also give the rows that were looked at."""
    line_feeds = text.count("\n")
    newline = "\r" if text.count("\r") - text.count("\r\n") > 3 * line_feeds else "\n"
    records = _sample(text, newline, is_whole=is_whole)
    named = _NAMED.match(text)
    if named:
        width, agreement = _widths(records[1:], named[1])
        return Dialect(named[1], newline, _has_blanks(text, named[1]), has_sep_row=True, width=width, agreement=agreement), records[1:]
    best, best_score = Dialect(NO_DELIMITER, newline, skips_blanks=False, has_sep_row=False, width=1, agreement=1.0), _MIN_AGREEMENT
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        width, agreement = _widths(records, delimiter)
        score = agreement * (1 + min(width, 20) / 200)
        if text.count(delimiter + " ") > text.count(delimiter) / 2:
            # A comma with a blank behind it is more often part of a name or a sentence.
            score *= 0.9
        if width > 1 and score > best_score:
            best = Dialect(delimiter, newline, _has_blanks(text, delimiter), has_sep_row=False, width=width, agreement=agreement)
            best_score = score
    return best if best.delimiter != NO_DELIMITER else _by_header(records, text, best), records


def split_record(text: str, delimiter: str, *, skips_blanks: bool = False) -> tuple[list[str], bool]:
    """Split the text of one row into its cells, of any length; also say whether a quotation mark is still open at its end."""
    cells: list[str] = []
    at = 0
    text = text.rstrip("\r\n") if QUOTE not in text else _without_line_end(text)
    while True:
        if skips_blanks:
            while text.startswith(" ", at):
                at += 1
        if text.startswith(QUOTE, at):
            cell, at = quoted(text, at + 1)
            if at < 0:
                cells.append(cell)
                return cells, True
        else:
            cell = ""
        end = text.find(delimiter, at)
        if end < 0:
            cells.append(cell + text[at:])
            return cells, False
        cells.append(cell + text[at:end])
        at = end + 1


def closes_in_text(text: str, delimiter: str, *, skips_blanks: bool = False) -> bool:
    """Whether the text of a row has a quoted cell of several lines behind whose end there is more than a delimiter."""
    at = 0
    while at >= 0:
        while skips_blanks and text.startswith(" ", at):
            at += 1
        cell = ""
        if text.startswith(QUOTE, at):
            cell, at = quoted(text, at + 1)
            if at < 0:
                return False
        end = text.find(delimiter, at)
        if ("\n" in cell or "\r" in cell) and text[at : end if end >= 0 else None].strip():
            return True
        at = end + 1 if end >= 0 else -1
    return False


def _without_line_end(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")


def _sample(text: str, newline: str, *, is_whole: bool) -> list[str]:
    """The first rows that are not blank, each with the line breaks inside its quotation marks."""
    lines = lines_in(text, newline)
    if not is_whole and len(lines) > 1:
        del lines[-1]
    records: list[str] = []
    at = 0
    while at < len(lines) and len(records) < _SAMPLE_ROWS:
        end = at + 1
        quotes = lines[at].count(QUOTE)
        while quotes % 2 and end < min(len(lines), at + _SAMPLE_CELL_LINES):
            quotes += lines[end].count(QUOTE)
            end += 1
        if quotes % 2:
            end = at + 1
        record = newline.join(lines[at:end])
        if record.strip():
            records.append(record)
        if quotes % 2 and len(records) > 1:
            # What follows an open quotation mark may be one long cell, and says nothing about rows.
            break
        at = end
    return records


def _widths(records: list[str], delimiter: str) -> tuple[int, float]:
    """The most common number of cells above one, and the share of rows that have it."""
    widths = Counter(len(split_record(record, delimiter)[0]) for record in records)
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return 1, 1.0 if records else 0.0
    count, width = max(several)
    return width, count / len(records)


def _by_header(records: list[str], text: str, undelimited: Dialect) -> Dialect:
    """Judge a table whose rows do not agree by a header with a number right below it.

    Titles and notes around a table are rows of one cell, and who types rows leaves out the delimiters behind the last filled cell.
    """
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        rows = [split_record(record, delimiter)[0] for record in records]
        width = max((len(head) for at, head in enumerate(rows) if _heads(head, rows[at + 1 : at + 1 + _ROWS_BELOW])), default=0)
        if width:
            agreement = sum(1 < len(row) <= width for row in rows) / len(rows)
            return undelimited._replace(delimiter=delimiter, skips_blanks=_has_blanks(text, delimiter), width=width, agreement=agreement)
    return undelimited


def _heads(head: list[str], below: list[list[str]]) -> bool:
    """Whether a row names a column of numbers among others, and one of the rows below has a number there."""
    kinds = [classify(cell) for cell in head]
    known = sum(kind is not Column.OTHER for kind in kinds)
    if known < _KNOWN_HEADERS or 2 * known < sum(map(bool, map(str.strip, head))) or NUMBER_COLUMNS.isdisjoint(kinds):
        return False
    cells = [(kind, cell) for row in below if len(row) > 1 for kind, cell in zip(kinds, row, strict=False)]
    return any(kind in NUMBER_COLUMNS and sum(map(str.isdecimal, cell)) >= _FEWEST_DIGITS for kind, cell in cells)


def _has_blanks(text: str, delimiter: str) -> bool:
    return text.count(delimiter + " " + QUOTE) > text.count(delimiter + QUOTE)
